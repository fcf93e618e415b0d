"""Pictures of calibration and of risk against coverage."""

from collections.abc import Mapping, Sequence
from pathlib import Path

Points = Sequence[tuple[float, float, float]]


def draw_reliability(path: Path, curves: Mapping[str, Points]) -> None:
    """Draw how often the first quote is right against how sure the bot said it was."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--", label="perfect")
    for name, points in curves.items():
        axes.plot([p[0] for p in points], [p[1] for p in points], marker="o", label=name)
    axes.set(xlabel="confidence", ylabel="share of first quotes that are right", xlim=(0, 1))
    axes.set_ylim(0, 1)
    axes.legend()
    figure.savefig(path, dpi=110)


def draw_risk(path: Path, curves: Mapping[str, Points]) -> None:
    """Draw the share of wrong first quotes against the share of questions that are answered."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 5), layout="constrained")
    axes = figure.subplots()
    for name, points in curves.items():
        axes.plot([p[0] for p in points], [p[1] for p in points], marker="o", label=name)
    axes.set(xlabel="share of questions answered, surest first", ylabel="share of them wrong")
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.legend()
    figure.savefig(path, dpi=110)


def draw_growth(path: Path, points: Points) -> None:
    """Draw how a question's milliseconds and a process's megabytes grow with the sentences."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4.5), layout="constrained")
    axes = figure.subplots()
    memory = axes.twinx()
    sizes = [point[0] for point in points]
    (one,) = axes.plot(sizes, [p[1] for p in points], marker="o", label="one question, p50")
    (two,) = memory.plot(
        sizes, [p[2] for p in points], marker="s", color="C1", label="resident memory"
    )
    axes.set(xscale="log", xlabel="sentences", ylabel="ms of processor time")
    axes.set_ylim(bottom=0)
    memory.set_ylim(bottom=0)
    memory.set_ylabel("MB")
    axes.legend(handles=[one, two], loc="upper left")
    figure.savefig(path, dpi=110)
