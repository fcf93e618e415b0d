"""Measure this project beside others on one model, and write docs/performance.md.

`python -m benchmarks.speed`: rounds are interleaved, each pipeline in a process of its own, so that
whatever else the machine does falls on all alike. Ratios are of one round, and their median counts.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.speed.exactness import exactness
from benchmarks.speed.pictures import draw_latencies
from benchmarks.speed.pipelines import DATA, PIPELINES, TORCH_MODEL
from benchmarks.speed.subject import ASKERS, FIRST_ANSWER
from benchmarks.tables import table, write_between

DOCUMENT = Path("docs/performance.md")
PICTURE = Path("docs/pictures/latency.png")
SHOWN = "![Share of questions answered within a time](pictures/latency.png)"
PERCENTILES = (50, 95, 99)
UNITS = ("avx2", "avx512f", "avx_vnni", "avx512_vnni", "amx_int8")  # of a processor's, what counts
OURS, TORCH, _ = PIPELINES


@dataclass(frozen=True)
class Round:
    """What one pipeline did in one round."""

    build_s: float
    start_s: float
    ms: list[float]
    processor_ms: float
    rates: dict[int, float]
    memory_mb: float

    def figures(self) -> dict[str, float]:
        """Return each column's figure."""
        return {
            **{f"p{p}, ms": float(np.percentile(self.ms, p)) for p in PERCENTILES},
            "processor time a question, ms": self.processor_ms,
            **{f"questions/s, {n} asking": self.rates[n] for n in ASKERS},
            "memory, MB": self.memory_mb,
            "first answer, s": self.start_s,
            "index build, s": self.build_s,
        }


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--singles", type=int, default=200, help="questions timed in a round")
    parser.add_argument("--seconds", type=float, default=8.0, help="for each number of askers")
    parser.add_argument("--memory", type=int, default=1000, help="questions before it is looked at")
    parser.add_argument("--sets", type=Path, nargs="*", default=[], help="SQuAD-format files")
    parser.add_argument("--out", type=Path, help="write what was measured to a JSON file too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="speed-") as scratch:
        folder = Path(scratch)
        prepare(folder, options.data_dir)
        rounds: dict[str, list[Round]] = {name: [] for name in PIPELINES}
        for number in range(options.rounds):
            for name in PIPELINES:
                rounds[name].append(_run(name, folder, options))
                _note(f"round {number + 1}: {name}: {_in_words(rounds[name][-1])}")
    if options.out:
        found = {name: [one.__dict__ for one in ran] for name, ran in rounds.items()}
        options.out.write_text(json.dumps(found), "utf-8")
    write_between(DOCUMENT, "side by side", f"{side_by_side(rounds)}\n\n{SHOWN}")
    write_between(DOCUMENT, "machine", machine(options))
    write_between(DOCUMENT, "exactness", exactness(options.data_dir, options.sets))
    draw_latencies(PICTURE, {name: [t for r in ran for t in r.ms] for name, ran in rounds.items()})


def prepare(folder: Path, data_dir: Path) -> None:
    """Put the same weights into a folder as each pipeline wants them."""
    from index import open_encoder
    from index.model.source import load_model

    open_encoder(data_dir)  # exports it where that is not done
    (folder / DATA).mkdir()
    (folder / DATA / "models").symlink_to((data_dir / "models").resolve())
    made = load_model("bundled", folder / "source")
    made.model.save(str(folder / TORCH_MODEL))
    # Attention as the library chooses it, not as tracing needs it.
    path = folder / TORCH_MODEL / "sentence_bert_config.json"
    if path.exists():
        known = {k: v for k, v in json.loads(path.read_text("utf-8")).items() if "kwargs" not in k}
        path.write_text(json.dumps(known), "utf-8")


def _run(name: str, folder: Path, options: argparse.Namespace) -> Round:
    build = json.loads(_lines(name, folder, "build")[-1])["build_s"]
    began = time.perf_counter()
    process = _started(
        name, folder, "serve", str(options.singles), str(options.seconds), str(options.memory)
    )
    assert process.stdout is not None
    start: float | None = None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line.strip())
        if start is None and line.strip() == FIRST_ANSWER:
            start = time.perf_counter() - began
    if process.wait() or start is None:
        raise SystemExit(f"{name}: stopped with {process.returncode}")
    served = json.loads(lines[-1])
    rates = {int(n): rate for n, rate in served["rates"].items()}
    return Round(build, start, served["ms"], served["processor_ms"], rates, served["memory_mb"])


def _started(*arguments: str | Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.speed.subject", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _lines(*arguments: str | Path) -> list[str]:
    process = _started(*arguments)
    out, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, arguments))}: stopped with {process.returncode}")
    return out.splitlines()


def _note(line: str) -> None:
    sys.stderr.write(line + "\n")


def _in_words(one: Round) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in one.figures().items())


def side_by_side(rounds: dict[str, list[Round]]) -> str:
    """Return the tables of medians and of ratios to the torch pipeline."""
    names = list(rounds[OURS][0].figures())
    rows = [[name, *(_median(ran, name) for ran in rounds.values())] for name in names]
    medians = table(["", *rounds], [[name, *(f"{v:.3g}" for v in row)] for name, *row in rows])
    ratios = [
        [name, *(_ratio(rounds[other], rounds[TORCH], name) for other in rounds if other != TORCH)]
        for name in names
    ]
    head = [f"ratio to {TORCH}", *(name for name in rounds if name != TORCH)]
    return f"{medians}\n\n{table(head, ratios)}"


def _median(ran: Sequence[Round], name: str) -> float:
    return median(one.figures()[name] for one in ran)


def _ratio(ran: Sequence[Round], torch: Sequence[Round], name: str) -> str:
    """Return the median of the rounds' ratios, and the lowest and highest."""
    found = [a.figures()[name] / b.figures()[name] for a, b in zip(ran, torch, strict=True)]
    return f"{median(found):.2f} ({min(found):.2f}–{max(found):.2f})"


def machine(options: argparse.Namespace) -> str:
    """Say what it was measured on."""
    import torch

    from index.onnx_runtime import onnx_runtime

    load = f", load average {os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{_processor()}, {os.cpu_count()} cores{load}; Python {platform.python_version()}, "
        f"ONNX Runtime {onnx_runtime().__version__}, PyTorch {torch.__version__}; "
        f"{options.rounds} rounds of {options.singles} single questions, no text twice; memory "
        f"after {options.memory:,} questions and those of the askers; {datetime.now(UTC).date()}."
    )


def _processor() -> str:
    """Return the processor's name and what it multiplies with."""
    try:
        text = Path("/proc/cpuinfo").read_text("ascii", "replace")
    except OSError:
        return platform.processor() or platform.machine()
    known: dict[str, Any] = dict(
        (part.strip() for part in line.split(":", 1)) for line in text.splitlines() if ":" in line
    )
    flags = set(known.get("flags", "").split())
    units = " ".join(unit for unit in UNITS if unit in flags)
    family = f"family {known.get('cpu family')}, model {known.get('model')}"
    return f"{known.get('model name', 'unknown')} ({family}; {units})"


if __name__ == "__main__":
    main()
