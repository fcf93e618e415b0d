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
    """Yield runs of capitalised words; a lone small word of grammar between two may join them."""
    opening = _SENTENCE_OPENING.match(text)
    first = opening.end() if opening else 0
    run: list[tuple[str, int, int]] = []
    before = ""
    for word, start, end in words_with_offsets(text):
        capital = text[start].isupper() and not _is_time(word, known)
        if capital and not (start <= first and word in known.function_words):
            if run and not _joined(text[run[-1][2] : start]):
                yield _name(run, before, first, known)
                run = []
            if not run:
                before = _word_before(text, start)
            run.append((word, start, end))
        elif run:
            yield _name(run, before, first, known)
            run = []
    if run:
        yield _name(run, before, first, known)


def _joined(gap: str) -> bool:
    return gap in {" ", "-", "\u00a0", "\u2011", "'", "’", ". "}


def _word_before(text: str, start: int) -> str:
    head = re.search(r"([^\W\d_]+)['’\s]+$", text[max(0, start - 24) : start])
    return head.group(1).casefold() if head else ""


def _name(run: list[tuple[str, int, int]], before: str, first: int, known: WordClasses) -> Fact:
    start, end = run[0][1], run[-1][2]
    kind = FactKind.PLACE if before in known.places else FactKind.PERSON
    value = " ".join(folded(word) for word, _, _ in run)
    return Fact(kind, start, end, value, opens=start <= first and len(run) == 1)


def _causes(text: str, known: WordClasses) -> Iterator[Fact]:
    if known.causes:
        for match in known.causes.finditer(text):
            yield Fact(FactKind.CAUSE, match.start(), match.end(), match.group().casefold())
