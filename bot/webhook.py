"""Webhooks: Telegram brings the updates, by way of a reverse proxy, with a secret."""

import asyncio
import hmac
import json
import logging
import re
from socket import socket
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import BadRequest
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.connection import until_done
from bot.errors import SettingsError
from bot.listening import listen_at
from bot.parsing import read_update
from bot.polling import WANTED, App

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
FORBIDDEN = 403


class Webhook:
    """Listens for updates behind a reverse proxy."""

    def __init__(self, url: str, listen: str, secret: str, rejected: asyncio.Event) -> None:
        self.rejected = rejected
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
            ) from None
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
        delivery = path, _Delivery, {"app": application, "secret": self._secret}
        server = HTTPServer(Application([delivery], log_function=lambda _: None))
        server.add_socket(listening)
        return server

    async def _set(self, bot: Bot) -> None:
        try:
            await bot.set_webhook(self._url, secret_token=self._secret, allowed_updates=WANTED)
        except BadRequest as refusal:
            raise SettingsError(f"WEBHOOK_URL: Telegram refuses it: {refusal.message}") from None


class _Delivery(RequestHandler):
    """Takes an update, also one that can never be read: refused, it would be brought for ever."""

    def initialize(self, app: App, secret: str) -> None:
        self._app = app
        self._secret = secret

    async def post(self) -> None:
        given = self.request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            self.set_status(FORBIDDEN)
            return
        update = read_update(_json(self.request.body), self._app.bot)
        if update is not None:
            await self._app.update_queue.put(update)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
