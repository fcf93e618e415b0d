"""BM25 over sentences, and words that look alike: which of them share which words of a question."""

import logging
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.postings import FREQUENT, Postings, PostingsTable, distinct, joined
from index.vocabulary import Vocabulary
from index.word_classes import folded, word_classes
from index.words import (
    MIN_LIKE_LENGTH,
    canonical,
    content_words,
    land,
    latin,
    question_words,
    script_of,
    term,
    words,
)

# Lucene's variant with its usual constants; bm25s computes it.
K1, B = 1.2, 0.75
# Sentences that a question's words are read in for candidates, rare words first. Of words that are
# more frequent than what is left, the likest sentences alone are read: so a question costs the same
# in a million sentences as in twenty thousand.
READ = 20_000
LANGUAGES_FILE = "languages.txt"


@dataclass(frozen=True)
class Matches:
    """How the words of one question occur in the sentences.

    `words` are the question's different words of content; `idf` (w,) float32 is how rare each is.
    `exact` holds a word's postings with BM25 scores, `alike` those of words that look like it with
    their likeness in (0, 1). `known` is the share of all the question's words that the articles,
    or the grammar of their languages, have, and `scripts` are what the articles are written in.
    `lands` are the words that stand for a country.
    """

    words: tuple[str, ...]
    idf: NDArray[np.float32]
    exact: tuple[tuple[Postings, ...], ...]
    alike: tuple[tuple[Postings, ...], ...]
    known: float
    scripts: frozenset[str]
    lands: frozenset[str]

    def bm25(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return each word's BM25 score in each of these sentences, (w, len(ids)) float32."""
        scores = np.zeros((len(self.words), len(ids)), np.float32)
        for row, postings in enumerate(self.exact):
            for one in postings:
                scores[row] += one.at(ids)
        return scores

    def likeness(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return how like each word the likest word of each sentence is, (w, len(ids)) in [0, 1].

        It is 1 where the word itself is there.
        """
        best = (self.bm25(ids) > 0).astype(np.float32)
        order = np.argsort(ids, kind="stable")
        ascending = ids[order]
        for row, postings in enumerate(self.alike):
            rare = [one for one in postings if len(one.rows) <= FREQUENT]
            places, near = joined(rare, ascending)
            np.maximum.at(best[row], order[places], near)
            for one in postings:
                if len(one.rows) > FREQUENT:
                    np.maximum(best[row], one.at(ids), out=best[row])
        return best

    def best(
        self, limit: int, among: Callable[[NDArray[np.int64]], NDArray[np.bool_]] | None = None
    ) -> NDArray[np.int64]:
        """Return the sentences with the highest sums of BM25 and likeness, ascending by number.

        `among` says of sentences whether they may be returned. What is read is bounded by READ.
        """
        exact = [one for postings in self.exact for one in postings]
        alike = [
            one._replace(scores=weight * one.scores)
            for weight, postings in zip(self.idf, self.alike, strict=True)
            for one in postings
        ]
        ids = distinct(np.concatenate([*_within(exact, READ), *_within(alike, READ)]))
        ids = ids if among is None else ids[among(ids)]
        total = np.zeros(len(ids))
        every = [*exact, *alike]
        places, scores = joined([one for one in every if len(one.rows) <= FREQUENT], ids)
        np.add.at(total, places, scores)
        for one in every:
            if len(one.rows) > FREQUENT:
                total += one.at(ids)
        highest = ids[np.argsort(-total, kind="stable")[:limit]]
        return np.sort(highest)


def _within(postings: Sequence[Postings], limit: int) -> Iterator[NDArray[np.int64]]:
    """Yield the sentences to look at: all of the rare words, the likest of the frequent ones."""
    yield np.zeros(0, np.int64)
    for one in sorted(postings, key=lambda one: len(one.rows)):
        found = one.rows if len(one.rows) <= limit else one.best()
        limit -= min(limit, len(found))
        yield found.astype(np.int64)


class Lexicon:
    """BM25 over the stems of sentences."""

    def __init__(
        self,
        table: PostingsTable,
        vocabulary: Vocabulary,
        languages: tuple[str, ...],
        sentences: int,
    ) -> None:
        self._table = table
        self._vocabulary = vocabulary
        self._languages = languages
        self._sentences = sentences

    @classmethod
    def build(cls, texts: Iterable[str], codes: Iterable[str]) -> Self:
        """Index sentences, each with the code of its language."""
        import bm25s

        numbers: dict[str, int] = {"": 0}  # bm25s wants one word at least
        languages: set[str] = set()
        ids: list[list[int]] = []
        for text, code in zip(texts, codes, strict=True):
            languages.add(code)
            own = [numbers.setdefault(term(word, code), len(numbers)) for word in words(text)]
            ids.append(own or [0])
        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG
        retriever = bm25s.BM25(method="lucene", k1=K1, b=B)
        retriever.index((ids, numbers), show_progress=False, create_empty_token=False)
        found = retriever.scores
        table = PostingsTable.of(found["indptr"], found["indices"], found["data"])
        return cls(table, Vocabulary.build(numbers, latin), tuple(sorted(languages)), len(ids))

    def save(self, folder: Path) -> None:
        """Write the postings into the folder."""
        self._table.save(folder)
        self._vocabulary.save(folder)
        languages = "\n".join([str(self._sentences), *self._languages])
        (folder / LANGUAGES_FILE).write_text(languages, "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote, memory-mapped."""
        sentences, *codes = (folder / LANGUAGES_FILE).read_text("utf-8").split("\n")
        return cls(
            PostingsTable.load(folder), Vocabulary.load(folder), tuple(codes), int(sentences)
        )

    def match(self, question: str, code: str | None = None) -> Matches:
        """Return how the words of a question, in the language `code`, occur in the sentences."""
        spoken, content = question_words(question), content_words(question)
        terms = {word: self._terms(word, code) for word in dict.fromkeys([*spoken, *content])}
        exact = tuple(
            tuple(self._table.postings(token) for token in sorted(terms[word])) for word in content
        )
        return Matches(
            words=tuple(content),
            idf=np.array([self._idf(postings) for postings in exact], np.float32),
            exact=exact,
            alike=tuple(tuple(self._likest(word, terms[word])) for word in content),
            known=self._known_share(spoken, terms),
            scripts=frozenset(map(script_of, self._languages)),
            lands=frozenset(word for word in content if self._is_land(word, code)),
        )

    def _idf(self, postings: tuple[Postings, ...]) -> float:
        """Return Lucene's idf; a word that no sentence has is as rare as can be."""
        frequency = min(sum(len(one.rows) for one in postings), self._sentences)
        return math.log(1 + (self._sentences - frequency + 0.5) / (frequency + 0.5))

    def _terms(self, word: str, code: str | None) -> frozenset[int]:
        plain = (canonical(word, code) or land(word, code)) if code else None
        terms = {plain} if plain else {term(word, each) for each in self._languages}
        found = (self._vocabulary.number(each) for each in terms)
        return frozenset(token for token in found if token)  # 0 stands for no word at all

    def _is_land(self, word: str, code: str | None) -> bool:
        return any(land(word, each) for each in ([code] if code else self._languages))

    def _known_share(self, spoken: Sequence[str], terms: Mapping[str, frozenset[int]]) -> float:
        """Return the share of words that are an article's or of its language's grammar."""
        grammars = [word_classes(each).function_words for each in self._languages]
        known = [terms[word] or any(word in grammar for grammar in grammars) for word in spoken]
        return sum(map(bool, known)) / len(known) if known else 0.0

    def _likest(self, word: str, exact: frozenset[int]) -> Iterator[Postings]:
        """Yield the postings of words that look like this one: misspellings, names, endings."""
        word = latin(folded(word))
        if len(word) < MIN_LIKE_LENGTH or word.isdigit():
            return
        for token, similarity in self._vocabulary.likest(word):
            if token not in exact:
                rows, _, likest = self._table.postings(token)
                yield Postings(rows, np.full(len(rows), similarity, np.float32), likest)
