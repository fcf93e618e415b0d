import dataclasses
from pathlib import Path

import numpy as np
import pytest

from index.background import Background, shipped_background
from index.encoder import OnnxEncoder
from index.errors import ModelError
from tests.fakes import BagEncoder

QUESTIONS = np.array([[1, 0], [0, 1]], np.float32)
SENTENCES = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32)
CONTEXTS = np.array([[0, 1], [0, 1]], np.float32)


def background(encoder: str = "bag") -> Background:
    return Background.of(encoder, QUESTIONS, SENTENCES, CONTEXTS)


def same(one: Background, other: Background) -> bool:
    return one.encoder == other.encoder and all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("question", "sentence", "context")
    )


def test_a_background_is_the_means() -> None:
    found = background()
    assert found.question.tolist() == [0.5, 0.5]
    assert found.sentence.tolist() == [0.5, 0.5]
    assert found.context.tolist() == [0, 1]


def test_centring_takes_the_mean_away_and_leaves_unit_length() -> None:
    found = background()
    half = float(np.sqrt(0.5))
    assert found.centre_question(np.array([1, 0], np.float32)).tolist() == pytest.approx(
        [half, -half]
    )
    rows = found.centre_sentences(SENTENCES[1:3])
    assert rows.dtype == np.float32
    assert rows[0].tolist() == pytest.approx([half, -half])
    assert rows[1].tolist() == pytest.approx([-half, half])
    contexts = found.centre_contexts(QUESTIONS)
    assert contexts[0].tolist() == pytest.approx([half, -half])
    assert contexts[1].tolist() == [0, 0]


def test_without_a_corpus_the_articles_own_sentences_stand_for_questions_too() -> None:
    found = Background.own("bag", SENTENCES, CONTEXTS)
    assert found.question.tolist() == found.sentence.tolist() == [0.5, 0.5]
    assert found.context.tolist() == [0, 1]


def test_write_then_read_changes_nothing(tmp_path: Path) -> None:
    rows = np.random.default_rng(0).normal(size=(7, 32)).astype(np.float32)
    found = Background.of("bag", rows, rows[:3], rows[3:])
    found.write(tmp_path / "b.npz")
    again = Background.read(tmp_path / "b.npz")
    assert same(found, again)
    assert found.digest == again.digest


def test_another_background_has_another_digest() -> None:
    other = dataclasses.replace(background(), question=np.array([0.25, 0.5], np.float32))
    assert other.digest != background().digest
    assert background("other").digest == background().digest


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"text", b"\x93NUMPY\x01\x00"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "b.npz"
    path.write_bytes(content)
    with pytest.raises(ModelError) as caught:
        Background.read(path)
    assert str(caught.value).startswith(f"{path}: not a file of background vectors: ")


@pytest.mark.parametrize("keep", [10, 200, 400])
def test_a_truncated_file_is_refused(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "b.npz"
    background().write(path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ModelError, match="not a file of background vectors"):
        Background.read(path)


def test_a_missing_file_and_one_of_other_arrays_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.npz: not a file of background vectors"):
        Background.read(tmp_path / "none.npz")
    np.savez(tmp_path / "other.npz", encoder=np.array("bag"), question=QUESTIONS[0])
    with pytest.raises(ModelError, match=r"other\.npz: not a file of background vectors"):
        Background.read(tmp_path / "other.npz")
    np.save(tmp_path / "array.npy", QUESTIONS)
    with pytest.raises(ModelError, match=r"array\.npy: not a file of background vectors"):
        Background.read(tmp_path / "array.npy")


def test_what_is_shipped_is_for_its_own_encoder_alone(encoder: OnnxEncoder) -> None:
    assert shipped_background(BagEncoder("another")) is None
    found = shipped_background(encoder)
    assert found is not None
    assert found.encoder == encoder.fingerprint
