"""Polling: ask Telegram for updates, through a bad network, and notice that it goes well."""

import asyncio
import contextlib
import logging
import math
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application

from bot.connection import LONGEST_FLOOD_S, Connection
from bot.parsing import read_update

log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]

# All that a door takes. Telegram leaves some of these out, and sends others, unless it is told.
WANTED = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.INLINE_QUERY,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.GUEST_MESSAGE,
)
NOT_FOUND = 404
LONGEST_PAUSE_S = 10.0
FRESH_EVERY = 3  # failures in a row, after which the connections are made anew
# A poll that finds nothing takes ten seconds; a few that fail are no reason to call for help.
SILENT_S = 90.0
EXPLAINED_EVERY_S = 600.0  # that another copy polls: two fail every few seconds, in turn


class PollingRequest(Connection):
    """Fetches updates, with a pause that grows and is jittered where that fails.

    It comes on top of the library's own pauses, which are the same for all copies and bots.
    """

    def __init__(
        self,
        rejected: asyncio.Event | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(
            rejected or asyncio.Event(),
            connection_pool_size=1,
            connect_timeout=10.0,
            pool_timeout=10.0,
        )
        self._sleep = sleep
        self._failures = 0
        self._clock = clock
        self._well_at = clock()
        self._explained_at = -math.inf
        self._succeeded = False  # the request whose answer is read next

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Do a request."""
        try:
            status, payload = await super().do_request(*args, **kwargs)
            # The library would take it for a token that is none, and end. But the start asked by
            # this token before: it is the server that is away.
            if status == NOT_FOUND:
                raise NetworkError(f"status {status}")
        except NetworkError as error:
            await self._pause(error.message)
            raise
        self._succeeded = status < 400
        if status >= 400 and not self.rejected.is_set():
            await self._pause(str(status))
        elif status < 400:
            if self._failures:
                log.info("Telegram can be reached again")
            self._failures = 0
        return status, payload

    # What an answer has to have depends on its status, which the library's own does not look at.
    def parse_json_payload(self, payload: bytes) -> dict[str, Any]:  # type: ignore[override]
        """Read an answer; of an update that cannot be read the number is left, which confirms it.

        Raise TelegramError where there is no number either, or a success that is none of the Bot
        API's: the library pauses after it alone, and asks again at once after all others.
        """
        found = super().parse_json_payload(payload)
        _shorten_pause(found.get("parameters"))
        try:
            delivered = found.pop("result", None)
            if self._succeeded:
                if not found.get("ok"):
                    raise ValueError("a refusal")
                found["result"] = [_readable(each) for each in delivered]
                self._well_at = self._clock()
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise TelegramError(f"the answer cannot be read ({type(error).__name__})") from None
        return found

    def problem(self) -> str | None:
        """Say what is wrong, if anything is."""
        silent = self._clock() - self._well_at
        return f"Telegram has not been reached for {silent:.0f} s" if silent > SILENT_S else None

    async def start(self, application: App) -> None:
        """Begin to fetch."""
        assert application.updater is not None  # the builder makes one unless told not to
        await application.updater.start_polling(
            bootstrap_retries=-1, allowed_updates=WANTED, error_callback=self._explain
        )

    async def stop(self, application: App) -> None:
        """Fetch no more, and confirm what was fetched."""
        if application.updater is not None and application.updater.running:
            with contextlib.suppress(InvalidToken):  # raised once more by the task that it ended
                await application.updater.stop()

    def _explain(self, error: TelegramError) -> None:
        """Log in one line why polling paused; the library goes on by itself, after pauses."""
        if not isinstance(error, Conflict):
            log.warning("polling paused: %s", error.message)
        elif self._clock() - self._explained_at >= EXPLAINED_EVERY_S:
            self._explained_at = self._clock()
            log.error("another copy of this bot is polling with the same token: stop one of them")

    async def _pause(self, reason: str) -> None:
        if self._failures % FRESH_EVERY == FRESH_EVERY - 1:
            log.warning("updates cannot be fetched (%s): connecting anew", reason)
            await self.shutdown()  # a connection that hangs may keep its place in the pool
            await self.initialize()
        pause = random.uniform(0, min(LONGEST_PAUSE_S, 0.5 * 2.0**self._failures))
        self._failures = min(self._failures + 1, 16)
        log.debug("fetching updates failed (%s), %.1f s more until the next attempt", reason, pause)
        await self._sleep(pause)


def _readable(delivered: Any) -> Any:
    """Return what was delivered, or its number alone, which makes an update that holds nothing."""
    if read_update(delivered) is None:
        return {"update_id": delivered["update_id"]}
    return delivered


def _shorten_pause(parameters: Any) -> None:
    """Shorten a pause that an answer asks for, and say so: the library keeps to any in silence."""
    asked = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if isinstance(asked, int):
        parameters["retry_after"] = pause = min(asked, LONGEST_FLOOD_S)
        log.warning("polling paused: Telegram asks for %d s, again in %d s", asked, pause)
