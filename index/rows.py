"""Unit vectors in a byte or two a number, in memory or in a file, read by their places."""

import os
import shutil
import weakref
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.arrays import write_array
from index.encoder import Vectors
from index.errors import BrokenIndexError
from index.runs import runs

_LARGEST = 127  # of a code; the largest number of a row becomes it


class Precision(StrEnum):
    """How exactly rows are kept: the cosine of two is off by .0004, or by .00002."""

    BYTE = "byte"
    HALF = "half"


def _kind(precision: Precision, dimensions: int) -> np.dtype[np.void]:
    if precision is Precision.HALF:
        return np.dtype([("halves", "<f2", (dimensions,))])
    return np.dtype([("scale", "<f4"), ("codes", "i1", (dimensions,))])


class Rows:
    """Rows of which 384 numbers take 388 bytes or 768, not 1,536.

    A file is read with `pread`, a run of neighbours at once, and not memory-mapped: pages that were
    read once would stay in the process's memory until all of the file is there.
    """

    def __init__(self, table: "NDArray[np.void] | _File") -> None:
        self._table = table

    @classmethod
    def empty(cls, count: int, dimensions: int, precision: Precision) -> Self:
        """Return so many rows that are to be written by `put`."""
        return cls(np.zeros(count, _kind(precision, dimensions)))

    def put(self, start: int, vectors: Vectors) -> None:
        """Write (n, d) float32 rows from the place `start` on; rows of a file cannot be written."""
        assert isinstance(self._table, np.ndarray)
        part = self._table[start : start + len(vectors)]
        if "halves" in (self._table.dtype.names or ()):
            part["halves"] = vectors
            return
        scales = np.abs(vectors).max(axis=1) / _LARGEST
        part["codes"] = np.rint(vectors / np.maximum(scales, 1e-9)[:, np.newaxis])
        # By the codes' own length, not the row's: so that rows are of unit length as they are read.
        lengths = np.linalg.norm(part["codes"].astype(np.float32), axis=1)
        part["scale"] = 1 / np.maximum(lengths, 1)

    def save(self, path: Path) -> None:
        """Write the rows to the path."""
        if isinstance(self._table, np.ndarray):
            write_array(path, self._table)
        else:
            shutil.copyfile(self._table.path, path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open what `save` wrote; raise ValueError or OSError where the file is not of it."""
        return cls(_File(path))

    def __len__(self) -> int:
        return len(self._table)

    @property
    def dimensions(self) -> int:
        """Return the length of a row."""
        return int(self._table.dtype[-1].shape[0])

    def read(self, ids: NDArray[np.int64]) -> Vectors:
        """Return the rows at these places, (len(ids), d) float32, of unit length."""
        table = self._table
        found = table[ids] if isinstance(table, np.ndarray) else table.read(ids)
        if "halves" in (found.dtype.names or ()):
            halves: Vectors = found["halves"].astype(np.float32)
            return halves
        vectors: Vectors = found["codes"] * found["scale"][:, np.newaxis]
        return vectors


class _File:
    """A file of rows as numpy writes it."""

    def __init__(self, path: Path) -> None:
        mapped: Any = np.load(path, mmap_mode="r")  # for its header alone
        self.path, self.dtype, self._count = path, mapped.dtype, len(mapped)
        self._start = int(mapped.offset)
        if mapped.dtype.names not in (("scale", "codes"), ("halves",)) or mapped.ndim != 1:
            raise ValueError(f"{path.name}: not a file of rows")
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        weakref.finalize(self, os.close, self._file)

    def __len__(self) -> int:
        return self._count

    def read(self, ids: NDArray[np.int64]) -> NDArray[np.void]:
        found = np.empty(len(ids), self.dtype)
        size, file, start = self.dtype.itemsize, self._file, self._start
        view = memoryview(found.view(np.uint8).data)
        missing = len(view)
        for first, last, row in runs(ids):
            missing -= os.preadv(file, [view[first * size : last * size]], start + row * size)
        if missing:
            raise BrokenIndexError(f"{self.path}: ends too soon")
        return found
