"""When the next message may go: Telegram's overall rate, and the pauses it asks for in a chat."""

import asyncio
import time
from collections.abc import Awaitable, Callable

Sleep = Callable[[float], Awaitable[None]]

# core.telegram.org/bots/faq: about 30 messages a second over all. A bucket of that size, as
# aiolimiter keeps it for python-telegram-bot: after a lull that many may go at once.
PER_S = 30.0
BURST = 25  # below Telegram's, for messages that reach it closer together than they left


class Pace:
    """Keeps all messages to the overall rate, and a chat silent for as long as Telegram asks.

    Holding one chat holds no other; and whoever waits has its place in the order of arrival.
    """

    def __init__(
        self, sleep: Sleep = asyncio.sleep, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._sleep = sleep
        self._clock = clock
        self._free_at = 0.0  # when the bucket is full again, as in the generic cell rate algorithm
        self._held: dict[int, float] = {}

    def hold(self, chat_id: int, pause_s: float) -> None:
        """Keep a chat silent for so long."""
        self._held[chat_id] = max(self._held.get(chat_id, 0.0), self._clock() + pause_s)

    async def turn(self, chat_id: int | None) -> None:
        """Wait until a message may go to a chat; None is a message to no chat of ours."""
        while chat_id is not None and (left := self._left(chat_id)) > 0:
            held = self._held[chat_id]
            await self._sleep(left)
            if self._held.get(chat_id) == held:
                del self._held[chat_id]
        now = self._clock()
        self._free_at = max(self._free_at, now) + 1 / PER_S
        wait = self._free_at - BURST / PER_S - now
        if wait > 0:
            await self._sleep(wait)

    def unused(self) -> None:
        """Give a turn back: what Telegram refused, it did not count."""
        self._free_at -= 1 / PER_S

    def _left(self, chat_id: int) -> float:
        return self._held.get(chat_id, 0.0) - self._clock()
