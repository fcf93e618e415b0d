"""The articles of an index with their sentences, numbered through: 0 is the first of the first."""

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Sentence
from index.encoder import with_tail
from index.facts import Fact, find_facts
from index.layout import BlockKind


class Shelf:
    """Articles and the spans of their sentences. Immutable."""

    def __init__(
        self, articles: Sequence[Article], sentences: Sequence[Sequence[Sentence]]
    ) -> None:
        self.articles = tuple(articles)
        self.sentences = tuple(tuple(each) for each in sentences)
        self.firsts: NDArray[np.int64] = np.cumsum([0, *map(len, self.sentences)])
        self.facts = lru_cache(maxsize=8192)(self._facts)

    def __len__(self) -> int:
        return int(self.firsts[-1])

    def owner(self, number: int) -> int:
        """Return which article, by its place on the shelf, the sentence is of."""
        return int(np.searchsorted(self.firsts, number, side="right")) - 1

    def article_of(self, number: int) -> Article:
        """Return the sentence's article."""
        return self.articles[self.owner(number)]

    def sentence(self, number: int) -> Sentence:
        """Return the sentence's span."""
        owner = self.owner(number)
        return self.sentences[owner][number - int(self.firsts[owner])]

    def before(self, number: int) -> Sentence | None:
        """Return the span of the sentence before it in its article."""
        return None if number in self._first_numbers else self.sentence(number - 1)

    @cached_property
    def _first_numbers(self) -> frozenset[int]:
        return frozenset(self.firsts.tolist())

    def numbers(self, owner: int) -> NDArray[np.int64]:
        """Return the numbers of an article's sentences, ascending."""
        return np.arange(self.firsts[owner], self.firsts[owner + 1])

    def place_of(self, content_hash: str) -> int | None:
        """Return the place of the article whose content hash begins so, or None."""
        if not content_hash:
            return None
        hashes = (article.content_hash for article in self.articles)
        return next((i for i, h in enumerate(hashes) if h.startswith(content_hash)), None)

    def texts(self) -> list[str]:
        """Return every sentence's words."""
        return [
            article.text[s.start : s.end]
            for article, each in zip(self.articles, self.sentences, strict=True)
            for s in each
        ]

    def contexts(self) -> list[str]:
        """Return every sentence beside the end of the one before it, the form to embed."""
        texts = self.texts()
        return [
            with_tail(text, "" if number in self._first_numbers else texts[number - 1])
            for number, text in enumerate(texts)
        ]

    def languages(self) -> list[str]:
        """Return every sentence's language."""
        return [
            article.language
            for article, each in zip(self.articles, self.sentences, strict=True)
            for _ in each
        ]

    def heading_above(self, number: int) -> str:
        """Return the words of the heading that the sentence stands under, or nothing."""
        article, start = self.article_of(number), self.sentence(number).start
        above = [b for b in article.blocks if b.kind is BlockKind.HEADING and b.end <= start]
        return article.text[above[-1].start : above[-1].end] if above else ""

    def _facts(self, number: int) -> tuple[Fact, ...]:
        article, span = self.article_of(number), self.sentence(number)
        return find_facts(article.text[span.start : span.end], article.language)
