"""A message that asks → its answer, remembered for buttons, follow-ups and edits."""

from collections.abc import Sequence
from dataclasses import replace

import telegram

from bot.about import render_start, render_unasked
from bot.answering import ask, is_of_article
from bot.conversation import can_be_followed, question_before
from bot.followups import Asked
from bot.handlers.door import Door, asking_of, place_of
from bot.handlers.said import is_from, replied_text
from bot.keyboards import under_answer, under_greeting
from bot.message import Keyboard, Message
from bot.question import Question, Refusal, read_question
from bot.render import in_one, render_answer
from bot.suggestions import GREETING_WAIT_S
from bot.wire import Place
from bot.wording import Words
from index import Answer, Remark, content_words


class AskingDoor(Door):
    """Answers messages; an edited message has its answer edited."""

    __slots__ = ()

    async def answer_message(
        self,
        message: telegram.Message,
        text: str | None,
        *,
        short: bool,
        place: Place | None = None,
    ) -> None:
        """Answer what a message asks, in the place of an earlier answer to it if there is one."""
        words = self.words_of(message.from_user)
        place, private = place or place_of(message), message.chat.type == "private"
        question = read_question(text)
        if not isinstance(question, Question):
            reply = await self._unasked(question, words, message.chat_id, private=private)
            await self.deliver(message, place, reply, words)
            return
        last = self._question_before(message)
        previous = self.said_before(message, question.text) or question_before(question.text, last)
        async with self.typing(place):
            answer = await ask(self.doorway, question, previous, self.asked_in(message.chat_id))
        key = self.memory.keep_question(answer.question, words.language, answer.verdict)
        shown = self.rendered(
            answer,
            question.text,
            key,
            words,
            short=short,
            private=private,
            chat=message.chat_id,
        )
        followed = can_be_followed(answer.question, answer.verdict)
        await self.deliver(message, place, shown, words, Asked(key, followed, last))

    async def greeting(self, words: Words) -> list[Message]:
        """Greet somebody in private, with what they can do first."""
        found = await self.suggestions.of(words.language, GREETING_WAIT_S)
        questions = [each.question for each in found]
        *first, last = render_start(self.library.articles, words, questions)
        keyboard = under_greeting(self.wire.bot_name, self.library.articles, words)
        return [*first, replace(last, buttons=keyboard)]

    async def _unasked(
        self, said: Refusal | Remark, words: Words, chat: int, *, private: bool
    ) -> list[Message]:
        """Reply to what asks nothing, as a command would, of the articles that are asked here."""
        match said:
            case Remark.ARTICLE:
                return [self.card(self.chosen(chat), words, private=private)]
            case Remark.HELP:
                return [Message(words("help", bot=self.wire.bot_name))]
            case Remark.GREETING if private:
                return await self.greeting(words)
            case Remark.GREETING:
                return [Message(words("group-hello", bot=self.wire.bot_name))]
        return render_unasked(said, self.library, words)

    def rendered(
        self,
        answer: Answer,
        asked: str | None,
        key: str,
        words: Words,
        *,
        short: bool,
        private: bool,
        chat: int | None = None,
    ) -> list[Message]:
        """Render an answer with its buttons: in full, or its best quote, the rest behind one."""
        limit = 1 if short else None
        articles = self.library.articles if chat is None else self.chosen(chat)
        if is_of_article(answer, asked or answer.question):
            return [self.card(articles, words, private=private)]
        known = len(self.library.articles)
        found = render_answer(answer, asked, words, articles, self.cite, limit, known)
        messages = [in_one(found, words, answer.quotes, self.cite)] if short else found
        if not answer.quotes:
            return messages
        keyboard = under_answer(
            self.library,
            answer.quotes[0],
            answer.question,
            key,
            words,
            cite=self.cite,
            more=short and (len(answer.quotes) > 1 or any(p.nearest for p in answer.unanswered)),
            private=private,
        )
        return _with_buttons(messages, keyboard)

    def said_before(self, message: telegram.Message, question: str) -> str | None:
        """Return what somebody else said in the message replied to, of which a bare "why?" asks."""
        said = replied_text(message, self.wire.bot_name, self.wire.bot_id)
        return None if content_words(question) else question_before(question, said)

    def _question_before(self, message: telegram.Message) -> str | None:
        replied = message.reply_to_message
        ours = replied is not None and is_from(replied, self.wire.bot_id)
        answer = replied.message_id if replied is not None and ours else None
        return self.memory.followups.question_before(asking_of(message), answer)


def _with_buttons(messages: Sequence[Message], keyboard: Keyboard) -> list[Message]:
    *first, last = messages
    return [*first, replace(last, buttons=keyboard)]
