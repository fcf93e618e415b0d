"""The articles of an index with their sentences, numbered through: 0 is the first of the first."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.article import LEAST_HASH_CHARS, Article, Sentence
from index.blocks import BlockKind
from index.encoder import with_tail
from index.facts import Fact, find_facts

# A long sentence says several things, and its vector a mixture of them: windows of so many words,
# each beginning so many after the one before, are embedded too. Ten and five find two to five more
# of a hundred gold questions than windows twice as long or none (docs/quality.md).
WINDOW_WORDS, WINDOW_STEP = 10, 5
_SPACED = re.compile(r"\S+")
FACTS_KEPT = 8192  # sentences whose facts are kept, all forgotten at once when there are more

Facts = tuple[Fact, ...]
# Returns what the sentences with these numbers state.
FactsReader = Callable[[NDArray[np.int64]], Sequence[Facts]]


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


@dataclass(frozen=True)
class Spans:
    """Where the n sentences of m articles are: arrays, since a million objects take gigabytes.

    `firsts` (m + 1,) int64 are the numbers of the articles' first sentences, and last how many
    there are; `sentences` (n, 4) int32 are paragraph, sentence, start and end, and `headings`
    (n, 2) int32 start and end of the heading above, alike where there is none. `hashes` (m,) are
    the articles' content hashes, and `window_firsts` (n + 1,) int64 the numbers of the sentences'
    first windows, and last how many there are.
    """

    firsts: NDArray[np.int64]
    sentences: NDArray[np.int32]
    headings: NDArray[np.int32]
    hashes: NDArray[np.bytes_]
    window_firsts: NDArray[np.int64]

    @classmethod
    def of(cls, articles: Sequence[Article], sentences: Sequence[Sequence[Sentence]]) -> Self:
        """Take the sentences of articles, one sequence for each."""
        rows = [(s.paragraph, s.sentence, s.start, s.end) for each in sentences for s in each]
        headings = [
            place
            for article, each in zip(articles, sentences, strict=True)
            for place in _headings(article, each)
        ]
        counts = [
            len(windows(article.text[span.start : span.end]))
            for article, each in zip(articles, sentences, strict=True)
            for span in each
        ]
        return cls(
            firsts=np.cumsum([0, *map(len, sentences)], dtype=np.int64),
            sentences=np.array(rows, np.int32).reshape(-1, 4),
            headings=np.array(headings, np.int32).reshape(-1, 2),
            hashes=np.array([article.content_hash for article in articles], "S64"),
            window_firsts=np.cumsum([0, *counts], dtype=np.int64),
        )


def _headings(article: Article, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Yield where the heading above each of the sentences, which are in order, stands."""
    headings = [block for block in article.blocks if block.kind is BlockKind.HEADING]
    passed = 0
    for sentence in sentences:
        while passed < len(headings) and headings[passed].end <= sentence.start:
            passed += 1
        above = headings[passed - 1] if passed else None
        yield (above.start, above.end) if above else (0, 0)


