"""The parts of a question, "who died, and how many children?", and what each of them asks for."""

import re
from collections.abc import Iterable
from itertools import islice, takewhile
from typing import NamedTuple

from index.expressions import Measure
from index.facts import FactKind
from index.lexicon import (
    MAX_QUESTION_WORDS,
    canonical,
    is_function_word,
    land,
    stem,
    words,
    words_with_offsets,
)
from index.questions import asking_words, opening_kinds
from index.word_classes import UNTYPED, word_classes

MAX_PARTS = 8  # ends of a sentence or a clause that are looked behind
OPENING = 64  # characters of a part that its asking word stands in, and what it names
NAMED = 2  # words behind an asking word that name what is counted: "how many Syrian children"
# Between a number, or what it is asked for with, and what it counts.
OF = frozenset(("de", "du", "des", "d", "of", "di", "von"))

# What befell those that are counted, which may be anybody.
STATES = frozenset(("dead", "injured", "missing", "displaced", "arrested"))

_ENDS = re.compile(r"[?؟!.;,]\s+|(?:^|\s)(?:et|and|y|e|und|и|а)\s+|(?:^|\s)و(?=\S)")


class Word(NamedTuple):
    """A word of a question or a sentence, with what all languages call it, if they do."""

    text: str
    term: str | None
    stem: str
    start: int


class Part(NamedTuple):
    """What one part of a question asks for; no kind where it asks in another way.

    `content` are its words of content, and `said` is what they say of those that are counted.
    `measure` is what the number asked for is of: "how long". `named` are the words for what is
    counted, where it is certain that they are: "how many children", but not "сколько стоит".
    `counted` is what the word behind the asking word says of those that are counted, or what all of
    `named` say: "wounded children" are children.
    """

    kind: FactKind | None
    measure: Measure | None
    content: tuple[Word, ...]
    said: frozenset[str]
    named: tuple[Word, ...]
    counted: frozenset[str]

    @property
    def is_count(self) -> bool:
        """Say whether it asks for a number of no measure."""
        return self.kind is FactKind.NUMBER and self.measure is None


class _Opening(NamedTuple):
    """An asking word, with where its part of the question starts."""

    start: int
    kind: FactKind | None
    match: re.Match[str]


def read_parts(text: str, code: str) -> list[Part]:
    """Return the parts of a question that open with an asking word, each up to the next."""
    gaps = islice(_ENDS.finditer(text), MAX_PARTS)
    starts = [0, *(gap.end() for gap in gaps)]
    openings = [found for start in starts if (found := _opening(text, start, code))]
    ends = [*(opening.start for opening in openings[1:]), len(text)]
    return [
        _part(opening, text[opening.start : end], code)
        for opening, end in zip(openings, ends, strict=False)
    ]


def _opening(text: str, start: int, code: str) -> _Opening | None:
    beginning = text[start : start + OPENING]
    found = {
        kind: match
        for kind, match in asking_words(beginning, code).items()
        if not read_content(match.string[: match.start()], code)
    }
    first = opening_kinds(found)
    if not first:
        return None
    hour = word_classes(code).asks_measure["hour"].search(beginning)
    typed = len(first) == 1 and first[0] != UNTYPED and not hour
    return _Opening(start, FactKind(first[0]) if typed else None, found[first[0]])


def _part(opening: _Opening, text: str, code: str) -> Part:
    asks = word_classes(code).asks_measure
    plain, match = text.replace("’", "'"), opening.match
    measures = (one for one in (Measure.TIME, Measure.PERCENT) if asks[one].search(plain))
    spoken = read_content(text, code)[:MAX_QUESTION_WORDS]
    behind = words(match.string[match.end() :])
    of = len(list(takewhile(OF.__contains__, behind)))
    counts = bool(of or asks["count"].match(match.string, match.start()))
    following = takewhile(lambda word: not is_function_word(word), behind[of:])
    named = [_word(word, code) for word in islice(following, NAMED if counts else 1)]
    counted = said_of_counted(named, code)
    return Part(
        kind=opening.kind,
        measure=next(measures, None),
        content=tuple(spoken),
        said=said_of_counted(spoken, code),
        named=tuple(named if counts else ()),
        counted=counted - STATES or counted,
    )


def read_content(text: str, code: str) -> list[Word]:
    """Return the words of a text that are none of grammar or of asking, in order."""
    return [
        _word(word, code, start)
        for word, start, _ in words_with_offsets(text)
        if not is_function_word(word)
    ]


def _word(word: str, code: str, start: int = 0) -> Word:
    return Word(word, canonical(word, code) or land(word, code), stem(word, code), start)


def said_of_counted(some: Iterable[Word], code: str) -> frozenset[str]:
    """Return what words say of those that are counted: that they are dead, or children."""
    said = (word_classes(code).says_of_counted(word.text) for word in some)
    return frozenset(each for each in said if each)
