"""An array that was written is read again, and a disk that is full is an error."""

from pathlib import Path

import numpy as np
import pytest

from index.arrays import write_array
from tests.full_disk import full_disk

ROWS = np.array([(1, 2.0), (3, 4.0)] * 30, [("codes", np.int8, (3,)), ("scale", np.float32)])
VECTORS = np.eye(30, dtype=np.float32)


@pytest.mark.parametrize("missing", [1, 64, 200, 400])
def test_a_disk_that_is_full_is_an_error(tmp_path: Path, missing: int) -> None:
    write_array(tmp_path / "whole.npy", ROWS)
    size = (tmp_path / "whole.npy").stat().st_size
    with full_disk(size - missing), pytest.raises(OSError, match="File too large"):
        write_array(tmp_path / "half.npy", ROWS)


@pytest.mark.parametrize(
    "given", [ROWS, VECTORS, VECTORS.T[:, :2], np.zeros((0, 7), np.int32), np.array(["a"], "S64")]
)
def test_arrays_are_what_numpy_reads(tmp_path: Path, given: np.ndarray) -> None:
    write_array(tmp_path / "x.npy", given)
    for mode in (None, "r"):
        found = np.load(tmp_path / "x.npy", mmap_mode=mode)
        assert found.dtype == given.dtype
        assert found.shape == given.shape
        assert found.tobytes() == given.tobytes()
