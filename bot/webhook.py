"""Webhooks: Telegram brings the updates, by way of a reverse proxy, with a secret."""

import asyncio
import hmac
import json
import logging
import re
import time
from collections.abc import Callable
from socket import socket
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import BadRequest
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler, stream_request_body

from bot.connection import until_done
from bot.errors import SettingsError
from bot.listening import listen_at
from bot.metrics import Metrics
from bot.parsing import read_update
from bot.polling import WANTED, App

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
FORBIDDEN, NOT_FOUND = 403, 404
MAX_BODY_BYTES = 1_000_000  # an update has some kilobytes
REFUSED_EVERY_S = 600.0  # at most one line of the log


class Webhook:
    """Listens for updates behind a reverse proxy."""

    def __init__(
        self, url: str, listen: str, secret: str, rejected: asyncio.Event, metrics: Metrics
    ) -> None:
        self.rejected = rejected
        self._refusals = Refusals(metrics)
        self._url = url
        self._listen = listen
        self._secret = secret
        self._server: HTTPServer | None = None

    def problem(self) -> str | None:
        """Say what is wrong; once Telegram comes to us, nothing can be seen from here."""
        return None if self._server else "Telegram has not taken the webhook yet"

    async def start(self, application: App) -> None:
        """Begin to listen, and tell Telegram where; raise SettingsError where that cannot be."""
        try:
            listening = listen_at(self._listen)
        except OSError as error:
            raise SettingsError(
                f"WEBHOOK_LISTEN: {self._listen} cannot be used ({error.strerror})"
            ) from error
        try:
            await until_done(lambda: self._set(application.bot), "the webhook cannot be set")
        except BaseException:  # refused, or told to stop
            listening.close()
            raise
        self._server = self._serve(application, listening)
        log.info("updates are awaited at %s", self._listen)

    async def stop(self, _: App) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.stop()
            await self._server.close_all_connections()

    def _serve(self, application: App, listening: socket) -> HTTPServer:
        path = rf"{re.escape(urlsplit(self._url).path.rstrip('/'))}/?"
        refuse = self._refusals.count
        delivery = {"app": application, "secret": self._secret, "refuse": refuse}
        routes = Application(
            [(path, _Delivery, delivery)],
            default_handler_class=_Elsewhere,
            default_handler_args={"refuse": refuse},
            log_function=lambda _: None,
        )
        server = HTTPServer(routes, max_body_size=MAX_BODY_BYTES)
        server.add_socket(listening)
        return server

    async def _set(self, bot: Bot) -> None:
        try:
            await bot.set_webhook(self._url, secret_token=self._secret, allowed_updates=WANTED)
        except BadRequest as refusal:
            raise SettingsError(f"WEBHOOK_URL: Telegram refuses it: {refusal.message}") from None


class Refusals:
    """Counts what is refused, with a line now and then.

    Where a setting or the reverse proxy is wrong, nothing else of it is to be seen here.
    """

    def __init__(self, metrics: Metrics, clock: Callable[[], float] = time.monotonic) -> None:
        self._metrics = metrics
        self._clock = clock
        self._counted = 0
        self._said_at = -REFUSED_EVERY_S

    def count(self, why: str) -> None:
        """Count a request, which was refused because of what `why` says."""
        self._metrics.refused()
        self._counted += 1
        now = self._clock()
        if now - self._said_at >= REFUSED_EVERY_S:
            log.warning("requests to the webhook refused: %d, the last %s", self._counted, why)
            self._counted, self._said_at = 0, now


@stream_request_body
class _Delivery(RequestHandler):
    """Takes an update, also one that can never be read: refused, it would be brought for ever."""

    def initialize(self, app: App, secret: str, refuse: Callable[[str], None]) -> None:
        self._app = app
        self._secret = secret
        self._refuse = refuse
        self._body = bytearray()

    def prepare(self) -> None:
        """Refuse what comes without the secret, before its body is read."""
        given = self.request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            self._refuse("without the secret")
            self.set_status(FORBIDDEN)
            self.finish()

    def data_received(self, chunk: bytes) -> None:
        """Take a part of the body."""
        self._body += chunk

    async def post(self) -> None:
        update = read_update(_json(bytes(self._body)), self._app.bot)
        if update is not None:
            await self._app.update_queue.put(update)


@stream_request_body
class _Elsewhere(RequestHandler):
    """Refuses what is brought to another path, before its body is read."""

    def initialize(self, refuse: Callable[[str], None]) -> None:
        self._refuse = refuse

    def prepare(self) -> None:
        """Refuse it."""
        self._refuse("to another path than that of WEBHOOK_URL")
        self.set_status(NOT_FOUND)
        self.finish()

    def data_received(self, chunk: bytes) -> None:
        """Take no part of the body."""


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
