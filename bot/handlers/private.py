"""The private chat: a text is a question; everything else gets one friendly line."""

import telegram
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from bot.answering import answer_text
from bot.handlers.door import Door, Handler, place_of
from bot.message import Message
from bot.render import render_about, render_start

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


class PrivateDoor(Door):
    """Answers in private chats."""

    __slots__ = ()

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door, the first that matches an update takes it."""
        return [
            CommandHandler("start", self.start, PRIVATE),
            CommandHandler("help", self.help, PRIVATE),
            CommandHandler("about", self.about, PRIVATE),
            MessageHandler(PRIVATE & filters.COMMAND, self.unknown_command),
            MessageHandler(PRIVATE & filters.TEXT, self.question),
            MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL, self.not_text),
        ]

    async def start(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet."""
        articles = self.doorway.library.articles
        await self._say(update, *render_start(articles, self.words_for(update)))

    async def help(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how to ask and how to read an answer."""
        await self._say(update, Message(self.words_for(update)("help")))

    async def about(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what the bot knows and how it was made."""
        await self._say(update, *render_about(self.doorway.library, self.words_for(update)))

    async def question(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a question, as a reply to it."""
        message = update.effective_message
        assert message is not None  # the filters let messages alone through
        words, place = self.words_for(update), place_of(message)
        async with self.typing(place):
            answer = await answer_text(self.doorway, message.text, words)
        await self.wire.send(place, answer, words)

    async def unknown_command(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Point to what works."""
        await self._say(update, Message(self.words_for(update)("unknown-command")))

    async def not_text(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that only words are read."""
        await self._say(update, Message(self.words_for(update)("not-text")))

    async def _say(self, update: telegram.Update, *messages: Message) -> None:
        message = update.effective_message
        assert message is not None  # the filters let messages alone through
        await self.wire.send(place_of(message), messages, self.words_for(update))
