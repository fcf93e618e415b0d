"""Updates taken but not yet answered: durable, fair, bounded.

python-telegram-bot confirms an update to Telegram once `put` has returned, and starts a task for
each that `get` gives it. So `put` writes down, and `get` gives no more than can be in hand.
"""

import asyncio
import json
import logging
import time
import traceback
from collections import deque
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from bot.arrival import Arrival, Flood
from bot.floods import Floods, Passage
from bot.journal import Journal, Left
from bot.lanes import Lanes
from bot.metrics import Metrics

log = logging.getLogger(__name__)

# Above this many answers at once, more would only wait for the doorway and for Telegram.
MAX_IN_HAND = 256
# Above this many waiting, Telegram keeps the others: what is not taken is delivered later.
MAX_WAITING = 10_000

# The lane of what may have crashed the bot: one at a time, so that none is blamed for another.
SUSPECTS = "suspects"


@dataclass(frozen=True, slots=True)
class _Entry:
    """An update, its number in the journal if it has one, and when it was taken."""

    item: object
    number: int | None
    since: float
    failed: bool = False


class Reader(Protocol):
    """Knows Telegram's updates."""

    def read(self, update: object) -> Arrival | None:
        """Return what an update is to the queue; None where it is no update."""

    def restore(self, payload: Any) -> object:
        """Return the update that JSON was made of; None where it cannot be read."""


