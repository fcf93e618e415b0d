"""Choices → what tells a question's answers from other sentences, on the bundled encoder: training.

The encoder with its adapter makes states of questions and vectors of sentences; its last layers,
with factors of their own, are taught to tell by those the sentence that answers from the likest
others, and from `none`, whose log-odds are 0: what they say of a sentence is so worth something by
itself. It is taught with torch.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.adapter_passport import write_taught
from index.choices import Asking, Choice, draw_epoch, find_choices
from index.encoder import Progress
from index.errors import EvaluationError
from index.lessons import Ids, read_sets, teaching_tokenizer
from index.low_rank import (
    bundled_weights,
    descend,
    make_teachable,
    pad,
    parameters_of,
    run_by_length,
    stored_factors,
    token_mask,
)
from index.model.answerability import HEAD, first_taught_layer, head_at_start, make_tower
from index.model.bert import unit_means
from index.model.bundled import Weights, apply_adapter
from index.model_passport import ADAPTER, ANSWERABILITY
from index.question_sets import QuestionSet

if TYPE_CHECKING:
    import torch

Sets = list[tuple[QuestionSet, ...]]  # each article in one language or in those of parallel files


@dataclass(frozen=True, slots=True)
class AnswerabilityRecipe:
    """How it is trained; `answerability.toml` has the recipe of the one shipped.

    `learning_rate` is of the factors, `head_rate` of the head; `questions` how many make a batch,
    each with so many `rivals`; `dropped` the share of the answered ones whose answer is left out.
    """

    rank: int = 32
    learning_rate: float = 5e-4
    head_rate: float = 5e-3
    epochs: int = 2
    questions: int = 16
    rivals: int = 3
    dropped: float = 0.3
    seed: int = 1


def train_answerability(
    files: Sequence[Path | str],
    out: Path | str = ANSWERABILITY,
    *,
    recipe: AnswerabilityRecipe | None = None,
    weights: Weights | None = None,
    adapter: Path = ADAPTER,
    progress: Progress | None = None,
) -> Path:
    """Train it and write it (npz) with its passport (toml) beside it.

    `files` are in SQuAD format, or folders of stories; only the articles of Part.ADAPTER are learnt
    from. `weights` are the bundled model's with the adapter merged unless others, which have it,
    are given. Raise ModelError where those are not installed, EvaluationError where a file is wrong
    or nothing can be learnt from them.
    """
    recipe = recipe or AnswerabilityRecipe()
    dice = random.Random(recipe.seed)
    paths = [Path(file) for file in files]
    sets = read_sets(paths)
    every = [one for languages in sets for one in languages]
    if not any(asked.answering for one in every for asked in one.asked):
        raise EvaluationError(f"{', '.join(map(str, paths))}: no answered question to learn from")
    trainer = _Trainer(weights or _with_adapter(adapter), recipe)
    trainer.train(sets, dice, progress)
    path = Path(out)
    write_taught(
        path,
        trainer.learnt(),
        asdict(recipe),
        paths,
        articles=len(sets),
        questions=sum(len(one.asked) for one in every),
        adapter=adapter,
    )
    return path


def _with_adapter(adapter: Path) -> Weights:
    weights = bundled_weights()
    apply_adapter(weights.tensors, adapter)
    return weights


class _Trainer:
    """The tower that questions run through, and how it is taught."""

    def __init__(self, weights: Weights, recipe: AnswerabilityRecipe) -> None:
        self.recipe = recipe
        self.first = first_taught_layer(weights)
        self.bert, self.factors = make_teachable(weights, recipe.rank, self.first, recipe.seed)
        layers = self.bert.encoder.layer[self.first :]
        self.tower: Any = make_tower(layers, head_at_start(weights))
        self.tokenizer = teaching_tokenizer(weights)
        # What the encoder makes of texts, before anything is taught: of questions what reaches the
        # first of the layers, (tokens, d), and of passages their vectors, (d,).
        self._states: dict[Ids, torch.Tensor] = {}
        self._vectors: dict[Ids, torch.Tensor] = {}

    def train(self, sets: Sets, dice: random.Random, progress: Progress | None) -> None:
        """Train for the recipe's epochs."""
        recipe = self.recipe
        askings = self._askings(sets, progress)
        batches = [
            batch
            for _ in range(recipe.epochs)
            for batch in self._batches(draw_epoch(askings, dice))
        ]
        groups = [
            (parameters_of(self.factors), recipe.learning_rate),
            ([getattr(self.tower, name) for name in HEAD], recipe.head_rate),
        ]
        losses = (self._loss(batch, dice) for batch in batches)
        descend(groups, losses, len(batches), "answerability", progress)

    def learnt(self) -> dict[str, Any]:
        """Return what is learnt under the file's names."""
        head = {name: getattr(self.tower, name).detach().numpy() for name in HEAD}
        return head | stored_factors(self.factors)

    def _askings(self, articles: Sets, progress: Progress | None) -> list[Asking]:
        """Return what is asked of the articles, with the rivals that the encoder finds likest.

        It is the encoder still: its factors add nothing before they are taught.
        """
        found: list[Asking] = []
        for done, languages in enumerate(articles, start=1):
            found += find_choices(languages, self.tokenizer, self._encode, self.recipe.rivals)
            if progress:
                progress("finding rivals", done, len(articles))
        return found

    def _encode(self, texts: Sequence[Ids], *, asked: bool) -> NDArray[np.float32]:
        """Encode texts, and keep what they are taught by; return their vectors, (n, d) float32."""
        import torch

        def run(chunk: list[Ids]) -> torch.Tensor:
            ids, mask = pad(chunk)
            ran = self.bert(input_ids=ids, attention_mask=mask.long(), output_hidden_states=True)
            vectors = unit_means(ran[0], mask)
            for row, text in enumerate(chunk):
                if asked:
                    self._states[text] = ran.hidden_states[self.first][row, : len(text)].clone()
                else:
                    self._vectors[text] = vectors[row]
            return vectors

        with torch.no_grad():
            found: NDArray[np.float32] = run_by_length(texts, run).numpy()
        return found

    def _batches(self, choices: Sequence[Choice]) -> Iterator[Sequence[Choice]]:
        for start in range(0, len(choices), self.recipe.questions):
            yield choices[start : start + self.recipe.questions]

    def _loss(self, batch: Sequence[Choice], dice: random.Random) -> "torch.Tensor":
        """Return the mean over questions of −log P(what answers), a sentence or none."""
        import torch

        asked = [choice.question for choice in batch]
        states = torch.nn.utils.rnn.pad_sequence(
            [self._states[ids] for ids in asked], batch_first=True
        )
        lost = []
        for choice, told in zip(batch, self.tower(states, token_mask(asked)), strict=True):
            passages, answered = choice.draw(self.recipe.rivals, self.recipe.dropped, dice)
            vectors = torch.stack([self._vectors[ids] for ids in passages])
            with_none = torch.nn.functional.pad(vectors @ told[:-1] + told[-1], (1, 0))
            lost.append(with_none.logsumexp(0) - with_none[int(answered)])
        return torch.stack(lost).mean()
