import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answering import Verdict, confidence, verdict, verdict_features
from index.signals import SIGNALS, signals
from tests.fakes import regime, scene

TEXTS = ["Le chat gris dort mardi.", "Un chien noir aboie.", "Le cheval galope.", "La pluie tombe."]


def features(question: str, scores: list[float], **similar: list[float]) -> dict[str, float]:
    found = scene(question, TEXTS[: len(scores)], **similar)  # type: ignore[arg-type]  # by name
    return dict(verdict_features(found, signals(found), np.array(scores, np.float32)))


def test_the_rankers_doubt_is_told_by_score_margin_share_and_entropy() -> None:
    found = features("Le chat ?", [math.log(1), math.log(6), math.log(3)])
    assert found["score"] == pytest.approx(math.log(6))
    assert found["margin"] == pytest.approx(math.log(2))
    assert found["share"] == pytest.approx(0.6)
    expected = -(0.6 * math.log(0.6) + 0.3 * math.log(0.3) + 0.1 * math.log(0.1))
    assert found["entropy"] == pytest.approx(expected, abs=1e-5)


def test_the_signals_are_those_of_the_sentence_put_first() -> None:
    found = features("Que fait le chien ?", [0, 5, 1], dense=[0.9, 0.4, 0.1])
    assert found["dense"] == pytest.approx(0.4)
    assert found["dense_best"] == pytest.approx(0.9)
    assert found["coverage"] == 1
    assert set(SIGNALS) <= set(found)


def test_the_log_odds_are_those_of_what_is_put_first_and_of_the_likeliest() -> None:
    found = features(
        "Que fait le chien ?", [0, 5, 1], log_odds=[9, -2.5, 1], window_log_odds=[8, -3, 0]
    )
    told = {name: value for name, value in found.items() if name.startswith("answerability")}
    assert told == {
        "answerability": -2.5,
        "answerability_window": -3,
        "answerability_second": 1,
        "answerability_leading": pytest.approx(math.log(math.exp(9) + math.exp(-2.5) + math.e)),
        "answerability_best": 9,
    }


def test_of_two_sentences_the_other_one_is_the_second() -> None:
    found = features("Que fait le chien ?", [0, 5], log_odds=[2, -1])
    assert found["answerability_second"] == 2
    assert found["answerability_leading"] == pytest.approx(math.log(math.exp(2) + math.exp(-1)))


def test_the_fourth_sentence_is_among_all_and_not_among_the_leading() -> None:
    found = features("Que fait le chien ?", [3, 5, 4, 0], log_odds=[0, 0, 0, 9])
    assert found["answerability_leading"] == pytest.approx(math.log(3))
    assert found["answerability_best"] == 9


def test_log_odds_that_nobody_knows_are_no_features() -> None:
    found = features("Que fait le chien ?", [0, 5, 1])
    told = {name for name in found if name.startswith("answerability")}
    assert told == {"answerability", "answerability_window"} <= set(SIGNALS)
    assert found["answerability"] == found["answerability_window"] == 0


def test_a_lone_sentence_has_no_margin_and_no_second() -> None:
    found = features("Le chat ?", [3], log_odds=[-1])
    assert found["answerability_second"] == found["answerability_leading"] == -1
    assert (found["margin"], found["share"]) == (0, 1)
    assert found["entropy"] == pytest.approx(0, abs=1e-6)


def test_absent_is_the_share_of_idf_that_no_sentence_has() -> None:
    assert features("Le chat et le chien ?", [1, 0, 0])["absent"] == pytest.approx(0)
    assert features("Un zèbre ?", [1, 0, 0])["absent"] == pytest.approx(1)
    some = features("Le chat et le zèbre ?", [1, 0, 0])
    assert 0.5 < some["absent"] < 1  # what is absent is rarer than what is there
    assert some["unlike"] == pytest.approx(some["absent"])
    assert some["known"] == pytest.approx(0.8)  # all but the zebra
    assert some["words"] == pytest.approx(math.log(3))


def test_a_question_without_a_word_of_content_has_all_of_it_absent() -> None:
    found = features("Où ?", [1, 0, 0])
    assert (found["absent"], found["unlike"], found["no_words"], found["words"]) == (1, 1, 1, 0)
    assert features("Le chat ?", [1, 0, 0])["no_words"] == 0


def test_a_name_that_no_sentence_has_is_unknown() -> None:
    assert features("Est-ce que Poutine dort ?", [1, 0, 0])["name_unknown"] == 1
    assert features("Est-ce que le chat dort ?", [1, 0, 0])["name_unknown"] == 0


def test_unmeant_is_the_share_of_the_question_that_no_sentence_means() -> None:
    assert features("Un zèbre ?", [1, 0, 0])["unmeant"] == 1
    assert features("Le chat ?", [1, 0, 0])["unmeant"] == 0
    cat = features("Where does the cat sleep?", [1, 0, 0])
    assert cat["absent"] == 1
    assert 0 < cat["unmeant"] < 1


def test_a_question_that_asks_for_a_type_says_so() -> None:
    assert features("Quand dort le chat ?", [1, 0, 0])["asks"] == 1
    assert features("Le chat ?", [1, 0, 0])["asks"] == 0


def test_confidence_is_the_logistic_of_the_weighed_features() -> None:
    given_ = {"coverage": 0.5, "margin": 2.0}
    one = regime(verdict={"coverage": 4.0, "margin": 1.0, "gone": 9.0}, bias=-3.0)
    assert confidence(given_, one) == pytest.approx(1 / (1 + math.exp(-1)))
    assert confidence({}, one) == pytest.approx(1 / (1 + math.exp(3)))


@given(st.floats(-1e6, 1e6))
def test_confidence_is_a_probability_whatever_the_features(value: float) -> None:
    assert 0 <= confidence({"margin": value}, regime(verdict={"margin": 3.0})) <= 1


@pytest.mark.parametrize(
    ("probability", "expected"),
    [
        (1.0, Verdict.ANSWER),
        (0.5, Verdict.ANSWER),
        (0.49, Verdict.CLOSEST),
        (0.1, Verdict.CLOSEST),
        (0.09, Verdict.NONE),
        (0.0, Verdict.NONE),
    ],
)
def test_a_verdict_begins_at_its_threshold(probability: float, expected: Verdict) -> None:
    assert verdict(probability, {}, regime(answer=0.5, closest=0.1)) is expected


def test_a_sentence_on_another_day_is_at_most_the_closest() -> None:
    bounds = regime(answer=0.5, closest=0.1)
    assert verdict(0.9, {"time_conflicts": 0.0}, bounds) is Verdict.ANSWER
    assert verdict(0.9, {"time_conflicts": 1.0}, bounds) is Verdict.CLOSEST
    assert verdict(0.05, {"time_conflicts": 1.0}, bounds) is Verdict.NONE


def test_verdicts_are_the_words_that_other_programs_read() -> None:
    assert [each.value for each in Verdict] == ["answer", "closest", "none"]
