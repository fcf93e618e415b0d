"""Question files: SQuAD-format JSON and question JSONL → questions with their evidence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.article import Article, Sentence
from index.blocks import Block, BlockKind
from index.entries import items_of, parsed, read_json, read_text, strings_of, value_of, words_of
from index.errors import EvaluationError
from index.language import detect_language, primary_subtag
from index.questions import language_of
from index.sentences import split

FIFTHS = 5
FARTHEST_OFF = 5  # characters from where an answer is said to stand; one, in the sets at hand
_CODE = re.compile(r"[a-z]{2,3}")  # ISO 639


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

    def is_crossed(self, asked: Asked) -> bool:
        """Say whether a question is in another language than the article."""
        return asked.language != self.article.code

    def is_of(self, part: Part) -> bool:
        """Say whether the article belongs to this part of its set."""
        title = self.article.title.encode("utf-8", "surrogatepass")
        return int(sha256(title).hexdigest(), 16) % FIFTHS in _FIFTHS[part]


def read_squad(path: Path, questions: Path | None = None) -> list[QuestionSet]:
    """Read a SQuAD-format file; `questions` is a parallel file whose questions are asked instead.

    Each article is one text, its paragraphs with an empty line between them. Raise EvaluationError
    with the file and the place in it where something is wrong, or with both that are not parallel.
    """
    asked = _of_parallel(path, questions) if questions else None
    found = [_squad_article(where, entry, asked) for where, entry in _entries(path)]
    if not any(each.asked for each in found):
        raise EvaluationError(f"{path}: no question in it")
    return found


def _entries(path: Path) -> list[tuple[str, Any]]:
    """Return the articles of a SQuAD-format file, each with its place."""
    if path.suffix == ".jsonl":
        raise EvaluationError(
            f"{path}: question JSONL has no articles of its own; a SQuAD-format file is needed here"
        )
    table = read_json(path)
    entries = table.get("data") if isinstance(table, dict) else None
    if not isinstance(entries, list) or not entries:
        raise EvaluationError(f"{path}: not in SQuAD format: no list `data`, or an empty one")
    return [(f"{path}: data[{number}]", entry) for number, entry in enumerate(entries)]


def _questions(path: Path) -> list[tuple[str, Any]]:
    """Return the questions of a SQuAD-format file, each with its place."""
    return [
        question
        for entry_at, entry in _entries(path)
        for paragraph_at, paragraph in items_of(entry, "paragraphs", entry_at)
        for question in items_of(paragraph, "qas", paragraph_at)
    ]


def question_ids(path: Path) -> frozenset[str]:
    """Return the ids of a file's questions: parallel files have the same."""
    return frozenset(_id(qa, where) for where, qa in _questions(path))


def require_parallel(one: Path, other: Path) -> None:
    """Raise EvaluationError unless two files are one in two languages.

    Both have the same titles, which part the articles, and question ids in the same places.
    """
    first, second = _outline(one), _outline(other)
    for place in {**first, **second}:
        if first.get(place) != second.get(place):
            raise EvaluationError(
                f"{one} and {other}: not parallel, {place} differs; parallel files have the same "
                "titles and question ids in the same places"
            )


def _outline(path: Path) -> dict[str, str]:
    """Return the titles of a file's articles and the ids of its questions, by their places."""
    titles = {where: value_of(entry, "title", str, where) for where, entry in _entries(path)}
    ids = {where: _id(qa, where) for where, qa in _questions(path)}
    return {where.removeprefix(f"{path}: "): value for where, value in {**titles, **ids}.items()}


def _of_parallel(path: Path, questions: Path) -> Mapping[str, str]:
    """Return the questions of a parallel file, by the places of those that they are asked for."""
    require_parallel(path, questions)
    pairs = zip(_questions(path), _questions(questions), strict=True)
    return {where: words_of(qa, "question", at) for (where, _), (at, qa) in pairs}


def _id(qa: Any, where: str) -> str:
    return str(value_of(qa, "id", object, where))  # numbers in some files


def _squad_article(where: str, entry: Any, asked: Mapping[str, str] | None) -> QuestionSet:
    paragraphs = items_of(entry, "paragraphs", where)
    contexts = [words_of(paragraph, "context", at) for at, paragraph in paragraphs]
    if not contexts:
        raise EvaluationError(f"{where}: no paragraph in it")
    article = _joined(value_of(entry, "title", str, where), contexts)
    sentences = split(article)
    starts = [
        block.start - _blank_head(c) for block, c in zip(article.blocks, contexts, strict=True)
    ]
    questions = [
        _squad_question(article, sentences, start, context, qa, asked, question_at)
        for start, context, (at, paragraph) in zip(starts, contexts, paragraphs, strict=True)
        for question_at, qa in items_of(paragraph, "qas", at)
    ]
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
    return Article(text, title, detect_language(text), tuple(blocks))


