"""The tower that questions run through a second time, and the head behind it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.errors import ModelError
from index.model.answerability import (
    Head,
    first_taught_layer,
    head_at_start,
    make_tower,
    read_head,
)
from index.model.bert import make_bert, unit_means
from index.model.bundled import Weights, read_weights
from tests.test_model import HIDDEN, tiny_tensors, write_weights

QUESTION, PASSAGE, LONGER = (0, 5, 6, 8, 2), (0, 7, 9, 2), (0, 7, 9, 10, 4, 6, 2)


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    return read_weights(write_weights(tmp_path / "tiny.bin", tiny_tensors()))


def a_head(weights: Weights) -> Head:
    """Return a head of which every part says something."""
    numbers = np.random.default_rng(3)
    head_w = numbers.normal(size=(3, weights.hidden)).astype(np.float32)
    return head_at_start(weights) | {"head_w": head_w, "head_b": np.full(1, 0.75, np.float32)}


def tower(weights: Weights, head: Head) -> Any:
    bert: Any = make_bert(weights)
    return make_tower(bert.encoder.layer[first_taught_layer(weights) :], head)


def states(bert: Any, ids: Sequence[int]) -> tuple[Any, Any]:
    """Return what reaches the only layer, (1, t, d), and the vector, (1, d)."""
    import torch

    with torch.no_grad():
        ran = bert(input_ids=torch.tensor([ids]), output_hidden_states=True)
        mask = torch.ones(1, len(ids), dtype=torch.bool)
        return ran.hidden_states[0], unit_means(ran[0], mask)


def told(network: Any, bert: Any, question: Sequence[int]) -> Any:
    """Return what a tower makes of a question, (d + 1,)."""
    import torch

    asked, _ = states(bert, question)
    with torch.no_grad():
        return network(asked, torch.ones(1, len(question), dtype=torch.bool))[0].numpy()


def log_odds(network: Any, bert: Any, question: Sequence[int], passage: Sequence[int]) -> float:
    found, (_, vector) = told(network, bert, question), states(bert, passage)
    return float(vector[0].numpy() @ found[:-1] + found[-1])


def test_before_it_is_taught_it_says_what_the_similarity_says(weights: Weights) -> None:
    bert, network = make_bert(weights), tower(weights, head_at_start(weights))
    cosine = float((states(bert, QUESTION)[1] * states(bert, LONGER)[1]).sum())
    found = log_odds(network, bert, QUESTION, LONGER)
    assert found == pytest.approx(15 * cosine - 7.5, abs=1e-4)


def test_the_log_odds_are_those_of_its_formula(weights: Weights) -> None:
    head = a_head(weights)
    bert = make_bert(weights)
    a, b = (states(bert, ids)[1][0].numpy() for ids in (QUESTION, LONGER))
    of_product, of_question, of_passage = head["head_w"]
    expected = 15 * a @ b - 7.5 + 20 * of_product @ (a * b) + 5 * of_question @ a
    expected += 5 * of_passage @ b + 0.75
    found = log_odds(tower(weights, head), bert, QUESTION, LONGER)
    assert found == pytest.approx(float(expected), abs=1e-4)


def test_padding_changes_nothing(weights: Weights) -> None:
    import torch

    bert, network = make_bert(weights), tower(weights, a_head(weights))
    alone = [told(network, bert, ids) for ids in (QUESTION, LONGER)]
    padded = torch.full((2, 12, weights.hidden), 7.0)
    mask = torch.zeros(2, 12, dtype=torch.bool)
    for row, ids in enumerate((QUESTION, LONGER)):
        padded[row, : len(ids)] = states(bert, ids)[0][0]
        mask[row, : len(ids)] = True
    with torch.no_grad():
        found = network(padded, mask).numpy()
    np.testing.assert_allclose(found, alone, atol=1e-4)


def test_the_head_is_all_that_the_file_names(weights: Weights, tmp_path: Path) -> None:
    network = tower(weights, a_head(weights))
    own = {name: tuple(p.shape) for name, p in network.named_parameters() if "layers" not in name}
    assert own == {"scale": (2,), "head_w": (3, HIDDEN), "head_b": (1,)}
    np.savez(tmp_path / "head.npz", scale=np.zeros(2))
    with pytest.raises(ModelError, match=r"head\.npz: knows no answers"):
        read_head(tmp_path / "head.npz")
