"""Numbers and times that are said as one: "thirty-five", "Tuesday 15 October", "3 to 5 May"."""

import re
from collections.abc import Sequence

from index.facts import Fact, FactKind
from index.words import is_function_word, words_with_offsets

AND = r"(?:et|and|y|e|und|и)"
OR = r"(?:ou|or|oder|o|или|أو)"
TO = r"(?:au|à|al?|to|until|till|through|bis|по|до|إلى)"
TENS = range(20, 101, 10)
MAX_BEHIND = 64  # characters behind a day in which what it counts would begin, and more
_BLANK = r"[ \u00a0\u202f\u2011-]"
_IN_NUMBER = re.compile(_BLANK)
_AND_NUMBER = re.compile(rf"[ -]{AND}[ -]")
_AND_DAY = re.compile(rf" {AND} ")
_ORDINAL = r"(?: ?er|[èe]re|st|nd|rd|th|º|°|-?го|-?е)"  # behind the number of a day
_IN_DATE = re.compile(
    rf"(?:{_BLANK}|/|\. ?|, (?:le |the |de[mn] |d[ií]a |il )?|"
    r" (?:de|del|do|di|of|le|the|года?) )",
    re.IGNORECASE,
)
_IN_DAY = re.compile(rf"{_ORDINAL}?{_IN_DATE.pattern}", re.IGNORECASE)
_DAY_END = re.compile(rf"{_ORDINAL}(?!\w)", re.IGNORECASE)
_DECADE = re.compile(r"(?:['’]?s|er|-?(?:[ыо]?[ех]))(?!\w)")  # behind its first year
_TO_DAY = re.compile(
    rf"{_ORDINAL}?\.?(?: ?[-–—/] ?| (?:{AND}|{TO}) (?:the |le |el |il |o |zum )?| و)",
    re.IGNORECASE,
)
_AND_TIME = re.compile(
    rf" ?[-–—] ?| (?:{AND}|{OR}|{TO}) (?P<at>(?:en|in|on|im|am|em|nel|el|le|the|в) )?",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:[^\w\s]|$)")  # of a clause
_DAYS_OF_MONTH = range(1, 32)


def find_phrases(text: str, facts: Sequence[Fact], code: str) -> list[tuple[Fact, ...]]:
    """Return the numbers and the parts of times among the facts, those together that are one."""
    return _spans(text, _runs(text, [fact for fact in facts if _counts(fact)], code))


def is_date(phrase: Sequence[Fact]) -> bool:
    """Say whether a phrase names a time, and is no number."""
    return any(fact.kind is FactKind.DATE for fact in phrase)


def _counts(fact: Fact) -> bool:
    """Say whether a fact is a number or names a time; "morning" does not say which one.

    The day of a date is a number too, and a range is of times.
    """
    is_counted = fact.kind in (FactKind.NUMBER, FactKind.DATE)
    return is_counted and fact.unit not in ("time", "date") and not fact.is_of_times


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


def join_dates(text: str, runs: Sequence[tuple[Fact, ...]]) -> list[tuple[Fact, ...]]:
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
        if is_date(run):
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
    return before != "number" or is_date(run) or (unit == "month" and _may_be_day(last))


def _adds_up(text: str, last: Fact, fact: Fact, gap: str) -> bool:
    """Say whether two numbers are one, as in "treinta y cinco"."""
    if not _AND_NUMBER.fullmatch(gap) or text[last.start].isdigit() or text[fact.start].isdigit():
        return False
    return float(last.value) in TENS and float(fact.value) < min(TENS)


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
    behind = words_with_offsets(text[fact.end : fact.end + MAX_BEHIND])[:1]
    counts = [word for word, at, _ in behind if at == 1 and word.isalpha()]
    if _AND_DAY.fullmatch(gap):  # "on May 3 and 5 were hurt"
        return not counts
    return all(map(is_function_word, counts))


def end_of_date(text: str, run: Sequence[Fact]) -> int:
    """Return where a date ends: behind the letters of "May 1st" and "the 1990s"."""
    ending = {"number": _DAY_END, "year": _DECADE}.get(run[-1].unit)
    found = ending.match(text, run[-1].end) if ending else None
    return found.end() if found else run[-1].end
