"""The facts of a sentence, whole as they stand there: "13,5 millions", "15 octobre", "60 %"."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from index.facts import Fact, FactKind, find_facts
from index.word_classes import word_classes
from index.words import is_function_word, words_with_offsets

MAX_BEFORE = 64  # characters before a fact that can belong to it, and more
_BLANK = r"[ \u00a0\u202f\u2011-]"
_AND = r"(?:et|and|y|e|und|и)"
_IN_NUMBER = re.compile(_BLANK)
_AND_NUMBER = re.compile(rf"[ -]{_AND}[ -]")
_AND_DAY = re.compile(rf" {_AND} ")
_ORDINAL = r"(?: ?er|[èe]re|st|nd|rd|th|º|°|-?го|-?е)"  # behind the number of a day
_IN_DATE = re.compile(
    rf"(?:{_BLANK}|/|\. ?|, (?:le |the )?| (?:de|del|do|di|of|le|the|года?) )", re.IGNORECASE
)
_IN_DAY = re.compile(rf"{_ORDINAL}?{_IN_DATE.pattern}", re.IGNORECASE)
_DAY_END = re.compile(rf"{_ORDINAL}(?!\w)", re.IGNORECASE)
_TO = r"(?:au|à|al?|to|until|till|through|bis|по|до|إلى)"
_TO_DAY = re.compile(
    rf"{_ORDINAL}?\.?(?: ?[-–/] ?| (?:{_AND}|{_TO}) (?:the |le |el |il |o |zum )?| و)",
    re.IGNORECASE,
)
_OR = r"(?:ou|or|oder|o|или|أو)"
_ARTICLE = r"(?:les |le |los |las |os |as |die |the )?"
_TO_NUMBER = re.compile(rf" ?[-–] ?| {_TO} {_ARTICLE}", re.IGNORECASE)
_OR_NUMBER = re.compile(rf" {_OR} ", re.IGNORECASE)
_AND_BOUND = re.compile(rf" {_AND} {_ARTICLE}| و", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"(?<!\w)(?:entre|between|zwischen|tra|fra|между|بين) {_ARTICLE}$", re.IGNORECASE
)
_IN_LIST = re.compile(
    rf"(?:,| {_AND}|, {_AND}) (?:l['’]|la |le |les |the |el |los |las |il |o |os |as |à |in )?",
    re.IGNORECASE,
)
_AND_TIME = re.compile(
    rf" ?[-–] ?| (?:{_AND}|{_OR}|{_TO}) (?P<at>(?:en|in|on|im|am|em|nel|el|le|the|в) )?",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:[^\w\s]|$)")  # of a clause
_DAYS_OF_MONTH = range(1, 32)
_TENS = range(20, 101, 10)
# "One" alone is no number, since it is an article too; of a larger number it is a part.
_ONE_RUSSIAN = r"(?:один|одн(?:а|о|у|и|им|их|ом|ой|ого|ому|ими))"
_ONE = rf"(?:une?|one|a|una?|uno|ein(?:e|er|en)?|uma?|{_ONE_RUSSIAN})"
_ONE_ALONE = re.compile(_ONE, re.IGNORECASE)
_ADJECTIVE = re.compile(r"(?<!\w)(?P<article>\w+)['’ ](?P<adjective>[^\W\d_]+) $")
_ONE_BEFORE = re.compile(rf"(?<!\w){_ONE} $", re.IGNORECASE)
_ONE_BEHIND = re.compile(rf"(?:(?:-|[ -]{_AND}[ -]){_ONE}| {_ONE_RUSSIAN})(?!\w)", re.IGNORECASE)
_ONE_OF_ELEVEN = re.compile(r"(?<!\w)و?(?P<one>(?:أحد|احد|إحدى|احدى) )$")  # before an Arabic "ten"
_FROM_A_MILLION = 1_000_000
_SCALES = frozenset((10, 12, 100, 1000, 10**6, 10**9, 10**12))  # "a dozen", "thousand"
_CURRENCY = re.compile(r"(?<!\w)(?:[A-Z]{0,3}[£$€¥₽]|EUR|USD|GBP|CHF) ?$")
_LETTERS = re.compile(r"[^\W\d_]+(?!\w)")  # "61m", "7th"
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


class Measure(StrEnum):
    """What a number is of, where its unit tells."""

    AGE = "age"
    PERCENT = "percent"
    TIME = "time"
    MONEY = "money"
    EXTENT = "extent"


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
    date is none by itself.
    """
    facts = find_facts(text, code)
    if kind is FactKind.PERSON:
        return _listed(text, list(_persons(text, facts, code)))
    if kind is FactKind.PLACE:
        return _listed(text, list(_places(text, facts)))
    runs = _spans(text, _runs(text, [f for f in facts if _counts(f)], code))
    if kind is FactKind.DATE:
        dates = _dates(text, [run for run in runs if _is_date(run)])
        return [Expression(run[0].start, _end_of_date(text, run), run) for run in dates]
    numbers = _joined(text, [_measured(text, run, code) for run in runs if not _is_date(run)])
    if kind is FactKind.NUMBER:
        return numbers
    return [number for number in numbers if Measure(kind) in number.measures]


