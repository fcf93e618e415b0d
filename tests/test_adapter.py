import json
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.adapter import Recipe, likest, train_adapter
from index.averaging import mean_adapter
from index.errors import EvaluationError, ModelError
from index.lessons import Text, read_lessons
from index.model.bert import make_bert, make_tokenizer
from index.model.bundled import (
    WEIGHTS_SHA256,
    Weights,
    apply_adapter,
    read_adapter,
    read_weights,
)
from index.model_passport import ADAPTER, file_sha256
from index.shelf import windows
from index.stories import stories_sha256
from tests.test_model import tiny_tensors, write_weights

TINY = Recipe(
    rank=4, first_layer=0, epochs=60, articles=1, learning_rate=1e-2, tail_share=0, window_share=0
)


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    return read_weights(write_weights(tmp_path / "tiny.bin", tiny_tensors()))


def a_title(fifth: int) -> str:
    """Return a title of a fifth of all articles."""
    return next(str(n) for n in count() if int(sha256(b"%d" % n).hexdigest(), 16) % 5 == fifth)


def write_squad(path: Path, title: str, pairs: list[tuple[str, str]]) -> Path:
    """Write one article whose sentences each answer one question; no answer where it is ""."""
    context = " ".join(sentence for sentence, _ in pairs)
    qas = [
        {
            "id": str(n),
            "question": question,
            "answers": [{"text": sentence, "answer_start": context.index(sentence)}],
        }
        for n, (sentence, question) in enumerate(pairs)
        if question
    ]
    data = [{"title": title, "paragraphs": [{"context": context, "qas": qas}]}]
    path.write_text(json.dumps({"data": data}), "utf-8")
    return path


PAIRS = [("Le chat dort.", "aaa ?"), ("Bab abba.", "chat ?"), ("Ccc le ac.", "dort ?")]


def similarities(weights: Weights, pairs: Sequence[tuple[str, str]] = PAIRS) -> Any:
    """Return questions × sentences, (n, n), of the tiny model's mean-pooled vectors."""
    import torch

    bert, tokenizer = make_bert(weights), make_tokenizer(weights)

    def encode(text: str) -> Any:
        ids = torch.tensor([tokenizer.encode(text).ids])
        with torch.no_grad():
            pooled = bert(input_ids=ids)[0][0].mean(0)
        return (pooled / pooled.norm()).numpy()

    asked = np.stack([encode(f"query: {question}") for _, question in pairs])
    said = np.stack([encode(f"passage: {sentence}") for sentence, _ in pairs])
    return asked @ said.T


def test_training_brings_questions_to_the_sentences_that_answer(
    weights: Weights, tmp_path: Path
) -> None:
    before = similarities(weights)
    file = write_squad(tmp_path / "a.json", a_title(2), PAIRS)
    steps: list[tuple[int, int]] = []
    out = train_adapter(
        [file],
        tmp_path / "new" / "adapter.npz",
        recipe=TINY,
        weights=weights,
        progress=lambda _, done, total: steps.append((done, total)),
    )
    apply_adapter(weights.tensors, out)
    after = similarities(weights)
    assert after.argmax(1).tolist() == [0, 1, 2]
    assert np.trace(after) - after.mean() * 3 > np.trace(before) - before.mean() * 3
    assert steps == [(n, 60) for n in range(1, 61)]


def write_stories(folder: Path, title: str) -> Path:
    """Write a folder of one story; its first sentence answers one question, and not its trap."""
    folder.mkdir()
    questions = [
        {"kind": "answerable", "ask": {"fr": "abba ?", "en": "cab?"}, "evidence": "chat dort"},
        {"kind": "answerable", "ask": {"fr": "dort ?"}, "evidence": "abba"},
        {"kind": "trap", "ask": {"fr": "bac ?"}, "near": "chat dort"},
    ]
    text = "Le chat dort. Bab abba."
    story = {"title": title, "language": "fr", "text": text, "questions": questions}
    (folder / "a.json").write_text(json.dumps(story), "utf-8")
    return folder


@pytest.mark.parametrize(("share", "told_apart"), [(0.0, False), (2.0, True)])
def test_a_sentence_learns_which_questions_it_does_not_answer(
    weights: Weights, tmp_path: Path, share: float, told_apart: bool
) -> None:
    asked = [("Le chat dort.", "bac ?"), ("Le chat dort.", "abba ?")]
    recipe = replace(TINY, choosing_questions=share)
    stories = write_stories(tmp_path / "stories", a_title(2))
    before = similarities(weights, asked)[:, 0]
    out = train_adapter([stories], tmp_path / "adapter.npz", recipe=recipe, weights=weights)
    apply_adapter(weights.tensors, out)
    trap, question = similarities(weights, asked)[:, 0]
    assert (question - trap > before[1] - before[0] + 0.2) == told_apart


