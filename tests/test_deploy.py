"""What deploy/ and docs/deploy.md say can be carried out."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.metrics import Metrics
from bot.serving import STOP_S

ROOT = Path(__file__).parent.parent
DEPLOY, PAGE = ROOT / "deploy", (ROOT / "docs" / "deploy.md").read_text("utf-8")
UNIT = DEPLOY / "verbatim.service"
STAGES = (DEPLOY / "Containerfile").read_text("utf-8").split("\nFROM ")[1:]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_the_unit_is_one_that_systemd_takes_and_finds_little_exposed() -> None:
    checked = subprocess.run(
        ["systemd-analyze", "verify", str(UNIT)], capture_output=True, text=True, check=False
    )
    complaints = [row for row in checked.stderr.splitlines() if UNIT.name in row]
    assert all("is not executable" in row for row in complaints), complaints  # it is not installed
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(UNIT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout[-500:]


def test_the_unit_waits_longer_for_the_end_than_the_bot_takes() -> None:
    (waits,) = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT.read_text("utf-8"), re.MULTILINE)
    assert int(waits) > STOP_S
    assert all(int(each) > STOP_S for each in re.findall(r"--stop-timeout (\d+)", PAGE))


def test_the_unit_has_a_data_folder_that_no_settings_file_can_move() -> None:
    unit = UNIT.read_text("utf-8")
    assert re.search(r"^StateDirectory=verbatim$", unit, re.MULTILINE)
    assert re.search(r"^ExecStart=/usr/bin/env DATA_DIR=/var/lib/verbatim /", unit, re.MULTILINE)


def test_the_unit_lets_the_bot_read_what_the_processor_can_do() -> None:
    assert "ProcSubset" not in UNIT.read_text(
        "utf-8"
    )  # "pid" hides /proc/cpuinfo, as of index.machine


def test_the_second_stage_is_installed_from_the_lock_file_alone() -> None:
    build, serve = STAGES
    assert "'.[build]'" in build
    assert "--require-hashes --requirement requirements.lock" in serve
    assert re.findall(r"--from=build .* /data (/data)", serve) == ["/data"]
    assert not re.search(r"torch|constraints|\[build\]|apt-get", serve)
    assert re.search(r"^USER \d+$", serve, re.MULTILINE)


def test_the_container_has_the_articles_without_their_side_files(tmp_path: Path) -> None:
    (line,) = re.findall(r"^RUN (set --;.+?)$(?<!\\)", STAGES[0], re.MULTILINE | re.DOTALL)
    assert "/build/bin/python" in line
    (tmp_path / "articles").mkdir()
    for name in ("b.md", "a b.txt", "a b.toml"):
        (tmp_path / "articles" / name).touch()
    told = line.replace("/build/bin/python", "printf '%s|'").replace("\\\n", "")
    ran = subprocess.run(
        ["sh", "-c", told], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "-m|index|build|--data-dir|/data|articles/a b.txt|articles/b.md|"


def test_what_the_container_file_copies_is_there() -> None:
    copied = [
        name
        for stage in STAGES
        for row in re.findall(r"^COPY (?!--from)(.+)$", stage, re.MULTILINE)
        for name in row.split()[:-1]
    ]
    own = [name for name in copied if name != "articles"]  # this one is whoever builds it's
    assert own
    assert all((ROOT / name).exists() for name in own), own


def test_settings_that_the_page_names_exist() -> None:
    example = set(
        re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    )
    named = set(re.findall(r"\b([A-Z]{4,}_[A-Z_]+)=", PAGE))
    assert {"WEBHOOK_URL", "WEBHOOK_LISTEN", "METRICS_LISTEN"} <= named
    assert named <= example


def test_the_page_names_every_figure_of_the_metrics_and_no_other() -> None:
    shown = re.findall(r"^# HELP (\w+)", Metrics().text().decode(), re.MULTILINE)
    counted = {name for name in shown if not name.endswith("_created")}
    app = (ROOT / "bot" / "app.py").read_text("utf-8")
    counted |= {f"verbatim_{name}" for name in re.findall(r'metrics\.show\("(\w+)"', app)}
    assert set(re.findall(r"^\| `(verbatim_\w+)` \|", PAGE, re.MULTILINE)) == counted


@pytest.mark.parametrize(("listen", "port"), [("0.0.0.0:9999", 9999), ("", 9464)])
def test_the_container_is_asked_for_its_health_at_its_own_port(
    listen: str, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (command,) = re.findall(r"HEALTHCHECK .*\\\n +CMD (\[.+\])$", STAGES[1], re.MULTILINE)
    asked: list[str] = []
    monkeypatch.setattr("urllib.request.urlopen", asked.append)
    monkeypatch.setenv("METRICS_LISTEN", listen)
    exec(json.loads(command)[2])
    assert asked == [f"http://127.0.0.1:{port}/healthz"]
