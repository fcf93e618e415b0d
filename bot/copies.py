"""Copies of the bot on one host: each holds a number for as long as its process lives."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

log = logging.getLogger(__name__)


class Copies:
    """Takes the lowest free number; the system frees it when the process ends, however it ends.

    Where no file can be made, it is the first copy, and hopes to be the only one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.number, self._file = 0, -1
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.number, self._file = next(
                (number, file) for number in count() if (file := self._lock(number)) is not None
            )
        except OSError as error:
            log.error("%s cannot be written (%s): let no other copy run", folder, error.strerror)

    def close(self) -> None:
        """Give the number back."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1

    @contextmanager
    def standing_in(self, number: int) -> Iterator[bool]:
        """Hold the number of another copy for a moment; yield False where that copy may live."""
        try:
            file = self._lock(number)
        except OSError:  # no file can be made, so nobody knows
            file = None
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