def test_a_story_is_one_lesson_with_its_questions_in_all_languages(
    weights: Weights, tmp_path: Path
) -> None:
    stories = write_stories(tmp_path / "stories", a_title(2))
    ((text,),) = read_lessons([stories], weights)
    none: frozenset[int] = frozenset()
    assert text.golds == (frozenset({0}), frozenset({0}), frozenset({1}), none)
    assert (len(text.alone), len(text.questions)) == (2, 4)


def test_the_passport_says_what_it_was_made_from(weights: Weights, tmp_path: Path) -> None:
    file = write_squad(tmp_path / "a.json", a_title(2), PAIRS)
    recipe = Recipe(rank=2, first_layer=0, epochs=1)
    out = train_adapter([file], tmp_path / "adapter.npz", recipe=recipe, weights=weights)
    passport = tomllib.loads(out.with_suffix(".toml").read_text("utf-8"))
    assert WEIGHTS_SHA256 in passport["base"]
    assert (passport["articles"], passport["questions"]) == (1, 3)
    assert passport["recipe"]["rank"] == 2
    assert passport["data"] == [{"file": "a.json", "sha256": file_sha256(file)}]


def test_the_passport_names_a_folder_of_stories(weights: Weights, tmp_path: Path) -> None:
    stories = write_stories(tmp_path / "stories", a_title(2))
    recipe = Recipe(rank=2, first_layer=0, epochs=1)
    out = train_adapter([stories], tmp_path / "adapter.npz", recipe=recipe, weights=weights)
    passport = tomllib.loads(out.with_suffix(".toml").read_text("utf-8"))
    assert passport["data"] == [{"file": "stories", "sha256": stories_sha256(stories)}]


def test_the_same_seed_gives_the_same_adapter(weights: Weights, tmp_path: Path) -> None:
    file = write_squad(tmp_path / "a.json", a_title(2), PAIRS)
    recipe = Recipe(rank=2, first_layer=0, epochs=2)
    one = train_adapter([file], tmp_path / "one.npz", recipe=recipe, weights=weights)
    two = train_adapter([file], tmp_path / "two.npz", recipe=recipe, weights=weights)
    with np.load(one) as left, np.load(two) as right:
        assert all((left[name] == right[name]).all() for name in left)


@pytest.mark.parametrize("fifth", [0, 1])
def test_two_fifths_of_the_articles_are_not_learnt(
    weights: Weights, tmp_path: Path, fifth: int
) -> None:
    kept = write_squad(tmp_path / "kept.json", a_title(fifth), PAIRS)
    learnt = write_squad(tmp_path / "learnt.json", a_title(3), PAIRS[:1])
    assert read_lessons([kept], weights) == []
    assert [len(text.alone) for (text,) in read_lessons([kept, learnt], weights)] == [1]
    with pytest.raises(EvaluationError, match=r"kept\.json: no answered question"):
        train_adapter([kept], tmp_path / "adapter.npz", weights=weights)


def test_parallel_files_become_one_lesson_in_several_languages(
    weights: Weights, tmp_path: Path
) -> None:
    title = a_title(2)
    one = write_squad(tmp_path / "one.json", title, PAIRS)
    two = write_squad(tmp_path / "two.json", title, PAIRS[::-1])
    other = write_squad(tmp_path / "other.json", title, PAIRS[:2])
    lessons = read_lessons([one, other, two], weights)
    assert sorted(map(len, lessons)) == [1, 2]
    both = next(lesson for lesson in lessons if len(lesson) == 2)
    assert [text.golds for text in both] == [
        (frozenset({0}), frozenset({1}), frozenset({2})),
    ] * 2
    assert both[0].alone == both[1].alone[::-1]


def test_a_tail_is_added_to_all_but_the_first_sentence(weights: Weights, tmp_path: Path) -> None:
    file = write_squad(tmp_path / "a.json", a_title(2), PAIRS)
    ((text,),) = read_lessons([file], weights)
    assert text.tail[0] == text.alone[0]
    assert len(text.tail[1]) > len(text.alone[1])


def product(path: Path, name: str) -> Any:
    left, right = read_adapter(path)[name]
    return left.astype(float) @ right.astype(float)


def trained_twice(weights: Weights, folder: Path) -> tuple[Path, Path]:
    """Return two adapters of rank 4, of the same questions and other seeds."""
    file = write_squad(folder / "a.json", a_title(2), PAIRS)
    one, two = (
        train_adapter(
            [file],
            folder / f"{seed}.npz",
            recipe=replace(TINY, epochs=3, seed=seed),
            weights=weights,
        )
        for seed in (1, 2)
    )
    return one, two


