"""The table of docs/reliability.md, between two marks: one row a trial, the latest outcome."""

from collections.abc import Sequence
from pathlib import Path

BEGIN, END = "<!-- trials -->", "<!-- end of the trials -->"


def enter(page: Path, row: Sequence[str]) -> None:
    """Put a row into the table, in the place of the one with its name if there is one."""
    text = page.read_text("utf-8")
    before, _, rest = text.partition(f"{BEGIN}\n")
    table, _, after = rest.partition(f"{END}\n")
    line = f"| {' | '.join(row)} |"
    lines = table.splitlines()
    places = [n for n, each in enumerate(lines) if each.startswith(f"| {row[0]} |")]
    lines[slice(*(places[0], places[0] + 1) if places else (len(lines), len(lines)))] = [line]
    page.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}\n{after}", "utf-8")
