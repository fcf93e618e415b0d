"""One core and 512 MB: serving from a DATA_DIR that was copied there works, building says no.

The limit is on what the process allocates (RLIMIT_DATA); what it reads of files is looked at as
resident memory, whose peak the process says when it ends. A limit on addresses would count files
that are mapped and never read.
"""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.bot.processes import Start

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these limits are Linux's")

START_S = 240.0
RESIDENT_MB = 300
SMALL = """\
import atexit, os, re, resource, runpy, sys
from pathlib import Path

def peak():
    status = Path("/proc/self/status").read_text()
    sys.stderr.write("peak " + re.search(r"VmHWM:\\s+(\\d+)", status)[1] + " kB\\n")

os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
resource.setrlimit(resource.RLIMIT_DATA, (512 << 20, 512 << 20))
atexit.register(peak)
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
ASKED = """\
Combien de civils ont été tués mardi ?
Who vetoed the French resolution?
Quelle est la recette de la tarte Tatin ?
"""


@pytest.fixture
def small(start: Start, tmp_path: Path) -> Start:
    """Return a way to start a module of this project on a small machine."""
    (tmp_path / "small.py").write_text(SMALL, "utf-8")
    return lambda module, *arguments, **settings: start(
        module, *arguments, module="small", **settings
    )


def link(source: str, target: str) -> None:
    """Copy a file, without its bytes where the file system can."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def test_a_copied_data_dir_is_served_on_one_core_and_512_mb(
    small: Start, ready: Path, tmp_path: Path
) -> None:
    copied = tmp_path / "copied"
    shutil.copytree(ready / "index", copied / "index")
    # What only building needs may stay behind, as README.md says.
    shutil.copytree(
        ready / "models",
        copied / "models",
        ignore=shutil.ignore_patterns("model.onnx", "tokenizer.json"),
        copy_function=link,
    )
    process = small("bot", "--console", DATA_DIR=str(copied), LANG="en_GB.UTF-8")
    out, log = process.communicate(ASKED, timeout=START_S)
    assert process.returncode == 0, log
    assert "▌ Mardi, 56 civils, dont sept enfants, ont été tués" in out
    assert "▌ La semaine dernière, la Russie avait mis son veto" in out
    assert "The article does not say." in out
    peak = re.search(r"peak (\d+) kB", log)
    assert peak is not None
    assert int(peak[1]) / 1024 <= RESIDENT_MB


def test_indexing_says_what_it_needs_and_what_is_there(small: Start, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("Le chat gris dort sur le toit.\n", "utf-8")
    process = small("index", "build", "mine.txt")
    _, log = process.communicate(timeout=START_S)
    assert process.returncode == 2
    (line,) = (line for line in log.splitlines() if line.startswith("verbatim: "))
    assert re.match(r"verbatim: embedding passages needs \d+ MB of memory, and \d+ MB are", line)
    assert "Traceback" not in log


def test_exporting_says_so_before_anything_large_is_loaded(small: Start, tmp_path: Path) -> None:
    process = small("bot", "--console", DATA_DIR=str(tmp_path / "new"), PYTHONPROFILEIMPORTTIME="1")
    _, log = process.communicate("Qui ?\n", timeout=START_S)
    assert process.returncode == 2
    (line,) = (line for line in log.splitlines() if line.startswith("verbatim: "))
    assert re.match(r"verbatim: exporting bundled needs [\d,]+ MB of memory, and \d+ MB are", line)
    assert not re.search(r"\| +torch$", log, re.MULTILINE)
