"""Progress bars on standard error, for work that a person waits for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, TaskID

Report = Callable[[str, int, int], None]  # what is being done, steps done, steps in all


@contextmanager
def progress_bars() -> Iterator[Report]:
    """Show one bar for each thing that reports its progress; nothing where nothing reports."""
    with Progress(console=Console(stderr=True), transient=False) as bars:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield report
