"""A question and an index's parts → a Scene: the candidates with all that signals look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from index.background import Background
from index.encoder import Encoder, Vectors
from index.lexicon import Lexicon, Matches, is_function_word, likeness, words
from index.questions import Question
from index.shelf import Shelf
from index.signals import SAME_NAME, Scene, Values
from index.vectors import VectorIndex

# Every sentence is a candidate while there are at most twice as many, or EVERY in the articles that
# are asked; beyond, the likest by meaning and the likest by words, LIKEST of each, with their
# neighbours: so a question costs as much among a thousand as among a million (docs/performance.md).
CANDIDATES = 200
EVERY = 1000
LIKEST = 50
FEW = 4  # rows of zeros that the mean of all candidates is taken with


@dataclass(frozen=True)
class Stage:
    """The parts of an index that a question is shown to: the vectors are centred unit rows."""

    shelf: Shelf
    encoder: Encoder
    background: Background
    alone: VectorIndex
    contexts: VectorIndex
    windows: VectorIndex
    lexicon: Lexicon

    def scene(self, question: Question, places: Sequence[int] | None = None) -> Scene:
        """Return the question before its candidates; `places` are the articles to ask, or all."""
        vector = self.background.centre_question(self.encoder.encode_question(question.text))
        matches = self.lexicon.match(question.text, question.language)
        ids = self._candidates(vector, matches, places)
        owners = self.shelf.owners(ids)
        paragraphs, _, starts, ends = self.shelf.spans.sentences[ids].T
        beside = (np.diff(ids) == 1) & (np.diff(owners) == 0)
        numbers = np.arange(len(ids))
        alone, contexts = self.alone.rows(ids), self.contexts.rows(ids)
        return Scene(
            question=question,
            matches=matches,
            ids=ids,
            dense=alone @ vector,
            dense_context=contexts @ vector,
            dense_window=self._best_windows(vector, ids),
            dense_apart=_apart(vector, alone),
            dense_context_apart=_apart(vector, contexts),
            previous=np.where(np.append(False, beside), numbers - 1, -1),
            following=np.where(np.append(beside, False), numbers + 1, -1),
            paragraph=_numbered(owners, paragraphs),
            position=_positions(self.shelf, ids, owners),
            length=np.log1p((ends - starts).astype(np.float64)).astype(np.float32),
            heading=_heading_shares(self.shelf, ids, matches),
            facts=self.shelf.facts(ids.tolist()) if question.weighs_facts else ((),) * len(ids),
            read=partial(_read, self.encoder, self.shelf, question.text, ids),
        )

    def _best_windows(self, vector: Vectors, ids: NDArray[np.int64]) -> Values:
        """Return the similarity of each candidate's likest window."""
        firsts = self.shelf.window_firsts[ids]
        counts = self.shelf.window_firsts[ids + 1] - firsts
        starts = np.cumsum(counts) - counts
        rows = np.repeat(firsts - starts, counts) + np.arange(counts.sum())
        return np.maximum.reduceat(self.windows.similarities(vector, rows), starts)

    def _candidates(
        self, vector: Vectors, matches: Matches, places: Sequence[int] | None
    ) -> NDArray[np.int64]:
        """Return the numbers of the sentences to look at closely, ascending."""
        among = None if places is None else self._numbers(sorted(set(places)))
        count = len(self.shelf) if among is None else len(among)
        if count <= (2 * CANDIDATES if among is None else EVERY):
            return np.arange(count) if among is None else among
        known = None if among is None else lambda ids: np.isin(ids, among, assume_unique=True)
        meant = self.contexts.best(vector, LIKEST, among)
        likest = np.union1d(meant, matches.best(LIKEST, known))
        near = np.unique(np.concatenate([likest - 1, likest, likest + 1]))
        if known is not None:
            return near[known(near)]
        return near[(near >= 0) & (near < len(self.shelf))]

    def _numbers(self, places: Sequence[int]) -> NDArray[np.int64]:
        """Return the numbers of the sentences of these articles, ascending as the places are."""
        firsts = self.shelf.firsts[places]
        counts = self.shelf.firsts[np.add(places, 1)] - firsts
        starts = np.cumsum(counts) - counts
        return np.repeat(firsts - starts, counts) + np.arange(counts.sum())


def _read(
    encoder: Encoder, shelf: Shelf, question: str, ids: NDArray[np.int64], place: int
) -> float | None:
    return encoder.read(question, shelf.context(int(ids[place])))


def _apart(vector: Vectors, rows: Vectors) -> Values:
    """Return the cosine of a question, (d,), with each row, (n, d), less what the rows share.

    What they share is their mean, drawn towards zero where they are few.
    """
    shared = rows.sum(axis=0) / np.float32(len(rows) + FEW)
    vector, rows = vector - shared, rows - shared
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(vector)
    apart: Values = (rows @ vector) / np.maximum(lengths, np.float32(1e-6))
    return apart


def _numbered(owners: NDArray[np.int64], paragraphs: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return 0, 1, 2 … for the paragraphs of the candidates, in their order."""
    changes = (np.diff(owners) != 0) | (np.diff(paragraphs) != 0)
    return np.cumsum(np.append(0, changes))


def _positions(shelf: Shelf, ids: NDArray[np.int64], owners: NDArray[np.int64]) -> Values:
    values = (ids - shelf.firsts[owners]) / (shelf.firsts[owners + 1] - shelf.firsts[owners])
    return values.astype(np.float32)


def _heading_shares(shelf: Shelf, ids: NDArray[np.int64], matches: Matches) -> Values:
    """Return the share of the question's idf that the heading above each sentence holds."""
    shares: dict[str, float] = {}
    values = np.zeros(len(ids), np.float32)
    starts, ends = shelf.spans.headings[ids].T
    for place in np.flatnonzero(ends > starts).tolist():
        heading = shelf.heading_above(int(ids[place]))
        if heading not in shares:
            shares[heading] = _share(heading, matches)
        values[place] = shares[heading]
    return values


def _share(heading: str, matches: Matches) -> float:
    own = [word for word in words(heading) if not is_function_word(word)]
    held = [any(likeness(word, one) >= SAME_NAME for one in own) for word in matches.words]
    total = float(matches.idf.sum())
    return float(matches.idf @ np.array(held, np.float32)) / total if total else 0.0
