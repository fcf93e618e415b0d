"""Measure ranking and verdict on articles that nothing was fitted on, and write docs/quality.md.

`python -m benchmarks.quality --sets FOLDER`: the folder holds piaf-v1.0.json and xquad.*.json.
`--kept` runs the kept half of the gold set too, and logs that it was run, and with what result.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.pictures import draw_reliability, draw_risk
from benchmarks.tables import table, write_between
from index import default_article, open_encoder
from index.corpora import Corpus, read_corpora
from index.encoder import Encoder
from index.evaluation import Case, Kind, Remembering, cases
from index.figures import Outcomes, report
from index.fitted import Fitted, fitted_to
from index.fitting import STORIES_IN_RANKING, fit_ranking
from index.progress import progress_bars
from index.question_sets import Part, QuestionSet, limited, read_jsonl, read_squad
from index.ranking import rank_of, score
from index.signals import SIGNALS
from index.volumes import volumes
from index.weights import Weights

Report = Mapping[str, Any]  # what `index.figures.report` says of one regime

DOCUMENT = Path("docs/quality.md")
PICTURES = Path("docs/pictures")
KEPT_LOG = Path("docs/kept-runs.jsonl")
GOLD = Path("tests/gold")
STORIES = Path("benchmarks/stories")
LANGUAGES = ("en", "es", "ar")
FOLDS = 3
LONG = 200  # sentences of the volumes that are measured beside the articles
IN_VOLUMES = "the same in volumes"
FEW = 15  # questions of an article: of PIAF's some have 150, and those are the long ones
SHOWN = (
    "hit@1", "hit@3", "hit@5", "MRR", "AUROC gold removed", "AUROC off subject",
    "calibration error", "calibration error on subject",
)  # fmt: skip

# The steps from what tutorials do to the ranker, as weights over the same signals.
LADDER: Mapping[str, Mapping[str, float]] = {
    "BM25 with stems": {"bm25": 1.0},
    "dense, sentence alone": {"dense": 1.0},
    "dense, sentence beside the one before": {"dense_context": 1.0},
    "dense + 0.1 neighbours": {"dense": 1.0, "dense_neighbours": 0.1},
    "dense + 0.3 BM25": {"dense": 1.0, "bm25": 0.3},
    "dense beside the one before + 0.3 BM25": {"dense_context": 1.0, "bm25": 0.3},
}


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, help="folder of the question sets")
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("--kept", action="store_true", help="run the kept half of the gold set")
    parser.add_argument("--note", help="what that run is of, for its log")
    parser.add_argument("--ablations", action="store_true", help="refit without each signal")
    options = parser.parse_args()
    encoder = Remembering(open_encoder(options.data_dir))
    fitted = fitted_to(encoder, options.data_dir)
    same, crossed = _measure_sets(options.sets, encoder, fitted)
    _write_gold(encoder, fitted, kept=options.kept, note=options.note)
    if options.ablations:
        _write_ablations(options.sets, encoder, fitted)
    _write_pictures(same, crossed)


def _write(name: str, text: str) -> None:
    """Write tables to their place in the document, with the day on which they were measured."""
    write_between(DOCUMENT, name, f"{text}\n\nMeasured {datetime.now(UTC).date()}.")


def _held_out(path: Path, questions: Path | None = None) -> list[QuestionSet]:
    return limited(read_squad(path, questions), Part.HELD_OUT)


def _run(sets: Sequence[QuestionSet], encoder: Encoder, fitted: Fitted) -> list[Case]:
    with progress_bars() as bars:
        return list(cases(sets, encoder, fitted=fitted, progress=bars))


def _reported(found: Sequence[Case]) -> Report:
    """Return the report on cases of one regime."""
    return next(iter(report(Outcomes.of(found)).values()))


def _measure_sets(folder: Path, encoder: Encoder, fitted: Fitted) -> tuple[Report, Report]:
    """Write the tables of the question sets; return the reports on both regimes."""
    files = {code: folder / f"xquad.{code}.json" for code in LANGUAGES}
    articles = _held_out(folder / "piaf-v1.0.json")
    piaf = _run(articles, encoder, fitted)
    found_same = _reported(piaf)
    long_same = _reported(_run(volumes(articles, LONG), encoder, fitted))
    few = [replace(each, asked=each.asked[:FEW]) for each in articles]
    rows = [
        _row("PIAF, French on French", found_same),
        _row(f"the same, of each article the first {FEW}", _reported(_run(few, encoder, fitted))),
        _row(IN_VOLUMES, long_same),
    ]
    for code, path in files.items():
        found = _run(_held_out(path), encoder, fitted)
        rows.append(_row(f"XQuAD, {code} on {code}", _reported(found)))
    crossed: list[Case] = []
    crossed_long: list[Case] = []
    for passages, questions in permutations(LANGUAGES, 2):
        sets = _held_out(files[passages], files[questions])
        found = _crossed(_run(sets, encoder, fitted))
        rows.append(_row(f"XQuAD, {questions} on {passages}", _reported(found)))
        crossed += found
        crossed_long += _crossed(_run(volumes(sets, LONG), encoder, fitted))
    found_crossed, long_crossed = _reported(crossed), _reported(crossed_long)
    rows.append(_row("XQuAD, all crossed pairs", found_crossed))
    rows.append(_row(IN_VOLUMES, long_crossed))
    _write("figures", table(["held-out articles of", "questions", *SHOWN], rows))
    _write("ladder", _ladder(piaf, crossed, fitted))
    measured = {
        "PIAF": found_same,
        "PIAF in volumes": long_same,
        "crossed XQuAD": found_crossed,
        "crossed XQuAD in volumes": long_crossed,
    }
    _write("verdicts", _verdicts(measured, fitted.weights))
    _write("risk", _risk(found_same, found_crossed))
    return found_same, found_crossed


def _crossed(found: Sequence[Case]) -> list[Case]:
    """Return a pair's cases as crossed ones; an article is of one group in all pairs."""
    return [replace(case, crossed=True) for case in found]


