"""The index of DATA_DIR as it is now: picked up when it was built again, without a restart."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from bot.library import Library
from index import ArticleIndex, VerbatimError, passport_mark

log = logging.getLogger(__name__)

CHECK_EVERY_S = 1.0


class LiveIndex:
    """Gives the index; one that cannot be used leaves the one before in use."""

    def __init__(self, index: ArticleIndex, folder: Path, load: Callable[[], ArticleIndex]) -> None:
        self._index = index
        self._folder = folder
        self._load = load
        self._mark = passport_mark(folder)

    def __call__(self) -> Library:
        """Return the index as it is now."""
        return self._index

    async def watch(self) -> None:
        """Look for a new index every second, until cancelled."""
        while True:
            await asyncio.sleep(CHECK_EVERY_S)
            mark = await asyncio.to_thread(passport_mark, self._folder)
            if mark is not None and mark != self._mark:  # None: just being replaced
                self._mark = mark
                await self._pick_up()

    async def _pick_up(self) -> None:
        try:
            self._index = await asyncio.to_thread(self._load)
        except VerbatimError as error:
            log.error("a new index cannot be used, the one before stays in use: %s", error)
        else:
            log.info("a new index is in use: %d articles", len(self._index.articles))
