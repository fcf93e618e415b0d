import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.answering import verdict
from index.errors import ModelError
from index.signals import SIGNALS
from index.weights import (
    CROSSED_FILE,
    KNOWN_SHARE,
    SAME_FILE,
    Regime,
    Weights,
    read_weights,
    shipped_weights,
)
from tests.fakes import regime

WEIGHTS = Weights(regime("one"), regime("two"))


def test_write_then_read_changes_nothing(tmp_path: Path) -> None:
    WEIGHTS.same.write(tmp_path / SAME_FILE)
    WEIGHTS.crossed.write(tmp_path / CROSSED_FILE)
    assert read_weights(tmp_path) == WEIGHTS


def test_a_question_of_known_words_is_of_the_same_language() -> None:
    assert WEIGHTS.regime(1.0) is WEIGHTS.same
    assert WEIGHTS.regime(KNOWN_SHARE) is WEIGHTS.same
    assert WEIGHTS.regime(KNOWN_SHARE - 0.01) is WEIGHTS.crossed
    assert WEIGHTS.name == "one; two"


def test_what_is_shipped_weighs_signals_that_there_are_and_orders_its_thresholds() -> None:
    for one in (shipped_weights().same, shipped_weights().crossed):
        assert set(one.ranking) <= set(SIGNALS)
        assert 0 < one.closest < one.answer < 1
        assert one.licence
        assert [verdict(p, {}, one).value for p in (0.0, one.closest, one.answer)] == [
            "none",
            "closest",
            "answer",
        ]


def test_what_is_shipped_weighs_answerability_and_knows_what_to_take_for_it() -> None:
    for one in (shipped_weights().same, shipped_weights().crossed):
        usual = dict(zip(one.verdict.features, one.verdict.mean, strict=True))
        assert usual["answerability"] < 0  # more of what it was fitted on has no answer
        told = [name for name in usual if name.startswith("answerability")]
        assert len(told) == 5
        more = {name: usual[name] + 1 for name in told}
        assert one.verdict.logit(more) > one.verdict.logit({})


@pytest.mark.parametrize("missing", [SAME_FILE, CROSSED_FILE])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    for name in {SAME_FILE, CROSSED_FILE} - {missing}:
        WEIGHTS.same.write(tmp_path / name)
    with pytest.raises(ModelError) as caught:
        read_weights(tmp_path)
    assert str(caught.value) == f"{tmp_path / missing}: cannot be read (No such file or directory)"


@pytest.mark.parametrize("damaged", [SAME_FILE, CROSSED_FILE])
@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe", b'{"verdict": [], "fitted_on": []}'],
)
def test_a_damaged_file_is_named(tmp_path: Path, damaged: str, content: bytes) -> None:
    for name in (SAME_FILE, CROSSED_FILE):
        WEIGHTS.same.write(tmp_path / name)
    (tmp_path / damaged).write_bytes(content)
    with pytest.raises(ModelError, match="not a file of weights") as caught:
        read_weights(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / damaged}: ")


@pytest.mark.parametrize(
    "changed",
    [
        {"more": 1},
        {"verdict": {}},
        {"fitted_on": None},
        {"bias": 0.0},  # of a logistic regression, which this is none
        {"verdict": {"coverage": 3.0}, "bias": float("nan")},
        {"verdict": {"coverage": float("inf")}, "bias": 0.0},
        {"verdict": {"coverage": 10**400}, "bias": 0.0},
        {"verdict": {"coverage": "3"}, "bias": 0.0},
    ],
)
def test_a_file_with_a_wrong_part_is_named(tmp_path: Path, changed: dict[str, object]) -> None:
    for name in (SAME_FILE, CROSSED_FILE):
        WEIGHTS.same.write(tmp_path / name)
    table = json.loads((tmp_path / SAME_FILE).read_text("utf-8")) | changed
    (tmp_path / SAME_FILE).write_text(json.dumps(table), "utf-8")
    with pytest.raises(ModelError, match="not a file of weights") as caught:
        read_weights(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / SAME_FILE}: ")


@pytest.mark.parametrize("more", [{"unread": 0.0}, {"untold": {"margin": 2.0}}, {}])
def test_what_was_fitted_to_another_model_before_can_be_read_still(
    tmp_path: Path, more: dict[str, object]
) -> None:
    """It was a logistic regression, once with a place for what a sentence was read to say."""
    WEIGHTS.same.write(tmp_path / SAME_FILE)
    table = json.loads((tmp_path / SAME_FILE).read_text("utf-8"))
    table |= {"verdict": {"coverage": 3.0, "margin": 0.5}, "bias": -1.25, **more}
    found = Regime.read(json.dumps(table), "old")
    assert replace(found, verdict=WEIGHTS.same.verdict) == WEIGHTS.same
    assert found.verdict.logit({"coverage": 0.5, "margin": 4.0}) == pytest.approx(2.25)
    unknown = -1.25 + 1.5 + (1.0 if "untold" in more else 0.0)
    assert found.verdict.logit({"coverage": 0.5}) == pytest.approx(unknown)


def test_a_file_of_weights_can_be_read_by_a_person(tmp_path: Path) -> None:
    replace(regime(), licence="Licence à part").write(tmp_path / SAME_FILE)
    text = (tmp_path / SAME_FILE).read_text("utf-8")
    assert '"licence": "Licence à part",\n' in text
    assert '  "outward": [1.0, -1.0],\n' in text  # a row of numbers is a line
    assert Regime.read(text, "x").ranking == json.loads(text)["ranking"]
