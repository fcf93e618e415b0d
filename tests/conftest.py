"""What tests share: the data folder with the exported model, so that it is exported once."""

import os
from pathlib import Path

import numpy as np
import pytest

from index import Article, ArticleIndex, OnnxEncoder, default_article, open_encoder
from index.command_line import Environment


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_ones_own() -> None:
    """Have the command line read no `.env`: what somebody set for a bot is no matter of tests."""
    Environment.model_config["env_file"] = None


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Return the data folder that tests with the real model share."""
    return Path(os.environ.get("VERBATIM_TEST_DATA") or Path(__file__).parent.parent / "data")


@pytest.fixture(scope="session")
def encoder(data_dir: Path) -> OnnxEncoder:
    """Return the bundled model's encoder; the first run exports it."""
    return open_encoder(data_dir)


@pytest.fixture(scope="session")
def aleppo() -> Article:
    return default_article()


@pytest.fixture(scope="session")
def index(aleppo: Article, encoder: OnnxEncoder) -> ArticleIndex:
    """Return an index of the package's article with the real model."""
    return ArticleIndex.build([aleppo], encoder)


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """Write a network of one product, large enough to be parted among threads."""
    import onnx

    table = np.random.default_rng(2).normal(size=(384, 1536)).astype(np.float32)
    kinds = {
        name: onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["tokens", width])
        for name, width in (("x", 384), ("y", 1536))
    }
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMul", ["x", "w"], ["y"])],
        "product",
        [kinds["x"]],
        [kinds["y"]],
        [onnx.numpy_helper.from_array(table, "w")],
    )
    opset = [onnx.helper.make_opsetid("", 17)]
    onnx.save(onnx.helper.make_model(graph, opset_imports=opset, ir_version=8), tmp_path / "x.onnx")
    return tmp_path / "x.onnx"
