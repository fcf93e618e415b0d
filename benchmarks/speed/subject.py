"""One pipeline in a process of its own: `python -m benchmarks.speed.subject NAME FOLDER WHAT`.

`build` prints the seconds that indexing took; `start` prints a line at the first answer and ends;
`serve` prints what was measured as one JSON object on the last line.
"""

import asyncio
import itertools
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.speed.pipelines import PIPELINES

GOLD = Path(__file__).parents[2] / "tests" / "gold"
FIRST_ANSWER = "first answer"
ASKERS = (1, 8, 32)
# How one gold question becomes several that no cache has seen.
OPENINGS = ("{}", "Dites-moi : {}", "S'il vous plaît, {}", "Question : {}", "Bonjour, {}", "« {} »")


def questions() -> Iterator[str]:
    """Yield every gold question, then each with other words before it; no text comes twice."""
    lines = [
        line
        for name in ("open", "kept")
        for line in (GOLD / f"{name}.jsonl").open(encoding="utf-8")
    ]
    gold = list(dict.fromkeys(json.loads(line)["question"] for line in lines))
    yield from (opening.format(question) for opening in OPENINGS for question in gold)
    for number in itertools.count(1):
        yield from (f"{number}. {question}" for question in gold)


def main() -> None:
    """Do what the command line says."""
    name, folder, what, *rest = sys.argv[1:]
    pipeline = PIPELINES[name]()
    if what == "build":
        pipeline.build(Path(folder))
        _say(json.dumps({"build_s": time.perf_counter() - pipeline.began}))
        return
    pipeline.open(Path(folder))
    source = questions()
    pipeline.answer(next(source))
    _say(FIRST_ANSWER)
    if what == "serve":
        _say(json.dumps(_served(pipeline, source, int(rest[0]), float(rest[1]), int(rest[2]))))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _served(
    pipeline: Any, source: Iterator[str], singles: int, seconds: float, memory: int
) -> dict[str, Any]:
    for question in itertools.islice(source, 5):
        pipeline.answer(question)
    used = time.process_time()
    times = [_timed(pipeline.answer, question) for question in itertools.islice(source, singles)]
    used = time.process_time() - used
    rates = {n: asyncio.run(_rate(pipeline.answers(), source, n, seconds)) for n in ASKERS}
    for question in itertools.islice(source, max(0, memory - singles)):
        pipeline.answer(question)
    return {
        "ms": [1000 * each for each in times],
        "processor_ms": 1000 * used / len(times),
        "rates": rates,
        "memory_mb": _resident_mb(),
    }


def _timed(answer: Callable[[str], str], question: str) -> float:
    began = time.perf_counter()
    answer(question)
    return time.perf_counter() - began


async def _rate(answer: Any, source: Iterator[str], askers: int, seconds: float) -> float:
    """Return the questions a second that so many askers get answered, each one after the other."""
    began = time.perf_counter()
    count = 0

    async def ask() -> None:
        nonlocal count
        while time.perf_counter() - began < seconds:
            await answer(next(source))
            count += 1

    await asyncio.gather(*(ask() for _ in range(askers)))
    return count / (time.perf_counter() - began)


def _resident_mb() -> float:
    """Return the resident memory of this process, as Linux tells it."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    found = next(line for line in lines if line.startswith("VmRSS:"))
    return int(found.split()[1]) / 1024


if __name__ == "__main__":
    main()
