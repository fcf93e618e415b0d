"""Who says a sentence, and when: "announced on Tuesday", "said the minister, Ali"."""

from functools import cached_property

from index.alignment import Alignment
from index.expressions import Expression
from index.word_classes import word_classes
from index.words import is_function_word, words_with_offsets

MAX_BETWEEN = 48  # characters between a verb of saying and the time of it, and more
TITLE = 3  # words of content between a verb of saying and the name of who says it
_THAT = frozenset(("que", "qu", "that", "dass", "che", "что", "أن"))


class Attribution:
    """What a sentence, before a question, tells of who says it."""

    def __init__(self, alignment: Alignment) -> None:
        self._alignment = alignment
        self._text = alignment.text

    @cached_property
    def is_asked(self) -> bool:
        """Say whether the question asks of saying something."""
        sayings = word_classes(self._alignment.code).sayings
        return bool(sayings and sayings.search(self._alignment.question.text))

    def is_when(self, time: Expression) -> bool:
        """Say whether a time is when something is said: "announced on Tuesday", not "said that"."""
        return any(
            self._is_nothing_between(end, time.start) or self._is_nothing_between(time.end, start)
            for start, end in self._sayings
        )

    def told(self, person: Expression) -> range | None:
        """Return where it stands who it is that says the sentence, if somebody does."""
        gap_before = self._alignment.gap_before
        clause = opening = gap_before(person.start)
        if self._alignment.is_apposed(person.start):
            opening = gap_before(clause)
        behind = self._alignment.behind(person.start, person.end)
        if behind > person.end:  # "the minister, Ali, said"
            clause = opening
        for start, end in self._sayings:
            if self._is_nothing_between(behind, start):
                return range(clause + 1, start)
            if opening < start and self._leads_to(end, person):
                return range(end, len(self._text))
        attributions = word_classes(self._alignment.language).attributions
        found = attributions and attributions.search(self._text, opening + 1, person.start)
        if not found:
            return None
        # "according to Ali, the minister, it rains"
        title = self._alignment.clause(person.end + 1)[:1]
        has_title = any(word.term for word in title)
        return range(found.end(), len(self._text) if has_title else person.end)

    def is_of_another(self, one: Expression) -> bool:
        """Say whether another says it than who is asked for: "according to the police"."""
        asked = _sources(self._alignment.question.text, self._alignment.code)
        if not asked:
            return False
        whom = [word for word in self._alignment.asked if word.start >= asked[0]]
        tellers = [
            [word for word in self._alignment.conjunct(at) if word.start >= at]
            for at in _sources(self._text, self._alignment.language)
            if self._alignment.is_in_one_clause(*sorted((one.start, at)))
        ]
        named = [each for each in tellers if each and not one.start <= each[0].start < one.end]
        return bool(named) and not any(self._alignment.any_alike(whom, each) for each in named)

    @cached_property
    def _sayings(self) -> list[tuple[int, int]]:
        """Return where the verbs of saying stand."""
        sayings = word_classes(self._alignment.language).sayings
        return [found.span() for found in sayings.finditer(self._text)] if sayings else []

    def _is_nothing_between(self, start: int, end: int) -> bool:
        """Say whether words of grammar and names alone are between two places of a clause."""
        return (
            0 < end - start <= MAX_BETWEEN
            and self._alignment.is_in_one_clause(start, end)
            and all(
                self._text[start + at].isupper() or (is_function_word(word) and word not in _THAT)
                for word, at, _ in words_with_offsets(self._text[start:end])
            )
        )

    def _leads_to(self, at: int, person: Expression) -> bool:
        """Say whether a verb is followed by who says it: "said the minister, Ali"."""
        between = [word for word, _, _ in words_with_offsets(self._text[at : person.start])]
        content = [word for word in between if not is_function_word(word)]
        return at <= person.start and len(content) <= TITLE and _THAT.isdisjoint(between)


def _sources(text: str, code: str) -> list[int]:
    """Return where those begin whom a text names as its source: "according to the police"."""
    attributions = word_classes(code).attributions
    return [found.end() for found in attributions.finditer(text)] if attributions else []