def _row(name: str, found: Report) -> list[object]:
    asked = found["cases"].get(Kind.ANSWERABLE.value, 0)
    figures = found["figures"]
    return [name, asked, *(figures[key] for key in SHOWN)]


def _ladder(piaf: Sequence[Case], crossed: Sequence[Case], fitted: Fitted) -> str:
    rows = []
    for name, weights in LADDER.items():
        regime = replace(fitted.weights.same, ranking=weights)
        both = Weights(regime, regime)
        rows.append([name, *_hits(piaf, both), *_hits(crossed, both)])
    rows.append(["**the ranker**", *_hits(piaf, fitted.weights), *_hits(crossed, fitted.weights)])
    head = [
        "ranking",
        *(f"{k}, {where}" for where in ("PIAF", "crossed") for k in ("hit@1", "hit@3", "MRR")),
    ]
    return table(head, rows)


def _hits(found: Sequence[Case], weights: Weights) -> list[str]:
    ranks = []
    for case in found:
        if case.kind is Kind.ANSWERABLE:
            regime = weights.regime(case.findings.scene.matches.known)
            scores = score(case.findings.values, regime)
            ranks.append(rank_of(case.golds, scores) or np.inf)
    best = np.array(ranks)
    return [f"{(best <= 1).mean():.3f}", f"{(best <= 3).mean():.3f}", f"{(1 / best).mean():.3f}"]


