"""The facts of a sentence, whole as they stand there: "13,5 millions", "15 octobre", "60 %"."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.amounts import Measure, read_amount
from index.facts import NAMES, Fact, FactKind, find_facts, word_before
from index.phrases import AND, OR, TO, end_of_date, find_phrases, is_date, join_dates
from index.word_classes import word_classes
from index.words import words_with_offsets

MAX_BEFORE = 64  # characters before a fact that can belong to it, and more
_ARTICLE = r"(?:les |le |los |las |os |as |die |the )?"
_TO_NUMBER = re.compile(rf" ?[-–—] ?|-? {TO} {_ARTICLE}", re.IGNORECASE)
_OR_NUMBER = re.compile(rf" {OR} ", re.IGNORECASE)
_AND_BOUND = re.compile(rf" {AND} {_ARTICLE}| و", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"(?<!\w)(?:entre|between|zwischen|tra|fra|между|بين) {_ARTICLE}$", re.IGNORECASE
)
_VOTES = r"(?:votes|voix|stimmen|votos|voti|голос\w*|صوت\w*)"
_IN_RATIO = re.compile(
    r":| zu |(?P<of> in (?:every )?|"
    r"(?P<counted> [^\W\d_]+)? (?:out of|sur|su|von|из|de cada|em cada|من كل|من أصل) )|"
    rf"(?P<votes> {_VOTES}) (?:to|contre|gegen|contra|contro|против|مقابل) ",
    re.IGNORECASE,
)
_IN_LIST = re.compile(
    rf"(?:,| {AND}|, {AND}) (?:l['’]|la |le |les |the |el |los |las |il |o |os |as |à |in )?",
    re.IGNORECASE,
)
# A name behind "of" is a place in "in the north of Aleppo", and may be anything in "of Aleppo".
_OF = (
    r"(?:de la |de l['’]|d[ue] |des |d['’]|of (?:the )?|von |"
    r"del(?:la)? |dell['’]|di |d[aeo] |d[ao]s )"
)
_IN_THE = (
    r"(?:aux? |à l['’]|à la |dans (?:le |la |l['’]|les )|(?:in|at) the |a?l |en (?:el |la )|"
    r"ne(?:l|lla|i) |nell['’]|al |alla |n[ao]s? |im |am )"
)
_CAPITAL_ADJECTIVES = frozenset(("de", "en"))
_PARTICLE = re.compile(r" (?:d[aeiu]|d[ao]s?|del(?:la)?|v[ao]n(?: de[rn]?)?|bin|ibn|ben|ould|ag) ")
_OF_ONLY = re.compile(rf"(?<!\w){_OF}$", re.IGNORECASE)
_PART_OF = re.compile(rf"(?<!\w){_IN_THE}(?P<part>(?:[^\W\d_]+[ -]){{1,2}}{_OF})$", re.IGNORECASE)
_EXCEPT = re.compile(
    r"(?<!\w)(?:except|außer|ausgenommen|mit ausnahme|sauf|hormis|excepté|à l['’]exception|excepto|"
    r"salvo|tranne|eccetto|exceto|кроме|за исключением|باستثناء|ما عدا)\s(?:[^\W\d_]{1,4}\s){0,2}$",
    re.IGNORECASE,
)
# Authors, and what is behind the year of their work: "(Smith & Lee, 2014; Ito, 2015, p. 7)."
_AUTHOR = r"[A-ZÀ-ÖØ-ÞА-Я][\w'’-]+"
_CITED = re.compile(
    rf"(?<!\w)[\da-zß-öø-ÿа-яё]\w* \((?:[^()]*; )?"
    rf"{_AUTHOR}(?:,? (?:&|{AND}|{_AUTHOR}))*(?: et al\.)?, $"
)
_CITED_END = re.compile(r"[a-z]?(?:[;,:][^()]*)?\)(?:[.,;:]|$)")
# How Russian adjectives end behind "in", "of" and "to", and nouns, unlike verbs, behind them.
_CASE = re.compile(r"(?:ом|ем|ой|ей|ого|его|ому|ему|ую|юю|ых|их)$")
_NOUN = re.compile(r" (?P<noun>[а-яё]+(?<!л)[аяеиыуюь](?<!ть)(?<!с[яь]))(?!\w)")
_UNDER = "под"  # behind which nouns have the ending of adjectives


class Expression(NamedTuple):
    """One or more facts that are said as one, at `text[start:end]` with what belongs to them.

    `measures` are what its unit can make a number: "cinq ans" is an age or a span of time.
    The last `unit_length` characters are that unit.
    """

    start: int
    end: int
    facts: tuple[Fact, ...]
    measures: frozenset[Measure] = frozenset()
    unit_length: int = 0

    @property
    def unit_start(self) -> int:
        """Return where its unit stands, or what it counts."""
        return self.end - self.unit_length


def find_expressions(text: str, code: str, kind: FactKind) -> list[Expression]:
    """Return the expressions of this kind that a sentence in this language states, in order.

    A word that opens the sentence is no name: its capital says nothing. A number that is part of a
    date is none by itself, and the year of a work that is cited no date of what is told.
    """
    facts = find_facts(text, code)
    if kind is FactKind.PERSON:
        return _listed(text, list(_persons(text, facts, code)))
    if kind is FactKind.PLACE:
        return _listed(text, list(_places(text, facts, code)))
    phrases = find_phrases(text, facts, code)
    if kind is FactKind.DATE:
        dates = join_dates(text, [each for each in phrases if is_date(each)])
        found = [Expression(date[0].start, end_of_date(text, date), date) for date in dates]
        return [date for date in found if not _is_cited(text, date)]
    numbers = _joined(text, [_number(text, each, code) for each in phrases if not is_date(each)])
    if kind is FactKind.NUMBER:
        return numbers
    return [number for number in numbers if Measure(kind) in number.measures]


def is_excepted(text: str, one: Expression) -> bool:
    """Say whether an expression is what a sentence excepts: "every day except 25 December"."""
    return bool(_EXCEPT.search(text, max(0, one.start - MAX_BEFORE), one.start))


def _is_cited(text: str, date: Expression) -> bool:
    """Say whether a date is a work's that is cited: "for years (Smith, 2014)".

    What has a name before the bracket, "Ada Cury (Brest, 1867)", is said of that.
    """
    near = max(0, date.start - MAX_BEFORE)
    return bool(_CITED.search(text, near, date.start) and _CITED_END.match(text, date.end))


def _persons(text: str, facts: Sequence[Fact], code: str) -> Iterator[Expression]:
    """Yield the names that may be somebody's: "of the Interior" is none, "of the Jordanian Ali" is.

    What a name goes on with is of it: "Tomé do Rosário".
    """
    land = word_classes(code).land
    names = [f for f in facts if f.kind in NAMES and not f.opens]
    behind = 0
    for place, fact in enumerate(names):
        if fact.start < behind:
            continue
        near = max(0, fact.start - MAX_BEFORE)
        if people := _people(text, fact, code):
            fact = fact._replace(start=people, value=fact.value.split(maxsplit=1)[1])
        elif fact.kind is FactKind.PLACE or (
            _OF_ONLY.search(text, near, fact.start) and not land(fact.value)
        ):
            continue
        behind = fact.end
        for following in names[place + 1 : place + 2]:
            if _PARTICLE.fullmatch(text[behind : following.start]) and not land(following.value):
                behind = following.end
        yield Expression(fact.start, behind, (fact,))


def _people(text: str, name: Fact, code: str) -> int | None:
    """Return where a name goes on behind the noun for a people that it opens with.

    In German and English adjectives of other names have a capital too: "British Museum".
    """
    if code in _CAPITAL_ADJECTIVES:
        return None
    known = word_classes(code)
    (word, _, _), *rest = words_with_offsets(text[name.start : name.end])
    is_people = bool(rest) and known.land(word) and not known.is_country(word)
    return name.start + rest[0][1] if is_people else None


def _places(text: str, facts: Sequence[Fact], code: str) -> Iterator[Expression]:
    for fact in facts:
        if fact.kind is FactKind.PLACE and not fact.opens:
            near, end = max(0, fact.start - MAX_BEFORE), _end_of_place(text, fact, code)
            if part := _PART_OF.search(text, near, fact.start):
                yield Expression(part.start("part"), end, (fact,))
            elif not _OF_ONLY.search(text, near, fact.start):
                yield Expression(fact.start, end, (fact,))


def _end_of_place(text: str, place: Fact, code: str) -> int:
    """Return where a place ends: behind the noun of a Russian adjective, "в Большом театре"."""
    known, behind = word_classes(code), word_before(text, place.start)
    is_adjective = behind != _UNDER and _CASE.search(text, place.start, place.end)
    noun = _NOUN.match(text, place.end) if code == "ru" and is_adjective else None
    if noun is None or noun["noun"] in known.dates | known.function_words:
        return place.end
    return noun.end()


def _listed(text: str, names: Sequence[Expression]) -> list[Expression]:
    """Return the names, those of one list as one: "the United Kingdom, Germany and France"."""
    found: list[Expression] = []
    for name in names:
        if found and _IN_LIST.fullmatch(text[found[-1].end : name.start]):
            last = found.pop()
            name = Expression(last.start, name.end, last.facts + name.facts)
        found.append(name)
    return found


def _number(text: str, phrase: tuple[Fact, ...], code: str) -> Expression:
    amount = read_amount(text, phrase, code)
    unit_length = amount.end - amount.unit_start
    return Expression(amount.start, amount.end, phrase, amount.measures, unit_length)


def _joined(text: str, numbers: Sequence[Expression]) -> list[Expression]:
    """Return the numbers, those as one that share a fraction, or are a range or a ratio.

    "Two and a half million", "between 20 and 30", "two or three weeks"; "3:2", "6 out of 10".
    """
    found: list[Expression] = []
    for number in numbers:
        last = found[-1] if found else None
        ratio = last and _ratio(text, last, number)
        if last and (ratio or number.start < last.end or _is_range(text, last, number)):
            counted = ratio and (ratio["counted"] or ratio["votes"])  # "6 houses out of 10"
            number = Expression(
                last.start,
                number.end,
                last.facts + number.facts,
                last.measures | number.measures,
                number.end - last.end if counted else number.unit_length,
            )
            found.pop()
        found.append(number)
    return found


def _ratio(text: str, one: Expression, other: Expression) -> re.Match[str] | None:
    """Return what stands between two numbers that are a ratio, or the votes of two sides."""
    found = _IN_RATIO.fullmatch(text, one.end, other.start)
    if not found or one.measures or other.measures:
        return None
    is_part = float(one.facts[-1].value) < float(other.facts[0].value)
    return None if found["of"] and not is_part else found


def _is_range(text: str, one: Expression, other: Expression) -> bool:
    """Say whether two numbers are the bounds of a range, and of one measure."""
    if one.measures != other.measures and (one.unit_length or (one.measures and other.measures)):
        return False
    gap, near = text[one.end : other.start], max(0, one.start - MAX_BEFORE)
    if _AND_BOUND.fullmatch(gap):
        return bool(_BETWEEN.search(text, near, one.start))
    is_either = not one.unit_length and _OR_NUMBER.fullmatch(gap)
    return bool(is_either or _TO_NUMBER.fullmatch(gap))
