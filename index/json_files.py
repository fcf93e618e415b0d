"""JSON in files of its own, and what tells one value of it from another."""

import hashlib
import json
from pathlib import Path
from typing import Any

from index.errors import BrokenIndexError, pass_on_exhaustion


def digest(table: Any) -> str:
    """Return the SHA-256 of what JSON says, however it is laid out."""
    return hashlib.sha256(json.dumps(table, sort_keys=True).encode()).hexdigest()


def read_json(path: Path) -> Any:
    """Return what a file says; raise BrokenIndexError where it is missing or damaged."""
    try:
        return json.loads(decoded(path.read_bytes()))
    except OSError as error:
        pass_on_exhaustion(error, path)
        raise BrokenIndexError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise BrokenIndexError(f"{path}: damaged, {error}") from error


def decoded(content: bytes) -> str:
    """Return the text of a file, in which an article's lone surrogates are as they are."""
    return content.decode("utf-8", "surrogatepass")


def write_json(path: Path, table: Any) -> None:
    """Write a value so that a person can read it."""
    text = json.dumps(table, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", "utf-8", "surrogatepass")
