"""Question sets → the cross-encoder: training, with torch.

A question is put to one sentence that answers it and to others of its article that look as if they
did, or to the others alone, with the answer taken away; now and then to another article. The loss
is that of a choice between the sentences and none of them, and of finding the answer's words in its
sentence. The encoder is left as it is: what it makes of each token is computed once.
"""

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from index.corpora import Corpus, read_corpora
from index.cross_encoder import MAX_TOKENS, CrossEncoder
from index.encoder import Progress, TokenEncoder, Tokens, Vectors, file_sha256
from index.errors import EvaluationError
from index.question_sets import Asked, Part, QuestionSet
from index.shelf import Shelf

LIKELY = 14  # the rivals of an answer are drawn from so many likely sentences
ROWS_AT_ONCE = 40  # pairs of like length in one run of the network
AXES_FROM = 15_000  # states of each side, to find the main axes of
STATES_SCALE = 3.0  # brings centred states near to unit variance, where training starts well


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a cross-encoder is trained; the defaults are those of the one that is shipped.

    `removed_share` of the answerable questions lose their answer, `elsewhere_share` of all are put
    to another article. `alone_times` is how often an epoch asks the questions of files without
    parallel ones, `crossed_share` how many of the others that cross languages it asks.
    """

    width: int = 96
    layers: int = 2
    heads: int = 4
    dropout: float = 0.1
    learning_rate: float = 1e-3
    weight_decay: float = 0.05
    epochs: int = 4
    batch: int = 24
    rivals: tuple[int, int] = (4, 2)  # the likeliest, and so many drawn from those that follow
    removed_share: float = 0.31
    elsewhere_share: float = 0.04
    alone_times: int = 2
    crossed_share: float = 0.6
    span_weight: float = 0.1
    seed: int = 0


@dataclass
class Lesson:
    """An article with what the encoder makes of it, and its questions."""

    asked: Sequence[Asked]
    passages: Sequence[Tokens]
    vectors: Vectors
    questions: Sequence[tuple[Tokens, Vectors]]
    answers: Sequence[Sequence[Sequence[int]]]  # of each question: token ids of its answers

    def likely(self, question: Tokens, vector: Vectors, rarity: Vectors) -> list[int]:
        """Return the sentences, likeliest first, by meaning and by rare tokens in common."""
        dense = self.vectors @ vector
        asked = np.unique(question.ids)
        shared = [rarity[np.intersect1d(asked, each.ids)].sum() for each in self.passages]
        spread = max(float(dense.std()), 1e-3)
        total = max(float(rarity[asked].sum()), 1e-6)
        scores = (dense - dense.mean()) / spread + 1.5 * np.array(shared) / total
        found: list[int] = np.argsort(-scores, kind="stable").tolist()
        return found


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a sentence; `group` numbers the question within its batch."""

    group: int
    question: Tokens
    passage: Tokens


@dataclass(frozen=True, slots=True)
class Choice:
    """The pairs from `first` on, before `last`, of which the first one answers if `answered`.

    `span` are the first and the last token of the answer in it, where they are known.
    """

    first: int
    last: int
    answered: bool
    span: tuple[int, int] | None


