from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.low_rank import make_teachable
from index.model.bert import make_bert, unit_means
from index.model.bundled import Weights, read_weights
from index.model.cross_encoder import write_memory_onnx, write_reading_onnx
from index.model.quantising import quantise, sign_weights
from index.model.reading_network import (
    Added,
    added_at_start,
    first_reading_layer,
    make_reading_network,
)
from index.sessions import ReadingNetwork
from tests.test_model import tiny_tensors, write_weights

QUESTION, PASSAGE, LONGER = (0, 5, 6, 8, 2), (0, 7, 9, 2), (0, 7, 9, 10, 4, 6, 2)


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    return read_weights(write_weights(tmp_path / "tiny.bin", tiny_tensors()))


def open_added(weights: Weights) -> Added:
    """Return an open gate and a head that says something."""
    head = np.random.default_rng(3).normal(size=(1, 3 * weights.hidden)).astype(np.float32)
    return added_at_start(weights) | {"gate": np.ones(1, np.float32), "head_w": head}


def reading_network(weights: Weights, added: Added) -> Any:
    bert: Any = make_bert(weights)
    return make_reading_network(bert.encoder.layer[first_reading_layer(weights) :], added)


def states(bert: Any, ids: Sequence[int]) -> tuple[Any, Any]:
    """Return what reaches the only layer, (1, 1, t, d), and the vector, (1, d)."""
    import torch

    with torch.no_grad():
        ran = bert(input_ids=torch.tensor([ids]), output_hidden_states=True)
        mask = torch.ones(1, len(ids), dtype=torch.bool)
        return torch.stack(ran.hidden_states[:-1]), unit_means(ran[0], mask)


def log_odds(network: Any, bert: Any, question: Sequence[int], passage: Sequence[int]) -> float:
    import torch

    asked, said = states(bert, question), states(bert, passage)
    with torch.no_grad():
        masks = (torch.ones(1, len(ids), dtype=torch.bool) for ids in (question, passage))
        return float(network(asked[0][0], *said, *masks))


def test_with_a_shut_gate_it_says_what_the_similarity_says(weights: Weights) -> None:
    added = added_at_start(weights) | {"gate": np.full(1, -1e9, np.float32)}
    bert, _ = make_teachable(weights, rank=4, first_layer=0, seed=1)
    bert.float()  # bf16 where the processor likes it
    network = make_reading_network(bert.encoder.layer, added)
    cosine = float((states(bert, QUESTION)[1] * states(bert, LONGER)[1]).sum())
    found = log_odds(network, bert, QUESTION, LONGER)
    assert found == pytest.approx(15 * cosine - 7.5, abs=1e-4)


def test_through_an_open_gate_the_question_is_run_with_the_passage(weights: Weights) -> None:
    bert = make_bert(weights)
    shut = reading_network(weights, added_at_start(weights))
    opened = added_at_start(weights) | {"gate": np.full(1, 3, np.float32)}
    network = reading_network(weights, opened)
    first, second = (log_odds(each, bert, QUESTION, PASSAGE) for each in (network, shut))
    assert abs(first - second) > 1e-3


def test_padding_changes_nothing(weights: Weights) -> None:
    import torch

    bert, network = make_bert(weights), reading_network(weights, open_added(weights))
    alone = [log_odds(network, bert, q, p) for q, p in ((QUESTION, PASSAGE), (LONGER, LONGER))]
    asked = [states(bert, ids)[0][0, 0] for ids in (QUESTION, LONGER)]
    said = [states(bert, ids) for ids in (PASSAGE, LONGER)]

    def padded(rows: list[Any], width: int) -> tuple[Any, Any]:
        together = torch.full((len(rows), width, weights.hidden), 7.0)
        for row, each in zip(together, rows, strict=True):
            row[: len(each)] = each
        lengths = torch.tensor([len(each) for each in rows])
        return together, torch.arange(width)[None, :] < lengths[:, None]

    questions, asked_mask = padded(asked, 12)
    passages, said_mask = padded([each[0, 0] for each, _ in said], 15)
    vectors = torch.cat([vector for _, vector in said])
    with torch.no_grad():
        found = network(questions, passages[None], vectors, asked_mask, said_mask)
    assert found.tolist() == pytest.approx(alone, abs=1e-5)


def test_what_is_added_is_all_that_the_file_names(weights: Weights) -> None:
    network = reading_network(weights, open_added(weights))
    own = {name: tuple(p.shape) for name, p in network.named_parameters() if "layers" not in name}
    assert own == {"gate": (1,), "scale": (2,), "head_w": (1, 96), "head_b": (1,)}


def test_an_export_of_it_takes_texts_of_any_length(weights: Weights, tmp_path: Path) -> None:
    bert, network = make_bert(weights), reading_network(weights, open_added(weights))
    exported = ReadingNetwork(*write_parts(network, tmp_path))
    for question, passage in ((QUESTION, PASSAGE), (LONGER, QUESTION), (PASSAGE, LONGER)):
        found = run(exported, bert, question, passage)
        assert found == pytest.approx(log_odds(network, bert, question, passage), abs=1e-2)


def test_both_int8_forms_say_the_same_to_the_bit(weights: Weights, tmp_path: Path) -> None:
    bert, network = make_bert(weights), reading_network(weights, open_added(weights))
    plain = write_parts(network, tmp_path)
    signed = [path.with_suffix(".signed.onnx") for path in plain]
    for unsigned, path in zip(plain, signed, strict=True):
        quantise(unsigned)
        sign_weights(unsigned, path)
    one, other = (run(ReadingNetwork(*paths), bert, QUESTION, LONGER) for paths in (plain, signed))
    assert one == other
    assert one == pytest.approx(log_odds(network, bert, QUESTION, LONGER), abs=0.5)


def write_parts(network: Any, folder: Path) -> tuple[Path, Path]:
    """Write what reads and what keeps of a passage what is read, in fp32."""
    reading, memory = folder / "reading.onnx", folder / "memory.onnx"
    write_reading_onnx(network, reading)
    write_memory_onnx(network, memory)
    return reading, memory


def run(
    network: ReadingNetwork, bert: Any, question: Sequence[int], passage: Sequence[int]
) -> float:
    asked, (said, vector) = states(bert, question)[0], states(bert, passage)
    remembered = network.remember(said[:, 0].numpy(), vector[0].numpy())
    return network.run(asked[0, 0].numpy(), remembered)
