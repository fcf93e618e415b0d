"""The open half of the gold questions: floors as they were measured, and that they can fall."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import Article, ArticleIndex, OnnxEncoder, Verdict
from index.evaluation import Case, Kind, cases
from index.fitted import Fitted, fitted_to
from index.question_sets import QuestionSet, read_jsonl
from index.weights import Regime, Weights

OPEN = Path(__file__).parent / "gold" / "open.jsonl"

# Measured 2026-11-30; all but the first have a question of room.
HIT_AT_1 = {"same": 16 / 18, "crossed": 99 / 126}
ANSWERED = {"same": 11 / 18, "crossed": 86 / 126}
UNANSWERED_AS_NONE = {"same": 2 / 18, "crossed": 8 / 126}
TRAPS_ANSWERED = {"same": 4 / 7, "crossed": 18 / 49}
OFF_SUBJECT_AS_NONE = 14 / 16


@pytest.fixture(scope="session")
def gold(aleppo: Article) -> QuestionSet:
    return read_jsonl(OPEN, aleppo)


@pytest.fixture(scope="session")
def asked(gold: QuestionSet, encoder: OnnxEncoder) -> list[Case]:
    return list(cases([gold], encoder, removed=False))


def _regime(asked: Sequence[Case], name: str) -> list[Case]:
    return [case for case in asked if case.crossed == (name == "crossed")]


def _hit_at_1(asked: Sequence[Case]) -> float:
    ranks = [case.rank for case in asked if case.kind is Kind.ANSWERABLE]
    return float(np.mean([rank == 1 for rank in ranks]))


def _share(asked: Sequence[Case], verdict: Verdict) -> float:
    return float(np.mean([case.findings.verdict is verdict for case in asked]))


@pytest.mark.parametrize("name", ["same", "crossed"])
def test_first_quotes_are_right(asked: list[Case], name: str) -> None:
    assert _hit_at_1(_regime(asked, name)) >= HIT_AT_1[name]


@pytest.mark.parametrize("name", ["same", "crossed"])
def test_what_the_article_says_is_answered(asked: list[Case], name: str) -> None:
    answerable = [c for c in _regime(asked, name) if c.kind is Kind.ANSWERABLE]
    assert _share(answerable, Verdict.ANSWER) >= ANSWERED[name]
    assert _share(answerable, Verdict.NONE) <= UNANSWERED_AS_NONE[name]


@pytest.mark.parametrize("name", ["same", "crossed"])
def test_what_it_does_not_say_is_seldom_answered(asked: list[Case], name: str) -> None:
    silent = [c for c in _regime(asked, name) if c.label in ("trap", "unanswerable")]
    assert _share(silent, Verdict.ANSWER) <= TRAPS_ANSWERED[name]


def test_what_is_off_its_subject_gets_no_quote(asked: list[Case]) -> None:
    off = [case for case in asked if case.label == "off-subject"]
    assert _share(off, Verdict.NONE) >= OFF_SUBJECT_AS_NONE


@pytest.mark.parametrize("signal", ["dense_window", "bm25_paragraph", "meaning"])
def test_a_reversed_signal_falls_through_the_floor(
    gold: QuestionSet, encoder: OnnxEncoder, signal: str
) -> None:
    fitted = fitted_to(encoder)

    def reverse(regime: Regime) -> Regime:
        return replace(regime, ranking={**regime.ranking, signal: -regime.ranking[signal]})

    weights = Weights(reverse(fitted.weights.same), reverse(fitted.weights.crossed))
    found = list(cases([gold], encoder, fitted=Fitted(weights, fitted.background), removed=False))
    assert _hit_at_1(_regime(found, "crossed")) < HIT_AT_1["crossed"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How long does the queen live?", "The queen lives for five years."),
        ("Combien de temps vit la reine ?", "The queen lives for five years."),
        ("How much does a bee weigh?", "A bee weighs 0.1 g and flies at 25 km/h."),
    ],
)
def test_short_article_is_not_doubted_for_being_short(
    encoder: OnnxEncoder, question: str, words: str
) -> None:
    """An article whose answer was taken away is shorter: no reason to doubt one that is short."""
    text = "A bee weighs 0.1 g and flies at 25 km/h. It dances.\n\nThe queen lives for five years."
    bees = Article.from_text(text, title="Bees", language="en")
    answer = ArticleIndex.build([bees], encoder).ask(question)
    assert (answer.verdict, answer.quotes[0].text) == (Verdict.ANSWER, words)
