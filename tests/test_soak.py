"""The short forms of `make soak`: a real process and real HTTP, for a minute or two."""

from pathlib import Path

import pytest

from tests.soak.__main__ import main
from tests.soak.page import BEGIN, END, enter


@pytest.mark.usefixtures("encoder")  # so that the process need not export the model first
def test_five_kills_under_load_lose_no_question(tmp_path: Path) -> None:
    # Of so few questions the few that were being sent at a kill are a large share.
    kills = ["kills", "--kills", "5", "--gap", "4", "--rate", "5", "--twice", "0.2"]
    assert main([*kills, "--folder", str(tmp_path)]) == 0


@pytest.mark.usefixtures("encoder")
def test_a_minute_of_load_on_a_network_that_fails_loses_no_question(tmp_path: Path) -> None:
    faults = ["faults", "--minutes", "1", "--rate", "8", "--twice", "0.05"]
    assert main([*faults, "--folder", str(tmp_path)]) == 0


def test_a_row_of_the_table_is_replaced_by_its_name_or_comes_last(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# P\n\n{BEGIN}\n| trial | lost |\n|---|---|\n{END}\n\nEnd.\n", "utf-8")
    enter(page, ["load", "3"])
    enter(page, ["kills", "0"])
    enter(page, ["load", "0"])
    assert page.read_text("utf-8") == (
        f"# P\n\n{BEGIN}\n| trial | lost |\n|---|---|\n| load | 0 |\n| kills | 0 |\n{END}\n\nEnd.\n"
    )
