"""Cases → figures: hit@k, MRR, AUROC, calibration, risk and coverage, each with its interval."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.answering import Verdict
from index.evaluation import Case, Kind

RESAMPLES = 300  # of articles, seeded, for the 95 % intervals
FEWEST = 10  # articles that can be resampled: the interval of two has their own values for bounds
BINS = 10  # of confidence, equally wide, for the expected calibration error (Guo et al. 2017)
COVERAGES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

Floats = NDArray[np.float64]
Measure = Callable[["Outcomes"], float | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval; all None where it cannot be computed."""

    value: float | None
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        if self.value is None:
            return "missing"
        if self.low is None or self.high is None:
            return f"{self.value:.3f}"
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


def auroc(positive: Floats, negative: Floats) -> float | None:
    """Return the probability that a positive scores above a negative, ties counting half."""
    if not len(positive) or not len(negative):
        return None
    ascending = np.sort(negative)
    below = np.searchsorted(ascending, positive, side="left")
    upto = np.searchsorted(ascending, positive, side="right")
    return float((below + upto).mean() / 2 / len(negative))


def calibration_error(confidence: Floats, right: NDArray[np.bool_]) -> float | None:
    """Return the expected calibration error over BINS equally wide bins."""
    if not len(confidence):
        return None
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [
        abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
        for b in np.unique(bins)
    ]
    return float(sum(gaps))


