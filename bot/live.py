"""The index of DATA_DIR as it is now: picked up when it was built again, without a restart."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from bot.library import Library
from index import ArticleIndex, VerbatimError

log = logging.getLogger(__name__)

CHECK_EVERY_S = 1.0
PASSPORT = "passport.json"  # written last, so a new one means a new index

Mark = tuple[int, int, int]


class LiveIndex:
    """Gives the index; one that cannot be used leaves the one before in use."""

    def __init__(self, index: ArticleIndex, folder: Path, load: Callable[[], ArticleIndex]) -> None:
        self._index = index
        self._passport = folder / PASSPORT
        self._load = load
        self._mark = self._look()

    def __call__(self) -> Library:
        """Return the index as it is now."""
        return self._index

    async def watch(self) -> None:
        """Look for a new index every second, until cancelled."""
        while True:
            await asyncio.sleep(CHECK_EVERY_S)
            mark = await asyncio.to_thread(self._look)
            if mark is not None and mark != self._mark:
                await self._pick_up(mark)

    async def _pick_up(self, mark: Mark) -> None:
        self._mark = mark
        try:
            self._index = await asyncio.to_thread(self._load)
        except VerbatimError as error:
            log.error("a new index cannot be used, the one before stays in use: %s", error)
        else:
            log.info("a new index is in use: %d articles", len(self._index.articles))

    def _look(self) -> Mark | None:
        try:
            found = self._passport.stat()
        except OSError:  # being replaced, or gone
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size
