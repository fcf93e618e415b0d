"""What an exported model was made from: its folder, its files, and the passport that names them."""

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from index.errors import ModelError, pass_on_exhaustion

BUNDLED = "bundled"
ADAPTER = Path(__file__).parent / "data" / "adapter.npz"
ANSWERABILITY = Path(__file__).parent / "data" / "answerability.npz"

FORMAT_VERSION = 9  # of an exported folder; raise it when older folders cannot be read any more
VECTORS_VERSION = 3  # of what is exported; raise it when an older export would answer otherwise
PASSPORT_FILE = "passport.json"
FP32_FILE = "model.onnx"
INT8_FILE = "model.int8.onnx"
SIGNED_FILE = "model.int8.signed.onnx"  # the same to the bit, for processors with VNNI
TABLE_FILE = "embeddings.npy"  # the words' rows in int8, read row by row: neither has them
INT8_FILES = (INT8_FILE, SIGNED_FILE, TABLE_FILE)


@dataclass(frozen=True, slots=True)
class Gate:
    """How an export compares with the original on the probes, and the least that is accepted.

    Cosines are means over all probes; `same_top` is the share of probe questions whose best probe
    passage stays the best, the question in int8 and the passages in fp32.
    """

    fp32_cosine: float
    int8_cosine: float
    int8_same_top: float
    int8_kept: bool


@dataclass(frozen=True, slots=True)
class ModelPassport:
    """What an exported model was made from and with.

    `weights_sha256` is of the weights file for the bundled model, and of all parameters for others.
    `questions` and `passages` name the files that encode them; `files` are their SHA-256.
    """

    format_version: int
    model: str
    source: str
    weights_sha256: str
    adapter: str | None
    answerability: str | None
    pooling: str
    dimensions: int
    max_tokens: int
    question_prefix: str
    passage_prefix: str
    passage_template: str
    quantisation: str
    questions: str
    passages: str
    gate: Gate
    exported: str
    files: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read a folder's passport; raise ModelError where it is missing, damaged or outdated."""
        path = folder / PASSPORT_FILE
        try:
            values: dict[str, Any] = json.loads(path.read_text("utf-8"))
            version = values["format_version"]
            if version != FORMAT_VERSION:
                raise ModelError(f"{path}: format {version}, this program reads {FORMAT_VERSION}")
            values["gate"] = Gate(**values["gate"])
            return cls(**values)
        except (OSError, ValueError, TypeError, KeyError) as error:
            pass_on_exhaustion(error, path)
            raise ModelError(f"{path}: not the passport of an exported model ({error})") from error

    def write(self, folder: Path) -> None:
        """Write the passport into a folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / PASSPORT_FILE).write_text(text + "\n", "utf-8")

    @property
    def fingerprint(self) -> str:
        """Return what tells this export's vectors from another's, the same on every machine."""
        parts = (
            VECTORS_VERSION,
            self.weights_sha256,
            self.adapter,
            self.answerability,
            self.pooling,
            self.max_tokens,
            self.question_prefix,
            self.passage_prefix,
            self.quantisation,
        )
        digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        return f"{self.model}:{digest[:16]}"

    def check(self, folder: Path, name: str) -> Path:
        """Return the path of a file of the export; raise ModelError where its bytes changed."""
        path = folder / name
        try:
            found = file_sha256(path)
        except OSError as error:
            pass_on_exhaustion(error, path)
            raise ModelError(f"{path}: cannot be read ({error.strerror})") from error
        if found != self.files.get(name):
            raise ModelError(f"{path}: damaged, its checksum is not the passport's")
        return path


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def model_folder(data_dir: Path | str, model: str = BUNDLED) -> Path:
    """Return where a model's export belongs; the bundled one's changes with what it was taught."""
    stated = [str(FORMAT_VERSION), model]
    if model == BUNDLED:
        taught = (ADAPTER, ANSWERABILITY)
        stated += [file_sha256(path) if path.exists() else "" for path in taught]
    elif os.path.isdir(model):  # noqa: PTH112  (false, not an error, for a name that is no path)
        files = sorted(path for path in Path(model).rglob("*") if path.is_file())
        stated += [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    digest = hashlib.sha256("\n".join(stated).encode("utf-8", "surrogatepass")).hexdigest()
    slug = re.sub(r"[^A-Za-z0-9.]+", "-", model).strip("-.")[-48:]
    return Path(data_dir) / "models" / f"{slug}-{digest[:12]}"
