"""A question → whether a passage answers it, by that one's vector: the last layers, once more.

A bi-encoder's vector says what a question is about. Beside it the encoder's last layers are run a
second time with factors of their own, and a head makes of what comes out the log-odds, for any
passage, that it answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.model.bert import TRACEABLE, make_bert, unit_means
from index.model.bundled import (
    WEIGHTS_PACKAGE,
    Weights,
    apply_adapter,
    find_bundled_weights,
    read_adapter,
)
from index.model.source import taught_weights

if TYPE_CHECKING:
    import torch

TAUGHT_LAYERS = 1  # the last ones, which a question runs through again
# What is taught beside BERT's own weights, as the file names it.
HEAD = ("scale", "head_w", "head_b")
SCALE_AT_START = (15.0, -7.5)  # of the similarity: where training starts from
# Of a product of unit vectors and of these themselves: what lets the head learn as fast as others.
PRODUCT_SIZE, VECTOR_SIZE = 20.0, 5.0

Head = dict[str, NDArray[np.float32]]


def first_taught_layer(weights: Weights) -> int:
    """Return the number, from 0, of the first layer that a question runs through again."""
    return max(0, weights.layers - TAUGHT_LAYERS)


def head_at_start(weights: Weights) -> Head:
    """Return the head before anything is learnt: log-odds of the similarity alone."""
    return {
        "scale": np.array(SCALE_AT_START, np.float32),
        "head_w": np.zeros((3, weights.hidden), np.float32),
        "head_b": np.zeros(1, np.float32),
    }


def make_tower(layers: Sequence[Any], head: Head) -> "torch.nn.Module":
    """Return the network: states of questions → what their answers' vectors are weighed by.

    `layers` are the last ones of make_bert's BERT, with factors beside their linear parts or not;
    they are not copied. The log-odds that a passage of the vector b, of unit length, answers a
    question are scale₀ a·b + scale₁ + 20 w₀·(a∘b) + 5 w₁·a + 5 w₂·b + head_b, where a is the mean
    of the question's states, of unit length too, and w the rows of head_w, (3, d).
    """
    import torch
    from transformers.masking_utils import create_bidirectional_mask

    class Pooling(torch.nn.Module):  # by its name the mean is found again in an export
        def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            return unit_means(states, mask)

    class Tower(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = torch.nn.ModuleList(layers)
            self.pooling = Pooling()
            self.config = layers[0].attention.self.config
            self.scale, self.head_w, self.head_b = (
                torch.nn.Parameter(torch.tensor(np.asarray(head[name], np.float32)))
                for name in HEAD
            )

        def forward(self, question: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            """Return (n, d + 1) float32: the weights of b, and what is added.

            `question`, (n, t, d), is what reaches the first of the layers, and `mask` (n, t) true
            for tokens that are.
            """
            states = question * 1.0  # of its own in an export: what fuses attention looks for that
            nowhere = create_bidirectional_mask(
                config=self.config, inputs_embeds=states, attention_mask=mask.long()
            )
            for layer in self.layers:
                states = layer(states, nowhere)
            a = self.pooling(states, mask)
            of_product, of_question, of_passage = self.head_w
            weights = a * (self.scale[0] + PRODUCT_SIZE * of_product) + VECTOR_SIZE * of_passage
            added = self.scale[1] + VECTOR_SIZE * (a * of_question).sum(1) + self.head_b
            return torch.cat([weights, added[:, None]], 1)

    return Tower().eval()


@dataclass(frozen=True, slots=True)
class Answerability:
    """A trained tower, and how many layers of the encoder a question has run through before it."""

    tower: Any
    first_layer: int


def read_answerability(trained: Path) -> Answerability:
    """Read a tower on the bundled weights; raise ModelError where the file is none for them."""
    found = find_bundled_weights()
    if found is None:
        raise ModelError(f"{WEIGHTS_PACKAGE} is not installed, whose weights {trained} goes with")
    weights = taught_weights(found)
    first = first_taught_layer(weights)
    _require_layers(trained, first)
    apply_adapter(weights.tensors, trained)
    bert: Any = make_bert(weights)
    bert.config._attn_implementation = TRACEABLE["attn_implementation"]
    return Answerability(make_tower(bert.encoder.layer[first:], read_head(trained)), first)


def _require_layers(trained: Path, first: int) -> None:
    """Raise ModelError where layers were taught that no question runs through again."""
    lowest = min((int(name[1:].split(".")[0]) for name in read_adapter(trained)), default=first)
    if lowest < first:
        raise ModelError(f"{trained}: layer {lowest} was taught, and the first here is {first}")


def read_head(trained: Path) -> Head:
    """Read what a trained file has beside the factors of its matrices."""
    try:
        with np.load(trained, allow_pickle=False) as stored:
            return {name: stored[name].astype(np.float32) for name in HEAD}
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{trained}: knows no answers ({error})") from error
