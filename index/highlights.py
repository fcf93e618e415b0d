"""The fact asked for: which of the numbers, times and names of a quote it is, if that is sure."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import NamedTuple

from index.alignment import Alignment
from index.amounts import Measure
from index.article import Article, Sentence
from index.attribution import Attribution
from index.counting import Counting
from index.expressions import Expression, find_expressions, is_excepted
from index.facts import NAMES, Fact, FactKind
from index.persons import Persons
from index.question_parts import (
    OF_ROLE,
    STATES,
    Part,
    Word,
    read_content,
    read_parts,
    said_of_counted,
)
from index.questions import Question
from index.utterances import read_utterance
from index.word_classes import word_classes
from index.words import words

MAX_CHARS = 2000  # what is longer is a list or a table: what stands near a fact decides nothing
_AMOUNTS = frozenset((Measure.MONEY, Measure.EXTENT))
_COUNTS = frozenset((FactKind.NUMBER, FactKind.AGE, FactKind.PERCENT))
_TIMES = frozenset(("day", "date", "year"))


class _Found(NamedTuple):
    expression: Expression
    evidence: int


def highlight_of(
    article: Article, sentence: Sentence, question: Question, asked: str | None = None
) -> tuple[int, int] | None:
    """Return where the fact asked for stands, whole, when it is sure which one it is.

    `asked` are the words of a follow-up, which the question joins to the one before: where they
    ask or name something themselves, that counts. Reasons are not marked: where they end is not
    known.
    """
    if sentence.end - sentence.start > MAX_CHARS:
        return None
    code = question.language or article.code
    parts = _parts_of(question, (asked or question.text).strip(), code)
    text = article.text[sentence.start : sentence.end]
    reading = _Reading(Alignment(text, article.code, question, code))
    found = [each for part in parts if (each := reading.find(part))]
    if not found:
        return None
    best = max(found, key=lambda each: each.evidence)
    if any(e.evidence == best.evidence and e.expression != best.expression for e in found):
        return None
    if not best.evidence and any(part.kind is None for part in parts):
        return None  # the sentence may answer the other part
    return sentence.start + best.expression.start, sentence.start + best.expression.end


def _parts_of(question: Question, asked: str, code: str) -> list[Part]:
    """Return what is asked for; "and vehicles?" asks the number of them, or whatever was asked.

    Of what a pronoun stands for it is not known whether that asks for the same.
    """
    if parts := read_parts(asked, code):
        return parts
    parts = read_parts(question.text, code)
    before = question.text.removesuffix(asked)
    if before == question.text:  # the one before at another time, or of another name
        return parts
    said = read_utterance(asked, before)
    if said.refers_back:
        return []
    starts = {start for _, start, _ in said.content}
    named = [word for word in read_content(asked, code) if word.start in starts]
    if said.opens_with_preposition and said.spoken[0][0] not in OF_ROLE:  # "and in the north?"
        return [part.there(named) for part in parts]
    return [part.of_others(named, code) for part in parts] if named else parts


class _Reading:
    """A sentence before a question: the choice among what can be the fact asked for."""

    def __init__(self, alignment: Alignment) -> None:
        self._alignment = alignment
        self._attribution = Attribution(alignment)
        self._persons = Persons(alignment, self._attribution)
        self._counting = Counting(alignment)

    def find(self, part: Part) -> _Found | None:
        """Return the expression that a part of the question asks for, if one alone can be it."""
        if part.kind in (None, FactKind.CAUSE) or self._is_of_the_rest(part):
            return None
        if part.kind is FactKind.PLACE and part.origin and self._persons.is_of_somebody(part):
            origin = self._persons.origin()
            return _Found(origin, 1) if origin else None
        if part.kind is FactKind.PERSON and self._persons.asks_who_a_name_is(part):
            return None
        ranked = self._ranked(part, self._candidates(part))
        best = max((rank for rank, _ in ranked), default=None)
        fitting = self._nearest(part, [one for rank, one in ranked if rank == best])
        if best is None or len(fitting) != 1:
            return None
        (counted, evidence, _), (one,) = best, fitting
        if part.country and not all(map(self._is_country, one.facts)):
            return None
        if part.is_count and part.named and one.measures and counted <= 0:  # "5 m" are no goals
            return None
        evidence += max(counted, 0)
        if not evidence and part.kind is FactKind.PERSON and self._persons.is_beside(one, part):
            return None
        return _Found(one, evidence)

    def _is_of_the_rest(self, part: Part) -> bool:
        """Say whether the sentence is of what else is asked, or was before: it has words of that.

        And none of this part's own: who was born then did not marry then.
        """
        if not part.stated or self._near(part, self._alignment.words):
            return False
        return any(self._alignment.near.values())

    def _candidates(self, part: Part) -> list[Expression]:
        """Return the expressions of the kind asked for that can be it and are not given."""
        assert part.kind
        if part.kind in NAMES and self._persons.are_unsure:
            return []
        given = self._alignment.question.values(*FactKind)
        found = [
            one
            for one in find_expressions(self._alignment.text, self._alignment.language, part.kind)
            if any(fact.value not in given for fact in one.facts)
            and not (part.kind in NAMES and self._persons.is_given(one))
        ]
        if part.kind is not FactKind.PERSON:
            found = [one for one in found if not self._attribution.is_of_another(one)]
        if part.kind is FactKind.NUMBER:
            found = [one for one in found if self._is_of(one, part)]
            found = [one for one in found if self._counting.may_be(one, part)]
        if part.kind is FactKind.AGE:
            found = [one for one in found if self._counting.is_of_whom(one, part.named)]
        if part.kind is FactKind.PERSON:
            found = self._persons.fitting(part, found)
        if part.kind is FactKind.DATE:
            saying = self._attribution
            found = [one for one in found if not is_excepted(self._alignment.text, one)]
            return [one for one in found if saying.is_asked or not saying.is_when(one)]
        return [] if self._is_of_another_time else self._of_the_day(found)

    @cached_property
    def _is_of_another_time(self) -> bool:
        """Say whether the sentence names a day or year, and none that the question names."""
        asked = [fact for fact in self._alignment.question.facts if fact.unit in _TIMES]
        stated = {
            value: value.split()[0]
            for fact in (self._alignment.facts if asked else ())
            for value in fact.within
            if value.split()[0] in _TIMES
            if not self._attribution.is_when(Expression(fact.start, fact.end, (fact,)))
        }
        return any(fact.unit in stated.values() and fact.value not in stated for fact in asked)

    def _of_the_day(self, found: list[Expression]) -> list[Expression]:
        """Return those of the day that the question names, where the sentence names several.

        None where it names several itself: one alone would be half of what it asks for.
        """
        days = [fact for fact in self._alignment.facts if fact.value.startswith("day ")]
        asked = self._alignment.question.values(FactKind.DATE) & {day.value for day in days}
        if not asked or len({day.value for day in days}) == 1:
            return found
        nearest = [min(days, key=lambda day: abs(day.start - one.start)).value for one in found]
        if len(asked.intersection(nearest)) > 1:
            return []
        return [one for one, day in zip(found, nearest, strict=True) if day in asked]

    def _ranked(
        self, part: Part, found: Sequence[Expression]
    ) -> list[tuple[tuple[int, int, bool], Expression]]:
        """Return each with what speaks for it: what it counts, how much of the question is by it.

        A number that is a part of the one before shares what stands by that, and gives way to it
        in the article's language. One that counts something else is left out.
        """
        ranked: list[tuple[tuple[int, int, bool], Expression]] = []
        whole = frozenset[str]()
        for one in self._apart(part, found):
            near = self._near(part, [*self._around(one, part), *self._shared(one, part)])
            is_part = self._is_part(one, part)
            if is_part:
                near |= whole
            else:
                whole = near
            is_measured = not part.change and bool(one.measures - _AMOUNTS)
            evidence = len(near) + is_measured
            counted = self._counting.counted(one, part) if part.kind in _COUNTS else 0
            is_open = part.is_count and counted <= 0
            if not is_open or not self._counting.counts_another(one, part, evidence):
                ranked.append(((counted, evidence, self._alignment.is_same and not is_part), one))
        return ranked

    def _apart(self, part: Part, found: Sequence[Expression]) -> list[Expression]:
        """Return those without any that counts a whole, where a part of that may be asked for.

        By nothing but what is counted the rest of the sentence is like the question then. Where
        the part stands behind "of which", is not either and does not say what it counts, it is not
        sure.
        """
        named, stated = ({word.text for word in each} for each in (part.named, part.stated))
        named |= part.counted - STATES
        unsure: set[Expression] = set()
        for one in found if part.is_count else ():
            told = {each: self._alignment.clause(each.start) for each in self._counting.parts(one)}
            rest = set(self._alignment.words).difference(*told.values())
            near = self._near(part, rest)
            if told and near <= named and not stated <= near:
                unsure.add(one)
                unsure |= {
                    each
                    for each, here in told.items()
                    if self._counting.is_part(each) and self._near(part, here) <= named
                    if not self._counting.says_named(each, part)
                }
        return [one for one in found if one not in unsure]

    def _nearest(self, part: Part, found: Sequence[Expression]) -> list[Expression]:
        """Return those by which all of the question stands that no conjunction parts from any."""
        if part.kind is FactKind.PERSON:
            return list(found)
        near: list[frozenset[str]] = []
        for one in found:
            here = [*self._alignment.conjunct(one.start, one.end), *self._shared(one, part)]
            is_part = near and self._is_part(one, part)
            near.append(self._near(part, here) | (near[-1] if is_part else frozenset()))
        every = frozenset[str]().union(*near)
        return [one for one, here in zip(found, near, strict=True) if here == every]

    def _is_part(self, one: Expression, part: Part) -> bool:
        return part.kind in _COUNTS and self._counting.is_part(one)

    def _around(self, one: Expression, part: Part) -> list[Word]:
        is_person = part.kind is FactKind.PERSON
        return self._persons.around(one) if is_person else self._alignment.clause(one.start)

    def _shared(self, one: Expression, part: Part) -> list[Word]:
        """Return the words that one shares with another, from which a conjunction parts it."""
        if part.kind in _COUNTS:
            return self._counting.shared(one)
        return self._alignment.subject(one.start) if part.kind is not FactKind.PERSON else []

    def _near(self, part: Part, here: Collection[Word]) -> frozenset[str]:
        """Return the words of a part of the question that some of the sentence are like."""
        texts = frozenset(word.text for word in part.content)
        alike = frozenset[str]().union(*(self._alignment.near[word] & texts for word in here))
        return alike | (part.said & said_of_counted(here))

    def _is_country(self, name: Fact) -> bool:
        known = word_classes(self._alignment.language)
        return any(map(known.is_country, words(self._alignment.text[name.start : name.end])))

    def _is_of(self, number: Expression, part: Part) -> bool:
        """Say whether a number is of the measure asked for, or where none is, a count or a change.

        A sum or an extent may leave out its unit.
        """
        if part.measure:
            omits = part.measure in _AMOUNTS and self._counting.omits_unit(number)
            is_sum = part.measure is Measure.MONEY and self._counting.may_be_sum(number)
            return omits or is_sum or part.measure in number.measures
        if part.change and Measure.PERCENT in number.measures:
            return True
        return number.measures <= _AMOUNTS
