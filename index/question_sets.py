"""Question files: SQuAD-format JSON and question JSONL → questions with their evidence."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.article import Article, Sentence
from index.errors import ArticleError, EvaluationError
from index.language import detect_language
from index.layout import Block, BlockKind
from index.questions import language_of
from index.sentences import split

FIFTHS = 5


class Part(StrEnum):
    """The articles of a set, parted by their titles, so that the same part is always the same.

    Nothing is ever fitted on HELD_OUT, one fifth. The encoder's adapter is taught on ADAPTER, three
    fifths, and what looks at its similarities is fitted on WEIGHTS, the last: on articles that it
    has seen they would be believed too much. Other encoders are fitted to with both, FITTED.
    """

    ALL = "all"
    HELD_OUT = "held-out"
    WEIGHTS = "weights"
    ADAPTER = "adapter"
    FITTED = "fitted"


_FIFTHS = {
    Part.ALL: (0, 1, 2, 3, 4),
    Part.HELD_OUT: (0,),
    Part.WEIGHTS: (1,),
    Part.ADAPTER: (2, 3, 4),
    Part.FITTED: (1, 2, 3, 4),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the numbers, from 0, of the sentences that answer it.

    `holding` are those and all others that hold the answer's words: what is taken away to ask the
    question of an article that does not answer it. `rejected` must not be quoted.
    """

    question: str
    language: str
    answering: frozenset[int]
    holding: frozenset[int]
    rejected: frozenset[int] = frozenset()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """An article, split, and the questions that are asked of it."""

    article: Article
    sentences: tuple[Sentence, ...]
    asked: tuple[Asked, ...]

    def is_of(self, part: Part) -> bool:
        """Say whether the article belongs to this part of its set."""
        title = self.article.title.encode("utf-8", "surrogatepass")
        return int(sha256(title).hexdigest(), 16) % FIFTHS in _FIFTHS[part]


def read_squad(path: Path, questions: Path | None = None) -> list[QuestionSet]:
    """Read a SQuAD-format file; `questions` is a parallel file whose questions are asked instead.

    Each article is one text, its paragraphs with an empty line between them. Raise EvaluationError
    with the file and the place in it where something is wrong.
    """
    table = _load(path)
    asked = _by_id(questions) if questions else None
    return [_squad_article(path, n, entry, asked) for n, entry in enumerate(_entries(path, table))]


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}: not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise EvaluationError(f"{path}:{error.lineno}: not JSON: {error.msg}") from error


def _entries(path: Path, table: Any) -> list[Any]:
    entries = table.get("data") if isinstance(table, dict) else None
    if not isinstance(entries, list) or not entries:
        raise EvaluationError(f"{path}: not in SQuAD format: no list `data`, or an empty one")
    return entries


def _by_id(path: Path) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for number, entry in enumerate(_entries(path, _load(path))):
        try:
            asked = [qa for paragraph in entry["paragraphs"] for qa in paragraph["qas"]]
            found |= {str(qa["id"]): qa["question"] for qa in asked}
        except (KeyError, TypeError) as error:
            raise EvaluationError(
                f"{path}: data[{number}]: not in SQuAD format: {error!r}"
            ) from error
    return found


def question_ids(path: Path) -> frozenset[str]:
    """Return the ids of a file's questions: parallel files have the same."""
    return frozenset(_by_id(path))


def _squad_article(
    path: Path, number: int, entry: Any, asked: Mapping[str, str] | None
) -> QuestionSet:
    where = f"{path}: data[{number}]"
    try:
        contexts = [paragraph["context"] for paragraph in entry["paragraphs"]]
        article = _joined(entry["title"], contexts)
        sentences = split(article)
        starts = [
            block.start - _blank_head(c) for block, c in zip(article.blocks, contexts, strict=True)
        ]
        questions = [
            _squad_question(article, sentences, start, qa, asked, where)
            for start, paragraph in zip(starts, entry["paragraphs"], strict=True)
            for qa in paragraph["qas"]
        ]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise EvaluationError(f"{where}: not in SQuAD format: {error!r}") from error
    return QuestionSet(article, sentences, tuple(questions))


def _blank_head(context: str) -> int:
    return len(context) - len(context.lstrip())


