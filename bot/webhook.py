"""Webhooks: Telegram brings the updates, by way of a reverse proxy, with a secret."""

import asyncio
import logging
from urllib.parse import urlsplit

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

    def problem(self) -> str | None:
        """Say what is wrong: nothing that can be seen from here, since Telegram comes to us."""
        return None

    async def start(self, application: App) -> None:
        """Begin to listen, and tell Telegram where; raise SettingsError where that cannot be."""
        assert application.updater is not None  # the builder makes one unless told not to
        try:
            listening = listen_at(self._listen)
        except OSError as error:
            raise SettingsError(
                f"WEBHOOK_LISTEN: {self._listen} cannot be used ({error.strerror})"
            ) from None
        await application.updater.start_webhook(
            unix=listening,  # a socket of any kind, whatever the name says
            url_path=urlsplit(self._url).path,
            webhook_url=self._url,
            secret_token=self._secret,
            allowed_updates=WANTED,
            bootstrap_retries=-1,
        )
        log.info("updates are awaited at %s", self._listen)
