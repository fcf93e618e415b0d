import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.__main__ import main
from index.answerability import AnswerabilityRecipe, train_answerability
from index.encoder import with_tail
from index.errors import EvaluationError, ModelError
from index.model.answerability import HEAD, read_head
from index.model.bert import make_bert, make_tokenizer
from index.model.bundled import WEIGHTS_SHA256, Weights, apply_adapter, read_weights
from index.model_passport import ADAPTER, ANSWERABILITY, file_sha256
from tests.test_adapter import PAIRS, a_title, write_squad, write_stories
from tests.test_model import HIDDEN, INNER, tiny_tensors, write_weights
from tests.test_tower import log_odds as log_odds_of
from tests.test_tower import tower

SAID, ASKED = zip(*PAIRS, strict=True)
PASSAGES = [with_tail(*each) for each in zip(SAID, ["", *SAID[:-1]], strict=True)]
TINY = AnswerabilityRecipe(rank=4, learning_rate=1e-2, head_rate=1e-1, epochs=600, rivals=3)


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    return read_weights(write_weights(tmp_path / "tiny.bin", tiny_tensors()))


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    """Return what stands for the adapter that the tiny weights have."""
    path = tmp_path / "stands_on.npz"
    np.savez(path, base=np.array(WEIGHTS_SHA256))
    return path


def log_odds(weights: Weights, trained: Path, question: str, passage: str) -> float:
    """Return what a trained file says of a question and a passage."""
    tokenizer = make_tokenizer(weights)
    tensors = {name: tensor.copy() for name, tensor in weights.tensors.items()}
    apply_adapter(tensors, trained)
    network = tower(replace(weights, tensors=tensors), read_head(trained))
    texts = (tokenizer.encode(text).ids for text in (f"query: {question}", f"passage: {passage}"))
    return log_odds_of(network, make_bert(weights), *texts)


def test_the_sentence_that_answers_learns_to_beat_none_and_all_others_to_lose(
    weights: Weights, adapter: Path, tmp_path: Path
) -> None:
    file = write_squad(tmp_path / "a.json", a_title(3), PAIRS)
    told: list[tuple[str, int, int]] = []
    out = train_answerability(
        [file],
        tmp_path / "new" / "taught.npz",
        recipe=TINY,
        weights=weights,
        adapter=adapter,
        progress=lambda *step: told.append(step),
    )
    for question in ASKED:
        for passage, asked in zip(PASSAGES, ASKED, strict=True):
            assert (log_odds(weights, out, question, passage) > 0) == (question == asked)
    losses = [float(what.split("loss ")[1].strip(")")) for what, _, _ in told if "loss" in what]
    assert np.mean(losses[-10:]) < np.mean(losses[:10]) / 2
    assert told[0] == ("finding rivals", 1, 1)
    assert [step for _, *step in told[1:]] == [[done, 600] for done in range(1, 601)]


def test_to_a_trap_all_sentences_learn_to_lose(
    weights: Weights, adapter: Path, tmp_path: Path
) -> None:
    stories = write_stories(tmp_path / "stories", a_title(2))
    out = train_answerability(
        [stories],
        tmp_path / "taught.npz",
        recipe=TINY,
        weights=weights,
        adapter=adapter,
    )
    for passage in ("Le chat dort.", "Bab abba. | Le chat dort."):
        assert log_odds(weights, out, "bac ?", passage) < 0
    assert log_odds(weights, out, "abba ?", "Le chat dort.") > 0


def quickly(weights: Weights, adapter: Path, out: Path, *files: Path, **changes: Any) -> Path:
    recipe = replace(TINY, epochs=2, **changes)
    return train_answerability(files, out, recipe=recipe, weights=weights, adapter=adapter)


def test_the_file_holds_factors_of_all_matrices_and_the_head(
    weights: Weights, adapter: Path, tmp_path: Path
) -> None:
    file = write_squad(tmp_path / "a.json", a_title(2), PAIRS)
    out = quickly(weights, adapter, tmp_path / "taught.npz", file)
    sizes = dict.fromkeys(("q", "k", "v", "ao"), (HIDDEN, HIDDEN))
    sizes |= {"fi": (INNER, HIDDEN), "fo": (HIDDEN, INNER)}
    with np.load(out, allow_pickle=False) as stored:
        found = {name: (stored[name].shape, stored[name].dtype.name) for name in stored}
        assert str(stored["base"]) == WEIGHTS_SHA256
        assert stored["scale"][0] != np.float32(15)
        assert (stored["l0.q.w.out"] != 0).any()
    del found["base"]
    head = {"scale": (2,), "head_w": (3, HIDDEN), "head_b": (1,)}
    wanted = {name: (shape, "float32") for name, shape in head.items()}
    for part, (rows, columns) in sizes.items():
        wanted[f"l0.{part}.w.out"] = ((rows, 4), "float16")
        wanted[f"l0.{part}.w.in"] = ((4, columns), "float16")
    assert found == wanted


def test_the_passport_names_the_adapter_that_it_stands_on(
    weights: Weights, adapter: Path, tmp_path: Path
) -> None:
    file = write_squad(tmp_path / "a.json", a_title(2), PAIRS)
    out = quickly(weights, adapter, tmp_path / "taught.npz", file)
    passport = tomllib.loads(out.with_suffix(".toml").read_text("utf-8"))
    assert passport["answerability_sha256"] == file_sha256(out)
    assert passport["adapter_sha256"] == file_sha256(adapter)
    assert WEIGHTS_SHA256 in passport["base"]
    assert (passport["articles"], passport["questions"]) == (1, 3)
    assert (passport["recipe"]["rank"], passport["recipe"]["dropped"]) == (4, 0.3)
    assert passport["data"] == [{"file": "a.json", "sha256": file_sha256(file)}]


