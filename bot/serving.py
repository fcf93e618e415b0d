"""Serve: start through a bad network, answer, stop at a signal or at a rejected token."""

import asyncio
import logging
import random
import signal
from collections.abc import Awaitable, Sequence
from typing import Any, Protocol

from telegram.error import InvalidToken
from telegram.ext import BaseUpdateProcessor

from bot.connection import until_done
from bot.doorway import Doorway
from bot.errors import RejectedTokenError
from bot.polling import App
from bot.queue import MAX_IN_HAND, UpdateQueue
from bot.settings import PUBLIC_API_URL

log = logging.getLogger(__name__)

STOP_S = 20.0  # for what is in hand at the end; systemd and Docker kill after 90 and 10 by default
CEASED_S = 3.0  # for updates to come no more: the library sits out its pauses first
BROKEN_OFF_S = 5.0  # for what was broken off to end
TAKE_UP_EVERY_S = 2.0


class Incoming(Protocol):
    """Where updates come from."""

    rejected: asyncio.Event

    async def start(self, application: App) -> None:
        """Begin to take updates."""

    async def stop(self, application: App) -> None:
        """Take no more."""

    def problem(self) -> str | None:
        """Say what is wrong, if anything is."""


class OfABot(Protocol):
    """What goes by the numbers of one bot's messages or updates."""

    async def belong_to(self, bot_id: str) -> None:
        """Forget what another bot left."""


class Handling(BaseUpdateProcessor):
    """Answers an update with one library, and has it struck out when that is done."""

    def __init__(self, queue: UpdateQueue, doorway: Doorway) -> None:
        super().__init__(MAX_IN_HAND)
        self._queue = queue
        self._doorway = doorway
        self._tasks: set[asyncio.Task[Any]] = set()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Answer an update."""
        task = asyncio.current_task()
        assert task is not None  # a coroutine runs in one
        self._tasks.add(task)
        try:
            async with self._queue.answering(update):
                with self._doorway.one_library():
                    await coroutine
        finally:
            self._tasks.discard(task)

    async def failed(self, update: object, _: Any) -> None:
        """Know of an update that the handlers let an error through; the library goes on with it."""
        self._queue.failed(update)

    def break_off(self) -> int:
        """Stop answering: the journal keeps what was not answered. Return how many that are."""
        for task in self._tasks:
            task.cancel()
        return len(self._tasks)

    async def initialize(self) -> None:
        """Need nothing."""

    async def shutdown(self) -> None:
        """Keep nothing."""


async def serve(
    application: App,
    incoming: Incoming,
    kept: Sequence[OfABot],
    stop: asyncio.Event,
    *,
    stop_s: float = STOP_S,
) -> None:
    """Answer until told to stop; raise RejectedTokenError where Telegram knows no such bot.

    Then what is `kept` stays as it was: it may be a token mistyped, and no other bot.
    """
    queue, handling = application.update_queue, application.update_processor
    assert isinstance(queue, UpdateQueue)  # what the composition root gave
    assert isinstance(handling, Handling)
    beside: list[asyncio.Task[None]] = []
    try:
        if await _first_of(_start(application, incoming, queue, kept), stop):
            log.info("@%s is listening", application.bot.username)
            beside.append(asyncio.create_task(_take_up(queue)))
            if application.post_init is not None:
                beside.append(application.create_task(application.post_init(application)))
            await _first_of(incoming.rejected.wait(), stop)
    except InvalidToken:
        incoming.rejected.set()
    finally:
        for task in beside:
            task.cancel()
        await _cease(incoming, application)
        await _end(application, queue, handling, 0 if incoming.rejected.is_set() else stop_s)
    if incoming.rejected.is_set():
        raise RejectedTokenError(
            f"TELEGRAM_TOKEN: {_server(application)} does not know this token;"
            " @BotFather has the right one"
        )


def stop_signal() -> asyncio.Event:
    """Return what is set when the process is told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # the last: a terminal is closed
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
            loop.add_signal_handler(number, stop.set)
    return stop


def _server(application: App) -> str:
    """Name who is asked, by the setting where that is not Telegram's own server."""
    public = application.bot.base_url.startswith(f"{PUBLIC_API_URL}/")
    return "Telegram" if public else "the server at TELEGRAM_API_URL"


async def _start(
    application: App, incoming: Incoming, queue: UpdateQueue, kept: Sequence[OfABot]
) -> bool:
    await until_done(application.initialize, f"{_server(application)} cannot be reached")
    for each in kept:
        await each.belong_to(str(application.bot.id))
    await queue.restore()
    await incoming.start(application)
    await application.start()
    return True


async def _take_up(queue: UpdateQueue) -> None:
    """Take up what other copies on this host leave when they crash."""
    while True:
        await asyncio.sleep(TAKE_UP_EVERY_S * random.uniform(0.75, 1.25))
        await queue.restore()


async def _cease(incoming: Incoming, application: App) -> None:
    """Take no more updates; break off the pause of a poll, then the call that confirms them."""
    stopping = asyncio.create_task(incoming.stop(application))
    for _ in range(2):
        await asyncio.wait({stopping}, timeout=CEASED_S)
        if not stopping.done():
            stopping.cancel()
    if stopping.done() and not stopping.cancelled():
        stopping.result()


async def _end(application: App, queue: UpdateQueue, handling: Handling, stop_s: float) -> None:
    """Finish what was taken as far as the time reaches, close the connections."""
    if application.running:
        stopping = asyncio.create_task(application.stop())
        await asyncio.wait({stopping}, timeout=stop_s)
        if not stopping.done():
            waiting = queue.waiting
            queue.abandon()
            broken_off = handling.break_off()
            log.warning("%d updates are left for the next start", waiting + broken_off)
        await asyncio.wait({stopping}, timeout=BROKEN_OFF_S)
        if stopping.done():
            stopping.result()
        stopping.cancel()  # what hangs now hangs for ever
    await application.shutdown()
    await application.bot.shutdown()  # its connections, where nothing else was initialized


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
