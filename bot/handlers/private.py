"""The private chat: a text or a caption is a question; all else gets one friendly line."""

import telegram
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.about import render_unknown
from bot.commands import COMMANDS, read_command
from bot.handlers.asking import AskingDoor
from bot.handlers.door import EDITED, PRIVATE, Handler
from bot.handlers.said import COMMAND, Command, after_command, called_to, words_in
from bot.handlers.shelf import FILE
from bot.message import Message

SERVICE = filters.StatusUpdate.ALL  # what happens in a chat, such as a pin: nobody says it
WORDS = filters.TEXT | (filters.CAPTION & ~FILE)
# What gets a reply. A live location is edited every few seconds, and nobody says anything by it.
ANSWERED = (PRIVATE & ~SERVICE) | (EDITED & WORDS)


class PrivateDoor(AskingDoor):
    """Answers in private chats."""

    __slots__ = ()

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door, the first that matches an update takes it."""
        return [
            MessageHandler((PRIVATE | EDITED) & Command("/ask"), self.ask_command),
            MessageHandler((PRIVATE | EDITED) & COMMAND, self.unknown_command),
            MessageHandler((PRIVATE | EDITED) & WORDS, self.question),
            MessageHandler(PRIVATE & ~SERVICE, self.not_text),
        ]

    async def question(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a question, as a reply to it."""
        message = update.effective_message
        assert message is not None  # the filters let messages alone through
        await self.answer_message(message, words_in(message), short=False)

    async def ask_command(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer `/ask question`, or the message that `/ask` replies to, as in groups."""
        message = update.effective_message
        assert message is not None  # the filters let messages alone through
        asked = after_command(message)
        said = called_to(message, asked, self.wire.bot_name, self.wire.bot_id)
        await self.answer_message(message, said or asked, short=False)

    async def unknown_command(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Point to what works."""
        message = update.effective_message
        assert message is not None  # the filters let messages alone through
        command = read_command(words_in(message))[0]
        await self.say(update, render_unknown(command, COMMANDS, self.words_for(update)))

    async def not_text(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that only words are read."""
        await self.say(update, Message(self.words_for(update)("not-text")))