def test_the_mean_of_adapters_is_cut_to_their_rank(weights: Weights, tmp_path: Path) -> None:
    one, two = trained_twice(weights, tmp_path)
    out = mean_adapter([one, two], tmp_path / "mean.npz")
    for name, (left, right) in read_adapter(out).items():
        assert (left.shape[1], right.shape[0]) == (4, 4)
        vectors, sizes, axes = np.linalg.svd((product(one, name) + product(two, name)) / 2)
        nearest = vectors[:, :4] * sizes[:4] @ axes[:4]
        assert product(out, name) == pytest.approx(nearest, abs=2e-3 * sizes[0])


def test_the_mean_of_one_adapter_twice_is_the_adapter(weights: Weights, tmp_path: Path) -> None:
    one, _ = trained_twice(weights, tmp_path)
    out = mean_adapter([one, one], tmp_path / "mean.npz")
    for name in read_adapter(one):
        largest = np.abs(product(one, name)).max()
        assert product(out, name) == pytest.approx(product(one, name), abs=2e-3 * largest)


def test_a_mean_keeps_the_passports_of_what_it_is_made_from(
    weights: Weights, tmp_path: Path
) -> None:
    parents = trained_twice(weights, tmp_path)
    out = mean_adapter(parents, tmp_path / "mean.npz")
    passport = tomllib.loads(out.with_suffix(".toml").read_text("utf-8"))
    assert passport["adapter_sha256"] == file_sha256(out)
    assert passport["mean_of"] == [
        tomllib.loads(parent.with_suffix(".toml").read_text("utf-8")) for parent in parents
    ]


def test_what_a_mean_cannot_be_made_of_is_named(weights: Weights, tmp_path: Path) -> None:
    one, two = trained_twice(weights, tmp_path)
    out = tmp_path / "mean.npz"
    other = tmp_path / "other.npz"
    np.savez(other, base=np.array("of another model"))
    with pytest.raises(ModelError, match=r"other\.npz: this adapter was taught on other weights"):
        mean_adapter([one, other], out)
    with pytest.raises(ModelError, match=r"none\.npz: not an adapter for these weights"):
        mean_adapter([one, tmp_path / "none.npz"], out)
    np.savez(other, base=np.array(WEIGHTS_SHA256))
    with pytest.raises(ModelError, match=r"other\.npz: these do not change the same matrices"):
        mean_adapter([one, other], out)
    two.with_suffix(".toml").write_bytes(one.with_suffix(".toml").read_bytes())
    with pytest.raises(ModelError, match=r"2\.toml: the passport of another adapter"):
        mean_adapter([one, two], out)
    two.with_suffix(".toml").unlink()
    with pytest.raises(ModelError, match=r"2\.toml: no passport of an adapter"):
        mean_adapter([one, two], out)
    assert not out.exists()


@pytest.mark.skipif(not ADAPTER.exists(), reason="no adapter is shipped")
def test_the_shipped_adapter_is_small_and_fits_the_bundled_weights() -> None:
    assert ADAPTER.stat().st_size < 5_000_000
    with np.load(ADAPTER, allow_pickle=False) as stored:
        assert str(stored["base"]) == WEIGHTS_SHA256
    passport = tomllib.loads(ADAPTER.with_suffix(".toml").read_text("utf-8"))
    assert passport["adapter_sha256"] == file_sha256(ADAPTER)
    assert passport["licence"]


def test_of_windows_the_likest_counts_for_its_sentence() -> None:
    import torch

    def told(owners: tuple[int, ...]) -> Text:
        ids = tuple((n,) for n in range(max(owners) + 1))
        return Text(ids, ids, tuple((0,) for _ in owners), owners, (), ())

    scores = torch.tensor([[1.0, 3.0, 2.0, 0.5, 0.25], [4.0, 1.0, 5.0, 6.0, 7.0]])
    found = likest(scores, [told((0, 0, 1)), told((0, 0))])
    assert found.tolist() == [[3.0, 2.0, 0.5], [4.0, 5.0, 7.0]]


def test_the_windows_that_answer_are_brought_to_their_questions(
    weights: Weights, tmp_path: Path
) -> None:
    said = [f"{'Bab abba ' * 12}le {answer}." for answer in ("chat dort", "ac ccc")]
    asked = ("aaa ?", "bac ?")
    file = write_squad(tmp_path / "a.json", a_title(2), list(zip(said, asked, strict=True)))
    recipe = replace(TINY, window_share=1)
    out = train_adapter([file], tmp_path / "a.npz", recipe=recipe, weights=weights)
    closing = [
        (windows(sentence)[-1], question) for sentence, question in zip(said, asked, strict=True)
    ]
    apply_adapter(weights.tensors, out)
    assert similarities(weights, closing).argmax(1).tolist() == [0, 1]
