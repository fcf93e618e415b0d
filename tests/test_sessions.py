"""Rows of words are read from their file one by one."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.errors import ModelError
from index.sessions import WordTable


@pytest.mark.parametrize("kind", [np.uint8, np.float32])
def test_rows_of_words_are_those_of_the_file(tmp_path: Path, kind: type) -> None:
    table: Any = np.random.default_rng(1).integers(0, 255, (50, 7)).astype(kind)
    np.save(tmp_path / "table.npy", table)
    ids = np.array([[3, 49, 0], [3, 3, 12]])
    found = WordTable(tmp_path / "table.npy").rows(ids)
    assert found.dtype == kind
    assert found.tolist() == table[ids].tolist()


@pytest.mark.parametrize("content", [b"", b"not an array", None], ids=["empty", "other", "missing"])
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "table.npy"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=re.escape(str(path))):
        WordTable(path)
