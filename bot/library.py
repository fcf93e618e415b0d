"""Library: what the bot needs of an ArticleIndex, so that tests can bring their own."""

from collections.abc import Callable, Sequence
from typing import Protocol

from index import Answer, Article, Quote, Sentence


class Passport(Protocol):
    """What people are told about how the index was made."""

    @property
    def model(self) -> str:
        """Return the name of the model."""

    @property
    def built(self) -> str:
        """Return when the index was built, in ISO 8601."""


class Library(Protocol):
    """What the bot needs of an ArticleIndex."""

    @property
    def articles(self) -> Sequence[Article]:
        """Return the articles, in the order in which they were given."""

    @property
    def passport(self) -> Passport:
        """Return what the index was made from."""

    def ask(
        self,
        question: str,
        limit: int = 3,
        articles: Sequence[str] | None = None,
        previous: str | None = None,
    ) -> Answer:
        """Return the verdict and the quotes, best first."""

    def rank(self, question: str, limit: int = 10) -> list[Quote]:
        """Return the nearest sentences, best first, whatever the verdict."""

    def sentences(self, article: Article) -> tuple[Sentence, ...]:
        """Return an article's sentences in their order; of a long one that takes its time."""

    def count(self, article: Article) -> int:
        """Return how many sentences an article has."""

    def openings(self, article: Article) -> Sequence[int]:
        """Return the running numbers, from 1, of the sentences that open its paragraphs."""

    def article(self, content_hash_prefix: str) -> Article | None:
        """Return the article that a content hash addresses."""

    def quote(self, content_hash_prefix: str, number: int) -> Quote | None:
        """Return an article's sentence by its running number, from 1."""

    def number(self, quote: Quote) -> int:
        """Return the running number of a quote's sentence in its article, from 1."""


Source = Callable[[], Library]
"""What gives the library as it is now."""


def always(library: Library) -> Source:
    """Return what gives one library for ever."""
    return lambda: library
