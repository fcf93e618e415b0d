import itertools
import math
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation import Kind
from index.figures import (
    FEWEST,
    MEASURES,
    Figure,
    Outcomes,
    auroc,
    calibration_error,
    reliability,
    report,
    risk_coverage,
)

SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9]), min_size=1, max_size=12)
NEVER = math.inf


def floats(*values: float) -> Any:
    return np.array(values, np.float64)


def right(*values: bool) -> Any:
    return np.array(values, np.bool_)


Row = tuple[int, Kind, float, float, str]  # group, kind, rank, confidence, verdict


def outcomes(
    *rows: Row, crossed: bool = False, label: str = "", rejected: float = math.nan
) -> Outcomes:
    groups, kinds, ranks, confidences, verdicts = zip(*rows, strict=True) if rows else [()] * 5
    return Outcomes(
        np.array(groups, np.int64),
        np.array([kind.value for kind in kinds], np.str_),
        np.array([label] * len(rows), np.str_),
        np.array([crossed] * len(rows), np.bool_),
        np.array(ranks, np.float64),
        np.array([rejected] * len(rows), np.float64),
        np.array(confidences, np.float64),
        np.array(verdicts, np.str_),
    )


# A set small enough to be counted by hand.
EXAMPLE = outcomes(
    (0, Kind.ANSWERABLE, 1, 0.95, "answer"),
    (0, Kind.ANSWERABLE, 2, 0.85, "answer"),
    (0, Kind.REMOVED, NEVER, 0.85, "answer"),
    (0, Kind.OFF_SUBJECT, NEVER, 0.05, "none"),
    (1, Kind.ANSWERABLE, 4, 0.35, "closest"),
    (1, Kind.ANSWERABLE, NEVER, 0.15, "none"),
    (1, Kind.REMOVED, NEVER, 0.25, "closest"),
    (1, Kind.OFF_SUBJECT, NEVER, 0.05, "none"),
)


def value(all_: Outcomes, name: str) -> float | None:
    return MEASURES[name](all_)


def test_hits_and_reciprocal_ranks_are_of_answerable_questions_alone() -> None:
    assert value(EXAMPLE, "hit@1") == 0.25
    assert value(EXAMPLE, "hit@3") == 0.5
    assert value(EXAMPLE, "hit@5") == 0.75
    assert value(EXAMPLE, "MRR") == pytest.approx((1 + 1 / 2 + 1 / 4 + 0) / 4)


def test_what_must_not_be_quoted_counts_where_it_is_the_first_of_an_answer() -> None:
    rows = [(0, Kind.UNANSWERED, NEVER, 0.5, verdict) for verdict in ("answer", "closest", "none")]
    tempted, steady = outcomes(*rows, rejected=1), outcomes(*rows, rejected=0)
    assert value(tempted, "rejected given as answer") == pytest.approx(1 / 3)
    assert value(steady, "rejected given as answer") == 0
    assert value(EXAMPLE, "rejected given as answer") is None


def test_auroc_tells_answerable_questions_from_others() -> None:
    # .95 beats both, .85 ties with one and beats one, .35 beats one, .15 none: 4.5 of 8
    assert value(EXAMPLE, "AUROC gold removed") == pytest.approx(4.5 / 8)
    assert value(EXAMPLE, "AUROC off subject") == 1
    assert value(EXAMPLE, "AUROC unanswered") is None


def test_calibration_error_is_the_mean_gap_of_bins() -> None:
    # bin .9: one, right; bin .8: two, wrong; bins .3, .1, .2: one each, wrong; bin .0: two
    expected = (0.05 + 2 * 0.85 + 0.35 + 0.15 + 0.25 + 2 * 0.05) / 8
    assert value(EXAMPLE, "calibration error") == pytest.approx(expected)


def test_the_order_of_auroc_matters() -> None:
    assert auroc(floats(0.9), floats(0.1)) == 1
    assert auroc(floats(0.1), floats(0.9)) == 0
    assert auroc(floats(0.5), floats(0.5)) == 0.5