def _verdicts(measured: Mapping[str, Report], weights: Weights) -> str:
    """Return how often each verdict was given, and from what confidence on it is."""
    head = ["an article's own language or another", "`answer` from", "`closest` from"]
    limits = [
        [name, f"{regime.answer:.3f}", f"{regime.closest:.3f}"]
        for name, regime in (("own", weights.same), ("another", weights.crossed))
    ]
    rows = []
    for name, found in measured.items():
        for kind, counts in found["verdicts"].items():
            rows.append([f"{name}: {kind}", *_shares(counts)])
    return f"{table(head, limits)}\n\n{table(['questions', 'answer', 'closest', 'none'], rows)}"


def _shares(counts: Mapping[str, int]) -> list[str]:
    total = sum(counts.values())
    return [f"{count / total:.1%}" for count in counts.values()]


def _risk(same: Report, crossed: Report) -> str:
    found = [each["risk and coverage"] for each in (same, crossed)]
    rows = [
        [f"{one[0]:.0%}", f"{one[1]:.1%}", f"{one[2]:.3f}", f"{two[1]:.1%}", f"{two[2]:.3f}"]
        for one, two in zip(*found, strict=True)
    ]
    head = ["answered", "PIAF: wrong", "from confidence", "crossed: wrong", "from confidence"]
    return table(head, rows)


def _write_pictures(same: Report, crossed: Report) -> None:
    PICTURES.mkdir(exist_ok=True)
    found = {"PIAF, French on French": same, "XQuAD, crossed": crossed}
    draw_reliability(PICTURES / "reliability.png", {k: v["reliability"] for k, v in found.items()})
    draw_risk(PICTURES / "risk-coverage.png", {k: v["risk and coverage"] for k, v in found.items()})


# The gold set


def _write_gold(encoder: Encoder, fitted: Fitted, *, kept: bool, note: str | None) -> None:
    halves = ["open", "kept"] if kept else ["open"]
    for half in halves:
        gold = read_jsonl(GOLD / f"{half}.jsonl", default_article())
        languages = {asked.question: asked.language for asked in gold.asked}
        found = _run([gold], encoder, fitted)
        _write(f"gold {half}", _gold_tables(found, languages))
        if half == "kept":
            _log_kept(found, note)


def _gold_tables(found: Sequence[Case], languages: Mapping[str, str]) -> str:
    asked = [c for c in found if c.kind in (Kind.ANSWERABLE, Kind.UNANSWERED)]
    groups: dict[str, list[Case]] = {"all": asked}
    groups["same language"] = [c for c in asked if not c.crossed]
    groups["crossed"] = [c for c in asked if c.crossed]
    for code in sorted(set(languages.values())):
        groups[code] = [c for c in asked if languages[c.question] == code]
    by_language = [[name, *_gold_row(part)] for name, part in groups.items()]
    head = ["", "answerable", "hit@1", "hit@3", "answer", "none"]
    kinds = []
    for label in sorted({c.label for c in asked}):
        for name, crossed in (("same", False), ("crossed", True)):
            part = [c for c in asked if c.label == label and c.crossed == crossed]
            kinds.append([f"{label}, {name}", len(part), *_verdict_shares(part)])
    return (
        table([*head[:1], *head[1:4], "of answerable: answer", "none"], by_language)
        + "\n\n"
        + table(["kind", "questions", "answer", "closest", "none"], kinds)
    )


def _gold_row(part: Sequence[Case]) -> list[object]:
    answerable = [c for c in part if c.kind is Kind.ANSWERABLE]
    ranks = np.array([c.rank or np.inf for c in answerable])
    shares = _verdict_shares(answerable)
    hits = [f"{(ranks <= k).mean():.3f}" for k in (1, 3)]
    return [len(answerable), *hits, shares[0], shares[2]]


def _verdict_shares(part: Sequence[Case]) -> list[str]:
    counts = {
        v: sum(c.findings.verdict.value == v for c in part) for v in ("answer", "closest", "none")
    }
    return [f"{count / len(part):.1%}" if part else "missing" for count in counts.values()]


