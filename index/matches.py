"""How the words of one question occur in the sentences: exact, alike and of the same meaning."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.postings import FREQUENT, Postings, distinct, joined

# Sentences that a question's words are read in for candidates, rare words first. Of words that are
# more frequent than what is left, the likest sentences alone are read: so a question costs the same
# in a million sentences as in twenty thousand.
READ = 20_000
STANDS_FOR = 0.3  # from how like or sure on a word counts as the question's, when that is counted


@dataclass(frozen=True)
class Matches:
    """How the words of one question occur in the sentences.

    `words` are the question's different words of content; `idf` (w,) float32 is how rare each is.
    `exact` holds a word's postings with BM25 scores, `alike` those of words that look like it with
    their likeness in (0, 1), `translated` those of words that mean the same, in the articles'
    languages, with how surely, in (0, 1]. `rarity` (w,) float32 is how rare each is where what is
    like it, or means it, counts as the word. `known` is the share of all the question's words that
    the articles, or the grammar of their languages, have, and `scripts` are what the articles are
    written in. `lands` are the words that stand for a country.
    """

    words: tuple[str, ...]
    idf: NDArray[np.float32]
    exact: tuple[tuple[Postings, ...], ...]
    alike: tuple[tuple[Postings, ...], ...]
    translated: tuple[tuple[Postings, ...], ...]
    rarity: NDArray[np.float32]
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
        return _highest((self.bm25(ids) > 0).astype(np.float32), self.alike, ids)

    def meaning(self, ids: NDArray[np.int64], likeness: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how surely each sentence has a word that is or means each word, (w, len(ids)).

        `likeness` is what the method of this name returns of these sentences.
        """
        return _highest(likeness.copy(), self.translated, ids)

    def best(
        self, limit: int, among: Callable[[NDArray[np.int64]], NDArray[np.bool_]] | None = None
    ) -> NDArray[np.int64]:
        """Return the sentences with the highest sums over words, ascending by number.

        A word adds its BM25 score and, by how rare it is, what is likest to it or means it
        surest. `among` says of sentences whether they may be returned. What is read is bounded by
        READ.
        """
        surest = [
            [one for one in postings if one.scores[0] >= STANDS_FOR] for postings in self.translated
        ]
        exact, standing = (
            [one for postings in some for one in postings]
            for some in (self.exact, (*self.alike, *surest))
        )
        ids = distinct(np.concatenate([*_within(exact, READ), *_within(standing, READ)]))
        ids = ids if among is None else ids[among(ids)]
        nothing = np.zeros((len(self.words), len(ids)), np.float32)
        alike = _highest(nothing.copy(), self.alike, ids) * self.idf[:, np.newaxis]
        meant = _highest(nothing, surest, ids) * self.rarity[:, np.newaxis]
        total = (self.bm25(ids) + np.maximum(alike, meant)).sum(axis=0)
        highest = ids[np.argsort(-total, kind="stable")[:limit]]
        return np.sort(highest)


def _highest(
    best: NDArray[np.float32],
    postings: Sequence[Sequence[Postings]],
    ids: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Raise what is best of each word, (w, len(ids)), to the scores of its postings; return it."""
    order = np.argsort(ids, kind="stable")
    ascending = ids[order]
    for row, each in enumerate(postings):
        places, near = joined([one for one in each if len(one.rows) <= FREQUENT], ascending)
        np.maximum.at(best[row], order[places], near)
        for one in each:
            if len(one.rows) > FREQUENT:
                np.maximum(best[row], one.at(ids), out=best[row])
    return best


def _within(postings: Sequence[Postings], limit: int) -> Iterator[NDArray[np.int64]]:
    """Yield the sentences to look at: all of the rare words, the likest of the frequent ones."""
    yield np.zeros(0, np.int64)
    for one in sorted(postings, key=lambda one: len(one.rows)):
        if not limit:
            return
        found = one.rows if len(one.rows) <= limit else one.best()
        limit -= min(limit, len(found))
        yield found.astype(np.int64)
