"""Inline: `@bot question` in any chat, answered while it is being typed."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import telegram
from telegram.ext import ContextTypes, InlineQueryHandler

from bot.address import NO_KEY, question_key, question_start
from bot.doorway import Searched
from bot.handlers.door import Door, Handler
from bot.keyboards import under_answer, under_sentence
from bot.message import Message, Passage
from bot.payload import Result
from bot.question import Question, read_question
from bot.render import (
    render_sentence,
    render_shared,
    render_title,
    shortened,
    spoken_place,
)
from bot.wording import Words
from index import Article, Quote, Verdict

T = TypeVar("T")

MAX_RESULTS = 10
MIN_CONFIDENCE = 0.01  # below it a sentence is shown only where there is no other
MAX_TITLE_CHARS = 200
# Telegram drops a query after about two seconds; what is not known by then is said in private.
DEADLINE_S = 1.2
SUGGESTIONS_S = 1.0
FOR_SUGGESTIONS = "suggestions"


def spread(found: Sequence[T], count: int) -> Sequence[T]:
    """Return at most so many of what was found, at even distances."""
    step = max(1, -(-len(found) // count))
    return found[::step]


@dataclass(frozen=True, slots=True)
class InlineDoor(Door):
    """Offers quotes to people who type a question in any chat."""

    _latest: dict[int, str] = field(default_factory=dict)  # the query that a person typed last

    def handlers(self) -> list[Handler]:
        """Return the handlers of this door."""
        return [InlineQueryHandler(self.typed)]

    async def typed(self, update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a query, unless the person has typed on."""
        query = update.inline_query
        assert query is not None  # the handler takes nothing else
        words, question = self.words_of(query.from_user), read_question(query.query)
        person = query.from_user.id
        self._latest[person] = query.id
        try:
            if isinstance(question, Question):
                await self._answer(query.id, question, words, person)
            else:
                await self.wire.offer(
                    query.id, await self._suggested(words), words("inline-hint"), FOR_SUGGESTIONS
                )
        finally:
            if self._latest.get(person) == query.id:
                del self._latest[person]

    async def _answer(self, query_id: str, question: Question, words: Words, person: int) -> None:
        def still_wanted() -> bool:
            return self._latest.get(person) == query_id

        start = question_start(question_key(question.text))
        try:
            search = self.doorway.search(question.text, MAX_RESULTS, still_wanted)
            findings = await asyncio.wait_for(search, DEADLINE_S)
        except TimeoutError:
            self.memory.keep_question(question.text, words.language, "")
            await self.wire.offer(query_id, [], words("inline-slow"), start)
            return
        if findings is None or not still_wanted():
            return
        self.memory.keep_question(question.text, words.language, findings.answer.verdict)
        if findings.answer.verdict is Verdict.NONE:
            await self.wire.offer(query_id, [], words("inline-none"), start)
        else:
            await self.wire.offer(query_id, self._results(question, findings, words))

    def _results(self, question: Question, findings: Searched, words: Words) -> list[Result]:
        key = question_key(question.text)
        likely = [q for q in findings.nearest if q.confidence >= MIN_CONFIDENCE]
        quotes = likely or findings.nearest[:1]
        answering = {(q.article.content_hash, q.start) for q in findings.answer.quotes}
        results = []
        for quote in quotes:
            answers = (quote.article.content_hash, quote.start) in answering
            verdict = findings.answer.verdict if answers else Verdict.CLOSEST
            message = render_shared(question.text, quote, verdict, words, self.cite)
            keyboard = under_answer(
                self.library,
                quote,
                question.text,
                key,
                words,
                cite=self.cite,
                more=len(findings.answer.quotes) > 1,
            )
            # Nobody is quite sure that a sentence answers, nor that it does not.
            sure = words("sure", percent=min(99, max(1, round(100 * quote.confidence))))
            results.append(
                self._result(replace(message, buttons=keyboard), quote, key, words, sure)
            )
        return results

    async def _suggested(self, words: Words) -> list[Result]:
        """Offer questions with their answers; while they are not found yet, a taste of the text."""
        results = []
        for each in await self.suggestions.of(words.language, SUGGESTIONS_S):
            key = self.memory.keep_question(each.question, words.language, Verdict.ANSWER)
            message = render_shared(each.question, each.quote, Verdict.ANSWER, words, self.cite)
            keyboard = under_answer(
                self.library, each.quote, each.question, key, words, cite=self.cite
            )
            shown = replace(message, buttons=keyboard)
            results.append(self._result(shown, each.quote, key, words, each.question))
        return results or self._suggestions(words)

    def _suggestions(self, words: Words) -> list[Result]:
        """Offer the sentences that open the paragraphs: a taste of what can be asked."""
        results = []
        for article, number in spread(self._openings(), MAX_RESULTS):
            quote = self.library.quote(article.address, number)
            assert quote is not None  # the library has just numbered it
            keyboard = under_sentence(
                self.library, quote, NO_KEY, words, cite=self.cite, private=False
            )
            message = replace(render_sentence(quote, words, self.cite), buttons=keyboard)
            results.append(self._result(message, quote, NO_KEY, words))
        return results

    def _openings(self) -> list[tuple[Article, int]]:
        return [
            (article, number)
            for article in self.library.articles[:MAX_RESULTS]
            for number in self.library.openings(article)
        ]

    def _result(
        self, message: Message, quote: Quote, key: str, words: Words, sure: str = ""
    ) -> Result:
        name = f"{key} {quote.article.content_hash} {quote.start} {words.language} {sure}"
        place = spoken_place(quote, words)
        title = render_title(quote.article, words).text
        return Result(
            id=hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32],
            title=shortened(quote.text, MAX_TITLE_CHARS),
            description=" · ".join(part for part in (sure, place, title) if part),
            message=message,
            passage=Passage(0, quote.article, quote.start, quote.end),
        )
