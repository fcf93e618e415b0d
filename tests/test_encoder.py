import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from unittest.mock import Mock

import numpy as np
import pytest

import index.encoder
import index.sessions
from index.encoder import OnnxEncoder, open_encoder, with_tail
from index.errors import ModelError, ResourceError
from index.model_passport import FP32_FILE, PASSPORT_FILE, ModelPassport, model_folder
from index.tokens import PIECES_FILE

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    """Open the real bundled model; its export is kept between runs."""
    return open_encoder(os.environ.get("VERBATIM_TEST_DATA") or ROOT / "data")


ODD = ["", " ", "x" * 10_000, "﷽" * 100, "\ufdfa" * 100, "a\0b", "\ud800", "🐟🇫🇷", "مرحبا" * 500]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_has_a_vector_of_unit_length(encoder: OnnxEncoder, text: str) -> None:
    vector = encoder.encode_question(text)
    assert vector.shape == (encoder.dimensions,) == (384,)
    assert vector.dtype == np.float32
    assert float(vector @ vector) == pytest.approx(1, abs=1e-5)


# What is said where there is no memory; to have none may end the process of the tests.
NO_MEMORY = [
    (index.encoder, "open_tokenizer", OSError(12, "Cannot allocate memory")),
    (index.encoder, "open_tokenizer", RuntimeError("MARISA_IO_ERROR: origin_ == MAP_FAILED")),
    (index.sessions, "onnx_runtime", RuntimeError("Load model from m.onnx failed:std::bad_alloc")),
]


@pytest.mark.parametrize(("module", "name", "error"), NO_MEMORY)
def test_a_model_that_has_no_room_in_memory_is_not_called_damaged(
    encoder: OnnxEncoder,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    name: str,
    error: Exception,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    runtime = SimpleNamespace(SessionOptions=Mock, InferenceSession=refuse)
    monkeypatch.setattr(module, name, refuse if name == "open_tokenizer" else lambda: runtime)
    with pytest.raises(ResourceError, match="Cannot allocate memory") as caught:
        OnnxEncoder(encoder.folder)
    assert isinstance(caught.value.__cause__, OSError)  # which another start may go well after


def test_a_passage_has_the_same_vector_in_every_batch(encoder: OnnxEncoder) -> None:
    texts = [f"{'mot ' * (i % 9 + 1)}{i}" for i in range(70)]
    together = encoder.encode_passages(texts)
    assert together.shape == (70, 384)
    for i in (0, 8, 33, 69):
        np.testing.assert_allclose(encoder.encode_passages([texts[i]])[0], together[i], atol=1e-5)


def test_no_passages_are_no_rows(encoder: OnnxEncoder) -> None:
    assert encoder.encode_passages([]).shape == (0, 384)


def test_progress_ends_at_the_number_of_passages(encoder: OnnxEncoder) -> None:
    seen: list[tuple[str, int, int]] = []
    encoder.encode_passages(["a"] * 40, lambda *step: seen.append(step))
    assert [(done, total) for _, done, total in seen] == [(32, 40), (40, 40)]


CITY = "La ville compte 48 200 habitants."
BRIDGE = "Le pont fut construit sous la direction de l'ingénieure Marthe Villiers."
STRIKE = "Les pêcheurs se sont mis en grève parce que le gazole avait doublé."


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("Combien de personnes vivent ici ?", CITY),
        ("How many people live in the city?", CITY),
        ("من أشرف على بناء الجسر؟", BRIDGE),
        ("Кто построил мост?", BRIDGE),
        ("¿Por qué protestaron los pescadores?", STRIKE),
        ("Warum streikten die Fischer?", STRIKE),
    ],
)
def test_a_question_finds_its_sentence_across_languages(
    encoder: OnnxEncoder, question: str, best: str
) -> None:
    texts = [BRIDGE, CITY, STRIKE, "Il fait beau."]
    scores = encoder.encode_passages(texts) @ encoder.encode_question(question)
    assert texts[int(scores.argmax())] == best


ASKED = "Qui a opposé son veto à la résolution ?"
VETO = "Mardi soir, la Russie a opposé son veto au texte, que la Chine a soutenu."


def log_odds(encoder: OnnxEncoder, question: str, passage: str) -> float:
    told = encoder.answerability(question)
    assert told is not None  # the bundled model was taught it
    assert told.shape == (encoder.dimensions + 1,)
    return float(encoder.encode_passages([passage])[0] @ told[:-1] + told[-1])


def test_what_answers_is_told_from_what_is_near(encoder: OnnxEncoder) -> None:
    near = "La résolution sera présentée au Conseil de sécurité avant la fin de la semaine."
    assert log_odds(encoder, ASKED, VETO) > log_odds(encoder, ASKED, near)
    assert log_odds(encoder, "Who vetoed the resolution?", VETO) > log_odds(encoder, ASKED, near)


@pytest.mark.parametrize("text", ODD)
def test_of_odd_text_answers_can_be_told(encoder: OnnxEncoder, text: str) -> None:
    told = encoder.answerability(text)
    assert told is not None
    assert np.isfinite(told).all()
    assert not told.flags.writeable


