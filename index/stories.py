"""Stories: articles with questions in many languages, one JSON file each → question sets.

A file has `title`, `language`, `text` (a paragraph a line) and `questions`; each of those has a
`kind`, `ask` (language → question), and unless the story does not answer it `evidence`: words that
stand in one sentence alone, a string or a list of them.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.article import Article, Sentence
from index.blocks import Block, BlockKind
from index.entries import read_json, strings_of, value_of, words_of
from index.errors import EvaluationError
from index.question_sets import Asked, QuestionSet, language_code
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
    article = _article(table, str(path))
    sentences = split(article)
    asked = [
        one
        for number, entry in enumerate(value_of(table, "questions", list, str(path)), start=1)
        for one in _asked(f"{path}: question {number}", article, sentences, entry)
    ]
    return QuestionSet(article, sentences, tuple(asked))


def _article(table: Any, where: str) -> Article:
    """Return the story; that each of its lines is a paragraph is known, not guessed."""
    text, title, language = (words_of(table, key, where) for key in ("text", "title", "language"))
    blocks, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            head = start + len(line) - len(line.lstrip())
            blocks.append(Block(head, head + len(line.strip()), BlockKind.BODY))
        start += len(line) + 1
    return Article(text, title, language_code(language, where), tuple(blocks))


def _asked(
    where: str, article: Article, sentences: Sequence[Sentence], entry: Any
) -> Iterator[Asked]:
    kind, asks = words_of(entry, "kind", where), value_of(entry, "ask", dict, where)
    golds = frozenset(_place(where, article, sentences, words) for words in _evidence(entry, where))
    for language in asks:
        question, code = words_of(asks, language, where), language_code(language, where)
        yield Asked(question, code, golds, golds, kind=kind)


def _evidence(entry: Any, where: str) -> list[str]:
    if "evidence" not in entry:
        return []
    if isinstance(entry["evidence"], str):
        return [words_of(entry, "evidence", where)]
    return strings_of(entry, "evidence", where)


def _place(where: str, article: Article, sentences: Sequence[Sentence], words: str) -> int:
    start = article.text.find(words)
    if start < 0 or article.text.find(words, start + 1) >= 0:
        raise EvaluationError(f"{where}: must stand in the story once: {words}")
    return next(n for n, span in enumerate(sentences) if start < span.end)
