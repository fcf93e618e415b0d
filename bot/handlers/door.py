"""Door: what each way into the bot has in common."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import telegram
from telegram.ext import BaseHandler, filters

from bot.about import render_cards
from bot.address import sentence_start
from bot.doorway import Doorway
from bot.followups import Answers, Asked, Asking
from bot.keyboards import page_link, under_articles
from bot.library import Library
from bot.memory import Memory
from bot.message import Message
from bot.suggestions import Suggestions
from bot.turns import Turns
from bot.wire import Place, Wire
from bot.wording import Wording, Words
from index import Article, Quote

log = logging.getLogger(__name__)

Handler = BaseHandler[Any, Any, Any]

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
EDITED = filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE
# Edits too: a question that is edited into a command has its answer edited.
ANYWHERE = (filters.ChatType.PRIVATE | filters.ChatType.GROUPS) & filters.UpdateType.MESSAGES

# A person sees an answer that comes sooner without wondering whether it will.
TYPING_AFTER_S = 0.5
TYPING_LASTS_S = 5.0  # core.telegram.org/bots/api#sendchataction


@dataclass(frozen=True, slots=True)
class Door:
    """Holds what a door needs: the way to the library, the way out, the words, the memory."""

    doorway: Doorway
    wire: Wire
    wording: Wording
    memory: Memory
    turns: Turns
    suggestions: Suggestions
    page_url: str | None
    """Where the pages to verify quotes by are."""

    @property
    def library(self) -> Library:
        """Return what is asked."""
        return self.doorway.library

    def chosen(self, chat: int) -> Sequence[Article]:
        """Return the articles that are asked in a chat: those chosen that are there, or all."""
        found = map(self.library.article, self.memory.choice(chat))
        return [each for each in found if each is not None] or self.library.articles

    def asked_in(self, chat: int) -> list[str] | None:
        """Return the addresses of the articles that are asked in a chat, None for all."""
        found = self.chosen(chat)
        if len(found) == len(self.library.articles):
            return None
        return [each.address for each in found]

    def words_for(self, update: telegram.Update) -> Words:
        """Return the words in the language of whoever caused an update."""
        return self.words_of(update.effective_user)

    def words_of(self, user: telegram.User | None) -> Words:
        """Return the words in a person's language."""
        return self.wording.of(user.language_code if user else None)

    def cite(self, quote: Quote) -> str:
        """Return the link that opens a quote in its article, for anybody who taps it."""
        if page := page_link(self.page_url, quote, len(self.library.articles)):
            return page
        payload = sentence_start(quote.article, self.library.number(quote))
        return f"https://t.me/{self.wire.bot_name}?start={payload}"

    def card(self, articles: Sequence[Article], words: Words, *, private: bool) -> Message:
        """Say what articles are; a button opens each, in the private chat if this is none."""
        bot_name = None if private else self.wire.bot_name
        buttons = under_articles(articles, words, bot_name=bot_name)
        return replace(render_cards(self.library, articles, words), buttons=buttons)

    async def say(self, update: telegram.Update, *messages: Message) -> None:
        """Reply to the message of an update."""
        message = update.effective_message
        assert message is not None  # the filters let messages alone through
        await self.deliver(message, place_of(message), messages, self.words_for(update))

    async def deliver(
        self,
        message: telegram.Message,
        place: Place,
        shown: Sequence[Message],
        words: Words,
        asked: Asked | None = None,
    ) -> list[tuple[int, int]]:
        """Put messages in the place of those that answered a message before, if there are any.

        Return what answers it then, as `Wire.send` does, nothing where nothing was delivered.
        What answers a later edit stays: another copy of the bot was faster.
        """
        asking, edited = asking_of(message), _edited(message)
        async with self.turns.of(message.chat_id):
            before = self.memory.followups.answers(asking)
            if before.edited > edited:
                log.info("a message has been answered as it was edited since")
                return []
            self.memory.followups.keep_asked(asking, asked)
            old, new = before.there, list[tuple[int, int]]()
            try:
                await self.wire.replace(place, old, shown, words, new)
            finally:
                self.memory.followups.keep_answers(asking, Answers(new + old, edited), asked, new)
        return new

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


def asking_of(message: telegram.Message) -> Asking:
    """Return who asks by a message, and where."""
    topic = place_of(message).topic or 0
    return Asking(message.chat_id, message.message_id, person_of(message), topic)


def _edited(message: telegram.Message) -> float:
    return message.edit_date.timestamp() if message.edit_date is not None else 0.0


def person_of(message: telegram.Message) -> int:
    """Return who wrote: a person, or the chat in whose name they wrote."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else message.chat_id
