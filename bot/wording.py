"""Every word that users see, by language, out of the files in `locales/`."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from babel.dates import format_date
from fluent.runtime import FluentBundle, FluentResource

from bot.errors import WordingError
from index import RIGHT_TO_LEFT

LANGUAGES: Final = ("en", "fr", "es", "de", "pt", "it", "ar", "ru")
DEFAULT_LANGUAGE: Final = "en"

MESSAGES_KEPT = 256  # formatted last: titles, dates and places come again and again

Argument = str | int | date


class Words:
    """One language's words, called by the name of a message."""

    def __init__(self, language: str, source: str) -> None:
        self.language = language
        functions: dict[str, Any] = {"DATE": self._date}
        self._bundle = FluentBundle([language], functions=functions, use_isolating=False)
        self._bundle.add_resource(FluentResource(source))
        self._formatted = lru_cache(maxsize=MESSAGES_KEPT)(self._format)

    def __call__(self, name: str, **arguments: Argument) -> str:
        """Return a message; raise WordingError where it or one of its arguments is missing."""
        return self._formatted(name, **arguments)

    def _format(self, name: str, **arguments: Argument) -> str:
        if not self._bundle.has_message(name):
            raise WordingError(f"{self.language}: no message {name}")
        pattern = self._bundle.get_message(name).value
        assert pattern is not None, name  # our files hold no message of attributes alone
        text, errors = self._bundle.format_pattern(pattern, arguments)
        if errors:
            raise WordingError(f"{self.language}: {name}: {errors[0]}")
        return str(text)

    def _date(self, day: date, first: str) -> str:
        """Write a date out, the first of a month as an ordinal, which Babel does not."""
        return re.sub(r"^1\b", str(first), format_date(day, "long", self.language))

    def isolated(self, text: str) -> str:
        """Keep a text of the other direction from turning round the words beside it."""
        if not text:
            return ""
        needed = (self.language in RIGHT_TO_LEFT) != _reads_right_to_left(text)
        return f"\u2068{text}\u2069" if needed else text


class Wording:
    """The words of all languages."""

    def __init__(self, by_language: Mapping[str, Words]) -> None:
        self._by_language = by_language

    def of(self, language_code: str | None) -> Words:
        """Return the words for an IETF language tag, English where there are none."""
        language = (language_code or "").replace("_", "-").partition("-")[0].lower()
        return self._by_language.get(language, self._by_language[DEFAULT_LANGUAGE])


def load_wording() -> Wording:
    """Read the locale files."""
    folder = files("bot") / "locales"
    return Wording(
        {
            language: Words(language, (folder / f"{language}.ftl").read_text("utf-8"))
            for language in LANGUAGES
        }
    )


def _reads_right_to_left(text: str) -> bool:
    """Tell by the first letter that has a direction, as Unicode's rule P2 does."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((d in {"R", "AL"} for d in directions if d in {"L", "R", "AL"}), False)
