"""ArticleIndex: build, save, load; the passport that says what an index was made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from index.answering import Answer
from index.article import Article, Quote, Sentence
from index.encoder import Encoder, Progress


@dataclass(frozen=True)
class Passport:
    """What an index was made from and with."""

    format_version: int
    model: str
    encoder: str
    dimensions: int
    weights: str
    articles: tuple[str, ...]
    built: str


class ArticleIndex:
    """The sentences of some articles, ready to be asked."""

    articles: tuple[Article, ...]
    passport: Passport

    @classmethod
    def build(
        cls, articles: Sequence[Article], encoder: Encoder, progress: Progress | None = None
    ) -> Self:
        raise NotImplementedError

    def save(self, folder: Path | str) -> None:
        raise NotImplementedError

    @classmethod
    def load(cls, folder: Path | str, encoder: Encoder) -> Self:
        raise NotImplementedError

    def ask(
        self,
        question: str,
        limit: int = 3,
        articles: Sequence[str] | None = None,
        previous: str | None = None,
    ) -> Answer:
        """`articles`: content hashes to ask alone; `previous`: the question before."""
        raise NotImplementedError

    def rank(self, question: str, limit: int = 10) -> list[Quote]:
        raise NotImplementedError

    def sentences(self, article: Article) -> tuple[Sentence, ...]:
        raise NotImplementedError
