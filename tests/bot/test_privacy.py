import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.privacy import keep_private


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_new_data_folder_and_all_that_is_written_then_is_its_owner_s(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "data"
    keep_private(data)
    (data / "state").write_text("x")
    (data / "index").mkdir()
    assert mode(data) == 0o700
    assert mode(data / "state") == 0o600
    assert mode(data / "index") == 0o700


def test_a_folder_that_was_open_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    keep_private(tmp_path)
    assert mode(tmp_path) == 0o700


def test_what_is_no_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file", tmp_path / "file" / "data"):
        with pytest.raises(OSError, match=r"File exists|Not a directory"):
            keep_private(path)


def test_a_folder_of_another_s_costs_a_line_in_the_log_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    keep_private(Path("/proc/self"))
    assert "/proc/self cannot be kept private" in caplog.text