def _persons(text: str, facts: Sequence[Fact], code: str) -> Iterator[Expression]:
    """Yield the names that may be somebody's: "of the Interior" is none, "of the Jordanian Ali" is.

    What a name goes on with is of it: "Tomé do Rosário".
    """
    land = word_classes(code).land
    names = [f for f in facts if f.kind in (FactKind.PERSON, FactKind.PLACE) and not f.opens]
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


def _places(text: str, facts: Sequence[Fact]) -> Iterator[Expression]:
    for fact in facts:
        if fact.kind is FactKind.PLACE and not fact.opens:
            near = max(0, fact.start - MAX_BEFORE)
            if part := _PART_OF.search(text, near, fact.start):
                yield Expression(part.start("part"), fact.end, (fact,))
            elif not _OF_ONLY.search(text, near, fact.start):
                yield Expression(fact.start, fact.end, (fact,))


def _listed(text: str, names: Sequence[Expression]) -> list[Expression]:
    """Return the names, those of one list as one: "the United Kingdom, Germany and France"."""
    found: list[Expression] = []
    for name in names:
        if found and _IN_LIST.fullmatch(text[found[-1].end : name.start]):
            last = found.pop()
            name = Expression(last.start, name.end, last.facts + name.facts)
        found.append(name)
    return found


def _counts(fact: Fact) -> bool:
    """Say whether a fact is a number or names a time; "morning" does not say which one.

    The day of a date is a number too.
    """
    return fact.kind in (FactKind.NUMBER, FactKind.DATE) and fact.unit not in ("time", "date")


def _is_date(run: Sequence[Fact]) -> bool:
    return any(fact.kind is FactKind.DATE for fact in run)


def _runs(text: str, facts: Sequence[Fact], code: str) -> list[tuple[Fact, ...]]:
    """Return the facts in runs of those that are said as one."""
    found: list[tuple[Fact, ...]] = []
    for place, fact in enumerate(facts):
        following = facts[place + 1] if place + 1 < len(facts) else None
        if found and _goes_on(text, found[-1], fact, following, code):
            found[-1] = (*found[-1], fact)
        else:
            found.append((fact,))
    return found


def _spans(text: str, runs: Sequence[tuple[Fact, ...]]) -> list[tuple[Fact, ...]]:
    """Return the runs, those as one that share a month: "3 to 5 May", "mardi 3 et jeudi 5 mai"."""
    found: list[tuple[Fact, ...]] = []
    for run in reversed(runs):
        shares = found and _shares_month(text, run, found[-1])
        found.append((*run, *found.pop()) if shares else run)
    return found[::-1]


def _shares_month(text: str, run: Sequence[Fact], following: Sequence[Fact]) -> bool:
    """Say whether a day, or the name of one, is of the month that stands behind other days."""
    units, gap = [fact.unit for fact in following], text[run[-1].end : following[0].start]
    if "month" not in units or "number" not in units[:2] or units[0] == "month":
        return False
    if run[-1].unit == "day":
        return units[0] == "number" and bool(_IN_DATE.fullmatch(gap))
    if len(run) > 1 or run[0].unit != "number" or not _may_be_day(run[0]):
        return False
    return bool(_TO_DAY.fullmatch(gap)) or (gap == ", " and units.count("number") > 1)


