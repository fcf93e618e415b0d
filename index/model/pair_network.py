"""A BERT → the cross-encoder's network: a question and a sentence read together, one logit."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.model.bert import unit_means
from index.model.bundled import Weights

if TYPE_CHECKING:
    import torch

# What the network has beside BERT's own weights, as its file names them.
ADDED = ("gate", "scale", "head_w", "head_b")
# Where training starts from: parts that hardly see each other, and what similarity alone says.
GATE_AT_START = -1.5
SCALE_AT_START = (15.0, -7.5)
# Of a product of unit vectors and of these themselves: what lets the head learn as fast as others.
PRODUCT_SIZE, VECTOR_SIZE = 20.0, 5.0
NOWHERE = -1e9  # added to the attention to padding

Added = dict[str, NDArray[np.float32]]


def added_at_start(weights: Weights) -> Added:
    """Return what is added to BERT before anything is learnt: a logit of the similarity alone."""
    return {
        "gate": np.full(weights.layers, GATE_AT_START, np.float32),
        "scale": np.array(SCALE_AT_START, np.float32),
        "head_w": np.zeros((1, 3 * weights.hidden), np.float32),
        "head_b": np.zeros(1, np.float32),
    }


def end_of_text(weights: Weights) -> int:
    """Return the id of `</s>`, which ends a question as it ends a passage."""
    return [piece for piece, _ in weights.pieces].index("</s>")


def make_pair_network(bert: Any, added: Mapping[str, NDArray[Any]], end: int) -> "torch.nn.Module":
    """Return the network: (n, t) int64 ids and mask → (n,) float32 logits that a passage answers.

    `bert` is make_bert's, with factors beside its linear parts or not; it is not copied. Ids are
    those of a question up to its `end`, then those of a passage; a 0 in the mask is padding.
    `added` (ADDED, shapes as in `added_at_start`) become the network's parameters of those names:
    gate (layers,), what is added to the attention between the two; scale (2,), of their cosine;
    head_w (1, 3·hidden) and head_b (1,), of their vectors a and b and of a∘b.
    """
    import torch

    class PairNetwork(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = bert
            self.gate, self.scale, self.head_w, self.head_b = (
                torch.nn.Parameter(torch.tensor(np.asarray(added[name], np.float32)))
                for name in ADDED
            )

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            there = attention_mask != 0
            ends = (input_ids == end).long()
            asked = (ends.cumsum(1) - ends == 0) & there
            hidden = self._states(input_ids, asked, there)
            return self._logits(unit_means(hidden, asked), unit_means(hidden, there & ~asked))

        def _states(
            self, ids: torch.Tensor, asked: torch.Tensor, there: torch.Tensor
        ) -> torch.Tensor:
            places = torch.cumsum(torch.ones_like(ids), 1) - 1
            places = places - (~asked).long() * asked.long().sum(1, keepdim=True)
            hidden: torch.Tensor = self.bert.embeddings(
                input_ids=ids, token_type_ids=torch.zeros_like(ids), position_ids=places * there
            )
            between = (asked[:, :, None] != asked[:, None, :]).to(hidden.dtype)[:, None]
            padding = torch.zeros_like(there, dtype=hidden.dtype).masked_fill(~there, NOWHERE)
            for number, layer in enumerate(self.bert.encoder.layer):
                gate = self.gate[number].to(hidden.dtype)
                hidden = layer(hidden, padding[:, None, None, :] + gate * between)
            return hidden

        def _logits(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
            said = torch.cat([PRODUCT_SIZE * a * b, VECTOR_SIZE * a, VECTOR_SIZE * b], 1)
            head = torch.nn.functional.linear(said, self.head_w, self.head_b)[:, 0]
            return (a * b).sum(1) * self.scale[0] + self.scale[1] + head

    # Traceable, and its backward pass is the fastest.
    bert.config._attn_implementation = "eager"
    return PairNetwork().eval()
