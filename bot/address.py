"""Addresses that buttons and deep links carry: sentences, pages and questions, in a few bytes.

A sentence is addressed by the beginning of its article's content hash and its running number, so
that an address means the same after a restart and after other articles changed.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import Any

from index import ADDRESS_CHARS, Article

MAX_DATA_BYTES = 64  # core.telegram.org/bots/api#inlinekeyboardbutton
KEY_CHARS = 11  # 66 bits of a question's SHA-256
NO_KEY = "-" * KEY_CHARS  # of a sentence that nobody asked for
VERSION = "1"  # raise it when a button of before would mean something else

_HASH = rf"(?P<article>[0-9a-f]{{{ADDRESS_CHARS}}})"
_NUMBER = r"(?P<number>[0-9]{1,7})"
_KEY = rf"(?P<key>[A-Za-z0-9_-]{{{KEY_CHARS}}})"
_LANGUAGE = r"(?P<language>[a-z]{2})"
_ARTICLE = f"{_LANGUAGE} {_HASH}"
_SENTENCE = f"{_ARTICLE} {_NUMBER}"


@dataclass(frozen=True, slots=True)
class ShowSentence:
    """Show a sentence in the place of the one that the message shows."""

    language: str
    article: str
    number: int
    key: str


@dataclass(frozen=True, slots=True)
class ShowAnswer:
    """Show all that answers a question."""

    language: str
    key: str


@dataclass(frozen=True, slots=True)
class CastVote:
    """Say whether a sentence answers a question."""

    language: str
    article: str
    number: int
    key: str
    up: bool


@dataclass(frozen=True, slots=True)
class ShowPage:
    """Show a page of an article, from 1."""

    language: str
    article: str
    number: int


@dataclass(frozen=True, slots=True)
class OpenSentence:
    """Open an article at a sentence, in a message of its own."""

    language: str
    article: str
    number: int


@dataclass(frozen=True, slots=True)
class ToggleArticle:
    """Ask an article in this chat, or no more; `number` is the page of the list, from 1."""

    language: str
    article: str
    number: int


@dataclass(frozen=True, slots=True)
class ListArticles:
    """Show a page of the list of articles, from 1."""

    language: str
    number: int


@dataclass(frozen=True, slots=True)
class AskAll:
    """Ask all articles in this chat again."""

    language: str


@dataclass(frozen=True, slots=True)
class UseArticle:
    """Put an article that an administrator sent on the shelf."""

    language: str
    article: str


@dataclass(frozen=True, slots=True)
class DiscardArticle:
    """Forget an article that an administrator sent."""

    language: str
    article: str


@dataclass(frozen=True, slots=True)
class OfferRemoval:
    """Ask an administrator whether an article shall be removed."""

    language: str
    article: str


@dataclass(frozen=True, slots=True)
class RemoveArticle:
    """Take an article off the shelf."""

    language: str
    article: str


ListAction = ToggleArticle | ListArticles | AskAll
ShelfAction = UseArticle | DiscardArticle | OfferRemoval | RemoveArticle
Action = ShowSentence | ShowAnswer | CastVote | ShowPage | OpenSentence | ListAction | ShelfAction


def question_key(question: str) -> str:
    """Return the key of a question; the same question has the same key everywhere."""
    digest = hashlib.sha256(question.encode("utf-8", "replace")).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii")[:KEY_CHARS]


def write_action(action: Action) -> str:
    """Return the data of a button; raise ValueError where Telegram would refuse its length."""
    letter = _letter(action)
    values = (getattr(action, name) for name in _KINDS[letter][1].groupindex)
    data = VERSION + " ".join([letter, *map(str, values)])
    if len(data.encode()) > MAX_DATA_BYTES:
        raise ValueError(f"a button's data of more than {MAX_DATA_BYTES} bytes: {data}")
    return data


def read_action(data: str) -> Action | None:
    """Read the data of a button; None where it is forged or of another version."""
    version, letter, rest = data[:1], data[1:2], data[2:]
    if version != VERSION or letter not in _KINDS:
        return None
    kind, pattern = _KINDS[letter]
    found = pattern.fullmatch(rest.removeprefix(" "))
    if found is None or not rest.startswith(" "):
        return None
    values: dict[str, Any] = found.groupdict()
    if "number" in values:
        values["number"] = int(values["number"])
    return CastVote(**values, up=letter == "u") if kind is CastVote else kind(**values)


def sentence_start(article: Article, number: int) -> str:
    """Return the deep-link payload that opens a sentence in its article."""
    return f"s-{article.address}-{number}"


def question_start(key: str) -> str:
    """Return the deep-link payload that asks a question again, in private."""
    return f"q-{key}"


def read_start(payload: str) -> OpenSentence | ShowAnswer | None:
    """Read a deep-link payload; None where it is none of ours."""
    if found := re.fullmatch(f"s-{_HASH}-{_NUMBER}", payload):
        return OpenSentence("", found["article"], int(found["number"]))
    if found := re.fullmatch(f"q-{_KEY}", payload):
        return ShowAnswer("", found["key"])
    return None


def _letter(action: Action) -> str:
    if isinstance(action, CastVote):
        return "u" if action.up else "d"
    return next(letter for letter, (kind, _) in _KINDS.items() if kind is type(action))


# One letter for each kind of button, and what follows it.
_KINDS: dict[str, tuple[type[Any], re.Pattern[str]]] = {
    "s": (ShowSentence, re.compile(f"{_SENTENCE} {_KEY}")),
    "a": (ShowAnswer, re.compile(f"{_LANGUAGE} {_KEY}")),
    "u": (CastVote, re.compile(f"{_SENTENCE} {_KEY}")),
    "d": (CastVote, re.compile(f"{_SENTENCE} {_KEY}")),
    "p": (ShowPage, re.compile(_SENTENCE)),
    "o": (OpenSentence, re.compile(_SENTENCE)),
    "t": (ToggleArticle, re.compile(_SENTENCE)),
    "l": (ListArticles, re.compile(f"{_LANGUAGE} {_NUMBER}")),
    "w": (AskAll, re.compile(_LANGUAGE)),
    "k": (UseArticle, re.compile(_ARTICLE)),
    "n": (DiscardArticle, re.compile(_ARTICLE)),
    "r": (OfferRemoval, re.compile(_ARTICLE)),
    "x": (RemoveArticle, re.compile(_ARTICLE)),
}
