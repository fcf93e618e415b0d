"""The index of DATA_DIR as it is now: picked up when it was built again, without a restart."""

import asyncio
import logging
import threading
from collections.abc import Callable
from pathlib import Path

from index import ArticleIndex, VerbatimError, passport_mark, saved_at

log = logging.getLogger(__name__)

CHECK_EVERY_S = 1.0
MISSED = 5  # looks at a folder that is not there, or not for us: to replace one takes less


class LiveIndex:
    """Gives the index; one that cannot be used leaves the one before in use.

    A change of our own is given to `replace`; what other processes build is found by `look`.
    """

    def __init__(self, index: ArticleIndex, folder: Path, load: Callable[[], ArticleIndex]) -> None:
        self._index = index
        self._folder = folder
        self._load = load
        self._mark: tuple[int, int, int] | None = None
        self._missed = 0
        self._lock = threading.Lock()

    def __call__(self) -> ArticleIndex:
        """Return the index as it is now."""
        return self._index

    def replace(self, index: ArticleIndex) -> None:
        """Use an index that this process has just saved."""
        with self._lock:
            self._index = index
            self._mark = None  # a later one may have been seen, and be on the disk still

    async def watch(self) -> None:
        """Look for a new index every second, until cancelled."""
        while True:
            try:
                await asyncio.to_thread(self.look)
            except Exception:
                log.exception("a new index could not be looked for")
            await asyncio.sleep(CHECK_EVERY_S)

    def look(self) -> None:
        """Use the index that is on the disk, where it is another one."""
        with self._lock:
            mark = passport_mark(self._folder)
            if mark is None:  # just being replaced, at first
                self._missed += 1
                if self._missed == MISSED:
                    self._pick_up(mark)
                return
            self._missed = 0
            if mark == self._mark:
                return
            if saved_at(self._folder) != self._index.passport.built and not self._pick_up(mark):
                return
            self._mark = mark

    def _pick_up(self, mark: tuple[int, int, int] | None) -> bool:
        """Load the index; return False where it was replaced meanwhile, and parts of two mixed."""
        try:
            index = self._load()
        except VerbatimError as error:
            if passport_mark(self._folder) != mark:
                return False
            log.error("a new index cannot be used, the one before stays in use: %s", error)
            return True
        if passport_mark(self._folder) != mark:
            return False
        self._index = index
        log.info("a new index is in use: %d articles", len(index.articles))
        return True