def _squad_question(
    article: Article,
    sentences: Sequence[Sentence],
    start: int,
    context: str,
    qa: Any,
    asked: Mapping[str, str] | None,
    where: str,
) -> Asked:
    question = words_of(qa, "question", where) if asked is None else asked[where]
    answering: set[int] = set()
    holding: set[int] = set()
    for at, answer in _answers(qa, where):
        words = words_of(answer, "text", at)
        first = start + _answer_start(answer, words, context, at)
        last = first + len(words)
        answering |= {n for n, s in enumerate(sentences) if s.start < last and first < s.end}
        holding |= _holders(article, sentences, words)
    code = language_of(question) or article.code
    return Asked(question, code, frozenset(answering), frozenset(answering | holding))


def _answers(qa: Any, where: str) -> list[tuple[str, Any]]:
    """Return a question's answers, each with its place; none where it has a list without any.

    Since SQuAD 2 `is_impossible` says so too, and may stand alone.
    """
    if "is_impossible" not in qa:
        return items_of(qa, "answers", where)
    impossible = value_of(qa, "is_impossible", bool, where)
    answers = items_of(qa, "answers", where) if "answers" in qa else []
    if impossible == bool(answers):
        raise EvaluationError(f"{where}: `is_impossible` contradicts `answers`")
    return answers


def _answer_start(answer: Any, words: str, context: str, where: str) -> int:
    """Return where an answer begins in its paragraph: nearest to where it is said to."""
    stated = value_of(answer, "answer_start", int, where)
    found = [match.start() for match in re.finditer(re.escape(words), context)]
    if not found:
        raise EvaluationError(f"{where}: its text is not in the paragraph: {words}")
    nearest = min(found, key=lambda at: abs(at - stated))
    if abs(nearest - stated) > FARTHEST_OFF:
        raise EvaluationError(f"{where}: its text is at {nearest}, `answer_start` says {stated}")
    return nearest


def _holders(article: Article, sentences: Sequence[Sentence], words: str) -> set[int]:
    return {n for n, s in enumerate(sentences) if words in article.text[s.start : s.end]}


def read_jsonl(path: Path, article: Article) -> QuestionSet:
    """Read question JSONL about one article; raise EvaluationError naming a line that is wrong."""
    sentences = split(article)
    asked = [
        _jsonl_question(f"{path}:{number}", parsed(line, path, number), article, sentences)
        for number, line in enumerate(read_text(path).split("\n"), start=1)
        if line.strip()
    ]
    if not asked:
        raise EvaluationError(f"{path}: no question in it")
    return QuestionSet(article, sentences, tuple(asked))


def _jsonl_question(
    where: str, entry: Any, article: Article, sentences: Sequence[Sentence]
) -> Asked:
    question = words_of(entry, "question", where)
    language = language_code(words_of(entry, "language", where), where)
    answering = _places(where, article, sentences, strings_of(entry, "evidence", where))
    wrong = strings_of(entry, "rejected", where) if "rejected" in entry else []
    rejected = _places(where, article, sentences, wrong)
    kind = str(entry.get("kind", ""))
    return Asked(question, language, answering, answering, rejected - answering, kind)


def language_code(stated: str, where: str) -> str:
    """Return a language as articles have it; raise EvaluationError where it is no code."""
    code = primary_subtag(stated)
    if not _CODE.fullmatch(code):
        raise EvaluationError(f"{where}: not the code of a language: {stated}")
    return code


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
            raise EvaluationError(f"{path}: parallel questions go with SQuAD-format files alone")
        return [read_jsonl(path, article)]
    return read_squad(path, questions)


def limited(
    sets: Sequence[QuestionSet], part: Part, most: int | None = None, each: int | None = None
) -> list[QuestionSet]:
    """Return a part of the articles, so many at most, with so many questions `each` at most.

    Where there is one article `most` limits its questions instead.
    """
    kept = [one for one in sets if one.is_of(part)]
    if len(kept) == 1 and most:
        return [replace(kept[0], asked=kept[0].asked[:most][:each])]
    return [replace(one, asked=one.asked[:each]) for one in kept[:most]]
