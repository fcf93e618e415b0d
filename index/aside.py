"""A second core for a question that is alone: words are looked up there beside a search."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TypeVar

from index.sessions import cores

T = TypeVar("T")

# Python lets go of a thread when it waits, else after five milliseconds. So the one that asks waits
# until the other has begun: then it is in a search, where it is in nobody's way.
HAND_OVER_S = 0.0003  # it takes .2 ms; where the other core is busy, it is not worth more


class Aside:
    """Begins work beside the thread that asks, while nobody else asks. Safe in many threads.

    Where several ask, each has a core of its own at best, and a further thread would only take
    turns with them.
    """

    def __init__(self) -> None:
        self._asking = 0
        self._lock = Lock()

    @contextmanager
    def question(self) -> Iterator[None]:
        """Count a question while it is answered."""
        with self._lock:
            self._asking += 1
        try:
            yield
        finally:
            with self._lock:
                self._asking -= 1

    def begin(self, work: Callable[[], T]) -> Callable[[], T]:
        """Begin work if there is a core for it; return what waits for it, or does it then.

        Work that had to queue behind what nobody waits for any more is done by who wants it.
        """
        if self._asking > 1 or cores() == 1:
            return work
        begun = Lock()
        begun.acquire()

        def begin() -> T:
            begun.release()
            return work()

        try:
            future = _helper(os.getpid()).submit(begin)
        except RuntimeError:  # the interpreter is ending
            return work
        begun.acquire(timeout=HAND_OVER_S)
        return lambda: work() if future.cancel() else future.result()


@cache
def _helper(_process: int) -> ThreadPoolExecutor:
    """Return the one thread of a process: a child that was forked has none of its parent's."""
    return ThreadPoolExecutor(1, thread_name_prefix="aside")
