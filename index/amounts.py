"""Numbers with what belongs to them: "half a million", "61m", "£61m", "60 %", "3 kg/m²"."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from index.facts import Fact
from index.phrases import AND, TENS
from index.word_classes import word_classes
from index.words import is_function_word, words_with_offsets

MAX_BEFORE = 64  # characters before a number that can belong to it, and more
# "One" alone is no number, since it is an article too; of a larger number it is a part.
_ONE_RUSSIAN = r"(?:один|одн(?:а|о|у|и|им|их|ом|ой|ого|ому|ими))"
_ONE = rf"(?:une?|one|a|una?|uno|ein(?:e|er|en)?|uma?|{_ONE_RUSSIAN})"
_ONE_ALONE = re.compile(_ONE, re.IGNORECASE)
_ADJECTIVE = re.compile(r"(?<!\w)(?P<article>\w+)['’ ](?P<adjective>[^\W\d_]+) $")
_ONE_BEFORE = re.compile(rf"(?<!\w){_ONE} $", re.IGNORECASE)
_ONE_BEHIND = re.compile(rf"(?:(?:-|[ -]{AND}[ -]){_ONE}| {_ONE_RUSSIAN})(?!\w)", re.IGNORECASE)
_ONE_OF_ELEVEN = re.compile(r"(?<!\w)و?(?P<one>(?:أحد|احد|إحدى|احدى) )$")  # before an Arabic "ten"
_FROM_A_MILLION = 1_000_000
_SCALES = frozenset((10, 12, 100, 1000, 10**6, 10**9, 10**12))  # "a dozen", "thousand"
_CURRENCY = re.compile(r"(?<!\w)(?:[A-Z]{0,3}[£$¥\u20a0-\u20bf]|EUR|USD|GBP|CHF) ?$")
_LETTERS = re.compile(r"[^\W\d_]+(?!\w)")  # "61m", "7th"
_EACH = re.compile(r" ?/ ?[^\W\d_]+[23]?(?!\w)")  # behind a unit: "/m²", "/ Monat"


class Measure(StrEnum):
    """What a number is of, where its unit tells."""

    AGE = "age"
    PERCENT = "percent"
    TIME = "time"
    MONEY = "money"
    EXTENT = "extent"


class Amount(NamedTuple):
    """A number at `text[start:end]`, with what its units can make of it.

    "Cinq ans" is an age or a span of time. The unit, or nothing, starts at `unit_start`.
    """

    start: int
    end: int
    measures: frozenset[Measure]
    unit_start: int


def read_amount(text: str, phrase: Sequence[Fact], code: str) -> Amount:
    """Return a number, of one fact or more, with what belongs to it: "£61m", "five years"."""
    known, (start, end) = word_classes(code), _whole(text, phrase, code)
    units = _units_behind(text, end, code)
    beside = [kind for kind, unit in known.units.items() if unit.beside(text, start, end)]
    measures = {*units, *map(Measure, beside)}
    unit_start, end = end, max([end, *units.values()])
    if known.fractions and (found := known.fractions.behind.match(text, end)):
        end = found.end()  # "deux ans et demi"
    if found := _CURRENCY.search(text, max(0, start - MAX_BEFORE), start):
        start = found.start()
        measures.add(Measure.MONEY)
    if not measures and text[end - 1].islower():  # "30 m" may be metres, "61M" not
        measures |= _units_behind(text, phrase[-1].end, code).keys()
    return Amount(start, end, frozenset(measures), unit_start)


def _whole(text: str, phrase: Sequence[Fact], code: str) -> tuple[int, int]:
    """Return where a number stands with what makes another of it: "half a million", "61m"."""
    known, start, end = word_classes(code), phrase[0].start, phrase[-1].end
    near = max(0, start - MAX_BEFORE)
    spelt = not text[phrase[-1].start].isdigit()
    fraction = _fraction_before(text, phrase[0], code)
    start = start if fraction is None else fraction
    if fraction is not None or (
        float(phrase[0].value) >= _FROM_A_MILLION and not text[start].isdigit()
    ):
        found = _ONE_BEFORE.search(text, near, start)
        start = found.start() if found else start
    if spelt and phrase[0].value == "10" and (found := _ONE_OF_ELEVEN.search(text, near, start)):
        start = found.start("one")
    if spelt and float(phrase[-1].value) in TENS and (found := _ONE_BEHIND.match(text, end)):
        end = found.end()
    letters = _LETTERS.match(text, end)
    if letters and (letters.group().isupper() or not _units_behind(text, end, code)):
        end = letters.end()
    for pattern in (known.magnitudes, known.fractions and known.fractions.behind):
        if pattern and (found := pattern.match(text, end)):
            end = found.end()
    return start, end


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


def _units_behind(text: str, end: int, code: str) -> dict[Measure, int]:
    """Return what the units behind a number make of it, and where each ends: "kg", "kg/m²"."""
    known = word_classes(code)
    behind = {kind: unit.behind for kind, unit in known.units.items()} | dict(known.measures)
    found = {Measure(kind): pattern.match(text, end) for kind, pattern in behind.items()}
    return {
        measure: (_EACH.match(text, unit.end()) or unit).end()
        for measure, unit in found.items()
        if unit
    }
