"""The gate: an export is compared with its original on the shipped probes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoder import OnnxEncoder, Vectors
from index.model.source import Source
from index.model_passport import Gate

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PROBES = Path(__file__).parents[1] / "data" / "probes.json"


@dataclass(frozen=True, slots=True)
class GateLimits:
    """The least that an export must reach against the original, on the shipped probes.

    A single minimum would not do: odd Unicode alone falls to .97 in int8 without harm. fp32 differs
    by rounding; a lower figure means that the graph is wrong.
    """

    fp32_cosine: float = 0.9999
    int8_cosine: float = 0.99
    int8_same_top: float = 0.90


LIMITS = GateLimits()


def probes(prefixes: tuple[str, str]) -> tuple[list[str], list[str]]:
    """Return the shipped probe questions and passages, each with its prefix."""
    table = json.loads(PROBES.read_text("utf-8"))
    questions, passages = (
        [prefix + text for text in table[name]]
        for prefix, name in zip(prefixes, ("questions", "passages"), strict=True)
    )
    return questions, passages


def compare(source: Source, encoder: OnnxEncoder, limits: GateLimits) -> Gate:
    """Compare an export with its original on the shipped probes."""
    questions, passages = probes(("", ""))
    asked, said = (_encode_original(source.model, texts) for texts in probes(source.prefixes))
    asked_int8 = np.stack([encoder.encode_question(question) for question in questions])
    said_fp32 = encoder.encode_passages(passages)
    cosine = float((asked * asked_int8).sum(1).mean())
    same_top = float(((asked_int8 @ said_fp32.T).argmax(1) == (asked @ said.T).argmax(1)).mean())
    kept = cosine >= limits.int8_cosine and same_top >= limits.int8_same_top
    return Gate(float((said * said_fp32).sum(1).mean()), cosine, same_top, kept)


def _encode_original(model: "SentenceTransformer", texts: Sequence[str]) -> Vectors:
    vectors: Vectors = model.encode(
        list(texts),
        prompt="",
        normalize_embeddings=True,
        show_progress_bar=False,
        convert_to_numpy=True,
    )
    return vectors
