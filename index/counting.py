"""What a number counts, beside what a question asks the number of; and whose an age is."""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import takewhile

from index.alignment import Alignment, lands
from index.amounts import Measure
from index.expressions import Expression, find_expressions
from index.facts import NAMES, Fact, FactKind, word_before
from index.question_parts import OF, OF_ROLE, STATES, Part, Word, said_of_counted
from index.word_classes import folded, word_classes
from index.words import is_function_word, land, words, words_with_offsets

NEAR = 2  # words of content behind a number that can be what it counts
NEAR_AGE = 3  # and before an age that can be whose it is
SURE_EVIDENCE = 2  # words of the question by a number that outweigh that it counts another noun
_PEOPLE = STATES | {"people"}
_ANYBODY = frozenset(("people", "civilians"))  # who may be children, women, dead
_PERSONS = STATES | _ANYBODY | {"children", "women", "soldiers"}
_EVENTS = frozenset(("attacks", "times"))  # whose number is how often they were
_APART = (STATES, frozenset(("civilians", "soldiers")))  # none of which is another of them
_TO = frozenset(("to", "à", "auf", "a", "hasta", "até", "до", "إلى"))
_OF_MANY = OF_ROLE | {"out", "sur", "su", "das", "из"}
_BLANKS = frozenset((" ", "\u00a0", "-"))
# An article of one alone, which stands before no count: "le 21", "am 21."
_THE_ONE = re.compile(r"(?<!\w)(?:le|il|el|al|am|dem|o) $", re.IGNORECASE)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$")
_END = re.compile(r"\s*(?:[.,;:!?)]|$)")  # of a clause


