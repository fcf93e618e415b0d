"""Lanes: what waits, by whom it is for; taken in turn from each, one at a time of each."""

from collections import deque
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lanes(Generic[T]):
    """Keeps the order inside a lane, and goes round between lanes, however long one of them is."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, deque[T]] = {}
        self._ready: deque[Hashable] = deque()  # those that something waits in and nothing runs in
        self._busy: set[Hashable] = set()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, lane: Hashable, item: T) -> None:
        """Put an item at the end of its lane."""
        if lane not in self._waiting:
            self._waiting[lane] = deque()
            if lane not in self._busy:
                self._ready.append(lane)
        self._waiting[lane].append(item)
        self._count += 1

    def take(self) -> tuple[Hashable, T] | None:
        """Take the first item of the lane whose turn it is; None where all are busy or empty."""
        if not self._ready:
            return None
        lane = self._ready.popleft()
        items = self._waiting[lane]
        item = items.popleft()
        self._count -= 1
        if not items:
            del self._waiting[lane]
        self._busy.add(lane)
        return lane, item

    def free(self, lane: Hashable) -> None:
        """Let the next item of a lane be taken."""
        self._busy.discard(lane)
        if lane in self._waiting:
            self._ready.append(lane)

    def clear(self) -> None:
        """Forget what waits."""
        self._waiting.clear()
        self._ready.clear()
        self._count = 0
