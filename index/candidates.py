"""Sentences that a question is put to, with all of them that no question changes."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.scene import Values
from index.shelf import Facts, Shelf
from index.vectors import VectorIndex
from index.words import is_function_word, words

FEW = 4  # rows of zeros that the mean of all candidates is taken with
SHORTEST = 1e-6  # that a cosine is divided by: nothing is like nothing
NO_HEADING = -1


@dataclass(frozen=True)
class Apart:
    """What n rows, (n, d) float32, share, and how far each lies from it.

    What they share, `shared` (d,), is their mean, drawn towards zero where they are few. `inner`
    (n,) are the rows' products with it, and `lengths` (n,) those of the rows less it. The rows
    themselves are not copied.
    """

    shared: Vectors
    inner: Values
    lengths: Values

    @classmethod
    def of(cls, rows: Vectors) -> Self:
        """Take rows, (n, d) float32."""
        shared = rows.sum(axis=0) / np.float32(len(rows) + FEW)
        inner = rows @ shared
        squares = np.einsum("nd,nd->n", rows, rows) - 2 * inner + shared @ shared
        return cls(shared, inner, np.sqrt(np.maximum(squares, 0)))

    def similarities(self, vector: Vectors, products: Values) -> Values:
        """Return the cosine of a vector, (d,), less what is shared, with each row less it, (n,).

        `products` (n,) are the rows' with the vector.
        """
        apart = vector - self.shared
        found = products - self.inner - np.float32(apart @ self.shared)
        lengths = self.lengths * np.float32(np.sqrt(apart @ apart))
        cosines: Values = found / np.maximum(lengths, np.float32(SHORTEST))
        return cosines


class Similarities(NamedTuple):
    """The cosines of a question with n candidates, (n,) float32 each, as signals read them."""

    dense: Values
    dense_context: Values
    dense_window: Values
    dense_apart: Values
    dense_context_apart: Values


@dataclass(frozen=True)
class Candidates:
    """n sentences of a shelf, in the order of their articles.

    `ids` are their numbers and `owners` the places of their articles, (n,). `alone` and `contexts`
    (n, d) and `windows` (w, d) float32 are their centred vectors; those of a sentence's windows
    begin at its `window_starts`. `previous` and `following` give each one's neighbour as a place
    among them, -1 where it is none of them, and `paragraph` numbers the paragraphs. `heading` is
    the place among `headings`, each its words of content, of the one above, NO_HEADING where there
    is none.
    """

    shelf: Shelf
    ids: NDArray[np.int64]
    owners: NDArray[np.int64]
    alone: Vectors
    contexts: Vectors
    windows: Vectors
    window_starts: NDArray[np.int64]
    alone_apart: Apart
    contexts_apart: Apart
    previous: NDArray[np.int64]
    following: NDArray[np.int64]
    paragraph: NDArray[np.int64]
    length: Values
    heading: NDArray[np.int64]
    headings: tuple[tuple[str, ...], ...]

    @classmethod
    def of(
        cls,
        ids: NDArray[np.int64],
        shelf: Shelf,
        alone: VectorIndex,
        contexts: VectorIndex,
        windows: VectorIndex,
    ) -> Self:
        """Gather what is known of the sentences with these numbers, ascending."""
        owners = shelf.owners(ids)
        paragraphs, _, starts, ends = shelf.spans.sentences[ids].T
        beside = (np.diff(ids) == 1) & (np.diff(owners) == 0)
        numbers = np.arange(len(ids))
        rows, window_starts = _window_rows(shelf, ids)
        by_themselves, in_context = alone.rows(ids), contexts.rows(ids)
        heading, headings = _headings(shelf, ids)
        return cls(
            shelf=shelf,
            ids=ids,
            owners=owners,
            alone=by_themselves,
            contexts=in_context,
            windows=windows.rows(rows),
            window_starts=window_starts,
            alone_apart=Apart.of(by_themselves),
            contexts_apart=Apart.of(in_context),
            previous=np.where(np.append(False, beside), numbers - 1, -1),
            following=np.where(np.append(beside, False), numbers + 1, -1),
            paragraph=_numbered(owners, paragraphs),
            length=np.log1p((ends - starts).astype(np.float64)).astype(np.float32),
            heading=heading,
            headings=headings,
        )

    @cached_property
    def facts(self) -> tuple[Facts, ...]:
        """Return what each sentence states."""
        return self.shelf.facts(self.ids.tolist())

    def similarities(self, vector: Vectors) -> Similarities:
        """Return how like each sentence is to a question's centred vector, (d,)."""
        alone, contexts = self.alone @ vector, self.contexts @ vector
        return Similarities(
            dense=alone,
            dense_context=contexts,
            dense_window=np.maximum.reduceat(self.windows @ vector, self.window_starts),
            dense_apart=self.alone_apart.similarities(vector, alone),
            dense_context_apart=self.contexts_apart.similarities(vector, contexts),
        )


def _window_rows(
    shelf: Shelf, ids: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of the sentences' windows, and where those of each begin among them."""
    firsts = shelf.window_firsts[ids]
    counts = shelf.window_firsts[ids + 1] - firsts
    starts = np.cumsum(counts) - counts
    return np.repeat(firsts - starts, counts) + np.arange(counts.sum()), starts


def _numbered(owners: NDArray[np.int64], paragraphs: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return 0, 1, 2 … for the paragraphs of the candidates, in their order."""
    changes = (np.diff(owners) != 0) | (np.diff(paragraphs) != 0)
    return np.cumsum(np.append(0, changes))


def _headings(
    shelf: Shelf, ids: NDArray[np.int64]
) -> tuple[NDArray[np.int64], tuple[tuple[str, ...], ...]]:
    """Return the place of the heading above each sentence, and the headings' words of content."""
    found: dict[str, int] = {}
    places = np.full(len(ids), NO_HEADING)
    starts, ends = shelf.spans.headings[ids].T
    for place in np.flatnonzero(ends > starts).tolist():
        above = shelf.heading_above(int(ids[place]))
        places[place] = found.setdefault(above, len(found))
    said = (tuple(word for word in words(text) if not is_function_word(word)) for text in found)
    return places, tuple(said)
