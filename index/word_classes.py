"""The closed word classes of each language, read from package data."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from index.number_words import compounds

ARABIC_AND = "و"
ARABIC_ARTICLE = "ال"
# What Arabic writes onto a word: the article, "and", "in", "to".
ARABIC_PREFIXES = ("", "ال", "و", "وال", "ب", "بال", "ل", "لل", "ف", "فال", "ول", "وب")
# How Arabic goes on from an adjective of origin; other letters would make another word of it.
ARABIC_ENDINGS = ("", "ا", "ة", "ه", "ون", "ين", "ات", "ان", "تان", "تين")
LONG_FORM = 5  # letters from which on a land without its accents is no other word
SHORTEST_BEGINNING, LONGEST_BEGINNING = 3, 12  # letters of a word before a star for any more
UNTYPED = "untyped"
LONGEST_BEFORE = 16  # characters of a unit that stands before its number, and more
_VOWELS = "[\u064b-\u0652]*"  # that Arabic may write behind the last letter of a word
KNOWN = ("ar", "de", "en", "es", "fr", "it", "pt", "ru")


class Unit(NamedTuple):
    """What makes a number an age, say: patterns of what ends before it and of what is behind it."""

    before: re.Pattern[str]
    behind: re.Pattern[str]

    def beside(self, text: str, start: int, end: int) -> bool:
        """Say whether the unit stands beside the number at `text[start:end]`."""
        near = max(0, start - LONGEST_BEFORE)
        return bool(self.behind.match(text, end) or self.before.search(text, near, start))


@dataclass(frozen=True)
class WordClasses:
    """The word classes of one language; all of them are empty for a language not in KNOWN.

    `courtesies` greet, thank or take leave, or are said beside that. `numbers` gives a number
    word's value. `days` and `months` give a name's place in the week or year, from 1; `homonyms`
    are those of them that are other words too, unless behind one of `before_homonyms`. `lands`
    gives the ISO 3166 code of a country's name, adjective or people, where a star stands for up to
    three more letters; `countries` are the forms that stand first, the names. `counted` gives what
    a word says of those that it counts: that they are dead, that they are children. `among` finds
    what stands before a part of what was counted, or before what that is compared with.
    `organisations` and `roles` give what all languages call one, and `numbered` are told apart by
    the number behind them ("bus 14").
    `sayings` finds verbs of saying, `attributions` what stands before who said it. `places` are the
    words that stand before the name of a place, `nameless` those that are no name for all their
    capital, `times` and `articles` those that stand before a time or inside it. `pronouns` stand
    for something said before, and so do `determiners` that no noun follows; `clitics` finds
    pronouns that look like articles. `connectives` are words and phrases that go on from it, and
    `copulas` the forms of "to be"; `drops_subjects` is true where a verb needs no pronoun.
    `impersonal` finds phrases whose pronoun stands for nothing, `predicates` verbs that make a
    question whole with no more than what is asked for ("died"). `causes` finds the opening of a
    reason. `units` finds, by answer type, what makes a number an age or a share, and behind a
    number `magnitudes` what multiplies it ("Mio."), `measures` what makes it a span of time, money
    or an extent; `fractions` finds what stands beside a number and makes another of it ("half a").
    `asks` finds what a question is asked with: what wants no type, such as "what happened", is
    UNTYPED. What else it is asked with is found by `interrogatives`, and by `asks_measure` what
    wants a span of time, a share, money, an hour, how often, a change, a count, a country or where
    somebody is from.
    `remarks` are phrases that ask nothing of what an article tells, by their kind.
    """

    code: str
    function_words: frozenset[str] = frozenset()
    numbers: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    homonyms: frozenset[str] = frozenset()
    before_homonyms: frozenset[str] = frozenset()
    courtesies: frozenset[str] = frozenset()
    lands: Mapping[str, str] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    nameless: frozenset[str] = frozenset()
    counted: Mapping[str, str] = field(default_factory=dict)
    among: re.Pattern[str] | None = None
    organisations: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    numbered: frozenset[str] = frozenset()
    sayings: re.Pattern[str] | None = None
    attributions: re.Pattern[str] | None = None
    times: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    determiners: frozenset[str] = frozenset()
    clitics: re.Pattern[str] | None = None
    connectives: frozenset[str] = frozenset()
    copulas: frozenset[str] = frozenset()
    drops_subjects: bool = False
    impersonal: re.Pattern[str] | None = None
    predicates: re.Pattern[str] | None = None
    interrogatives: re.Pattern[str] | None = None
    causes: re.Pattern[str] | None = None
    units: Mapping[str, Unit] = field(default_factory=dict)
    magnitudes: re.Pattern[str] | None = None
    fractions: Unit | None = None
    measures: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    asks: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    asks_measure: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def first_words(self) -> frozenset[str]:
        """Return what opens the names of days and months that are two words: "terça" of -feira."""
        names = (*self.days, *self.months)
        return frozenset(name.split("-")[0] for name in names if "-" in name)

    def land(self, word: str) -> str | None:
        """Return the code of the country that a word, in lower case, stands for."""
        forms = self._forms(word)
        if self.code == "ar":
            stems = [each.removesuffix(e) for each in forms for e in ARABIC_ENDINGS]
        else:
            stems = [word[: len(word) - n] for n in range(4)]
        known = (*forms, *(f"{stem}*" for stem in stems))
        return next(filter(None, map(self.lands.get, known)), None)

    def is_country(self, word: str) -> bool:
        """Say whether a word, in lower case, is a country's name, and no other word of it."""
        if self.code == "ar":
            return word.removeprefix(ARABIC_ARTICLE) in self.countries
        stems = (word[: len(word) - n] for n in range(4))
        return word in self.countries or any(f"{stem}*" in self.countries for stem in stems)

    def says_of_counted(self, word: str) -> str | None:
        """Return what a word, in lower case, says of those that it counts: `dead`, `children`."""
        return self._meaning(word, self.counted)

    def role(self, word: str) -> str | None:
        """Return the role that a word, in lower case, stands for, or that it is to have: `head`."""
        return self._meaning(word, self.roles)

    def organisation(self, word: str) -> str | None:
        """Return the organisation that a word, in lower case, stands for: `un`."""
        return self._meaning(word, self.organisations)

    def _meaning(self, word: str, listed: Mapping[str, str]) -> str | None:
        """Return what a word stands for in a table of forms, and of beginnings with a star."""
        forms = self._forms(word)
        lengths = range(SHORTEST_BEGINNING, LONGEST_BEGINNING + 1)
        known = (*forms, *(f"{each[:n]}*" for each in forms for n in lengths))
        return next(filter(None, map(listed.get, known)), None)

    def _forms(self, word: str) -> list[str]:
        """Return a word, and what is left of it without what Arabic writes onto it."""
        if self.code != "ar":
            return [word]
        return [word[len(p) :] for p in ARABIC_PREFIXES if word.startswith(p)]


