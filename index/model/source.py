"""A model's name → a loaded sentence-transformers model, if it is of a kind that is supported."""

import hashlib
import importlib.metadata
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import ModelError
from index.model.bert import TRACEABLE, make_bundled_model
from index.model.bundled import (
    WEIGHTS_PACKAGE,
    WEIGHTS_SHA256,
    Weights,
    apply_adapter,
    find_bundled_weights,
    read_weights,
)
from index.model_passport import ADAPTER, ANSWERABILITY, BUNDLED, file_sha256

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentence_transformers import SentenceTransformer

log = logging.getLogger(__name__)

HUB_FALLBACK = "intfloat/multilingual-e5-small"

E5_PROMPTS = ("query: ", "passage: ")
QUESTION_PROMPTS = ("query", "question")
PASSAGE_PROMPTS = ("passage", "document", "corpus")
MAX_BYTES = 2**31 - 1  # an ONNX file is one protobuf message, and those end at 2 GB


@dataclass(frozen=True, slots=True)
class Source:
    """A loaded model and what the passport says of it."""

    model: "SentenceTransformer"
    source: str
    weights_sha256: str
    adapter: str | None
    answerability: str | None
    prefixes: tuple[str, str]


def load_model(model: str, scratch: Path) -> Source:
    """Load a sentence-transformers model; `scratch` is a folder for intermediate files."""
    if model == BUNDLED:
        found = find_bundled_weights()
        if found:
            return _load_bundled(found, scratch)
        log.warning("%s is not installed here; taking %s", WEIGHTS_PACKAGE, HUB_FALLBACK)
        model = HUB_FALLBACK
    loaded = _load_sentence_transformer(model)
    return Source(
        loaded, model, _parameters_sha256(loaded), None, None, find_prefixes(loaded, model)
    )


def _load_bundled(path: Path, scratch: Path) -> Source:
    weights = taught_weights(path)
    model = make_bundled_model(weights, scratch)
    source = f"{WEIGHTS_PACKAGE} {importlib.metadata.version(WEIGHTS_PACKAGE)}"
    return Source(
        model,
        source,
        WEIGHTS_SHA256,
        _named(ADAPTER),
        _named(ANSWERABILITY),
        E5_PROMPTS,
    )


def taught_weights(path: Path) -> Weights:
    """Read the bundled weights and add the adapter to them, where there is one."""
    weights = read_weights(path, WEIGHTS_SHA256)
    if ADAPTER.exists():
        apply_adapter(weights.tensors, ADAPTER)
    return weights


def _named(taught: Path) -> str | None:
    return f"{taught.name} {file_sha256(taught)}" if taught.exists() else None


def _load_sentence_transformer(name: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(
            name,
            device="cpu",
            trust_remote_code=False,
            model_kwargs=TRACEABLE,
        )
    except Exception as error:  # its loaders raise anything from OSError to KeyError
        reason = str(error).strip().splitlines()
        detail = reason[0] if reason else type(error).__name__
        raise ModelError(f"{name}: no such sentence-transformers model ({detail})") from error


def check_model(model: "SentenceTransformer", name: str) -> str:
    """Return the pooling, `mean` or `cls`; raise ModelError where the model is not supported."""
    from sentence_transformers.base.modules import Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling

    modules: list[Any] = list(model)
    kinds = [type(module) for module in modules]
    if kinds[:2] != [Transformer, Pooling] or kinds[2:] not in ([], [Normalize]):
        made_of = ", ".join(kind.__name__ for kind in kinds)
        raise ModelError(f"{name}: made of {made_of}; only Transformer, Pooling are supported")
    pooling = modules[1].pooling_mode
    if pooling not in ("mean", "cls") or not modules[1].include_prompt:
        raise ModelError(f"{name}: pooling {pooling}; only mean and cls are supported")
    size = sum(p.numel() * 4 for p in model.parameters())
    if size > MAX_BYTES:
        raise ModelError(f"{name}: {size / 1e9:.1f} GB in fp32; models up to 2 GB are supported")
    if not getattr(model.tokenizer, "is_fast", False) or modules[0].do_lower_case:
        raise ModelError(f"{name}: its tokenizer has no tokenizer.json form")
    return str(pooling)


def find_prefixes(model: "SentenceTransformer", name: str) -> tuple[str, str]:
    """Return what stands before a question and a passage: the model's own prompts, E5's, none."""
    prompts: Mapping[str, str | None] = model.prompts or {}
    question = next((prompts[key] for key in QUESTION_PROMPTS if prompts.get(key)), None)
    passage = next((prompts[key] for key in PASSAGE_PROMPTS if prompts.get(key)), None)
    if question or passage:
        return question or "", passage or ""
    words = Path(name).name.lower().replace("_", "-").split("-")
    return E5_PROMPTS if "e5" in words else ("", "")


def _parameters_sha256(model: "SentenceTransformer") -> str:
    """Return the SHA-256 of what vectors depend on: poolers are unused, and random if absent."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        if ".pooler." in name:
            continue
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(tensor.float().numpy()).data)
    return digest.hexdigest()
