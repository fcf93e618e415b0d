"""Guest mode: a mention of the bot in a chat that it is not in; exactly one reply."""

import hashlib

import telegram
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.about import render_unasked
from bot.answering import ask
from bot.handlers.asking import AskingDoor
from bot.handlers.door import Handler
from bot.handlers.said import called_to, calls, question_in
from bot.message import Message
from bot.payload import Result
from bot.question import Question, read_question
from bot.render import in_one
from bot.wording import Words


class GuestDoor(AskingDoor):
    """Answers mentions from outside. Its handlers come first: others match its messages too."""

    __slots__ = ()

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door."""
        return [MessageHandler(filters.UpdateType.GUEST_MESSAGE, self.mentioned)]

    async def mentioned(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Give the one reply."""
        message = update.guest_message
        assert message is not None  # the filter lets nothing else through
        if message.guest_query_id is None:
            return
        words = self.words_of(message.guest_bot_caller_user or message.from_user)
        reply = await self._reply(message, words)
        result = Result(
            id=hashlib.sha256(message.guest_query_id.encode()).hexdigest()[:32],
            title=words("guest-title"),
            description="",
            message=reply,
        )
        await self.wire.answer_guest(message.guest_query_id, result, words)

    async def _reply(self, message: telegram.Message, words: Words) -> Message:
        text = _question(message, self.wire.bot_name, self.wire.bot_id)
        if calls(text):
            return Message(words("guest-usage", bot=self.wire.bot_name))
        question = read_question(text)
        if not isinstance(question, Question):
            return in_one(render_unasked(question, self.library, words), words, ())
        answer = await ask(self.doorway, question, self.said_before(message, question.text))
        key = self.memory.keep_question(answer.question, words.language, answer.verdict)
        (shown,) = self.rendered(answer, question.text, key, words, short=True, private=False)
        return shown


def _question(message: telegram.Message, bot_name: str, bot_id: int) -> str:
    """Return what was asked: beside the mention, else in the message replied to."""
    asked = question_in(message, bot_name, bot_id) or ""
    return called_to(message, asked, bot_name, bot_id) or asked
