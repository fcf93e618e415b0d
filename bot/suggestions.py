"""Questions to begin with, found out once for each language and state of the library."""

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.doorway import Doorway
from index import Suggestion, suggest

if TYPE_CHECKING:
    from bot.library import Library

GREETING_WAIT_S = 2.0  # a greeting without examples is better than a late one

log = logging.getLogger(__name__)


class Suggestions:
    """Finds suggestions beside the questions that people ask, and keeps them."""

    def __init__(self, doorway: Doorway) -> None:
        self._doorway = doorway
        self._found: dict[str, asyncio.Task[list[Suggestion]]] = {}
        self._of: Library | None = None

    async def of(self, language: str, wait_s: float) -> list[Suggestion]:
        """Return the suggestions in a language; none where they are not there in time."""
        library = self._doorway.library
        if library is not self._of:  # the shelf changed
            self._of, self._found = library, {}
        if language not in self._found:
            self._found[language] = asyncio.create_task(self._find(library, language))
        try:
            return await asyncio.wait_for(asyncio.shield(self._found[language]), wait_s)
        except TimeoutError:
            return []

    async def _find(self, library: "Library", language: str) -> list[Suggestion]:
        """Return suggestions; none where that fails, which is not kept.

        Where this is broken off, the next question is not asked.
        """
        found, wanted = self._found, True
        try:
            return await self._doorway.work_soon(
                lambda: suggest(library, language, still_wanted=lambda: wanted)
            )
        except Exception:
            log.exception("suggestions could not be made")
            del found[language]
            return []
        finally:
            wanted = False
