import json

import pytest

from bot.errors import TitleError
from bot.feedback import on_one_article, question_lines
from bot.votes import Vote


def test_votes_become_question_lines() -> None:
    def vote(question: str, quoted: str, *, up: bool) -> Vote:
        return Vote(question, quoted, up, "en", "answer", "T")

    lines = question_lines(
        [
            vote("Q?", "Right.", up=True),
            vote("Q?", "Wrong.", up=False),
            vote("Q?", "Divided.", up=True),
            vote("Q?", "Divided.", up=False),
            vote("R?", "Divided.", up=True),
            vote("R?", "Divided.", up=False),
            vote("Rejected?", "Wrong.", up=False),
        ]
    )
    assert [json.loads(line) for line in lines] == [
        {"question": "Q?", "language": "en", "evidence": ["Right."], "rejected": ["Wrong."]}
    ]


def test_a_line_is_in_the_language_of_its_question() -> None:
    votes = [
        Vote("Combien de civils ?", "56 civils.", True, language, "answer", "T")
        for language in ("en", "ru")
    ]
    (line,) = question_lines(votes)
    assert json.loads(line)["language"] == "fr"


def test_lines_are_of_one_article() -> None:
    one, other = (Vote("Q?", f"{t}.", True, "en", "answer", t) for t in ("One", "Other"))
    assert on_one_article([one, one], None) == [one, one]
    assert on_one_article([one, other], "Other") == [other]
    assert on_one_article([], None) == []
    for votes, title in (([one, other], None), ([one], "Other"), ([], "One")):
        with pytest.raises(TitleError):
            on_one_article(votes, title)
