"""The one doorway through which blocking work on the index leaves the event loop."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from bot.library import Library
from index import Answer

# A question keeps about one core busy: more threads than this only take turns.
WORKERS = 4


class Doorway:
    """Asks the library on a small pool of threads, so that the event loop never waits."""

    def __init__(self, library: Library, workers: int = WORKERS) -> None:
        self.library = library
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="ask")

    async def ask(self, question: str, *, limit: int = 3, previous: str | None = None) -> Answer:
        """Ask without blocking the event loop."""
        return await asyncio.get_running_loop().run_in_executor(
            self._pool, lambda: self.library.ask(question, limit, previous=previous)
        )

    def close(self) -> None:
        """Let the questions in hand finish and the threads go."""
        self._pool.shutdown()
