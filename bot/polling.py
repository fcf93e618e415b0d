"""Serve by polling: start through a bad network, stop at a signal or at a rejected token."""

import asyncio
import contextlib
import logging
import random
import signal
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application
from telegram.request import HTTPXRequest

from bot.errors import RejectedTokenError
from bot.wire import seconds

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
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
REJECTED = frozenset({401, 404})  # what the Bot API answers to a token that it does not know


class PollingRequest(HTTPXRequest):
    """Fetches updates, and notices a token that is taken back while the bot runs.

    python-telegram-bot ends its polling task then, and leaves the application running idle.
    """

    def __init__(self) -> None:
        super().__init__(connection_pool_size=1, connect_timeout=10.0, pool_timeout=10.0)
        self.rejected = asyncio.Event()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Do a request; set `rejected` where Telegram does not know the token."""
        status, payload = await super().do_request(*args, **kwargs)
        if status in REJECTED:
            self.rejected.set()
        return status, payload


async def serve(application: App, polling: PollingRequest, stop: asyncio.Event) -> None:
    """Answer until told to stop; raise RejectedTokenError where Telegram knows no such bot."""
    try:
        if await _first_of(_start(application), stop):
            log.info("@%s is listening", application.bot.username)
            await _first_of(polling.rejected.wait(), stop)
    except InvalidToken:
        polling.rejected.set()
    finally:
        await _end(application)
    if polling.rejected.is_set():
        raise RejectedTokenError(
            "TELEGRAM_TOKEN: Telegram does not know this token; @BotFather has the right one"
        )


def stop_signal() -> asyncio.Event:
    """Return what is set when the process is told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _start(application: App) -> bool:
    await _connect(application)
    assert application.updater is not None  # the builder makes one unless told not to
    await application.updater.start_polling(
        bootstrap_retries=-1, allowed_updates=WANTED, error_callback=_explain
    )
    await application.start()
    if application.post_init is not None:
        application.create_task(application.post_init(application))
    return True


async def _connect(application: App) -> None:
    """Reach Telegram, with growing and jittered pauses between attempts."""
    pause = FIRST_PAUSE_S
    while True:
        try:
            return await application.initialize()
        except InvalidToken:
            raise
        except RetryAfter as flood:
            pause = max(pause, seconds(flood))
        except TelegramError as error:
            log.warning("Telegram cannot be reached (%s), again in %.0f s", error.message, pause)
        await asyncio.sleep(pause * random.uniform(0.75, 1.25))
        pause = min(2 * pause, LONGEST_PAUSE_S)


async def _end(application: App) -> None:
    """Stop fetching, finish what is in hand, close the connections."""
    if application.updater is not None and application.updater.running:
        with contextlib.suppress(InvalidToken):  # raised once more by the task that it ended
            await application.updater.stop()
    if application.running:
        await application.stop()
    await application.shutdown()


async def _first_of(work: Any, stop: asyncio.Event) -> bool:
    """Do the work unless the signal to stop comes first; return whether it was done."""
    tasks = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    if tasks[0] not in done:
        return False
    tasks[0].result()
    return True


def _explain(error: TelegramError) -> None:
    """Log in one line why polling paused; the library goes on by itself, with growing pauses."""
    if isinstance(error, Conflict):
        log.error("another copy of this bot is polling with the same token: stop one of them")
    else:
        log.warning("polling paused: %s", error.message)
