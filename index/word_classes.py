"""The closed word classes of each language, read from package data."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

KNOWN = ("ar", "de", "en", "es", "fr", "it", "pt", "ru")


@dataclass(frozen=True)
class WordClasses:
    """The word classes of one language; all of them are empty for a language not in KNOWN.

    `numbers` gives a number word's value. `days` and `months` give a name's place in the week or
    year, from 1. `places` are the words that stand before the name of a place, `pronouns` those
    that stand for something said before, `connectives` those that go on from it, and `clitics`
    finds pronouns that look like articles, by the asking word before them. `causes` finds the
    opening of a reason, and `asks` finds, by answer type, what a question is asked with.
    """

    code: str
    function_words: frozenset[str] = frozenset()
    numbers: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    connectives: frozenset[str] = frozenset()
    clitics: re.Pattern[str] | None = None
    causes: re.Pattern[str] | None = None
    asks: Mapping[str, re.Pattern[str]] = field(default_factory=dict)


@cache
def word_classes(code: str) -> WordClasses:
    """Return what is known of the language with this ISO 639-1 code (`fr`, `fr-CA`, …)."""
    code = code.lower().replace("_", "-").split("-")[0]
    if code not in KNOWN:
        return WordClasses(code)
    resource = files("index") / "data" / "word_classes" / f"{code}.toml"
    return _read(code, tomllib.loads(resource.read_text("utf-8").casefold()))


def _read(code: str, table: dict[str, Any]) -> WordClasses:
    return WordClasses(
        code=code,
        function_words=frozenset(table["function_words"].split()),
        numbers={
            word: int(value)
            for word, value in (entry.split("=") for entry in table["numbers"].split())
        },
        days=_numbered(table["days"]),
        months=_numbered(table["months"]),
        dates=frozenset(table["dates"].split()),
        places=frozenset(table["places"].split("|")),
        pronouns=frozenset(table["pronouns"].split()),
        connectives=frozenset(table["connectives"].split()),
        clitics=_any_of(table["clitics"]) if table["clitics"] else None,
        causes=_any_of(table["causes"]),
        asks={kind: _any_of(phrases) for kind, phrases in table["asks"].items()},
    )


def _numbered(listing: str) -> Mapping[str, int]:
    return {
        name: place
        for place, names in enumerate(listing.split(), start=1)
        for name in names.split("|")
    }


def _any_of(phrases: str) -> re.Pattern[str]:
    """Return a pattern for any of the phrases, as whole words; `^` ties one to the start.

    Case does not matter: folding a text first would shift its offsets ("ß" becomes two letters).
    """
    return re.compile(
        "|".join(
            ("^" if phrase.startswith("^") else r"(?<!\w)")
            + re.escape(phrase.removeprefix("^"))
            + r"(?!\w)"
            for phrase in sorted(phrases.split("|"), key=len, reverse=True)
        ),
        re.IGNORECASE,
    )
