"""Which sentences each word is in, with its scores there; memory-mapped, and read in part."""

from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.arrays import write_array

# For words in more sentences than FREQUENT, those of the highest scores are written down.
FREQUENT, LIKEST = 4096, 512


class Postings(NamedTuple):
    """The sentences that a word is in, ascending, (n,) int32, with their scores, (n,) float32.

    `likest` are those of the highest scores, ascending; None where they are not written down.
    """

    rows: NDArray[np.int32]
    scores: NDArray[np.float32]
    likest: NDArray[np.int32] | None = None

    def at(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the score in each of these sentences, 0 where the word is not."""
        places = np.searchsorted(self.rows, ids.astype(np.int32))
        places[places == len(self.rows)] = 0
        return np.where(self.rows[places] == ids, self.scores[places], np.float32(0))

    def best(self) -> NDArray[np.int32]:
        """Return sentences of the highest scores, at most LIKEST."""
        if self.likest is not None:
            return self.likest
        return _likest(self.rows, self.scores)


class PostingsTable:
    """The postings of all words, one after the other, by the words' numbers."""

    def __init__(self, arrays: "_Arrays") -> None:
        self._arrays = arrays

    @classmethod
    def of(
        cls, starts: NDArray[np.int64], rows: NDArray[np.int32], scores: NDArray[np.float32]
    ) -> Self:
        """Take postings, ascending, of which those of word n begin at `starts[n]`."""
        starts = starts.astype(np.int64)
        frequent = np.flatnonzero(np.diff(starts) > FREQUENT).astype(np.int32)
        spans = [slice(starts[word], starts[word + 1]) for word in frequent]
        likest = [_likest(rows[span], scores[span]) for span in spans]
        empty = np.zeros((0, LIKEST), np.int32)
        arrays = _Arrays(starts, rows, scores, frequent, np.stack(likest) if likest else empty)
        return cls(arrays)

    def save(self, folder: Path) -> None:
        """Write the postings into a folder."""
        for name, array in self._arrays._asdict().items():
            write_array(folder / f"{name}.npy", array)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote, memory-mapped."""
        arrays = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in _Arrays._fields)
        return cls(_Arrays(*map(np.asarray, arrays)))

    def postings(self, word: int) -> Postings:
        """Return the postings of the word with this number."""
        starts, rows, scores, frequent, likest = self._arrays
        span = slice(starts[word], starts[word + 1])
        if span.stop - span.start <= FREQUENT:
            return Postings(rows[span], scores[span])
        return Postings(rows[span], scores[span], likest[np.searchsorted(frequent, word)])


class _Arrays(NamedTuple):
    """`starts` (words + 1,); `likest` (len(frequent), LIKEST), of the words in `frequent`."""

    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    scores: NDArray[np.float32]
    frequent: NDArray[np.int32]
    likest: NDArray[np.int32]


def _likest(rows: NDArray[np.int32], scores: NDArray[np.float32]) -> NDArray[np.int32]:
    if len(rows) <= LIKEST:
        return rows
    found: NDArray[np.int32] = np.sort(rows[np.argpartition(-scores, LIKEST)[:LIKEST]])
    return found


def joined(
    postings: "list[Postings]", ascending: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return the places among ascending sentences where words are, and their scores there."""
    rows = np.concatenate([np.zeros(0, np.int64), *(one.rows for one in postings)])
    scores = np.concatenate([np.zeros(0, np.float32), *(one.scores for one in postings)])
    if not len(ascending):
        return np.zeros(0, np.intp), scores[:0]
    places = np.searchsorted(ascending, rows)
    places[places == len(ascending)] = 0
    found = ascending[places] == rows
    return places[found], scores[found]


def distinct(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each of these numbers, from 0, once, ascending.

    numpy's `unique` hashes, which takes twenty times as long as to sort what is ascending in parts.
    """
    ascending = np.sort(rows)
    return ascending[np.diff(ascending, prepend=-1) > 0]
