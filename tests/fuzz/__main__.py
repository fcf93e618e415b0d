"""Run many trials: `python -m tests.fuzz --inputs 100000`; prints a table, and each crash."""

import argparse
import multiprocessing
import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock, Thread

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from tests.fuzz.trials import TRIALS, draw, plan, work

HANG_S = 300.0  # of one input on a busy machine, the model's index included
CHUNK = 2000  # inputs a process is given at once; it takes seconds to start one


@dataclass(slots=True)
class Tally:
    """What came out of one kind of trial."""

    inputs: int = 0
    seconds: float = 0.0
    slowest: tuple[float, int] = (0.0, 0)
    crashes: list[tuple[int, str]] = field(default_factory=list)


Tallies = dict[str, Tally]
Chunk = list[tuple[str, int]]
Report = Callable[[str, int, float, str], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the trials; return 1 where one of them crashed or hung."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", nargs="+", choices=TRIALS, default=list(TRIALS), metavar="TRIAL")
    parser.add_argument("--number", type=int, help="of one input, which is run in this process")
    options = parser.parse_args(arguments)
    if options.number is not None:
        for name in options.only:
            draw(options.seed, name, options.number)
        return 0
    console = Console()
    console.print(
        f"seed {options.seed}, {options.jobs} processes, trials: {' '.join(options.only)}"
    )
    began = time.monotonic()
    tallies = _run(plan(options.inputs, options.only), options.seed, options.jobs, console)
    _tell(tallies, options.seed, time.monotonic() - began, console)
    return int(any(tally.crashes for tally in tallies.values()))


def _run(trials: Iterator[tuple[str, int]], seed: int, jobs: int, console: Console) -> Tallies:
    chunks = _chunks(list(trials))
    tallies: Tallies = defaultdict(Tally)
    lock = Lock()
    columns = (
        "[progress.description]{task.description}",
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("inputs", total=sum(map(len, chunks)))

        def tally(name: str, number: int, seconds: float, fault: str) -> None:
            with lock:
                one = tallies[name]
                one.inputs += 1
                one.seconds += seconds
                one.slowest = max(one.slowest, (seconds, number))
                if fault:
                    one.crashes.append((number, fault))
                    progress.console.print(f"[red]{name} {number}[/red]", fault, markup=True)
                progress.advance(bar)

        def serve() -> None:
            while True:
                with lock:
                    chunk = chunks.pop() if chunks else []
                if not chunk:
                    return
                while chunk:
                    chunk = _in_a_process(chunk, seed, tally)

        threads = [Thread(target=serve) for _ in range(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return tallies


def _chunks(trials: Chunk) -> list[Chunk]:
    """Return the trials in pieces of one kind each, in an order that tells early of each kind."""
    pieces: list[Chunk] = []
    for name in TRIALS:
        of_one = [trial for trial in trials if trial[0] == name]
        pieces += [of_one[start : start + CHUNK] for start in range(0, len(of_one), CHUNK)]
    random.Random(0).shuffle(pieces)
    return pieces


def _in_a_process(chunk: Chunk, seed: int, tally: Report) -> Chunk:
    """Run a chunk in a process of its own; return what is left where that died or hung."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=work, args=(there, chunk, seed))
    process.start()
    there.close()
    done = 0
    try:
        while done < len(chunk):
            name, number = chunk[done]
            began = time.monotonic()
            fault = ""
            try:
                if here.poll(HANG_S):
                    seconds, fault = here.recv()
                else:
                    seconds, fault = time.monotonic() - began, f"hangs for {HANG_S:.0f} s"
                    process.kill()
            except EOFError:
                process.join()
                seconds, fault = 0.0, f"the process died, exit status {process.exitcode}"
            done += 1
            tally(name, number, seconds, fault)
            if not process.is_alive() and done < len(chunk):
                break
    finally:
        process.kill()
        process.join()
        here.close()
    return chunk[done:]


def _tell(tallies: Tallies, seed: int, took_s: float, console: Console) -> None:
    """Print the table of docs/reliability.md, and how to run again what crashed."""
    rows = ["| trial | inputs | crashes | ms each | slowest ms |", "|---|---:|---:|---:|---:|"]
    for name, trial in TRIALS.items():
        if name in tallies:
            one = tallies[name]
            each = 1000 * one.seconds / one.inputs
            rows.append(
                f"| {trial.what} | {one.inputs:,} | {len(one.crashes)} | {each:.1f} |"
                f" {1000 * one.slowest[0]:.0f} (`{name}` {one.slowest[1]}) |"
            )
    total = sum(one.inputs for one in tallies.values())
    crashes = [(name, *crash) for name, one in tallies.items() for crash in one.crashes]
    rows.append(f"| all | {total:,} | {len(crashes)} | | |")
    print("\n".join(rows))  # noqa: T201  # a table to be kept as it is
    console.print(f"{total:,} inputs, {len(crashes)} crashes in {took_s / 60:.1f} minutes")
    for name, number, _ in crashes:
        console.print(f"again: python -m tests.fuzz --seed {seed} --only {name} --number {number}")


if __name__ == "__main__":
    raise SystemExit(main())
