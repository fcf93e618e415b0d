"""Similarity search over unit vectors."""

from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors


class VectorIndex:
    """An exact FAISS index of inner products; a row's number is its sentence's."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> Self:
        """Index (n, d) float32 rows of unit length."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index to the path."""
        import faiss

        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        import faiss

        return cls(faiss.read_index(str(path)))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def best(self, vector: Vectors, limit: int) -> NDArray[np.int64]:
        """Return the numbers of the `limit` likest rows, likest first."""
        _, ids = self._index.search(vector[np.newaxis], min(limit, len(self)))
        return np.asarray(ids[0], np.int64)

    def rows(self, ids: NDArray[np.int64]) -> Vectors:
        """Return these rows, (len(ids), d) float32."""
        found = self._index.reconstruct_batch(np.ascontiguousarray(ids, np.int64))
        return np.asarray(found, np.float32)

    def similarities(self, vector: Vectors, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the inner product of the vector with each of these rows, (len(ids),) float32."""
        rows = self._index.reconstruct_batch(np.ascontiguousarray(ids, np.int64))
        return np.asarray(rows @ vector, np.float32)
