"""The days of a text that stand with their month: "17 June", "June 15, 17", "du 15 au 19 juin".

And which times are the bounds of a range.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

LONGEST = 64  # characters of the days before a month: "lundi 15, mercredi 17 et vendredi 19"
DAYS_OF_MONTH = frozenset(range(1, 32))
_ORDINAL = r"(?:\s?er|ère|st|nd|rd|th|[º°]|-?го|-?е)?"  # behind the number of a day
_DAY = rf"\d\d?(?![\d:%]){_ORDINAL}"
_TO_EN = r"to|until|till|through"
_TO = rf"(?:{_TO_EN}|au|à|al?|bis|по|до|إلى|jusqu['’]au|hasta|fino\sal?|até|حتى)"
_AND = r"(?:et|and|y|e|und|и|ou|or|oder|o|или|أو|&)"
_WORDS = r"(?:[^\W\d_]+,?\s){0,3}"  # the article of the next day, what it is called
_RANGE = rf"(?:\s?[-–—/]\s?|\s(?:[-–—]|{_TO})\s{_WORDS})"
_LIST = rf"(?:(?:,|\s{_AND})\s{_WORDS}|\sو\s?)"
_DAYS = rf"{_DAY}(?:\.?(?:{_RANGE}|{_LIST}){_DAY})*"
_FIRST = r"(?<![A-Za-z\d.,:/–—-])"
_BEFORE = re.compile(rf"{_FIRST}({_DAYS})(?:\.?\s(?:(?:de|del|do|di|of)\s)?|[./-])$", re.IGNORECASE)
# Behind a month of English, where the next number may count something: "On June 15, 17 people".
_DAY_BEHIND = rf"{_DAY}(?!-?[^\W\d_]|,\d{{3}}(?!\d)|\.\d)"
_TO_BEHIND = rf"(?:\s?[-–—/]\s?|\s(?:{_TO_EN})\s(?:the\s)?)"
_AND_BEHIND = r",?\s(?:and|or|&)\s(?:on\s)?(?:the\s)?"
_COUNTS_NOTHING = rf"(?!\s(?!(?:and|or|&|{_TO_EN})\s|\d{{4}})\w)"
_BEHIND = re.compile(
    rf"\s(?:the\s)?({_DAY_BEHIND}(?:{_TO_BEHIND}{_DAY_BEHIND}|"
    rf"(?:,\s(?:the\s)?|{_AND_BEHIND}){_DAY_BEHIND}{_COUNTS_NOTHING})*)",
    re.IGNORECASE,
)
_AND_COUNT = re.compile(rf"{_AND_BEHIND}\d", re.IGNORECASE)
_IN = re.compile(r"(?<!\w)in\s$", re.IGNORECASE)
_DAY_BEFORE = re.compile(rf"{_FIRST}{_DAY}\s(?:of\s)?$", re.IGNORECASE)
_BEHIND_FIGURES = re.compile(r"[/-](\d\d?)(?!\d)")
_NUMBER = re.compile(r"\d+")
_TO_NUMBER = re.compile(rf"{_ORDINAL}\.?{_RANGE}", re.IGNORECASE)
_YEAR = r"(?:,?\s(?:del?\s)?\d{4}(?:\sгода)?)?"
_TO_DATE = re.compile(rf"{_YEAR}{_RANGE}", re.IGNORECASE)
_AND_DATE = re.compile(rf"{_YEAR}{_LIST}", re.IGNORECASE)
# What stands between the bounds of a range, a # for each other fact: " # to # ", " al # de ".
_SMALL = r"(?:(?<![\w#])[^\W\d_]{1,3}\s){0,2}"
_OTHER = r"#(?:[^\W\d_]{1,3}(?!\w))?"
_FROM = rf"(?:[\s.,]*{_SMALL}{_OTHER})*"
_UNTIL = rf"(?:{_SMALL}{_OTHER}[\s.,]*)*{_SMALL}"
_TO_TIME = re.compile(rf"{_FROM}(?:\s?[-–—/]\s?|\.?\s(?:[-–—]|{_TO})\s){_UNTIL}", re.IGNORECASE)
_AND_TIME = re.compile(rf"{_FROM}(?:\s{_AND}\s|\sو\s?){_UNTIL}", re.IGNORECASE)
# What stands between times that are named together: ", ", " and on ", " y el ".
_JOINED_BY = re.compile(rf",\s|,?\s{_AND}\s{_SMALL}|\sو\s?", re.IGNORECASE)
_BETWEEN_WORD = r"entre|between|zwischen|tra|fra|между|بين"
_BETWEEN = re.compile(rf"(?<!\w)(?:{_BETWEEN_WORD})\s{_WORDS}$", re.IGNORECASE)
# Before the one bound of an open range; an article and the name of the day may be between.
_OPEN = re.compile(
    rf"(?<!\w)(?:{_BETWEEN_WORD}|since|from|until|till|through|before|after|by|"
    r"ab|bis|seit|vor|nach|depuis|dès|avant|après|(?:partir|compter)\sd(?:u|el?|o)|jusqu['’]au|d['’]ici|"
    r"desde|antes|después|tras|hasta|após|depois|até|"
    r"dal|dopo|prima|fino|entro|с|до|после|перед|к|منذ|حتى|قبل|بعد)\s"
    r"(?:(?:the|dem|den|zum|le|au|del?|el|do|ao?|o|dia|al?|il)\s){0,2}"
    r"(?:[^\W\d_]+,?\s)?(?:(?:the|dem|den)\s)?$",
    re.IGNORECASE,
)


class Month(NamedTuple):
    """A month of the year, from 1, that is named at `text[start:end]`."""

    start: int
    end: int
    number: int


class Days(NamedTuple):
    """Days of one month that are said together at `text[start:end]`, all of them in a range.

    Of a range from one date to another the first has all the days, which are `numbers`, and the
    second none. A range into another month has none at all, and so has an open one.
    """

    start: int
    end: int
    month: Month
    numbers: frozenset[int]

    @property
    def whole(self) -> tuple[int, int]:
        """Return where they start and end, their month with them."""
        return min(self.start, self.month.start), max(self.end, self.month.end)


def find_days(text: str, months: Iterable[Month], code: str) -> list[Days]:
    """Return the days that stand with the months of a text in this language, in order."""
    months = list(months)
    found: list[Days] = []
    behind = 0
    for place, month in enumerate(months):
        following = months[place + 1].start if place + 1 < len(months) else len(text)
        days = _beside(text, month, (behind, following), code)
        behind = days.whole[1] if days else month.end
        if days is None:
            continue
        if found and _is_range(text, found[-1], days):
            is_same = found[-1].month.number == month.number
            both = found[-1].numbers | days.numbers if is_same else frozenset()
            found[-1] = found[-1]._replace(numbers=_all_between(both))
            days = days._replace(numbers=frozenset())
        found.append(days)
    return [_bounded(text, days) for days in found]


def _beside(text: str, month: Month, within: tuple[int, int], code: str) -> Days | None:
    """Return the days that stand before a month, or behind one of English or in figures."""
    behind, end = within
    said = _BEFORE.search(text, max(behind, month.start - LONGEST), month.start)
    if not said and text[month.start].isdigit():
        said = _BEHIND_FIGURES.match(text, month.end)
    elif not said and code == "en":
        return _behind(text, month, end)
    return Days(*said.span(1), month, _numbers(text, *said.span(1))) if said else None


def _behind(text: str, month: Month, end: int) -> Days | None:
    """Return the days behind a month of English, before the next month, which starts at `end`.

    None of them is known where another number may count something: "On May 3 and 5 were hurt".
    """
    if _IN.search(text, max(0, month.start - LONGEST), month.start):  # "In June 2 ships sank"
        return None
    of_next = _DAY_BEFORE.search(text, month.end, end) if end < len(text) else None
    end = of_next.start() if of_next else end
    said = _BEHIND.match(text, month.end, end)
    if not said:
        return None
    is_known = not _AND_COUNT.match(text, said.end(), end)
    return Days(*said.span(1), month, _numbers(text, *said.span(1)) if is_known else frozenset())


def _numbers(text: str, start: int, end: int) -> frozenset[int]:
    """Return the days that are said at `text[start:end]`."""
    spans = [found.span() for found in _NUMBER.finditer(text, start, end)]
    gaps = [(one, other) for (_, one), (other, _) in pairwise(spans)]
    days = [int(text[slice(*span)]) for span in spans]
    is_between = _is_between(text, start)
    numbers = set(days)
    for (first, last), gap in zip(pairwise(days), gaps, strict=True):
        if is_between or _TO_NUMBER.fullmatch(text, *gap):
            numbers.update(range(first, last))
    return frozenset(numbers & DAYS_OF_MONTH)


def _is_range(text: str, one: Days, other: Days) -> bool:
    """Say whether the days of two months are the bounds of a range."""
    (start, end), (begins, _) = one.whole, other.whole
    if _AND_DATE.fullmatch(text, end, begins):
        return _is_between(text, start)
    return bool(_TO_DATE.fullmatch(text, end, begins))


def are_bounds(text: str, start: int, gap: str) -> bool:
    """Say whether a time at this start and the next of its unit are the bounds of a range.

    `gap` is what stands between them, a # in the place of every other time and number.
    """
    if len(gap) > LONGEST:
        return False
    if _AND_TIME.fullmatch(gap):
        return _is_between(text, start)
    return bool(_TO_TIME.fullmatch(gap))


def are_joined(gap: str) -> bool:
    """Say whether two times of a unit are named together by what stands between them."""
    return bool(_JOINED_BY.fullmatch(gap))


def _is_between(text: str, start: int) -> bool:
    return bool(_BETWEEN.search(text, max(0, start - LONGEST), start))


def _bounded(text: str, days: Days) -> Days:
    """Return days without the one that is but a bound of an open range: "since 17 June"."""
    start, _ = days.whole
    is_open = len(days.numbers) == 1 and _OPEN.search(text, max(0, start - LONGEST), start)
    return days._replace(numbers=frozenset()) if is_open else days


def _all_between(numbers: frozenset[int]) -> frozenset[int]:
    return frozenset(range(min(numbers), max(numbers) + 1)) if numbers else numbers
