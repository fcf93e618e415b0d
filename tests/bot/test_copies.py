import subprocess
import sys
from pathlib import Path

import pytest

from bot.copies import Copies
from tests.bot.processes import REPOSITORY

HOLD = """
import sys, time
from pathlib import Path

import pytest
from bot.copies import Copies
print(Copies(Path(sys.argv[1])).number, flush=True)
time.sleep(60)
"""


def test_each_copy_has_the_lowest_number_that_is_free(tmp_path: Path) -> None:
    first, second = Copies(tmp_path), Copies(tmp_path)
    assert (first.number, second.number) == (0, 1)
    first.close()
    third = Copies(tmp_path)
    assert third.number == 0
    second.close()
    third.close()


def test_a_folder_that_cannot_be_written_is_said_and_no_reason_to_stop(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("x")
    copies = Copies(tmp_path / "file" / "copies")
    assert copies.number == 0
    assert "let no other copy run" in caplog.text
    copies.close()


def test_a_number_of_a_process_that_was_killed_is_free_at_once(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "0\n"
    ours = Copies(tmp_path)
    assert ours.number == 1
    with ours.standing_in(0) as gone:
        assert not gone
    other.kill()
    other.communicate()
    with ours.standing_in(0) as gone:
        assert gone
    ours.close()
