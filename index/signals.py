"""Question × sentence → named signals: each one number per sentence, higher is better or worse.

Every signal is a pure function of a Scene and returns (n,) float32, one value per candidate. What
a signal is worth is not decided here: the weights are data, and a signal whose weight is negative
speaks against its sentence.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.facts import NAMES, Fact, FactKind
from index.matches import Matches
from index.questions import Question
from index.word_classes import folded
from index.words import likeness, script

Values = NDArray[np.float32]
Signal = Callable[["Scene"], Values]

# From this likeness on two names are taken for one ("Alepo", "Alep"); measured on exonyms of the
# languages at hand, where unlike names stay below it.
SAME_NAME = 0.4
JOINED = 8  # characters at most between times that are named together: " and ", " y el "
SAME_MEANING = 0.5  # from how surely on a name in another language is the same: "Londres", "London"


class Times(NamedTuple):
    """The days, months and years that a text names, and these with all that its ranges hold.

    `joined` are those that it names together: "on Tuesday and Wednesday".
    """

    named: frozenset[str]
    within: frozenset[str]
    joined: frozenset[str]


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
    def times(self) -> tuple[Times, ...]:
        """Return the days, months and years of each sentence."""
        return tuple(map(_times, self.facts))

    @cached_property
    def asked_times(self) -> Times:
        """Return the days, months and years of the question."""
        return _times(self.question.facts)

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


def dense(scene: Scene) -> Values:
    """Meaning: what the embedder says of the sentence alone."""
    return scene.dense


def dense_context(scene: Scene) -> Values:
    """Meaning with what comes before: "he" and "this NGO" find whom they stand for."""
    return scene.dense_context


def dense_window(scene: Scene) -> Values:
    """Meaning of the likest window: one half of a long sentence can answer."""
    return scene.dense_window


def dense_apart(scene: Scene) -> Values:
    """Meaning less what all candidates share: an article's subject tells none from another."""
    return scene.dense_apart


def dense_context_apart(scene: Scene) -> Values:
    """Meaning with what comes before, less what all candidates share of it."""
    return scene.dense_context_apart


def dense_neighbours(scene: Scene) -> Values:
    """Mean of the sentences before and after: an answer stands where its subject is spoken of."""
    both = scene.at(scene.previous, scene.dense) + scene.at(scene.following, scene.dense)
    return both / np.float32(2)


def dense_paragraph(scene: Scene) -> Values:
    """Return the best of the paragraph: the paragraph's subject is the question's."""
    return scene.best_in_paragraph(scene.dense)


def answerability(scene: Scene) -> Values:
    """Log-odds that the sentence answers, beside the one before: nearness alone is no answer.

    0 where the encoder was not taught it: no opinion.
    """
    return _no_opinion(scene) if scene.log_odds is None else scene.log_odds.beside


def answerability_window(scene: Scene) -> Values:
    """Log-odds that the likeliest window answers: a long sentence says other things too."""
    return _no_opinion(scene) if scene.log_odds is None else scene.log_odds.window


def _no_opinion(scene: Scene) -> Values:
    return np.zeros(len(scene.ids), np.float32)


def bm25(scene: Scene) -> Values:
    """Words in common, rare ones first, per idf that the question has to give."""
    return scene.lexical


def bm25_neighbours(scene: Scene) -> Values:
    """Words in common with the sentences before and after."""
    values = scene.lexical
    return scene.at(scene.previous, values) + scene.at(scene.following, values)


def bm25_paragraph(scene: Scene) -> Values:
    """Best of the paragraph in words in common."""
    return scene.best_in_paragraph(scene.lexical)


def _covered(scene: Scene, present: Values) -> Values:
    """Return the share of the idf that is present, (n,), of (w, n) in [0, 1]."""
    shares: Values = scene.idf @ present
    return shares


def coverage(scene: Scene) -> Values:
    """Share of the question's idf that the sentence has, however often."""
    return _covered(scene, scene.present)


def coverage_context(scene: Scene) -> Values:
    """Share that the sentence and the one before have together."""
    present = scene.present
    return _covered(scene, np.maximum(present, scene.at(scene.previous, present)))


def alike(scene: Scene) -> Values:
    """Share of the idf by likeness of letters: misspellings, endings, names across languages."""
    return _covered(scene, scene.likeness)


def meaning(scene: Scene) -> Values:
    """Share of the question, rare words first, by words of the same meaning in any language."""
    shares: Values = scene.rarity @ scene.meaning
    return shares


def meaning_context(scene: Scene) -> Values:
    """Words of the same meaning in the sentence and the one before together."""
    sure = scene.meaning
    shares: Values = scene.rarity @ np.maximum(sure, scene.at(scene.previous, sure))
    return shares


