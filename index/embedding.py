"""The vectors of a shelf's passages; those of articles that an index has already are taken over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.background import Background, raw
from index.encoder import Encoder, Progress, Vectors
from index.fitted import BACKGROUND_FILE
from index.shelf import Shelf
from index.vectors import VectorIndex

PART = 20_000  # sentences embedded at once: their vectors take 200 MB
# Raise it when an article's contexts or windows are made otherwise, or their vectors kept so.
PASSAGES_VERSION = 1
VECTOR_FILES = ("sentences.faiss", "contexts.faiss", "windows.faiss")


@dataclass(frozen=True)
class Embedded:
    """A shelf and the vectors of its passages, centred unit rows.

    `encoder` is the fingerprint of what made them.
    """

    encoder: str
    shelf: Shelf
    background: Background
    alone: VectorIndex
    contexts: VectorIndex
    windows: VectorIndex

    def save(self, folder: Path) -> None:
        """Write the vectors, and what they are centred by."""
        for name, vectors in zip(VECTOR_FILES, self.vectors, strict=True):
            vectors.save(folder / name)
        self.background.write(folder / BACKGROUND_FILE)

    @classmethod
    def load(cls, folder: Path, encoder: str, shelf: Shelf) -> Self:
        """Read what `save` wrote; raise as FAISS, numpy and `Background.read` do."""
        background = Background.read(folder / BACKGROUND_FILE)
        vectors = [VectorIndex.load(folder / name) for name in VECTOR_FILES]
        return cls(encoder, shelf, background, *vectors)

    @property
    def vectors(self) -> tuple[VectorIndex, VectorIndex, VectorIndex]:
        """Return those of the sentences alone, in context and of their windows."""
        return self.alone, self.contexts, self.windows


def embed(
    shelf: Shelf, encoder: Encoder, known: Embedded | None, progress: Progress | None
) -> Iterator[tuple[Vectors, Vectors, Vectors]]:
    """Yield the vectors of the sentences alone, in context and of their windows, (n, d) each.

    They come in the shelf's order, some articles at a time. Only what `known` does not have is
    embedded: an article is known by its text and its spans.
    """
    if known is not None and known.encoder != encoder.fingerprint:
        known = None
    parts = list(_parts(shelf))
    for number, owners in enumerate(parts, start=1):
        report = progress
        if progress is not None and len(parts) > 1:
            report = _in_part(progress, number, len(parts))
        yield _embed(shelf, owners, encoder, known, report)


def _parts(shelf: Shelf) -> Iterator[range]:
    """Yield the places of articles that together have PART sentences or a little more."""
    first = 0
    while first < len(shelf.articles):
        last = int(np.searchsorted(shelf.firsts, shelf.firsts[first] + PART))
        last = min(max(last, first + 1), len(shelf.articles))
        yield range(first, last)
        first = last


def _in_part(progress: Progress, number: int, parts: int) -> Progress:
    return lambda what, done, total: progress(f"{what}, part {number} of {parts}", done, total)


def _embed(
    shelf: Shelf, owners: range, encoder: Encoder, known: Embedded | None, progress: Progress | None
) -> tuple[Vectors, Vectors, Vectors]:
    kinds = (shelf.texts(owners), shelf.contexts(owners), shelf.windows(owners))
    bounds = slice(owners.start, owners.stop + 1)
    sentences, parts = shelf.firsts[bounds], _article_firsts(shelf)[bounds]
    firsts = [each - each[0] for each in (sentences, sentences, parts)]
    places = [_place_in(known, shelf, owner) for owner in owners]
    fresh = [
        text
        for texts, first in zip(kinds, firsts, strict=True)
        for owner, place in enumerate(places)
        if place is None
        for text in texts[first[owner] : first[owner + 1]]
    ]
    rows = {passage: row for row, passage in enumerate(dict.fromkeys(fresh))}
    made = encoder.encode_passages(list(rows), progress) if rows else None
    size = encoder.dimensions
    results = [np.zeros((len(texts), size), np.float32) for texts in kinds]
    for kind, (texts, first) in enumerate(zip(kinds, firsts, strict=True)):
        for owner, place in enumerate(places):
            span = slice(int(first[owner]), int(first[owner + 1]))
            if span.start == span.stop:
                continue
            if place is None:
                assert made is not None  # there is a passage, so something was embedded
                results[kind][span] = made[[rows[text] for text in texts[span]]]
            else:
                assert known is not None  # it is where the place is
                results[kind][span] = _known_rows(known, kind, place)
    return results[0], results[1], results[2]


def _place_in(known: Embedded | None, shelf: Shelf, owner: int) -> int | None:
    """Return the place on the known shelf of the same text with the same spans."""
    if known is None:
        return None
    place = known.shelf.place_of(shelf.spans.hashes[owner].decode())
    if place is None or known.shelf.sentences_of(place) != shelf.sentences_of(owner):
        return None
    return place


def _known_rows(known: Embedded, kind: int, place: int) -> Vectors:
    """Return an article's vectors of one kind as they were before they were centred."""
    index = known.vectors[kind]
    firsts = known.shelf.firsts if kind < 2 else _article_firsts(known.shelf)
    means: Sequence[Vectors] = _means(known.background)
    return raw(index.rows(np.arange(firsts[place], firsts[place + 1])), means[kind])


def _means(background: Background) -> Sequence[Vectors]:
    return background.sentence, background.context, background.sentence


def _article_firsts(shelf: Shelf) -> NDArray[np.int64]:
    """Return the number of each article's first window, and last how many there are."""
    return shelf.window_firsts[shelf.firsts]
