"""Webhooks: Telegram brings the updates, by way of a reverse proxy, with a secret."""

import asyncio
import logging
from socket import socket
from urllib.parse import urlsplit

from telegram.error import BadRequest

from bot.connection import until_done
from bot.errors import SettingsError
from bot.listening import listen_at
from bot.polling import WANTED, App

log = logging.getLogger(__name__)


class Webhook:
    """Listens for updates behind a reverse proxy."""

    def __init__(self, url: str, listen: str, secret: str, rejected: asyncio.Event) -> None:
        self.rejected = rejected
        self._url = url
        self._listen = listen
        self._secret = secret
        self._is_set = False

    def problem(self) -> str | None:
        """Say what is wrong; once Telegram comes to us, nothing can be seen from here."""
        return None if self._is_set else "Telegram has not taken the webhook yet"

    async def start(self, application: App) -> None:
        """Begin to listen, and tell Telegram where; raise SettingsError where that cannot be."""
        try:
            listening = listen_at(self._listen)
        except OSError as error:
            raise SettingsError(
                f"WEBHOOK_LISTEN: {self._listen} cannot be used ({error.strerror})"
            ) from None
        try:
            await until_done(lambda: self._set(application, listening), "the webhook cannot be set")
        except BaseException:  # refused, or told to stop
            listening.close()
            raise
        self._is_set = True
        log.info("updates are awaited at %s", self._listen)

    async def _set(self, application: App, listening: socket) -> None:
        assert application.updater is not None  # the builder makes one unless told not to
        try:
            await application.updater.start_webhook(
                unix=listening,  # a socket of any kind, whatever the name says
                url_path=urlsplit(self._url).path,
                webhook_url=self._url,
                secret_token=self._secret,
                allowed_updates=WANTED,
            )
        except BadRequest as refusal:
            raise SettingsError(f"WEBHOOK_URL: Telegram refuses it: {refusal.message}") from None
