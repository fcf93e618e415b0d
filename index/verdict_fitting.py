"""Cases → what makes a calibrated verdict of features, and where its thresholds lie.

A perceptron learns to tell answerable questions from gold-removed and off-subject ones, the mean of
a dozen that began differently. Platt's scaling then makes of its logit the probability that the
first quote answers. To aim at rightness at once tells them apart less well (docs/quality.md).

What Platt's scaling and the thresholds are fitted on is said by perceptrons that have not seen the
article: those that have know what they learnt, and are too sure of it.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.answering import verdict_features
from index.errors import EvaluationError
from index.evaluation import Case, Kind
from index.perceptron import FURTHEST, Perceptron
from index.ranking import score
from index.weights import Regime

HIDDEN = 32  # units of each perceptron
PENALTY = 0.3  # L2, scikit-learn's alpha
STARTS = 12  # perceptrons that differ by where they begin: of three, how traps are told is luck
EPOCHS, LEAST_STEPS, BATCH = 20, 300, 256  # … more epochs where there are so few cases
LEARNING_RATE = 3e-3
FOLDS = 3  # by article: a case's is its group % FOLDS
# What a case counts for: questions off the subject are the easy ones and must not be missed, and
# a swapped fact is a trap made by a machine, which sometimes is none (docs/quality.md).
CASE_WEIGHTS = {Kind.OFF_SUBJECT: 3.0, Kind.TRAP: 0.3}
# What all stories count for together, where the sets count for 1 (docs/quality.md).
STORIES_IN_VERDICT = 0.7
# The shares of answerable questions that the thresholds keep, half of them of stories, chosen by
# what they cost (docs/quality.md).
KEPT_AS_ANSWER = 0.80
KEPT_AS_CLOSEST = 0.98
STORIES_IN_THRESHOLDS = 1.0
# Of fewer answerable questions the least sure one alone would say what is kept as closest.
LEAST_ANSWERABLE = round(1 / (1 - KEPT_AS_CLOSEST))

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Rows = Sequence[Mapping[str, float]]  # features by name, the same ones in the same order


def fit_verdict(found: Sequence[Case], regime: Regime, told: Sequence[Case] = ()) -> Regime:
    """Return the regime with its verdict's weights and thresholds fitted on all the cases.

    `told` are those of stories. Raise EvaluationError where there is nothing to tell apart.
    """
    from sklearn.linear_model import LogisticRegression

    together = [*found, *told]
    rows, right = verdict_table(together, regime)
    answerable = np.array([case.kind is Kind.ANSWERABLE for case in together])
    if answerable.all() or not right.any() or right.all():
        raise EvaluationError(
            f"too few questions to fit a verdict on ({regime.name}): all answer, or none"
        )
    folds = np.array([case.group % FOLDS for case in together])
    if any(len(set(answerable[folds != fold].tolist())) < 2 for fold in np.unique(folds)):
        raise EvaluationError(
            f"too few articles to fit a verdict on ({regime.name}): all that answer, or all that "
            f"do not, are in one of {FOLDS} parts"
        )
    counts = case_counts(len(found), len(told), STORIES_IN_VERDICT)
    dear = counts * np.array([CASE_WEIGHTS.get(case.kind, 1.0) for case in together])
    learnt = _learnt(rows, answerable, dear)
    doubt = _unseen(rows, answerable, dear, folds)
    # Platt's scaling: from "is it answerable" to "does the first quote answer", in the same order.
    platt = LogisticRegression(C=1e6).fit(doubt[:, np.newaxis], right, sample_weight=counts)
    slope, shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    if slope <= 0:
        raise EvaluationError(
            f"too few questions to fit a verdict on ({regime.name}): nothing that was learnt from "
            "some articles holds for others"
        )
    probability = platt.predict_proba(doubt[:, np.newaxis])[answerable, 1]
    of_sets = int(answerable[: len(found)].sum())
    kept = case_counts(of_sets, len(probability) - of_sets, STORIES_IN_THRESHOLDS)
    return replace(
        regime,
        verdict=learnt.calibrated(slope, shift),
        answer=_weighted_quantile(probability, kept, 1 - KEPT_AS_ANSWER),
        closest=_weighted_quantile(probability, kept, 1 - KEPT_AS_CLOSEST),
    )


def verdict_table(
    found: Sequence[Case], regime: Regime
) -> tuple[list[Mapping[str, float]], Truths]:
    """Return each case's verdict features under the regime's ranking, and whether it is right."""
    rows, right = [], []
    for case in found:
        scores = score(case.findings.values, regime)
        rows.append(verdict_features(case.findings.scene, case.findings.values, scores))
        right.append(int(scores.argmax()) in case.golds)
    return rows, np.array(right, np.bool_)


def case_counts(sets: int, stories: int, share: float) -> Floats:
    """Return what each case counts for: those of sets 1, those of stories together a share of them.

    Stories alone count for 1 each.
    """
    each = share * sets / stories if sets and stories else 1.0
    return np.repeat([1.0, each], [sets, stories])


def _learnt(rows: Rows, answerable: Truths, counts: Floats) -> Perceptron:
    """Return what tells answerable rows of features from others; what never differs is left out."""
    table = np.array([list(row.values()) for row in rows])
    mean = np.average(table, axis=0, weights=counts)
    spread = np.sqrt(np.average((table - mean) ** 2, axis=0, weights=counts))
    used = spread > 1e-6
    scaled = (table - mean) / np.where(used, spread, 1.0) * used
    x = np.clip(scaled, -FURTHEST, FURTHEST)
    each = [_taught(x, answerable, counts / counts.mean(), start) for start in range(STARTS)]
    inward, biases, outward, added = zip(*each, strict=True)
    return Perceptron.of(
        [name for name, use in zip(rows[0], used.tolist(), strict=True) if use],
        mean[used],
        spread[used],
        np.concatenate(inward)[:, used],
        np.concatenate(biases),
        np.concatenate(outward) / STARTS,
        float(np.mean(added)),
    )


def _taught(
    x: Floats, answerable: Truths, counts: Floats, start: int
) -> tuple[Floats, Floats, Floats, float]:
    """Teach one perceptron on scaled features, (n, k); return its parts as Perceptron has them."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    batches = -(-len(x) // BATCH)
    epochs = max(EPOCHS, LEAST_STEPS // batches)
    model = MLPClassifier(
        (HIDDEN,),
        alpha=PENALTY,
        batch_size=min(BATCH, len(x)),
        learning_rate_init=LEARNING_RATE,
        max_iter=epochs,
        n_iter_no_change=epochs,
        random_state=start,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it stops by the epochs, on purpose
        model.fit(x, answerable, sample_weight=counts)
    (inward, outward), (biases, added) = model.coefs_, model.intercepts_
    return inward.T, biases, outward[:, 0], float(added[0])


def _unseen(rows: Rows, answerable: Truths, counts: Floats, folds: NDArray[np.int64]) -> Floats:
    """Return the logit of each row by what was learnt from the articles of other folds, (n,)."""
    found = np.zeros(len(rows))
    for fold in np.unique(folds):
        asked = folds == fold
        taught_on = [rows[place] for place in np.flatnonzero(~asked).tolist()]
        learnt = _learnt(taught_on, answerable[~asked], counts[~asked])
        found[asked] = [learnt.logit(rows[place]) for place in np.flatnonzero(asked).tolist()]
    return found


def _weighted_quantile(values: Floats, counts: Floats, share: float) -> float:
    """Return the value below which so large a share of the counts lies."""
    order = np.argsort(values)
    below = np.cumsum(counts[order])
    place = np.searchsorted(below, share * below[-1])
    return float(values[order[min(int(place), len(values) - 1)]])
