"""The fact asked for: which of the numbers, times and names of a quote it is, if that is sure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from index.article import Article, Sentence
from index.expressions import Expression, Measure, find_expressions
from index.facts import FactKind, find_facts
from index.lexicon import (
    MAX_QUESTION_WORDS,
    MIN_LIKE_LENGTH,
    canonical,
    is_function_word,
    land,
    latin,
    likeness,
    script,
    stem,
    words_with_offsets,
)
from index.questions import Question, asking_words, opening_kinds
from index.signals import NAMES, SAME_NAME
from index.word_classes import UNTYPED, folded, word_classes

# From this likeness on two words, or from so many letters that they begin with, are taken for one.
SAME_WORD = 0.45
SAME_BEGINNING = 5
_COUNTABLE = frozenset((Measure.MONEY, Measure.EXTENT))  # "how many euros", "how many metres"
MAX_CHARS = 2000  # what is longer is a list or a table: what stands near a fact decides nothing
MAX_PARTS = 8  # ends of a sentence or a clause of a question that are looked behind
OPENING = 64  # characters of a part of a question that its asking word stands in
NEAR = 2  # words of content behind a number that can be what it counts
# Between a number and what it counts; before another place it counts what the one before does.
_OF = frozenset(("de", "du", "des", "d", "of", "di", "von"))

_PARTS = re.compile(r"[?؟!.;,]\s+|(?:^|\s)(?:et|and|y|e|und|и|а)\s+|(?:^|\s)و(?=\S)")
_CLAUSES = re.compile(r"[,;:()«»\"“”–—](?!\d)")


class _Part(NamedTuple):
    """What one part of a question asks for; no kind where it asks in another way."""

    kind: FactKind | None
    text: str
    measure: Measure | None = None  # of the number asked for


class _Word(NamedTuple):
    text: str
    term: str | None  # what all languages call it
    stem: str
    start: int


class _Found(NamedTuple):
    expression: Expression
    evidence: int


def highlight_of(
    article: Article, sentence: Sentence, question: Question, asked: str | None = None
) -> tuple[int, int] | None:
    """Return where the fact asked for stands, whole, when it is sure which one it is.

    `asked` are the words of a follow-up, which the question joins to the one before: where they
    ask something themselves, that counts. Reasons are not marked: where they end is not known.
    """
    if sentence.end - sentence.start > MAX_CHARS:
        return None
    code = question.language or article.language
    parts = list(_parts(asked or "", code)) or list(_parts(question.text, code))
    text = article.text[sentence.start : sentence.end]
    reading = _Reading(text, article.language, question, code)
    found = [each for part in parts if (each := reading.find(part))]
    if not found:
        return None
    best = max(found, key=lambda each: each.evidence)
    if any(e.evidence == best.evidence and e.expression != best.expression for e in found):
        return None
    if not best.evidence and any(part.kind is None for part in parts):
        return None  # the sentence may answer the other part
    return sentence.start + best.expression.start, sentence.start + best.expression.end


def _parts(text: str, code: str) -> Iterator[_Part]:
    """Yield the parts of a question that open with an asking word, each up to the next."""
    gaps = islice(_PARTS.finditer(text), MAX_PARTS)
    starts = [0, *(gap.end() for gap in gaps)]
    opened = [(start, kind) for start in starts for kind in _opening(text[start:][:OPENING], code)]
    for place, (start, kind) in enumerate(opened):
        end = opened[place + 1][0] if place + 1 < len(opened) else len(text)
        yield _Part(kind, text[start:end], _measure(text[start:end], code))


def _measure(asked: str, code: str) -> Measure | None:
    """Return what a number asked for is of: "how long", "what proportion"."""
    asks, asked = word_classes(code).asks_measure, asked.replace("’", "'")
    return next((one for one in (Measure.TIME, Measure.PERCENT) if asks[one].search(asked)), None)


def _opening(text: str, code: str) -> Iterator[FactKind | None]:
    """Yield the kind that a part of a question opens with, None where it asks for none."""
    found = {
        kind: match
        for kind, match in asking_words(text, code).items()
        if not _content(match.string[: match.start()], code)
    }
    first = opening_kinds(found)
    if first:
        hour = word_classes(code).asks_measure["hour"].search(text)
        typed = len(first) == 1 and first[0] != UNTYPED and not hour
        yield FactKind(first[0]) if typed else None


def _read(text: str, code: str) -> list[_Word]:
    return [
        _Word(word, canonical(word, code) or land(word, code), stem(word, code), start)
        for word, start, _ in words_with_offsets(text)
    ]


def _content(text: str, code: str) -> list[_Word]:
    return [word for word in _read(text, code) if not is_function_word(word.text)]


class _Reading:
    """A sentence before a question."""

    def __init__(self, text: str, language: str, question: Question, code: str) -> None:
        self._text = text
        self._language = language
        self._question = question
        self._code = code
        self._same = code == language
        self._asked = _content(question.text, code)[:MAX_QUESTION_WORDS]
        self._words = _content(text, language)
        self._breaks = [gap.start() for gap in _CLAUSES.finditer(text)]

    def find(self, part: _Part) -> _Found | None:
        """Return the expression that a part of the question asks for, if one alone can be it."""
        if part.kind in (None, FactKind.CAUSE) or self._asks_who_a_name_is(part):
            return None
        found = self._candidates(part)
        ranks = self._ranks(part, found)
        best = max(ranks, default=None)
        if best is None or ranks.count(best) > 1:
            return None
        (counted, evidence, _), one = best, found[ranks.index(best)]
        evidence += max(counted, 0)
        if not evidence and not self._same and self._is_land(one, part.kind):
            return None  # "talks on Syria" is not who talks
        return _Found(one, evidence)

    def _asks_who_a_name_is(self, part: _Part) -> bool:
        stated = find_facts(self._text, self._language)
        names = [fact for fact in (*self._question.facts, *stated) if fact.kind in NAMES]
        named = {word for name in names for word in name.value.split()}
        asked = {folded(word.text) for word in _content(part.text, self._code)}
        return part.kind is FactKind.PERSON and bool(asked) and asked <= named

    def _is_land(self, one: Expression, kind: FactKind) -> bool:
        named = one.facts[0].value.split()
        return kind is FactKind.PERSON and any(land(word, self._language) for word in named)

    def _candidates(self, part: _Part) -> list[Expression]:
        """Return the expressions of the kind asked for that can be it and are not given."""
        assert part.kind
        if part.kind in NAMES and (self._language == "de" or self._names_are_unlike()):
            return []
        given = self._question.values(*FactKind)
        found = [
            one
            for one in find_expressions(self._text, self._language, part.kind)
            if any(fact.value not in given for fact in one.facts)
            and not (part.kind in NAMES and self._is_given(one))
        ]
        if part.kind is FactKind.NUMBER:
            found = [one for one in found if _is_of(one, part.measure)]
        return found if part.kind is FactKind.DATE else self._of_the_day(found)

    def _names_are_unlike(self) -> bool:
        """Say whether the question spells names in another script: which are given is unknown."""
        return any(script(word.text) != "LATIN" for word in self._asked)

    def _is_given(self, one: Expression) -> bool:
        """Say whether a word of a name, or of the part that it is of, is the question's."""
        if any(
            one.start <= word.start < one.facts[0].start
            and any(self._alike(asked, word) for asked in self._asked)
            for word in self._words
        ):
            return True
        lands = {word.term for word in self._asked} - {None}
        return any(
            land(name, self._language) in lands
            or any(_same_name(name, word.text) for word in self._asked)
            for fact in one.facts
            for name in fact.value.split()
        )

    def _of_the_day(self, found: list[Expression]) -> list[Expression]:
        """Return those of the day that the question names, where the sentence names several."""
        facts = find_facts(self._text, self._language)
        days = [fact for fact in facts if fact.value.startswith("day ")]
        asked = self._question.values(FactKind.DATE) & {day.value for day in days}
        if not asked or len({day.value for day in days}) == 1:
            return found
        return [
            one
            for one in found
            if min(days, key=lambda day: abs(day.start - one.start)).value in asked
        ]

    def _ranks(self, part: _Part, found: Sequence[Expression]) -> list[tuple[int, int, bool]]:
        """Return what speaks for each: what it counts, how much of the question stands by it.

        A number that is a part of the one before shares what stands by that, and gives way to it
        in the article's language.
        """
        asked = _content(part.text, self._code)[:MAX_QUESTION_WORDS]
        classes = _said_of_counted(_read(part.text, self._code), self._code)
        texts = frozenset(word.text for word in asked)
        ranks: list[tuple[int, int, bool]] = []
        whole, counted_whole = frozenset[object](), 0
        for one in found:
            here = self._clause(one.start)
            near: frozenset[object] = classes & _said_of_counted(here, self._language)
            near = near.union(*(self._near[word] & texts for word in here))
            counted = self._counted(one, asked, classes)
            is_part = self._is_part(one)
            if is_part:
                near |= whole
                counted = counted or (counted_whole if self._counts_the_same(one) else 0)
            else:
                whole, counted_whole = near, counted
            evidence = len(near) + bool(one.measures - _COUNTABLE)
            ranks.append((counted, evidence, self._same and not is_part))
        return ranks

    @cached_property
    def _near(self) -> Mapping[_Word, frozenset[str]]:
        """Return the words of the question that each word of the sentence is like."""
        return {
            word: frozenset(each.text for each in self._asked if self._alike(each, word))
            for word in self._words
        }

    def _clause(self, at: int) -> list[_Word]:
        before = max((gap for gap in self._breaks if gap < at), default=-1)
        behind = min((gap for gap in self._breaks if gap >= at), default=len(self._text))
        return [word for word in self._words if before < word.start < behind]

    def _is_part(self, one: Expression) -> bool:
        before = max((gap for gap in self._breaks if gap < one.start), default=0)
        among = word_classes(self._language).among
        return bool(among and among.search(self._text, before, one.start))

    def _counted(self, one: Expression, asked: Sequence[_Word], classes: frozenset[str]) -> int:
        """Return 1 where what the number counts is asked for, -1 where another is, else 0."""
        behind = [word for word in self._clause(one.start) if word.start >= one.end][:NEAR]
        if any(self._alike(word, each) for word in asked[:1] for each in behind):
            return 1
        counted = _said_of_counted(behind[:1], self._language)
        return 1 if counted & classes else -1 if counted and classes else 0

    def _counts_the_same(self, one: Expression) -> bool:
        """Say whether a number does not say what it counts: "600.000 in besieged areas"."""
        rest = words_with_offsets(self._text[one.end :])
        return not rest or rest[0][0] in word_classes(self._language).places - _OF

    def _alike(self, one: _Word, other: _Word) -> bool:
        if one.term or other.term:
            return one.term == other.term
        if one.text == other.text or (self._same and one.stem == other.stem):
            return True
        if one.text[0].isdigit() or min(len(one.text), len(other.text)) < MIN_LIKE_LENGTH:
            return False
        a, b = latin(folded(one.text)), latin(folded(other.text))
        return a[:SAME_BEGINNING] == b[:SAME_BEGINNING] or likeness(a, b) >= SAME_WORD


def _is_of(number: Expression, measure: Measure | None) -> bool:
    """Say whether a number is of the measure asked for, or a count where none is."""
    return measure in number.measures if measure else number.measures <= _COUNTABLE


def _same_name(name: str, word: str) -> bool:
    return len(name) >= MIN_LIKE_LENGTH and likeness(name, folded(word)) >= SAME_NAME


def _said_of_counted(words: Iterable[_Word], code: str) -> frozenset[str]:
    """Return what some words say of those that are counted: that they are dead, or children."""
    said = (word_classes(code).says_of_counted(word.text) for word in words)
    return frozenset(each for each in said if each)
