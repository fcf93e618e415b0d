"""Figures → what a person or another program reads."""

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

REGIMES = {
    "same": "Question and article in one language",
    "crossed": "Question in another language",
}


def to_json(report: Mapping[str, Any]) -> str:
    """Return a report as JSON; a figure that could not be computed has the value null."""
    return json.dumps(report, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{value!r} is no figure")


def print_report(report: Mapping[str, Any]) -> None:
    """Print a report's tables on standard output."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for regime, found in report.items():
        cases = ", ".join(f"{count} {kind}" for kind, count in found["cases"].items())
        figures = Table("figure", "value (95 % interval)", title=f"{REGIMES[regime]}: {cases}")
        for name, figure in found["figures"].items():
            figures.add_row(name, str(figure))
        console.print(figures)
        verdicts = Table("verdict on", "answer", "closest", "none")
        for kind, counts in {**found["verdicts"], **found["verdicts by kind"]}.items():
            verdicts.add_row(kind, *_shares(counts))
        console.print(verdicts)
        risk = Table("answered", "of them wrong", "from confidence", title="risk and coverage")
        for coverage, wrong, threshold in found["risk and coverage"]:
            risk.add_row(f"{coverage:.0%}", f"{wrong:.1%}", f"{threshold:.3f}")
        console.print(risk)


def _shares(counts: Mapping[str, int]) -> list[str]:
    total = sum(counts.values())
    return [f"{count / total:.1%} ({count})" for count in counts.values()]
