"""What was fitted to an encoder: weights and background, from DATA_DIR or shipped."""

import re
from dataclasses import dataclass
from pathlib import Path

from index.background import Background, shipped_background
from index.encoder import Encoder
from index.weights import CROSSED_FILE, SAME_FILE, Weights, read_weights, shipped_weights

FITTED_FOLDER = "fitted"
BACKGROUND_FILE = "background.npz"


@dataclass(frozen=True)
class Fitted:
    """Weights, and the background that similarities are centred by where one is known."""

    weights: Weights
    background: Background | None

    def strange_to(self, encoder: Encoder) -> list[str]:
        """Return the fingerprints of other encoders that weights of these were fitted to."""
        models = dict.fromkeys((self.weights.same.model, self.weights.crossed.model))
        return [each for each in models if each != encoder.fingerprint]

    def write(self, folder: Path) -> None:
        """Write all of it into a folder, which is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self.weights.same.write(folder / SAME_FILE)
        self.weights.crossed.write(folder / CROSSED_FILE)
        if self.background:
            self.background.write(folder / BACKGROUND_FILE)


def fitted_folder(data_dir: Path | str, encoder: Encoder) -> Path:
    """Return where `fit` puts what it fitted to this encoder."""
    return Path(data_dir) / FITTED_FOLDER / re.sub(r"[^A-Za-z0-9.]+", "-", encoder.fingerprint)


def fitted_to(encoder: Encoder, data_dir: Path | str | None = None) -> Fitted:
    """Return what was fitted to this encoder under DATA_DIR; what is shipped where nothing was.

    Raise ModelError where a file of it is damaged.
    """
    folder = fitted_folder(data_dir, encoder) if data_dir is not None else None
    if folder is None or not folder.is_dir():
        return Fitted(shipped_weights(), shipped_background(encoder))
    return Fitted(read_weights(folder), Background.read(folder / BACKGROUND_FILE))
