"""Article, Sentence, Quote: frozen values whose text is only ever reached through offsets."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from index.errors import ArticleError
from index.layout import Block, BlockKind, find_blocks


@dataclass(frozen=True)
class Article:
    """A text with its source. Offsets everywhere count code points of `text`, `end` excluded."""

    text: str
    title: str
    language: str
    blocks: tuple[Block, ...]
    url: str | None = None
    published: date | None = None
    author: str | None = None
    publisher: str | None = None

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        title: str,
        language: str,
        url: str | None = None,
        published: date | None = None,
        author: str | None = None,
        publisher: str | None = None,
    ) -> Self:
        """Make an article of plain text; raise ArticleError where no paragraph is in it."""
        blocks = find_blocks(text)
        if not any(block.kind is BlockKind.BODY for block in blocks):
            found = "only headings or web chrome" if blocks else "nothing but blanks"
            raise ArticleError(f"{title}: no paragraph to quote from, {found}")
        return cls(text, title, language, blocks, url, published, author, publisher)

    @cached_property
    def content_hash(self) -> str:
        """Return the SHA-256 of the UTF-8 text as 64 hexadecimal digits: the article's address."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def paragraphs(self) -> tuple[Block, ...]:
        """Return the body blocks in order; paragraph *n* of a quote is the *n*-th, from 1."""
        return tuple(block for block in self.blocks if block.kind is BlockKind.BODY)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's place: paragraph from 1, number inside it from 1, offsets in the article."""

    paragraph: int
    sentence: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of an article as it stands there, with how sure it is to answer.

    `confidence` is a calibrated probability in [0, 1]. `context` is the (start, end) of what makes
    the quote understandable, and `highlight` the (start, end) of the fact asked for; both are
    offsets into the article like `start` and `end`.
    """

    article: Article
    paragraph: int
    sentence: int
    start: int
    end: int
    confidence: float
    context: tuple[int, int] | None = None
    highlight: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """Return the words of the article at the quote's offsets."""
        return self.article.text[self.start : self.end]

    @property
    def link(self) -> str | None:
        """Return where the article stands on the web, if that is known."""
        return self.article.url
