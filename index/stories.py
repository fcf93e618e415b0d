"""Stories: articles with questions in many languages, one JSON file each → question sets.

A file has `title`, `language`, `text` (a paragraph a line) and `questions`; each of those has a
`kind`, `ask` (language → question), and unless the story does not answer it `evidence`: words that
stand in one sentence alone, a string or a list of them.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from index.article import Article, Sentence
from index.errors import EvaluationError
from index.layout import Block, BlockKind
from index.question_sets import Asked, QuestionSet, read_json
from index.sentences import split


def read_stories(folder: Path) -> list[QuestionSet]:
    """Read a folder's stories in the order of their names; raise EvaluationError naming the file.

    Everything is asked in every language that it is written in, the story's own among them.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise EvaluationError(f"{folder}: no story (*.json) in it")
    return [_read_story(path) for path in paths]


def stories_sha256(folder: Path) -> str:
    """Return the SHA-256 of all stories of a folder, in the order of their names."""
    told = b"".join(path.read_bytes() for path in sorted(folder.glob("*.json")))
    return hashlib.sha256(told).hexdigest()


def _read_story(path: Path) -> QuestionSet:
    table = read_json(path)
    try:
        article = _article(table)
        sentences = split(article)
        asked = [
            one
            for number, entry in enumerate(table["questions"], start=1)
            for one in _asked(f"{path}: question {number}", article, sentences, entry)
        ]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise EvaluationError(f"{path}: not a story: {error!r}") from error
    return QuestionSet(article, sentences, tuple(asked))


def _article(table: Mapping[str, Any]) -> Article:
    """Return the story; that each of its lines is a paragraph is known, not guessed."""
    blocks, start = [], 0
    for line in table["text"].split("\n"):
        if line.strip():
            head = start + len(line) - len(line.lstrip())
            blocks.append(Block(head, head + len(line.strip()), BlockKind.BODY))
        start += len(line) + 1
    return Article(table["text"], table["title"], table["language"], tuple(blocks))


def _asked(
    where: str, article: Article, sentences: Sequence[Sentence], entry: Mapping[str, Any]
) -> Iterator[Asked]:
    evidence = entry.get("evidence", [])
    found = [
        _place(where, article, sentences, words)
        for words in ([evidence] if isinstance(evidence, str) else evidence)
    ]
    golds = frozenset(found)
    for language, question in entry["ask"].items():
        yield Asked(question, language, golds, golds, kind=entry["kind"])


def _place(where: str, article: Article, sentences: Sequence[Sentence], words: str) -> int:
    start = article.text.find(words)
    if start < 0 or article.text.find(words, start + 1) >= 0:
        raise EvaluationError(f"{where}: must stand in the story once: {words}")
    return next(n for n, span in enumerate(sentences) if start < span.end)
