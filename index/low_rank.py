"""Low-rank factors beside the matrices of the bundled BERT, and how they are taught.

The adapter and the answerability are both a product of two thin matrices beside each matrix of the
layers.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoder import Progress
from index.errors import ModelError
from index.lessons import Ids
from index.model.bert import PARTS, make_bert
from index.model.bundled import WEIGHTS_SHA256, Weights, find_bundled_weights, read_weights

if TYPE_CHECKING:
    import torch

MATRICES = ("q", "k", "v", "ao", "fi", "fo")
MAX_TOKENS_AT_ONCE = 4096  # in one run of the network: bounds memory, not the batch
BETAS = (0.9, 0.98)
MAX_GRADIENT = 1.0  # of all factors together, as a length

Group = tuple[list[Any], float]  # parameters and their learning rate


def bundled_weights() -> Weights:
    """Read the bundled model's weights; raise ModelError where they are not installed."""
    path = find_bundled_weights()
    if path is None:
        raise ModelError("the bundled model's weights are not installed: there is nothing to teach")
    return read_weights(path, WEIGHTS_SHA256)


def make_teachable(
    weights: Weights, rank: int, first_layer: int, seed: int
) -> tuple[Any, dict[str, Any]]:
    """Return BERT with factors beside the matrices of its layers from the first, and those by name.

    Everything but the factors is bf16 where the processor has AVX-512: several times as fast there
    as fp32 or autocast, and five times as slow where it has not (measured on AVX2).
    """
    import torch

    torch.manual_seed(seed)
    bert: Any = make_bert(weights)
    bert.config._attn_implementation = "eager"  # its backward pass is the fastest
    if torch.backends.cpu.get_cpu_capability().startswith("AVX512"):
        bert.bfloat16()
    bert.requires_grad_(False)
    factors = {
        f"l{i}.{part}.w": _put_beside(layer, PARTS[part], rank)
        for i, layer in enumerate(bert.encoder.layer)
        if i >= first_layer
        for part in MATRICES
    }
    return bert, factors


def _put_beside(layer: Any, path: str, rank: int) -> Any:
    """Replace a linear part of a layer by itself plus a product of factors; return the factors."""
    import torch

    class Factors(torch.nn.Module):
        def __init__(self, plain: Any) -> None:
            super().__init__()
            self.plain = plain
            self.right = torch.nn.Parameter(
                torch.randn(rank, plain.in_features) / math.sqrt(plain.in_features)
            )
            self.left = torch.nn.Parameter(torch.zeros(plain.out_features, rank))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            thin = torch.nn.functional.linear(x, self.right.to(x.dtype))
            added = torch.nn.functional.linear(thin, self.left.to(x.dtype))
            plain: torch.Tensor = self.plain(x)
            return plain + added

    *parents, name = path.split(".")
    for parent in parents:
        layer = getattr(layer, parent)
    factors = Factors(getattr(layer, name))
    setattr(layer, name, factors)
    return factors


def stored_factors(factors: Mapping[str, Any]) -> dict[str, Any]:
    """Return the factors under the adapter file's names, float16."""
    stored = {}
    for name, each in factors.items():
        stored[f"{name}.out"] = each.left.detach().numpy().astype(np.float16)
        stored[f"{name}.in"] = each.right.detach().numpy().astype(np.float16)
    return stored


def run_by_length(texts: Sequence[Ids], run: Callable[[list[Ids]], Any]) -> "torch.Tensor":
    """Run texts of like length together, so that little is padding; return all rows in order."""
    import torch

    found: list[torch.Tensor] = []
    order: list[int] = []
    for rows in _by_length(texts):
        found.append(run([texts[i] for i in rows]))
        order += rows
    return torch.cat(found)[torch.tensor(order).argsort()]


def _by_length(texts: Sequence[Ids]) -> Iterator[list[int]]:
    """Group texts of like length; yield their numbers."""
    chunk: list[int] = []
    for i in sorted(range(len(texts)), key=lambda i: len(texts[i])):
        if chunk and len(texts[i]) * (len(chunk) + 1) > MAX_TOKENS_AT_ONCE:
            yield chunk
            chunk = []
        chunk.append(i)
    if chunk:
        yield chunk


def pad(texts: Sequence[Ids]) -> tuple["torch.Tensor", "torch.Tensor"]:
    """Return the texts' ids, (n, tokens) int64, and (n, tokens) bool, true for tokens that are."""
    import torch

    rows = [torch.tensor(ids) for ids in texts]
    return torch.nn.utils.rnn.pad_sequence(rows, batch_first=True), token_mask(texts)


def token_mask(texts: Sequence[Ids]) -> "torch.Tensor":
    """Return (n, tokens) bool, true for tokens that are, false for padding."""
    import torch

    lengths = torch.tensor([len(ids) for ids in texts])
    return torch.arange(int(lengths.max()))[None, :] < lengths[:, None]


def descend(
    groups: Sequence[Group],
    losses: Iterable["torch.Tensor"],
    steps: int,
    what: str,
    progress: Progress | None,
) -> None:
    """Teach groups of parameters: AdamW, short warm-up, cosine decay.

    The gradient of the first, the factors, is clipped. Losses, one a step, are computed as they
    are asked for; `what` is being taught.
    """
    import torch

    options = [{"params": parameters, "lr": rate} for parameters, rate in groups]
    optimiser = torch.optim.AdamW(options, betas=BETAS, weight_decay=0)
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps))
    for done, loss in enumerate(losses, start=1):
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch's own
        torch.nn.utils.clip_grad_norm_(groups[0][0], MAX_GRADIENT)
        optimiser.step()
        rate.step()
        if progress:
            progress(f"teaching the {what} (loss {loss.item():.2f})", done, steps)


def parameters_of(factors: Mapping[str, Any]) -> list[Any]:
    """Return what is taught of factors."""
    return [parameter for each in factors.values() for parameter in (each.left, each.right)]


def _rate(step: int, steps: int) -> float:
    """Return the learning rate's factor: 6 % warm-up, then a cosine to 3 %."""
    warm = max(5, int(0.06 * steps))
    cosine = 0.5 * (1 + math.cos(math.pi * min(1, step / steps)))
    return min(1, (step + 1) / warm) * (0.03 + 0.97 * cosine)