class Shelf:
    """Articles and the spans of their sentences. Immutable."""

    def __init__(
        self, articles: Sequence[Article], sentences: Sequence[Sequence[Sentence]]
    ) -> None:
        self._take(tuple(articles), Spans.of(articles, sentences), self._find_facts)

    @classmethod
    def saved(
        cls,
        articles: Sequence[Article],
        spans: Spans,
        facts: FactsReader,
    ) -> Self:
        """Return a shelf of articles that are read when they are looked at, as are their facts."""
        shelf = cls.__new__(cls)
        shelf._take(articles, spans, facts)
        return shelf

    def _take(
        self,
        articles: Sequence[Article],
        spans: Spans,
        facts: FactsReader,
    ) -> None:
        self.articles = articles
        self.spans = spans
        self.firsts = spans.firsts
        self.window_firsts = spans.window_firsts
        self._read_facts = facts
        self._facts: dict[int, Facts] = {}

    def __len__(self) -> int:
        return int(self.firsts[-1])

    @property
    def sentences(self) -> tuple[tuple[Sentence, ...], ...]:
        """Return the sentences of every article; of one, `sentences_of` is faster."""
        return tuple(self.sentences_of(place) for place in range(len(self.articles)))

    def sentences_of(self, owner: int) -> tuple[Sentence, ...]:
        """Return an article's sentences in order."""
        return tuple(Sentence(*row) for row in self.rows_of(owner).tolist())

    def rows_of(self, owner: int) -> NDArray[np.int32]:
        """Return an article's sentences, (n, 4) int32: paragraph, sentence, start and end."""
        return self.spans.sentences[self.firsts[owner] : self.firsts[owner + 1]]

    def owners(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return which articles, by their places on the shelf, these sentences are of."""
        return np.searchsorted(self.firsts, numbers, side="right") - 1

    def owner(self, number: int) -> int:
        """Return which article, by its place on the shelf, the sentence is of."""
        return int(np.searchsorted(self.firsts, number, side="right")) - 1

    def article_of(self, number: int) -> Article:
        """Return the sentence's article."""
        return self.articles[self.owner(number)]

    def sentence(self, number: int) -> Sentence:
        """Return the sentence's span."""
        return Sentence(*self.spans.sentences[number].tolist())

    def earlier(self, number: int) -> Iterator[Sentence]:
        """Yield the spans of the sentences before it in its article, the nearest first."""
        first = int(self.firsts[self.owner(number)])
        return map(self.sentence, range(number - 1, first - 1, -1))

    def later(self, number: int) -> Iterator[Sentence]:
        """Yield the spans of the sentences behind it in its article, in their order."""
        return map(self.sentence, range(number + 1, int(self.firsts[self.owner(number) + 1])))

    def numbers(self, owner: int) -> NDArray[np.int64]:
        """Return the numbers of an article's sentences, ascending."""
        return np.arange(self.firsts[owner], self.firsts[owner + 1])

    def place_of(self, content_hash: str) -> int | None:
        """Return the place of the article whose content hash begins so, or None.

        Fewer than LEAST_HASH_CHARS are the beginning of none.
        """
        if len(content_hash) < LEAST_HASH_CHARS or not content_hash.isascii():
            return None
        order, hashes = self._by_hash
        first, last = np.searchsorted(hashes, [content_hash.encode(), content_hash.encode() + b"~"])
        return int(order[first:last].min()) if first < last else None

    @cached_property
    def _by_hash(self) -> tuple[NDArray[np.int64], NDArray[np.bytes_]]:
        order = np.argsort(self.spans.hashes)
        return order, self.spans.hashes[order]

    def texts(self, owners: Iterable[int] | None = None) -> list[str]:
        """Return the words of every sentence of some articles, by default of all."""
        found: list[str] = []
        for owner in range(len(self.articles)) if owners is None else owners:
            text = self.articles[owner].text
            found += [text[start:end] for start, end in self.rows_of(owner)[:, 2:].tolist()]
        return found

    def contexts(self, owners: Iterable[int] | None = None) -> list[str]:
        """Return every sentence beside the end of the one before it, the form to embed."""
        found: list[str] = []
        for owner in range(len(self.articles)) if owners is None else owners:
            texts = self.texts([owner])
            found += map(with_tail, texts, ["", *texts])
        return found

    def windows(self, owners: Iterable[int] | None = None) -> list[str]:
        """Return the windows of every sentence, in order."""
        return [window for text in self.texts(owners) for window in windows(text)]

    def languages(self) -> list[str]:
        """Return every sentence's language."""
        counts = np.diff(self.firsts).tolist()
        return [
            language
            for article, each in zip(self.articles, counts, strict=True)
            for language in [article.code] * each
        ]

    def heading_above(self, number: int) -> str:
        """Return the words of the heading that the sentence stands under, or nothing."""
        start, end = self.spans.headings[number].tolist()
        return self.article_of(number).text[start:end] if end > start else ""

    def facts(self, numbers: Sequence[int]) -> tuple[Facts, ...]:
        """Return what each of these sentences states; those of neighbours are read at once."""
        kept = self._facts
        found = {number: kept.get(number) for number in numbers}
        missing = np.array([number for number, facts in found.items() if facts is None], np.int64)
        if len(missing):
            read = dict(zip(missing.tolist(), self._read_facts(missing), strict=True))
            found.update(read)
            if len(kept) + len(read) > FACTS_KEPT:
                kept.clear()
            kept.update(read)
        return tuple(found[number] or () for number in numbers)

    def _find_facts(self, numbers: NDArray[np.int64]) -> Sequence[Facts]:
        found: list[Facts] = []
        for number in numbers.tolist():
            article, span = self.article_of(number), self.sentence(number)
            found.append(find_facts(article.text[span.start : span.end], article.code))
        return found