class UpdateQueue(asyncio.Queue[object]):
    """What ApplicationBuilder.update_queue is given.

    A queue only by its name: each method that the library calls is one of its own.
    """

    def __init__(
        self,
        journal: Journal,
        reader: Reader,
        floods: Floods,
        metrics: Metrics,
        *,
        in_hand: int = MAX_IN_HAND,
        waiting: int = MAX_WAITING,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._journal = journal
        self._reader = reader
        self._floods = floods
        self._metrics = metrics
        self._clock = clock
        self._max_in_hand, self._max_waiting = in_hand, waiting
        self._lanes: Lanes[_Entry] = Lanes()
        self._signals: deque[object] = deque()
        self._in_hand: dict[int, tuple[Hashable, _Entry]] = {}
        self._open = 0
        self._changed = asyncio.Event()
        self._roomy = asyncio.Event()
        self._roomy.set()
        self._all_done = asyncio.Event()
        self._all_done.set()
        self._abandoned = False

    @property
    def waiting(self) -> int:
        """Return how many updates wait for their turn."""
        return len(self._lanes)

    @property
    def in_hand(self) -> int:
        """Return how many updates are being answered."""
        return len(self._in_hand)

    async def put(self, item: object) -> None:
        """Take an update; once this returns, it is on disk and may be confirmed.

        What one raises costs that one alone: the library would end its polling, and Telegram
        deliver it for ever.
        """
        try:
            await self._take(item)
        except Exception as error:
            number = getattr(item, "update_id", None)
            log.error("update %s cannot be taken, and is dropped: %s", number, _told(error))

    async def restore(self) -> None:
        """Take up what copies that are gone left: old updates are dropped, with a line."""
        left = await self._journal.left()
        if not left:
            return
        taken = sum(self._take_up(each) for each in left)
        if taken:
            log.warning("%d updates taken up that were left unanswered", taken)
        if taken < len(left):
            log.warning(
                "%d updates dropped: too old to be answered, or unreadable", len(left) - taken
            )

    async def get(self) -> object:
        """Give the next update whose turn it is; wait while as many as can be are in hand."""
        while True:
            found = self._next()
            if found is not None:
                return found
            self._changed.clear()
            await self._changed.wait()

    def get_nowait(self) -> object:
        """Give the next update; raise QueueEmpty where none may be given."""
        found = self._next()
        if found is None:
            raise asyncio.QueueEmpty
        return found

    def empty(self) -> bool:
        """Tell whether nothing waits."""
        return not self._lanes and not self._signals

    def qsize(self) -> int:
        """Return how much waits."""
        return len(self._lanes) + len(self._signals)

    def task_done(self) -> None:
        """Count one as done; the library calls it once for each that it was given."""
        self._leave(1)

    async def join(self) -> None:
        """Wait until all that was taken is done."""
        await self._all_done.wait()

    @asynccontextmanager
    async def answering(self, update: object) -> AsyncIterator[None]:
        """Strike an update out at the end of the block, unless the block is broken off."""
        lane, entry = self._in_hand[id(update)]
        try:
            if entry.number is not None and lane is SUSPECTS:
                await self._journal.attempt(entry.number)
            yield
            _, entry = self._in_hand[id(update)]
            if entry.number is not None:
                self._journal.strike(entry.number)
                self._count(entry)
        finally:
            del self._in_hand[id(update)]
            self._lanes.free(lane)
            self._changed.set()

    def failed(self, update: object) -> None:
        """Know of an update in hand that it was not answered."""
        if id(update) in self._in_hand:
            lane, entry = self._in_hand[id(update)]
            self._in_hand[id(update)] = lane, replace(entry, failed=True)

    def abandon(self) -> None:
        """Let go of what waits: the journal keeps it for the next start."""
        self._abandoned = True
        self._leave(len(self._lanes))
        self._lanes.clear()
        self._changed.set()

    def _count(self, entry: _Entry) -> None:
        if entry.failed:
            self._metrics.failed()
        else:
            self._metrics.answered(time.monotonic() - entry.since)

    async def _take(self, item: object) -> None:
        arrival = self._reader.read(item)
        if arrival is None:
            self._enter()
            self._signals.append(item)
            self._changed.set()
            return
        if not arrival.asks:
            return
        if self._journal.knows(arrival.number):
            self._metrics.repeated()
            return
        passage = self._floods.check(
            arrival.person, arrival.chat, arrival.weight, arrival.sent_at, tell=arrival.can_be_told
        )
        await self._roomy.wait()
        if passage is not Passage.LET_IN:
            self._metrics.flooded()
            if passage is Passage.TURNED_AWAY or arrival.waits:
                self._add(arrival.lane, Flood(item, told=passage is Passage.IGNORED), None)
            return
        if await self._journal.receive(arrival.number, arrival.update.to_json()):
            self._add(arrival.lane, item, arrival.number)
        else:
            self._metrics.repeated()

    def _take_up(self, left: Left) -> bool:
        arrival = self._read_again(left)
        # A clock that was corrected since may have written down a time of long ago.
        if arrival is None or self._clock() - max(left.at, arrival.sent_at or 0) > arrival.lasts_s:
            self._journal.strike(left.id)
            return False
        self._add(SUSPECTS if left.suspect else arrival.lane, arrival.update, arrival.number)
        return True

    def _read_again(self, left: Left) -> Arrival | None:
        """Read an update of the journal; None where that fails, which must not stop a start."""
        try:
            return self._reader.read(self._reader.restore(json.loads(left.payload)))
        except Exception as error:
            log.error("update %s cannot be taken, and is dropped: %s", left.id, _told(error))
            return None

    def _add(self, lane: Hashable, item: object, number: int | None) -> None:
        if self._abandoned:
            return
        self._enter()
        self._lanes.add(lane, _Entry(item, number, time.monotonic()))
        if len(self._lanes) >= self._max_waiting:
            self._roomy.clear()
        self._changed.set()

    def _next(self) -> object | None:
        if len(self._in_hand) < self._max_in_hand and (taken := self._lanes.take()):
            lane, entry = taken
            self._in_hand[id(entry.item)] = lane, entry
            if len(self._lanes) < self._max_waiting:
                self._roomy.set()
            return entry.item
        # The signal to stop comes after all that was taken.
        return self._signals.popleft() if self._signals and not self._lanes else None

    def _enter(self) -> None:
        self._open += 1
        self._all_done.clear()

    def _leave(self, count: int) -> None:
        self._open -= count
        if self._open == 0:
            self._all_done.set()


def _told(error: Exception) -> str:
    """Name an error and its place alone: what it says may repeat what somebody wrote."""
    *_, (frame, line) = traceback.walk_tb(error.__traceback__)
    code = frame.f_code
    return f"{type(error).__name__} in {Path(code.co_filename).name}, {code.co_name}, line {line}"
