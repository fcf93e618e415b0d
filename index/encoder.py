"""Texts → unit vectors: the Encoder protocol, and the ONNX Runtime encoder that serves it."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[str, int, int], None]  # what is being done, steps done, steps in all


class Encoder(Protocol):
    """Turns text into vectors whose inner product is their similarity."""

    @property
    def fingerprint(self) -> str:
        """Return what tells this encoder's vectors from another's (model, export, prefixes)."""

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""

    def encode_question(self, question: str) -> Vectors:
        """Return the question's vector, (d,) float32, unit length."""

    def encode_passages(
        self, passages: Sequence[str], progress: Progress | None = None
    ) -> Vectors:
        """Return the passages' vectors, (n, d) float32, rows of unit length, in order."""
