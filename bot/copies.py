"""Copies of the bot on one host: each holds a number for as long as its process lives."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path


class Copies:
    """Takes the lowest free number; the system frees it when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.number, self._file = next(
            (number, file) for number in count() if (file := self._lock(number)) is not None
        )

    def close(self) -> None:
        """Give the number back."""
        os.close(self._file)

    @contextmanager
    def standing_in(self, number: int) -> Iterator[bool]:
        """Hold the number of another copy for a moment; yield False where that copy lives."""
        file = self._lock(number)
        try:
            yield file is not None
        finally:
            if file is not None:
                os.close(file)

    def _lock(self, number: int) -> int | None:
        file = os.open(self._folder / f"copy-{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return None
        return file
