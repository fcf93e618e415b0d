"""The words of a sentence beside those of a question: which are alike, and what stands together."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import dropwhile, takewhile

from index.facts import Fact, find_facts
from index.question_parts import Word, read_content
from index.questions import Question
from index.word_classes import word_classes
from index.words import MAX_QUESTION_WORDS, MIN_LIKE_LENGTH, likeness, words

# From this likeness on two words of two languages, or of one, or from so many letters that they
# begin with, are taken for one.
SAME_WORD, SAME_WORD_OF_ONE = 0.45, 0.6
SAME_BEGINNING = 5

_CONJUNCTIONS = re.compile(
    r"\s(?:(?:et|and|y|e|und|и|а|mais|but|while|whereas|pero|mientras|aber|però|mentre|mas|но)\s"
    r"|و(?=\S))",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[,;:()«»\"“”–—](?!\d)")


class Alignment:
    """A sentence before a question, word by word.

    `language` is that of the sentence, `code` that of the question, and `is_same` is true where
    they are one.
    """

    def __init__(self, text: str, language: str, question: Question, code: str) -> None:
        self.text = text
        self.language = language
        self.question = question
        self.code = code
        self.is_same = code == language
        self._enough = SAME_WORD_OF_ONE if self.is_same else SAME_WORD

    @property
    def facts(self) -> Sequence[Fact]:
        """Return what the sentence states."""
        return find_facts(self.text, self.language)

    @cached_property
    def asked(self) -> list[Word]:
        """Return the question's words of content."""
        return read_content(self.question.text, self.code)[:MAX_QUESTION_WORDS]

    @cached_property
    def words(self) -> list[Word]:
        """Return the sentence's words of content."""
        return read_content(self.text, self.language)

    @cached_property
    def near(self) -> Mapping[Word, frozenset[str]]:
        """Return the words of the question that each word of the sentence is like."""
        return {
            word: frozenset(each.text for each in self.asked if self._alike(each, word))
            for word in self.words
        }

    def any_alike(self, some: Iterable[Word], others: Sequence[Word]) -> bool:
        """Say whether any of some words is like any of the others."""
        return any(self._alike(one, other) for one in some for other in others)

    def clause(self, at: int) -> list[Word]:
        """Return the words of the clause that a place is in."""
        return self._between(self._breaks, at)

    def conjunct(self, start: int, end: int | None = None) -> list[Word]:
        """Return the words that no clause and no conjunction parts from what stands here."""
        return self._between(self._joints, start, end)

    def subject(self, at: int) -> list[Word]:
        """Return the names or the noun that open a clause, for a conjunct that none opens."""
        clause, conjunct = self.clause(at), self.conjunct(at)
        if not conjunct or self._has_subject(conjunct[0].start):
            return []
        if self._has_subject(clause[0].start):
            named = takewhile(lambda word: self.text[word.start].isupper(), clause[1:])
            return [clause[0], *named]
        names = dropwhile(lambda word: not self.text[word.start].isupper(), clause)
        return list(takewhile(lambda word: self.text[word.start].isupper(), names))

    def _has_subject(self, at: int) -> bool:
        """Say whether a conjunct has a subject of its own, by how it opens: "and her son"."""
        known = word_classes(self.language)
        opening = words(self.text[_last_before(self._joints, at) + 1 : at])
        return self.text[at].isupper() or not (known.articles | known.determiners).isdisjoint(
            opening
        )

    def words_before(self, at: int) -> list[str]:
        """Return the words of a clause that are before a place, of grammar too."""
        return words(self.text[self.gap_before(at) + 1 : at])

    def gap_before(self, at: int) -> int:
        """Return where the clause before this one ends, or -1."""
        return _last_before(self._breaks, at)

    def is_in_one_clause(self, start: int, end: int) -> bool:
        """Say whether no clause ends between two places."""
        return not _CLAUSES.search(self.text, start, end)

    def is_apposed(self, at: int) -> bool:
        """Say whether a name here explains what is before a comma: "the minister, Ali"."""
        gap = self.gap_before(at)
        title = [word for word in self.words if gap < word.start < at]
        return gap >= 0 and self.text[gap] == "," and (len(title) <= 1 or bool(title[-1].term))

    def behind(self, start: int, end: int) -> int:
        """Return where it goes on behind a name, and behind a comma that ends an apposition."""
        return end + (self.is_apposed(start) and self.text.startswith(",", end))

    @cached_property
    def _breaks(self) -> list[int]:
        """Return where the clauses of the sentence end."""
        return [gap.start() for gap in _CLAUSES.finditer(self.text)]

    @cached_property
    def _joints(self) -> list[int]:
        """Return where the clauses end, and what conjunctions join."""
        return [*self._breaks, *(gap.start() for gap in _CONJUNCTIONS.finditer(self.text))]

    def _alike(self, one: Word, other: Word) -> bool:
        """Say whether two words are taken for one."""
        if one.term or other.term:
            return one.term == other.term
        if one.text == other.text or (self.is_same and one.stem == other.stem):
            return True
        if one.text[0].isdigit() or min(len(one.text), len(other.text)) < MIN_LIKE_LENGTH:
            return False
        same_beginning = one.spelt[:SAME_BEGINNING] == other.spelt[:SAME_BEGINNING]
        return same_beginning or likeness(one.spelt, other.spelt) >= self._enough

    def _between(self, breaks: Sequence[int], start: int, end: int | None = None) -> list[Word]:
        before = _last_before(breaks, start)
        behind = min((gap for gap in breaks if gap >= (end or start)), default=len(self.text))
        return [word for word in self.words if before < word.start < behind]


def lands(some: Iterable[Word]) -> frozenset[str]:
    """Return the countries that words stand for."""
    return frozenset(word.term for word in some if word.term and word.term.startswith("land "))


def _last_before(breaks: Sequence[int], at: int) -> int:
    return max((gap for gap in breaks if gap < at), default=-1)
