"""The bot as a process: `python -m bot` in an empty folder, with the settings of a test alone."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
Start = Callable[..., subprocess.Popen[str]]


@contextmanager
def starting(ready: Path, folder: Path) -> Iterator[Start]:
    """Yield a way to start the bot; `ready` is a data folder whose model and index are shared.

    What the bot remembers is not shared: it stands in `folder/data`, like all else of a test.
    """
    processes: list[subprocess.Popen[str]] = []
    data = folder / "data"
    data.mkdir()
    (data / "models").symlink_to(ready / "models")
    shutil.copytree(ready / "index", data / "index")

    def start(
        *arguments: str, module: str = "bot", encoding: str = "utf-8", **settings: str
    ) -> subprocess.Popen[str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        ours = {
            "PYTHONPATH": str(REPOSITORY),
            "DATA_DIR": str(data),
            "METRICS_LISTEN": "127.0.0.1:0",
        }
        processes.append(
            subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=folder,
                env={**kept, **ours, **settings},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding=encoding,
            )
        )
        return processes[-1]

    try:
        yield start
    finally:
        for process in processes:
            process.kill()
            process.communicate()
