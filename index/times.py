"""The times that a question names, and another time in their place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.facts import FactKind, find_facts
from index.lexicon import Spoken, words_with_offsets
from index.word_classes import WordClasses

_ENDING = " \u00a0\u202f?؟.!"


@dataclass(frozen=True)
class Time:
    """A time in a text, with its numbers and what stands before it: "on the morning of October 15".

    `units` has for each of its words the unit (`day`, `month`, `year`, `time`), `number`, or
    nothing for a preposition or an article.
    """

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
    def named(self) -> frozenset[str]:
        """Return the units that it is given in."""
        return frozenset(self.units) - {"", FactKind.NUMBER}

    @property
    def bare(self) -> "Time":
        """Return it without what stands before it."""
        first = next(place for place, unit in enumerate(self.units) if unit)
        return self._part(first, len(self.words))

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
        return Time(self.text, self.words[first:last], self.units[first:last])


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
        for word in spoken
        if fact.start <= word[1] < fact.end
    }


def _runs(text: str, spoken: Sequence[Spoken], known: WordClasses) -> Iterator[Time]:
    found = units(text, spoken, known)
    inside = [w in found or w[0] in known.times or w[0] in known.articles for w in spoken]
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
        yield Time(text, run, tuple(found.get(each, "") for each in run))
        first = place + 1


def _is_joined(text: str, spoken: Sequence[Spoken], place: int) -> bool:
    """Say whether a word is written onto the one before: "quarta-feira", "16th"."""
    return place > 0 and text[spoken[place - 1][2] : spoken[place][1]] in ("", "-")


def at_another_time(question: str, time: Time, known: WordClasses) -> str | None:
    """Return a question with another time in the place of its own, or at its end if it names none.

    Of "on Tuesday morning", "on Wednesday" replaces the day alone, for it says no more. None where
    it would read badly: "between Monday and on Wednesday", "since the war began since 2015".
    """
    spoken = words_with_offsets(question)
    times = find_times(question, spoken, known)
    said = time.text[time.start : time.end]
    if not times:
        body = question.rstrip(_ENDING)
        opens, _, _ = time.words[0]
        temporal = opens in known.times - known.places
        repeated = temporal and any(word == opens for word, _, _ in spoken)
        return None if repeated else f"{body} {said}{question[len(body) :]}"
    alike = [each for each in times if each.named & time.named]
    old, *others = alike or times
    if others:
        return None
    if alike:
        old = old.given_in(time.named)
        if time.units[0]:  # "and Wednesday?": what stood before Tuesday stays
            old = old.bare
    return question[: old.start] + said + question[old.end :]
