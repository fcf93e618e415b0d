"""What loads ONNX Runtime keeps it from reporting, however it is loaded here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.onnx_runtime import SILENCE

OPENS = {
    "a network": "from index.sessions import Sessions; Sessions(Path(sys.argv[1]), 1)",
    "a look inside": (
        "import onnx; from index.model.inside import look_inside;"
        "list(look_inside(onnx.load(sys.argv[1]), ['y'], []))"
    ),
    "the export": "from index.model.quantising import quantise; quantise(Path(sys.argv[1]))",
}


@pytest.mark.parametrize("opens", OPENS)
def test_nothing_is_kept_or_sent_of_what_runs_where(
    network: Path, tmp_path: Path, opens: str
) -> None:
    """What it would send it first writes into the home folder, under a number for the machine."""
    home = tmp_path / "home"
    home.mkdir()
    outside = {key: value for key, value in os.environ.items() if key != SILENCE}
    subprocess.run(
        [sys.executable, "-c", f"import sys; from pathlib import Path; {OPENS[opens]}", network],
        check=True,
        env=outside | {"HOME": str(home), "XDG_CACHE_HOME": str(home)},
    )
    assert list(home.rglob("*")) == []
