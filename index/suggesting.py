"""Questions that an article answers for certain: made of its facts, kept by the verdict itself."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

from index.answering import Answer, Verdict
from index.article import Article, Quote, Sentence
from index.facts import Fact, FactKind, find_facts
from index.lexicon import is_function_word

SUGGESTED = 5
FEWEST = 3  # with so many in the asker's language, none in the article's are added
MAX_ASKED = 60  # questions tried: half a second to a second
MAX_SENTENCES = 120  # looked at, at even distances
MAX_NAME_CHARS = 40
_NOUN = re.compile(r"[ \u00a0\u202f]([^\W\d_]{4,})")
_ELIDED = re.compile(r"[aeiouyàâéèêëîïôöûüœæ]", re.IGNORECASE)  # before these, "de" is "d'"


class Asked(Protocol):
    """What suggestions need of an ArticleIndex."""

    @property
    def articles(self) -> Sequence[Article]:
        """Return the articles."""

    def sentences(self, article: Article) -> tuple[Sentence, ...]:
        """Return an article's sentences."""

    def ask(self, question: str, limit: int = 3) -> Answer:
        """Answer a question."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, and the quote that answers it first."""

    question: str
    quote: Quote


def suggest(index: Asked, language: str, limit: int = SUGGESTED) -> list[Suggestion]:
    """Return up to `limit` questions, in a language, and in the article's own where it has few.

    Each was asked, the verdict was ANSWER, and the first quote was the sentence it was made from.
    """
    found: list[Suggestion] = []
    kinds: dict[str, int] = {}
    tried: set[str] = set()
    for own, kind, question, article, sentence in _candidates(index, language):
        enough = len(found) >= (FEWEST if own else limit)
        if enough or len(tried) == MAX_ASKED:
            break
        taken = any(
            each.quote.article is article and each.quote.start == sentence.start for each in found
        )
        if taken or question in tried or kinds.get(kind, 0) >= max(2, limit // 2):
            continue
        tried.add(question)
        answer = index.ask(question, 1)
        if answer.verdict is not Verdict.ANSWER:
            continue
        best = answer.quotes[0]
        if best.article == article and best.start == sentence.start:
            kinds[kind] = kinds.get(kind, 0) + 1
            found.append(Suggestion(question, best))
    return found


def _candidates(index: Asked, language: str) -> Iterator[tuple[bool, str, str, Article, Sentence]]:
    """Yield questions with the sentences that they are made from, those in the language first."""
    places = [(article, each) for article in index.articles for each in index.sentences(article)]
    places = places[:: max(1, len(places) // MAX_SENTENCES)]
    for own in (False, True):  # first what is of the asker's language, then of the article's
        for article, sentence in places:
            spoken = article.language.split("-")[0]
            if own and spoken == language:
                continue
            code = spoken if own else language
            text = article.text[sentence.start : sentence.end]
            for kind, question in _questions(text, spoken, code):
                yield own, kind, question, article, sentence


def _questions(text: str, spoken: str, code: str) -> Iterator[tuple[str, str]]:
    """Yield questions in language `code` that a sentence in the language `spoken` may answer."""
    templates = _templates().get(code, {})
    facts = find_facts(text, spoken)
    for fact in facts:
        words = text[fact.start : fact.end]
        if fact.kind is FactKind.NUMBER and spoken == code and "count" in templates:
            if noun := _counted(text, fact, facts):
                question = templates["count"].format(noun=noun)
                if code == "fr" and _ELIDED.match(noun):
                    question = question.replace("de " + noun, "d'" + noun)
                yield "count", question
        elif fact.kind in {FactKind.PERSON, FactKind.PLACE}:
            if "name" in templates and not fact.opens and 2 < len(words) <= MAX_NAME_CHARS:
                yield "name", templates["name"].format(name=words)
        elif fact.value.startswith("year ") and "year" in templates:
            yield "date", templates["year"].format(year=words)
        elif fact.value.startswith("day ") and spoken == code and "day" in templates:
            day = words if words[0].isupper() and code in {"en", "de"} else words.lower()
            yield "date", templates["day"].format(day=day)


def _counted(text: str, number: Fact, facts: Sequence[Fact]) -> str | None:
    """Return the noun behind a number of several; None where something else is there."""
    if not number.value.isdecimal() or int(number.value) < 2:
        return None
    found = _NOUN.match(text, number.end)
    if found is None or any(fact.start == found.start(1) for fact in facts):
        return None
    noun = found[1]
    return None if is_function_word(noun.casefold()) else noun


@cache
def _templates() -> Mapping[str, Mapping[str, str]]:
    source = files("index") / "data" / "suggestions.toml"
    return tomllib.loads(source.read_text("utf-8"))