def _dates(text: str, runs: Sequence[tuple[Fact, ...]]) -> list[tuple[Fact, ...]]:
    """Return the dates, those of one list or range as one: "in 1903, 1911 and 1920"."""
    found: list[tuple[Fact, ...]] = []
    for run in reversed(runs):
        is_listed = len(found) > 0 and _is_listed(text, run, found[-1])
        found.append((*run, *found.pop()) if is_listed else run)
    return found[::-1]


def _is_listed(text: str, run: Sequence[Fact], following: Sequence[Fact]) -> bool:
    """Say whether a date is of one list with the next, which opens no clause: "and in 1911 he"."""
    units, behind = [fact.unit for fact in run], [fact.unit for fact in following]
    if units != behind[: len(units)]:
        return False
    gap = text[run[-1].end : following[0].start]
    if gap == ", ":
        return len(behind) > len(units)
    if not (found := _AND_TIME.fullmatch(gap)):
        return False
    return not found["at"] or bool(_ENDS.match(text, following[-1].end))


def _goes_on(text: str, run: Sequence[Fact], fact: Fact, following: Fact | None, code: str) -> bool:
    last, before, unit = run[-1], run[-1].unit, fact.unit
    gap = text[last.end : fact.start]
    if before == unit == "number":
        figures = text[last.start].isdigit() and text[fact.start].isdigit()
        if figures and gap.isspace():  # a row of numbers; groups of three are one word before
            return False
        if _is_date(run):
            return run[-2].unit == "month" and _is_day_too(text, fact, gap)
        return bool(_IN_NUMBER.fullmatch(gap)) or _adds_up(text, last, fact, gap)
    if before == unit:
        return unit == "day" and bool(_AND_DAY.fullmatch(gap))
    if not (_IN_DAY if before == "number" else _IN_DATE).fullmatch(gap):
        return False
    if unit == "number":  # "Tuesday 15 October" or "October 15", not "Tuesday, 15 people"
        return (before == "day" and _is_day_of_month(text, fact, following)) or (
            before == "month" and (code == "en" or gap in "-/.") and _may_be_day(fact)
        )
    return before != "number" or _is_date(run) or (unit == "month" and _may_be_day(last))


def _adds_up(text: str, last: Fact, fact: Fact, gap: str) -> bool:
    """Say whether two numbers are one, as in "treinta y cinco"."""
    if not _AND_NUMBER.fullmatch(gap) or text[last.start].isdigit() or text[fact.start].isdigit():
        return False
    return float(last.value) in _TENS and float(fact.value) < min(_TENS)


def _may_be_day(fact: Fact) -> bool:
    return fact.value.isdigit() and int(fact.value) in _DAYS_OF_MONTH


def _is_day_of_month(text: str, fact: Fact, following: Fact | None) -> bool:
    return (
        following is not None
        and following.unit == "month"
        and _may_be_day(fact)
        and bool(_IN_DAY.fullmatch(text[fact.end : following.start]))
    )


def _is_day_too(text: str, fact: Fact, gap: str) -> bool:
    """Say whether a number goes on from a day, and counts nothing: "May 3 to 5"."""
    if not (_may_be_day(fact) and _TO_DAY.fullmatch(gap)):
        return False
    behind = words_with_offsets(text[fact.end : fact.end + MAX_BEFORE])[:1]
    counts = [word for word, at, _ in behind if at == 1 and word.isalpha()]
    if _AND_DAY.fullmatch(gap):  # "on May 3 and 5 were hurt"
        return not counts
    return all(map(is_function_word, counts))


def _end_of_date(text: str, run: Sequence[Fact]) -> int:
    """Return where a date ends: behind the letters of "May 1st"."""
    found = run[-1].unit == "number" and _DAY_END.match(text, run[-1].end)
    return found.end() if found else run[-1].end


