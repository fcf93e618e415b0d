"""Question sets → cases: questions put to their article, to it without the answer, to another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from index.encoder import Encoder, Progress, Vectors
from index.findings import Findings
from index.fitted import Fitted
from index.question_sets import Asked, QuestionSet
from index.ranking import rank_of
from index.shelf import Shelf
from index.store import ArticleIndex
from index.traps import trapped

STRANGER = 7  # articles on: whose questions are off an article's subject


class Kind(StrEnum):
    """Of what kind a case is."""

    ANSWERABLE = "answerable"
    REMOVED = "gold removed"
    OFF_SUBJECT = "off subject"
    TRAP = "fact swapped"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Case:
    """One question put to one article.

    `golds` are places among the candidates that answer, `rejected` those that must not be quoted.
    """

    group: int
    kind: Kind
    label: str
    crossed: bool
    question: str
    findings: Findings
    golds: frozenset[int]
    rejected: frozenset[int] = frozenset()

    @property
    def rank(self) -> int | None:
        """Return the place of the first answering sentence in the ranking, from 1."""
        return rank_of(self.golds, self.findings.scores)

    @property
    def is_first_rejected(self) -> bool | None:
        """Say whether what comes first must not be quoted; None where nothing must not."""
        return rank_of(self.rejected, self.findings.scores) == 1 if self.rejected else None


class Remembering:
    """An encoder that encodes a text once. It is what makes asking altered articles affordable."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._passages: dict[str, Vectors] = {}
        self._questions: dict[str, Vectors] = {}
        self._answerability: dict[str, Vectors | None] = {}

    @property
    def fingerprint(self) -> str:
        """Return the encoder's own."""
        return self._encoder.fingerprint

    @property
    def dimensions(self) -> int:
        """Return the encoder's own."""
        return self._encoder.dimensions

    def encode_question(self, question: str) -> Vectors:
        """Return the question's vector, (d,) float32."""
        if question not in self._questions:
            self._questions[question] = self._encoder.encode_question(question)
        return self._questions[question]

    def answerability(self, question: str) -> Vectors | None:
        """Return what the question's answers are weighed by, (d + 1,), if that is known."""
        if question not in self._answerability:
            self._answerability[question] = self._encoder.answerability(question)
        return self._answerability[question]

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return the passages' vectors, (n, d) float32."""
        new = [text for text in dict.fromkeys(passages) if text not in self._passages]
        if new:
            vectors = self._encoder.encode_passages(new, progress)
            self._passages.update(zip(new, vectors, strict=True))
        if not passages:
            return np.zeros((0, self.dimensions), np.float32)
        return np.stack([self._passages[text] for text in passages])


def cases(
    sets: Sequence[QuestionSet],
    encoder: Encoder,
    *,
    fitted: Fitted | None = None,
    removed: bool = True,
    progress: Progress | None = None,
) -> Iterator[Case]:
    """Yield every question put to its article, to that without its answer, and to another one.

    Questions with a fact swapped are put to their article too. `removed` leaves out what costs
    most: articles without an answer have to be embedded anew around the gap. One of those is held
    at a time, however many a long article has.
    """
    memory = Remembering(encoder)
    memory.encode_passages(_all_passages(sets, removed=removed), progress)

    def build(each: QuestionSet, without: frozenset[int] = frozenset()) -> ArticleIndex:
        kept = [s for n, s in enumerate(each.sentences) if n not in without]
        return ArticleIndex.build([each.article], memory, fitted=fitted, sentences=[kept])

    strangers = _strangers(sets)
    done, total = 0, sum(len(each.asked) for each in sets)
    for group, each in enumerate(sets):
        whole = build(each)
        for asked in each.asked:
            yield _case(group, each, asked, whole)
        away = 0
        for holding, some in _removals(each).items() if removed else ():
            without = build(each, holding)
            for asked in some:
                yield _unanswerable(group, Kind.REMOVED, each, asked, without)
            away += len(some)
            if progress:
                progress("asking", done + away, total)
        done += len(each.asked)
        if progress:
            progress("asking", done, total)
        for asked in strangers[group]:
            yield _unanswerable(group, Kind.OFF_SUBJECT, each, asked, whole)
        for asked in _traps(each, strangers[group]):
            yield _unanswerable(group, Kind.TRAP, each, asked, whole)


def _all_passages(sets: Sequence[QuestionSet], *, removed: bool) -> list[str]:
    found: dict[str, None] = {}
    for each in sets:
        for without in [frozenset[int](), *(_removals(each) if removed else ())]:
            kept = [s for n, s in enumerate(each.sentences) if n not in without]
            shelf = Shelf([each.article], [kept])
            found.update(dict.fromkeys(shelf.texts() + shelf.contexts() + shelf.windows()))
    return list(found)


def _removals(each: QuestionSet) -> dict[frozenset[int], list[Asked]]:
    """Return what can be taken away, and leave something to ask, with the questions it answers."""
    found: dict[frozenset[int], list[Asked]] = {}
    for asked in each.asked:
        if asked.answering and len(asked.holding) < len(each.sentences):
            found.setdefault(asked.holding, []).append(asked)
    return found


def _strangers(sets: Sequence[QuestionSet]) -> list[list[Asked]]:
    """Return for each article the answerable questions of another one, which are put to it too.

    The other one is seven places on among those of its language: neighbours in a file may share a
    subject. Where there is no other of its language any other will do; there is none where the file
    has one article.
    """
    languages = [each.article.language for each in sets]
    found: list[list[Asked]] = []
    for group, language in enumerate(languages):
        alike = [place for place, one in enumerate(languages) if one == language]
        among = alike if len(alike) > 1 else list(range(len(sets)))
        step = STRANGER if len(among) > STRANGER else 1
        other = among[(among.index(group) + step) % len(among)]
        strange = [] if other == group else sets[other].asked
        found.append([asked for asked in strange if asked.answering])
    return found


def _traps(each: QuestionSet, strangers: Sequence[Asked]) -> list[Asked]:
    """Return the answerable questions with a fact swapped, where they have one to swap."""
    asked = [one for one in each.asked if one.answering]
    texts = trapped([one.question for one in asked], [other.question for other in strangers])
    return [replace(one, question=text) for one, text in zip(asked, texts, strict=True) if text]


def _case(group: int, each: QuestionSet, asked: Asked, index: ArticleIndex) -> Case:
    findings = index.examine(asked.question)
    places = {int(number): place for place, number in enumerate(findings.scene.ids)}
    golds, rejected = (
        frozenset(places[n] for n in numbers if n in places)
        for numbers in (asked.answering, asked.rejected)
    )
    kind = Kind.ANSWERABLE if asked.answering else Kind.UNANSWERED
    crossed = each.is_crossed(asked)
    return Case(group, kind, asked.kind, crossed, asked.question, findings, golds, rejected)


def _unanswerable(
    group: int, kind: Kind, each: QuestionSet, asked: Asked, index: ArticleIndex
) -> Case:
    findings = index.examine(asked.question)
    crossed = each.is_crossed(asked)
    return Case(group, kind, asked.kind, crossed, asked.question, findings, frozenset())
