"""The passport of what the encoder was taught, TOML beside it: what it was made from, and how."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import ModelError
from index.model.bundled import WEIGHTS_SHA256
from index.model_passport import file_sha256
from index.question_sets import Part
from index.stories import stories_sha256


def write_taught(
    taught: Path,
    learnt: Mapping[str, Any],
    recipe: Mapping[str, Any],
    files: Sequence[Path],
    *,
    articles: int,
    questions: int,
    adapter: Path | None = None,
) -> None:
    """Write what an adapter has learnt, and what it was taught on and how beside it.

    Or an answerability: that stands on an `adapter`, which is named then. The folder is made where
    it is missing.
    """
    taught.parent.mkdir(parents=True, exist_ok=True)
    np.savez(taught, base=np.array(WEIGHTS_SHA256), **learnt)
    own = "answerability" if adapter else "adapter"
    lines = [
        *_opening(taught, own),
        *([f'adapter_sha256 = "{file_sha256(adapter)}"'] if adapter else []),
        f"articles = {articles}",
        f"questions = {questions}",
        f'learnt = "the articles of the part {Part.ADAPTER}, by SHA-256 of their titles"',
        "",
        "[recipe]",
        *(f"{name} = {value}" for name, value in recipe.items()),
    ]
    for file in files:
        digest = stories_sha256(file) if file.is_dir() else file_sha256(file)
        lines += ["", "[[data]]", f'file = "{file.name}"', f'sha256 = "{digest}"']
    taught.with_suffix(".toml").write_text("\n".join(lines) + "\n", "utf-8")


def write_mean_passport(adapter: Path, passports: Sequence[Mapping[str, Any]]) -> None:
    """Write the passports of all that an adapter is the mean of beside it."""
    lines = _opening(adapter)
    for passport in passports:
        lines += ["", "[[mean_of]]"]
        lines += [f"{name} = {_toml(value)}" for name, value in passport.items()]
    adapter.with_suffix(".toml").write_text("\n".join(lines) + "\n", "utf-8")


def read_passport(adapter: Path) -> dict[str, Any]:
    """Read the passport beside an adapter; raise ModelError where there is none of it."""
    path = adapter.with_suffix(".toml")
    try:
        passport = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: no passport of an adapter ({error})") from error
    if passport.get("adapter_sha256") != file_sha256(adapter):
        raise ModelError(f"{path}: the passport of another adapter")
    return passport


def _opening(taught: Path, own: str = "adapter") -> list[str]:
    return [
        f'{own}_sha256 = "{file_sha256(taught)}"',
        f'base = "multilingual-e5-small, SHA-256 {WEIGHTS_SHA256}"',
        f'trained = "{datetime.now(UTC).date().isoformat()}"',
        'licence = "that of the data below"',
    ]


def _toml(value: Any) -> str:
    """Write a value of a passport on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_toml(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