class _Layer(nn.Module):
    """A transformer's layer with its norms first."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.up = nn.Linear(width, 2 * width)
        self.down = nn.Linear(2 * width, width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        n, length, width = x.shape
        parts = self.qkv(self.norm1(x)).view(n, length, 3, self.heads, width // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        x = x + self.drop(self.out(mixed.transpose(1, 2).reshape(n, length, width)))
        added: torch.Tensor = self.drop(self.down(functional.relu(self.up(self.norm2(x)))))
        return x + added


class _Network(nn.Module):
    """What `CrossEncoder.logits` computes, in torch, with a head that finds answers beside it."""

    def __init__(self, dimensions: int, recipe: Recipe) -> None:
        super().__init__()
        width = recipe.width
        self.question, self.passage = nn.Linear(dimensions, width), nn.Linear(dimensions, width)
        self.of_question, self.of_passage = nn.Linear(5, width), nn.Linear(3, width)
        self.kind = nn.Parameter(torch.randn(3, width) * 0.02)
        self.layers = nn.ModuleList(
            _Layer(width, recipe.heads, recipe.dropout) for _ in range(recipe.layers)
        )
        self.norm = nn.LayerNorm(width)
        self.drop = nn.Dropout(recipe.dropout)
        self.inner, self.outer = nn.Linear(2 * width, width), nn.Linear(width, 1)
        self.span = nn.Linear(width, 2)
        self.none = nn.Parameter(torch.zeros(1))

    def match(self, chunk: "_Chunk") -> "_Matched":
        """Project both sides, and find for each token the likest one of the other side."""
        asked, kept = self.question(chunk.asked), self.passage(chunk.kept)
        similar = functional.normalize(asked, dim=-1) @ functional.normalize(
            kept, dim=-1
        ).transpose(1, 2)
        found = similar.masked_fill(~chunk.kept_mask[:, None, :], -1).amax(2)
        back = similar.masked_fill(~chunk.asked_mask[:, :, None], -1).amax(1)
        return _Matched(asked, kept, found, chunk.same.amax(2), back, chunk.same.amax(1))

    def read(
        self,
        chunk: "_Chunk",
        matched: "_Matched",
        found_anywhere: torch.Tensor,
        same_anywhere: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the logit of each pair, and of each passage token to begin and end the answer."""
        of_question = torch.stack(
            [matched.found, matched.same, found_anywhere, same_anywhere, chunk.asked_rarity], 2
        )
        of_passage = torch.stack([matched.back, matched.same_back, chunk.kept_rarity], 2)
        n, asked_length = matched.found.shape
        x = torch.cat(
            [
                self.kind[2].expand(n, 1, -1),
                matched.asked + self.kind[0] + self.of_question(of_question),
                matched.kept + self.kind[1] + self.of_passage(of_passage),
            ],
            1,
        )
        seen = torch.cat([torch.ones(n, 1, dtype=torch.bool), chunk.asked_mask, chunk.kept_mask], 1)
        bias = torch.zeros(seen.shape).masked_fill(~seen, -1e9)[:, None, None, :]
        x = self.drop(x)
        for layer in self.layers:
            x = layer(x, bias)
        x = self.norm(x)
        mask = chunk.asked_mask[..., None]
        pooled = (x[:, 1 : 1 + asked_length] * mask).sum(1) / mask.sum(1)
        scores = self.outer(functional.relu(self.inner(torch.cat([x[:, 0], pooled], 1))))[:, 0]
        spans = self.span(x[:, 1 + asked_length :])
        return scores, spans.masked_fill(~chunk.kept_mask[..., None], -1e9)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Pairs of like length, padded: `rows` are their numbers in the batch."""

    rows: list[int]
    groups: torch.Tensor
    asked: torch.Tensor
    asked_mask: torch.Tensor
    asked_rarity: torch.Tensor
    kept: torch.Tensor
    kept_mask: torch.Tensor
    kept_rarity: torch.Tensor
    same: torch.Tensor


@dataclass(frozen=True, slots=True)
class _Matched:
    asked: torch.Tensor
    kept: torch.Tensor
    found: torch.Tensor
    same: torch.Tensor
    back: torch.Tensor
    same_back: torch.Tensor


def train_cross_encoder(
    files: Sequence[Path],
    encoder: TokenEncoder,
    out: Path,
    *,
    recipe: Recipe | None = None,
    progress: Progress | None = None,
) -> Path:
    """Train on question files and folders of stories; write the result (npz) and how it was made.

    Only the articles of Part.ADAPTER are learnt from. Raise EvaluationError where a file is wrong
    or nothing can be learnt.
    """
    recipe = recipe or Recipe()
    torch.manual_seed(recipe.seed)
    corpora = read_corpora(files)
    trainer = _Trainer(encoder, recipe)
    for corpus in corpora.same:
        trainer.add(corpus, times=recipe.alone_times, progress=progress)
    for corpus in corpora.crossed:
        trainer.add(corpus, share=recipe.crossed_share, progress=progress)
    if not any(asked.answering for lesson, _ in trainer.items for asked in lesson.asked):
        raise EvaluationError(f"{', '.join(map(str, files))}: no answered question to learn from")
    trainer.train(progress)
    out.parent.mkdir(parents=True, exist_ok=True)
    trainer.learnt().write(out)
    _write_passport(out, recipe, [*corpora.same, *corpora.crossed], len(trainer.items))
    return out


class _Trainer:
    def __init__(self, encoder: TokenEncoder, recipe: Recipe) -> None:
        self.encoder, self.recipe = encoder, recipe
        self.dice = random.Random(recipe.seed)
        self.items: list[tuple[Lesson, int]] = []  # lessons, each with the number of a question
        self.network = _Network(encoder.dimensions, recipe)
        self._lessons: list[Lesson] = []
        self._passages: dict[tuple[str, str], tuple[Tokens, Vectors]] = {}

    def add(
        self, corpus: Corpus, times: int = 1, share: float = 1.0, progress: Progress | None = None
    ) -> None:
        """Take a corpus's lessons; `times` and `share`: how often an epoch asks their questions."""
        for each in corpus.part(Part.ADAPTER):
            if not each.asked:
                continue
            lesson = self._lesson(each, progress)
            self._lessons.append(lesson)
            asked = [
                n for n in range(len(lesson.asked)) if share >= 1 or self.dice.random() < share
            ]
            self.items += [(lesson, number) for number in asked] * times

    def _lesson(self, each: QuestionSet, progress: Progress | None) -> Lesson:
        shelf = Shelf([each.article], [each.sentences])
        texts, contexts = shelf.texts(), shelf.contexts()
        new = [p for p in zip(contexts, texts, strict=True) if p not in self._passages]
        if new:
            found: dict[int, Tokens] = {}
            vectors = self.encoder.encode_tokens(
                [context for context, _ in new],
                [text for _, text in new],
                found.__setitem__,
                progress,
            )
            for place, pair in enumerate(new):
                tokens = found[place]
                kept = Tokens(tokens.ids, tokens.states.astype(np.float16))  # half the memory
                self._passages[pair] = kept, vectors[place]
        kept_pairs = [self._passages[pair] for pair in zip(contexts, texts, strict=True)]
        questions = [
            (self.encoder.question_tokens(a.question), self.encoder.encode_question(a.question))
            for a in each.asked
        ]
        answers = [
            [self.encoder.question_tokens(words).ids.tolist() for words in asked.answers]
            for asked in each.asked
        ]
        return Lesson(
            asked=each.asked,
            passages=[tokens for tokens, _ in kept_pairs],
            vectors=np.stack([vector for _, vector in kept_pairs]),
            questions=questions,
            answers=answers,
        )

    def train(self, progress: Progress | None) -> None:
        """Train for the recipe's epochs: AdamW, warm-up, cosine decay, clipped gradients."""
        recipe = self.recipe
        self._measure()
        parameters = list(self.network.parameters())
        optimiser = torch.optim.AdamW(
            parameters, recipe.learning_rate, weight_decay=recipe.weight_decay
        )
        steps = recipe.epochs * max(1, len(self.items) // recipe.batch)
        rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps))
        self.network.train()
        pool: list[tuple[Lesson, int]] = []
        for step in range(1, steps + 1):
            if len(pool) < recipe.batch:
                pool = self.dice.sample(self.items, len(self.items))
            batch, pool = pool[: recipe.batch], pool[recipe.batch :]
            loss = self._loss(batch)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch's own
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            rate.step()
            if progress:
                progress(f"teaching the cross-encoder (loss {loss.item():.2f})", step, steps)
        self.network.eval()

    def _measure(self) -> None:
        """Take the means of the states, the axes to project them on at first, and rarities."""
        passages = [tokens for tokens, _ in self._passages.values() if len(tokens.ids)]
        asked = [
            tokens for each in self._lessons for tokens, _ in each.questions if len(tokens.ids)
        ]
        self.passage_mean = _mean_state(passages)
        self.question_mean = _mean_state(asked)
        self.rarity = _rarity(passages)
        centred = [_states(passages) - self.passage_mean, _states(asked) - self.question_mean]
        _, _, axes = np.linalg.svd(np.concatenate(centred), full_matrices=False)
        for side in (self.network.question, self.network.passage):
            with torch.no_grad():
                side.weight.copy_(torch.from_numpy(axes[: self.recipe.width]))
                side.bias.zero_()

    def _loss(self, batch: Sequence[tuple[Lesson, int]]) -> torch.Tensor:
        pairs: list[Pair] = []
        choices = [self._choose(lesson, number, pairs) for lesson, number in batch]
        scores, spans = self._forward(pairs)
        chosen, found = [], []
        for choice in choices:
            options = torch.cat([self.network.none, scores[choice.first : choice.last]])
            right = torch.tensor([int(choice.answered)])
            chosen.append(functional.cross_entropy(options[None], right))
            if choice.span and choice.span[1] < len(spans[choice.first]):
                logits = spans[choice.first].T  # of the first token, and of the last one
                found.append(functional.cross_entropy(logits, torch.tensor(choice.span)))
        loss = torch.stack(chosen).mean()
        return loss + self.recipe.span_weight * torch.stack(found).mean() if found else loss

    def _choose(self, lesson: Lesson, number: int, pairs: list[Pair]) -> Choice:
        """Append a question's pairs to those of its batch: first its answer, if it keeps one."""
        recipe, dice, first = self.recipe, self.dice, len(pairs)
        group = pairs[-1].group + 1 if pairs else 0
        question, vector = lesson.questions[number]
        asked, luck = lesson.asked[number], dice.random()
        if luck < recipe.elsewhere_share:
            other = dice.choice(self._lessons)
            if other.asked is not lesson.asked:
                likely = other.likely(question, vector, self.rarity)[: sum(recipe.rivals)]
                pairs += [Pair(group, question, other.passages[n]) for n in likely]
                return Choice(first, len(pairs), answered=False, span=None)
        likely = lesson.likely(question, vector, self.rarity)
        removed = (
            luck < recipe.elsewhere_share + recipe.removed_share
            and len(asked.holding) < len(likely) - 3
        )
        gold = dice.choice(sorted(asked.answering)) if asked.answering and not removed else None
        left_out = asked.holding if removed else asked.answering
        rivals = [n for n in likely if n not in left_out]
        near, drawn = recipe.rivals
        taken = rivals[:near]
        taken += dice.sample(rivals[near:LIKELY], min(drawn, len(rivals[near:LIKELY])))
        span = None
        if gold is not None:
            taken.insert(0, gold)
            span = _span(lesson.passages[gold].ids.tolist(), lesson.answers[number])
        pairs += [Pair(group, question, lesson.passages[n]) for n in taken]
        return Choice(first, len(pairs), answered=gold is not None, span=span)

    def _forward(self, pairs: Sequence[Pair]) -> tuple[torch.Tensor, list[torch.Tensor]]:
        """Return each pair's logit, and its span logits (t, 2)."""
        chunks = [self._chunk(pairs, rows) for rows in _by_length(pairs)]
        matched = [self.network.match(chunk) for chunk in chunks]
        groups = pairs[-1].group + 1
        longest = max(chunk.asked.shape[1] for chunk in chunks)
        found, same = torch.full((groups, longest), -1.0), torch.zeros(groups, longest)
        for chunk, one in zip(chunks, matched, strict=True):
            places = chunk.groups[:, None].expand(-1, one.found.shape[1])
            padding = (0, longest - one.found.shape[1])
            places = functional.pad(places, padding, value=0)
            found = found.scatter_reduce(
                0, places, functional.pad(one.found, padding, value=-1.0), "amax"
            )
            same = same.scatter_reduce(0, places, functional.pad(one.same, padding), "amax")
        scores, rows = [], []
        spans: list[torch.Tensor] = [torch.empty(0)] * len(pairs)
        for chunk, one in zip(chunks, matched, strict=True):
            length = one.found.shape[1]
            some, of_tokens = self.network.read(
                chunk, one, found[chunk.groups, :length], same[chunk.groups, :length]
            )
            scores.append(some)
            rows += chunk.rows
            for row, logits in zip(chunk.rows, of_tokens, strict=True):
                spans[row] = logits
        return torch.cat(scores)[torch.tensor(rows).argsort()], spans

    def _chunk(self, pairs: Sequence[Pair], rows: list[int]) -> _Chunk:
        asked, asked_ids = _pad([pairs[r].question for r in rows], self.question_mean, -1)
        kept, kept_ids = _pad([pairs[r].passage for r in rows], self.passage_mean, -2)
        asked_mask, kept_mask = asked_ids >= 0, kept_ids >= 0
        for mask in (asked_mask, kept_mask):
            mask[:, 0] = True  # a text without a token has one of zeros

        def rare(ids: NDArray[np.int64]) -> torch.Tensor:
            return torch.from_numpy(self.rarity[np.maximum(ids, 0)] * (ids >= 0))

        same = (asked_ids[:, :, None] == kept_ids[:, None, :]).astype(np.float32)
        return _Chunk(
            rows=rows,
            groups=torch.tensor([pairs[r].group for r in rows]),
            asked=torch.from_numpy(asked),
            asked_mask=torch.from_numpy(asked_mask),
            asked_rarity=rare(asked_ids),
            kept=torch.from_numpy(kept),
            kept_mask=torch.from_numpy(kept_mask),
            kept_rarity=rare(kept_ids),
            same=torch.from_numpy(same),
        )

    def learnt(self) -> CrossEncoder:
        """Return what was learnt; the logit of "none" is taken off, so that 0 is undecided."""
        state = {
            name: t.numpy().astype(np.float32) for name, t in self.network.state_dict().items()
        }
        arrays: dict[str, Vectors] = {
            "heads": np.array(self.recipe.heads, np.float32),
            "rarity": self.rarity,
            "kind": state["kind"],
            "question.mean": self.question_mean,
            "passage.mean": self.passage_mean,
        }
        names = {
            "question": "question",
            "passage": "passage",
            "of_question": "question.matches",
            "of_passage": "passage.matches",
            "norm": "norm",
            "inner": "score.inner",
            "outer": "score.outer",
        }
        for number in range(self.recipe.layers):
            for part in ("qkv", "out", "up", "down", "norm1", "norm2"):
                names[f"layers.{number}.{part}"] = f"layer{number}.{part}"
        for inside, outside in names.items():
            for kind in ("weight", "bias"):
                arrays[f"{outside}.{kind}"] = state[f"{inside}.{kind}"]
        for side in ("question", "passage"):
            arrays[f"{side}.weight"] = arrays[f"{side}.weight"] * np.float32(STATES_SCALE)
        arrays["score.outer.bias"] = arrays["score.outer.bias"] - state["none"]
        return CrossEncoder(self.encoder.fingerprint, arrays)


