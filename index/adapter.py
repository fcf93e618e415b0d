"""Lessons → a low-rank adapter for the bundled encoder: training, with torch.

Every sentence of a few articles and every question on them is encoded once; a question is taught
to be nearest to the sentences that answer it among all of the batch (its own article's are the
hard ones), and such a sentence to be nearest to its questions, rather than to those that it does
not answer (traps among them). Parallel files give crossed pairs for free: the same encodings serve
each language's questions over each language's sentences. What is learnt is a product of two thin
matrices beside each matrix of the layers; lower ones can be left alone, and what they put out is
computed once then, and kept.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.adapter_passport import write_taught
from index.encoder import Progress
from index.errors import EvaluationError
from index.lessons import FORMS, Ids, Lesson, Text, batches, read_lessons
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
from index.model.bert import unit_means
from index.model.bundled import Weights
from index.model_passport import ADAPTER

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an adapter is trained; `adapter.toml` has the recipes of those that are shipped.

    `tail_share` is the share of steps whose passages have the tail of the sentence before them,
    `window_share` that of those whose passages are windows;
    `articles` how many make a batch (an article of parallel files is a batch of its own);
    `choosing_questions` what it weighs that a sentence finds its questions, beside that a question
    finds its sentence.
    """

    rank: int = 24
    first_layer: int = 0
    temperature: float = 0.03
    learning_rate: float = 1e-3
    epochs: int = 2
    tail_share: float = 0.4
    window_share: float = 0.3
    articles: int = 3
    choosing_questions: float = 0.5
    seed: int = 1


def train_adapter(
    files: Sequence[Path | str],
    out: Path | str = ADAPTER,
    *,
    recipe: Recipe | None = None,
    weights: Weights | None = None,
    progress: Progress | None = None,
) -> Path:
    """Train an adapter and write it (npz) with its passport (toml) beside it.

    `files` are in SQuAD format, or folders of stories; only the articles of Part.ADAPTER are learnt
    from. `weights` are the bundled model's unless others are given. Raise ModelError where those
    are not installed, EvaluationError where a file is wrong or nothing can be learnt from them.
    """
    recipe = recipe or Recipe()
    weights = weights or bundled_weights()
    paths = [Path(file) for file in files]
    lessons = [lesson for lesson in read_lessons(paths, weights) if any(map(_answered, lesson))]
    if not lessons:
        raise EvaluationError(f"{', '.join(map(str, paths))}: no answered question to learn from")
    trainer = _Trainer(weights, recipe)
    trainer.train(lessons, progress)
    path = Path(out)
    write_taught(
        path,
        stored_factors(trainer.added),
        asdict(recipe),
        paths,
        articles=len(lessons),
        questions=sum(len(text.questions) for lesson in lessons for text in lesson),
    )
    return path


def _answered(text: Text) -> bool:
    return any(text.golds)


