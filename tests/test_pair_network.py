import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.low_rank import make_teachable
from index.model.bert import make_bert, unit_means
from index.model.bundled import Weights, read_weights
from index.model.pair_network import Added, added_at_start, end_of_text, make_pair_network
from tests.test_model import tiny_tensors, write_weights

QUESTION, PASSAGE, LONGER = (0, 5, 6, 8, 2), (0, 7, 9, 2), (0, 7, 9, 10, 4, 6, 2)
END = 2


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    return read_weights(write_weights(tmp_path / "tiny.bin", tiny_tensors()))


def open_added(weights: Weights) -> Added:
    """Return an open gate and a head that says something."""
    head = np.random.default_rng(3).normal(size=(1, 3 * weights.hidden)).astype(np.float32)
    return added_at_start(weights) | {"gate": np.ones(weights.layers, np.float32), "head_w": head}


def logits(network: Any, *pairs: Sequence[int], padding: int = 0) -> list[float]:
    """Return the logits of pairs that are run together, with more padding behind all of them."""
    import torch

    width = max(map(len, pairs)) + padding
    ids, mask = torch.ones(2, len(pairs), width, dtype=torch.int64)
    for row, pair in enumerate(pairs):
        ids[row, : len(pair)] = torch.tensor(pair)
        mask[row, len(pair) :] = 0
    with torch.no_grad():
        found: list[float] = network(ids, mask).tolist()
    return found


def vector(bert: Any, ids: Sequence[int]) -> Any:
    import torch

    with torch.no_grad():
        hidden = bert(input_ids=torch.tensor([ids]))[0]
        return unit_means(hidden, torch.ones(1, len(ids), dtype=torch.bool))[0].numpy()


def test_with_a_shut_gate_it_says_what_the_similarity_says(weights: Weights) -> None:
    added = added_at_start(weights) | {"gate": np.full(weights.layers, -1e9, np.float32)}
    bert, _ = make_teachable(weights, rank=4, first_layer=0, seed=1)
    network = make_pair_network(bert.float(), added, END)  # bf16 where the processor likes it
    cosine = vector(bert, QUESTION) @ vector(bert, LONGER)
    assert logits(network, QUESTION + LONGER) == [pytest.approx(15 * cosine - 7.5, abs=1e-4)]


def test_through_an_open_gate_a_sentence_is_read_for_the_question(weights: Weights) -> None:
    shut = make_pair_network(make_bert(weights), added_at_start(weights), END)
    opened = added_at_start(weights) | {"gate": np.full(weights.layers, 3, np.float32)}
    network = make_pair_network(make_bert(weights), opened, END)
    pair = QUESTION + PASSAGE
    assert abs(logits(network, pair)[0] - logits(shut, pair)[0]) > 1e-3


def test_padding_changes_nothing(weights: Weights) -> None:
    network = make_pair_network(make_bert(weights), open_added(weights), END)
    short, long = QUESTION + PASSAGE, PASSAGE + LONGER
    alone = logits(network, short) + logits(network, long)
    assert logits(network, short, long, padding=5) == pytest.approx(alone, abs=1e-5)
    past_the_last_place = weights.positions + 40
    padded = logits(network, short, padding=past_the_last_place)
    assert padded == pytest.approx(alone[:1], abs=1e-5)


def test_the_question_ends_with_the_first_end_of_text(weights: Weights) -> None:
    """So an end inside the passage is a token of it, and the parts are no one's guess."""
    added = added_at_start(weights) | {"gate": np.full(weights.layers, -1e9, np.float32)}
    bert = make_bert(weights)
    network = make_pair_network(bert, added, END)
    passage = PASSAGE + LONGER
    cosine = vector(bert, QUESTION) @ vector(bert, passage)
    assert logits(network, QUESTION + passage) == [pytest.approx(15 * cosine - 7.5, abs=1e-4)]


def test_the_end_of_text_is_known_from_the_weights(weights: Weights) -> None:
    assert end_of_text(weights) == END


def test_what_is_added_is_all_that_the_file_names(weights: Weights) -> None:
    network = make_pair_network(make_bert(weights), open_added(weights), END)
    own = {name: tuple(p.shape) for name, p in network.named_parameters() if "bert" not in name}
    assert own == {"gate": (1,), "scale": (2,), "head_w": (1, 96), "head_b": (1,)}


def test_an_export_of_it_takes_pairs_of_any_length(weights: Weights, tmp_path: Path) -> None:
    import onnxruntime
    import torch

    network = make_pair_network(make_bert(weights), open_added(weights), END)
    ids = torch.tensor([QUESTION + PASSAGE])
    names, axes = ["input_ids", "attention_mask"], {0: "pairs", 1: "tokens"}
    path = tmp_path / "pairs.onnx"
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as the export does
        torch.onnx.export(
            network,
            (ids, torch.ones_like(ids)),
            str(path),
            input_names=names,
            output_names=["logits"],
            dynamic_axes=dict.fromkeys(names, axes),
            opset_version=17,
            dynamo=False,
        )
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])

    def run(*inputs: Any) -> Any:
        feed = {name: each.numpy() for name, each in zip(names, inputs, strict=True)}
        return torch.tensor(session.run(None, feed)[0])

    pairs = LONGER + PASSAGE, QUESTION + LONGER
    assert logits(run, *pairs) == pytest.approx(logits(network, *pairs), abs=1e-5)
