"""The names that a question says, and another name in their place."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.facts import NAMES, FactKind, find_facts
from index.word_classes import WordClasses
from index.words import Spoken, words, words_with_offsets

_ELISIONS = ("'", "’")
_OF_NOUNS = {"im", "am"}  # what German writes before a noun, and before hardly a name


@dataclass(frozen=True)
class Name:
    """A name at `text[named:end]`, with the preposition and the article before it: "in Syria"."""

    text: str
    before: tuple[Spoken, ...]
    named: int
    end: int
    is_country: bool
    is_placed: bool  # behind a preposition of place

    @property
    def start(self) -> int:
        """Return where it begins, with what stands before."""
        return self.before[0][1] if self.before else self.named

    @property
    def bare(self) -> "Name":
        """Return it without what stands before it."""
        return Name(self.text, (), self.named, self.end, self.is_country, self.is_placed)


def find_names(text: str, spoken: Sequence[Spoken], known: WordClasses) -> list[Name]:
    """Return the names among some words of a text, in order, as far as they are known for sure.

    German gives every noun a capital, Arabic none: there it is countries, and what is behind a
    German preposition. A name that opens a sentence may be none either.
    """
    facts = [fact for fact in find_facts(text, known.code) if fact.kind in NAMES]
    inside = [place for place, word in enumerate(spoken) if _is_country(text, word, known)]
    spans = {(fact.start, fact.end): (not fact.opens, fact.kind) for fact in facts}
    for place in inside:
        _, start, end = spoken[place]
        if not any(first <= start < last for first, last in spans):
            spans[start, end] = (True, FactKind.PERSON)
    found = []
    for (start, end), (certain, kind) in sorted(spans.items()):
        country = any(start <= spoken[place][1] < end for place in inside)
        before = _before(spoken, start, known)
        words = {word for word, _, _ in before}
        placed = not words.isdisjoint(known.places)
        behind = placed and kind is FactKind.PLACE and words.isdisjoint(_OF_NOUNS)
        if country or (certain and (known.code != "de" or behind)):
            found.append(Name(text, before, start, end, country, placed))
    return found


def another_name(question: str, name: Name, known: WordClasses) -> str | None:
    """Return a question with another name in the place of its own, None where it is unclear which.

    A country takes the place of a country, what is behind a preposition that of what is, and any
    other name that of the only one.
    """
    names = find_names(question, words_with_offsets(question), known)
    old = _replaced(names, name, known)
    if old is not None and any(_are_listed(question, old, each, known) for each in names):
        return None
    if old is not None and old.is_placed and not name.before:
        old = old.bare
    elif old is None or old.is_placed != name.is_placed:  # "en Russie", "et la France ?"
        return None
    if question[: old.start].endswith(_ELISIONS):
        return None
    said = name.text[name.start : name.end]
    if name.before:
        said = said[0].lower() + said[1:]
    return question[: old.start] + said + question[old.end :]


def _replaced(names: Sequence[Name], name: Name, known: WordClasses) -> Name | None:
    alike = [each for each in names if each.is_country and name.is_country]
    if not alike and name.is_placed:
        alike = [each for each in names if each.is_placed]
    elif not any(each.is_country for each in [*names, name]) and known.code != "ru":
        alike = list(names)  # but in Russian, whose names have cases
    return alike[0] if len(alike) == 1 else None


def _are_listed(question: str, one: Name, other: Name, known: WordClasses) -> bool:
    """Say whether nothing but "and" stands between two names."""
    first, last = sorted((one, other), key=lambda name: name.start)
    return " ".join(words(question[first.end : last.start])) in known.connectives


def _before(spoken: Sequence[Spoken], start: int, known: WordClasses) -> tuple[Spoken, ...]:
    before = [each for each in spoken if each[1] < start]
    first = len(before)
    while first and before[first - 1][0] in known.places | known.articles:
        first -= 1
    return tuple(before[first:])


def _is_country(text: str, word: Spoken, known: WordClasses) -> bool:
    """Say whether a word is the name of a country, not an adjective or a people."""
    said, start, _ = word
    if known.code not in ("en", "ar") and not text[start].isupper():
        return False
    return known.is_country(said)
