"""A trained cross-encoder → its int8 ONNX forms, beside the encoder whose states it reads."""

import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder import CROSS_FILE, CROSS_SIGNED_FILE
from index.errors import ModelError
from index.model.bert import make_bert
from index.model.bundled import WEIGHTS_PACKAGE, apply_adapter, find_bundled_weights
from index.model.quantising import quantise, sign_weights
from index.model.reading_network import (
    ADDED,
    Added,
    first_reading_layer,
    make_reading_network,
)
from index.model.source import taught_weights

# Their first axis is one text alone: activations are quantised by what is in a run.
INPUTS = {"question": {1: "asked"}, "passage": {2: "said"}, "vector": {}}


def write_cross_encoder(trained: Path, folder: Path) -> None:
    """Write a cross-encoder into the folder of an export, in both int8 forms.

    Raise ModelError where the file is none, or fits other weights.
    """
    with tempfile.TemporaryDirectory(prefix="cross-", dir=folder.parent) as scratch:
        plain = Path(scratch) / "fp32.onnx"
        _write_onnx(trained, plain)
        quantise(plain)
        plain.rename(folder / CROSS_FILE)
    sign_weights(folder / CROSS_FILE, folder / CROSS_SIGNED_FILE)


def read_added(trained: Path) -> Added:
    """Read what a cross-encoder has beside the factors of its matrices."""
    try:
        with np.load(trained, allow_pickle=False) as stored:
            return {name: stored[name].astype(np.float32) for name in ADDED}
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{trained}: not a cross-encoder ({error})") from error


def _write_onnx(trained: Path, path: Path) -> None:

    found = find_bundled_weights()
    if found is None:
        raise ModelError(f"{WEIGHTS_PACKAGE} is not installed, whose weights {trained} goes with")
    weights = taught_weights(found)
    apply_adapter(weights.tensors, trained)
    first = first_reading_layer(weights)
    bert: Any = make_bert(weights)
    network = make_reading_network(bert.encoder.layer[first:], read_added(trained))
    write_reading_onnx(network, weights.layers - first, weights.hidden, path)


def write_reading_onnx(network: Any, layers: int, width: int, path: Path) -> None:
    """Write a reading network of so many layers as an ONNX graph, fp32, for one text a run."""
    import torch
    from torch.jit._trace import TracerWarning

    shapes = (1, 5, width), (layers, 1, 7, width), (1, width)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # as in index.model.graph
        warnings.simplefilter("ignore", TracerWarning)
        torch.onnx.export(
            network,
            tuple(torch.rand(shape) for shape in shapes),
            str(path),
            input_names=list(INPUTS),
            output_names=["log_odds"],
            dynamic_axes=INPUTS,
            opset_version=17,
            dynamo=False,
        )
