"""Reading: what an article is, and its pages, in the chat."""

from collections.abc import Sequence
from dataclasses import replace

import telegram
from telegram.ext import ContextTypes, MessageHandler

from bot.handlers.door import ANYWHERE, Door, Handler
from bot.handlers.said import Command
from bot.keyboards import under_page
from bot.library import Library
from bot.message import Message
from bot.reading import Page, page_of
from bot.render import render_page
from bot.wording import Words


class ReadingDoor(Door):
    """Shows what there is to ask about."""

    __slots__ = ()

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door."""
        return [MessageHandler(ANYWHERE & Command("/article"), self.article)]

    async def article(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what the article is, or which articles are asked here; a button opens each."""
        message, words = update.effective_message, self.words_for(update)
        assert message is not None  # the filters let messages alone through
        private = message.chat.type == "private"
        await self.say(update, self.card(self.chosen(message.chat_id), words, private=private))


def open_at(
    library: Library, found: Sequence[Page], address: str, number: int, words: Words
) -> Message:
    """Return the page on which a sentence stands, the sentence in bold; 0 is the beginning."""
    article, cited = library.article(address), library.quote(address, number)
    if article is None or (cited is None and number > 0):
        return Message(words("article-gone"))
    page = page_of(found, number)
    message = render_page(article, found[page - 1], words, of=library.count(article), cited=cited)
    return replace(message, buttons=under_page(article, page, len(found), words))


def turn_to(
    library: Library, found: Sequence[Page], address: str, page: int, words: Words
) -> Message | None:
    """Return a page by its number; None where there is no such page any more."""
    article = library.article(address)
    if article is None or not 1 <= page <= len(found):
        return None
    message = render_page(article, found[page - 1], words, of=library.count(article))
    return replace(message, buttons=under_page(article, page, len(found), words))
