"""A question before its candidate sentences: all that signals look at."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.dates import Dates
from index.facts import NAMES, Fact, FactKind
from index.matches import Matches
from index.questions import Question
from index.word_classes import folded
from index.words import likeness, script

Values = NDArray[np.float32]

# From this likeness on two names are taken for one ("Alepo", "Alep"); measured on exonyms of the
# languages at hand, where unlike names stay below it.
SAME_NAME = 0.4
SAME_MEANING = 0.5  # from how surely on a name in another language is the same: "Londres", "London"


class LogOdds(NamedTuple):
    """What a question's answers are told by says of n candidates, (n,) float32 each.

    `beside` are the log-odds that a sentence answers, beside the end of the one before it, and
    `window` those of its likeliest window.
    """

    beside: Values
    window: Values


@dataclass(frozen=True)
class Scene:
    """A question before its n candidate sentences, which stand in the order of their articles.

    `dense`, `dense_context` and `dense_window` are the centred cosines, (n,) float32, of the
    question with each sentence alone, with each beside the end of the one before, and with the
    likest window of each; `dense_apart` and `dense_context_apart` are the first two less what the
    candidates share. `previous` and `following` give each candidate's neighbour as a place
    among the candidates, -1 where it is none of them; `paragraph` numbers the paragraphs, 0, 1 and
    so on in their order. `facts` are what each sentence states, nothing where the question weighs
    no facts. `heading` is the share of the question's idf that the heading above the sentence
    holds. `log_odds` are those that a candidate answers, by what the encoder was taught of that;
    None where it was not.
    """

    question: Question
    matches: Matches
    ids: NDArray[np.int64]
    dense: Values
    dense_context: Values
    dense_window: Values
    dense_apart: Values
    dense_context_apart: Values
    previous: NDArray[np.int64]
    following: NDArray[np.int64]
    paragraph: NDArray[np.int64]
    length: Values
    heading: Values
    facts: tuple[tuple[Fact, ...], ...]
    log_odds: LogOdds | None

    @cached_property
    def bm25(self) -> Values:
        """Return each question word's BM25 score in each sentence, (w, n)."""
        return self.matches.bm25(self.ids)

    @cached_property
    def lexical(self) -> Values:
        """Return the sum of the BM25 scores per idf that the question has to give, (n,)."""
        total = float(self.matches.idf.sum())
        values: Values = self.bm25.sum(axis=0) / np.float32(total or 1)
        return values

    @cached_property
    def present(self) -> Values:
        """Return 1 where a sentence has a question word, else 0, (w, n)."""
        return (self.bm25 > 0).astype(np.float32)

    @cached_property
    def likeness(self) -> Values:
        """Return how like each question word the likest word of each sentence is, (w, n)."""
        return self.matches.likeness(self.ids)

    @cached_property
    def meaning(self) -> Values:
        """Return how surely each sentence has a word that is or means each word, (w, n)."""
        return self.matches.meaning(self.ids, self.likeness)

    @cached_property
    def named(self) -> NDArray[np.bool_]:
        """Return whether each sentence has each of the question's words as a name, (w, n)."""
        return (self.likeness >= SAME_NAME) | (self.meaning >= SAME_MEANING)

    @cached_property
    def rarity(self) -> Values:
        """Return how rare the question's words are in any language, as shares of the sum, (w,)."""
        total = float(self.matches.rarity.sum())
        return self.matches.rarity / np.float32(total) if total else self.matches.rarity

    @cached_property
    def idf(self) -> Values:
        """Return the question words' idf as shares of their sum, (w,)."""
        total = float(self.matches.idf.sum())
        return self.matches.idf / np.float32(total) if total else self.matches.idf

    @cached_property
    def offers(self) -> Values:
        """Return 1 for each sentence that states a fact of a type that is asked for, else 0."""
        wants = self.question.wants
        if not wants:
            return np.zeros(len(self.ids), np.float32)
        given = self.question.values(*FactKind)
        stated = [any(_offers(fact, wants, given) for fact in facts) for facts in self.facts]
        return np.array(stated, np.float32)

    @cached_property
    def dates(self) -> tuple[Dates, ...]:
        """Return the days, months and years of each sentence."""
        return tuple(map(Dates.of, self.facts))

    @cached_property
    def asked_dates(self) -> Dates:
        """Return the days, months and years of the question."""
        return Dates.of(self.question.facts)

    @cached_property
    def name_rows(self) -> list[int]:
        """Return the rows of the question's words that are names the articles could spell so.

        Countries are known by whatever name. Other names in another script than the articles' are
        like none of theirs, which says nothing.
        """
        names = {
            word
            for fact in self.question.facts
            if fact.kind in NAMES and not fact.opens
            for word in fact.value.split()
        }
        if self.question.language == "de":  # every German noun has a capital
            names = set()
        matches = self.matches
        return [
            row
            for row, word in enumerate(matches.words)
            if word in matches.lands or (folded(word) in names and script(word) in matches.scripts)
        ]

    def at(self, places: NDArray[np.int64], values: Values) -> Values:
        """Return the values at these places along the last axis, 0 for the place -1."""
        return values.take(places, axis=-1) * (places >= 0)  # -1 takes the last, times 0

    def best_in_paragraph(self, values: Values) -> Values:
        """Return for each candidate the highest value of its paragraph."""
        best: Values = np.maximum.reduceat(values, self._paragraph_starts)
        return best[self.paragraph]

    @cached_property
    def _paragraph_starts(self) -> NDArray[np.int64]:
        """Return the place of each paragraph's first candidate: those of one follow each other."""
        return np.flatnonzero(np.diff(self.paragraph, prepend=-1))


def _offers(fact: Fact, wants: frozenset[FactKind], given: frozenset[str]) -> bool:
    if fact.kind not in wants or fact.opens or fact.value in given:
        return False
    # A preposition tells a place from a person only now and then.
    return fact.kind not in NAMES or not any(_same_name(fact.value, v) for v in given)


def _same_name(one: str, other: str) -> bool:
    return any(likeness(a, b) >= SAME_NAME for a in one.split() for b in other.split())
