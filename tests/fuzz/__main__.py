"""Run many trials: `python -m tests.fuzz --inputs 100000`; prints a table, and each crash."""

import argparse
import multiprocessing
import os
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock, Thread

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tests.fuzz.trials import TRIALS, draw, plan, work

HANG_S = 300.0  # of one input on a busy machine, the model's index included


@dataclass(slots=True)
class Tally:
    """What came out of one kind of trial."""

    inputs: int = 0
    seconds: float = 0.0
    slowest: tuple[float, int] = (0.0, 0)
    crashes: list[int] = field(default_factory=list)

    def add(self, number: int, seconds: float, fault: str) -> None:
        """Count an input."""
        self.inputs += 1
        self.seconds += seconds
        self.slowest = max(self.slowest, (seconds, number))
        if fault:
            self.crashes.append(number)


Tallies = dict[str, Tally]
Chunk = list[tuple[str, int]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the trials; return 1 where one of them crashed or hung."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="at most so many")
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
    trials = list(plan(options.inputs, options.only))
    random.Random(options.seed).shuffle(trials)  # so that each kind is seen early
    ends = began + 60 * options.minutes
    tallies = _run(trials, options.seed, options.jobs, ends, console)
    _tell(tallies, options.seed, time.monotonic() - began, console)
    return int(any(tally.crashes for tally in tallies.values()))


def _run(trials: Chunk, seed: int, jobs: int, ends: float, console: Console) -> Tallies:
    tallies: Tallies = defaultdict(Tally)
    lock, rest = Lock(), iter(trials)
    columns = (TextColumn("inputs"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("inputs", total=len(trials))

        def serve() -> None:
            worker = Worker(seed)
            while time.monotonic() < ends:
                with lock:
                    trial = next(rest, None)
                if trial is None:
                    break
                seconds, fault = worker.run(*trial)
                with lock:
                    tallies[trial[0]].add(trial[1], seconds, fault)
                    progress.advance(bar)
                    if fault:
                        progress.console.print(*trial, fault, markup=False)
            worker.end()

        threads = [Thread(target=serve) for _ in range(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return tallies


class Worker:
    """A process that runs trials; it may die or hang of one, and the next gets a new one."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=work, args=(there, self._seed), daemon=True)
        self._process.start()
        there.close()

    def run(self, name: str, number: int) -> tuple[float, str]:
        """Run a trial; return the seconds that it took, and what went wrong if anything did."""
        try:
            self._pipe.send((name, number))
            if self._pipe.poll(HANG_S):
                result: tuple[float, str] = self._pipe.recv()
                return result
            fault = f"hangs for {HANG_S:.0f} s"
        except (EOFError, OSError):
            self._process.join()
            fault = f"the process died, exit status {self._process.exitcode}"
        self.end()
        self._start()
        return HANG_S, fault

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


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
    crashes = [(name, number) for name, one in tallies.items() for number in one.crashes]
    rows.append(f"| all | {total:,} | {len(crashes)} | | |")
    print("\n".join(rows))  # noqa: T201  # a table to be kept as it is
    console.print(f"{total:,} inputs, {len(crashes)} crashes in {took_s / 60:.1f} minutes")
    for name, number in crashes:
        console.print(f"again: python -m tests.fuzz --seed {seed} --only {name} --number {number}")


if __name__ == "__main__":
    raise SystemExit(main())
