"""Question files → lessons: articles in token ids, as the encoder is taught on them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.corpora import parallel_files
from index.encoder import with_tail
from index.model.bert import make_tokenizer
from index.model.bundled import Weights
from index.model.source import E5_PROMPTS
from index.question_sets import Part, QuestionSet, read_squad
from index.shelf import windows
from index.stories import read_stories

Ids = tuple[int, ...]  # of a text's tokens

# A passage is a sentence alone, with the tail of the one before, or each of its windows, of which
# the likest counts.
FORMS = ("alone", "tail", "windows")


@dataclass(frozen=True, slots=True)
class Text:
    """One language of a lesson: token ids of its sentences in each form and of its questions.

    `owners` are the numbers of the sentences that the windows are of. `golds` are, for each
    question, the numbers of the sentences that answer it.
    """

    alone: tuple[Ids, ...]
    tail: tuple[Ids, ...]
    windows: tuple[Ids, ...]
    owners: tuple[int, ...]
    questions: tuple[Ids, ...]
    golds: tuple[frozenset[int], ...]

    def passages(self, form: str) -> tuple[Ids, ...]:
        """Return the token ids of all passages of a form."""
        found: tuple[Ids, ...] = getattr(self, form)
        return found


Lesson = tuple[Text, ...]  # one article in one language, or in the languages of parallel files


def read_lessons(paths: Sequence[Path], weights: Weights) -> list[Lesson]:
    """Read files into lessons, parallel ones joined; only of the articles of Part.ADAPTER.

    A story is one lesson, with its questions in all languages.
    """
    tokenizer = teaching_tokenizer(weights)
    return [tuple(tokenise(one, tokenizer) for one in languages) for languages in read_sets(paths)]


def read_sets(paths: Sequence[Path]) -> list[tuple[QuestionSet, ...]]:
    """Read the articles of Part.ADAPTER, each in one language or in those of parallel files."""
    return [
        languages
        for group in parallel_files(paths)
        for languages in zip(*map(_sets, group), strict=True)
        if languages[0].is_of(Part.ADAPTER)
    ]


def _sets(path: Path) -> list[QuestionSet]:
    return read_stories(path) if path.is_dir() else read_squad(path)


def teaching_tokenizer(weights: Weights) -> Any:
    """Return the tokenizer, cutting texts to what the network reads at most."""
    tokenizer = make_tokenizer(weights)
    tokenizer.enable_truncation(weights.positions)
    return tokenizer


def tokenise(one: QuestionSet, tokenizer: Any) -> Text:
    """Return an article and its questions in token ids."""
    sentences = [one.article.text[s.start : s.end] for s in one.sentences]
    tails = [with_tail(text, sentences[i - 1] if i else "") for i, text in enumerate(sentences)]
    parts = [(number, part) for number, text in enumerate(sentences) for part in windows(text)]
    question, passage = E5_PROMPTS

    def ids(prefix: str, texts: Sequence[str]) -> tuple[Ids, ...]:
        encoded = tokenizer.encode_batch([prefix + text for text in texts])
        return tuple(tuple(encoding.ids) for encoding in encoded)

    return Text(
        alone=ids(passage, sentences),
        tail=ids(passage, tails),
        windows=ids(passage, [part for _, part in parts]),
        owners=tuple(number for number, _ in parts),
        questions=ids(question, [asked.question for asked in one.asked]),
        golds=tuple(asked.answering for asked in one.asked),
    )


def batches(
    lessons: Sequence[Lesson], articles: int, dice: random.Random
) -> Iterator[list[Lesson]]:
    """Yield shuffled batches: a parallel lesson alone, `articles` of the others together."""
    shuffled = dice.sample(lessons, len(lessons))
    single = [lesson for lesson in shuffled if not _is_parallel(lesson)]
    batches = [single[i : i + articles] for i in range(0, len(single), articles)]
    batches += [[lesson] for lesson in shuffled if _is_parallel(lesson)]
    dice.shuffle(batches)
    yield from batches


def _is_parallel(lesson: Lesson) -> bool:
    return len(lesson) > 1
