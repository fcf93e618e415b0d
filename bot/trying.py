"""When to try again, and what Telegram means where it refuses."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.connection import seconds
from bot.lifetimes import PRESS_S, WAITING_S
from bot.pacing import Pace, Sleep

log = logging.getLogger(__name__)

T = TypeVar("T")

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
# Telegram names what it dislikes in the text of a 400 alone.
MARKUP_REFUSALS = ("can't parse entities", "entity", "entities")
CLOSED = ("chat not found", "not enough rights", "have no rights", "topic_closed", "chat_write")
NOT_THERE = ("message to edit not found", "message can't be edited", "message_id_invalid")
NO_TOPIC = ("message thread not found", "topic_deleted")
NOTHING_TO_DO = ("message is not modified", "query is too old")


class Tries:
    """Does what may fail in its turn, and again where that helps and somebody waits."""

    def __init__(
        self, sleep: Sleep = asyncio.sleep, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._sleep = sleep
        self._clock = clock
        self._pace = Pace(sleep, clock)

    async def persist(self, chat_id: int | None, action: Callable[[], Awaitable[T]]) -> T:
        """Do it in its turn, and again until it is done or nobody waits for it any more.

        The pause is the one that Telegram asks for, and it holds for the chat alone; else they
        grow, and are jittered so that many do not come back at once.
        """
        patience = PRESS_S if chat_id is None else WAITING_S
        last, longest = self._clock() + patience, FIRST_PAUSE_S
        while True:
            await self._pace.turn(chat_id)
            try:
                return await action()
            except RetryAfter as flood:
                self._pace.unused()
                pause = seconds(flood)
                if self._clock() + pause > last:
                    raise  # nobody waits for it by then, and others may need its place
                log.info("Telegram asks for a pause of %.0f s in a chat", pause)
                if chat_id is not None:
                    self._pace.hold(chat_id, pause)
                    continue
            except BadRequest:
                raise  # a kind of NetworkError in this library, and never mended by waiting
            except NetworkError as error:
                self._pace.unused()
                if self._clock() > last:
                    raise
                pause = longest * random.uniform(0.5, 1.0)
                longest = min(2 * longest, LONGEST_PAUSE_S)
                log.warning("sending failed (%s), again in %.1f s", error.message, pause)
            await self._sleep(pause)

    async def twice(self, action: Callable[[], Awaitable[object]]) -> None:
        """Do it, and soon once more where the network fails: nobody waits for it any longer."""
        try:
            await action()
        except BadRequest:
            raise  # a kind of NetworkError in this library
        except NetworkError:
            await self._sleep(FIRST_PAUSE_S * random.uniform(0.5, 1.0))
            await action()


async def quietly(call: Awaitable[object]) -> None:
    """Make a call whose failure changes nothing that matters."""
    try:
        await call
    except TelegramError as error:
        log.debug("a call failed that may: %s", error)


def is_for(refusal: BadRequest, reasons: Iterable[str]) -> bool:
    """Tell whether one of some reasons is why Telegram refused."""
    return any(reason in refusal.message.lower() for reason in reasons)
