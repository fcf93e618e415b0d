"""The fact asked for: which of the numbers, times and names of a quote it is, if that is sure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from index.article import Article, Sentence
from index.expressions import Expression, Measure, find_expressions
from index.facts import Fact, FactKind, find_facts, word_before
from index.lexicon import (
    MAX_QUESTION_WORDS,
    MIN_LIKE_LENGTH,
    is_function_word,
    land,
    likeness,
    script,
    words,
    words_with_offsets,
)
from index.question_parts import (
    OF,
    STATES,
    Part,
    Word,
    organisation,
    read_content,
    read_parts,
    said_of_counted,
)
from index.questions import Question
from index.signals import NAMES, SAME_NAME
from index.word_classes import folded, word_classes

# From this likeness on two words of two languages, or of one, or from so many letters that they
# begin with, are taken for one.
SAME_WORD, SAME_WORD_OF_ONE = 0.45, 0.6
SAME_BEGINNING = 5
_COUNTABLE = frozenset((Measure.MONEY, Measure.EXTENT))  # "how many euros", "how many metres"
MAX_CHARS = 2000  # what is longer is a list or a table: what stands near a fact decides nothing
NEAR = 2  # words of content behind a number that can be what it counts
MAX_BETWEEN = 48  # characters between a verb of saying and the time of it, and more
HEAD = 25  # characters from which on a name does not open the sentence, with what is before it
TITLE = 3  # words of content between a verb of saying and the name of who says it
NEAR_AGE = 3  # and before an age that can be whose it is
SURE_EVIDENCE = 2  # words of the question by a number that outweigh that it counts another noun
_WHERE_OR_WHEN = (FactKind.PLACE, FactKind.DATE)
_TIMES = frozenset(("day", "year"))
_AGENTS = frozenset(("par", "by", "por", "da", "von"))
_PEOPLE = STATES | {"people"}
_ANYBODY = frozenset(("people", "civilians"))  # who may be children, women, dead
_PERSONS = STATES | _ANYBODY | {"children", "women", "soldiers"}
_APART = (STATES, frozenset(("civilians", "soldiers")))  # none of which is another of them

_BLANKS = frozenset((" ", "\u00a0", "-"))
_THAT = frozenset(("que", "qu", "that", "dass", "che", "что", "أن"))
_CONJUNCTIONS = re.compile(r"\s(?:(?:et|and|y|e|und|и|а)\s|و(?=\S))", re.IGNORECASE)
_CLAUSES = re.compile(r"[,;:()«»\"“”–—](?!\d)")


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
    parts = read_parts(asked or "", code) or read_parts(question.text, code)
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


class _Reading:
    """A sentence before a question."""

    def __init__(self, text: str, language: str, question: Question, code: str) -> None:
        self._text = text
        self._language = language
        self._question = question
        self._code = code
        self._same = code == language
        self._enough = SAME_WORD_OF_ONE if self._same else SAME_WORD
        self._kept: dict[Expression, list[Word]] = {}

    def find(self, part: Part) -> _Found | None:
        """Return the expression that a part of the question asks for, if one alone can be it."""
        if part.kind in (None, FactKind.CAUSE):
            return None
        if part.kind is FactKind.PLACE and part.origin and self._is_of_somebody(part):
            return self._origin()
        if part.kind is FactKind.PERSON and self._asks_who_a_name_is(part):
            return None
        ranked = self._ranked(part, self._candidates(part))
        best = max((rank for rank, _ in ranked), default=None)
        fitting = [one for rank, one in ranked if rank == best]
        if part.kind in _WHERE_OR_WHEN:
            fitting = self._nearest(part, fitting)
        if best is None or len(fitting) > 1:
            return None
        (counted, evidence, _), (one,) = best, fitting
        if part.country and not all(map(self._is_country, one.facts)):
            return None
        evidence += max(counted, 0)
        if not evidence and part.kind is FactKind.PERSON and self._is_beside(one, part):
            return None
        return _Found(one, evidence)

    def _asks_who_a_name_is(self, part: Part) -> bool:
        if part.asks_holder:  # in German each noun looks like a name
            return False
        stated = find_facts(self._text, self._language)
        names = [fact for fact in (*self._question.facts, *stated) if fact.kind in NAMES]
        named = {word for name in names for word in name.value.split()}
        asked = {folded(word.text) for word in part.content}
        return bool(asked) and asked <= named

    def _origin(self) -> _Found | None:
        """Return of what people a name of the question is, said before it: "Jordanian Ali"."""
        known = word_classes(self._language)
        spoken = words_with_offsets(self._text)
        found = [
            Expression(start, end, ())
            for (word, start, end), (_, following, _) in pairwise(spoken)
            if known.land(word) and not known.is_country(word)
            if self._text[end:following].isspace() and self._is_name_asked(following)
        ]
        return _Found(found[0], 1) if len(found) == 1 else None

    def _is_of_somebody(self, part: Part) -> bool:
        """Say whether somebody is who comes from somewhere, and not water or help."""
        return (
            part.country
            or part.role is not None
            or any(
                self._is_asked(name)
                for fact in find_facts(self._text, self._language)
                if fact.kind in NAMES
                for name in fact.value.split()
            )
        )

    def _is_name_asked(self, at: int) -> bool:
        """Say whether the name that stands here, or goes on here, is one of the question's."""
        return any(
            fact.start <= at < fact.end and any(map(self._is_asked, fact.value.split()))
            for fact in find_facts(self._text, self._language)
            if fact.kind in NAMES
        )

    def _is_asked(self, name: str) -> bool:
        return any(_same_name(name, word.text) for word in self._asked)

    def _is_beside(self, one: Expression, part: Part) -> bool:
        """Say whether a name is likely not to act: "talks on Syria" is not who talks."""
        if part.role and not part.asks_holder:
            return True
        if not any(land(word, self._language) for word in one.facts[0].value.split()):
            return False
        before = self._preposition(one)
        return not self._same or (before is not None and before not in OF | _AGENTS)

    def _candidates(self, part: Part) -> list[Expression]:
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
        if part.kind is FactKind.AGE:
            found = [one for one in found if self._is_of_whom(one, part.named)]
        if part.kind is FactKind.PERSON:
            found = [one for one in found if self._may_be(one, part) and not self._only_says(one)]
            found = self._of_the_role(part, found)
        if part.kind is FactKind.DATE:
            return [one for one in found if self._asks_of_saying or not self._is_of_saying(one)]
        return [] if self._is_of_another_time else self._of_the_day(found)

    @cached_property
    def _is_of_another_time(self) -> bool:
        """Say whether the sentence names a day or year, and none that the question names."""
        asked = [fact for fact in self._question.facts if fact.unit in _TIMES]
        stated = {
            fact.value: fact.unit
            for fact in (find_facts(self._text, self._language) if asked else ())
            if fact.unit in _TIMES
            if not self._is_of_saying(Expression(fact.start, fact.end, (fact,)))
        }
        return any(fact.unit in stated.values() and fact.value not in stated for fact in asked)

    def _is_of_whom(self, age: Expression, asked: Sequence[Word]) -> bool:
        """Say whether an age stands by who is asked for, by the name where the question has one.

        It may also do so by a word that nothing in another language is like.
        """
        facts = self._question.facts if self._code != "de" else ()
        named = {name for fact in facts if fact.kind in NAMES for name in fact.value.split()}
        asked = [word for word in asked if word.term not in _lands(asked)]
        names = [word for word in asked if folded(word.text) in named]
        if not asked or self._any_alike(names or asked, self._aged(age)):
            return True
        known = self._same or names or any(word.term for word in asked)
        return not known and not self._any_alike(asked, self._words)

    def _aged(self, age: Expression) -> list[Word]:
        """Return the words for whoever is of an age: "a woman of 40", "the 40-year-old welder"."""
        here = self._clause(age.start)
        behind = [word for word in here if word.start >= age.end][:NEAR]
        if behind and self._text[age.end : behind[0].start].isspace():
            return behind
        clause = [word for word in here if word.start < age.start]
        aged, gap = clause[-NEAR_AGE:], self._gap_before(age.start)
        while gap >= 0 and len(clause) <= NEAR_AGE:  # "the mayor, Ali, 40"
            clause = self._clause(gap)
            aged, gap = [*clause[-NEAR_AGE:], *aged], self._gap_before(gap)
        return [*aged, *self._clause(age.end + 1)[:1]]  # "Ali, 40, mayor of"

    @cached_property
    def _asks_of_saying(self) -> bool:
        sayings = word_classes(self._code).sayings
        return bool(sayings and sayings.search(self._question.text))

    @cached_property
    def _sayings(self) -> list[tuple[int, int]]:
        """Return where the verbs of saying stand."""
        sayings = word_classes(self._language).sayings
        return [found.span() for found in sayings.finditer(self._text)] if sayings else []

    def _is_of_saying(self, time: Expression) -> bool:
        """Say whether a time is when something is said: "announced on Tuesday", not "said that"."""
        return any(
            self._is_nothing_between(end, time.start) or self._is_nothing_between(time.end, start)
            for start, end in self._sayings
        )

    def _is_nothing_between(self, start: int, end: int) -> bool:
        """Say whether words of grammar and names alone are between two places of a clause."""
        between = self._text[start:end]
        return (
            0 < end - start <= MAX_BETWEEN
            and not _CLAUSES.search(between)
            and all(
                self._text[start + at].isupper() or (is_function_word(word) and word not in _THAT)
                for word, at, _ in words_with_offsets(between)
            )
        )

    def _may_be(self, person: Expression, part: Part) -> bool:
        """Say whether a name is likely to be who is asked for, by where it stands and its form.

        Who does something opens the sentence or a clause behind a comma, and so is none to whom it
        is done. One word that is no country is a product or half of a name as often as somebody.
        """
        if part.object:
            return not self._opens(person) and not self._text.startswith(",", person.end)
        text = self._text[person.start : person.end]
        return " " in text or any(land(word, self._language) for word in words(text))

    def _opens(self, person: Expression) -> bool:
        """Say whether a name opens the sentence, behind a title at most, and no name asked of."""
        return person.start < HEAD and not any(
            fact.start < person.start and any(map(self._is_asked, fact.value.split()))
            for fact in find_facts(self._text, self._language)
            if fact.kind in NAMES
        )

    def _only_says(self, person: Expression) -> bool:
        """Say whether somebody says the sentence, and nothing by the name is asked for."""
        if self._asks_of_saying or self._told(person) is None:
            return False
        return not any(
            self._near[word] for word in self._around(person) if self._text[word.start].islower()
        )

    def _told(self, person: Expression) -> range | None:
        """Return where it stands who it is that says the sentence, if somebody does."""
        opening = self._gap_before(person.start)
        if self._is_apposed(person):
            opening = self._gap_before(opening)
        for start, end in self._sayings:
            if self._is_nothing_between(person.end, start):
                return range(self._gap_before(person.start) + 1, start)
            if opening < start and self._leads_to(end, person):
                return range(end, len(self._text))
        attributions = word_classes(self._language).attributions
        found = attributions and attributions.search(self._text, opening + 1, person.start)
        if not found:
            return None
        behind = self._clause(person.end + 1)[:1]  # "according to Ali, the minister, it rains"
        has_title = any(word.term for word in behind)
        return range(found.end(), len(self._text) if has_title else person.end)

    def _leads_to(self, at: int, person: Expression) -> bool:
        """Say whether a verb is followed by who says it: "said the minister, Ali"."""
        between = [word for word, _, _ in words_with_offsets(self._text[at : person.start])]
        content = [word for word in between if not is_function_word(word)]
        return at <= person.start and len(content) <= TITLE and _THAT.isdisjoint(between)

    def _is_apposed(self, person: Expression) -> bool:
        """Say whether a name explains what is before a comma: "the minister, Ali"."""
        gap = self._gap_before(person.start)
        title = [word for word in self._words if gap < word.start < person.start]
        return gap >= 0 and self._text[gap] == "," and (len(title) <= 1 or bool(title[-1].term))

    def _around(self, person: Expression) -> list[Word]:
        """Return the words by a name: of its clause, and of what is in apposition to it.

        For who says the sentence, what is said is none of them.
        """
        if person not in self._kept:
            around = self._clause(person.start)
            if self._is_apposed(person):
                around = [*self._clause(self._gap_before(person.start)), *around]
            if self._text.startswith(",", person.end):
                behind = self._clause(person.end + 1)
                if self._preposition(person) is None or any(word.term for word in behind[:1]):
                    around = [*around, *behind]
            told = self._told(person)
            self._kept[person] = [word for word in around if told is None or word.start in told]
        return self._kept[person]

    def _preposition(self, person: Expression) -> str | None:
        """Return a name's preposition; where it has one, what is behind it tells of another."""
        known = word_classes(self._language)
        gap = self._gap_before(person.start)
        before = [word for word, _, _ in words_with_offsets(self._text[gap + 1 : person.start])]
        last = next((word for word in reversed(before) if word not in known.articles), None)
        return last if last and is_function_word(last) else None

    def _of_the_role(self, part: Part, found: list[Expression]) -> list[Expression]:
        """Return those who have the role that is asked for, or, of "who met the mayor", have not.

        Who has it stands nearest to its word. An organisation has none where somebody is named, and
        a minister of another land is another one.
        """
        lands = _lands(part.content)
        by = {one: _lands(self._around(one)) for one in found}
        found = [one for one in found if not lands or not by[one] or lands & by[one]]
        if part.role is None or part.role not in {word.term for word in self._words}:
            return found
        found = [one for one in found if not self._is_acronym(one)] or found
        holders = [
            min(some, key=lambda one: _distance(one, word))
            for word in self._words
            if word.term == part.role
            if (some := [one for one in found if word in self._around(one)])
        ]
        return [one for one in found if (one in holders) == part.asks_holder]

    def _is_acronym(self, one: Expression) -> bool:
        return self._text[one.start : one.end].isupper()

    def _names_are_unlike(self) -> bool:
        """Say whether the question spells names in another script: which are given is unknown."""
        return any(script(word.text) != "LATIN" for word in self._asked)

    def _names(self, number: Expression) -> bool:
        """Say whether a number is part of what something is called: "bus 14", "Boeing 737"."""
        if word_before(self._text, number.start) in word_classes(self._language).numbered:
            return True
        return self._language != "de" and any(
            fact.kind is FactKind.PERSON and self._text[fact.end : number.start] in _BLANKS
            for fact in find_facts(self._text, self._language)
            if not fact.opens and not land(fact.value, self._language)
        )

    def _is_country(self, name: Fact) -> bool:
        known = word_classes(self._language)
        return any(map(known.is_country, words(self._text[name.start : name.end])))

    def _is_given(self, one: Expression) -> bool:
        """Say whether a word of a name, or of the part that it is of, is the question's."""
        if any(
            one.start <= word.start < one.facts[0].start
            and any(self._alike(asked, word) for asked in self._asked)
            for word in self._words
        ):
            return True
        terms = {word.term for word in self._asked} - {None}
        return any(
            land(name, self._language) in terms
            or organisation(name, self._language) in terms
            or self._is_asked(name)
            for fact in one.facts
            for name in fact.value.split()
        )

    def _of_the_day(self, found: list[Expression]) -> list[Expression]:
        """Return those of the day that the question names, where the sentence names several.

        None where it names several itself: one alone would be half of what it asks for.
        """
        facts = find_facts(self._text, self._language)
        days = [fact for fact in facts if fact.value.startswith("day ")]
        asked = self._question.values(FactKind.DATE) & {day.value for day in days}
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
        texts = frozenset(word.text for word in part.content)
        ranked: list[tuple[tuple[int, int, bool], Expression]] = []
        whole, counted_whole = frozenset[object](), 0
        for one in found:
            here = self._around(one) if part.kind is FactKind.PERSON else self._clause(one.start)
            near: frozenset[object] = part.said & said_of_counted(here)
            near = near.union(*(self._near[word] & texts for word in here))
            counted = 0 if part.kind in _WHERE_OR_WHEN else self._counted(one, part)
            is_part = self._is_part(one)
            if is_part:
                near |= whole
                counted = counted or (counted_whole if self._counts_the_same(one) else 0)
            else:
                whole, counted_whole = near, counted
            evidence = len(near) + bool(one.measures - _COUNTABLE)
            if not part.is_count or counted > 0 or not self._counts_another(one, part, evidence):
                ranked.append(((counted, evidence, self._same and not is_part), one))
        return ranked

    def _nearest(self, part: Part, found: list[Expression]) -> list[Expression]:
        """Return those that have most of the question between two conjunctions, if any has some."""
        texts = frozenset(word.text for word in part.content)
        near = [
            len(frozenset().union(*(self._near[word] & texts for word in here)))
            for one in found
            for here in [self._clause(one.start, self._joints)]
        ]
        return [one for count, one in zip(near, found, strict=True) if count == max(near)]

    def _counts_another(self, one: Expression, part: Part, evidence: int) -> bool:
        """Say whether a number clearly counts something else than what is asked for."""
        counted = said_of_counted(self._behind(one))
        if self._names(one) or _is_another(part.counted, counted):
            return True
        if part.counted and Measure.MONEY in one.measures:
            return True
        befell, stated = part.said & STATES, said_of_counted(self._words) & STATES
        if befell and stated and not befell & stated:  # of the dead alone, not of the wounded
            return True
        return self._same and bool(part.content) and self._names_another(one, part, evidence)

    def _names_another(self, one: Expression, part: Part, evidence: int) -> bool:
        """Say whether a number counts something else, by the words of one language."""
        behind = self._behind(one)
        named = bool(behind) and self._counts_at_once(one, behind[0])
        if not part.named:
            return named and not evidence and Measure.MONEY not in one.measures
        if not named:
            return not evidence and not self._any_alike(part.named, self._words)
        if self._any_alike(part.named, behind) or self._any_alike(part.content, behind[:1]):
            return False
        stated = part.said & said_of_counted(self._words)
        if "people" in part.counted:
            return not stated and not any(self._near.values())
        if part.counted & STATES:
            return not stated and evidence < SURE_EVIDENCE
        if said_of_counted(behind[:1]) & _PEOPLE:
            return not self._any_alike(part.named, self._words)
        sure = part.counted or one.measures  # else "two inspectors" may be "officials"
        return bool(sure) or evidence < SURE_EVIDENCE

    def _counts_at_once(self, one: Expression, word: Word) -> bool:
        """Say whether a word is the next one behind a number: "56 civils", "13,5 millions de"."""
        between = words_with_offsets(self._text[one.unit_start : word.start])
        return all(each in OF for each, _, _ in between)

    def _any_alike(self, some: Iterable[Word], others: Sequence[Word]) -> bool:
        return any(self._alike(one, other) for one in some for other in others)

    @cached_property
    def _asked(self) -> list[Word]:
        return read_content(self._question.text, self._code)[:MAX_QUESTION_WORDS]

    @cached_property
    def _words(self) -> list[Word]:
        return read_content(self._text, self._language)

    @cached_property
    def _breaks(self) -> list[int]:
        """Return where the clauses of the sentence end."""
        return [gap.start() for gap in _CLAUSES.finditer(self._text)]

    @cached_property
    def _near(self) -> Mapping[Word, frozenset[str]]:
        """Return the words of the question that each word of the sentence is like."""
        return {
            word: frozenset(each.text for each in self._asked if self._alike(each, word))
            for word in self._words
        }

    @cached_property
    def _joints(self) -> list[int]:
        """Return where the clauses end, and what conjunctions join."""
        return [*self._breaks, *(gap.start() for gap in _CONJUNCTIONS.finditer(self._text))]

    def _gap_before(self, at: int) -> int:
        """Return where the clause before this one ends, or -1."""
        return max((gap for gap in self._breaks if gap < at), default=-1)

    def _clause(self, at: int, breaks: Sequence[int] | None = None) -> list[Word]:
        breaks = self._breaks if breaks is None else breaks
        before = max((gap for gap in breaks if gap < at), default=-1)
        behind = min((gap for gap in breaks if gap >= at), default=len(self._text))
        return [word for word in self._words if before < word.start < behind]

    def _is_part(self, one: Expression) -> bool:
        before = max(0, self._gap_before(one.start))
        among = word_classes(self._language).among
        return bool(among and among.search(self._text, before, one.start))

    def _counted(self, one: Expression, part: Part) -> int:
        """Return 1 where what the number counts is asked for, -1 where another is, else 0."""
        behind = self._behind(one)
        if self._any_alike(part.content[:1], behind):
            return 1
        counted, asked = said_of_counted(behind[:1]), part.counted or part.said
        return 1 if counted & asked else -1 if counted - _ANYBODY and asked else 0

    def _behind(self, one: Expression) -> list[Word]:
        """Return the words behind a number that can be what it counts."""
        return [word for word in self._clause(one.start) if word.start >= one.unit_start][:NEAR]

    def _counts_the_same(self, one: Expression) -> bool:
        """Say whether a number does not say what it counts: "600.000 in besieged areas"."""
        rest = words_with_offsets(self._text[one.end :])
        return not rest or rest[0][0] in word_classes(self._language).places - OF

    def _alike(self, one: Word, other: Word) -> bool:
        if one.term or other.term:
            return one.term == other.term
        if one.text == other.text or (self._same and one.stem == other.stem):
            return True
        if one.text[0].isdigit() or min(len(one.text), len(other.text)) < MIN_LIKE_LENGTH:
            return False
        same_beginning = one.spelt[:SAME_BEGINNING] == other.spelt[:SAME_BEGINNING]
        return same_beginning or likeness(one.spelt, other.spelt) >= self._enough


def _is_of(number: Expression, measure: Measure | None) -> bool:
    """Say whether a number is of the measure asked for, or a count where none is."""
    return measure in number.measures if measure else number.measures <= _COUNTABLE


def _distance(one: Expression, word: Word) -> int:
    return max(one.start - word.start, word.start - one.end)


def _lands(some: Iterable[Word]) -> frozenset[str]:
    """Return the countries that words stand for."""
    return frozenset(word.term for word in some if word.term and word.term.startswith("land "))


def _same_name(name: str, word: str) -> bool:
    word = folded(word)
    return name == word or (len(name) >= MIN_LIKE_LENGTH and likeness(name, word) >= SAME_NAME)


def _is_another(asked: frozenset[str], counted: frozenset[str]) -> bool:
    """Say whether those that are counted are none of those asked for: the dead may be children."""
    if not asked or not counted or asked & counted:
        return False
    if not asked <= STATES | _ANYBODY:
        return True
    return not counted <= _PERSONS or any(asked & each and counted & each for each in _APART)
