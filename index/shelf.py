"""The articles of an index with their sentences, numbered through: 0 is the first of the first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import count

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Sentence
from index.encoder import with_tail
from index.facts import Fact, find_facts
from index.layout import BlockKind

# A long sentence says several things, and its vector a mixture of them: windows of so many words,
# each beginning so many after the one before, are embedded too. Ten and five find two to five more
# of a hundred gold questions than windows twice as long or none (docs/quality.md).
WINDOW_WORDS, WINDOW_STEP = 10, 5
_SPACED = re.compile(r"\S+")


def windows(sentence: str) -> list[str]:
    """Return the overlapping windows of a sentence; a short one is its own only window."""
    words = [match.span() for match in _SPACED.finditer(sentence)]
    if len(words) <= WINDOW_WORDS + WINDOW_STEP:
        return [sentence]
    starts = range(0, len(words) - WINDOW_STEP, WINDOW_STEP)
    ends = [min(start + WINDOW_WORDS, len(words)) - 1 for start in starts]
    return [sentence[words[a][0] : words[b][1]] for a, b in zip(starts, ends, strict=True)]


def told_apart(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Return each text once, under titles that tell the articles apart.

    Of articles with one title, the later ones get their publisher, day or author behind it; where
    that tells nothing, a number.
    """
    found: list[Article] = []
    titles: set[str] = set()
    first = {each.content_hash: each for each in reversed(articles)}
    for content_hash in dict.fromkeys(each.content_hash for each in articles):
        article = first[content_hash]
        named = article
        if article.title in titles:
            title = next(each for each in _longer_titles(article) if each not in titles)
            named = replace(article, title=title)
        titles.add(named.title)
        found.append(named)
    return tuple(found)


def _longer_titles(article: Article) -> Iterator[str]:
    for known in (article.publisher, article.published, article.author):
        if known:
            yield f"{article.title} ({known})"
    yield from (f"{article.title} ({number})" for number in count(2))


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

    def windows(self) -> list[str]:
        """Return the windows of every sentence, in order."""
        return [window for text in self.texts() for window in windows(text)]

    @cached_property
    def window_firsts(self) -> NDArray[np.int64]:
        """Return the number of each sentence's first window, and last how many there are."""
        counts = [len(windows(text)) for text in self.texts()]
        return np.cumsum([0, *counts])

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
