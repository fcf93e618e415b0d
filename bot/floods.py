"""How much one person and one chat may ask, and who has been told that it was too much."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import Enum, auto

MAX_BUCKETS = 10_000  # more than so many at once are gone through for those that are full again


class Passage(Enum):
    """What becomes of a question."""

    LET_IN = auto()
    TURNED_AWAY = auto()  # with a friendly line
    IGNORED = auto()  # the line has been said, or cannot be


@dataclass(slots=True)
class _Bucket:
    """Holds so many questions, and fills up again with time."""

    left: float
    at: float
    told: bool = False


class Floods:
    """Lets so many questions a minute in, of a person and of a chat, and that many at once.

    What counts is when a question was sent: after minutes without a network all that people asked
    meanwhile arrives at once, and is no flood.
    """

    def __init__(
        self,
        person_per_minute: int,
        chat_per_minute: int,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], float] = time.time,
    ) -> None:
        self._sizes = {"person": person_per_minute, "chat": chat_per_minute}
        self._clock = clock
        self._today = today
        self._ahead: float | None = None  # by how much Telegram's clock is ahead; ours never jumps
        self._buckets: dict[tuple[str, Hashable], _Bucket] = {}

    def check(
        self,
        person: Hashable,
        chat: Hashable | None,
        weight: float = 1.0,
        sent_at: float | None = None,
        *,
        tell: bool = True,
    ) -> Passage:
        """Say whether a question may come in, and count it as so many.

        `sent_at` is in seconds since 1970 by Telegram's clock; without it the question is of now.
        Without `tell` the friendly line is kept for what can be answered with it.
        """
        names = [("person", person)] + ([("chat", chat)] if chat is not None else [])
        at = self._time_of(sent_at)
        buckets = [self._filled(*name, at) for name in names]
        empty = [bucket for bucket in buckets if bucket.left < weight]
        if not empty:
            for bucket in buckets:
                bucket.left -= weight
            return Passage.LET_IN
        if not tell or any(bucket.told for bucket in empty):
            return Passage.IGNORED
        for bucket in empty:
            bucket.told = True
        return Passage.TURNED_AWAY

    def _time_of(self, sent_at: float | None) -> float:
        """Return a moment by Telegram's clock, which the latest question that has one tells."""
        now = self._clock()
        if sent_at is None:
            return now + (self._ahead or 0.0)
        # One from the future would put Telegram's clock ahead for good. Our date may be set back,
        # by which nothing that is no later than what Telegram's clock has told is of the future.
        sent_at = min(sent_at, max(self._today(), now + (self._ahead or 0.0)))
        ahead = sent_at - now
        self._ahead = ahead if self._ahead is None else max(self._ahead, ahead)
        return sent_at

    def _filled(self, kind: str, name: Hashable, now: float) -> _Bucket:
        size = self._sizes[kind]
        bucket = self._buckets.get((kind, name))
        if bucket is None:
            if len(self._buckets) >= MAX_BUCKETS:
                self._forget(self._time_of(None))  # what is full by now, however late this comes
            bucket = self._buckets[kind, name] = _Bucket(size, now)
        bucket.left = min(size, bucket.left + max(0.0, now - bucket.at) * size / 60)
        bucket.at = max(bucket.at, now)
        if bucket.left == size:  # a calm minute: a next flood is told of anew
            bucket.told = False
        return bucket

    def _forget(self, now: float) -> None:
        """Drop those that are full again by now: a new one would say the same."""
        self._buckets = {
            name: bucket
            for name, bucket in self._buckets.items()
            if bucket.left + (now - bucket.at) * self._sizes[name[0]] / 60 < self._sizes[name[0]]
        }
