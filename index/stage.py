"""A question and an index's parts → a Scene: the candidates with all that signals look at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from index.aside import Aside
from index.background import Background, raw_products
from index.candidates import Candidates, Similarities
from index.encoder import Encoder, Vectors
from index.lexicon import Lexicon
from index.matches import Matches
from index.questions import Question
from index.scene import SAME_NAME, LogOdds, Scene, Values
from index.shelf import Shelf
from index.vectors import VectorIndex
from index.words import likeness

# Every sentence is a candidate while there are at most twice as many, or EVERY in the articles that
# are asked; beyond, the likest by meaning and the likest by words, LIKEST of each, with their
# neighbours: so a question costs as much among a thousand as among a million (docs/performance.md).
CANDIDATES = 200
EVERY = 1000
LIKEST = 50
# Says of sentences, by their numbers, whether to look at them.
Known = Callable[[NDArray[np.int64]], NDArray[np.bool_]]


@dataclass(frozen=True)
class Stage:
    """The parts of an index that a question is shown to: the vectors are centred unit rows."""

    shelf: Shelf
    encoder: Encoder
    background: Background
    alone: VectorIndex
    contexts: VectorIndex
    windows: VectorIndex
    lexicon: Lexicon
    aside: Aside = field(default_factory=Aside)

    def scene(self, question: Question, places: Sequence[int] | None = None) -> Scene:
        """Return the question before its candidates; `places` are the articles to ask, or all."""
        among = None if places is None else self._numbers(sorted(set(places)))
        count, few = (len(self.shelf), 2 * CANDIDATES) if among is None else (len(among), EVERY)
        if count > few:
            vector, matches, ids = self._likest(question, among)
            found = self._gathered(ids)
        else:
            vector, matches = self._vector(question), self._matches(question)
            found = self._every if among is None else self._gathered(among)
        similar = found.similarities(vector)
        return _set(question, matches, found, similar, self._log_odds(question, found))

    def _log_odds(self, question: Question, found: Candidates) -> LogOdds | None:
        """Return the log-odds that each candidate answers, if they can be told."""
        told = self.encoder.answerability(question.text)
        if told is None:
            return None
        beside = raw_products(found.contexts, self.background.context, told[:-1])
        windows = raw_products(found.windows, self.background.sentence, told[:-1])
        likeliest = np.maximum.reduceat(windows, found.window_starts)
        return LogOdds(*(np.asarray(each + told[-1], np.float32) for each in (beside, likeliest)))

    @cached_property
    def _every(self) -> Candidates:
        """Return all sentences, for which most that there is to know is the same each time."""
        return self._gathered(np.arange(len(self.shelf)))

    def _gathered(self, ids: NDArray[np.int64]) -> Candidates:
        return Candidates.of(ids, self.shelf, self.alone, self.contexts, self.windows)

    def _likest(
        self, question: Question, among: NDArray[np.int64] | None
    ) -> tuple[Vectors, Matches, NDArray[np.int64]]:
        """Return a question's vector and words, and which sentences may answer it, ascending.

        Words need the text alone: they are looked up while vectors are searched. (Not while the
        encoder runs, which has two threads of its own then.)
        """
        known = None if among is None else lambda ids: np.isin(ids, among, assume_unique=True)
        vector = self._vector(question)
        looking = self.aside.begin(partial(self._look_up, question, known))
        meant = self.contexts.best(vector, LIKEST, among)
        matches, worded = looking()
        likest = np.union1d(meant, worded)
        near = np.unique(np.concatenate([likest - 1, likest, likest + 1]))
        if known is None:
            return vector, matches, near[(near >= 0) & (near < len(self.shelf))]
        return vector, matches, near[known(near)]

    def _look_up(
        self, question: Question, known: Known | None
    ) -> tuple[Matches, NDArray[np.int64]]:
        """Return how a question's words occur, and the sentences that are likest by them."""
        matches = self._matches(question)
        return matches, matches.best(LIKEST, known)

    def _matches(self, question: Question) -> Matches:
        return self.lexicon.match(question.text, question.language)

    def _vector(self, question: Question) -> Vectors:
        return self.background.centre_question(self.encoder.encode_question(question.text))

    def _numbers(self, places: Sequence[int]) -> NDArray[np.int64]:
        """Return the numbers of the sentences of these articles, ascending as the places are."""
        firsts = self.shelf.firsts[places]
        counts = self.shelf.firsts[np.add(places, 1)] - firsts
        starts = np.cumsum(counts) - counts
        return np.repeat(firsts - starts, counts) + np.arange(counts.sum())


def _set(
    question: Question,
    matches: Matches,
    found: Candidates,
    similar: Similarities,
    log_odds: LogOdds | None,
) -> Scene:
    """Return the scene that all this makes."""
    return Scene(
        question=question,
        matches=matches,
        ids=found.ids,
        **similar._asdict(),
        previous=found.previous,
        following=found.following,
        paragraph=found.paragraph,
        length=found.length,
        heading=_heading_shares(found, matches),
        facts=found.facts if question.weighs_facts else ((),) * len(found.ids),
        log_odds=log_odds,
    )


def _heading_shares(candidates: Candidates, matches: Matches) -> Values:
    """Return the share of the question's idf that the heading above each sentence holds."""
    shares = [_share(heading, matches) for heading in candidates.headings]
    return np.array([*shares, 0], np.float32)[candidates.heading]  # the last for NO_HEADING


def _share(heading: Sequence[str], matches: Matches) -> float:
    held = [any(likeness(word, one) >= SAME_NAME for one in heading) for word in matches.words]
    total = float(matches.idf.sum())
    return float(matches.idf @ np.array(held, np.float32)) / total if total else 0.0
