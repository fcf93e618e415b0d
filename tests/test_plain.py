"""What was made fast and small answers as the plain int8 path does."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import Article, ArticleIndex, OnnxEncoder
from index.model.answerability import read_answerability
from index.model.bert import make_bert
from index.model.bundled import find_bundled_weights
from index.model.source import taught_weights
from index.model_passport import ANSWERABILITY
from tests.plain import WHOLE, PlainEncoder

# Both halves: only whether two paths agree is looked at here, never what is right.
GOLD = [Path(__file__).parent / "gold" / name for name in ("open.jsonl", "kept.jsonl")]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plain")


@pytest.fixture(scope="module")
def plain(encoder: OnnxEncoder, scratch: Path) -> PlainEncoder:
    return PlainEncoder.int8(encoder, scratch)


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


@pytest.mark.usefixtures("plain")
def test_what_tells_answers_is_exported_as_it_was_taught(
    encoder: OnnxEncoder, scratch: Path, questions: list[str]
) -> None:
    import torch

    judge, bert = read_answerability(ANSWERABILITY), taught_bert()
    whole = PlainEncoder(encoder, scratch / WHOLE)
    for question in questions[::50]:
        ids = torch.tensor([whole.question_ids(question)])
        with torch.no_grad():
            states = bert(input_ids=ids, output_hidden_states=True).hidden_states
            taught = judge.tower(states[judge.first_layer], torch.ones_like(ids))[0].numpy()
        np.testing.assert_allclose(whole.answerability(question), taught, atol=1e-3)
        served = encoder.answerability(question)
        assert served is not None
        assert np.corrcoef(served, taught)[0, 1] > 0.98
        assert served[-1] == pytest.approx(taught[-1], abs=1.0)


def taught_bert() -> Any:
    found = find_bundled_weights()
    assert found is not None
    return make_bert(taught_weights(found))
