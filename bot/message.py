"""Message: what a person will see, as text and marks; a passage of it is claimed to be a quote."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from index import Article

MAX_UNITS = 4096  # core.telegram.org/bots/api#sendmessage, counted after the entities are parsed
MAX_MARKS = 100  # core.telegram.org/bots/api#sendmessage: more entities are dropped without a word


class MarkKind(StrEnum):
    """How a stretch of text looks; the values are Telegram's names of its entities."""

    BOLD = "bold"
    ITALIC = "italic"
    BLOCKQUOTE = "blockquote"
    LINK = "text_link"


# What only the words of an article may wear: a quote, and what stands just before it.
QUOTING = frozenset({MarkKind.BLOCKQUOTE, MarkKind.ITALIC})


@dataclass(frozen=True, slots=True)
class Mark:
    """A look for `text[start:end]`, in code points, `end` excluded."""

    kind: MarkKind
    start: int
    end: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A claim: from `at` on, the message's text is `article.text[start:end]`."""

    at: int
    article: Article
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message.

    `data` comes back to the bot, `url` opens, and `share` is an inline query that the person takes
    to a chat of their choice.
    """

    text: str
    data: str | None = None
    url: str | None = None
    share: str | None = None


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A text with its marks, the passages in it that are an article's own words, its buttons."""

    text: str = ""
    marks: tuple[Mark, ...] = ()
    passages: tuple[Passage, ...] = ()
    buttons: Keyboard = ()

    def __add__(self, other: "Message | str") -> "Message":
        if isinstance(other, str):
            return replace(self, text=self.text + other)
        by = len(self.text)
        marks = (replace(m, start=m.start + by, end=m.end + by) for m in other.marks)
        passages = (replace(p, at=p.at + by) for p in other.passages)
        return replace(
            self,
            text=self.text + other.text,
            marks=(*self.marks, *marks),
            passages=(*self.passages, *passages),
        )

    @property
    def units(self) -> int:
        """Return the length of the text as Telegram counts it."""
        return utf16_units(self.text)

    @classmethod
    def marked(cls, kind: MarkKind, text: str, url: str | None = None) -> Self:
        """Make a message whose whole text wears one mark."""
        return cls(text, (Mark(kind, 0, len(text), url),)) if text else cls()

    @classmethod
    def quoting(cls, kind: MarkKind, article: Article, start: int, end: int) -> Self:
        """Make a message that is `article.text[start:end]`, marked and claimed as such."""
        text = article.text[start:end]
        return cls(text, (Mark(kind, 0, len(text)),), (Passage(0, article, start, end),))


def utf16_units(text: str) -> int:
    """Count UTF-16 code units, the unit of all of Telegram's lengths and offsets."""
    return len(text) + sum(1 for character in text if character > "\uffff")


def joined(parts: Iterable[Message], separator: str) -> Message:
    """Put the parts that are not empty one after the other."""
    whole = Message()
    for part in parts:
        if part.text:
            whole = whole + separator + part if whole.text else part
    return whole