def _states(some: Sequence[Tokens]) -> Vectors:
    """Return the states of the tokens of texts spread over all of these, (AXES_FROM, d) at most."""
    step = max(1, sum(len(tokens.ids) for tokens in some) // AXES_FROM)
    return np.concatenate([tokens.states.astype(np.float32) for tokens in some[::step]])


def _mean_state(some: Sequence[Tokens]) -> Vectors:
    means = [tokens.states.astype(np.float32).mean(axis=0) for tokens in some]
    mean: Vectors = np.mean(means, axis=0).astype(np.float32)
    return mean


def _rarity(passages: Sequence[Tokens]) -> Vectors:
    """Return for each piece of the vocabulary its idf over the passages, as a share of the highest.

    (v,) float32; v is the least power of two beyond the ids at hand, and rarer ones count 1.
    """
    counts = Counter(piece for tokens in passages for piece in set(tokens.ids.tolist()))
    size = 1 << 18
    total = len(passages)
    rarity = np.ones(size, np.float32)
    for piece, count in counts.items():
        rarity[piece] = min(1.0, math.log((total + 1) / (count + 0.5)) / math.log(total + 1))
    return rarity


def _pad(some: Sequence[Tokens], mean: Vectors, nothing: int) -> tuple[Vectors, NDArray[np.int64]]:
    """Return centred states (n, t, d) and ids (n, t), `nothing` where no token is."""
    longest = max(1, *(min(len(tokens.ids), MAX_TOKENS) for tokens in some))
    states = np.zeros((len(some), longest, len(mean)), np.float32)
    ids = np.full((len(some), longest), nothing, np.int64)
    for row, tokens in enumerate(some):
        size = min(len(tokens.ids), longest)
        states[row, :size] = (tokens.states[:size].astype(np.float32) - mean) * STATES_SCALE
        ids[row, :size] = tokens.ids[:size]
    return states, ids


def _by_length(pairs: Sequence[Pair]) -> list[list[int]]:
    """Part the numbers of the pairs into groups of like length, so that little is padding."""
    ranking = sorted(range(len(pairs)), key=lambda row: len(pairs[row].passage.ids))
    return [ranking[i : i + ROWS_AT_ONCE] for i in range(0, len(ranking), ROWS_AT_ONCE)]


def _span(passage: Sequence[int], answers: Sequence[Sequence[int]]) -> tuple[int, int] | None:
    """Return the first and last token of an answer in a passage that has its ids in a row."""
    for answer in answers:
        size = len(answer)
        for start in range(len(passage) - size + 1 if size else 0):
            if passage[start : start + size] == answer:
                return start, start + size - 1
    return None


def _rate(step: int, steps: int) -> float:
    """Return the learning rate's factor: a warm-up of up to 150 steps, then a cosine to 3 %."""
    cosine = 0.5 * (1 + math.cos(math.pi * min(1, step / steps)))
    return min(1, (step + 1) / max(1, min(150, steps // 5))) * (0.03 + 0.97 * cosine)


def _write_passport(path: Path, recipe: Recipe, corpora: Sequence[Corpus], questions: int) -> None:
    """Write what a cross-encoder was made from and how, as TOML beside it."""
    settings: Mapping[str, Any] = asdict(recipe)
    licences = dict.fromkeys(licence for each in corpora for licence in each.licences)
    lines = [
        f'cross_encoder_sha256 = "{file_sha256(path)}"',
        f'trained = "{datetime.now(UTC).date().isoformat()}"',
        f"questions = {questions}",
        f'learnt = "the articles of the part {Part.ADAPTER}, by SHA-256 of their titles"',
        f'licence = "{" and ".join(licences)}"',
        "",
        "[recipe]",
        *(f"{n} = {list(v) if isinstance(v, tuple) else v}" for n, v in settings.items()),
        "",
        "[data]",
        "sources = [",
        *(f'  "{name}",' for name in dict.fromkeys(s for each in corpora for s in each.sources)),
        "]",
    ]
    path.with_suffix(".toml").write_text("\n".join(lines) + "\n", "utf-8")
