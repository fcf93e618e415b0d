"""The one doorway through which blocking work on the index leaves the event loop."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar
from weakref import ref

from bot.bench import Bench
from bot.library import Library, Source, always
from bot.reading import Page, pages
from index import Answer, Quote, Verdict, cores

T = TypeVar("T")

# Of sixty inline queries at once on two busy cores, 60 were answered in time with two threads and
# 19 with four: more threads than cores only keep the event loop from its turn.
WORKERS = max(2, cores())
# With more searches than this in hand, the nearest sentences are left out to save half the work.
BUSY = 8
PAGED = 16  # articles whose pages are kept, some 300 bytes for each page


@dataclass(frozen=True, slots=True)
class Searched:
    """What the library has on a question: its answer, and the nearest sentences, best first."""

    answer: Answer
    nearest: tuple[Quote, ...]


class Doorway:
    """Asks the library on a small pool of threads, so that the event loop never waits.

    The library may be replaced while the bot runs; inside `one_library` it stays the same.
    """

    def __init__(
        self,
        library: Library | Source,
        workers: int = WORKERS,
        observe: Callable[[Verdict, float], None] = lambda _verdict, _seconds: None,
    ) -> None:
        self._source = library if callable(library) else always(library)
        self._held: ContextVar[Library | None] = ContextVar("held", default=None)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="ask")
        self._shelf, self._soon = Bench("shelf"), Bench("soon")
        self._observe = observe
        self._searches = 0
        self._pages = lru_cache(maxsize=PAGED)(_pages)

    @property
    def library(self) -> Library:
        """Return what is asked: what it was at the beginning of `one_library`, else as it is."""
        return self._held.get() or self._source()

    @contextmanager
    def one_library(self) -> Iterator[None]:
        """Keep to one library, so that an answer and its buttons are of the same articles."""
        token = self._held.set(self._source())
        try:
            yield
        finally:
            self._held.reset(token)

    async def ask(
        self,
        question: str,
        *,
        limit: int = 3,
        previous: str | None = None,
        articles: Sequence[str] | None = None,
    ) -> Answer:
        """Ask without blocking the event loop; `articles` are addresses, None is all of them."""
        library = self.library  # a thread does not see what this task holds
        began = time.perf_counter()
        answer = await self._leave(
            lambda: library.ask(question, limit, articles=articles, previous=previous)
        )
        self._observe(answer.verdict, time.perf_counter() - began)
        return answer

    async def pages(self, address: str) -> tuple[Page, ...]:
        """Return the pages of an article, none where it is not here."""
        library = self.library
        return await self._leave(lambda: self._pages(ref(library), address))

    async def work(self, work: Callable[[], T]) -> T:
        """Do what takes long, one after the other, beside the questions and not before them."""
        return await self._shelf.do(work)

    async def work_soon(self, work: Callable[[], T]) -> T:
        """Do what somebody waits for, likewise, and without a wait for `work`."""
        return await self._soon.do(work)

    async def search(
        self, question: str, limit: int, still_wanted: Callable[[], bool]
    ) -> Searched | None:
        """Return an answer with the sentences nearest to it; None where it came to be unwanted.

        It is not observed: what somebody types comes letter by letter.
        """
        library = self.library  # a thread does not see what this task holds

        def look() -> Searched | None:
            if not still_wanted():
                return None
            answer = library.ask(question)
            if self._searches > BUSY:
                return Searched(answer, answer.quotes)
            return Searched(answer, tuple(library.rank(question, limit)))

        self._searches += 1
        try:
            return await self._leave(look)
        finally:
            self._searches -= 1

    def close(self) -> None:
        """Let the questions in hand finish and the threads go; leave work that does not end."""
        self._pool.shutdown()
        for bench in (self._shelf, self._soon):
            bench.leave()

    async def _leave(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)


def _pages(of: "ref[Library]", address: str) -> tuple[Page, ...]:
    """Return the pages of an article; to keep them keeps no library that was replaced."""
    library = of()
    assert library is not None  # whoever calls this holds it
    article = library.article(address)
    return () if article is None else tuple(pages(article, library.sentences(article)))
