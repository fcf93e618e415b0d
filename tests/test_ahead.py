"""Runs that begin before anybody waits for them: what they find, and what happens at an end."""

import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

from index.ahead import Ahead
from index.errors import ModelError

SIZE = 256  # so that a run takes long enough to be met while it lasts


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a network that turns rows of SIZE numbers round in a circle, and so to themselves."""
    import onnx

    circle = np.roll(np.eye(SIZE, dtype=np.float32), 1, axis=1)
    rows = [
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["n", SIZE])
        for name in ("x0", f"x{SIZE}")
    ]
    turns = [onnx.helper.make_node("MatMul", [f"x{i}", "w"], [f"x{i + 1}"]) for i in range(SIZE)]
    weights = [onnx.numpy_helper.from_array(circle, "w")]
    graph = onnx.helper.make_graph(turns, "circle", rows[:1], rows[1:], weights)
    opset = [onnx.helper.make_opsetid("", 17)]
    path = tmp_path_factory.mktemp("ahead") / "circle.onnx"
    onnx.save(onnx.helper.make_model(graph, opset_imports=opset, ir_version=8), path)
    return path


def opened(network: Path) -> Ahead:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    providers = ["CPUExecutionProvider"]
    return Ahead(onnxruntime.InferenceSession(str(network), options, providers=providers))


def row(number: float) -> dict[str, Any]:
    return {"x0": np.full((1, SIZE), number, np.float32)}


def begun(ahead: Ahead, number: float) -> Any:
    return ahead.begin([f"x{SIZE}"], row(number))


def test_each_who_waits_gets_what_came_of_their_own_run(network: Path) -> None:
    ahead = opened(network)
    for number in range(100):
        waits = begun(ahead, number)
        assert begun(ahead, -1) is None  # the first one runs still
        assert waits()[0].tolist() == waits()[0].tolist() == [[number] * SIZE]


def test_what_nobody_waits_for_keeps_nobody_from_the_next(network: Path) -> None:
    ahead = opened(network)
    assert begun(ahead, 1) is not None
    waits = None
    while waits is None:
        waits = begun(ahead, 2)
    assert waits()[0][0, 0] == 2


def test_a_session_that_goes_while_it_runs_lets_the_run_end(network: Path) -> None:
    for number in range(20):
        ahead = opened(network)
        waits = begun(ahead, number)
        del ahead
        gc.collect()
        assert waits()[0][0, 0] == number


def test_a_run_that_fails_is_told_to_who_waits(network: Path) -> None:
    waits = opened(network).begin([f"x{SIZE}"], {"x0": np.zeros((1, 7), np.float32)})
    assert waits is not None
    with pytest.raises(ModelError, match="x0"):
        waits()


def test_a_child_that_was_forked_begins_nothing(network: Path) -> None:
    ahead = opened(network)
    assert begun(ahead, 1)()[0][0, 0] == 1
    child = os.fork()
    if child == 0:
        os._exit(0 if begun(ahead, 1) is None else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_the_interpreter_ends_well_while_something_runs(network: Path) -> None:
    program = (
        "from pathlib import Path; from tests.test_ahead import begun, opened\n"
        f"ahead = opened(Path({str(network)!r}))\n"
        "assert begun(ahead, 1)\n"
    )
    for _ in range(3):
        ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
        assert (ran.returncode, ran.stderr) == (0, "")
