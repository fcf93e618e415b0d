"""The facts that a text states: numbers, times, names and reasons, found by closed word classes."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from index.lexicon import canonical, words_with_offsets
from index.word_classes import WordClasses, folded, word_classes

TEXTS_KEPT = 1024  # whose facts were found last: a sentence is quoted more than once
_YEARS = range(1000, 2200)
_ARABIC_ARTICLE = re.compile(r"(?<!\w)(?:al|el|a[dnrstz]|ash)-$")  # of "Ali al-Zaatari"
_SENTENCE_OPENING = re.compile(r"[\s¿¡\"'«»“”„‘’(\[–—-]*")


class FactKind(StrEnum):
    """What kind of thing a fact is; the value is the answer type of a question for it."""

    NUMBER = "number"
    AGE = "age"
    PERCENT = "percent"
    DATE = "date"
    PLACE = "place"
    PERSON = "person"
    CAUSE = "cause"


class Fact(NamedTuple):  # a question makes a thousand, and a dataclass takes seven times as long
    """A fact at `text[start:end]`.

    An age or a percentage is found beside the same number, which may be asked for as either.
    `value` is the same in every language for numbers (`56`) and times (`day 2`, `month 10`,
    `year 2016`); for names it is the words without case and accents. `opens` is true of a name
    that opens a sentence, where a capital says nothing.
    """

    kind: FactKind
    start: int
    end: int
    value: str
    opens: bool = False


@lru_cache(maxsize=TEXTS_KEPT)
def find_facts(text: str, code: str) -> tuple[Fact, ...]:
    """Return the facts that a sentence in this language states, in order of their starts."""
    known = word_classes(code)
    found = [*_numbers_and_times(text, known), *_names(text, known), *_causes(text, known)]
    return tuple(sorted(found, key=lambda fact: (fact.start, fact.end, fact.kind)))


def _numbers_and_times(text: str, known: WordClasses) -> Iterator[Fact]:
    for word, start, end in words_with_offsets(text):
        plain = canonical(word, known.code) or word
        if plain.startswith(("day ", "month ")):
            yield Fact(FactKind.DATE, start, end, plain)
        elif word.isdecimal() and end - start == 4 and int(word) in _YEARS:  # `1,200` is none
            yield Fact(FactKind.DATE, start, end, f"year {int(word)}")
        elif word in known.dates:
            yield Fact(FactKind.DATE, start, end, f"time {word}")
        elif plain[0].isdigit():
            yield Fact(FactKind.NUMBER, start, end, plain)
            for kind, unit in known.units.items():
                if unit.beside(text, start, end):
                    yield Fact(FactKind(kind), start, end, plain)


def _is_time(word: str, known: WordClasses) -> bool:
    return word in known.dates or (canonical(word, known.code) or "").startswith(("day", "month"))


def _names(text: str, known: WordClasses) -> Iterator[Fact]:
    """Yield the runs of capitalised words that are not all of grammar."""
    opening = _SENTENCE_OPENING.match(text)
    first = opening.end() if opening else 0
    run: list[tuple[str, int, int]] = []
    for word, start, end in words_with_offsets(text):
        if not text[start].isupper() or _is_time(word, known):
            continue
        if start <= first and word in known.function_words:
            continue
        article = _ARABIC_ARTICLE.search(text, max(0, start - 4), start)
        start = article.start() if article else start
        if run and not _joined(text, run[-1], (word, start, end)):
            yield from _name(text, run, first, known)
            run = []
        run.append((word, start, end))
    if run:
        yield from _name(text, run, first, known)


def _joined(text: str, one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    """Say whether two capitalised words are of one name: the UN is not, with who speaks for it."""
    gap = text[one[2] : other[1]]
    if gap == " " and _is_acronym(text, one) and not _is_acronym(text, other):
        return False
    return gap in {" ", "-", "\u00a0", "\u2011", "'", "’", ". "}


def _is_acronym(text: str, place: tuple[str, int, int]) -> bool:
    _, start, end = place
    return end - start > 1 and text[start:end].isupper()


def _word_before(text: str, start: int) -> str:
    head = re.search(r"([^\W\d_]+)['’\s]+$", text[max(0, start - 24) : start])
    return head.group(1).casefold() if head else ""


def _name(
    text: str, run: list[tuple[str, int, int]], first: int, known: WordClasses
) -> Iterator[Fact]:
    if all(_names_nothing(text, place, known) for place in run):
        return
    start, end = run[0][1], run[-1][2]
    kind = FactKind.PLACE if _word_before(text, start) in known.places else FactKind.PERSON
    value = " ".join(folded(word) for word, _, _ in run)
    yield Fact(kind, start, end, value, opens=start <= first and len(run) == 1)


def _names_nothing(text: str, place: tuple[str, int, int], known: WordClasses) -> bool:
    """Say whether a word, alone, is no name: "We", but not the WHO."""
    word = place[0]
    return word in known.nameless or (word in known.function_words and not _is_acronym(text, place))


def _causes(text: str, known: WordClasses) -> Iterator[Fact]:
    if known.causes:
        for match in known.causes.finditer(text):
            yield Fact(FactKind.CAUSE, match.start(), match.end(), match.group().casefold())
