"""A model → an exported folder, which appears whole and has passed the gate, or not at all."""

import contextlib
import logging
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from index.encoder import MAX_QUESTION_TOKENS, OnnxEncoder, Progress
from index.errors import ModelError
from index.folders import scratch_prefix
from index.machine import MB, require_memory
from index.model.answerability import read_answerability
from index.model.gate import LIMITS, GateLimits, compare, probes
from index.model.graph import VECTORS, take_table_out, write_onnx, write_tokenizer
from index.model.one_text import settle, take_out
from index.model.quantising import (
    QUANTISATION,
    fuse_attention,
    quantise,
    sign_weights,
    tame_outliers,
)
from index.model.source import Source, check_model, load_model
from index.model_passport import (
    ANSWERABILITY,
    BUNDLED,
    FORMAT_VERSION,
    FP32_FILE,
    INT8_FILE,
    INT8_FILES,
    PASSPORT_FILE,
    SIGNED_FILE,
    TABLE_FILE,
    Gate,
    ModelPassport,
    file_sha256,
)
from index.tokens import WholeTokenizer

log = logging.getLogger(__name__)

PASSAGE_TEMPLATE = "<sentence> | <last 160 characters of the sentence before>"
STEPS = 5
# What an export takes: PyTorch and its libraries, and so many times the parameters in fp32, most of
# it while attention is looked for. Measured on the bundled model, whose parameters take 470 MB.
LIBRARIES_MEMORY = 600 * MB
PARAMETERS_MEMORY = 8.2
BUNDLED_PARAMETERS = 470_000_000


def export_model(
    model: str,
    folder: Path,
    progress: Progress | None = None,
    limits: GateLimits = LIMITS,
) -> ModelPassport:
    """Export a model into a new folder, which appears whole or not at all; return its passport.

    `model` is `bundled`, a sentence-transformers hub name or a folder. Raise ModelError with one
    clear line where the model cannot be had or is of a kind that is not supported.
    """
    require_memory(f"exporting {model}", _memory_needed(model))
    report = partial(_report, progress)
    folder.parent.mkdir(parents=True, exist_ok=True)
    prefix = scratch_prefix(folder)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=folder.parent) as scratch, _quiet():
        report("reading the model", 0)
        source = load_model(model, Path(scratch) / "source")
        pooling = check_model(source.model, model)
        staging = Path(scratch) / "export"
        staging.mkdir()
        report("exporting the model", 1)
        max_tokens = write_tokenizer(source.model, staging)
        judge = read_answerability(ANSWERABILITY) if source.answerability else None
        write_onnx(source.model, pooling, staging / FP32_FILE, judge)
        report("quantising the model", 2)
        _write_int8(source, max_tokens, staging)
        if judge:
            take_out(staging / FP32_FILE, [VECTORS])  # passages need no more
        report("comparing the export with the original", 3)
        passport = _pass_gate(model, source, pooling, max_tokens, staging, limits)
        report("writing the model", 4)
        _put_in_place(staging, folder)
        report("writing the model", STEPS)
    return passport


def _write_int8(source: Source, max_tokens: int, folder: Path) -> None:
    """Write both int8 forms of the exported graph, and the words' rows beside them."""
    path = folder / INT8_FILE
    tokenizer = WholeTokenizer(folder, max_tokens)
    texts = [tokenizer.ids(text) for some in probes(source.prefixes) for text in some]
    tame_outliers(folder / FP32_FILE, path, texts)
    transformer: Any = source.model[0]
    config = transformer.auto_model.config
    shape = [getattr(config, name, 0) for name in ("num_attention_heads", "hidden_size")]
    if all(shape):
        fuse_attention(path, *shape)
    quantise(path)
    take_table_out(path, folder / TABLE_FILE)
    longest = islice(cycle(texts[0]), min(max_tokens, MAX_QUESTION_TOKENS))
    settle(path, list(longest))
    sign_weights(path, folder / SIGNED_FILE)


