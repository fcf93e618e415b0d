import pytest

from bot.conversation import can_be_followed, question_before
from index import Verdict


@pytest.mark.parametrize(
    ("question", "verdict", "expected"),
    [
        ("How many died", Verdict.ANSWER, True),
        ("What is the weather in Paris?", Verdict.NONE, True),
        ("ما هو الطقس في باريس؟ ", Verdict.NONE, True),
        ("that's wrong", Verdict.NONE, False),
        ("who?", Verdict.CLOSEST, False),
    ],
)
def test_what_asks_something_can_be_gone_on_from(
    question: str, verdict: Verdict, expected: bool
) -> None:
    assert can_be_followed(question, verdict) is expected


def test_a_question_asked_again_follows_what_stood_before_neither() -> None:
    assert question_before("Who?", "Who vetoed it?") == "Who vetoed it?"
    assert question_before("who vetoed it", "Who vetoed it?") is None
    assert question_before("Who?", None) is None
