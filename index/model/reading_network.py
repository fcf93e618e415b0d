"""A BERT → the network that reads a sentence for a question: its last layers, and one logit.

A transformer's lower layers can do without the other text (MacAvaney et al., "PreTTR", 2020; Cao et
al., "DeFormer", 2020). Here the encoder's own lower layers serve both, a passage is not read anew,
and the question alone runs through the last layers once more, where its tokens attend to the
passage's as the encoder left them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.model.bert import unit_means
from index.model.bundled import Weights

if TYPE_CHECKING:
    import torch

READING_LAYERS = 2  # the last ones, that a question runs through again
# What the network has beside BERT's own weights, as its file names them.
ADDED = ("gate", "scale", "head_w", "head_b")
# Where training starts from: a question that hardly sees the passage, and what similarity says.
GATE_AT_START = -1.5
SCALE_AT_START = (15.0, -7.5)
# Of a product of unit vectors and of these themselves: what lets the head learn as fast as others.
PRODUCT_SIZE, VECTOR_SIZE = 20.0, 5.0
NOWHERE = -1e9  # added to the attention to padding

Added = dict[str, NDArray[np.float32]]
Memory = tuple["torch.Tensor", "torch.Tensor"]  # keys and values of a layer


def first_reading_layer(weights: Weights) -> int:
    """Return the number, from 0, of the first layer that a question runs through again."""
    return max(0, weights.layers - READING_LAYERS)


def added_at_start(weights: Weights) -> Added:
    """Return what is added to BERT before anything is learnt: a logit of the similarity alone."""
    layers = weights.layers - first_reading_layer(weights)
    return {
        "gate": np.full(layers, GATE_AT_START, np.float32),
        "scale": np.array(SCALE_AT_START, np.float32),
        "head_w": np.zeros((1, 3 * weights.hidden), np.float32),
        "head_b": np.zeros(1, np.float32),
    }


def make_reading_network(layers: Sequence[Any], added: Added) -> "torch.nn.Module":
    """Return the network: states of questions and passages → (n,) float32 logits of an answer.

    `layers` are the last ones of make_bert's BERT, with factors beside their linear parts or not;
    they are not copied. `added` (ADDED, shapes as in `added_at_start`) become the network's
    parameters of those names: gate (layers,), what is added to the attention to the passage; scale
    (2,), of the cosine of both; head_w (1, 3·hidden) and head_b (1,), of the question's vector a,
    the passage's b, and a∘b.
    """
    import torch

    class ReadingNetwork(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = torch.nn.ModuleList(layers)
            self.gate, self.scale, self.head_w, self.head_b = (
                torch.nn.Parameter(torch.tensor(np.asarray(added[name], np.float32)))
                for name in ADDED
            )

        def forward(
            self,
            question: torch.Tensor,
            passage: torch.Tensor,
            vector: torch.Tensor,
            asked: torch.Tensor,
            said: torch.Tensor,
        ) -> torch.Tensor:
            """Return logits of `question`, (n, t, d), what reaches the first of the layers.

            `passage` is (layers, n, u, d), what reached each of them in the encoder, and `vector`
            (n, d) what the encoder made of it. `asked` (n, t) and `said` (n, u) are true for tokens
            that are.
            """
            own, other = (_bias(mask, question.dtype) for mask in (asked, said))
            for number, layer in enumerate(self.layers):
                gate = self.gate[number].to(question.dtype)
                memory = remembered(layer, passage[number])
                question = attend(layer, question, memory, other + gate, own)
            return self.logits(unit_means(question, asked), vector.float())

        def logits(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
            """Return logits, (n,) float32, of questions' and passages' vectors, (n, d)."""
            found = torch.cat([PRODUCT_SIZE * a * b, VECTOR_SIZE * a, VECTOR_SIZE * b], 1)
            head = torch.nn.functional.linear(found, self.head_w, self.head_b)[:, 0]
            return (a * b).sum(1) * self.scale[0] + self.scale[1] + head

    return ReadingNetwork().eval()


def _bias(mask: "torch.Tensor", dtype: "torch.dtype") -> "torch.Tensor":
    import torch

    return torch.zeros_like(mask, dtype=dtype).masked_fill(~mask, NOWHERE)


def remembered(layer: Any, passage: "torch.Tensor") -> Memory:
    """Return the keys, (n, heads, w, u), and values, (n, heads, u, w), of a passage's tokens.

    `passage` is (n, u, d), what reached the layer in the encoder.
    """
    attention = layer.attention.self
    keys = _parted(attention, attention.key(passage)).transpose(-1, -2)
    return keys, _parted(attention, attention.value(passage))


def attend(
    layer: Any,
    question: "torch.Tensor",
    memory: Memory,
    other: "torch.Tensor",
    own: "torch.Tensor | None" = None,
) -> "torch.Tensor":
    """Run a layer of BERT on a question whose tokens attend to each other and to a passage's.

    `other`, (n, u) or one number, is added to the attention to the passage's tokens, and `own`,
    (n, t), to that to the question's; it may be left out where there is no padding.
    """
    import torch

    attention = layer.attention.self
    queries = _parted(attention, attention.query(question)) / attention.attention_head_size**0.5
    own_keys, own_values = remembered(layer, question)
    keys, values = memory
    to_own, to_other = queries @ own_keys, queries @ keys + _of_tokens(other)
    if own is not None:
        to_own = to_own + _of_tokens(own)
    shares = torch.softmax(torch.cat([to_own, to_other], -1), -1)
    found = shares @ torch.cat([own_values, values], 2)
    attended = layer.attention.output(found.transpose(1, 2).flatten(2), question)
    result: torch.Tensor = layer.output(layer.intermediate(attended), attended)
    return result


def _parted(attention: Any, states: "torch.Tensor") -> "torch.Tensor":
    """Return states, (n, t, d), by heads, (n, heads, t, w)."""
    heads, width = attention.num_attention_heads, attention.attention_head_size
    texts = int(states.shape[0])  # a constant for an export, which is for one text
    return states.view(texts, -1, heads, width).transpose(1, 2)


def _of_tokens(bias: "torch.Tensor") -> "torch.Tensor":
    return bias[:, None, None, :] if bias.ndim else bias
