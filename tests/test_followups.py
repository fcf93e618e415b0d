"""Follow-ups: understood with the question before, only when they cannot stand alone."""

import json
from pathlib import Path

import pytest

from index.followups import stands_alone, understand

GOLD = Path(__file__).parent / "gold" / "follow_ups.jsonl"
# Measured 2026-11-30: 154 of 176.
RIGHT_AT_LEAST = 154


def test_gold_pairs_are_told_apart() -> None:
    pairs = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    right = [
        stands_alone(pair["question"], pair["previous"]) == (pair["understood"] == "alone")
        for pair in pairs
    ]
    assert len(pairs) == 176
    assert sum(right) >= RIGHT_AT_LEAST


@pytest.mark.parametrize(
    ("previous", "question", "understood"),
    [
        (
            "Combien de civils sont morts mardi ?",
            "et mercredi ?",
            "Combien de civils sont morts ? et mercredi ?",
        ),
        ("Who vetoed the resolution?", "and why?", "Who vetoed the resolution? and why?"),
        ("Кто наложил вето?", "А почему?", "Кто наложил вето? А почему?"),
        (
            "كم مدنياً قُتل يوم الثلاثاء؟",
            "والأربعاء؟",
            "كم مدنياً قُتل يوم؟ والأربعاء؟",
        ),
    ],
)
def test_a_follow_up_is_joined_and_replaces_the_day(
    previous: str, question: str, understood: str
) -> None:
    assert understand(question, previous) == understood


@pytest.mark.parametrize(
    ("previous", "question"),
    [
        ("Combien de civils sont morts mardi ?", "Et qui est John Kirby ?"),
        ("Who vetoed the resolution?", "thanks!"),
        ("Où va Kerry dimanche ?", "Pourquoi le bilan a augmenté ?"),
        ("¿Dónde está Kerry?", "¿Cuándo la ofensiva llegó al este de la ciudad?"),
        ("Wo ist das Treffen?", "Warum ist die Zahl der Toten gestiegen?"),
        ("من استخدم حق النقض؟", "من هو جون كيربي؟"),
        ("", "and why?"),
        ("   ", "and why?"),
    ],
)
def test_what_stands_alone_is_left_as_it_is(previous: str, question: str) -> None:
    assert understand(question, previous) == question


def test_nothing_before_leaves_the_question_as_it_is() -> None:
    assert understand("et mercredi ?", None) == "et mercredi ?"


def test_a_joined_question_keeps_the_limit() -> None:
    assert len(understand("and why?", "x" * 5000)) <= 1000
