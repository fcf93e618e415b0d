"""A trained cross-encoder → its int8 ONNX forms, beside the encoder whose states it reads."""

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import ModelError
from index.model.bert import make_bert
from index.model.bundled import WEIGHTS_PACKAGE, apply_adapter, find_bundled_weights
from index.model.quantising import quantise, sign_weights
from index.model.reading_network import (
    ADDED,
    Added,
    attend,
    first_reading_layer,
    make_reading_network,
    remembered,
)
from index.model.source import taught_weights
from index.model_passport import CROSS_FILE, CROSS_SIGNED_FILE, MEMORY_FILE, MEMORY_SIGNED_FILE

# Of one text alone: activations are quantised by what is in a run.
INPUTS = {
    "question": {1: "asked"},
    "keys": {3: "said"},
    "values": {2: "said"},
    "vector": {},
}
TOKENS = 5, 7  # of the texts that are traced; any numbers would do


def write_cross_encoder(trained: Path, folder: Path) -> None:
    """Write a cross-encoder into the folder of an export, in both int8 forms.

    Raise ModelError where the file is none, or fits other weights.
    """
    network = _trained_network(trained)
    for write, name, signed in (
        (write_reading_onnx, CROSS_FILE, CROSS_SIGNED_FILE),
        (write_memory_onnx, MEMORY_FILE, MEMORY_SIGNED_FILE),
    ):
        write(network, folder / name)
        quantise(folder / name)
        sign_weights(folder / name, folder / signed)


def read_added(trained: Path) -> Added:
    """Read what a cross-encoder has beside the factors of its matrices."""
    try:
        with np.load(trained, allow_pickle=False) as stored:
            return {name: stored[name].astype(np.float32) for name in ADDED}
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{trained}: not a cross-encoder ({error})") from error


def _trained_network(trained: Path) -> Any:
    found = find_bundled_weights()
    if found is None:
        raise ModelError(f"{WEIGHTS_PACKAGE} is not installed, whose weights {trained} goes with")
    weights = taught_weights(found)
    apply_adapter(weights.tensors, trained)
    bert: Any = make_bert(weights)
    layers = bert.encoder.layer[first_reading_layer(weights) :]
    return make_reading_network(layers, read_added(trained))


def write_memory_onnx(network: Any, path: Path) -> None:
    """Write what a reading network keeps of a passage as an ONNX graph, fp32, for one a run.

    `states`, (layers, u, d), become `keys`, (layers, heads, w, u), and `values`, (layers, heads, u,
    w), in half precision.
    """
    import torch

    class Memory(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = network.layers

        def forward(self, states: torch.Tensor) -> tuple[torch.Tensor, ...]:
            kept = [remembered(layer, states[i : i + 1]) for i, layer in enumerate(self.layers)]
            keys, values = (torch.cat(each).half() for each in zip(*kept, strict=True))
            return keys, values

    layers, _, width = _sizes(network)
    axes = {"states": {1: "said"}, "keys": {3: "said"}, "values": {2: "said"}}
    _export(Memory(), (torch.rand(layers, TOKENS[0], width),), path, ["states"], axes)


def write_reading_onnx(network: Any, path: Path) -> None:
    """Write a reading network as an ONNX graph, fp32, for one question and one passage a run.

    `question` is (1, t, d), `keys` and `values` what the other graph made of a passage, `vector`
    its vector, (1, d). `log_odds` is (1,).
    """
    import torch

    class Reading(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(
            self,
            question: torch.Tensor,
            keys: torch.Tensor,
            values: torch.Tensor,
            vector: torch.Tensor,
        ) -> torch.Tensor:
            keys, values = keys.float(), values.float()
            for i, layer in enumerate(self.network.layers):
                memory = keys[i : i + 1], values[i : i + 1]
                question = attend(layer, question, memory, self.network.gate[i])
            asked = torch.nn.functional.normalize(question.mean(1), dim=-1)
            logits: torch.Tensor = self.network.logits(asked, vector)
            return logits

    layers, heads, width = _sizes(network)
    asked, said = TOKENS
    texts = (
        torch.rand(1, asked, width),
        torch.rand(layers, heads, width // heads, said).half(),
        torch.rand(layers, heads, said, width // heads).half(),
        torch.rand(1, width),
    )
    _export(Reading(), texts, path, list(INPUTS), INPUTS | {"log_odds": {}})


def _sizes(network: Any) -> tuple[int, int, int]:
    """Return a reading network's layers, heads and width."""
    attention = network.layers[0].attention.self
    return len(network.layers), attention.num_attention_heads, attention.all_head_size


def _export(
    module: Any, texts: tuple[Any, ...], path: Path, inputs: list[str], axes: Mapping[str, Any]
) -> None:
    import torch
    from torch.jit._trace import TracerWarning

    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # as in index.model.graph
        warnings.simplefilter("ignore", TracerWarning)
        torch.onnx.export(
            module.eval(),
            texts,
            str(path),
            input_names=inputs,
            output_names=[name for name in axes if name not in inputs],
            dynamic_axes=dict(axes),
            opset_version=17,
            dynamo=False,
        )
