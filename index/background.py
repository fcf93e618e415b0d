"""What questions and passages look like on average, so that similarities can be centred."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder, Vectors
from index.errors import ModelError, pass_on_exhaustion


@dataclass(frozen=True)
class Background:
    """The mean vectors, (d,) float32, of a corpus's questions, sentences and sentences in context.

    Subtracting them opens the narrow cone that E5's vectors stand in (docs/quality.md).
    `encoder` is the fingerprint of the encoder that they belong to.
    """

    encoder: str
    question: Vectors
    sentence: Vectors
    context: Vectors

    @classmethod
    def of(cls, encoder: str, questions: Vectors, sentences: Vectors, contexts: Vectors) -> Self:
        """Make a background of a corpus's vectors, each (n, d) float32.

        The means are rounded to what `write` keeps: so saving an index changes no answer.
        """
        return cls(encoder, *(_rounded(v.mean(axis=0)) for v in (questions, sentences, contexts)))

    @classmethod
    def own(cls, encoder: str, sentences: Vectors, contexts: Vectors) -> Self:
        """Make do with the articles' own vectors where no corpus is known for the encoder."""
        return cls.of(encoder, sentences, sentences, contexts)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what `write` wrote; raise ModelError where the file is not of it."""
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
                means = [arrays[name].astype(np.float32) for name in _MEANS]
                return cls(str(arrays["encoder"]), *means)
        except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile) as error:
            pass_on_exhaustion(error, path)
            raise ModelError(f"{path}: not a file of background vectors: {error}") from error

    def write(self, path: Path) -> None:
        """Write the means in half precision, which changes no similarity by more than .001."""
        means = {name: getattr(self, name).astype(np.float16) for name in _MEANS}
        np.savez(path, encoder=np.array(self.encoder), **means)

    @cached_property
    def digest(self) -> str:
        """Return what tells this background from another."""
        means = b"".join(getattr(self, name).astype(np.float16).tobytes() for name in _MEANS)
        return sha256(means).hexdigest()[:16]

    def centre_question(self, vector: Vectors) -> Vectors:
        """Return a question's vector, (d,), centred and of unit length."""
        return _unit(vector - self.question)

    def centre_sentences(self, vectors: Vectors) -> Vectors:
        """Return the vectors of sentences alone, (n, d), centred and of unit length."""
        return _unit(vectors - self.sentence)

    def centre_contexts(self, vectors: Vectors) -> Vectors:
        """Return the vectors of sentences in context, (n, d), centred and of unit length."""
        return _unit(vectors - self.context)


_MEANS = ("question", "sentence", "context")


def _rounded(mean: Vectors) -> Vectors:
    return mean.astype(np.float16).astype(np.float32)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, 1e-6)).astype(np.float32)
    return unit


def raw(centred: Vectors, mean: Vectors) -> Vectors:
    """Return the vectors of unit length, (n, d), that give these ones when centred by a mean."""
    rows, m = centred.astype(np.float64), mean.astype(np.float64)
    return (m + _reach(rows, m)[:, np.newaxis] * rows).astype(np.float32)


def raw_products(centred: Vectors, mean: Vectors, vector: Vectors) -> Vectors:
    """Return the inner products, (n,), of a vector with what `raw` would return."""
    found: Vectors = mean @ vector + _reach(centred, mean) * (centred @ vector)
    return found


def _reach(centred: NDArray[Any], mean: NDArray[Any]) -> NDArray[Any]:
    """Return how far from the mean each vector was, (n,).

    A centred row points from the mean to where it was: the sphere is met there, once, since the
    mean of unit vectors lies inside of it.
    """
    along = centred @ mean
    return np.asarray(np.sqrt(np.maximum(along**2 + 1 - mean @ mean, 0)) - along)


def shipped_background(encoder: Encoder) -> Background | None:
    """Return the background that comes with the package, if it was made for this encoder."""
    resource = files("index") / "data" / "background.npz"
    if not resource.is_file():
        return None
    with as_file(resource) as path:
        background = Background.read(path)
    return background if background.encoder == encoder.fingerprint else None
