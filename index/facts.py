"""The facts that a text states: numbers, times, names and reasons, found by closed word classes."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from index.days import Month, are_bounds, are_joined, find_days
from index.word_classes import ARABIC_AND, WordClasses, folded, word_classes
from index.words import Spoken, canonical, words_with_offsets

TEXTS_KEPT = 1024  # whose facts were found last: a sentence is quoted more than once
_YEARS = range(1000, 2200)
# A date in figures, the day first or ISO's, and an hour: 12.10.2016, 2016-10-12, 18h30, 6:30 pm.
_DATE = re.compile(
    r"(?<![\d.,/-])(?:(\d\d?)([./-])(\d\d?)\2\d{4}|\d{4}-(\d\d)-(\d\d))(?![\d/-]|[.,]\d)"
)
_HOUR = re.compile(
    r"(?<![\d:.,])([01]?\d|2[0-4])(?:(?::|\s?h\s?)([0-5]\d)(?::[0-5]\d)?(?![\d:])|"
    r"(?:[:.]([0-5]\d))?(?=\s?(uhr|[ap]m|[ap]\.m)(?!\w)))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")  # as words have them; the `1⁄2` of a ½ is none
_ARABIC_ARTICLE = re.compile(r"(?<!\w)(?:al|el|a[dnrstz]|ash)-$")  # of "Ali al-Zaatari"
_CALLED = ("day ", "month ")
_ROUND = {"day": 7, "month": 12, "year": 0}  # after how many a unit begins anew, if it does
_SENTENCE_OPENING = re.compile(r"[\s¿¡\"'«»“”„‘’(\[–—-]*")


class FactKind(StrEnum):
    """What kind of thing a fact is; the value is the answer type of a question for it."""

    NUMBER = "number"
    AGE = "age"
    PERCENT = "percent"
    DATE = "date"
    PLACE = "place"
    PERSON = "person"
    CAUSE = "cause"


NAMES = frozenset((FactKind.PERSON, FactKind.PLACE))


class Fact(NamedTuple):  # a question makes a thousand, and a dataclass takes seven times as long
    """A fact at `text[start:end]`.

    An age or a percentage is found beside the same number, which may be asked for as either, and so
    are a day of the month beside its own, and beside both times a range of them or their pair.
    `value` is the same in every language for numbers (`56`) and times (`day 2`, `month 10`,
    `year 2016`, `date 10-15` for the day of a month, `range day 2-5`, `pair day 2-5` for those that
    are named together); for names it is the words without case and accents. `opens` is true of a
    name that opens a sentence, where a capital says nothing.
    """

    kind: FactKind
    start: int
    end: int
    value: str
    opens: bool = False

    @property
    def unit(self) -> str:
        """Return what a time is given in: `day`, `month`, `year`, `date`, `range`, `pair`, `time`.

        For other facts it is the kind.
        """
        return self.value.split()[0] if self.kind is FactKind.DATE else str(self.kind)

    @property
    def is_of_times(self) -> bool:
        """Say whether it is made of times that are facts too."""
        return self.unit in ("range", "pair")

    @property
    def within(self) -> tuple[str, ...]:
        """Return what a range or a pair has in it, its bounds too; of other facts their value."""
        if not self.is_of_times:
            return (self.value,)
        of, unit, bounds = self.value.split()
        first, last = map(int, bounds.split("-"))
        if of == "pair":
            return (f"{unit} {first}", f"{unit} {last}")
        around = _ROUND[unit]
        if first > last:
            last += around
        return tuple(
            f"{unit} {(n - 1) % around + 1 if around else n}" for n in range(first, last + 1)
        )


@lru_cache(maxsize=TEXTS_KEPT)
def find_facts(text: str, code: str) -> tuple[Fact, ...]:
    """Return the facts that a sentence in this language states, in order of their starts."""
    known = word_classes(code)
    found = list(_numbers_and_times(text, known))
    times = [fact for fact in found if fact.kind is FactKind.DATE]
    found += list(_ranges_and_pairs(text, found))
    found += [*_dates(text, times, code), *_names(text, times, known), *_causes(text, known)]
    return tuple(sorted(found, key=lambda fact: (fact.start, fact.end, fact.kind)))


def _numbers_and_times(text: str, known: WordClasses) -> Iterator[Fact]:
    spoken = words_with_offsets(text)
    in_figures = {fact.start: fact for fact in _in_figures(text, known)}
    behind = 0
    for place, (word, start, end) in enumerate(spoken):
        if start < behind:
            continue
        plain = canonical(word, known.code) or word
        time = in_figures.get(start)
        if plain.startswith(_CALLED) or word.removeprefix(ARABIC_AND) in known.first_words:
            time = _day_or_month(text, spoken, place, known)
        if time:
            behind = time.end
            yield time
        elif word.isdecimal() and end - start == 4 and int(word) in _YEARS:  # `1,200` is none
            yield Fact(FactKind.DATE, start, end, f"year {int(word)}")
        elif word in known.dates:
            yield Fact(FactKind.DATE, start, end, f"time {word}")
        elif _NUMBER.fullmatch(plain):
            yield Fact(FactKind.NUMBER, start, end, plain)
            for kind, unit in known.units.items():
                if unit.beside(text, start, end):
                    yield Fact(FactKind(kind), start, end, plain)


def _in_figures(text: str, known: WordClasses) -> Iterator[Fact]:
    """Yield the months of dates in figures, and the hours."""
    for date in _DATE.finditer(text):
        place = 4 if date[4] else 3
        if place == 3 and int(date[3]) > 12:  # as Americans write it
            place = 1
        elif date[2] == "/" and known.code == "en" and date[1] != date[3] and int(date[1]) <= 12:
            continue  # nobody knows whether they do here
        if 1 <= int(date[place]) <= 12:
            yield Fact(FactKind.DATE, *date.span(place), f"month {int(date[place])}")
    for hour in _HOUR.finditer(text):
        if known.code == "de" and (hour[4] or "").casefold() == "am":  # "7 am Dienstag"
            continue
        minutes = int(hour[2] or hour[3] or 0)
        yield Fact(FactKind.DATE, *hour.span(), f"time {int(hour[1])}:{minutes:02}")


def _day_or_month(
    text: str, spoken: Sequence[Spoken], place: int, known: WordClasses
) -> Fact | None:
    """Return the day or month that a word names, alone or with the one behind: "sexta-feira"."""
    word, start, end = spoken[place]
    if place + 1 < len(spoken):
        following, begins, ends = spoken[place + 1]
        called = canonical(f"{word}-{following}", known.code)
        if called and text[end:begins] in {" ", "-"}:
            return Fact(FactKind.DATE, start, ends, called)
    called = canonical(word, known.code)
    if called and called.startswith(_CALLED) and _is_meant(text, spoken, place, known):
        return Fact(FactKind.DATE, start, end, called)
    return None


def _is_meant(text: str, spoken: Sequence[Spoken], place: int, known: WordClasses) -> bool:
    """Say whether a word that may name a day or month does: "in May", not "it may"."""
    word, start, end = spoken[place]
    if word not in known.homonyms:
        return True
    following, begins, _ = spoken[place + 1] if place + 1 < len(spoken) else ("", end, end)
    if following.isdecimal() and text[end:begins] in {" ", ", "}:
        return True
    if place == 0:
        return False
    before, head, _ = spoken[place - 1]
    leads = before in known.before_homonyms
    beside = text[end:begins].isspace()  # nothing is between it and what follows
    if text[start].isupper() and not (beside and text[begins].isupper()):
        return leads or text[head].islower() or text[head].isdecimal()
    return leads and not (beside and following not in known.function_words)


def _dates(text: str, times: Sequence[Fact], code: str) -> Iterator[Fact]:
    """Yield the days of the months that are among these times."""
    months = [
        Month(time.start, time.end, int(time.value.removeprefix("month ")))
        for time in times
        if time.unit == "month"
    ]
    for days in find_days(text, months, code):
        for day in sorted(days.numbers):
            yield Fact(FactKind.DATE, days.start, days.end, f"date {days.month.number}-{day}")


def _ranges_and_pairs(text: str, found: Sequence[Fact]) -> Iterator[Fact]:
    """Yield what these numbers and times are together: "Tuesday to Friday", "2015 and 2016"."""
    last: dict[str, int] = {}
    for place, bound in enumerate(found):
        if bound.unit not in _ROUND:
            continue
        if bound.unit in last:
            one, *between = found[last[bound.unit] : place]
            gap = _gap(text, one.end, between, bound.start)
            if are_bounds(text, one.start, gap):
                yield from _range(one, bound)
            elif are_joined(gap) or (gap == " " and text.startswith(ARABIC_AND, bound.start)):
                yield _together("pair", one, bound)
        last[bound.unit] = place


def _gap(text: str, end: int, between: Sequence[Fact], start: int) -> str:
    """Return what stands between two times, a # in the place of every other fact."""
    said = ""
    for fact in between:
        if fact.start >= end:
            said += f"{text[end : fact.start]}#"
            end = fact.end
    return said + text[end:start]