class _Trainer:
    """The bundled BERT with factors beside the matrices of its layers, or of the upper ones."""

    def __init__(self, weights: Weights, recipe: Recipe) -> None:
        self.recipe = recipe
        self.bert, self.added = make_teachable(
            weights, recipe.rank, recipe.first_layer, recipe.seed
        )
        self._lower: dict[Ids, torch.Tensor] = {}

    def train(self, lessons: Sequence[Lesson], progress: Progress | None) -> None:
        """Train for the recipe's epochs."""
        recipe, dice = self.recipe, random.Random(self.recipe.seed)
        group = parameters_of(self.added), recipe.learning_rate
        steps = recipe.epochs * len(list(batches(lessons, recipe.articles, dice)))
        descend([group], self._losses(lessons, dice), steps, "encoder", progress)

    def _losses(self, lessons: Sequence[Lesson], dice: random.Random) -> "Iterator[torch.Tensor]":
        told = self.recipe.tail_share, self.recipe.window_share
        shares = (1 - sum(told), *told)
        for _ in range(self.recipe.epochs):
            for batch in batches(lessons, self.recipe.articles, dice):
                (form,) = dice.choices(FORMS, shares)
                yield self._loss(batch, form)

    def _loss(self, batch: Sequence[Lesson], form: str) -> "torch.Tensor":
        """Return the mean over questions of −log P(a sentence that answers), in each language.

        Questions of every language of a lesson meet the sentences of each; a question's rivals are
        all sentences of that place among the lesson's languages. To it comes, in its share, the
        mean over answering sentences and their questions of −log P(the question), whose rivals are
        the questions that the sentence does not answer.
        """
        import torch

        texts = [
            ids
            for lesson in batch
            for text in lesson
            for ids in text.passages(form) + text.questions
        ]
        vectors = iter(torch.split(run_by_length(texts, self._encode), _sizes(batch, form)))
        encoded = [[(next(vectors), next(vectors)) for _ in lesson] for lesson in batch]
        sentence_lost, question_lost = [], []
        for place in range(max(map(len, batch))):
            here = [i for i, lesson in enumerate(batch) if place < len(lesson)]
            passages = torch.cat([encoded[i][place][0] for i in here])
            asked = torch.cat([questions for i in here for _, questions in encoded[i]])
            texts_here = [batch[i][place] for i in here]
            answers = _answers(batch, place, here, [len(text.alone) for text in texts_here])
            scores = asked @ passages.T / self.recipe.temperature
            if form == "windows":
                scores = likest(scores, texts_here)
            sentence_lost.append(_cross_entropy(scores, answers))
            question_lost.append(_question_entropy(scores, answers))
        lost: torch.Tensor = torch.cat(sentence_lost).mean()
        return lost + self.recipe.choosing_questions * torch.cat(question_lost).mean()

    def _encode(self, texts: Sequence[Ids]) -> "torch.Tensor":
        """Return the texts' vectors, (n, d) float32, rows of unit length."""
        mask = token_mask(texts)
        hidden = self._run(self._lower_states(texts), mask, self.recipe.first_layer, None)
        return unit_means(hidden, mask)

    def _lower_states(self, texts: Sequence[Ids]) -> "torch.Tensor":
        """Return what reaches the first trained layer, (n, tokens, d), once computed."""
        import torch

        if not self.recipe.first_layer:  # a row of the table: to keep it would save nothing
            with torch.no_grad():
                rows: torch.Tensor = self.bert.embeddings(input_ids=pad(texts)[0])
            return rows
        new = [ids for ids in texts if ids not in self._lower]
        if new:
            padded, mask = pad(new)
            with torch.no_grad():
                hidden = self.bert.embeddings(input_ids=padded)
                hidden = self._run(hidden, mask, 0, self.recipe.first_layer)
            self._lower |= {
                ids: row[: len(ids)].clone() for ids, row in zip(new, hidden, strict=True)
            }
        states = [self._lower[ids] for ids in texts]
        return torch.nn.utils.rnn.pad_sequence(states, batch_first=True)

    def _run(self, hidden: Any, mask: Any, first: int, end: int | None) -> Any:
        """Run layers `first` to `end`; `mask` is (n, tokens) bool, true for tokens that are."""
        import torch

        bias = torch.zeros(mask.shape, dtype=hidden.dtype).masked_fill(~mask, -1e9)
        for layer in self.bert.encoder.layer[first:end]:
            hidden = layer(hidden, bias[:, None, None, :])
        return hidden


def _cross_entropy(scores: "torch.Tensor", answers: "torch.Tensor") -> "torch.Tensor":
    """Return −log of the softmax mass on the answers, for the rows that have any."""
    import torch

    answered = answers.any(1)
    scores, answers = scores[answered], answers[answered]
    right = scores.masked_fill(~answers, -torch.inf).logsumexp(1)
    return scores.logsumexp(1) - right


def _answers(
    batch: Sequence[Lesson], place: int, here: Sequence[int], sentences: Sequence[int]
) -> "torch.Tensor":
    """Return (q, p) bool: which of the batch's sentences in a place answer which question.

    `here` are the lessons that have the place, and `sentences` how many stand there; questions come
    lesson by lesson, those of each of its languages in turn.
    """
    import torch

    rows, before = [], 0
    for i, count in zip(here, sentences, strict=True):
        golds = batch[i][place].golds
        answers = torch.zeros(len(golds), sum(sentences), dtype=torch.bool)
        for row, gold in enumerate(golds):
            answers[row, [before + number for number in gold]] = True
        rows += [answers] * len(batch[i])
        before += count
    return torch.cat(rows)


def likest(scores: "torch.Tensor", texts: Sequence[Text]) -> "torch.Tensor":
    """Return (q, sentences) of (q, windows): the score of each sentence's likest window."""
    import torch

    owners, before = [], 0
    for text in texts:
        owners += [before + owner for owner in text.owners]
        before += len(text.alone)
    places = torch.tensor(owners).expand(len(scores), -1)
    nothing = scores.new_full((len(scores), before), -torch.inf)
    return nothing.scatter_reduce(1, places, scores, "amax")


def _question_entropy(scores: "torch.Tensor", answers: "torch.Tensor") -> "torch.Tensor":
    """Return −log P(question) for each question and sentence that answers it, (pairs,).

    A sentence's other questions are no rivals.
    """
    import torch

    rivals = scores.masked_fill(answers, -1e4).logsumexp(0)
    question, sentence = answers.nonzero(as_tuple=True)
    return torch.nn.functional.softplus(rivals[sentence] - scores[question, sentence])


def _sizes(batch: Sequence[Lesson], form: str) -> list[int]:
    """Return how many vectors are sentences and questions of each text of a batch, in turn."""
    sizes = []
    for lesson in batch:
        for text in lesson:
            sizes += [len(text.passages(form)), len(text.questions)]
    return sizes
