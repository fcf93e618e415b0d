"""Buttons: each press is answered, each edits its message in place or opens another."""

import asyncio
import logging
from dataclasses import dataclass, replace

import telegram
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.address import (
    Action,
    AskAll,
    CastVote,
    DiscardArticle,
    ListAction,
    ListArticles,
    OfferRemoval,
    OpenSentence,
    RemoveArticle,
    ShowAnswer,
    ShowPage,
    ShowSentence,
    ToggleArticle,
    UseArticle,
    read_action,
)
from bot.answering import ask
from bot.errors import FalseQuoteError
from bot.handlers.door import Handler
from bot.handlers.listing import ListingDoor, toggled
from bot.handlers.reading import open_at, turn_to
from bot.handlers.said import question_in
from bot.keyboards import under_nothing, under_sentence
from bot.lifetimes import DAY_S, FEEDBACK_S
from bot.message import Message
from bot.question import Question, read_question
from bot.render import in_one, render_sentence
from bot.votes import Vote
from bot.wire import Place, Shown

log = logging.getLogger(__name__)

# Telegram takes the answer to a press for some seconds alone, and its waiting is shown until then.
ANSWERED_AFTER_S = 3.0


@dataclass(frozen=True, slots=True)
class ButtonsDoor(ListingDoor):
    """Does what buttons say, in the language of the message that they stand under."""

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door."""
        return [CallbackQueryHandler(self.pressed)]

    async def pressed(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what a button says, and tell the person who pressed it where that cannot be."""
        query = update.callback_query
        assert query is not None  # the handler takes nothing else
        words = self.words_of(query.from_user)
        action = read_action(query.data or "")
        if action is None:
            await self.wire.notify(query.id, words("button-old"), alert=True)
            return
        waiting = asyncio.create_task(self._end_waiting(query))
        try:
            notice = await self._do(action, query)
        except FalseQuoteError as fault:
            log.error("a message was left as it was, its quote would be false: %s", fault)
            notice = words("fault")
        finally:
            waiting.cancel()
        await self.wire.notify(query.id, notice, alert=bool(notice))

    async def _end_waiting(self, query: telegram.CallbackQuery) -> None:
        """Answer a press that is not done soon, as where its chat is being sent something.

        What is to be told then has no window any more; what was done is seen in the message.
        """
        await asyncio.sleep(ANSWERED_AFTER_S)
        await self.wire.notify(query.id)

    async def _do(self, action: Action, query: telegram.CallbackQuery) -> str:
        """Do it; return what the person is told, if anything."""
        match action:
            case ShowSentence():
                return await self._show_sentence(action, query)
            case ShowAnswer():
                return await self._show_answer(action, query)
            case CastVote():
                return self._vote(action, query)
            case ShowPage():
                return await self._show_page(action, query)
            case OpenSentence():
                return await self._open(action, query)
            case ToggleArticle() | ListArticles() | AskAll():
                return await self._choose(action, query)
            case UseArticle() | DiscardArticle() | OfferRemoval() | RemoveArticle():
                # The shelf's door took them.
                return self.words_of(query.from_user)("not-admin", id=str(query.from_user.id))

    async def _show_sentence(self, action: ShowSentence, query: telegram.CallbackQuery) -> str:
        quote = self.library.quote(action.article, action.number)
        words = self.wording.of(action.language)
        if quote is None:
            return self.words_of(query.from_user)("article-gone")
        keyboard = under_sentence(
            self.library, quote, action.key, words, cite=self.cite, private=_is_private(query)
        )
        shown = replace(render_sentence(quote, words, self.cite), buttons=keyboard)
        return await self._edit(query, shown, action.key)

    async def _show_answer(self, action: ShowAnswer, query: telegram.CallbackQuery) -> str:
        kept, words = self.memory.question(action.key), self.wording.of(action.language)
        if kept is None:
            return self.words_of(query.from_user)("question-gone")
        chat = query.message.chat.id if query.message is not None else None
        articles = None if chat is None else self.asked_in(chat)
        answer = await ask(self.doorway, Question(kept.text), articles=articles)
        private = _is_private(query)
        asked = self._asked_above(query, kept.text)
        shown = self.rendered(
            answer, asked, action.key, words, short=False, private=private, chat=chat
        )
        keyboard = shown[-1].buttons or under_nothing(action.key, words)
        whole = in_one(shown, words, answer.quotes, self.cite)
        return await self._edit(query, replace(whole, buttons=keyboard), action.key)

    def _asked_above(self, query: telegram.CallbackQuery, understood: str) -> str | None:
        """Return the question that a message answers as it was written, None where none is there.

        That of an inline message, and of a link into the chat, is said in the message itself. What
        was asked may be a part of the one above that somebody picked out.
        """
        if query.message is None:
            return None
        above = getattr(query.message, "reply_to_message", None)  # an old message tells of none
        if above is None:
            return understood
        said = question_in(above, self.wire.bot_name, self.wire.bot_id)
        if said is None:
            return None
        question = read_question(said)
        if not isinstance(question, Question) or understood in question.text:
            return understood
        return question.text

    def _vote(self, action: CastVote, query: telegram.CallbackQuery) -> str:
        words = self.words_of(query.from_user)
        quote = self.library.quote(action.article, action.number)
        kept = self.memory.question(action.key)
        if quote is None:
            return words("article-gone")
        if kept is None:
            return words("question-gone")
        vote = Vote(
            kept.text, quote.text, action.up, kept.language, kept.verdict, quote.article.title
        )
        self.memory.votes.keep(vote, query.from_user.id)
        return words("vote-kept", days=round(FEEDBACK_S / DAY_S))

    async def _show_page(self, action: ShowPage, query: telegram.CallbackQuery) -> str:
        words = self.wording.of(action.language)
        pages = await self.doorway.pages(action.article)
        page = turn_to(self.library, pages, action.article, action.number, words)
        if page is None:
            return self.words_of(query.from_user)("article-gone")
        return await self._edit(query, page)

    async def _open(self, action: OpenSentence, query: telegram.CallbackQuery) -> str:
        words = self.wording.of(action.language)
        if self.library.quote(action.article, max(1, action.number)) is None:
            return self.words_of(query.from_user)("article-gone")
        pages = await self.doorway.pages(action.article)
        page = open_at(self.library, pages, action.article, action.number, words)
        await self.wire.send(Place(query.from_user.id), [page], words)
        return ""

    async def _choose(self, action: ListAction, query: telegram.CallbackQuery) -> str:
        """Change which articles are asked in the chat, and show the list as it is then."""
        words, number = self.wording.of(action.language), getattr(action, "number", 1)
        if query.message is None:  # the list is never sent inline
            return self.words_of(query.from_user)("button-old")
        chat = query.message.chat.id
        if isinstance(action, ToggleArticle):
            if self.library.article(action.article) is None:
                return self.words_of(query.from_user)("article-gone")
            chosen = toggled(self.asked_in(chat) or (), action.article)
            # All of them are no choice: one that is added later is asked too.
            every = len(chosen) == len(self.library.articles)
            self.memory.keep_choice(chat, () if every else chosen)
        elif isinstance(action, AskAll):
            self.memory.keep_choice(chat, ())
        listed = self.listed(chat, number, words, _may_remove(query, self.admins))
        return await self._edit(query, listed)

    async def _edit(self, query: telegram.CallbackQuery, message: Message, key: str = "") -> str:
        """Change the message that a button stands under; return what they are told, if anything.

        By now it may answer another question than that of a key: then it stays.
        """
        if query.message is None:
            await self.wire.edit(Shown(inline_id=query.inline_message_id), message)
            return ""
        chat, number = query.message.chat.id, query.message.message_id
        async with self.turns.of(chat):
            if self.memory.followups.shown(chat, number) not in (None, key):
                return self.words_of(query.from_user)("button-old")
            await self.wire.edit(Shown(chat, number), message)
        return ""


def _may_remove(query: telegram.CallbackQuery, admins: frozenset[int]) -> bool:
    return _is_private(query) and query.from_user.id in admins


def _is_private(query: telegram.CallbackQuery) -> bool:
    return query.message is not None and query.message.chat.type == "private"
