"""Question × sentence → named signals: each one number per sentence, higher is better or worse.

Every signal is a pure function of a Scene and returns (n,) float32, one value per candidate. What
a signal is worth is not decided here: the weights are data, and a signal whose weight is negative
speaks against its sentence.
"""

from collections.abc import Callable, Mapping

import numpy as np

from index.facts import FactKind
from index.scene import Scene, Values

Signal = Callable[[Scene], Values]


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
    asked = scene.asked_dates.named
    if not asked:
        return _no_opinion(scene)
    shares = [len(asked & stated.within) / len(asked) for stated in scene.dates]
    return np.array(shares, np.float32)


def time_conflicts(scene: Scene) -> Values:
    """Say 1 where the sentence names a day, month or year and another one is asked about.

    What is counted on Tuesday and Wednesday is not the number of Tuesday.
    """
    asked = scene.asked_dates
    if not asked.named:
        return _no_opinion(scene)
    counts = FactKind.NUMBER in scene.question.wants
    found = [
        stated.conflict_with(asked) or (counts and stated.hold_more_than(asked))
        for stated in scene.dates
    ]
    return np.array(found, np.float32)


def name_missing(scene: Scene) -> Values:
    """Share of the question's names that neither the sentence nor the one before has."""
    return 1 - _names_found(scene) if scene.name_rows else _no_opinion(scene)


def _names_found(scene: Scene) -> Values:
    here = scene.named[scene.name_rows]
    before = scene.at(scene.previous, here.astype(np.float32)) > 0
    found: Values = (here | before).mean(axis=0, dtype=np.float32)
    return found


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
