"""Progress bars on standard error, for work that a person waits for."""

from collections.abc import Iterator
from contextlib import contextmanager

from index.encoder import Progress


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """Show one bar for each thing that reports its progress; nothing where nothing reports."""
    from rich import progress
    from rich.console import Console

    bars = progress.Progress(console=Console(stderr=True))
    tasks: dict[str, progress.TaskID] = {}

    def report(what: str, done: int, total: int) -> None:
        if not tasks:
            bars.start()  # earlier, it would print an empty line where nothing reports
        if what not in tasks:
            for before in bars.tasks:  # a step is over when the next one begins
                bars.update(before.id, completed=before.total)
            tasks[what] = bars.add_task(what, total=total)
        bars.update(tasks[what], completed=done, total=total)

    try:
        yield report
    finally:
        if tasks:
            bars.stop()
