import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from index.errors import EvaluationError
from index.question_sets import Asked
from index.stories import read_stories, stories_sha256

STORIES = Path(__file__).parent.parent / "benchmarks" / "stories"
CAT: dict[str, Any] = {
    "title": "Chats",
    "language": "fr",
    "text": "Le chat dort sur le toit. Le chien garde la porte.\n \n  La souris danse.",
    "questions": [
        {"kind": "answerable", "ask": {"fr": "Qui danse ?"}, "evidence": "souris danse"},
        {
            "kind": "two-part",
            "ask": {"en": "Where is the cat, and the dog?"},
            "evidence": ["sur le toit", "la porte"],
        },
        {"kind": "trap", "ask": {"fr": "Qui garde le toit ?"}, "near": "sur le toit"},
    ],
}


def write(folder: Path, name: str, table: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(table), "utf-8")
    return path


def test_every_question_is_asked_in_every_language_that_it_is_written_in(tmp_path: Path) -> None:
    write(tmp_path, "b.json", CAT)
    write(tmp_path, "a.json", {**CAT, "title": "Premier"})
    first, cats = read_stories(tmp_path)
    assert (first.article.title, cats.article.title) == ("Premier", "Chats")
    assert [cats.article.text[s.start : s.end] for s in cats.sentences] == [
        "Le chat dort sur le toit.",
        "Le chien garde la porte.",
        "La souris danse.",
    ]
    none: frozenset[int] = frozenset()
    both, mouse = frozenset({0, 1}), frozenset({2})
    assert cats.asked == (
        Asked("Qui danse ?", "fr", mouse, mouse, kind="answerable"),
        Asked("Where is the cat, and the dog?", "en", both, both, kind="two-part"),
        Asked("Qui garde le toit ?", "fr", none, none, kind="trap"),
    )


def test_evidence_that_does_not_stand_there_once_is_named(tmp_path: Path) -> None:
    question = {"kind": "answerable", "ask": {"fr": "?"}, "evidence": "Le ch"}
    path = write(tmp_path, "a.json", {**CAT, "questions": [question]})
    with pytest.raises(EvaluationError) as caught:
        read_stories(tmp_path)
    assert str(caught.value) == f"{path}: question 1: must stand in the story once: Le ch"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([], "not an object"),
        ({}, "no key `text`"),
        ({**CAT, "text": 5}, "`text` is not a string"),
        ({**CAT, "title": " "}, "`title` is blank"),
        ({**CAT, "language": "français"}, "not the code of a language: français"),
        ({**CAT, "questions": {}}, "`questions` is not a list"),
    ],
)
def test_what_is_no_story_is_named(tmp_path: Path, table: Any, message: str) -> None:
    path = write(tmp_path, "a.json", table)
    with pytest.raises(EvaluationError) as caught:
        read_stories(tmp_path)
    assert str(caught.value) == f"{path}: {message}"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("Qui ?", "not an object"),
        ({"ask": {"fr": "Qui ?"}}, "no key `kind`"),
        ({"kind": "trap"}, "no key `ask`"),
        ({"kind": "trap", "ask": "Qui ?"}, "`ask` is not an object"),
        ({"kind": "trap", "ask": {"fr": 3}}, "`fr` is not a string"),
        ({"kind": "trap", "ask": {"fr": ""}}, "`fr` is blank"),
        ({"kind": "trap", "ask": {"French": "Qui ?"}}, "not the code of a language: French"),
        ({"kind": "trap", "ask": {"fr": "Qui ?"}, "evidence": 5}, "`evidence` is not a list"),
        (
            {"kind": "trap", "ask": {"fr": "Qui ?"}, "evidence": [5]},
            "`evidence` holds what is not a string, or a blank one",
        ),
    ],
)
def test_what_is_no_question_on_a_story_is_named_by_its_number(
    tmp_path: Path, entry: Any, message: str
) -> None:
    path = write(tmp_path, "a.json", {**CAT, "questions": [*CAT["questions"], entry]})
    with pytest.raises(EvaluationError) as caught:
        read_stories(tmp_path)
    assert str(caught.value) == f"{path}: question 4: {message}"


def test_the_digest_is_that_of_all_stories_in_the_order_of_their_names(tmp_path: Path) -> None:
    paths = [write(tmp_path, "b.json", CAT), write(tmp_path, "a.json", {**CAT, "title": "Premier"})]
    told = paths[1].read_bytes() + paths[0].read_bytes()
    assert stories_sha256(tmp_path) == hashlib.sha256(told).hexdigest()


def test_a_folder_without_stories_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"no story \(\*\.json\) in it"):
        read_stories(tmp_path)


def test_the_stories_at_hand_are_all_of_one_make() -> None:
    stories = read_stories(STORIES)
    assert len({story.article.title for story in stories}) == len(stories) >= 90
    for story in stories:
        assert len(story.asked) >= 90
        traps = [one for one in story.asked if one.kind == "trap"]
        assert len(traps) >= 21
        assert not any(one.answering for one in traps)
