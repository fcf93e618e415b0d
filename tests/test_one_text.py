"""A network for one text a run finds the same, to the bit, as the one for batches it is made of."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.model.answerability import Answerability
from index.model.bundled import Weights, read_weights
from index.model.graph import VECTORS, take_table_out, write_onnx
from index.model.one_text import settle, take_out
from index.model.quantising import quantise
from index.sessions import Network
from tests.test_model import make_folder, tiny_tensors, write_weights
from tests.test_tower import a_head, tower

LONGEST = (1, 5, 4, 4, 5, 4, 6, 2)


@pytest.fixture
def tiny(tmp_path: Path) -> Weights:
    return read_weights(write_weights(tmp_path / "tiny.bin", tiny_tensors()))


def exported(tiny: Weights, folder: Path, pooling: str, *, int8: bool = True) -> tuple[Path, Path]:
    """Return a network and the table of its words' rows."""
    from sentence_transformers import SentenceTransformer

    from index.model.bert import TRACEABLE

    made = make_folder(tiny, folder, pooling)
    model = SentenceTransformer(str(made), device="cpu", model_kwargs=TRACEABLE)
    network, table = folder / "network.onnx", folder / "rows.npy"
    write_onnx(model, pooling, network, Answerability(tower(tiny, a_head(tiny)), 0))
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

    network, table = exported(tiny, tmp_path, pooling, int8=int8)
    settled = tmp_path / "settled.onnx"
    shutil.copy(network, settled)
    settle(settled, LONGEST)
    before, after = (onnx.load(each).graph for each in (network, settled))
    assert len(after.node) < len(before.node) - 22
    assert len(after.initializer) <= len(before.initializer) + 2
    plain, alone = Network(network, table), Network(settled, table)
    for length in range(2, len(LONGEST) + 1):
        ids = [*LONGEST[: length - 1], 2]
        expected, found = plain.run_one(ids), alone.run_one(ids)
        for one, other in zip(found, expected, strict=True):
            np.testing.assert_array_equal(one, other)


def test_what_is_taken_out_of_it_puts_out_the_same_and_has_nothing_else(
    tiny: Weights, tmp_path: Path
) -> None:
    import onnx

    network, table = exported(tiny, tmp_path, "mean")
    settle(network, LONGEST)
    part = tmp_path / "part.onnx"
    shutil.copy(network, part)
    take_out(part, [VECTORS])
    whole, left = (onnx.load(each).graph for each in (network, part))
    assert [output.name for output in left.output] == [VECTORS]
    assert len(left.node) < len(whole.node) - 20
    assert len(left.initializer) < len(whole.initializer)
    (found,) = Network(part, table).run_one(LONGEST)
    np.testing.assert_array_equal(found, Network(network, table).run_one(LONGEST)[0])


def test_a_longer_text_than_it_is_made_for_is_not_read_wrongly(
    tiny: Weights, tmp_path: Path
) -> None:
    network, table = exported(tiny, tmp_path, "mean")
    settle(network, LONGEST)
    with pytest.raises(Exception, match="Add"):
        Network(network, table).run_one([*LONGEST, 2])


def test_what_a_branch_reads_is_kept_and_a_constant_is_left_as_it_is(tmp_path: Path) -> None:
    import onnx

    helper, array, kinds = onnx.helper, onnx.numpy_helper.from_array, onnx.TensorProto
    branches = [
        helper.make_graph(
            [helper.make_node("Add", ["normal", addend], ["sentence_embedding"])],
            addend,
            [],
            [helper.make_tensor_value_info("sentence_embedding", kinds.FLOAT, None)],
        )
        for addend in ("one", "two")
    ]
    graph = helper.make_graph(
        [
            helper.make_node("Add", ["word_rows", "constant"], ["sum"]),
            helper.make_node("LayerNormalization", ["sum", "scale"], ["normal"]),
            helper.make_node(
                "If",
                ["which"],
                ["sentence_embedding"],
                then_branch=branches[0],
                else_branch=branches[1],
            ),
        ],
        "network",
        [
            helper.make_tensor_value_info("word_rows", kinds.FLOAT, [1, "tokens", 2]),
            helper.make_tensor_value_info("which", kinds.BOOL, []),
        ],
        [helper.make_tensor_value_info("sentence_embedding", kinds.FLOAT, None)],
        [array(np.full(2, n, np.float32), name) for n, name in enumerate(("one", "two"))]
        + [array(np.ones(2, np.float32), name) for name in ("constant", "scale")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, tmp_path / "x.onnx")
    settle(tmp_path / "x.onnx", LONGEST)
    assert onnx.load(tmp_path / "x.onnx").graph == graph


def test_a_network_that_is_built_otherwise_keeps_its_places_and_its_mean(tmp_path: Path) -> None:
    """Words' rows are read twice here: what else is added to them is left as it is."""
    import onnx

    helper = onnx.helper
    graph = helper.make_graph(
        [
            helper.make_node("Add", ["word_rows", "word_rows"], ["twice"]),
            helper.make_node("Mul", ["twice", "word_rows"], ["tokens"], "/inner/pooling/Mul"),
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
    settle(tmp_path / "x.onnx", LONGEST)
    settled = onnx.load(tmp_path / "x.onnx").graph
    assert list(settled.node) == list(graph.node)
    assert [each.name for each in settled.input] == ["word_rows"]  # nothing reads the other one
