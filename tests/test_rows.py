import os
from pathlib import Path

import numpy as np
import pytest

from index.errors import BrokenIndexError
from index.rows import Precision, Rows
from tests.test_vectors import unit_rows

PICKED = np.array([7, 3, 4, 5, 99, 0, 0])


def rows(precision: Precision) -> Rows:
    """Return a hundred rows that were put in two parts."""
    vectors = unit_rows(1, 100, 48)
    found = Rows.empty(100, 48, precision)
    found.put(0, vectors[:60])
    found.put(60, vectors[60:])
    return found


@pytest.mark.parametrize(("precision", "off"), [("byte", 2e-3), ("half", 3e-4)])
def test_rows_are_what_was_put_up_to_their_precision(precision: str, off: float) -> None:
    found = rows(Precision(precision)).read(PICKED)
    np.testing.assert_allclose(found, unit_rows(1, 100, 48)[PICKED], atol=off)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-3)
    assert found.dtype == np.float32


@pytest.mark.parametrize("precision", Precision)
def test_a_file_gives_the_rows_that_memory_gives(tmp_path: Path, precision: Precision) -> None:
    before = rows(precision)
    before.save(tmp_path / "one.npy")
    after = Rows.open(tmp_path / "one.npy")
    assert (len(after), after.dimensions) == (100, 48)
    np.testing.assert_array_equal(after.read(PICKED), before.read(PICKED))
    assert len(after.read(np.zeros(0, np.int64))) == 0
    after.save(tmp_path / "two.npy")
    assert (tmp_path / "two.npy").read_bytes() == (tmp_path / "one.npy").read_bytes()


def test_rows_in_bytes_that_are_put_again_do_not_change() -> None:
    once = rows(Precision.BYTE)
    again = Rows.empty(100, 48, Precision.BYTE)
    again.put(0, once.read(np.arange(100)))
    every = np.arange(100)
    np.testing.assert_array_equal(again.read(every), once.read(every))


def test_a_file_of_something_else_is_refused_and_a_shortened_one_named(tmp_path: Path) -> None:
    np.save(tmp_path / "other.npy", np.zeros(3))
    with pytest.raises(ValueError, match=r"^other\.npy: not a file of rows$"):
        Rows.open(tmp_path / "other.npy")
    path = tmp_path / "rows.npy"
    rows(Precision.BYTE).save(path)
    opened = Rows.open(path)
    os.truncate(path, 2000)
    with pytest.raises(BrokenIndexError, match="ends too soon"):
        opened.read(np.array([99]))
