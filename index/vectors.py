"""Similarity search over unit vectors."""

import math
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.rows import Precision, Rows

# Up to so many rows are kept as they are and all compared: that is as fast, and exact. From there
# on they are kept in a byte or two a number, and all are compared by a sketch of them, the likest
# of those by half a byte a number in memory, and the likest of those as they are (decision 11).
EXACT_UP_TO = 20_000
SKETCHED = 4  # numbers of a row that four bits tell: 48 bytes a row of 384
SKETCHES = 2000  # the likest by their sketches
REFINED = 200  # the likest of those, compared as they are
TRAINED_ON = 65_536  # rows that sketches are learnt from
_PART = 50_000  # rows brought to float32 at once


class VectorIndex:
    """A FAISS index of inner products; a row's number is its sentence's.

    Where there are too many to be kept as they are, they are `rows`, and `near` has the sketches of
    them; without those, rows are looked up by their numbers alone.
    """

    def __init__(self, near: Any, rows: Rows | None = None) -> None:
        self._near = near
        self._rows = rows

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorIndex":
        """Index (n, d) float32 rows of unit length."""
        gathering = Gathering(len(vectors), vectors.shape[1])
        gathering.add(vectors)
        return gathering.index()

    def save(self, path: Path) -> None:
        """Write the index to the path, and rows of their own beside it."""
        import faiss

        if self._near is not None:
            with path.open("wb") as file:  # FAISS's own may lack the last 4 KB and say nothing
                writer = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]  # it has
                faiss.write_index(self._near, writer)
        if self._rows is not None:
            self._rows.save(_rows_path(path))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        import faiss

        rows = Rows.open(_rows_path(path)) if _rows_path(path).exists() else None
        if rows is not None and not path.exists():
            return cls(None, rows)
        near: Any = faiss.read_index(str(path))
        if rows is not None:
            near.k_factor = SKETCHES / REFINED
        return cls(near, rows)

    def __len__(self) -> int:
        return int(self._near.ntotal) if self._rows is None else len(self._rows)

    def best(
        self, vector: Vectors, limit: int, among: NDArray[np.int64] | None = None
    ) -> NDArray[np.int64]:
        """Return the numbers of the `limit` likest rows, likest first, of all or of `among`.

        There may be fewer where `among` is many rows, and they are a small part of all.
        """
        if among is not None and len(among) <= EXACT_UP_TO:
            return _likest(among, self.similarities(vector, among), limit)
        wanted = min(max(limit, REFINED) if self._rows is not None else limit, len(self))
        _, found = self._near.search(vector[np.newaxis], wanted)
        ids = np.asarray(found[0][found[0] >= 0], np.int64)
        if among is not None:
            ids = ids[np.isin(ids, among)]
        if self._rows is None:
            return ids
        return _likest(ids, self.similarities(vector, ids), limit)

    def rows(self, ids: NDArray[np.int64]) -> Vectors:
        """Return these rows, (len(ids), d) float32."""
        if self._rows is not None:
            return self._rows.read(ids)
        found = self._near.reconstruct_batch(np.ascontiguousarray(ids, np.int64))
        return np.asarray(found, np.float32)

    def similarities(self, vector: Vectors, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the inner product of the vector with each of these rows, (len(ids),) float32."""
        return np.asarray(self.rows(ids) @ vector, np.float32)


class Gathering:
    """Rows that become an index part by part: no more of them than a part is held in float32.

    Rows that are not `searched` are looked up by their numbers alone.
    """

    def __init__(self, count: int, dimensions: int, *, searched: bool = True) -> None:
        self._exact = count <= EXACT_UP_TO
        self._searched = searched
        # The order of the likest needs more than a byte: among 100,000 rows, 10 are 9.86 of them.
        precision = Precision.HALF if searched else Precision.BYTE
        self._rows = Rows.empty(0 if self._exact else count, dimensions, precision)
        self._parts: list[Vectors] = []
        self._dimensions = dimensions
        self._done = 0

    def add(self, vectors: Vectors) -> None:
        """Add (n, d) float32 rows of unit length."""
        if self._exact:
            self._parts.append(vectors)
        else:
            self._rows.put(self._done, vectors)
        self._done += len(vectors)

    def index(self) -> VectorIndex:
        """Return the index of all rows, which are all there now."""
        import faiss

        if not self._exact:
            return VectorIndex(_sketches(self._rows) if self._searched else None, self._rows)
        flat = faiss.IndexFlatIP(self._dimensions)
        for part in self._parts:
            flat.add(np.ascontiguousarray(part, np.float32))
        return VectorIndex(flat)


def _sketches(rows: Rows) -> Any:
    """Return a FAISS index of sketches, scanned 32 at a time, and of rows in half a byte a number.

    A sketch is the rows' product quantisation.
    """
    import faiss

    count, dimensions = len(rows), rows.dimensions
    pieces = dimensions // math.gcd(dimensions, SKETCHED)
    near: Any = faiss.index_factory(
        dimensions, f"PQ{pieces}x4fs,Refine(SQ4)", faiss.METRIC_INNER_PRODUCT
    )
    near.k_factor = SKETCHES / REFINED
    picked = np.random.default_rng(0).permutation(count)[:TRAINED_ON]
    near.train(rows.read(np.sort(picked)))
    for start in range(0, count, _PART):
        near.add(rows.read(np.arange(start, min(start + _PART, count))))
    return near


def _likest(
    ids: NDArray[np.int64], similarities: NDArray[np.float32], limit: int
) -> NDArray[np.int64]:
    return ids[np.argsort(-similarities, kind="stable")[:limit]]


def _rows_path(path: Path) -> Path:
    return path.with_suffix(".rows.npy")
