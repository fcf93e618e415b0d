"""JSON of question files: its entries, checked as they are read, each named by its place."""

import json
from pathlib import Path
from typing import Any, TypeVar

from index.errors import EvaluationError

T = TypeVar("T")
_KINDS = {
    str: "a string",
    list: "a list",
    dict: "an object",
    int: "a whole number",
    bool: "a truth value",
}


def read_json(path: Path) -> Any:
    """Return what a file of JSON holds; raise EvaluationError with its name where it is none."""
    return parsed(read_text(path), path)


def read_text(path: Path) -> str:
    """Return what a file says; raise EvaluationError with its name where it is no UTF-8."""
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}: not UTF-8 at byte {error.start}") from error


def parsed(text: str, path: Path, line: int | None = None) -> Any:
    """Return what JSON says, all of a file's or that of one of its lines."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at, problem = line or error.lineno, f"not JSON: {error.msg}"
    except RecursionError:
        at, problem = line or 1, "nested too deeply"
    except ValueError:  # Python's limit for a whole number, against quadratic time
        at, problem = line or 1, "a number of too many digits"
    raise EvaluationError(f"{path}:{at}: {problem}")


def value_of(entry: Any, key: str, kind: type[T], where: str) -> T:
    """Return what an object has under a key; raise EvaluationError where it is of no such kind."""
    if not isinstance(entry, dict):
        raise EvaluationError(f"{where}: not an object")
    if key not in entry:
        raise EvaluationError(f"{where}: no key `{key}`")
    if not isinstance(entry[key], kind) or (kind is int and isinstance(entry[key], bool)):
        raise EvaluationError(f"{where}: `{key}` is not {_KINDS[kind]}")
    value: T = entry[key]
    return value


def words_of(entry: Any, key: str, where: str) -> str:
    """Return the string under a key; raise EvaluationError where it is none, or blank."""
    words = value_of(entry, key, str, where)
    if not words.strip():
        raise EvaluationError(f"{where}: `{key}` is blank")
    return words


def items_of(entry: Any, key: str, where: str) -> list[tuple[str, Any]]:
    """Return what a list under a key holds, each with its place."""
    values = value_of(entry, key, list, where)
    return [(f"{where}.{key}[{number}]", value) for number, value in enumerate(values)]


def strings_of(entry: Any, key: str, where: str) -> list[str]:
    """Return a list of strings under a key; raise EvaluationError where one is none, or blank."""
    values = value_of(entry, key, list, where)
    if not all(isinstance(value, str) and value.strip() for value in values):
        raise EvaluationError(f"{where}: `{key}` holds what is not a string, or a blank one")
    return values
