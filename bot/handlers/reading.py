"""Reading: what an article is, and its pages, in the chat."""

from dataclasses import replace

import telegram
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.handlers.door import Door, Handler
from bot.keyboards import under_articles, under_page
from bot.library import Library
from bot.message import Message, joined
from bot.reading import page_of, pages
from bot.render import render_article, render_page
from bot.wording import Words

ANYWHERE = (filters.ChatType.PRIVATE | filters.ChatType.GROUPS) & filters.UpdateType.MESSAGE


class ReadingDoor(Door):
    """Shows what there is to ask about."""

    __slots__ = ()

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door."""
        return [CommandHandler("article", self.article, ANYWHERE)]

    async def article(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what the article is, or which articles there are; a button opens each."""
        words, articles = self.words_for(update), self.library.articles
        known = (render_article(self.library, article, words) for article in articles)
        message = update.effective_message
        if message is not None and message.chat.type == "private":
            buttons = under_articles(articles, words)
        else:
            buttons = under_articles(articles, words, bot_name=self.wire.bot_name)
        await self.say(update, replace(joined(known, "\n\n"), buttons=buttons))


def open_at(library: Library, address: str, number: int, words: Words) -> Message:
    """Return the page on which a sentence stands, the sentence in bold; 0 is the beginning."""
    article, cited = library.article(address), library.quote(address, number)
    if article is None or (cited is None and number > 0):
        return Message(words("article-gone"))
    sentences = library.sentences(article)
    found = pages(article, sentences)
    page = page_of(found, number)
    message = render_page(article, found[page - 1], words, of=len(sentences), cited=cited)
    return replace(message, buttons=under_page(article, page, len(found), words))


def turn_to(library: Library, address: str, page: int, words: Words) -> Message | None:
    """Return a page by its number; None where there is no such page any more."""
    article = library.article(address)
    if article is None:
        return None
    sentences = library.sentences(article)
    found = pages(article, sentences)
    if not 1 <= page <= len(found):
        return None
    message = render_page(article, found[page - 1], words, of=len(sentences))
    return replace(message, buttons=under_page(article, page, len(found), words))
