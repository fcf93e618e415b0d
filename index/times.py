"""The times that a question names, and another time in their place."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.days import DAYS_OF_MONTH
from index.facts import FactKind, find_facts
from index.word_classes import WordClasses, word_classes
from index.words import Spoken, canonical, words, words_with_offsets

_ENDING = " \u00a0\u202f?؟.!"
_GENITIVE = re.compile(r"['’]s(?!\w)")  # of "Tuesday's raids"
_DAY, _MONTH, _YEAR, _OTHER = "day", "month", "year", "time"
_DATE = frozenset((_DAY, _MONTH, _YEAR))
_PARTS_OF_A_DAY = {
    "alba", "aube", "dawn", "evening", "matin", "mañana", "morgen", "morning", "night", "nuit",
    "soir", "فجر",
}  # fmt: skip


@dataclass(frozen=True)
class Time:
    """A time in a text, with its numbers and what stands before it: "on the morning of October 15".

    `units` has for each of its words the unit (`day`, `month`, `year`, `time`), `number`, or
    nothing for a preposition or an article; `code` is its language.
    """

    code: str
    text: str
    words: tuple[Spoken, ...]
    units: tuple[str, ...]

    @property
    def start(self) -> int:
        """Return where it begins."""
        return self.words[0][1]

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.words[-1][2]

    @property
    def said(self) -> str:
        """Return its words."""
        return self.text[self.start : self.end]

    @property
    def named(self) -> frozenset[str]:
        """Return the units that it is given in."""
        return frozenset(self.units) - {"", FactKind.NUMBER}

    @property
    def bare(self) -> "Time":
        """Return it without what stands before it."""
        return self._part(self._first, len(self.words))

    @property
    def opens(self) -> str:
        """Return the unit that it opens with."""
        return self.units[self._first]

    @property
    def is_on_a_day(self) -> bool:
        """Say whether it opens with a day of the week, and nothing but "on" stands before that."""
        before = {word for word, _, _ in self.words[: self._first]}
        return self.opens == _DAY and before <= _words_before_days(self.code)

    @property
    def gives_way(self) -> frozenset[str]:
        """Return the units of another time that it leaves nothing of."""
        if {_DAY, _MONTH} <= self.named:
            return self.named
        if self.named & {_DAY, _YEAR} or self._is_of_no_day:  # "on Wednesday" is not October 11
            return self.named | _DATE
        return self.named | {_DAY} if _MONTH in self.named else self.named

    def worded(self) -> "Time":
        """Return it as it is said inside a sentence: "on Wednesday" of "wednesday"."""
        if self.is_on_a_day:
            return _on_day(self._weekday, self.code, self.text[self._end_of_day : self.end])
        if self.units[0] and (self.units[0] != _OTHER or self.code == "de"):
            return self
        lower = self.text[self.start].lower()
        text = self.text[: self.start] + lower + self.text[self.start + 1 :]
        return Time(self.code, text, self.words, self.units)

    def in_language(self, code: str) -> "Time | None":
        """Return it in another language, None where it is not a day of the week alone."""
        alone = self.is_on_a_day and self._end_of_day == self.end
        return _on_day(self._weekday, code) if alone and code in _on_days() else None

    @property
    def _first(self) -> int:
        return next(place for place, unit in enumerate(self.units) if unit)

    @property
    def _is_of_no_day(self) -> bool:
        """Say whether it is another time than an hour or a part of a day: "last week"."""
        said = [
            word
            for (word, _, _), unit in zip(self.words, self.units, strict=True)
            if unit == _OTHER
        ]
        return any(word not in _PARTS_OF_A_DAY and not word[0].isdecimal() for word in said)

    @property
    def _weekday(self) -> int:
        called = canonical(self.words[self._first][0], self.code) or ""
        return int(called.removeprefix(f"{_DAY} "))

    @property
    def _end_of_day(self) -> int:
        day = self._first
        while self.units[day + 1 : day + 2] == (_DAY,):  # "quarta-feira"
            day += 1
        return self.words[day][2]

    def given_in(self, units: frozenset[str]) -> "Time":
        """Return what of it is given in these units, with its numbers and what stands before."""
        places = [place for place, unit in enumerate(self.units) if unit in units]
        first, last = places[0], places[-1] + 1
        while first and self.units[first - 1] in ("", FactKind.NUMBER):
            first -= 1
        while last < len(self.words) and (
            self.units[last] == FactKind.NUMBER
            or _is_joined(self.text, self.words, last)
            or not any(self.units[last:])
        ):
            last += 1
        return self._part(first, last)

    def _part(self, first: int, last: int) -> "Time":
        return Time(self.code, self.text, self.words[first:last], self.units[first:last])


def find_times(text: str, spoken: Sequence[Spoken], known: WordClasses) -> list[Time]:
    """Return the times among some words of a text, in order."""
    return [time for time in _runs(text, spoken, known) if time.named]


def units(text: str, spoken: Sequence[Spoken], known: WordClasses) -> dict[Spoken, str]:
    """Return in which unit words of time are given: `day`, `month`, `year`, `time`, or `number`."""
    facts = find_facts(text, known.code)
    return {
        word: fact.unit
        for fact in facts
        if fact.kind in (FactKind.DATE, FactKind.NUMBER)
        if fact.unit != "date" and not fact.is_of_times
        for word in spoken
        if fact.start <= word[1] < fact.end
    }


def _runs(text: str, spoken: Sequence[Spoken], known: WordClasses) -> Iterator[Time]:
    found = units(text, spoken, known)
    grammar = known.times | known.articles
    inside = [
        each in found or (each[0] in grammar and not (place and _is_capital(text, each)))
        for place, each in enumerate(spoken)
    ]
    first = 0
    for place, continues in enumerate([*inside, False]):
        if continues:
            continue
        last = place  # but at the end of the text, where "dernière" is of "la semaine dernière"
        while first < last < len(spoken) and not (
            spoken[last - 1] in found or _is_joined(text, spoken, last - 1)
        ):
            last -= 1
        run = tuple(spoken[first:last])
        yield Time(known.code, text, run, tuple(found.get(each, "") for each in run))
        first = place + 1


def _is_capital(text: str, word: Spoken) -> bool:
    """Say whether a word is one capital letter, which is no article: "at Site A in 2023"."""
    _, start, end = word
    return end - start == 1 and text[start].isupper()


def _is_joined(text: str, spoken: Sequence[Spoken], place: int) -> bool:
    """Say whether a word is written onto the one before: "quarta-feira", "16th"."""
    return place > 0 and text[spoken[place - 1][2] : spoken[place][1]] in ("", "-")


def at_another_time(question: str, time: Time, known: WordClasses) -> str | None:
    """Return a question with another time in the place of its own, or at its end if it names none.

    Of "on Tuesday morning", "on Wednesday" replaces the day alone, for it says no more; "dimanche
    prochain" replaces all. None where it would read badly: "between Monday and on Wednesday",
    "since the war began since 2015".
    """
    spoken = words_with_offsets(question)
    times = find_times(question, spoken, known)
    if not times:
        body = question.rstrip(_ENDING)
        opens, _, _ = time.words[0]
        temporal = opens in known.times - known.places
        repeated = temporal and any(word == opens for word, _, _ in spoken)
        hidden = any(word.startswith(day) for word, _, _ in spoken for day in known.days)
        if repeated or hidden:  # "am Dienstagmorgen"
            return None
        return f"{body} {time.worded().said}{question[len(body) :]}"
    old = _replaced(times, time)
    if old is None:
        return None
    if old.named & time.named and time.units[-1]:
        old = old.given_in(time.gives_way)
    new = time.worded()
    if _keeps_what_stands_before(old, time) or _GENITIVE.match(question, old.end):
        old, new = old.bare, new.bare
    return _joined(question[: old.start], new.said + question[old.end :])


def on_another_day(question: str, day: int, known: WordClasses) -> str | None:
    """Return a question on another day of the month, where it names one and no day of the week."""
    facts = find_facts(question, known.code)
    days = [fact for fact in facts if fact.unit == "date"]
    if len(days) != 1 or day not in DAYS_OF_MONTH or any(fact.unit == _DAY for fact in facts):
        return None
    return question[: days[0].start] + str(day) + question[days[0].end :]


def without_the_time(question: str, time: Time, known: WordClasses) -> str:
    """Return a question without the time that another would replace, where it is clear which."""
    old = _replaced(find_times(question, words_with_offsets(question), known), time)
    if old is None:
        return question
    before, behind = question[: old.start].rstrip(), question[old.end :]
    return before + behind if words(before) else _joined(before, behind.lstrip(" ,"))


def _joined(before: str, behind: str) -> str:
    """Return two parts of a question, with a capital where nothing is said before."""
    return before + (behind if words(before) else behind[:1].upper() + behind[1:])


def _replaced(times: Sequence[Time], time: Time) -> Time | None:
    """Return the time that another replaces, None where there is none or more than one."""
    alike = [each for each in times if each.named & time.named]
    found = alike or times
    return found[0] if len(found) == 1 else None


def _keeps_what_stands_before(old: Time, time: Time) -> bool:
    """Say whether a time that nothing stands before takes that from the old one: "since"."""
    if not time.units[0] or old.opens != time.opens:
        return False
    return not old.is_on_a_day


def _on_day(weekday: int, code: str, behind: str = "") -> Time:
    text = _on_days()[code][weekday - 1] + behind
    return find_times(text, words_with_offsets(text), word_classes(code))[0]


@cache
def _words_before_days(code: str) -> frozenset[str]:
    """Return what stands before a day and says no more than that it was then."""
    before = {said.rpartition(" ")[0] for said in _on_days()[code]}
    return word_classes(code).articles | before


@cache
def _on_days() -> Mapping[str, tuple[str, ...]]:
    """Return by language how "on Monday" to "on Sunday" is said."""
    source = files("index") / "data" / "weekdays.toml"
    table = tomllib.loads(source.read_text("utf-8"))
    return {code: tuple(listed.split("|")) for code, listed in table.items()}