def answer_type(scene: Scene) -> Values:
    """Say 1 where the sentence states a fact of the type that is asked for and not in the question.

    0 where no type is asked for: no opinion.
    """
    return scene.offers


def _offers(fact: Fact, wants: frozenset[FactKind], given: frozenset[str]) -> bool:
    if fact.kind not in wants or fact.opens or fact.value in given:
        return False
    # A preposition tells a place from a person only now and then.
    return fact.kind not in NAMES or not any(_same_name(fact.value, v) for v in given)


def answer_type_missing(scene: Scene) -> Values:
    """Say 1 where a type is asked for and the sentence states no such fact."""
    asked = np.float32(bool(scene.question.wants))
    return asked * (1 - scene.offers)


def number_missing(scene: Scene) -> Values:
    """Share of the question's numbers that the sentence does not state: a wrong number."""
    asked = scene.question.values(FactKind.NUMBER)
    if not asked:
        return _no_opinion(scene)
    stated = [{f.value for f in facts if f.kind is FactKind.NUMBER} for facts in scene.facts]
    return np.array([len(asked - s) / len(asked) for s in stated], np.float32)


def time_agrees(scene: Scene) -> Values:
    """Share of the question's days, months and years that the sentence names, or has in a range."""
    asked = scene.asked_times.named
    if not asked:
        return _no_opinion(scene)
    shares = [len(asked & stated.within) / len(asked) for stated in scene.times]
    return np.array(shares, np.float32)


def time_conflicts(scene: Scene) -> Values:
    """Say 1 where the sentence names a day, month or year and another one is asked about.

    What is counted on Tuesday and Wednesday is not the number of Tuesday.
    """
    asked = scene.asked_times
    if not asked.named:
        return _no_opinion(scene)
    counts = FactKind.NUMBER in scene.question.wants
    found = [
        _conflict(asked, stated) or (counts and _is_of_more(asked, stated))
        for stated in scene.times
    ]
    return np.array(found, np.float32)


def _times(facts: tuple[Fact, ...]) -> Times:
    """Return the days, months and years; not the words that merely make a phrase one of time."""
    times = [f for f in facts if f.kind is FactKind.DATE and not f.value.startswith("time ")]
    single = [f for f in times if f.unit != "range"]
    named = frozenset(f.value for f in single)
    within = named.union(*(f.within for f in times))
    if len(within) > len(named) or len(named) == 1:  # of a range the bounds are not joined
        return Times(named, within, frozenset())
    return Times(named, within, frozenset(_joined(single)))


def _joined(times: Sequence[Fact]) -> Iterator[str]:
    """Yield the times that stand beside another one of their unit."""
    for one, other in pairwise(times):
        if other.unit == one.unit and 0 <= other.start - one.end <= JOINED:
            yield from (one.value, other.value)


def _conflict(asked: Times, stated: Times) -> bool:
    units = {value.split()[0] for value in asked.named - stated.within}
    return any(value.split()[0] in units for value in stated.named - asked.within)


def _is_of_more(asked: Times, stated: Times) -> bool:
    """Say whether what is asked about is named with another time alone."""
    return bool(asked.named & stated.joined) and not stated.joined <= asked.within


def name_missing(scene: Scene) -> Values:
    """Share of the question's names that neither the sentence nor the one before has."""
    return 1 - _names_found(scene) if scene.name_rows else _no_opinion(scene)


def _names_found(scene: Scene) -> Values:
    here = scene.named[scene.name_rows]
    before = scene.at(scene.previous, here.astype(np.float32)) > 0
    found: Values = (here | before).mean(axis=0, dtype=np.float32)
    return found


def _same_name(one: str, other: str) -> bool:
    return any(likeness(a, b) >= SAME_NAME for a in one.split() for b in other.split())


def heading(scene: Scene) -> Values:
    """Share of the question's idf that the heading above holds."""
    return scene.heading


def length(scene: Scene) -> Values:
    """Logarithm of the characters: a long sentence says more."""
    return scene.length


SIGNALS: Mapping[str, Signal] = {
    signal.__name__: signal
    for signal in (
        dense, dense_context, dense_window, dense_apart, dense_context_apart, dense_neighbours,
        dense_paragraph, answerability, answerability_window,
        bm25, bm25_neighbours, bm25_paragraph, coverage, coverage_context, alike,
        meaning, meaning_context,
        answer_type, answer_type_missing, number_missing, time_agrees, time_conflicts,
        name_missing, heading, length,
    )
}  # fmt: skip


def signals(scene: Scene) -> Values:
    """Return every signal of every candidate, (n, len(SIGNALS)) float32, in SIGNALS' order."""
    return np.array([signal(scene) for signal in SIGNALS.values()], np.float32).T
