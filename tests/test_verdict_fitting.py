"""The verdict is fitted: what tells answered questions apart, how sure, and from where on."""

from dataclasses import replace

import numpy as np
import pytest

from index.answering import confidence
from index.errors import EvaluationError
from index.evaluation import Case, Kind
from index.fitting import fit_ranking
from index.scene import LogOdds
from index.verdict_fitting import (
    FOLDS,
    KEPT_AS_ANSWER,
    KEPT_AS_CLOSEST,
    STORIES_IN_VERDICT,
    fit_verdict,
    verdict_table,
)
from tests.fakes import regime
from tests.test_fitting import NAMES, made


def test_confidence_is_higher_where_there_is_an_answer_and_calibrated() -> None:
    fitted = fit_verdict(made(), regime(ranking=fit_ranking(made())))
    cases = made(seed=1)
    rows, right = verdict_table(cases, fitted)
    found = np.array([confidence(row, fitted) for row in rows])
    answerable = np.array([c.kind is Kind.ANSWERABLE for c in cases])
    assert (found[answerable][:, np.newaxis] > found[~answerable]).mean() > 0.9
    assert abs(found.mean() - right.mean()) < 0.1
    assert not right[~answerable].any()
    assert right[answerable].mean() > 0.9


def test_thresholds_are_ordered_and_keep_their_share_of_the_answerable() -> None:
    cases = made(questions=400)
    fitted = fit_verdict(cases, regime(ranking=fit_ranking(cases)))
    cases = made(seed=1, questions=400)  # others than it was fitted on
    rows, _ = verdict_table(cases, fitted)
    answerable = np.array([c.kind is Kind.ANSWERABLE for c in cases])
    found = np.array([confidence(row, fitted) for row in rows])[answerable]
    assert 0 < fitted.closest < fitted.answer < 1
    assert (found >= fitted.answer).mean() == pytest.approx(KEPT_AS_ANSWER, abs=0.1)
    assert (found >= fitted.closest).mean() == pytest.approx(KEPT_AS_CLOSEST, abs=0.02)


def test_half_of_what_the_thresholds_keep_are_questions_of_stories() -> None:
    def drawn(seed: int) -> tuple[list[Case], list[Case]]:
        found, told = made(seed, questions=300), made(seed + 1, questions=150)
        for case in told:  # stories whose answers are further from their questions
            case.findings.values[:, NAMES.index("dense")] *= 0.7
        return found, told

    found, told = drawn(seed=0)
    fitted = fit_verdict(found, regime(ranking=fit_ranking(found)), told)
    found, told = drawn(seed=2)  # others than it was fitted on

    def kept(cases: list[Case], threshold: float) -> float:
        asked = [case for case in cases if case.golds]
        rows, _ = verdict_table(asked, fitted)
        return float(np.mean([confidence(row, fitted) >= threshold for row in rows]))

    of_sets, of_stories = kept(found, fitted.answer), kept(told, fitted.answer)
    assert of_stories < KEPT_AS_ANSWER < of_sets
    assert (of_sets + of_stories) / 2 == pytest.approx(KEPT_AS_ANSWER, abs=0.05)
    both = (kept(found, fitted.closest) + kept(told, fitted.closest)) / 2
    assert both == pytest.approx(KEPT_AS_CLOSEST, abs=0.02)


def test_what_is_not_known_counts_as_what_it_is_in_the_mean() -> None:
    cases = [knowing(case, None) for case in made()]
    fitted = fit_verdict(cases, regime(ranking=fit_ranking(cases)))
    told = {name for name in fitted.verdict.features if name.startswith("answerability")}
    assert told <= set(NAMES)
    said = [float(number % 5) for number in range(len(cases))]
    fitted = fit_verdict([knowing(*each) for each in zip(cases, said, strict=True)], regime())
    usual = dict(zip(fitted.verdict.features, fitted.verdict.mean, strict=True))
    assert usual["answerability_best"] == pytest.approx(np.mean(said))
    assert confidence({"answerability_best": float(np.mean(said))}, fitted) == confidence(
        {}, fitted
    )