@cache
def word_classes(code: str) -> WordClasses:
    """Return what is known of the language with this ISO 639-1 code (`fr`, `fr-CA`, …)."""
    code = code.lower().replace("_", "-").split("-")[0]
    if code not in KNOWN:
        return WordClasses(code)
    resource = files("index") / "data" / "word_classes" / f"{code}.toml"
    return _read(code, tomllib.loads(resource.read_text("utf-8").casefold()))


def _read(code: str, table: dict[str, Any]) -> WordClasses:
    entries = (entry.split("=") for entry in table["numbers"].split())
    numbers = {word: int(value) for word, value in entries}
    return WordClasses(
        code=code,
        function_words=frozenset(table["function_words"].split()),
        numbers={**compounds(code, numbers), **numbers},
        days=_numbered(table["days"]),
        months=_numbered(table["months"]),
        homonyms=frozenset(table["homonyms"].split()),
        before_homonyms=frozenset(table["before_homonyms"].split()),
        courtesies=frozenset(table["courtesies"].split()),
        lands=_by_form(table["lands"]),
        countries=frozenset(re.findall(r"=([^\s|]+)", table["lands"])),
        counted=_by_form(table["counted"]),
        among=_any_of(table["among"]),
        organisations=_by_form(table["organisations"]),
        roles=_by_form(table["roles"]),
        numbered=frozenset(table["numbered"].split("|")),
        sayings=_any_of(table["sayings"]),
        attributions=_any_of(table["attributions"]),
        dates=frozenset(table["dates"].split()),
        places=frozenset(table["places"].split("|")),
        nameless=frozenset(table["nameless"].split()),
        times=frozenset(table["times"].split()),
        articles=frozenset(table["articles"].split()),
        pronouns=frozenset(table["pronouns"].split()),
        determiners=frozenset(table["determiners"].split()),
        clitics=_any_of(table["clitics"]) if table["clitics"] else None,
        connectives=frozenset(table["connectives"].split("|")),
        copulas=frozenset(table["copulas"].split()),
        drops_subjects=table["drops_subjects"],
        impersonal=_any_of(table["impersonal"]),
        predicates=_any_of(table["predicates"]),
        interrogatives=_any_of(table["interrogatives"]),
        causes=_any_of(table["causes"]),
        units={kind: _unit(phrases) for kind, phrases in table["units"].items()},
        magnitudes=_of_number(table["magnitudes"]),
        fractions=_unit(table["fractions"]),
        measures={kind: _of_number(phrases) for kind, phrases in table["measures"].items()},
        asks={kind: _any_of(phrases) for kind, phrases in table["asks"].items()},
        asks_measure={kind: _any_of(each) for kind, each in table["asks_measure"].items()},
        remarks={kind: tuple(listed.split("|")) for kind, listed in table["remarks"].items()},
    )


