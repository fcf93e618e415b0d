"""A bench: work that takes long, one after the other, on threads that the end need not wait for."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")

# What is told to stop does so with its next batch, or is in the midst of a library that nothing
# stops, as when it reads a page.
LEFT_AFTER_S = 3.0


class Bench:
    """Does work beside the event loop; what does not end in time is left.

    An executor's threads are waited for at the end of the process, however long that takes.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._last: Thread | None = None

    async def do(self, work: Callable[[], T]) -> T:
        """Do a piece of work when those before it are done, also one that nobody waits for."""
        done: Future[T] = Future()
        arguments = self._last, work, done
        self._last = Thread(target=_do, args=arguments, name=self._name, daemon=True)
        self._last.start()
        return await asyncio.wrap_future(done)

    def leave(self) -> None:
        """Wait a moment for the work in hand, and no longer."""
        if self._last is not None:
            self._last.join(LEFT_AFTER_S)


def _do(before: Thread | None, work: Callable[[], T], done: "Future[T]") -> None:
    if before is not None:
        before.join()
    if not done.set_running_or_notify_cancel():  # nobody waits for it any more
        return
    try:
        done.set_result(work())
    except BaseException as error:  # told to whoever waits for it
        done.set_exception(error)