class Counting:
    """The numbers and ages of a sentence, before a question for one."""

    def __init__(self, alignment: Alignment) -> None:
        self._alignment = alignment
        self._text = alignment.text
        self._language = alignment.language

    def counted(self, number: Expression, part: Part) -> int:
        """Return 1 where what the number counts is asked for, -1 where another is, else 0."""
        number = (self._measured_before(number) if part.measure else None) or number
        behind = self._behind(number)
        at_once = [word for word in behind if self._is_of(number, word)]
        if self._alignment.any_alike(part.named[:1] or part.content[:1], at_once):
            return 1
        counted, asked = said_of_counted(behind[:1]), part.counted or part.said
        return 1 if counted & asked else -1 if counted - _ANYBODY and asked else 0

    def counts_another(self, number: Expression, part: Part, evidence: int) -> bool:
        """Say whether a number clearly counts something else than what is asked for.

        `evidence` is how much of the question is by it.
        """
        counted = said_of_counted(self._behind(number))
        if self._names(number) and not self.says_named(number, part):
            return True
        if _is_another(part.counted, counted):
            return True
        if counted and counted <= part.set_aside:
            return True
        befell, stated = part.said & STATES, said_of_counted(self._alignment.words) & STATES
        if befell and stated and not befell & stated:  # of the dead alone, not of the wounded
            return True
        is_same = self._alignment.is_same
        return is_same and bool(part.content) and self._names_another(number, part, evidence)

    def says_named(self, number: Expression, part: Part) -> bool:
        """Say whether a number itself says that it counts what the question names."""
        noun = self._noun(number)
        is_alike = self._alignment.any_alike(part.named[:1], noun)
        return is_alike or bool(part.counted & said_of_counted(noun))

    def may_be(self, number: Expression, part: Part) -> bool:
        """Say whether a number can be asked for: money is no people, people no frequency.

        And the dead are not the wounded, nor is what something rose to by how much it did.
        """
        if part.change and word_before(self._text, number.start) in _TO:
            return False
        if part.is_count and part.frequency and not self._counts_events(number):
            return False
        if part.is_count and self._befell_another(number, part.said & STATES):
            return False
        return not (part.counted and self._is_money(number))

    def omits_unit(self, number: Expression) -> bool:
        """Say whether a number says no noun and may be of what one before is: "40 €, not 50"."""
        return self._measured_before(number) is not None

    def may_be_sum(self, number: Expression) -> bool:
        """Say whether a number counts nothing and may be money, as no other is: "he pays 40"."""
        is_measured = number.unit_length or number.measures - {Measure.EXTENT}  # but "40m"
        if is_measured or self._names(number) or any(map(self._is_money, self._numbers)):
            return False
        spoken = words(self._text[number.end :])[:1]
        return not any(word in OF or not is_function_word(word) for word in spoken)

    def _measured_before(self, number: Expression) -> Expression | None:
        """Return the number whose unit may be that of one that says none, or None."""
        if number.measures or number not in self._elliptical:
            return None
        earlier = (one for one in reversed(self._numbers) if one.end < number.start)
        return next((one for one in earlier if one.measures), None)

    def is_part(self, number: Expression) -> bool:
        """Say whether a number is of some of those that the one before counts: "among them".

        Or what that is compared with: "up from".
        """
        before = max(0, self._alignment.gap_before(number.start))
        among = word_classes(self._language).among
        return bool(among and among.search(self._text, before, number.start))

    def parts(self, number: Expression) -> list[Expression]:
        """Return the numbers of some of what one counts: "of 90 people, six", "90, of whom six".

        None that say a noun of their own behind "of whom": "90 people, among them six women".
        """
        gap_before = self._alignment.gap_before
        behind = [one for one in self._numbers if gap_before(one.start) >= number.end]
        if self._is_of_many(number):
            return behind
        return [one for one in behind if self.is_part(one) and one in self._elliptical]

    def _is_of_many(self, number: Expression) -> bool:
        """Say whether a clause opens with those of whom some are told of: "of the 90 people"."""
        articles = word_classes(self._language).articles
        before = self._alignment.words_before(number.start)
        return bool(before) and before[0] in _OF_MANY and set(before) <= _OF_MANY | articles

    def is_of_whom(self, age: Expression, asked: Sequence[Word]) -> bool:
        """Say whether an age stands by who is asked for, by the name where the question has one.

        It may also do so by a word that nothing in another language is like.
        """
        alignment = self._alignment
        facts = alignment.question.facts if alignment.code != "de" else ()
        named = {name for fact in facts if fact.kind in NAMES for name in fact.value.split()}
        asked = [word for word in asked if word.term not in lands(asked)]
        names = [word for word in asked if folded(word.text) in named]
        if not asked or alignment.any_alike(names or asked, self._aged(age)):
            return True
        known = alignment.is_same or names or any(word.term for word in asked)
        return not known and not alignment.any_alike(asked, alignment.words)

    def _aged(self, age: Expression) -> list[Word]:
        """Return the words for whoever is of an age: "a woman of 40", "the 40-year-old welder"."""
        clause_of, gap_before = self._alignment.clause, self._alignment.gap_before
        here = clause_of(age.start)
        behind = [word for word in here if word.start >= age.end][:NEAR]
        if behind and self._text[age.end : behind[0].start].isspace():
            return behind
        clause = [word for word in here if word.start < age.start]
        aged, gap = clause[-NEAR_AGE:], gap_before(age.start)
        while gap >= 0 and len(clause) <= NEAR_AGE:  # "the mayor, Ali, 40"
            clause = clause_of(gap)
            aged, gap = [*clause[-NEAR_AGE:], *aged], gap_before(gap)
        return [*aged, *clause_of(age.end + 1)[:1]]  # "Ali, 40, mayor of"

    def shared(self, number: Expression) -> list[Word]:
        """Return the words that a number shares with the one before, where it says no noun.

        With no verb of its own either, "and 900 in 2019", it shares what that says up to where.
        """
        before = self._before(number)
        if before is None:
            return []
        conjunct = self._alignment.conjunct(number.start)
        befell = said_of_counted(self._following(number)[:1]) & STATES
        if befell or (conjunct and conjunct[0].start < number.start):
            return self._noun(before)
        spoken = words_with_offsets(self._text[before.end :])
        places = word_classes(self._language).places - OF
        end = next((at for word, at, _ in spoken if word in places), len(self._text))
        conjunct = self._alignment.conjunct(before.start)
        return [word for word in conjunct if word.start < before.end + end]

    def _behind(self, number: Expression) -> list[Word]:
        """Return the words that can be what a number counts: those behind it.

        Where it does not say that, "600.000 in besieged areas", it is what the one before counts.
        """
        before = self._before(number)
        counted = self._noun(before) if before and not number.measures else []
        return [*counted, *self._following(number)][:NEAR]

    def _noun(self, number: Expression) -> list[Word]:
        """Return what a number says that it counts."""
        return [word for word in self._following(number)[:1] if self._is_of(number, word)]

    def _following(self, number: Expression) -> list[Word]:
        conjunct = self._alignment.conjunct(number.start, number.end)
        return [word for word in conjunct if word.start >= number.unit_start][:NEAR]

    def _before(self, number: Expression) -> Expression | None:
        """Return the number of another conjunct that says what a number does not, or None."""
        if number not in self._elliptical:
            return None
        conjunct = self._alignment.conjunct(number.start)
        start = min([number.start, *(word.start for word in conjunct)])
        earlier = [one for one in reversed(self._numbers) if one.start < start]
        alike = list(takewhile(lambda one: one.measures == number.measures, earlier))
        whole = (one for one in alike if one.measures or one not in self._elliptical)
        return next((one for one in whole if not self.is_part(one)), alike[0] if alike else None)

    @cached_property
    def _elliptical(self) -> frozenset[Expression]:
        """Return the numbers that do not say what they count: "eleven were hurt", "30 in 2019"."""
        return frozenset(filter(self._is_elliptical, self._numbers))

    def _is_elliptical(self, number: Expression) -> bool:
        following = [word for word in self._following(number) if word.start >= number.end]
        if not following or self._names(number):
            return not following
        known, near = word_classes(self._language), self._text[number.end : following[0].start]
        between = words_with_offsets(near)
        omits = known.copulas | known.places - OF
        is_noun = len(following) > 1 and self._is_of(number, following[1])
        return (
            (following[0].said in STATES and not is_noun)
            or any(word in omits for word, _, _ in between[:1])
            or bool(known.attributions and known.attributions.search(near))
            or any(fact.start == following[0].start for fact in self._times)
        )

    @cached_property
    def _times(self) -> list[Fact]:
        return [fact for fact in self._alignment.facts if fact.kind is FactKind.DATE]

    def _befell_another(self, number: Expression, asked: frozenset[str]) -> bool:
        """Say whether something else befell those counted, by the words that stand nearest."""
        alignment = self._alignment
        conjunct = alignment.conjunct(number.start, number.end)
        nearest = (conjunct, self._behind(number), alignment.clause(number.start))
        stated = next(filter(None, (said_of_counted(here) & STATES for here in nearest)), asked)
        return bool(asked) and not asked & stated

    def _counts_events(self, number: Expression) -> bool:
        behind = (word for word, _, _ in words_with_offsets(self._text[number.unit_start :]))
        counted = next((word for word in behind if word not in OF), "")
        return word_classes(self._language).says_of_counted(counted) in _EVENTS

    def _is_money(self, number: Expression) -> bool:
        """Say whether a number is of money, as one is that counts nothing behind one that is."""
        if Measure.MONEY in number.measures:
            return True
        if number.measures or self._following(number):
            return False
        before = [one for one in self._numbers if one.end <= number.start]
        return any(Measure.MONEY in one.measures for one in before)

    @cached_property
    def _numbers(self) -> list[Expression]:
        return find_expressions(self._text, self._language, FactKind.NUMBER)

    def _names(self, number: Expression) -> bool:
        """Say whether a number is part of what something is called: "bus 14", "Boeing 737".

        Or of a day or a house: "le 21", "the 21st", "Main Street, 14".
        """
        before = self._text[: number.start]
        if word_before(before, number.start) in word_classes(self._language).numbered:
            return True
        if _THE_ONE.search(before) or _ORDINAL.search(self._text[: number.end]):
            return True
        is_last = bool(_END.match(self._text, number.end))
        return self._language != "de" and any(
            (fact.kind is FactKind.PERSON and before[fact.end :] in _BLANKS)
            or (fact.kind in NAMES and before[fact.end :] == ", " and is_last)
            for fact in self._alignment.facts
            if not fact.opens and not land(fact.value, self._language)
        )

    def _names_another(self, number: Expression, part: Part, evidence: int) -> bool:
        """Say whether a number counts something else, by the words of one language."""
        any_alike, words = self._alignment.any_alike, self._alignment.words
        behind = self._behind(number)
        named = bool(behind) and self._counts_at_once(number, behind[0])
        if not part.named:
            return named and not evidence and Measure.MONEY not in number.measures
        if not named:
            return not evidence and not any_alike(part.named, words)
        if any_alike(part.named, behind) or any_alike(part.content, behind[:1]):
            return False
        stated = part.said & said_of_counted(words)
        if "people" in part.counted:
            return not stated and not any(self._alignment.near.values())
        if part.counted & STATES:
            return not stated and evidence < SURE_EVIDENCE
        if said_of_counted(behind[:1]) & _PEOPLE:
            return not any_alike(part.named, words)
        sure = part.counted or number.measures  # else "two inspectors" may be "officials"
        return bool(sure) or evidence < SURE_EVIDENCE

    def _counts_at_once(self, number: Expression, word: Word) -> bool:
        """Say whether a word is the next one behind a number: "56 civils", "13,5 millions de"."""
        between = words_with_offsets(self._text[number.unit_start : word.start])
        return all(each in OF for each, _, _ in between)

    def _is_of(self, number: Expression, word: Word) -> bool:
        """Say whether no verb parts a word from a number: "three of the last eight boats"."""
        known = word_classes(self._language)
        between = words_with_offsets(self._text[number.unit_start : word.start])
        of = OF_ROLE | known.articles | known.determiners
        return all(each in of or not is_function_word(each) for each, _, _ in between)


def _is_another(asked: frozenset[str], counted: frozenset[str]) -> bool:
    """Say whether those that are counted are none of those asked for: the dead may be children."""
    if not asked or not counted or asked & counted:
        return False
    if not asked <= STATES | _ANYBODY:
        return True
    return not counted <= _PERSONS or any(asked & each and counted & each for each in _APART)
