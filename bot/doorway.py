"""The one doorway through which blocking work on the index leaves the event loop."""

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from bot.library import Library
from index import Answer, Quote

T = TypeVar("T")

# Of sixty inline queries at once on two busy cores, 60 were answered in time with two threads and
# 19 with four: more threads than cores only keep the event loop from its turn.
WORKERS = max(2, os.cpu_count() or 2)
# With more searches than this in hand, the nearest sentences are left out to save half the work.
BUSY = 8


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
        self._bench = ThreadPoolExecutor(1, thread_name_prefix="shelf")
        self._searches = 0

    async def ask(
        self,
        question: str,
        *,
        limit: int = 3,
        previous: str | None = None,
        articles: Sequence[str] | None = None,
    ) -> Answer:
        """Ask without blocking the event loop; `articles` are addresses, None is all of them."""
        return await self._leave(
            lambda: self.library.ask(question, limit, articles=articles, previous=previous)
        )

    async def work(self, work: Callable[[], T]) -> T:
        """Do what takes long, one after the other, beside the questions and not before them."""
        return await asyncio.get_running_loop().run_in_executor(self._bench, work)

    async def search(
        self, question: str, limit: int, still_wanted: Callable[[], bool]
    ) -> Findings | None:
        """Return an answer with the sentences nearest to it; None where it came to be unwanted."""

        def look() -> Findings | None:
            if not still_wanted():
                return None
            answer = self.library.ask(question, limit)
            if self._searches > BUSY:
                return Findings(answer, answer.quotes)
            return Findings(answer, tuple(self.library.rank(question, limit)))

        self._searches += 1
        try:
            return await self._leave(look)
        finally:
            self._searches -= 1

    def close(self) -> None:
        """Let the questions in hand finish and the threads go."""
        self._pool.shutdown()
        self._bench.shutdown(cancel_futures=True)

    async def _leave(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)
