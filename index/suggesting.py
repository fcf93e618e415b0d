"""Questions that an article answers for certain: made of its facts, kept by the verdict itself."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from index.answering import Answer, Verdict
from index.article import Article, Quote, Sentence
from index.evenly import evenly
from index.facts import NAMES, Fact, FactKind, find_facts, word_before
from index.words import is_function_word, words

SUGGESTED = 5
FEWEST = 3  # with so many in the asker's language, none in the article's are added
MAX_ASKED = 60  # questions tried: half a second to a second
MAX_ARTICLES, MAX_SENTENCES = 60, 120  # looked at, at even distances
MAX_NAME_CHARS = 40
MAX_CLAUSE_CHARS = 80
MAX_WORD_CHARS = 64  # looked at before a fact: a word and the blanks around it
MOST_OF_A_KIND = 3
# Before these, "de" is "d'"; not before an h that is aspirated.
_ELIDED = re.compile(
    r"[aeiouàâéèêëîïôöûüœæ]|"
    r"h(?!a(?!b|leine|llu|rmon)|éro[ns]|érisson|iérarch|oll|omard|ongr|ont|ors|ou|ublot|uit|ur|utt)",
    re.IGNORECASE,
)


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


def suggest(
    index: Asked,
    language: str,
    limit: int = SUGGESTED,
    still_wanted: Callable[[], bool] = lambda: True,
) -> list[Suggestion]:
    """Return up to `limit` questions, in a language, and in the article's own where it has few.

    Each was asked, the verdict was ANSWER, and the first quote was the sentence it was made from.
    It ends early where they come to be unwanted.
    """
    found: list[Suggestion] = []
    kinds: dict[str, int] = {}
    tried: set[str] = set()
    for own, kind, question, article, sentence in _candidates(index, language):
        enough = len(found) >= (FEWEST if own else limit)
        if enough or len(tried) == MAX_ASKED or not still_wanted():
            break
        taken = any(
            each.quote.article == article and each.quote.start == sentence.start for each in found
        )
        if taken or question in tried or kinds.get(kind, 0) == MOST_OF_A_KIND:
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
    articles = evenly(index.articles, MAX_ARTICLES)
    every = [(article, each) for article in articles for each in index.sentences(article)]
    places = evenly(every, MAX_SENTENCES)
    for own in (False, True):  # first what is of the asker's language, then of the article's
        for article, sentence in places:
            spoken = article.code
            if own and spoken == language:
                continue
            code = spoken if own else language
            text = article.text[sentence.start : sentence.end]
            for kind, question in _questions(text, spoken, code):
                yield own, kind, question, article, sentence


def _questions(text: str, spoken: str, code: str) -> Iterator[tuple[str, str]]:
    """Yield questions in language `code` that a sentence in the language `spoken` may answer."""
    own, templates = _templates().get(spoken, {}), _templates().get(code, {})
    facts = find_facts(text, spoken)
    for fact in facts:
        stated = text[fact.start : fact.end]
        if fact.kind is FactKind.NUMBER and spoken == code and "count" in templates:
            if counted := _counted(text, fact, facts, spoken):
                question = templates["count"].format(counted=counted)
                if code == "fr" and _ELIDED.match(counted):
                    question = question.replace("de " + counted, "d’" + counted)
                yield "count", question
        elif fact.kind in NAMES:
            if "name" in templates and _is_sure(text, fact, own):
                name = _with_article(text, fact, own) if spoken == code else stated
                if name and (spoken == code or _is_latin(name)):
                    yield "name", templates["name"].format(name=name)
        elif fact.value.startswith("year ") and "year" in templates:
            if word_before(text, fact.start) == own.get("in_year"):
                yield "date", templates["year"].format(year=stated)
        elif fact.value.startswith("day ") and spoken == code and "day" in templates:
            before = text[: min(fact.start, MAX_WORD_CHARS)]
            if len(words(before)) > 1:  # not "on Tuesday …": what is said is not of it
                continue
            day = stated if stated[0].isupper() and code in {"en", "de"} else stated.lower()
            yield "date", templates["day"].format(day=day)


def _counted(text: str, number: Fact, facts: Sequence[Fact], code: str) -> str | None:
    """Return the noun behind a number of several and what is said of it; None where nothing is.

    "56 civils" alone says too little: of what day, and what became of them?
    """
    if not number.value.isdecimal() or int(number.value) < 2:
        return None
    if code == "ru" and int(number.value) % 10 in {1, 2, 3, 4}:  # whose nouns have other endings
        return None
    found = _clause(code).match(text, number.end)
    if found is None or any(fact.start == found.start(1) for fact in facts):
        return None
    counted = " ".join(found[1].split())
    return None if is_function_word(counted.split()[0].casefold()) else counted


@cache
def _clause(code: str) -> re.Pattern[str]:
    """Return a pattern of one or two words, a verb, and what follows up to a mark."""
    verbs = _templates()[code]["verbs"]
    word = r"[^\W\d_]{2,}"
    return re.compile(
        rf"\s((?:{word}\s)?{word}\s{verbs}\s[^.,;:!?()\[\]«»\"“”„]{{3,{MAX_CLAUSE_CHARS}}})(?=[.,;:]|$)"
    )


def _is_sure(text: str, name: Fact, own: Mapping[str, Any]) -> bool:
    """Say whether words with capitals are a name and no more."""
    stated = text[name.start : name.end]
    if name.opens or not 2 < len(stated) <= MAX_NAME_CHARS:
        return False
    if "longest" not in own:
        return True
    return len(words(stated)) <= own["longest"] and bool(words(text[: name.start]))


def _is_latin(name: str) -> bool:
    """Say whether a name is in letters that are read beside those of any language."""
    return all(unicodedata.name(each).startswith("LATIN") for each in name if each.isalpha())


def _with_article(text: str, name: Fact, own: Mapping[str, Any]) -> str | None:
    """Return a name with the article that it has in the text; None where it wants another."""
    stated = text[name.start : name.end]
    articles = dict(each.split("=") for each in own.get("articles", "").split())
    article = articles.get(word_before(text, name.start))
    if article is None:
        return stated
    gap = "" if article.endswith("’") else " "
    return f"{article}{gap}{stated}" if article else None


@cache
def _templates() -> Mapping[str, Mapping[str, Any]]:
    source = files("index") / "data" / "suggestions.toml"
    return tomllib.loads(source.read_text("utf-8"))
