"""A library that answers what a test tells it to, over real articles and quotes."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.suggestions import Suggestions
from index import Answer, Article, Quote, Sentence, Suggestion, Verdict
from index.blocks import Block, BlockKind

TEXT = """\
Mardi, 56 civils, dont sept enfants, ont été tués dans les quartiers rebelles. Il pleuvait.
Les bombardements ont coûté la vie à huit civils <mardi> & mercredi.
La réunion aura lieu à Lausanne 🕊 samedi.
"""


def article(
    text: str = TEXT,
    *,
    title: str = "Alep sous les bombes",
    language: str = "fr",
    published: date | None = date(2016, 10, 13),
    url: str | None = None,
) -> Article:
    """Make an article in which each line is a paragraph."""
    blocks = tuple(
        Block(line.start(), line.end(), BlockKind.BODY) for line in re.finditer(r"[^\n]+", text)
    )
    return Article(text, title, language, blocks, url, published)


def sentences_of(text: Article) -> tuple[Sentence, ...]:
    """Split at full stops: enough for the texts of these tests."""
    return tuple(
        Sentence(paragraph, number, block.start + found.start(), block.start + found.end())
        for paragraph, block in enumerate(text.paragraphs, 1)
        for number, found in enumerate(
            re.finditer(r"\S[^.]*\.?", text.text[block.start : block.end]), 1
        )
    )


def quote(of: Article, number: int = 1, **changes: object) -> Quote:
    """Quote an article's sentence by its running number."""
    place = sentences_of(of)[number - 1]
    values = {"confidence": 0.9, **changes}
    return Quote(of, place.paragraph, place.sentence, place.start, place.end, **values)  # type: ignore[arg-type]  # a test names the fields it needs


def answer(
    *quotes: Quote, verdict: Verdict = Verdict.ANSWER, question: str = "Combien ?"
) -> Answer:
    """Make an answer of some quotes."""
    return Answer(question, verdict, quotes[0].confidence if quotes else 0.02, quotes)


@dataclass(frozen=True)
class FakePassport:
    """Says what a real passport says."""

    model: str = "test-model"
    built: str = "2026-11-23T12:00:00+00:00"


class Clock:
    """Stands still until a test sets it on."""

    def __init__(self) -> None:
        self.now_s = 1_000_000.0

    def __call__(self) -> float:
        return self.now_s


class NoSuggestions(Suggestions):
    """Finds no questions to begin with, and so asks a library nothing that its test did not."""

    async def of(self, language: str, wait_s: float) -> list[Suggestion]:  # noqa: ARG002  # none
        return []


@dataclass(eq=False)  # one is another though it says the same, as of an ArticleIndex
class FakeLibrary:
    """Keeps the promises of an ArticleIndex with answers that a test chooses."""

    articles: tuple[Article, ...] = field(default_factory=lambda: (article(),))
    answers: dict[str, Answer] = field(default_factory=dict)
    respond: Callable[[str], Answer] | None = None
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    passport: FakePassport = FakePassport()
    asked_of: list[Sequence[str] | None] = field(default_factory=list)

    def ask(
        self,
        question: str,
        limit: int = 3,  # noqa: ARG002  # the promise of an ArticleIndex
        articles: Sequence[str] | None = None,
        previous: str | None = None,
    ) -> Answer:
        self.asked.append((question, previous))
        self.asked_of.append(articles)
        if self.respond is not None:
            return self.respond(question)
        if question in self.answers:
            return self.answers[question]
        return answer(quote(self.articles[0]), question=question)

    def rank(self, question: str, limit: int = 10) -> list[Quote]:  # noqa: ARG002  # the same
        first = self.articles[0]
        return [quote(first, number) for number in range(1, len(sentences_of(first)) + 1)][:limit]

    def sentences(self, article: Article) -> tuple[Sentence, ...]:
        return sentences_of(article)

    def count(self, article: Article) -> int:
        return len(sentences_of(article))

    def openings(self, article: Article) -> list[int]:
        return [n for n, each in enumerate(sentences_of(article), 1) if each.sentence == 1]

    def article(self, content_hash_prefix: str) -> Article | None:
        matching = (a for a in self.articles if a.content_hash.startswith(content_hash_prefix))
        return next(matching, None)

    def quote(self, content_hash_prefix: str, number: int) -> Quote | None:
        found = self.article(content_hash_prefix)
        if found is None or not 1 <= number <= len(sentences_of(found)):
            return None
        return quote(found, number, confidence=0.0)

    def number(self, quote: Quote) -> int:
        spans = [(s.start, s.end) for s in sentences_of(quote.article)]
        return spans.index((quote.start, quote.end)) + 1
