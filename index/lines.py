"""A JSON file that is a list, one value a line, of which each is read by its place."""

import json
import os
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import BrokenIndexError
from index.runs import runs

_OPENING, _BETWEEN, _CLOSING = b"[\n", b",\n", b"\n]\n"


def write_lines(path: Path, values: Iterable[object]) -> NDArray[np.int64]:
    """Write a list and return where each value begins, and last where one more would."""
    starts = [len(_OPENING)]
    with path.open("wb") as file:
        file.write(_OPENING)
        for number, value in enumerate(values):
            line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            file.write(_BETWEEN if number else b"")
            starts.append(starts[-1] + file.write(line.encode("utf-8", "surrogatepass")))
            starts[-1] += len(_BETWEEN)
        file.write(_CLOSING)
    return np.array(starts, np.int64)


class Lines:
    """The values of a list that `write_lines` wrote: those alone are read that are looked at."""

    def __init__(self, path: Path, starts: NDArray[np.int64]) -> None:
        """Open the file; raise OSError, or ValueError where its length is another."""
        self.path = path
        self._starts = starts
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        weakref.finalize(self, os.close, self._file)
        size = int(starts[-1]) - len(_BETWEEN) + len(_CLOSING)
        if os.fstat(self._file).st_size != size:
            raise ValueError(f"{size} bytes were written")

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, place: int) -> Any:
        return self.some(np.array([place]))[0]

    def some(self, places: NDArray[np.int64]) -> list[Any]:
        """Return the values at these places; those that follow each other are read at once."""
        starts, ends = self._starts[places].tolist(), self._starts[places + 1].tolist()
        lines = _BETWEEN.join(
            os.pread(self._file, ends[last - 1] - starts[first] - len(_BETWEEN), starts[first])
            for first, last, _ in runs(places)
        )
        try:
            found: list[Any] = json.loads(f"[{lines.decode('utf-8', 'surrogatepass')}]")
            return found
        except ValueError as error:
            raise BrokenIndexError(f"{self.path}: damaged, {error}") from error
