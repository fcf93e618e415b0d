"""Figures → what a person or another program reads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

from index.corpora import Corpora, Corpus, answerable
from index.evaluation import Kind
from index.question_sets import Part
from index.weights import Regime, Weights

REGIMES = {
    "same": "Question and article in one language",
    "crossed": "Question in another language",
}
KINDS = {
    Kind.ANSWERABLE: "asked of the article that answers them",
    Kind.REMOVED: "the same, asked of the article without what answers",
    Kind.OFF_SUBJECT: "those of another article",
    Kind.TRAP: "the same, with another time, number or name in them",
    Kind.UNANSWERED: "not answered by the article, as the file says",
}
MEANINGS = {
    "hit@1": "the first sentence answers",
    "hit@3": "one of the first three does",
    "hit@5": "one of the first five does",
    "MRR": "mean of 1 / place of the answer",
    "rejected given as answer": "of questions that reject a sentence",
    "calibration error": "confidence is so far off",
    "calibration error on subject": "so far, off-subject questions left out",
}
AUROC = "answerable surer; 0.5 is chance"  # than one of its kind


def to_json(report: Mapping[str, Any]) -> str:
    """Return a report as JSON; a figure that could not be computed has the value null."""
    return json.dumps(report, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{value!r} is no figure")


def print_report(report: Mapping[str, Any]) -> None:
    """Print a report's tables on standard output, with what their rows mean."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    for regime, found in report.items():
        console.print(f"{REGIMES[regime]}:")
        for kind, count in found["cases"].items():
            console.print(f"{count:7,} {kind:13} {KINDS[kind]}")
        figures = Table("figure", "value (95 % interval)", "what it says")
        for name, figure in found["figures"].items():
            figures.add_row(name, str(figure), MEANINGS.get(name, AUROC))
        console.print(figures)
        console.print(_verdicts("verdict on", found["verdicts"]))
        if found["verdicts by kind"]:
            console.print(_verdicts("of the file's kind", found["verdicts by kind"]))
        console.print("Risk and coverage: of answerable and gold removed, the surest are answered")
        risk = Table("answered", "of them wrong", "from confidence")
        for coverage, wrong, threshold in found["risk and coverage"]:
            risk.add_row(f"{coverage:.0%}", f"{wrong:.1%}", f"{threshold:.3f}")
        console.print(risk)


def told_of_fit(corpora: Corpora, part: Part, weights: Weights) -> list[str]:
    """Return what each regime was fitted on, and from what confidence on its verdicts are."""
    regimes = (("same", corpora.same, weights.same), ("crossed", corpora.crossed, weights.crossed))
    return [_told_of_regime(name, some, part, regime) for name, some, regime in regimes]


def _told_of_regime(name: str, some: Sequence[Corpus], part: Part, regime: Regime) -> str:
    if not some:
        return f"{name}: no question is in another language than its article, weights as shipped"
    questions, articles = answerable(some, part)
    return (
        f"{name}: of the part {part}, answerable questions: {questions}, articles with any: "
        f"{articles}; answer from {regime.answer:.3f}, closest from {regime.closest:.3f}"
    )


def _verdicts(what: str, rows: Mapping[str, Mapping[str, int]]) -> Any:
    """Return a table of how often each verdict was given, a row for each kind of question."""
    from rich.table import Table
    from rich.text import Text

    table = Table(what, "answer", "closest", "none")
    for kind, counts in rows.items():
        table.add_row(Text(kind), *_shares(counts))
    return table


def _shares(counts: Mapping[str, int]) -> list[str]:
    total = sum(counts.values())
    return [f"{count / total:.1%} ({count})" for count in counts.values()]