def _range(one: Fact, other: Fact) -> Iterator[Fact]:
    """Yield the range between two times of one unit; years do not begin anew."""
    first, last = (int(time.value.split()[1]) for time in (one, other))
    if first < last or (first > last and _ROUND[one.unit]):
        yield _together("range", one, other)


def _together(what: str, one: Fact, other: Fact) -> Fact:
    unit, first = one.value.split()
    _, last = other.value.split()
    return Fact(FactKind.DATE, one.start, other.end, f"{what} {unit} {first}-{last}")


def _names(text: str, times: Sequence[Fact], known: WordClasses) -> Iterator[Fact]:
    """Yield the runs of capitalised words that are not all of grammar."""
    opening = _SENTENCE_OPENING.match(text)
    first = opening.end() if opening else 0
    timed = {place for time in times for place in range(time.start, time.end)}
    run: list[Spoken] = []
    for word, start, end in words_with_offsets(text):
        if not text[start].isupper() or start in timed:
            continue
        if start <= first and word in known.function_words:
            continue
        article = _ARABIC_ARTICLE.search(text, max(0, start - 4), start)
        spoken = (word, article.start() if article else start, end)
        if run and not _joined(text, run[-1], spoken):
            yield from _name(text, run, first, known)
            run = []
        run.append(spoken)
    if run:
        yield from _name(text, run, first, known)


