"""A network for one text a run finds the same, to the bit, as the one for batches it is made of."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.model.bundled import Weights, read_weights
from index.model.graph import take_table_out, write_onnx
from index.model.one_text import settle
from index.model.quantising import quantise
from index.sessions import Network
from tests.test_model import make_folder, tiny_tensors, write_weights

LONGEST = (1, 5, 4, 4, 5, 4, 6, 2)


@pytest.fixture
def tiny(tmp_path: Path) -> Weights:
    return read_weights(write_weights(tmp_path / "tiny.bin", tiny_tensors()))


def exported(folder: Path, pooling: str, *, int8: bool) -> tuple[Path, Path]:
    """Return a network and the table of its words' rows."""
    from sentence_transformers import SentenceTransformer

    from index.model.bert import TRACEABLE

    model = SentenceTransformer(str(folder), device="cpu", model_kwargs=TRACEABLE)
    network, table = folder / "network.onnx", folder / "rows.npy"
    write_onnx(model, pooling, network, reading_layer=0)
    if int8:
        quantise(network)
    take_table_out(network, table)
    return network, table


@pytest.mark.parametrize("pooling", ["mean", "cls"])
@pytest.mark.parametrize("int8", [True, False])
def test_it_finds_the_same_in_fewer_operations(
    tiny: Weights, tmp_path: Path, pooling: str, int8: bool
) -> None:
    import onnx

    network, table = exported(make_folder(tiny, tmp_path, pooling), pooling, int8=int8)
    settled = tmp_path / "settled.onnx"
    shutil.copy(network, settled)
    settle(settled, pooling, LONGEST)
    before, after = (onnx.load(each).graph for each in (network, settled))
    assert len(after.node) < len(before.node) - 15
    assert len(after.initializer) <= len(before.initializer) + 2
    plain, alone = Network(network, table), Network(settled, table)
    for length in range(2, len(LONGEST) + 1):
        ids = [*LONGEST[: length - 1], 2]
        expected, found = plain.run_one(ids), alone.run_one(ids)
        np.testing.assert_allclose(found[0], expected[0], rtol=1e-6)
        np.testing.assert_array_equal(found[1], expected[1])


def test_a_longer_text_than_it_is_made_for_is_not_read_wrongly(
    tiny: Weights, tmp_path: Path
) -> None:
    network, table = exported(make_folder(tiny, tmp_path, "mean"), "mean", int8=True)
    settle(network, "mean", LONGEST)
    with pytest.raises(Exception, match="Add"):
        Network(network, table).run_one([*LONGEST, 2])


def test_a_network_that_is_built_otherwise_keeps_its_places(tmp_path: Path) -> None:
    """Words' rows are read twice here: what else is added to them is left as it is."""
    import onnx

    helper = onnx.helper
    graph = helper.make_graph(
        [
            helper.make_node("Add", ["word_rows", "word_rows"], ["twice"]),
            helper.make_node("Mul", ["twice", "word_rows"], ["tokens"]),
            helper.make_node("ReduceMean", ["tokens"], ["sentence_embedding"], axes=[1]),
        ],
        "network",
        [
            helper.make_tensor_value_info("word_rows", onnx.TensorProto.FLOAT, [1, "tokens", 2]),
            helper.make_tensor_value_info("input_ids", onnx.TensorProto.INT64, [1, "tokens"]),
        ],
        [helper.make_tensor_value_info("sentence_embedding", onnx.TensorProto.FLOAT, [1, 1, 2])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, tmp_path / "x.onnx")
    settle(tmp_path / "x.onnx", "cls", LONGEST)
    settled = onnx.load(tmp_path / "x.onnx").graph
    assert list(settled.node) == list(graph.node)
    assert [each.name for each in settled.input] == ["word_rows"]  # nothing reads the other one
