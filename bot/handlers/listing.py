"""The list of articles: which there are, and which of them are asked in this chat."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import telegram
from telegram.ext import ContextTypes, MessageHandler

from bot.handlers.asking import AskingDoor
from bot.handlers.door import ANYWHERE, Handler
from bot.handlers.said import Command
from bot.keyboards import under_list
from bot.message import Message
from bot.wording import Words


@dataclass(frozen=True, slots=True)
class ListingDoor(AskingDoor):
    """Lists the articles; `admins` may remove one where they see the list in private."""

    admins: frozenset[int] = frozenset()

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door."""
        return [MessageHandler(ANYWHERE & Command("/articles"), self.articles)]

    async def articles(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List the articles, with buttons that choose among them."""
        message, words = update.effective_message, self.words_for(update)
        assert message is not None  # the filters let messages alone through
        person = update.effective_user
        removable = (
            message.chat.type == "private" and person is not None and person.id in self.admins
        )
        await self.say(update, self.listed(message.chat_id, 1, words, removable))

    def listed(self, chat: int, number: int, words: Words, removable: bool) -> Message:
        """Return a page of the list as it is now in a chat."""
        articles, chosen = self.library.articles, self.chosen(chat)
        text = (
            words("articles-all", count=len(articles))
            if len(chosen) == len(articles)
            else words("articles-some", count=len(articles), chosen=len(chosen))
        )
        keyboard = under_list(articles, chosen, number, words, removable=removable)
        return replace(Message(text), buttons=keyboard)


def toggled(chosen: Sequence[str], article: str) -> list[str]:
    """Return a choice with one article more or less; from all of them, the first tap takes one."""
    if article in chosen:
        return [each for each in chosen if each != article]
    return [*chosen, article]