def _log_kept(found: Sequence[Case], note: str | None) -> None:
    """Log that the kept half was looked at: what is looked at often is no longer kept."""
    outcomes = Outcomes.of(found)
    parts = {"same": outcomes.at(~outcomes.crossed), "crossed": outcomes.at(outcomes.crossed)}
    line: dict[str, Any] = {"run": datetime.now(UTC).isoformat(timespec="minutes")}
    line |= {"note": note} if note else {}
    for name, part in {"all": outcomes, **parts}.items():
        answerable = part.of_kind(Kind.ANSWERABLE)
        line[name] = {
            "hit@1": round(float((answerable.rank <= 1).mean()), 3),
            "answer": round(float((answerable.verdict == "answer").mean()), 3),
            "none": round(float((answerable.verdict == "none").mean()), 3),
        }
        for label in ("trap", "unanswerable", "off-subject", "smalltalk"):
            some = part.at((part.label == label) & (part.kind == Kind.UNANSWERED.value))
            line[name][f"{label}: answer"] = round(float((some.verdict == "answer").mean()), 3)
            line[name][f"{label}: none"] = round(float((some.verdict == "none").mean()), 3)
    with KEPT_LOG.open("a", encoding="utf-8") as log:
        log.write(json.dumps(line, ensure_ascii=False) + "\n")


# Ablations


def _write_ablations(folder: Path, encoder: Encoder, fitted: Fitted) -> None:
    names = ["piaf-v1.0.json", *(f"xquad.{code}.json" for code in LANGUAGES)]
    corpora = read_corpora([*(folder / name for name in names), STORIES])

    def answerable(some: Sequence[Corpus], *, told: bool) -> list[Case]:
        sets = [each.part(Part.WEIGHTS) for each in some if each.told == told]
        asked = (cases(each, encoder, fitted=fitted, removed=False) for each in sets)
        return [case for found in asked for case in found if case.golds]

    of_regimes = {
        name: (answerable(some, told=False), answerable(some, told=True))
        for name, some in (("same", corpora.same), ("crossed", corpora.crossed))
    }
    _write("ablations", ablations(of_regimes))


def ablations(of_regimes: Mapping[str, tuple[Sequence[Case], Sequence[Case]]]) -> str:
    """Return the table of what each signal adds to the ranking of either regime's cases.

    They are those of the sets, on which the figures are, and of stories, which are fitted on too.
    """

    def cross_validated(without: frozenset[str]) -> list[tuple[float, float]]:
        return [
            _cross_validated(found, told, STORIES_IN_RANKING[name], without)
            for name, (found, told) in of_regimes.items()
        ]

    whole = cross_validated(frozenset())
    rows = [["all signals", *(f"{value:.4f}" for both in whole for value in both)]]
    for signal in SIGNALS:
        without = cross_validated(frozenset({signal}))
        changes = [
            value - of_all
            for some, all_ in zip(without, whole, strict=True)
            for value, of_all in zip(some, all_, strict=True)
        ]
        rows.append([f"without `{signal}`", *(f"{change:+.4f}" for change in changes)])
    return table(["", "PIAF hit@1", "PIAF MRR", "crossed hit@1", "crossed MRR"], rows)


def _cross_validated(
    found: Sequence[Case], told: Sequence[Case], share: float, without: frozenset[str]
) -> tuple[float, float]:
    """Return hit@1 and MRR, each article's by a ranker that it had no part in."""
    ranks: list[float] = []
    for fold in range(FOLDS):
        others, stories = (
            [case for case in some if case.group % FOLDS != fold] for some in (found, told)
        )
        weights = fit_ranking(others, stories, share, without)
        row = np.array([weights.get(name, 0.0) for name in SIGNALS])
        ranks += [
            rank_of(case.golds, case.findings.values @ row) or np.inf
            for case in found
            if case.group % FOLDS == fold
        ]
    best = np.array(ranks)
    return float((best <= 1).mean()), float((1 / best).mean())


if __name__ == "__main__":
    main()
