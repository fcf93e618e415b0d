"""What administrators send: a link or a file becomes an article on the shelf, if they want it."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import telegram
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.about import render_understood, render_unread
from bot.address import (
    DiscardArticle,
    OfferRemoval,
    RemoveArticle,
    ShelfAction,
    UseArticle,
    read_action,
)
from bot.handlers.door import EDITED, PRIVATE, Door, Handler, place_of
from bot.handlers.said import links_in
from bot.keyboards import under_articles, under_pending, under_removal
from bot.library import Library
from bot.message import Message
from bot.render import clean_title
from bot.shelving import Shelving
from bot.wire import Shown
from bot.wording import Words
from index import Article, Progress, VerbatimError, replaced_by, split

log = logging.getLogger(__name__)

FILE = filters.Document.ALL & ~filters.ANIMATION  # Telegram sends a GIF as both
MAX_FILE_BYTES = 20 * 1024 * 1024  # core.telegram.org/bots/api#getfile
EDIT_EVERY_S = 1.5  # a chat takes about one message or edit a second


class _Links(filters.MessageFilter):
    """Messages of links alone."""

    __slots__ = ()

    def filter(self, message: telegram.Message) -> bool:
        """Tell whether a message says nothing but links."""
        return bool(links_in(message))


@dataclass(frozen=True, slots=True)
class ShelfDoor(Door):
    """Takes articles from `admins`."""

    admins: frozenset[int]
    shelving: Shelving
    edit_every_s: float = field(default=EDIT_EVERY_S)

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door."""
        return [
            MessageHandler(PRIVATE & FILE, self.file),
            MessageHandler((PRIVATE | EDITED) & ~FILE & _Links(), self.link),
            CallbackQueryHandler(self.pressed, pattern=_is_for_the_shelf),
        ]

    async def link(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Read what a link leads to."""
        message = update.effective_message
        assert message is not None  # the filters let messages alone through
        first, *others = links_in(message)
        if others and self._may(update.effective_user):
            await self.say(update, Message(self.words_for(update)("shelf-one-link")))
            return
        link = _whole(first)

        async def read() -> Article:
            return await self.doorway.work(lambda: self.shelving.read_link(link))

        await self._take(update, message, read)

    async def file(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Read a file."""
        message = update.effective_message
        assert message is not None  # the filters let messages alone through
        assert message.document is not None  # the same
        document = message.document
        if (document.file_size or 0) > MAX_FILE_BYTES and self._may(update.effective_user):
            limit = MAX_FILE_BYTES // 1024 // 1024
            await self.say(update, Message(self.words_for(update)("shelf-too-large", limit=limit)))
            return
        name = document.file_name or ""

        async def read() -> Article:
            content = await self.wire.file(document.file_id)
            return await self.doorway.work(lambda: self.shelving.read_file(content, name))

        await self._take(update, message, read)

    async def _take(
        self,
        update: telegram.Update,
        message: telegram.Message,
        read: Callable[[], Awaitable[Article]],
    ) -> None:
        words = self.words_for(update)
        if not self._may(update.effective_user):
            # A private chat has the number of the person.
            await self.say(update, Message(words("not-admin", id=str(message.chat_id))))
            return
        fetching = [Message(words("shelf-fetching"))]
        sent = await self.deliver(message, place_of(message), fetching, words)
        if not sent:
            return
        try:
            found = await self._found(read, words)
            await self.wire.replace(place_of(message), sent, [found], words, [])
        except BaseException:  # broken off, which the next start makes good, or failed: it is said
            await self.wire.replace(place_of(message), sent, [], words, [])
            raise

    async def _found(self, read: Callable[[], Awaitable[Article]], words: Words) -> Message:
        """Read an article; say what was understood, or why nothing was."""
        try:
            article = await read()
            with self.doorway.one_library():  # as it is after the reading
                return await self._understood(article, words)
        except VerbatimError as error:
            return render_unread(str(error), words)
        except TelegramError as error:
            log.warning("a file could not be fetched from Telegram: %s", error.message)
            # What the error says may repeat the file's URL, and that holds the token.
            return Message(words("shelf-not-fetched"))

    async def _understood(self, article: Article, words: Words) -> Message:
        """Say what was understood; an article that is here already needs no button."""
        articles, twin = self.library.articles, self.library.article(article.content_hash)
        if twin is not None and (twin == article or twin.source != article.source):
            return Message(words("shelf-known", title=words.isolated(clean_title(twin))))

        def render() -> Message:  # of a book that takes its time
            return render_understood(article, split(article), replaced_by(article, articles), words)

        message = await self.doorway.work(render)
        return replace(message, buttons=under_pending(article, words))

    async def pressed(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what a button under such a message says."""
        query = update.callback_query
        assert query is not None  # the handler takes nothing else
        action = read_action(query.data or "")
        words = self.words_of(query.from_user)
        if not self._may(query.from_user) or query.message is None:
            said = words("not-admin", id=str(query.from_user.id))
            await self.wire.notify(query.id, said, alert=True)
            return
        await self.wire.notify(query.id)
        shown = Shown(query.message.chat.id, query.message.message_id)
        words = self.wording.of(getattr(action, "language", ""))
        try:
            async with self.turns.of("shelf"):
                with self.doorway.one_library():  # as it is after the turns before this one
                    await self._do(action, shown, words)
        except VerbatimError as error:
            await self.wire.edit(shown, render_unread(str(error), words))

    async def _do(self, action: Any, shown: Shown, words: Words) -> None:
        match action:
            case UseArticle():
                await self._use(action.article, shown, words)
            case DiscardArticle():
                await self.doorway.work(lambda: self.shelving.discard(action.article))
                await self.wire.edit(shown, Message(words("shelf-discarded")))
            case OfferRemoval():
                article = self.library.article(action.article)
                if article is None:
                    await self.wire.edit(shown, Message(words("article-gone")))
                    return
                asked = words("shelf-remove", title=words.isolated(clean_title(article)))
                buttons = under_removal(article, words)
                await self.wire.edit(shown, replace(Message(asked), buttons=buttons))
            case RemoveArticle():
                await self._remove(action.article, shown, words)

    async def _use(self, address: str, shown: Shown, words: Words) -> None:
        article = await self.doorway.work(lambda: self.shelving.pending(address))
        if article is None:
            here = self.library.article(address)
            expired = Message(words("shelf-expired"))
            await self.wire.edit(shown, _added(here, self.library, words) if here else expired)
            return
        understood = await self._understood(article, words)
        articles = self.library.articles
        replaced = await self.doorway.work(lambda: replaced_by(article, articles))
        try:
            async with self._progress(shown, words) as report:
                shelf = await self.doorway.work(lambda: self.shelving.use(article, report))
            there = shelf.article(article.content_hash) or article
            if replaced is not None:
                self.memory.replace_choice(replaced.address, there.address)
            await self.wire.edit(shown, _added(there, shelf, words))
        except VerbatimError:
            raise
        except BaseException:  # broken off, which a press makes good, or failed
            await self.wire.edit(shown, understood)
            raise

    async def _remove(self, address: str, shown: Shown, words: Words) -> None:
        article = self.library.article(address)
        if article is None:
            await self.wire.edit(shown, Message(words("article-gone")))
            return
        shelf = await self.doorway.work(lambda: self.shelving.remove(article))
        title, count = words.isolated(clean_title(article)), len(shelf.articles)
        await self.wire.edit(shown, Message(words("shelf-removed", title=title, count=count)))

    @asynccontextmanager
    async def _progress(self, shown: Shown, words: Words) -> AsyncIterator[Progress]:
        """Show how far the work is by editing one message, now and then.

        Where the block is broken off, the next report ends the work.
        """
        percent, done, broken_off = 0, asyncio.Event(), False

        def report(_what: str, steps: int, total: int) -> None:
            nonlocal percent
            if broken_off:
                raise asyncio.CancelledError
            percent = 100 * steps // max(1, total)

        async def edit() -> None:
            last = -1
            while not done.is_set():
                if percent != last:
                    last = percent
                    await self.wire.edit(shown, Message(words("shelf-reading", percent=last)))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(done.wait(), self.edit_every_s)

        began = time.perf_counter()
        task = asyncio.create_task(edit())
        try:
            yield report
            log.info("the shelf was changed in %.1f s", time.perf_counter() - began)
        except BaseException:
            broken_off = True
            raise
        finally:
            done.set()  # not cancelled: an edit on its way must not come after the last one
            await asyncio.gather(task, return_exceptions=True)

    def _may(self, person: telegram.User | None) -> bool:
        return person is not None and person.id in self.admins


def _whole(link: str) -> str:
    """Return a link with its scheme, which a keyboard may begin with a capital letter."""
    scheme, _, rest = link.partition("://")
    is_web = scheme.lower() in ("http", "https")
    return f"{scheme.lower()}://{rest}" if is_web else f"https://{link}"


def _added(article: Article, shelf: Library, words: Words) -> Message:
    title, count = words.isolated(clean_title(article)), len(shelf.articles)
    text = words("shelf-added", title=title, count=count)
    return replace(Message(text), buttons=under_articles([article], words))


def _is_for_the_shelf(data: object) -> bool:
    return isinstance(data, str) and isinstance(read_action(data), ShelfAction)
