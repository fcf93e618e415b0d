"""Markdown tables, and the places in a document that they are written to."""

from collections.abc import Sequence
from pathlib import Path


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [list(map(str, head)), ["---"] * len(head), *(list(map(str, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write_between(path: Path, name: str, text: str) -> None:
    """Replace what stands between a document's `<!-- name -->` and `<!-- /name -->`."""
    document = path.read_text("utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = document.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"{path}: no place marked {begin} … {end}")
    path.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")