def _numbered(listing: str) -> Mapping[str, int]:
    return {
        name: place
        for place, names in enumerate(listing.split(), start=1)
        for name in names.split("|")
    }


def _by_form(listing: str) -> Mapping[str, str]:
    """Return form → what it stands for; long forms are known without their accents too."""
    forms = {
        form: meaning
        for meaning, forms in (entry.split("=") for entry in listing.split())
        for form in forms.split("|")
    }
    plain = {folded(form): each for form, each in forms.items() if len(form) >= LONG_FORM}
    return plain | forms


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """Return the word without its accents."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _any_of(phrases: str) -> re.Pattern[str]:
    """Return a pattern for any of the phrases, as whole words.

    `^` and `$` tie a phrase to an end, and a star stands for any more letters. Case does not
    matter: folding a text first would shift its offsets ("ß" becomes two letters).
    """
    return re.compile(
        "|".join(
            ("^" if phrase.startswith("^") else r"(?<!\w)")
            + _escaped(phrase.removeprefix("^").removesuffix("$"))
            + ("$" if phrase.endswith("$") else r"(?!\w)")
            for phrase in sorted(phrases.split("|"), key=len, reverse=True)
        ),
        re.IGNORECASE,
    )


def _unit(phrases: str) -> Unit:
    """Return a unit of phrases behind a number, and before it where they end with a #."""
    every = phrases.split("|")
    before = [phrase.removesuffix(" #") for phrase in every if phrase.endswith("#")]
    behind = [phrase for phrase in every if not phrase.endswith("#")]
    return Unit(
        re.compile(rf"(?<!\w)(?:{_either(before) or '(?!)'})\s?$", re.IGNORECASE),
        re.compile(rf"[\s-]?(?:{_either(behind)}){_VOWELS}(?!\w)", re.IGNORECASE),
    )


def _of_number(phrases: str) -> re.Pattern[str]:
    """Return a pattern for what is behind a number: "Mio.", "d'euros", but no "m" of "m'ont"."""
    either = _either(sorted(phrases.split("|"), key=len, reverse=True))
    of = r"(?:d[ei] |of |d['’])"
    return re.compile(rf"[\s-]?{of}?(?:{either}){_VOWELS}(?![\w'’])", re.IGNORECASE)


def _either(phrases: Iterable[str]) -> str:
    return "|".join(map(_escaped, phrases))


def _escaped(phrase: str) -> str:
    return re.escape(phrase).replace(r"\*", r"\w*")
