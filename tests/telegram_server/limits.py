"""Telegram's send rates, enforced where a test asks for it."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from .refusals import too_many


@dataclass(frozen=True, slots=True)
class Rates:
    """The published rates; what is above them is answered with 429."""

    chat_per_s: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20
    overall_per_s: int = 30


_ALL = 0  # no chat has this number


class Limits:
    """Count what is sent, by chat, by group and over all; refused calls do not count.

    The rates of a chat and over all are buckets that fill steadily, since a window of one second
    that is full can be kept at its rate by nobody: the smallest delay would be too early or lost.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.rates: Rates | None = None
        self._clock = clock
        self._tokens: dict[int, tuple[float, float]] = {}
        self._groups: dict[int, deque[float]] = {}

    def enforce(self, rates: Rates | None = None) -> None:
        """Enforce these rates from now on."""
        self.rates = rates or Rates()

    def lift(self) -> None:
        """Let everything through again."""
        self.rates = None

    def take(self, chat_id: int | None) -> None:
        """Count one message; raise the 429 that names the pause. Chat None is inline."""
        if self.rates is None:
            return
        now = self._clock()
        all_left = self._refilled(_ALL, now, self.rates.overall_per_s, self.rates.overall_per_s)
        pauses = [(1.0 - all_left) / self.rates.overall_per_s]
        group = self._groups.setdefault(chat_id, deque()) if chat_id and chat_id < 0 else None
        if group is not None:
            pauses.append(self._window_pause(group, now, 60.0, self.rates.group_per_minute))
        left = (
            self._refilled(chat_id, now, self.rates.chat_burst, self.rates.chat_per_s)
            if chat_id
            else 1.0
        )
        pauses.append((1.0 - left) / self.rates.chat_per_s)
        if (pause := max(pauses)) > 0:
            raise too_many(max(1, math.ceil(pause)))
        self._tokens[_ALL] = (all_left - 1.0, now)
        if group is not None:
            group.append(now)
        if chat_id:
            self._tokens[chat_id] = (left - 1.0, now)

    def _refilled(self, name: int, now: float, size: float, per_s: float) -> float:
        tokens, then = self._tokens.get(name, (float(size), now))
        return min(size, tokens + (now - then) * per_s)

    @staticmethod
    def _window_pause(times: deque[float], now: float, span_s: float, limit: int) -> float:
        while times and times[0] <= now - span_s:
            times.popleft()
        return times[0] + span_s - now if len(times) >= limit else 0.0
