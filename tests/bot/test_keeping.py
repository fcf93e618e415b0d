"""A file of what may be lost: whatever happens to it costs no answer."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

import bot.keeping
from bot.keeping import Keeping
from bot.lifetimes import DAY_S
from bot.memory import PURPOSE
from tests.bot.fakes import Clock
from tests.full_disk import full_disk


def put(keeping: Keeping, name: str, text: str = "text") -> None:
    keeping.put("note", (name, text), DAY_S)


def get(keeping: Keeping, name: str) -> str | None:
    row = keeping.get("SELECT text FROM note WHERE name = ?", name)
    return row[0] if row else None


def keeps(keeping: Keeping) -> bool:
    """Tell whether what is put is there."""
    put(keeping, "another")
    return get(keeping, "another") == "text"


def test_what_is_put_is_there_until_it_expires(tmp_path: Path) -> None:
    clock = Clock()
    keeping = Keeping(tmp_path / "m.sqlite", PURPOSE, clock)
    put(keeping, "name", "before")
    put(keeping, "name", "after")
    clock.now_s += DAY_S - 1
    assert get(keeping, "name") == "after"
    clock.now_s += 1
    assert get(keeping, "name") is None


def test_a_table_is_bounded_and_the_oldest_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.keeping, "MAX_ROWS", 10)
    monkeypatch.setattr(bot.keeping, "PURGED_AT_ONCE", 4)
    clock = Clock()
    keeping = Keeping(tmp_path / "m.sqlite", PURPOSE, clock)
    names = [str(number) for number in range(101)]
    for name in names:
        clock.now_s += 1
        put(keeping, name)
    while keeping.purge_some("note"):
        pass
    assert [name for name in names if get(keeping, name)] == names[-10:]


def test_another_copy_that_writes_for_long_holds_nobody(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path / "m.sqlite", PURPOSE)
    put(keeping, "name", "before")
    with closing(sqlite3.connect(tmp_path / "m.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        put(keeping, "name", "meanwhile")
        assert get(keeping, "name") == "before"
        assert time.monotonic() - began < 0.5


def test_two_copies_share_the_file(tmp_path: Path) -> None:
    one, other = (Keeping(tmp_path / "m.sqlite", PURPOSE) for _ in range(2))
    put(one, "name")
    assert get(other, "name") == "text"


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    path.write_bytes(b"this is no database" * 100)
    assert keeps(Keeping(path, PURPOSE))
    assert (tmp_path / "m.aside").exists()


def test_a_file_damaged_inside_is_set_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "m.sqlite"
    before = Keeping(path, PURPOSE)
    put(before, "name", "text" * 1000)
    before.close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    keeping = Keeping(path, PURPOSE)
    assert get(keeping, "name") is None
    assert keeps(keeping)
    assert (tmp_path / "m.aside").exists()
    (line,) = caplog.messages
    assert line.startswith(f"{path} cannot be used (it is damaged: ")


def test_a_folder_that_cannot_be_written_costs_the_file_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    assert keeps(Keeping(tmp_path / "file" / "m.sqlite", PURPOSE))
    assert "nothing outlives this run" in caplog.text


def test_a_folder_that_can_be_written_again_has_what_was_kept_meanwhile(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "file" / "m.sqlite"
    path.parent.touch()
    keeping = Keeping(path, PURPOSE)
    put(keeping, "name")
    keeping.open_again()
    assert len(caplog.messages) == 1
    path.parent.unlink()
    keeping.open_again()
    assert get(keeping, "name")
    keeping.close()
    assert get(Keeping(path, PURPOSE), "name")


def test_of_what_the_file_has_and_what_was_kept_without_it_the_newer_stays(tmp_path: Path) -> None:
    path, clock = tmp_path / "m.sqlite", Clock()
    before = Keeping(path, PURPOSE, clock)
    put(before, "name", "before")
    before.close()
    path.rename(tmp_path / "kept")
    path.mkdir()
    keeping = Keeping(path, PURPOSE, clock)
    clock.now_s += 1
    put(keeping, "name", "meanwhile")
    put(keeping, "other", "meanwhile")
    path.rmdir()
    (tmp_path / "kept").rename(path)
    clock.now_s += 1
    put(Keeping(path, PURPOSE, clock), "other", "by another copy")
    keeping.open_again()
    assert (get(keeping, "name"), get(keeping, "other")) == ("meanwhile", "by another copy")


def test_who_waits_for_a_locked_file_to_open_holds_nobody_and_says_nothing_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "m.sqlite"
    path.mkdir()
    keeping = Keeping(path, PURPOSE)
    path.rmdir()
    (said,) = caplog.messages
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        opening = Thread(target=keeping.open_again)
        opening.start()
        time.sleep(0.2)
        began = time.monotonic()
        put(keeping, "name", "meanwhile")
        assert time.monotonic() - began < 0.5
        assert opening.is_alive()
        assert caplog.messages == [said]
    opening.join()
    assert get(Keeping(path, PURPOSE), "name") == "meanwhile"


def test_a_file_that_another_copy_has_locked_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.database.OPENING_S", 0.1)
    Keeping(tmp_path / "m.sqlite", PURPOSE).close()
    lock = sqlite3.connect(tmp_path / "m.sqlite", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    put(Keeping(tmp_path / "m.sqlite", PURPOSE), "name")
    lock.close()
    assert not (tmp_path / "m.aside").exists()


def test_a_file_that_fails_costs_no_answer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keeping = Keeping(tmp_path / "m.sqlite", PURPOSE)
    with sqlite3.connect(tmp_path / "m.sqlite") as db:
        db.execute("DROP TABLE note")
    assert not keeps(keeping)
    assert "going on without" in caplog.text


def test_a_disk_that_is_full_is_said_once_until_it_is_free_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keeping = Keeping(tmp_path / "m.sqlite", PURPOSE)
    for times in (1, 2):
        with full_disk():
            for name in ("How many?", "Who?"):
                put(keeping, name)
                assert get(keeping, name) is None
        assert len(caplog.messages) == times
        put(keeping, str(times))
        assert get(keeping, str(times))
    keeping.close()


def test_what_is_closed_keeps_and_finds_nothing_and_says_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keeping = Keeping(tmp_path / "m.sqlite", PURPOSE)
    put(keeping, "name")
    keeping.close()
    keeping.open_again()
    assert get(keeping, "name") is None
    assert not keeps(keeping)
    assert not keeping.purge_some("note")
    assert keeping.empty_log()
    assert not caplog.messages
    assert [path.name for path in tmp_path.iterdir()] == ["m.sqlite"]


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    Keeping(tmp_path / "m.sqlite", PURPOSE)
    assert (tmp_path / "m.sqlite").stat().st_mode & 0o077 == 0
