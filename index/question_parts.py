"""The parts of a question, "who died, and how many children?", and what each of them asks for."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple

from index.amounts import Measure
from index.facts import FactKind, word_before
from index.questions import asking_words, opening_kinds
from index.word_classes import UNTYPED, folded, word_classes
from index.words import (
    MAX_QUESTION_WORDS,
    WORDS_KEPT,
    canonical,
    content_words,
    is_function_word,
    land,
    latin,
    stem,
    words,
    words_with_offsets,
)

MAX_PARTS = 8  # ends of a sentence or a clause that are looked behind
MAX_SPLIT_CHARS = 300  # of a question that is split: nobody asks more than that of two things
OPENING = 64  # characters of a part that its asking word stands in, and what it names
NAMED = 2  # words behind an asking word that name what is counted: "how many Syrian children"
# Between a number, or what it is asked for with, and what it counts.
OF = frozenset(["de", "du", "des", "d", "of", "di", "dei", "degli", "delle", "dos", "von"])
OF_ROLE = OF | {"del", "dell", "della", "do", "da"}
_PERFECT = frozenset(("hat", "haben", "hatte"))  # whose verb is last: "wer hat den Chef gesehen?"

# What befell those that are counted, which may be anybody.
STATES = frozenset(("dead", "injured", "missing", "displaced", "arrested"))

_AND = r"(?:(?:et|and|y|e|und|и|а)\s+|و(?=\S))"
_MARKS = "?؟!.… \u00a0\u202f"
_COMMAS = (",", "،")
_ENDS = re.compile(rf"[?؟!.;؛,،]\s+{_AND}?|(?:^|\s){_AND}")


class Word(NamedTuple):
    """A word of a question or a sentence, as it is compared with those of the other.

    `term` is what all languages call it, if they do, `spelt` how it is like names in other scripts,
    and `said` what it says of those that it counts: that they are dead, or children.
    """

    start: int
    text: str
    term: str | None
    stem: str
    spelt: str
    said: str | None


class Part(NamedTuple):
    """What one part of a question asks for; no kind where it asks in another way.

    `content` are its words of content, and `said` is what they say of those that are counted;
    `stated` are those that it is not asked with.
    `measure` is what the number asked for is of: "how long", "how much does it cost". `named` are
    the words for what is counted, where it is certain that they are: "how many children", but not
    "сколько стоит"; and those for whose age is asked.
    `frequency` is true where it asks how often something is, which may be a number of times, and
    `change` where it asks by how much something rose or fell, which may be a share.
    `origin` is true where it asks where somebody is from, `country` where it asks for a country,
    `object` where it asks whom something is done to.
    `role` is the first role in it; `asks_holder` is true where it asks who has that, or who
    somebody is: "who is the mayor", "who leads", but not "who met the mayor".
    `counted` is what the word behind the asking word says of those that are counted, or what all of
    `named` say: "wounded children" are children. `set_aside` is what the question before said so,
    where this one names others.
    """

    kind: FactKind | None
    measure: Measure | None
    content: tuple[Word, ...]
    stated: tuple[Word, ...]
    said: frozenset[str]
    named: tuple[Word, ...]
    counted: frozenset[str]
    frequency: bool
    change: bool
    origin: bool
    country: bool
    object: bool
    role: str | None
    asks_holder: bool
    set_aside: frozenset[str] = frozenset()

    @property
    def is_count(self) -> bool:
        """Say whether it asks for a number of no measure."""
        return self.kind is FactKind.NUMBER and self.measure is None

    def there(self, place: Sequence[Word]) -> "Part":
        """Return what asks the same of another place: "and in the north?"."""
        named = tuple(place)
        said = said_of_counted(named)
        return self._replace(content=named, stated=named, said=said) if named else self

    def of_others(self, named: Sequence[Word], code: str) -> "Part":
        """Return what asks the same of those that are named: "and children?", "and the mayor?"."""
        return self._replace(
            content=tuple(named),
            stated=tuple(named),
            said=said_of_counted(named),
            named=tuple(named if self.named else ()),
            counted=_counted(named),
            role=_first_role(named, code),
            set_aside=self.counted,
        )


class _Opening(NamedTuple):
    """An asking word, with where its part of the question starts, and what is before that ends."""

    start: int
    before: int
    kind: FactKind | None
    match: re.Match[str]


def read_parts(text: str, code: str) -> list[Part]:
    """Return the parts of a question that open with an asking word, each up to the next."""
    openings = _openings(text, code)
    ends = [*(opening.start for opening in openings[1:]), len(text)]
    return [
        _part(opening, text[opening.start : end], code)
        for opening, end in zip(openings, ends, strict=False)
    ]


def split_question(text: str, code: str | None) -> list[str]:
    """Return the parts of a question that ask something of something, where it has several.

    "Who died" and "how many children were hurt?"; but "where and when did she die?" is one. What
    stands behind a comma alone is a relative clause: "Putin, who leads Russia, …". Of "¿Quién murió
    y dónde está el puente?" no part has a mark.
    """
    openings = _openings(text, code) if code and len(text) <= MAX_SPLIT_CHARS else []
    openings = [each for each in openings if text[each.before : each.start].strip() not in _COMMAS]
    starts = [0, *(opening.start for opening in openings[1:])]
    ends = [*(opening.before for opening in openings[1:]), len(text)]
    parts = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    parts = [_without_half_a_pair(part, opens="¿" in text) for part in parts]
    return parts if len(parts) > 1 and all(map(content_words, parts)) else []


def _without_half_a_pair(part: str, *, opens: bool) -> str:
    """Return a part without a mark whose other one stands around another, where they `open` too."""
    if not part.endswith(tuple(_MARKS)):
        return part.lstrip("¿¡")
    return part.rstrip(_MARKS) if opens and not part.startswith(("¿", "¡")) else part


def _openings(text: str, code: str) -> list[_Opening]:
    gaps = islice(_ENDS.finditer(text), MAX_PARTS)
    places = [(0, 0), *(gap.span() for gap in gaps)]
    found = [each for before, start in places if (each := _opening(text, before, start, code))]
    # "And when?" opens before "and" and behind it, with one word.
    return list({each.start + each.match.start(): each for each in found}.values())


def _opening(text: str, before: int, start: int, code: str) -> _Opening | None:
    known, beginning = word_classes(code), text[start : start + OPENING]
    prepositions = known.times | known.places
    found = {
        kind: match
        for kind, match in asking_words(beginning, code).items()
        if all(w.text in prepositions for w in read_content(match.string[: match.start()], code))
    }
    first = opening_kinds(found)
    if not first:
        return None
    hour = known.asks_measure["hour"].search(beginning)
    typed = len(first) == 1 and first[0] != UNTYPED and not hour
    kind = FactKind(first[0]) if typed else None
    return _Opening(start, before, kind, found[first[0]])


def _part(opening: _Opening, text: str, code: str) -> Part:
    asks = word_classes(code).asks_measure
    plain, match = text.replace("’", "'"), opening.match
    spoken = read_content(text, code)[:MAX_QUESTION_WORDS]
    behind = words(match.string[match.end() :])
    of = len(list(takewhile(OF.__contains__, behind)))
    counts = bool(of or asks["count"].match(match.string, match.start()))
    following = takewhile(lambda word: not is_function_word(word), behind[of:])
    named = [Word(0, *_known(word, code)) for word in islice(following, NAMED if counts else 1)]
    counted = _counted(named)
    if opening.kind is FactKind.AGE:
        counts, named = True, read_content(match.string[match.end() :], code)
    change = not counts and _asks_of_change(plain, code)
    measures = [one for one in (Measure.TIME, Measure.PERCENT) if asks[one].search(plain)]
    costs = not counts and not change and asks["money"].search(plain)
    if costs or asks["money"].match(match.string, match.start()):
        measures.append(Measure.MONEY)
    units = word_classes(code).measures
    measures += [
        Measure(kind) for kind in units if named and units[kind].match(match.string, match.end())
    ]
    return Part(
        kind=opening.kind,
        measure=next(iter(measures), None),
        content=tuple(spoken),
        stated=tuple(word for word in spoken if word.start >= match.end()),
        said=said_of_counted(spoken),
        named=tuple(named if counts else ()),
        counted=counted,
        frequency=bool(asks["frequency"].search(plain)),
        change=change,
        origin=bool(asks["origin"].search(plain.rstrip(_MARKS))),
        country=bool(asks["country"].search(plain)),
        object=bool(asks["object"].match(match.string)),
        role=_first_role(spoken, code),
        asks_holder=_asks_who_has_role(match, behind, code),
    )


def _counted(named: Iterable[Word]) -> frozenset[str]:
    """Return what all that names those that are counted says: "wounded children" are children."""
    said = said_of_counted(named)
    return said - STATES or said


def _asks_of_change(text: str, code: str) -> bool:
    """Say whether a text has a verb of rising or falling, not a noun: "the rise"."""
    known = word_classes(code)
    found = known.asks_measure["change"].finditer(text)
    return any(word_before(text, each.start()) not in known.articles for each in found)


def _first_role(some: Iterable[Word], code: str) -> str | None:
    return next(filter(None, (role(word.text, code) for word in some)), None)


def _asks_who_has_role(match: re.Match[str], behind: Sequence[str], code: str) -> bool:
    """Say whether a role is the predicate: "who is the mayor", not "who is the mayor's wife".

    Or whether it is asked what its holder is called: "what is the name of the mayor".
    """
    known, last = word_classes(code), words(match.group())[-1:]
    of_whom = known.articles | OF_ROLE
    is_called = not any(map(is_function_word, last)) and not of_whom.isdisjoint(behind[:1])
    if is_called and behind[0] in OF_ROLE:
        behind = behind[1:]
    before = list(takewhile(lambda word: not role(word, code), behind))
    nouns = [word for word in before if word not in known.articles]
    if (nouns and nouns[-1] in OF_ROLE) or behind[len(before) + 1 : len(before) + 2] == ["s"]:
        return False
    verbs = {*last, *behind[:1]}
    is_predicate = bool(verbs & known.copulas) or all(map(is_function_word, before))
    return is_called or (is_predicate and verbs.isdisjoint(_PERFECT))


def read_content(text: str, code: str) -> list[Word]:
    """Return the words of a text that are none of grammar or of asking, in order.

    One that is of grammar in another language, "die", may say something of those counted.
    """
    return [
        Word(start, *_known(word, code))
        for word, start, _ in words_with_offsets(text)
        if not is_function_word(word) or _says_of_counted(word, code)
    ]


def _says_of_counted(word: str, code: str) -> bool:
    known = word_classes(code)
    return word not in known.function_words and known.says_of_counted(word) is not None


@lru_cache(maxsize=WORDS_KEPT)
def _known(word: str, code: str) -> tuple[str, str | None, str, str, str | None]:
    """Return what is known of a word, in the order of Word."""
    term = canonical(word, code) or land(word, code) or role(word, code) or organisation(word, code)
    said = word_classes(code).says_of_counted(word)
    return word, term, stem(word, code), latin(folded(word)), said


def organisation(word: str, code: str) -> str | None:
    """Return what an organisation is called in no language: `organisation un`."""
    found = word_classes(code).organisation(word)
    return found and f"organisation {found}"


def role(word: str, code: str) -> str | None:
    """Return what a role is called in no language: `role mayor`."""
    found = word_classes(code).role(word)
    return found and f"role {found}"


def said_of_counted(some: Iterable[Word]) -> frozenset[str]:
    """Return what words say of those that they count."""
    return frozenset(word.said for word in some if word.said)