def test_features_are_scaled_by_what_their_cases_count_for() -> None:
    cases, told = ([knowing(case, said) for case in made()] for said in (1.0, 5.0))
    few = fit_verdict(cases, regime(), told).verdict
    many = fit_verdict(cases, regime(), [*told, *told, *told]).verdict
    usual = [
        dict(zip(one.features, one.mean, strict=True))["answerability_best"] for one in (few, many)
    ]
    mean = (1 + 5 * STORIES_IN_VERDICT) / (1 + STORIES_IN_VERDICT)
    assert usual == pytest.approx([mean, mean], rel=1e-4)


def knowing(case: Case, log_odds: float | None) -> Case:
    """Return the case with these log-odds for every sentence, or none."""
    scene = case.findings.scene
    told = None
    if log_odds is not None:
        told = LogOdds(*[np.full(len(scene.ids), log_odds, np.float32)] * 2)
    looked_at = replace(scene, log_odds=told)
    return replace(case, findings=replace(case.findings, scene=looked_at))


def test_confidence_is_told_by_what_was_learnt_from_other_articles() -> None:
    """Noise that was learnt by heart is no reason to be sure."""
    dice = np.random.default_rng(4)
    cases = []
    for case in made(questions=150):
        values = dice.normal(0, 1, case.findings.values.shape).astype(np.float32)
        values[:, NAMES.index("coverage")] += 1.0 * bool(case.golds)  # all that there is to learn
        first = frozenset([int(values[:, NAMES.index("dense")].argmax())] if case.golds else [])
        findings = replace(case.findings, values=values)
        cases.append(replace(case, findings=findings, golds=first))
    assert 0.3 < fit_verdict(cases, regime(ranking={"dense": 1.0})).answer < 0.6


def test_what_two_signals_say_together_is_told_where_neither_says_it_alone() -> None:
    def asked(seed: int) -> list[Case]:
        dice, cases = np.random.default_rng(seed), made(questions=300)
        for case in cases:
            values = case.findings.values
            one = int(dice.choice([-1, 1]))
            other = -one if case.kind is Kind.REMOVED else one
            values[:] = dice.normal(0, 0.1, values.shape)
            values[:, NAMES.index("coverage")], values[:, NAMES.index("alike")] = one, other
        return cases

    fitted = fit_verdict(asked(5), regime(ranking={"dense": 1.0}))
    cases = asked(6)
    rows, _ = verdict_table(cases, fitted)
    found = np.array([confidence(row, fitted) for row in rows])
    answerable = np.array([c.kind is Kind.ANSWERABLE for c in cases])
    assert (found[answerable][:, np.newaxis] > found[~answerable]).mean() > 0.9


def test_the_verdict_leaves_the_ranking_and_its_sources_as_they_are() -> None:
    before = regime(ranking={"dense": 10.0})
    after = fit_verdict(made(), before)
    assert (after.ranking, after.name, after.licence) == (
        before.ranking,
        before.name,
        before.licence,
    )
    assert after.verdict.logit({"margin": 9.0}) > after.verdict.logit({"margin": 0.0})


def test_too_few_questions_to_tell_anything_apart_are_refused() -> None:
    answerable = [c for c in made(questions=9) if c.kind is Kind.ANSWERABLE]
    removed = [c for c in made(questions=9) if c.kind is Kind.REMOVED]
    for cases in (answerable, removed):
        with pytest.raises(EvaluationError) as caught:
            fit_verdict(cases, regime("same, s.json"))
        assert str(caught.value) == (
            "too few questions to fit a verdict on (same, s.json): all answer, or none"
        )


def test_articles_of_one_fold_are_too_few_to_be_sure_of_any() -> None:
    """What was learnt from an article is not asked how sure it is of that article."""
    cases = [replace(case, group=FOLDS * case.group) for case in made(questions=9)]
    with pytest.raises(EvaluationError) as caught:
        fit_verdict(cases, regime("same, s.json", ranking={"dense": 1.0}))
    assert str(caught.value) == (
        "too few articles to fit a verdict on (same, s.json): all that answer, or all that do "
        "not, are in one of 3 parts"
    )