@given(SCORES, SCORES)
def test_auroc_is_the_share_of_pairs_in_order_with_ties_counting_half(
    positive: list[float], negative: list[float]
) -> None:
    pairs = list(itertools.product(positive, negative))
    brute = sum((p > n) + 0.5 * (p == n) for p, n in pairs) / len(pairs)
    assert auroc(floats(*positive), floats(*negative)) == pytest.approx(brute)


def test_figures_of_nothing_are_missing_and_not_zero() -> None:
    assert auroc(floats(), floats(0.5)) is None
    assert auroc(floats(0.5), floats()) is None
    assert calibration_error(floats(), right()) is None
    assert risk_coverage(floats(), right()) == []
    assert reliability(floats(), right()) == []


def test_calibration_of_the_sure_and_right_has_no_error() -> None:
    assert calibration_error(floats(1, 1, 0), right(True, True, False)) == 0
    assert calibration_error(floats(1, 1), right(False, False)) == 1
    # one bin: mean confidence .75, half right
    assert calibration_error(floats(0.72, 0.78), right(True, False)) == pytest.approx(0.25)


def test_reliability_is_confidence_share_right_and_cases_of_each_bin_that_has_any() -> None:
    found = reliability(floats(0.72, 0.78, 1.0, 0.01), right(True, False, True, False))
    assert [row[0] for row in found] == pytest.approx([0.01, 0.75, 1])
    assert [row[1:] for row in found] == [(0, 1), (0.5, 2), (1, 1)]


def test_risk_is_the_share_wrong_among_the_surest() -> None:
    found = risk_coverage(floats(0.6, 0.9, 0.7, 0.8), right(False, True, True, False))
    assert found[0] == (0.25, 0.0, 0.9)  # one question at least is answered
    assert found[4] == (0.5, 0.5, 0.8)
    assert found[7] == (0.75, 1 / 3, 0.7)
    assert found[9] == (1.0, 0.5, 0.6)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_coverage_rises_thresholds_fall_and_all_are_answered_at_last(
    rows: list[tuple[float, bool]],
) -> None:
    confidence, answers = (list(column) for column in zip(*rows, strict=True))
    found = risk_coverage(floats(*confidence), right(*answers))
    assert [c for c, _, _ in found] == sorted(c for c, _, _ in found)
    assert [t for _, _, t in found] == sorted((t for _, _, t in found), reverse=True)
    assert found[-1][0] == 1
    assert found[-1][1] == pytest.approx(1 - np.mean(answers))
    error = calibration_error(floats(*confidence), right(*answers))
    assert error is not None
    assert 0 <= error <= 1


# The report


def of_articles(count: int) -> Outcomes:
    """Return the example's two articles by turns, so many in all."""
    parts = [EXAMPLE.at(EXAMPLE.group == n % 2) for n in range(count)]
    groups = [np.full(len(part), n) for n, part in enumerate(parts)]
    columns = [np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Outcomes)]
    return Outcomes(np.concatenate(groups), *columns[1:])


def test_a_report_has_every_figure_with_an_interval_around_it() -> None:
    (name,) = report(of_articles(FEWEST))
    found = report(of_articles(FEWEST))["same"]
    assert name == "same"
    assert found["cases"] == {"answerable": 20, "gold removed": 10, "off subject": 10}
    assert set(found["figures"]) == set(MEASURES)
    for figure in found["figures"].values():
        if figure.value is not None:
            assert figure.low <= figure.value <= figure.high
    hits = found["figures"]["hit@1"]
    assert 0 < hits.low < hits.value == 0.25 < hits.high < 0.5
    assert found["figures"]["AUROC unanswered"] == Figure(None)


def test_a_few_articles_are_not_resampled() -> None:
    assert report(EXAMPLE)["same"]["figures"]["hit@1"] == Figure(0.25)
    assert report(of_articles(FEWEST - 1))["same"]["figures"]["hit@3"].low is None


