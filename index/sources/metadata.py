"""What is known about an article besides its text, and what overrides what."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from index.errors import ArticleError

MAX_CHARS = 65_536  # of front matter or a side file: what is longer takes seconds to parse
SHOWN_CHARS = 100  # of a value that is of no use
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")  # the shape of BCP 47
_WEB_LINK = re.compile(r"https?://[^\s/]\S*")
_FRONT_MATTER = re.compile(
    r"\A(---|\+\+\+)[ \t]*\r?\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
# What writers of blogs and notes call the same things.
_ALIASES = {
    "lang": "language", "locale": "language", "date": "published", "pubdate": "published",
    "published_at": "published", "link": "url", "canonical": "url", "canonical_url": "url",
    "source": "url", "authors": "author", "by": "author", "site": "publisher",
    "site_name": "publisher", "publication": "publisher",
}  # fmt: skip
# Parsers raise a ValueError of a number without end too, and do not count how deep they are.
_UNREADABLE = (ValueError, RecursionError)
_YAML_NULLS = {"", "~", "null", "Null", "NULL"}  # where no quotes are around them
_WORDS = frozenset({"title", "author", "publisher"})  # a number there is a name
MOST_NUMBER = 10**18
_KINDS = {int: "a number", list: "a list", dict: "a table"}  # of what may be too long to be shown


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article besides its text."""

    title: str | None = None
    language: str | None = None
    published: date | None = None
    url: str | None = None
    author: str | None = None
    publisher: str | None = None

    def over(self, other: "Metadata") -> "Metadata":
        """Return this, with what is not known here taken from another."""
        names = (field.name for field in fields(Metadata))
        return Metadata(**{name: getattr(self, name) or getattr(other, name) for name in names})


def read_side_file(text: str, name: str) -> Metadata:
    """Read a side file in TOML; raise ArticleError with its name and the key that is wrong."""
    if len(text) > MAX_CHARS:
        raise ArticleError(f"{name}: longer than {MAX_CHARS:,} characters")
    try:
        values = tomllib.loads(text)
    except _UNREADABLE as error:
        raise ArticleError(f"{name}: not TOML: {_line(error)}") from None
    return Metadata(**{key: _checked(key, value, name) for key, value in values.items()})


def split_front_matter(text: str, name: str) -> tuple[Metadata, str]:
    """Return what the front matter of a text says, in YAML or TOML, and the text without it.

    Keys that it has for other programs are passed over; raise ArticleError with the key where the
    value of one of ours is of no use.
    """
    found = _FRONT_MATTER.match(text)
    if found is None:
        return Metadata(), text
    values = _parsed(found, name)
    if values is None:  # a text that begins with a rule
        return Metadata(), text
    known = {}
    for key, value in values.items():
        ours = key.strip().lower().replace("-", "_")
        ours = _ALIASES.get(ours, ours)
        if ours in _KEYS and value not in (None, "", []) and (ours not in known or key == ours):
            known[ours] = _checked(ours, _plain(ours, value), name, shown=key.strip())
    return Metadata(**known), text[found.end() :]


def _parsed(found: re.Match[str], name: str) -> Mapping[str, object] | None:
    if len(found[2]) > MAX_CHARS:
        raise ArticleError(
            f"{name}: its front matter is longer than {MAX_CHARS:,} characters; where it is none, "
            "put a blank line before the rule that the file begins with"
        )
    try:
        return tomllib.loads(found[2]) if found[1] == "+++" else _yaml(found[2])
    except _UNREADABLE as error:
        raise ArticleError(f"{name}: its front matter cannot be read: {_line(error)}") from None


def _yaml(text: str) -> Mapping[str, object] | None:
    """Return what a mapping in YAML says, its scalars as they stand there; None where it is none.

    What is deeper than a list of scalars is not built: a few aliases can mean gigabytes of it.
    """
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise ValueError(f"not YAML: {error}") from None
    if not isinstance(root, yaml.MappingNode):
        return None
    return {
        key.value: _value(value) for key, value in root.value if isinstance(key, yaml.ScalarNode)
    }


def _value(node: Any) -> object:  # a node of PyYAML
    """Return a scalar, a list of scalars, or an empty table in the place of what is deeper."""
    match node.id:
        case "scalar":
            return None if node.style is None and node.value in _YAML_NULLS else node.value
        case "sequence":
            return [each.value if each.id == "scalar" else {} for each in node.value]
    return {}


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _plain(key: str, value: object) -> object:
    """Return a value of front matter as a side file would have it."""
    if key == "published":
        return value.date() if isinstance(value, datetime) else read_date(value) or value
    if key == "author" and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(dict.fromkeys(value))  # once each: aliases repeat a long one without end
    if isinstance(value, int) and key in _WORDS and -MOST_NUMBER < value < MOST_NUMBER:
        return str(value)  # "1984" is a title, and digits without end are not written out
    return " ".join(value.split()) if isinstance(value, str) else value


def read_date(value: object) -> date | None:
    """Return the day that a text begins with in ISO 8601; None where it is none."""
    if isinstance(value, date):
        return value
    found = re.match(r"\s*(\d{4}-\d{2}-\d{2})(?!\d)", value) if isinstance(value, str) else None
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def web_link(value: str | None) -> str | None:
    """Return a text if it is a link into the web."""
    link = (value or "").strip()
    return link if _WEB_LINK.fullmatch(link) else None


def language_tag(value: str | None) -> str | None:
    """Return a text if it has the shape of a language tag, `en_GB` as `en-GB`."""
    tag = (value or "").strip().replace("_", "-")
    return tag if _LANGUAGE_TAG.fullmatch(tag) and tag.lower() != "und" else None


def _checked(key: str, value: object, name: str, shown: str = "") -> Any:  # a type for each key
    if key not in _KEYS:
        raise ArticleError(f"{name}: unknown key {_shown(key)}; known are {', '.join(_KEYS)}")
    fits, wanted = _KEYS[key]
    if not fits(value):
        raise ArticleError(f"{name}: {shown or key} must be {wanted}, not {_shown(value)}")
    return value.strip() if isinstance(value, str) else value


def _shown(value: object) -> str:
    """Return a value in a complaint: of a text its beginning says enough, of others their kind."""
    if isinstance(value, str):
        return repr(value[:SHOWN_CHARS]) + "…" * (len(value) > SHOWN_CHARS)
    return _KINDS.get(type(value)) or str(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\n" not in value.strip()


def _is_language(value: object) -> bool:
    return isinstance(value, str) and bool(_LANGUAGE_TAG.fullmatch(value))


def _is_date(value: object) -> bool:
    return type(value) is date  # a datetime is a date too, and says more than a day


def _is_link(value: object) -> bool:
    return isinstance(value, str) and bool(_WEB_LINK.fullmatch(value))


_KEYS: dict[str, tuple[Callable[[object], bool], str]] = {
    "title": (_is_text, "a line of text"),
    "language": (_is_language, 'a language tag such as "fr"'),
    "published": (_is_date, "a date such as 2016-10-13"),
    "url": (_is_link, "an http or https link"),
    "author": (_is_text, "a line of text"),
    "publisher": (_is_text, "a line of text"),
}
