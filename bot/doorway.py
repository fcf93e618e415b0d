"""The one doorway through which blocking work on the index leaves the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from bot.library import Library
from index import Answer, Quote

T = TypeVar("T")

# A question keeps about one core busy: more threads than this only take turns.
WORKERS = 4


@dataclass(frozen=True, slots=True)
class Findings:
    """What the library has on a question: its answer, and the nearest sentences, best first."""

    answer: Answer
    nearest: tuple[Quote, ...]


class Doorway:
    """Asks the library on a small pool of threads, so that the event loop never waits."""

    def __init__(self, library: Library, workers: int = WORKERS) -> None:
        self.library = library
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="ask")

    async def ask(self, question: str, *, limit: int = 3, previous: str | None = None) -> Answer:
        """Ask without blocking the event loop."""
        return await self._leave(lambda: self.library.ask(question, limit, previous=previous))

    async def search(
        self, question: str, limit: int, still_wanted: Callable[[], bool]
    ) -> Findings | None:
        """Return an answer with the sentences nearest to it; None where it came to be unwanted."""

        def look() -> Findings | None:
            if not still_wanted():
                return None
            answer = self.library.ask(question, limit)
            return Findings(answer, tuple(self.library.rank(question, limit)))

        return await self._leave(look)

    def close(self) -> None:
        """Let the questions in hand finish and the threads go."""
        self._pool.shutdown()

    async def _leave(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)
