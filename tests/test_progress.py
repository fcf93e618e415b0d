import pytest

from index.progress import progress_bars


def test_nothing_is_printed_where_nothing_reports(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bars():
        pass
    assert capsys.readouterr() == ("", "")


def test_each_thing_has_its_bar_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bars() as report:
        report("reading", 1, 2)
        report("reading", 2, 2)
        report("embedding", 3, 4)
    printed = capsys.readouterr()
    assert printed.out == ""
    lines = printed.err.splitlines()
    assert [line.split()[0] for line in lines if line.strip()] == ["reading", "embedding"]
    assert "100%" in lines[0]
    assert "75%" in lines[1]


def fail(message: str) -> None:
    with progress_bars() as report:
        report("reading", 1, 2)
        raise ValueError(message)


def test_bars_are_left_standing_when_the_work_fails(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="no such luck"):
        fail("no such luck")
    assert "50%" in capsys.readouterr().err


def test_a_step_is_over_when_the_next_one_begins(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bars() as report:
        report("reading", 0, 5)
        report("writing", 3, 5)
    first, second = [line for line in capsys.readouterr().err.splitlines() if line.strip()]
    assert "100%" in first
    assert "60%" in second


def test_what_stands_in_brackets_changes_and_the_bar_stays(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with progress_bars() as report:
        report("teaching (loss 5.31)", 1, 2)
        report("teaching (loss 4.88)", 2, 2)
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.strip()]
    assert line.startswith("teaching (loss 4.88)")
    assert "100%" in line
