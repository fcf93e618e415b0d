"""Article, Sentence, Quote: frozen values whose text is only ever reached through offsets."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Self

from index.blocks import Block, BlockKind
from index.errors import ArticleError
from index.language import primary_subtag
from index.layout import find_blocks, with_questions


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of a source that are no part of its article, and in a few English words why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, heading or piece of chrome of a source that has marked it as such."""

    text: str
    kind: BlockKind
    reason: str = ""


NAME_CHARS = 200  # of a title in an error
ADDRESS_CHARS = 16  # 64 bits: one in 10^13 that two of 1,000 articles agree
LEAST_HASH_CHARS = 6  # that name an article: "5" or "a" is no article's by intention
BETWEEN_PARTS = "\n\n"


@dataclass(frozen=True)
class Article:
    """A text with its source. Offsets everywhere count code points of `text`, `end` excluded.

    `source` is the path or link that it was read from. `added` is true where it was added, by an
    administrator in a chat or by `index add`: it stays when ARTICLES changes. `left_out` is what
    the source has beside `text`.
    """

    text: str
    title: str
    language: str
    blocks: tuple[Block, ...]
    url: str | None = None
    published: date | None = None
    author: str | None = None
    publisher: str | None = None
    source: str | None = None
    added: bool = False
    left_out: tuple[LeftOut, ...] = field(default=(), compare=False)

    @property
    def code(self) -> str:
        """Return the language without its region, by which it is read: "en" of "en-US"."""
        return primary_subtag(self.language)

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
            raise ArticleError(f"{title[:NAME_CHARS]}: no paragraph to quote from, {found}")
        return cls(text, title, language, blocks, url, published, author, publisher)

    @classmethod
    def from_parts(
        cls,
        parts: Iterable[Part],
        *,
        title: str,
        language: str,
        url: str | None = None,
        published: date | None = None,
        author: str | None = None,
        publisher: str | None = None,
        left_out: Iterable[LeftOut] = (),
    ) -> Self:
        """Make an article of marked parts; raise ArticleError where none is a paragraph."""
        blocks: list[Block] = []
        pieces: list[str] = []
        at = 0
        for part in parts:
            pieces.append(part.text)
            blocks.append(Block(at, at + len(part.text), part.kind, part.reason))
            at += len(part.text) + len(BETWEEN_PARTS)
        if not any(block.kind is BlockKind.BODY for block in blocks):
            raise ArticleError(f"{title[:NAME_CHARS]}: no paragraph to quote from")
        text = BETWEEN_PARTS.join(pieces)
        return cls(
            text,
            title,
            language,
            with_questions(text, blocks, title),
            url,
            published,
            author,
            publisher,
            left_out=tuple(left_out),
        )

    @cached_property
    def content_hash(self) -> str:
        """Return the SHA-256 of the UTF-8 text as 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def address(self) -> str:
        """Return the beginning of the content hash, by which buttons, links and pages name it."""
        return self.content_hash[:ADDRESS_CHARS]

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


def by_paragraph(sentences: Iterable[Sentence]) -> dict[int, list[Sentence]]:
    """Return the sentences of each paragraph, by its number."""
    found: dict[int, list[Sentence]] = {}
    for each in sentences:
        found.setdefault(each.paragraph, []).append(each)
    return found


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of an article as it stands there, with how sure it is to answer.

    It is a sentence, or a line with the list that it announces: then `paragraph` and `sentence` are
    the line's.
    `confidence` of the first quote is a calibrated probability in [0, 1]; of a later one it is less
    by as much as the ranker believes in it less, or the probability that it answers a part of the
    question; it is 0 where nothing was asked. `context` is the
    (start, end) of what makes the quote understandable, and `highlight` the (start, end) of the
    fact asked for; both are offsets into the article like `start` and `end`.
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
