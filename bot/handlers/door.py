"""Door: what each way into the bot has in common."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import telegram
from telegram.ext import BaseHandler

from bot.doorway import Doorway
from bot.wire import Place, Wire
from bot.wording import Wording, Words

Handler = BaseHandler[Any, Any, Any]

# A person sees an answer that comes sooner without wondering whether it will.
TYPING_AFTER_S = 0.5
TYPING_LASTS_S = 5.0  # core.telegram.org/bots/api#sendchataction


@dataclass(frozen=True, slots=True)
class Door:
    """Holds what a door needs: the way to the library, the way out, the words."""

    doorway: Doorway
    wire: Wire
    wording: Wording

    def words_for(self, update: telegram.Update) -> Words:
        """Return the words in the language of whoever caused an update."""
        user = update.effective_user
        return self.wording.of(user.language_code if user else None)

    @asynccontextmanager
    async def typing(self, place: Place) -> AsyncIterator[None]:
        """Show the typing action for as long as something takes longer than half a second."""
        task = asyncio.create_task(self._keep_typing(place))
        try:
            yield
        finally:
            task.cancel()

    async def _keep_typing(self, place: Place) -> None:
        await asyncio.sleep(TYPING_AFTER_S)
        while True:
            await self.wire.typing(place)
            await asyncio.sleep(TYPING_LASTS_S)


def place_of(message: telegram.Message) -> Place:
    """Return the place of a reply to a message."""
    topic = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat_id, message.message_id, topic)
