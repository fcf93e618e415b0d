"""A question and a sentence read together: a small cross-encoder over what the encoder left.

Two similar vectors say that a question and a sentence share a subject. Whether the one answers the
other shows in their words side by side: the wrong day, another actor. A cross-encoder as large as
the encoder would cost a run for each sentence; this one has two narrow layers, and reads the states
that the encoder's last layer had for each token anyway (as PreTTR and ColBERT do; MacAvaney et al.
2020, Khattab and Zaharia 2020). A passage's states are projected when the index is built.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder, TokenEncoder, Tokens
from index.errors import ModelError

CROSS_ENCODER = Path(__file__).parent / "data" / "cross_encoder.npz"
RARITY_STEPS = 255  # rarities, in [0, 1], are kept in a byte
MAX_TOKENS = 110  # of a passage; a sentence beyond it is read as far as that
EPSILON = 1e-5  # of the layer norms, torch's
FAR = np.float32(-1e9)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence's tokens as kept: `ids` (t,) int32 and projected `rows` (t, k) float32."""

    ids: NDArray[np.int32]
    rows: Floats


@dataclass(frozen=True)
class CrossEncoder:
    """What was learnt (`cross_training.py`), by name, and the fingerprint of its encoder."""

    encoder: str
    learnt: Mapping[str, Floats]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file; raise ModelError where it is damaged or another's."""
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
                encoder = str(arrays["encoder"])
                names = [name for name in arrays.files if name != "encoder"]
                learnt = {name: arrays[name].astype(np.float32) for name in names}
                learnt["rarity"] /= RARITY_STEPS
        except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile) as error:
            raise ModelError(f"{path}: not a cross-encoder: {error}") from error
        return cls(encoder, learnt)

    def write(self, path: Path) -> None:
        """Write in half precision; the rarity of the vocabulary's pieces takes a byte each."""
        kept: dict[str, Any] = {
            name: np.round(values * RARITY_STEPS).astype(np.uint8)
            if name == "rarity"
            else values.astype(np.float16)
            for name, values in self.learnt.items()
        }
        np.savez_compressed(path, encoder=np.array(self.encoder), **kept)

    @cached_property
    def digest(self) -> str:
        """Return what tells the rows that this one projects from another's."""
        names = ("passage.mean", "passage.weight", "passage.bias")
        made = b"".join(self.learnt[name].astype(np.float16).tobytes() for name in names)
        return sha256(self.encoder.encode() + made).hexdigest()[:16]

    @property
    def width(self) -> int:
        """Return the length of a projected row."""
        return int(self.learnt["passage.weight"].shape[0])

    def passage(self, tokens: Tokens) -> Passage:
        """Return a sentence's tokens as they are kept with an index."""
        return Passage(
            tokens.ids[:MAX_TOKENS], self._project("passage", tokens.states[:MAX_TOKENS])
        )

    def late_interaction(self, question: Tokens, passages: Sequence[Passage]) -> Floats:
        """Return the mean over the question's tokens of the likest in each passage, (n,) float32.

        ColBERT's MaxSim, of cosines in [-1, 1]; 0 for what has no token.
        """
        sizes = np.array([len(passage.ids) for passage in passages], np.int64)
        found = np.zeros(len(passages), np.float32)
        if not len(question.ids) or not sizes.any():
            return found
        rows = _unit(np.concatenate([passage.rows for passage in passages]))
        similar = _unit(self._project("question", question.states)) @ rows.T
        some = np.flatnonzero(sizes)
        starts = (np.cumsum(sizes) - sizes)[some]
        found[some] = np.maximum.reduceat(similar, starts, axis=1).mean(axis=0)
        return found

    def logits(self, question: Tokens, passages: Sequence[Passage]) -> Floats:
        """Return how much each passage answers the question, (n,) float32; 0 is undecided.

        What no passage says is part of the reading of each: they are read as a group.
        """
        if not len(question.ids) or not passages:
            return np.zeros(len(passages), np.float32)
        asked = self._project("question", question.states)
        kept, there, same = _padded(question.ids, passages, self.width)
        similar = _unit(asked) @ _unit(kept).transpose(0, 2, 1)  # (n, q, t)
        similar = np.where(there[:, np.newaxis], similar, np.float32(-1))
        shape = (len(passages), len(asked))
        rare = np.broadcast_to(self._rarity(question.ids), shape)
        found, equal = similar.max(axis=2), same.max(axis=2)
        of_question = np.stack(
            [
                found,
                equal,
                np.broadcast_to(found.max(axis=0), shape),
                np.broadcast_to(equal.max(axis=0), shape),
                rare,
            ],
            axis=2,
        )
        ids = np.zeros(there.shape, np.int64)
        for row, passage in enumerate(passages):
            ids[row, : len(passage.ids)] = passage.ids
        of_passage = np.stack(
            [similar.max(axis=1), same.max(axis=1), self._rarity(ids) * there], axis=2
        )
        return self._read(asked, of_question, kept, of_passage, there)

    def _read(
        self,
        asked: Floats,
        of_question: Floats,
        kept: Floats,
        of_passage: Floats,
        there: NDArray[np.bool_],
    ) -> Floats:
        """Run the layers over a summary, the question and each passage, and score the summary."""
        n, width = len(kept), self.width
        kinds = self.learnt["kind"]
        x = np.concatenate(
            [
                np.broadcast_to(kinds[2], (n, 1, width)),
                asked + kinds[0] + self._linear("question.matches", of_question),
                kept + kinds[1] + self._linear("passage.matches", of_passage),
            ],
            axis=1,
        )
        seen = np.concatenate([np.ones((n, 1 + len(asked)), np.bool_), there], axis=1)
        bias = np.where(seen, np.float32(0), FAR)[:, np.newaxis, np.newaxis]
        for layer in range(self._layers):
            x = self._layer(f"layer{layer}", x, bias)
        x = self._norm("norm", x[:, : 1 + len(asked)])
        both = np.concatenate([x[:, 0], x[:, 1:].mean(axis=1)], axis=1)
        hidden = np.maximum(self._linear("score.inner", both), 0)
        result: Floats = self._linear("score.outer", hidden)[:, 0]
        return result

    def _layer(self, name: str, x: Floats, bias: Floats) -> Floats:
        """Run one layer of a transformer with its norms first (Xiong et al. 2020)."""
        n, length, width = x.shape
        heads = int(self.learnt["heads"])
        parts = self._linear(f"{name}.qkv", self._norm(f"{name}.norm1", x))
        q, k, v = parts.reshape(n, length, 3, heads, width // heads).transpose(2, 0, 3, 1, 4)
        weights = q @ k.transpose(0, 1, 3, 2) / np.float32(np.sqrt(width // heads)) + bias
        weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed = (weights @ v).transpose(0, 2, 1, 3).reshape(n, length, width)
        x = x + self._linear(f"{name}.out", mixed)
        inner = np.maximum(self._linear(f"{name}.up", self._norm(f"{name}.norm2", x)), 0)
        return x + self._linear(f"{name}.down", inner)

    @cached_property
    def _layers(self) -> int:
        return sum(name.endswith(".qkv.weight") for name in self.learnt)

    def _project(self, side: str, states: Floats) -> Floats:
        return self._linear(side, states - self.learnt[f"{side}.mean"])

    def _linear(self, name: str, x: Floats) -> Floats:
        result: Floats = x @ self.learnt[f"{name}.weight"].T + self.learnt[f"{name}.bias"]
        return result

    def _norm(self, name: str, x: Floats) -> Floats:
        x = x - x.mean(axis=-1, keepdims=True)
        scale = np.sqrt((x * x).mean(axis=-1, keepdims=True) + np.float32(EPSILON))
        result: Floats = x / scale * self.learnt[f"{name}.weight"] + self.learnt[f"{name}.bias"]
        return result

    def _rarity(self, ids: NDArray[np.integer]) -> Floats:
        result: Floats = self.learnt["rarity"][ids]
        return result


def _padded(
    asked: NDArray[np.int32], passages: Sequence[Passage], width: int
) -> tuple[Floats, NDArray[np.bool_], Floats]:
    """Return rows (n, t, k), whether they are there (n, t), and equal ids (n, q, t)."""
    longest = max(1, *(len(passage.ids) for passage in passages))
    rows = np.zeros((len(passages), longest, width), np.float32)
    there = np.zeros((len(passages), longest), np.bool_)
    same = np.zeros((len(passages), len(asked), longest), np.float32)
    for number, passage in enumerate(passages):
        size = len(passage.ids)
        rows[number, :size] = passage.rows
        there[number, :size] = True
        same[number, :, :size] = asked[:, np.newaxis] == passage.ids
    return rows, there, same


def _unit(rows: Floats) -> Floats:
    result: Floats = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12)
    return result


def cross_encoder_of(encoder: Encoder) -> CrossEncoder | None:
    """Return the cross-encoder that comes with the package, if it was taught on this encoder."""
    if not isinstance(encoder, TokenEncoder) or not CROSS_ENCODER.exists():
        return None
    found = _shipped()
    return found if found.encoder == encoder.fingerprint else None


@cache
def _shipped() -> CrossEncoder:
    return CrossEncoder.read(CROSS_ENCODER)