def test_off_subject_questions_do_not_make_the_calibration_better_than_it_is() -> None:
    """Mean gaps of .95 and right, .85 and twice wrong, .35, .25 and .15 and wrong, of six."""
    expected = (0.05 + 2 * 0.85 + 0.35 + 0.25 + 0.15) / 6
    assert value(EXAMPLE, "calibration error on subject") == pytest.approx(expected)
    of_all = value(EXAMPLE, "calibration error")
    assert of_all is not None
    assert of_all < expected


def test_a_report_counts_the_verdicts_on_each_kind() -> None:
    assert report(EXAMPLE)["same"]["verdicts"] == {
        "answerable": {"answer": 2, "closest": 1, "none": 1},
        "gold removed": {"answer": 1, "closest": 1, "none": 0},
        "off subject": {"answer": 0, "closest": 0, "none": 2},
        "answerable, first quote right": {"answer": 1, "closest": 0, "none": 0},
    }


def test_risk_and_coverage_are_of_answerable_and_gold_removed_questions() -> None:
    curve = report(EXAMPLE)["same"]["risk and coverage"]
    assert curve[-1] == (1.0, pytest.approx(5 / 6), 0.15)


def test_a_run_can_be_repeated_to_the_last_digit() -> None:
    assert report(EXAMPLE) == report(EXAMPLE)


def test_regimes_are_apart_and_one_without_cases_is_left_out() -> None:
    crossed = outcomes((0, Kind.ANSWERABLE, 2, 0.5, "closest"), crossed=True, label="telegram")
    found = report(crossed)
    assert list(found) == ["crossed"]
    assert found["crossed"]["figures"]["hit@1"].value == 0
    assert found["crossed"]["verdicts by kind"] == {
        "telegram": {"answer": 0, "closest": 1, "none": 0}
    }
    assert report(outcomes()) == {}


def test_verdicts_by_the_files_kind_are_on_its_questions_as_they_stand_in_it() -> None:
    asked = outcomes(
        (0, Kind.ANSWERABLE, 1, 0.9, "answer"),
        (0, Kind.REMOVED, NEVER, 0.3, "closest"),
        (0, Kind.TRAP, NEVER, 0.3, "closest"),
        (0, Kind.UNANSWERED, NEVER, 0.1, "none"),
        label="yes-no",
    )
    assert report(asked)["same"]["verdicts by kind"] == {
        "yes-no": {"answer": 1, "closest": 0, "none": 1}
    }


def test_a_set_of_one_article_resamples_its_questions() -> None:
    one = outcomes(*[(0, Kind.ANSWERABLE, 1 + n % 2, 0.5, "answer") for n in range(40)])
    figures = report(one)["same"]["figures"]
    assert figures["hit@1"].value == 0.5
    assert 0.3 < figures["hit@1"].low < 0.5 < figures["hit@1"].high < 0.7
    for name in ("AUROC gold removed", "AUROC off subject", "AUROC fact swapped"):
        assert figures[name] == Figure(None)


def test_a_set_without_answerable_questions_has_no_hits_and_says_so() -> None:
    none = outcomes(
        (0, Kind.UNANSWERED, NEVER, 0.1, "none"), (0, Kind.UNANSWERED, NEVER, 0.9, "answer")
    )
    found = report(none)["same"]
    for name in ("hit@1", "hit@3", "hit@5", "MRR", "AUROC unanswered", "AUROC off subject"):
        assert found["figures"][name] == Figure(None)
        assert str(found["figures"][name]) == "missing"
    assert found["figures"]["calibration error"].value == pytest.approx(0.5)
    assert found["risk and coverage"] == []


def test_a_figure_is_written_with_its_interval() -> None:
    assert str(Figure(0.7251, 0.7, 0.75)) == "0.725 (0.700–0.750)"
    assert str(Figure(0.5)) == "0.500"
    assert str(Figure(None)) == "missing"
