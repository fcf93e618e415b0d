"""How long single questions took, as a picture."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np


def draw_latencies(path: Path, times_ms: Mapping[str, Sequence[float]]) -> None:
    """Draw for each pipeline the share of questions that were answered within a time."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    for name, times in times_ms.items():
        axes.plot(np.sort(times), np.linspace(0, 1, len(times)), label=name)
    axes.set(xscale="log", xlabel="question → rendered message, ms", ylabel="share answered")
    axes.set_ylim(0, 1)
    axes.grid(visible=True, which="both", color="0.9")
    axes.legend()
    figure.savefig(path, dpi=110)