def _joined(text: str, numbers: Sequence[Expression]) -> list[Expression]:
    """Return the numbers, those as one that share a fraction, or are the bounds of a range.

    "Two and a half million", "between 20 and 30", "two or three weeks".
    """
    found: list[Expression] = []
    for number in numbers:
        if found and (number.start < found[-1].end or _is_range(text, found[-1], number)):
            last = found.pop()
            number = number._replace(
                start=last.start,
                facts=last.facts + number.facts,
                measures=last.measures | number.measures,
            )
        found.append(number)
    return found


def _is_range(text: str, one: Expression, other: Expression) -> bool:
    """Say whether two numbers are the bounds of a range, and of one measure."""
    if one.measures != other.measures and (one.unit_length or (one.measures and other.measures)):
        return False
    gap, near = text[one.end : other.start], max(0, one.start - MAX_BEFORE)
    if _AND_BOUND.fullmatch(gap):
        return bool(_BETWEEN.search(text, near, one.start))
    is_either = not one.unit_length and _OR_NUMBER.fullmatch(gap)
    return bool(is_either or _TO_NUMBER.fullmatch(gap))


def _fraction_before(text: str, number: Fact, code: str) -> int | None:
    """Return where a fraction of a number starts: "half a million", "a third of the 300".

    Nothing but a scale is halved with no word between, and "the old quarter of 300" is no fraction.
    """
    known, start = word_classes(code), number.start
    before = known.fractions and known.fractions.before
    found = before and before.search(text, max(0, start - MAX_BEFORE), start)
    if not found:
        return None
    phrase = words_with_offsets(found.group())
    is_scale = not text[start].isdigit() and float(number.value) in _SCALES
    if len(phrase) == 1:
        return found.start() if is_scale else None
    is_of_those = phrase[-1][0] in known.articles
    return None if not is_of_those and _is_described(text, found.start(), code) else found.start()


def _is_described(text: str, at: int, code: str) -> bool:
    """Say whether a noun has an adjective behind a definite article: "the old quarter"."""
    found = _ADJECTIVE.search(text, max(0, at - MAX_BEFORE), at)
    if not found or _ONE_ALONE.fullmatch(found["article"]):
        return False
    is_article = found["article"].casefold() in word_classes(code).articles
    return is_article and not is_function_word(found["adjective"].casefold())


def _measured(text: str, run: tuple[Fact, ...], code: str) -> Expression:
    """Return a number with what belongs to it: "£61m", "60 %", "five years", "half a million"."""
    known, start, end = word_classes(code), run[0].start, run[-1].end
    near = max(0, start - MAX_BEFORE)
    spelt = not text[run[-1].start].isdigit()
    fraction = _fraction_before(text, run[0], code)
    start = start if fraction is None else fraction
    if fraction is not None or (
        float(run[0].value) >= _FROM_A_MILLION and not text[start].isdigit()
    ):
        found = _ONE_BEFORE.search(text, near, start)
        start = found.start() if found else start
    if spelt and run[0].value == "10" and (found := _ONE_OF_ELEVEN.search(text, near, start)):
        start = found.start("one")
    if spelt and float(run[-1].value) in _TENS and (found := _ONE_BEHIND.match(text, end)):
        end = found.end()
    fractions = known.fractions and known.fractions.behind
    for pattern in (_LETTERS, known.magnitudes, fractions):
        if pattern and (found := pattern.match(text, end)):
            end = found.end()
    behind = {
        **{kind: unit.behind.match(text, end) for kind, unit in known.units.items()},
        **{kind: pattern.match(text, end) for kind, pattern in known.measures.items()},
    }
    kinds = [kind for kind, found in behind.items() if found]
    kinds += [kind for kind, unit in known.units.items() if unit.beside(text, start, end)]
    measures = {Measure(kind) for kind in kinds}
    unit_start, end = end, max([end, *(unit.end() for unit in behind.values() if unit)])
    if fractions and (found := fractions.match(text, end)):  # "deux ans et demi"
        end = found.end()
    if found := _CURRENCY.search(text, max(0, start - MAX_BEFORE), start):
        start = found.start()
        measures.add(Measure.MONEY)
    return Expression(start, end, run, frozenset(measures), end - unit_start)