def test_the_passport_names_the_model_and_a_passed_gate(encoder: OnnxEncoder) -> None:
    passport = encoder.passport
    assert (passport.model, passport.pooling) == ("bundled", "mean")
    assert (passport.question_prefix, passport.passage_prefix) == ("query: ", "passage: ")
    assert passport.gate.fp32_cosine >= 0.9999
    assert passport.gate.int8_cosine >= 0.99
    assert passport.gate.int8_same_top >= 0.90


def test_a_lone_surrogate_reads_as_a_replacement_character(encoder: OnnxEncoder) -> None:
    lone, replaced = encoder.encode_question("a\ud800b"), encoder.encode_question("a\ufffdb")
    np.testing.assert_array_equal(lone, replaced)


def test_a_changed_file_is_refused_when_it_is_opened(
    encoder: OnnxEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(encoder.folder, copy, copy_function=os.link)
    spoil(copy / FP32_FILE)
    opened = OnnxEncoder(copy)
    with pytest.raises(ModelError, match=rf"{FP32_FILE}: damaged"):
        opened.encode_passages(["a"])
    (copy / FP32_FILE).unlink()
    with pytest.raises(ModelError) as caught:
        opened.encode_passages(["a"])
    told = (
        f"{copy / FP32_FILE}: cannot be read (No such file or directory); what is indexed is "
        "embedded with it: copy it from where the model was exported (docs/deploy.md, Updating)"
    )
    again = f", or delete the folder {copy} for the model to be exported again"
    assert str(caught.value) == told + again
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)  # nothing exports it then
    with pytest.raises(ModelError) as caught:
        opened.encode_passages(["a"])
    assert str(caught.value) == told
    spoil(copy / PIECES_FILE)
    with pytest.raises(ModelError, match=rf"{PIECES_FILE}: damaged"):
        OnnxEncoder(copy)


def spoil(path: Path) -> None:
    """Replace a linked file with a shorter one of its own."""
    path.unlink()
    path.write_bytes(b"spoilt")


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", '{"format_version": 0}'])
def test_a_foreign_passport_is_one_clear_line(tmp_path: Path, text: str) -> None:
    (tmp_path / PASSPORT_FILE).write_text(text)
    with pytest.raises(ModelError, match=PASSPORT_FILE) as caught:
        OnnxEncoder(tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("there", "found"),
    [(True, "the exported model cannot be used"), (False, "no exported model here")],
)
def test_where_nothing_can_be_exported_a_damaged_model_is_told_from_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool, found: str
) -> None:
    monkeypatch.setitem(sys.modules, "index.model.export", None)  # as without torch
    folder = model_folder(tmp_path)
    if there:
        folder.mkdir(parents=True)
        (folder / PASSPORT_FILE).write_text("{}")
    with pytest.raises(ModelError) as caught:
        open_encoder(tmp_path)
    assert str(caught.value) == (
        f"{folder}: {found}, and exporting bundled needs index.model.export, which is not "
        "installed here: export it elsewhere, and copy it (docs/deploy.md, Updating)"
    )


def test_a_passport_reads_back_as_written(encoder: OnnxEncoder, tmp_path: Path) -> None:
    encoder.passport.write(tmp_path)
    assert ModelPassport.read(tmp_path) == encoder.passport


def test_the_fingerprint_does_not_depend_on_when_or_where_it_was_exported(
    encoder: OnnxEncoder, tmp_path: Path
) -> None:
    values = json.loads((encoder.folder / PASSPORT_FILE).read_text("utf-8"))
    values |= {"exported": "2001-01-01", "files": {}}
    (tmp_path / PASSPORT_FILE).write_text(json.dumps(values))
    assert ModelPassport.read(tmp_path).fingerprint == encoder.fingerprint
    values["adapter"] = "another"
    (tmp_path / PASSPORT_FILE).write_text(json.dumps(values))
    assert ModelPassport.read(tmp_path).fingerprint != encoder.fingerprint


def test_models_of_different_names_have_folders_of_their_own(tmp_path: Path) -> None:
    names = ["bundled", "a/b", "a-b", "a_b", "../a", "é" * 300]
    folders = {model_folder(tmp_path, name) for name in names}
    assert len(folders) == len(names)
    assert {folder.parent for folder in folders} == {tmp_path / "models"}


def test_opening_and_asking_imports_no_torch(encoder: OnnxEncoder) -> None:
    code = (
        "import sys; from index.encoder import OnnxEncoder; "
        f"OnnxEncoder({str(encoder.folder)!r}).encode_question('a'); "
        "sys.exit(any(m in sys.modules for m in ('torch', 'transformers', 'index.model')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_tail_is_the_end_of_the_sentence_before() -> None:
    assert with_tail("Il dort.", "") == "Il dort."
    assert with_tail("Il dort.", "x" * 200 + "Le chat.") == "Il dort. | " + "x" * 152 + "Le chat."


def test_it_lets_go_of_the_passages_model_and_opens_it_again(encoder: OnnxEncoder) -> None:
    before = encoder.encode_passages([CITY])
    assert "_passages" in encoder.__dict__
    encoder.rest()
    assert "_passages" not in encoder.__dict__
    np.testing.assert_array_equal(encoder.encode_passages([CITY]), before)
