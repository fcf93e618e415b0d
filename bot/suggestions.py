"""Questions to begin with, found out once for each language and state of the library."""

import asyncio
import logging
from contextvars import Context
from weakref import WeakKeyDictionary

from bot.doorway import Doorway
from bot.library import Library
from index import Suggestion, suggest

Found = dict[str, asyncio.Task[list[Suggestion]]]
"""Suggestions by the language that they are in."""

GREETING_WAIT_S = 2.0  # a greeting without examples is better than a late one

log = logging.getLogger(__name__)


class Suggestions:
    """Finds suggestions beside the questions that people ask, and keeps them."""

    def __init__(self, doorway: Doorway) -> None:
        self._doorway = doorway
        self._found: WeakKeyDictionary[Library, Found] = WeakKeyDictionary()

    async def of(self, language: str, wait_s: float) -> list[Suggestion]:
        """Return the suggestions in a language; none where they are not there in time."""
        library = self._doorway.library
        found = self._found.setdefault(library, {})
        if language not in found:
            # A task keeps the context that it began in, and that of an update holds the library.
            finding = self._find(library, language, found)
            found[language] = asyncio.create_task(finding, context=Context())
        try:
            return await asyncio.wait_for(asyncio.shield(found[language]), wait_s)
        except TimeoutError:
            return []

    async def _find(self, library: Library, language: str, found: Found) -> list[Suggestion]:
        """Return suggestions; none where that fails, which is not kept.

        Where this is broken off, the next question is not asked.
        """
        wanted = True
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
