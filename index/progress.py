"""Progress bars on standard error, for work that a person waits for."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from index.encoder import Progress


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """Show one bar for each thing that reports its progress; nothing where nothing reports."""
    with ExitStack() as stack:
        bars: Bars | None = None

        def report(what: str, done: int, total: int) -> None:
            nonlocal bars
            if bars is None:  # earlier, it would print an empty line, and import what draws it
                bars = Bars()
                stack.callback(bars.stop)
            bars.report(what, done, total)

        yield report


class Bars:
    """The bars on standard error."""

    def __init__(self) -> None:
        from rich import progress
        from rich.console import Console

        self._bars = progress.Progress(console=Console(stderr=True))
        self._tasks: dict[str, progress.TaskID] = {}
        self._bars.start()

    def report(self, what: str, done: int, total: int) -> None:
        """Bring one thing's bar to where it is; what stands in brackets behind it may change."""
        name = what.partition(" (")[0]
        if name not in self._tasks:
            for before in self._bars.tasks:  # a step is over when the next one begins
                self._bars.update(before.id, completed=before.total)
            self._tasks[name] = self._bars.add_task(what, total=total)
        self._bars.update(self._tasks[name], description=what, completed=done, total=total)

    def stop(self) -> None:
        """Leave the bars as they are."""
        self._bars.stop()
