"""Waiting until something has happened, from a test's thread or from its event loop."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Found = TypeVar("Found")


class Waiter:
    """A condition on the world's lock, told of every change."""

    def __init__(self, lock: threading.RLock) -> None:
        self._changed = threading.Condition(lock)
        self._threads: ThreadPoolExecutor | None = None
        self.explain: Callable[[], str] = lambda: ""

    def tell(self) -> None:
        """Wake whoever waits; the lock is held."""
        with self._changed:
            self._changed.notify_all()

    def until(self, find: Callable[[], Found | None], timeout_s: float, what: str) -> Found:
        """Block until `find` finds; raise TimeoutError that says what happened instead."""
        end = time.monotonic() + timeout_s
        with self._changed:
            while (found := find()) is None:
                left = end - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"waited {timeout_s} s for {what}; {self.explain()}")
                self._changed.wait(left)
            return found

    async def in_thread(self, wait: Callable[[], Found]) -> Found:
        """Wait without holding up the event loop."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(64, "telegram-wait")
        return await asyncio.get_running_loop().run_in_executor(self._threads, wait)

    def close(self) -> None:
        """Let the threads go."""
        if self._threads is not None:
            self._threads.shutdown(wait=False)
