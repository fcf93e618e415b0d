import logging
from pathlib import Path

import numpy as np
import pytest

from index.background import Background
from index.building import build_index, change_index, open_index, rebuild_index
from index.encoder import OnnxEncoder
from index.errors import ModelError
from index.fitted import BACKGROUND_FILE, Fitted, fitted_folder, fitted_to
from index.weights import CROSSED_FILE, SAME_FILE, Weights, shipped_weights
from tests.fakes import BagEncoder, article, regime

ENCODER = BagEncoder("org/model:1234")
MEAN = np.array([0.5, 0.25], np.float32)
FITTED = Fitted(
    Weights(regime("one"), regime("two")), Background(ENCODER.fingerprint, MEAN, MEAN, MEAN)
)


def test_what_was_fitted_lies_in_a_folder_of_the_encoders_name(tmp_path: Path) -> None:
    assert fitted_folder(tmp_path, ENCODER) == tmp_path / "fitted" / "org-model-1234"


def test_what_was_fitted_to_the_encoder_is_read_back(tmp_path: Path) -> None:
    FITTED.write(fitted_folder(tmp_path, ENCODER))
    found = fitted_to(ENCODER, tmp_path)
    assert found.weights == FITTED.weights
    assert found.background is not None
    assert found.background.encoder == ENCODER.fingerprint
    assert found.background.question.tolist() == [0.5, 0.25]


def test_what_is_shipped_serves_where_nothing_was_fitted(tmp_path: Path) -> None:
    FITTED.write(fitted_folder(tmp_path, ENCODER))
    for found in (fitted_to(ENCODER), fitted_to(BagEncoder("another"), tmp_path)):
        assert found.weights == shipped_weights()
        assert found.background is None


def test_what_is_shipped_was_fitted_to_the_bundled_encoder(encoder: OnnxEncoder) -> None:
    weights = shipped_weights()
    fingerprints = [weights.same.model, weights.crossed.model]
    assert fingerprints == [encoder.fingerprint] * 2
    assert not Fitted(weights, None).strange_to(encoder)


def test_weights_that_were_fitted_to_another_encoder_are_told_in_a_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "index")
    rain = [article("Il pleut.")]
    bag = BagEncoder("bag", dimensions=2)  # to which `regime` is fitted
    FITTED.write(fitted_folder(tmp_path, bag))
    open_index(tmp_path, rain, bag)
    assert caplog.messages == []
    fitted_to_another = (
        f"the weights were fitted to {shipped_weights().same.model}, not to org/model:1234: "
    )
    for made in (open_index, build_index, rebuild_index):
        index = made(tmp_path / made.__name__, rain, ENCODER)
        (line,) = caplog.messages
        assert line.startswith(fitted_to_another)
        assert "`python -m index fit FILE …`" in line
        caplog.clear()
    change_index(tmp_path / "build_index", index, ENCODER, add=[article("Il neige.")])
    assert caplog.messages == []


@pytest.mark.parametrize("name", [SAME_FILE, CROSSED_FILE, BACKGROUND_FILE])
@pytest.mark.parametrize("damage", ["truncated", "missing", "binary"])
def test_a_damaged_file_is_named(tmp_path: Path, name: str, damage: str) -> None:
    folder = fitted_folder(tmp_path, ENCODER)
    FITTED.write(folder)
    path = folder / name
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:40] if damage == "truncated" else b"\xff" * 99)
    with pytest.raises(ModelError) as caught:
        fitted_to(ENCODER, tmp_path)
    assert str(caught.value).startswith(f"{path}: ")
