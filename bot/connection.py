"""Connections to Telegram: waited for, and they notice a token that is taken back meanwhile."""

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

log = logging.getLogger(__name__)

UNAUTHORIZED = 401
SUCCESSES = range(200, 300)
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
# Who calls once a minute floods nobody, and to wait for as long as an answer says may be for ever.
LONGEST_FLOOD_S = 60


class Connection(HTTPXRequest):
    """Makes requests, and sets `rejected` where Telegram does not know the token.

    python-telegram-bot raises an error to whoever made the request, and leaves the application
    running, which nobody can use any more.
    """

    def __init__(self, rejected: asyncio.Event, **options: Any) -> None:
        super().__init__(**options)
        self.rejected = rejected

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Do a request; raise NetworkError where something on the way refuses it.

        A proxy's page says nothing of a token or a chat, whatever its status is.
        """
        status, payload = await super().do_request(*args, **kwargs)
        if status not in SUCCESSES and _answer(payload) is None:
            raise NetworkError(f"status {status}, and no answer of the Bot API")
        if status == UNAUTHORIZED:
            self.rejected.set()
        return status, payload

    # The library's own logs a traceback and all that it was given.
    def parse_json_payload(self, payload: bytes) -> dict[str, Any]:  # type: ignore[override]
        """Read an answer; raise NetworkError where it is none of the Bot API's."""
        found = _answer(payload)
        if found is None:
            raise NetworkError("the answer cannot be read")
        return found


def _answer(payload: bytes) -> dict[str, Any] | None:
    """Read an answer of the Bot API (core.telegram.org/bots/api#making-requests), if it is one."""
    try:
        found = json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "ok" in found else None


async def until_done(call: Callable[[], Awaitable[object]], failed: str) -> None:
    """Make a call until it succeeds, with growing and jittered pauses, and say why it `failed`."""
    pause = FIRST_PAUSE_S
    while True:
        try:
            await call()
        except InvalidToken:
            raise
        except TelegramError as error:
            if isinstance(error, RetryAfter):
                pause = max(pause, min(seconds(error), LONGEST_FLOOD_S))
            log.warning("%s (%s), again in %.0f s", failed, error.message, pause)
        else:
            return
        await asyncio.sleep(pause * random.uniform(0.75, 1.25))
        pause = min(2 * pause, LONGEST_PAUSE_S)


def seconds(flood: RetryAfter) -> float:
    """Return the pause that Telegram asks for."""
    wait = flood.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
