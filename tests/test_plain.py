"""What was made fast and small answers as the plain int8 path does."""

import json
from pathlib import Path

import pytest

from index import Article, ArticleIndex, OnnxEncoder
from tests.plain import PlainEncoder

# Both halves: only whether two paths agree is looked at here, never what is right.
GOLD = [Path(__file__).parent / "gold" / name for name in ("open.jsonl", "kept.jsonl")]


@pytest.fixture(scope="module")
def plain(encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory) -> PlainEncoder:
    return PlainEncoder.int8(encoder, tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def questions() -> list[str]:
    lines = [line for path in GOLD for line in path.read_text("utf-8").splitlines()]
    return [json.loads(line)["question"] for line in lines]


def test_quotes_and_verdicts_are_those_of_the_plain_path_on_the_whole_gold_set(
    index: ArticleIndex,
    aleppo: Article,
    plain: PlainEncoder,
    questions: list[str],
) -> None:
    beside = ArticleIndex.build([aleppo], plain)
    for question in questions:
        assert index.ask(question) == beside.ask(question)