def _memory_needed(model: str) -> int:
    """Return the bytes that an export takes; of a model that is not here yet, the least."""
    parameters = BUNDLED_PARAMETERS if model == BUNDLED else 0
    for kind in ("*.safetensors", "*.bin"):
        found = sum(file.stat().st_size for file in Path(model).rglob(kind))
        parameters = max(parameters, found)
    return LIBRARIES_MEMORY + int(PARAMETERS_MEMORY * parameters)


def _called(model: str) -> str:
    """Return what a model is called, a folder by its last part: anybody may ask the bot for it."""
    path = Path(model)
    return path.resolve().name if path.is_dir() else model


def _pass_gate(
    name: str,
    source: Source,
    pooling: str,
    max_tokens: int,
    folder: Path,
    limits: GateLimits,
) -> ModelPassport:
    """Compare both forms with the original, keep what passes, and write the passport."""
    question_prefix, passage_prefix = source.prefixes

    def passport(questions: str, gate: Gate) -> ModelPassport:
        made = ModelPassport(
            format_version=FORMAT_VERSION,
            model=_called(name),
            source=source.source,
            weights_sha256=source.weights_sha256,
            adapter=source.adapter,
            answerability=source.answerability if questions == INT8_FILE else None,
            pooling=pooling,
            dimensions=source.model.get_embedding_dimension() or 0,
            max_tokens=max_tokens,
            question_prefix=question_prefix,
            passage_prefix=passage_prefix,
            passage_template=PASSAGE_TEMPLATE,
            quantisation=QUANTISATION if questions == INT8_FILE else "none",
            questions=questions,
            passages=FP32_FILE,
            gate=gate,
            exported=datetime.now(UTC).isoformat(timespec="seconds"),
            files={
                file.name: file_sha256(file)
                for file in sorted(folder.iterdir())
                if file.name != PASSPORT_FILE
            },
        )
        made.write(folder)
        return made

    passport(INT8_FILE, Gate(0, 0, 0, int8_kept=True))  # provisional: lets the encoder open it
    gate = compare(source, OnnxEncoder(folder), limits)
    if gate.fp32_cosine < limits.fp32_cosine:
        raise ModelError(f"{name}: its ONNX form differs (mean cosine {gate.fp32_cosine:.4f})")
    if gate.int8_kept:
        return passport(INT8_FILE, gate)
    log.warning(
        "%s: int8 differs too much (mean cosine %.4f, same best passage in %.0f %%); keeping fp32",
        name,
        gate.int8_cosine,
        100 * gate.int8_same_top,
    )
    for file in INT8_FILES:
        (folder / file).unlink(missing_ok=True)
    return passport(FP32_FILE, gate)


def _put_in_place(staging: Path, folder: Path) -> None:
    """Rename a finished export into place; another process may have been faster."""
    if folder.exists():
        shutil.rmtree(folder)
    try:
        staging.rename(folder)
    except OSError:
        if not folder.exists():
            raise


def _report(progress: Progress | None, what: str, done: int) -> None:
    log.info("%s (%d of %d)", what, done, STEPS)
    if progress:
        progress(what, done, STEPS)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' own bars and notes out of the way."""
    import transformers.utils.logging

    notes: Any = transformers.utils.logging
    level, bars = notes.get_verbosity(), notes.is_progress_bar_enabled()
    root = logging.getLogger()
    notes.set_verbosity_error()
    notes.disable_progress_bar()
    root.addFilter(_no_quantising_advice)
    try:
        yield
    finally:
        notes.set_verbosity(level)
        root.removeFilter(_no_quantising_advice)
        if bars:
            notes.enable_progress_bar()


def _no_quantising_advice(record: logging.LogRecord) -> bool:
    """Drop the advice that quantize_dynamic writes to the root logger."""
    return "pre-processing before quantization" not in record.getMessage()
