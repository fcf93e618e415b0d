"""Lessons → a low-rank adapter for the bundled encoder: training, with torch.

Every sentence of a few articles and every question on them is encoded once; a question is taught
to be nearest to the sentences that answer it among all of the batch (its own article's are the
hard ones), and such a sentence to be nearest to its questions, rather than to those that it does
not answer (traps among them). Parallel files give crossed pairs for free: the same encodings serve
each language's questions over each language's sentences. What is learnt is a product of two thin
matrices beside each matrix of the layers; lower ones can be left alone, and what they put out is
computed once then, and kept.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.adapter_passport import write_passport
from index.encoder import ADAPTER, Progress
from index.errors import EvaluationError, ModelError
from index.lessons import FORMS, Lesson, Text, batches, read_lessons
from index.model.bert import PARTS, make_bert
from index.model.bundled import WEIGHTS_SHA256, Weights, find_bundled_weights, read_weights

if TYPE_CHECKING:
    import torch

MATRICES = ("q", "k", "v", "ao", "fi", "fo")
MAX_TOKENS_AT_ONCE = 4096  # in one run of the network: bounds memory, not the batch


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
    weights = weights or _bundled_weights()
    paths = [Path(file) for file in files]
    lessons = [lesson for lesson in read_lessons(paths, weights) if any(map(_answered, lesson))]
    if not lessons:
        raise EvaluationError(f"{', '.join(map(str, paths))}: no answered question to learn from")
    trainer = _Trainer(weights, recipe)
    trainer.train(lessons, progress)
    path = Path(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, base=np.array(WEIGHTS_SHA256), **trainer.factors())
    questions = sum(len(text.questions) for lesson in lessons for text in lesson)
    write_passport(path, asdict(recipe), paths, len(lessons), questions)
    return path


def _bundled_weights() -> Weights:
    path = find_bundled_weights()
    if path is None:
        raise ModelError("the bundled model's weights are not installed: there is nothing to teach")
    return read_weights(path, WEIGHTS_SHA256)


def _answered(text: Text) -> bool:
    return any(text.golds)


class _Trainer:
    """The bundled BERT with factors beside the matrices of its layers, or of the upper ones alone.

    Everything but the factors is bf16 where the processor has AVX-512: several times as fast there
    as fp32 or autocast, and five times as slow where it has not (measured on AVX2).
    """

    def __init__(self, weights: Weights, recipe: Recipe) -> None:
        import torch

        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.bert: Any = make_bert(weights)
        self.bert.config._attn_implementation = "eager"  # its backward pass is the fastest
        if torch.backends.cpu.get_cpu_capability().startswith("AVX512"):
            self.bert.bfloat16()
        self.bert.requires_grad_(False)
        self.added = {
            f"l{i}.{part}.w": _put_beside(layer, PARTS[part], recipe.rank)
            for i, layer in enumerate(self.bert.encoder.layer)
            if i >= recipe.first_layer
            for part in MATRICES
        }
        self._lower: dict[tuple[int, ...], torch.Tensor] = {}

    def train(self, lessons: Sequence[Lesson], progress: Progress | None) -> None:
        """Train for the recipe's epochs: AdamW, short warm-up, cosine decay, clipped gradients."""
        import torch

        recipe, dice = self.recipe, random.Random(self.recipe.seed)
        parameters = [p for factors in self.added.values() for p in (factors.left, factors.right)]
        optimiser = torch.optim.AdamW(parameters, recipe.learning_rate, (0.9, 0.98), weight_decay=0)
        steps = recipe.epochs * len(list(batches(lessons, recipe.articles, dice)))
        rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps))
        told = recipe.tail_share, recipe.window_share
        shares = (1 - sum(told), *told)
        done = 0
        for _ in range(recipe.epochs):
            for batch in batches(lessons, recipe.articles, dice):
                (form,) = dice.choices(FORMS, shares)
                loss = self._loss(batch, form)
                optimiser.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]  # torch's own
                torch.nn.utils.clip_grad_norm_(parameters, 1.0)
                optimiser.step()
                rate.step()
                done += 1
                if progress:
                    progress(f"teaching the encoder (loss {loss.item():.2f})", done, steps)

    def factors(self) -> dict[str, Any]:
        """Return the factors under the adapter file's names, float16."""
        stored = {}
        for name, factors in self.added.items():
            stored[f"{name}.out"] = factors.left.detach().numpy().astype(np.float16)
            stored[f"{name}.in"] = factors.right.detach().numpy().astype(np.float16)
        return stored

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
        vectors = iter(torch.split(self._encode(texts), _sizes(batch, form)))
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

    def _encode(self, texts: Sequence[tuple[int, ...]]) -> "torch.Tensor":
        """Return the texts' vectors, (n, d) float32, rows of unit length, in order."""
        import torch

        vectors: list[torch.Tensor] = []
        order: list[int] = []
        for rows in _by_length(texts):
            chunk = [texts[i] for i in rows]
            mask = _mask(chunk)
            hidden = self._lower_states(chunk)
            hidden = self._run(hidden, mask, self.recipe.first_layer, None).float()
            kept = mask.unsqueeze(-1).float()
            pooled = (hidden * kept).sum(1) / kept.sum(1)
            vectors.append(torch.nn.functional.normalize(pooled, dim=-1))
            order += rows
        return torch.cat(vectors)[torch.tensor(order).argsort()]

    def _lower_states(self, texts: Sequence[tuple[int, ...]]) -> "torch.Tensor":
        """Return what reaches the first trained layer, (n, tokens, d), once computed."""
        import torch

        pad = torch.nn.utils.rnn.pad_sequence
        new = [ids for ids in texts if ids not in self._lower]
        if new:
            padded = pad([torch.tensor(ids) for ids in new], batch_first=True)
            with torch.no_grad():
                hidden = self.bert.embeddings(input_ids=padded)
                hidden = self._run(hidden, _mask(new), 0, self.recipe.first_layer)
            self._lower |= {
                ids: row[: len(ids)].clone() for ids, row in zip(new, hidden, strict=True)
            }
        return pad([self._lower[ids] for ids in texts], batch_first=True)

    def _run(self, hidden: Any, mask: Any, first: int, end: int | None) -> Any:
        """Run layers `first` to `end`; `mask` is (n, tokens) bool, true for tokens that are."""
        import torch

        bias = torch.zeros(mask.shape, dtype=hidden.dtype).masked_fill(~mask, -1e9)
        for layer in self.bert.encoder.layer[first:end]:
            hidden = layer(hidden, bias[:, None, None, :])
        return hidden


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


def _by_length(texts: Sequence[tuple[int, ...]]) -> Iterator[list[int]]:
    """Group texts of like length, so that little is padding; yield their numbers."""
    chunk: list[int] = []
    for i in sorted(range(len(texts)), key=lambda i: len(texts[i])):
        if chunk and len(texts[i]) * (len(chunk) + 1) > MAX_TOKENS_AT_ONCE:
            yield chunk
            chunk = []
        chunk.append(i)
    if chunk:
        yield chunk


def _mask(texts: Sequence[tuple[int, ...]]) -> "torch.Tensor":
    import torch

    lengths = torch.tensor([len(ids) for ids in texts])
    return torch.arange(int(lengths.max()))[None, :] < lengths[:, None]


def _rate(step: int, steps: int) -> float:
    """Return the learning rate's factor: 6 % warm-up, then a cosine to 3 %."""
    warm = max(5, int(0.06 * steps))
    cosine = 0.5 * (1 + math.cos(math.pi * min(1, step / steps)))
    return min(1, (step + 1) / warm) * (0.03 + 0.97 * cosine)