def _joined(text: str, one: Spoken, other: Spoken) -> bool:
    _, _, end = one
    _, start, _ = other
    return text[end:start] in {" ", "-", "\u00a0", "\u2011", "'", "’", ". "}


def _is_acronym(text: str, spoken: Spoken) -> bool:
    _, start, end = spoken
    return end - start > 1 and text[start:end].isupper()


def word_before(text: str, start: int) -> str:
    """Return the word before a place in a text, lower case; nothing where a mark is between."""
    head = re.search(r"([^\W\d_]+)['’\s]+$", text[max(0, start - 24) : start])
    return head.group(1).casefold() if head else ""


def _name(text: str, run: Sequence[Spoken], first: int, known: WordClasses) -> Iterator[Fact]:
    """Yield the name that a run of words is, or two, or none."""
    if _opens_apart(text, run, known):
        yield from _name(text, run[:1], first, known)
        run = run[1:]
    if all(_names_nothing(text, spoken, known) for spoken in run):
        return
    start, end = run[0][1], run[-1][2]
    kind = FactKind.PLACE if word_before(text, start) in known.places else FactKind.PERSON
    value = " ".join(folded(word) for word, _, _ in run)
    yield Fact(kind, start, end, value, opens=start <= first and len(run) == 1)


def _opens_apart(text: str, run: Sequence[Spoken], known: WordClasses) -> bool:
    """Say whether a run opens with who somebody is of: "ONU Stephane Dujarric", not "FC Nantes"."""
    if len(run) == 1 or not _is_acronym(text, run[0]) or _is_acronym(text, run[1]):
        return False
    (word, _, end), (_, start, _) = run[:2]
    return text[end:start] == " " and (len(run) > 2 or word in known.nameless)


def _names_nothing(text: str, spoken: Spoken, known: WordClasses) -> bool:
    """Say whether a word, alone, is no name: "We", but not the WHO."""
    word, _, _ = spoken
    grammar = word in known.function_words and not _is_acronym(text, spoken)
    return grammar or word in known.nameless


def _causes(text: str, known: WordClasses) -> Iterator[Fact]:
    if known.causes:
        for match in known.causes.finditer(text):
            yield Fact(FactKind.CAUSE, match.start(), match.end(), match.group().casefold())