def reliability(confidence: Floats, right: NDArray[np.bool_]) -> list[tuple[float, float, int]]:
    """Return for each bin that has any case: mean confidence, share right, cases."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        (
            float(confidence[bins == b].mean()),
            float(right[bins == b].mean()),
            int((bins == b).sum()),
        )
        for b in np.unique(bins)
    ]


def risk_coverage(confidence: Floats, right: NDArray[np.bool_]) -> list[tuple[float, float, float]]:
    """Return (coverage, risk, threshold) when the surest share of the cases is answered."""
    ranking = np.argsort(-confidence, kind="stable")
    wrong = np.cumsum(~right[ranking])
    takes = [max(1, round(c * len(ranking))) for c in COVERAGES] if len(ranking) else []
    return [
        (n / len(ranking), float(wrong[n - 1] / n), float(confidence[ranking[n - 1]]))
        for n in takes
    ]


@dataclass(frozen=True)
class Outcomes:
    """What became of n cases, as columns: all that figures are made of.

    `rank` is the first answering sentence's place in the ranking, from 1, or infinite; `rejected`
    is 1 where what comes first must not be quoted, else 0, and nan where nothing must not.
    """

    group: NDArray[np.int64]
    kind: NDArray[np.str_]
    label: NDArray[np.str_]
    crossed: NDArray[np.bool_]
    rank: Floats
    rejected: Floats
    confidence: Floats
    verdict: NDArray[np.str_]

    @classmethod
    def of(cls, cases: Iterable[Case]) -> Self:
        """Gather the outcomes of cases, which may come one by one and be forgotten."""
        rows = [
            (
                c.group,
                c.kind.value,
                c.label,
                c.crossed,
                c.rank,
                c.is_first_rejected,
                c.findings.confidence,
                c.findings.verdict.value,
            )
            for c in cases
        ]
        columns = list(zip(*rows, strict=True)) or [()] * 8
        return cls(
            np.array(columns[0], np.int64),
            np.array(columns[1], np.str_),
            np.array(columns[2], np.str_),
            np.array(columns[3], np.bool_),
            np.array([rank or np.inf for rank in columns[4]], np.float64),
            np.array(columns[5], np.float64),  # nan for None
            np.array(columns[6], np.float64),
            np.array(columns[7], np.str_),
        )

    def __len__(self) -> int:
        return len(self.group)

    def at(self, rows: NDArray[Any]) -> Self:
        """Return some of the outcomes: by a mask, or by numbers that may repeat."""
        return type(self)(*(getattr(self, field.name)[rows] for field in fields(self)))

    def of_kind(self, kind: Kind) -> Self:
        """Return the outcomes of one kind."""
        return self.at(self.kind == kind.value)

    @property
    def right(self) -> NDArray[np.bool_]:
        """Return whether the first quote answers, (n,)."""
        right: NDArray[np.bool_] = self.rank == 1
        return right


def report(outcomes: Outcomes) -> dict[str, Any]:
    """Return all figures, for the same-language and for the cross-language cases apart.

    A regime without cases is left out; a figure that cannot be computed is a Figure of None.
    """
    parts = {"same": outcomes.at(~outcomes.crossed), "crossed": outcomes.at(outcomes.crossed)}
    return {name: _regime(part) for name, part in parts.items() if len(part)}


def _regime(all_: Outcomes) -> dict[str, Any]:
    doubtful = _doubtful(all_)
    as_in_the_file = all_.at(np.isin(all_.kind, [Kind.ANSWERABLE.value, Kind.UNANSWERED.value]))
    return {
        "cases": {k.value: len(all_.of_kind(k)) for k in Kind if len(all_.of_kind(k))},
        "figures": {name: _with_interval(all_, measure) for name, measure in MEASURES.items()},
        "verdicts": _confusion(all_),
        "verdicts by kind": {
            str(label): _verdicts(as_in_the_file.at(as_in_the_file.label == label))
            for label in np.unique(as_in_the_file.label)
            if label
        },
        "risk and coverage": risk_coverage(doubtful.confidence, doubtful.right),
        "reliability": reliability(all_.confidence, all_.right),
    }


def _doubtful(all_: Outcomes) -> Outcomes:
    """Return the outcomes of questions on the subject, with their answer and without."""
    return all_.at(np.isin(all_.kind, [Kind.ANSWERABLE.value, Kind.REMOVED.value]))


def _confusion(all_: Outcomes) -> dict[str, dict[str, int]]:
    """Return how often each verdict was given to each kind; answerable ones also by rightness."""
    rows = {kind.value: all_.of_kind(kind) for kind in Kind}
    answerable = rows[Kind.ANSWERABLE.value]
    rows["answerable, first quote right"] = answerable.at(answerable.right)
    return {name: _verdicts(part) for name, part in rows.items() if len(part)}


def _verdicts(part: Outcomes) -> dict[str, int]:
    return {verdict.value: int((part.verdict == verdict.value).sum()) for verdict in Verdict}


def _hit(k: int) -> Measure:
    def measure(all_: Outcomes) -> float | None:
        ranks = all_.of_kind(Kind.ANSWERABLE).rank
        return float((ranks <= k).mean()) if len(ranks) else None

    return measure


def _mrr(all_: Outcomes) -> float | None:
    ranks = all_.of_kind(Kind.ANSWERABLE).rank
    return float((1 / ranks).mean()) if len(ranks) else None


def _separation(kind: Kind) -> Measure:
    def measure(all_: Outcomes) -> float | None:
        return auroc(all_.of_kind(Kind.ANSWERABLE).confidence, all_.of_kind(kind).confidence)

    return measure


def _rejected(all_: Outcomes) -> float | None:
    named = all_.at(~np.isnan(all_.rejected))
    given = (named.rejected == 1) & (named.verdict == Verdict.ANSWER.value)
    return float(given.mean()) if len(named) else None


def _calibration(all_: Outcomes) -> float | None:
    return calibration_error(all_.confidence, all_.right)


MEASURES: Mapping[str, Measure] = {
    "hit@1": _hit(1),
    "hit@3": _hit(3),
    "hit@5": _hit(5),
    "MRR": _mrr,
    "rejected given as answer": _rejected,
    "AUROC gold removed": _separation(Kind.REMOVED),
    "AUROC off subject": _separation(Kind.OFF_SUBJECT),
    "AUROC fact swapped": _separation(Kind.TRAP),
    "AUROC unanswered": _separation(Kind.UNANSWERED),
    "calibration error": _calibration,
    # Off the subject nearly all have no confidence, rightly, which makes the mean error smaller.
    "calibration error on subject": lambda all_: _calibration(_doubtful(all_)),
}


def _with_interval(all_: Outcomes, measure: Measure) -> Figure:
    """Return the figure with its interval: articles resampled, or cases where there is one.

    It has none where there are a few: what articles differ by is not to be seen in those.
    """
    value = measure(all_)
    groups, members = np.unique(all_.group, return_inverse=True)
    if value is None or 1 < len(groups) < FEWEST:
        return Figure(value)
    if len(groups) == 1:
        members = np.arange(len(all_))
    rows_of = np.split(np.argsort(members, kind="stable"), np.cumsum(np.bincount(members))[:-1])
    random = np.random.default_rng(0)
    drawn = []
    for _ in range(RESAMPLES):
        sample = [rows_of[k] for k in random.integers(len(rows_of), size=len(rows_of))]
        drawn.append(measure(all_.at(np.concatenate(sample))))
    low, high = np.percentile([d for d in drawn if d is not None], [2.5, 97.5])
    return Figure(value, float(low), float(high))