def test_the_same_seed_gives_the_same_outcome(
    weights: Weights, adapter: Path, tmp_path: Path
) -> None:
    file = write_squad(tmp_path / "a.json", a_title(2), PAIRS)
    one, two, other = (
        quickly(weights, adapter, tmp_path / f"{name}.npz", file, seed=seed)
        for name, seed in (("one", 1), ("two", 1), ("other", 2))
    )
    with np.load(one) as left, np.load(two) as right, np.load(other) as third:
        assert all((left[name] == right[name]).all() for name in left)
        assert (left["l0.q.w.in"] != third["l0.q.w.in"]).any()


def test_a_batch_has_so_many_questions(weights: Weights, adapter: Path, tmp_path: Path) -> None:
    file = write_squad(tmp_path / "a.json", a_title(2), PAIRS)
    steps: list[tuple[int, int]] = []
    train_answerability(
        [file],
        tmp_path / "taught.npz",
        recipe=replace(TINY, epochs=2, questions=2),
        weights=weights,
        adapter=adapter,
        progress=lambda what, *step: steps.append(step) if "loss" in what else None,
    )
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("fifth", [0, 1])
def test_files_without_a_question_to_learn_from_are_refused(
    weights: Weights, adapter: Path, tmp_path: Path, fifth: int
) -> None:
    kept = write_squad(tmp_path / "kept.json", a_title(fifth), PAIRS)
    unanswered = write_squad(tmp_path / "none.json", a_title(3), [("Le chat dort.", "aaa ?")])
    answered = json.loads(unanswered.read_text("utf-8"))
    answered["data"][0]["paragraphs"][0]["qas"][0]["answers"] = []
    unanswered.write_text(json.dumps(answered), "utf-8")
    out = tmp_path / "new" / "taught.npz"
    with pytest.raises(EvaluationError, match=r"kept\.json, .*none\.json: no answered question"):
        quickly(weights, adapter, out, kept, unanswered)
    assert not out.parent.exists()


def test_what_is_trained_stands_on_an_adapter(
    monkeypatch: pytest.MonkeyPatch, weights: Weights, tmp_path: Path
) -> None:
    monkeypatch.setattr("index.answerability.bundled_weights", lambda: weights)
    file = write_squad(tmp_path / "a.json", a_title(2), PAIRS)
    with pytest.raises(ModelError, match=r"none\.npz: not an adapter"):
        train_answerability([file], tmp_path / "taught.npz", adapter=tmp_path / "none.npz")
    before = weights.tensors["l0.fi.w"].copy()
    factors = {"l0.fi.w.out": np.full((INNER, 2), 0.5, np.float16)}
    factors |= {"l0.fi.w.in": np.full((2, HIDDEN), 0.25, np.float16)}
    np.savez(tmp_path / "adapter.npz", base=np.array(WEIGHTS_SHA256), **factors)  # type: ignore[arg-type]  # numpy's stub takes allow_pickle alone by name
    recipe = replace(TINY, epochs=1)
    train_answerability(
        [file], tmp_path / "taught.npz", recipe=recipe, adapter=tmp_path / "adapter.npz"
    )
    np.testing.assert_allclose(weights.tensors["l0.fi.w"], before + 0.25, rtol=1e-6)


# the command line


def test_the_command_trains_and_says_where(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    weights: Weights,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("index.answerability.bundled_weights", lambda: weights)
    monkeypatch.setattr("index.answerability.apply_adapter", lambda *_: None)
    file = write_squad(tmp_path / "a.json", a_title(2), PAIRS)
    out = tmp_path / "new" / "taught.npz"
    assert main(["fit", "--answerability", str(file), "--out", str(out)]) == 0
    assert capsys.readouterr().out == (
        f"answerability written to {out}; "
        "the bundled model is exported with it when it is next opened\n"
    )
    assert out.exists()


def test_what_cannot_be_learnt_from_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "taught.npz"
    for file, complaint in (
        (tmp_path / "none.json", "cannot be read (No such file or directory)"),
        (write_squad(tmp_path / "kept.json", a_title(0), PAIRS), "no answered question to learn"),
    ):
        assert main(["fit", "--answerability", str(file), "--out", str(out)]) == 2
        line, rest = capsys.readouterr().err.split("\n", 1)
        assert line.startswith(f"verbatim: {file}: {complaint}")
        assert rest == ""
    assert not out.exists()


@pytest.mark.parametrize("other", ["--adapter", "--mean"])
def test_one_thing_is_trained_at_a_time(capsys: pytest.CaptureFixture[str], other: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["fit", "--answerability", other, "a.json"])
    assert caught.value.code == 2
    assert "not allowed with argument --answerability" in capsys.readouterr().err


def test_the_shipped_one_stands_on_the_shipped_adapter() -> None:
    assert ANSWERABILITY.stat().st_size < 5_000_000
    with np.load(ANSWERABILITY, allow_pickle=False) as stored:
        assert str(stored["base"]) == WEIGHTS_SHA256
        assert set(HEAD) <= set(stored)
    passport = tomllib.loads(ANSWERABILITY.with_suffix(".toml").read_text("utf-8"))
    assert passport["answerability_sha256"] == file_sha256(ANSWERABILITY)
    assert passport["adapter_sha256"] == file_sha256(ADAPTER)