def _joined(title: str, contexts: Sequence[str]) -> Article:
    """Return the paragraphs as one article; that each is a paragraph is known, not guessed."""
    blocks, start = [], 0
    for context in contexts:
        head = start + _blank_head(context)
        blocks.append(Block(head, head + len(context.strip()), BlockKind.BODY))
        start += len(context) + 2
    text = "\n\n".join(contexts)
    if not blocks or any(block.start == block.end for block in blocks):
        raise ValueError("a blank paragraph" if blocks else "no paragraph")
    if not isinstance(title, str):
        raise TypeError("the title is not a string")
    return Article(text, title, detect_language(text), tuple(blocks))


def _squad_question(
    article: Article,
    sentences: Sequence[Sentence],
    start: int,
    qa: Mapping[str, Any],
    asked: Mapping[str, str] | None,
    where: str,
) -> Asked:
    question = qa["question"]
    if asked is not None:
        if str(qa["id"]) not in asked:
            raise EvaluationError(f"{where}: question {qa['id']} is not in the parallel file")
        question = asked[str(qa["id"])]
    answering: set[int] = set()
    holding: set[int] = set()
    for answer in qa.get("answers", []):
        first = _nearest(article.text, answer["text"], start + answer["answer_start"])
        if first is None:
            raise EvaluationError(f"{where}: question {qa['id']}: its answer is not in the text")
        last = first + len(answer["text"])
        answering |= {n for n, s in enumerate(sentences) if s.start < last and first < s.end}
        holding |= _holders(article, sentences, answer["text"])
    code = language_of(question) or article.language
    return Asked(question, code, frozenset(answering), frozenset(answering | holding))


def _nearest(text: str, words: str, start: int) -> int | None:
    """Return where the words stand nearest to an offset: sets at hand are off by one or two."""
    if not words:
        raise ValueError("an empty answer")
    found = [match.start() for match in re.finditer(re.escape(words), text)]
    return min(found, key=lambda at: abs(at - start), default=None)


def _holders(article: Article, sentences: Sequence[Sentence], words: str) -> set[int]:
    return {n for n, s in enumerate(sentences) if words in article.text[s.start : s.end]}


def read_jsonl(path: Path, article: Article) -> QuestionSet:
    """Read question JSONL about one article; raise EvaluationError naming a line that is wrong."""
    sentences = split(article)
    asked = [
        _jsonl_question(f"{path}:{number}", line, article, sentences)
        for number, line in _lines(path)
    ]
    if not asked:
        raise EvaluationError(f"{path}: no question in it")
    return QuestionSet(article, sentences, tuple(asked))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}: not UTF-8 at byte {error.start}") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _jsonl_question(
    where: str, line: str, article: Article, sentences: Sequence[Sentence]
) -> Asked:
    try:
        entry = json.loads(line)
    except json.JSONDecodeError as error:
        raise EvaluationError(f"{where}: not JSON: {error.msg}") from error
    problem = _problem(entry)
    if problem:
        raise EvaluationError(f"{where}: {problem}")
    answering = _places(where, article, sentences, entry["evidence"])
    rejected = _places(where, article, sentences, entry.get("rejected", []))
    kind = str(entry.get("kind", ""))
    return Asked(
        entry["question"], entry["language"], answering, answering, rejected - answering, kind
    )


def _problem(entry: Any) -> str | None:
    if not isinstance(entry, dict):
        return "not an object"
    for key in ("question", "language"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            return f"`{key}` is missing or not a string"
    for key in ("evidence", "rejected"):
        value = entry.get(key, [] if key == "rejected" else None)
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            return f"`{key}` is missing or not a list of strings"
    return None


def _places(
    where: str, article: Article, sentences: Sequence[Sentence], evidence: Sequence[str]
) -> frozenset[int]:
    found: set[int] = set()
    for words in evidence:
        holders = _holders(article, sentences, words)
        if not holders:
            raise EvaluationError(f"{where}: no sentence of {article.title} holds: {words}")
        found |= holders
    return frozenset(found)


def read_questions(
    path: Path, article: Article, questions: Path | None = None
) -> list[QuestionSet]:
    """Read either format, told apart by the file's ending; JSONL is about `article`."""
    if path.suffix == ".jsonl":
        if questions:
            raise ArticleError(f"{path}: parallel questions go with SQuAD-format files alone")
        return [read_jsonl(path, article)]
    return read_squad(path, questions)


def limited(sets: Sequence[QuestionSet], part: Part, most: int | None = None) -> list[QuestionSet]:
    """Return a part of the articles, and of them so many at most.

    Where there is one article its questions are limited instead.
    """
    kept = [each for each in sets if each.is_of(part)]
    if len(kept) == 1 and most:
        return [replace(kept[0], asked=kept[0].asked[:most])]
    return kept[:most]
