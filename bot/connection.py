"""Connections to Telegram: they notice a token that is taken back while the bot runs."""

import asyncio
from typing import Any

from telegram.request import HTTPXRequest

UNAUTHORIZED = 401


class Connection(HTTPXRequest):
    """Makes requests, and sets `rejected` where Telegram does not know the token.

    python-telegram-bot raises an error to whoever made the request, and leaves the application
    running, which nobody can use any more.
    """

    def __init__(self, rejected: asyncio.Event, **options: Any) -> None:
        super().__init__(**options)
        self.rejected = rejected

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Do a request."""
        status, payload = await super().do_request(*args, **kwargs)
        if status == UNAUTHORIZED:
            self.rejected.set()
        return status, payload
