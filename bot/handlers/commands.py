"""The commands that work alike in private and in groups, and the deep links behind /start."""

import telegram
from telegram.ext import ContextTypes, MessageHandler

from bot.about import render_about, render_privacy
from bot.address import OpenSentence, ShowAnswer, read_start
from bot.answering import ask
from bot.conversation import can_be_followed
from bot.followups import Asked
from bot.handlers.asking import AskingDoor
from bot.handlers.door import ANYWHERE, Handler, place_of
from bot.handlers.reading import open_at
from bot.handlers.said import Command, after_command
from bot.keyboards import HELLO
from bot.message import Message
from bot.question import Question
from bot.wording import Words


class CommandsDoor(AskingDoor):
    """Greets, explains, and follows the deep links."""

    __slots__ = ()

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door."""
        return [
            MessageHandler(ANYWHERE & Command("/start"), self.start),
            MessageHandler(ANYWHERE & Command("/help"), self.help),
            MessageHandler(ANYWHERE & Command("/about"), self.about),
            MessageHandler(ANYWHERE & Command("/privacy"), self.privacy),
        ]

    async def start(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet, or open what a deep link addresses."""
        message, words = update.effective_message, self.words_for(update)
        assert message is not None  # the filters let messages alone through
        payload = after_command(message)
        if message.chat.type != "private":
            if payload != HELLO:  # else the greeting of a group has just been said
                await self.say(update, Message(words("group-help", bot=self.wire.bot_name)))
            return
        match read_start(payload):
            case OpenSentence(_, article, number):
                pages = await self.doorway.pages(article)
                await self.say(update, open_at(self.library, pages, article, number, words))
            case ShowAnswer(_, key):
                await self._ask_again(update, key, words)
            case None:
                await self.say(update, *await self.greeting(words))

    async def help(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how to ask and how to read an answer."""
        words = self.words_for(update)
        await self.say(update, Message(words("help", bot=self.wire.bot_name)))

    async def about(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what the bot knows and how it was made."""
        await self.say(update, *render_about(self.library, self.words_for(update)))

    async def privacy(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what is kept and for how long."""
        privacy = render_privacy(self.words_for(update), self.wire.bot_name)
        await self.say(update, privacy)

    async def _ask_again(self, update: telegram.Update, key: str, words: Words) -> None:
        """Ask the question that an inline query carried over here."""
        message, kept = update.effective_message, self.memory.question(key)
        assert message is not None  # the filters let messages alone through
        if kept is None:
            await self.say(update, Message(words("question-gone")))
            return
        chat = message.chat_id
        answer = await ask(self.doorway, Question(kept.text), articles=self.asked_in(chat))
        shown = self.rendered(answer, None, key, words, short=False, private=True, chat=chat)
        asked = Asked(key, can_be_followed(kept.text, answer.verdict), None)
        await self.deliver(message, place_of(message), shown, words, asked)
