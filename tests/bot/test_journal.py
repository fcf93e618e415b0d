"""The journal on a real disk: what was received is there, and is known, whatever happened."""

import asyncio
import logging
import shutil
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import bot.journal
from bot.copies import Copies
from bot.journal import FORGOTTEN_S, GIVEN_UP, PURGE_EVERY_S, SUSPECT, Journal
from bot.lifetimes import KNOWN_S
from tests.bot.fakes import Clock
from tests.full_disk import full_disk

Opened = Callable[..., Journal]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def opened(tmp_path: Path, clock: Clock) -> AsyncIterator[Opened]:
    """Return a way to open the journal as one more copy of the bot."""
    with journals(tmp_path, clock) as open_one:
        yield open_one


@contextmanager
def journals(folder: Path, clock: Clock) -> Iterator[Opened]:
    made: list[tuple[Journal, Copies]] = []

    def open_one(name: str = "updates.sqlite") -> Journal:
        copies = Copies(folder / "copies")
        made.append((Journal(folder / name, copies, clock), copies))
        return made[-1][0]

    yield open_one
    for journal, copies in made:
        crash(journal, copies)


def crash(journal: Journal, copies: Copies | None = None) -> None:
    """End a copy as a crash does, as far as the disk can tell: the lock is free, the rows stay."""
    journal.close()
    (copies or journal._copies).close()


def rows(folder: Path) -> list[tuple[int, str | None]]:
    """Return what another process reads: number and payload."""
    db = sqlite3.connect(folder / "updates.sqlite")
    try:
        return db.execute("SELECT id, payload FROM received ORDER BY id").fetchall()
    finally:
        db.close()


async def numbers(journal: Journal) -> list[int]:
    return [each.id for each in await journal.left()]


async def test_another_bot_s_updates_are_neither_answered_nor_known(opened: Opened) -> None:
    before = opened()
    await before.belong_to("1")
    await before.receive(7, "{}")
    await before.receive(8, "{}")
    before.strike(8)
    crash(before)
    journal = opened()
    await journal.belong_to("2")
    assert not await numbers(journal)
    assert await journal.receive(8, "{}")


async def test_an_update_is_on_the_disk_before_it_may_be_confirmed(
    opened: Opened, tmp_path: Path
) -> None:
    journal = opened()
    assert await journal.receive(7, '{"a": "é"}')
    assert rows(tmp_path) == [(7, '{"a": "é"}')]


async def test_what_was_answered_is_forgotten_but_for_its_number(
    opened: Opened, tmp_path: Path
) -> None:
    journal = opened()
    await journal.receive(7, "secret")
    journal.strike(7)
    assert not await journal.receive(7, "secret")
    crash(journal)
    assert rows(tmp_path) == [(7, None)]
    assert b"secret" not in (tmp_path / "updates.sqlite").read_bytes()


async def test_what_was_answered_is_on_the_disk_no_longer(opened: Opened, tmp_path: Path) -> None:
    journal = opened()
    for number, length in enumerate((20, 3000, 40_000)):
        await journal.receive(number, "veto" * length)
        journal.strike(number)
    await journal.receive(9, "waiting")
    await asyncio.sleep(FORGOTTEN_S + 1)
    on_disk = b"".join(path.read_bytes() for path in tmp_path.glob("updates.*"))
    assert b"veto" not in on_disk
    assert b"waiting" in on_disk


async def test_a_copy_that_ends_forgets_what_it_answered_though_another_runs(
    opened: Opened, tmp_path: Path
) -> None:
    journal, _ = opened(), opened()
    await journal.receive(7, "secret")
    journal.strike(7)
    journal.close()
    on_disk = b"".join(path.read_bytes() for path in tmp_path.glob("updates.*"))
    assert b"secret" not in on_disk


async def test_who_reads_the_file_holds_no_update_and_is_waited_for_to_forget(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.journal, "FORGOTTEN_S", 0.05)
    journal = opened()
    await journal.receive(7, "secret")
    reader = sqlite3.connect(tmp_path / "updates.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM received").fetchall()
    journal.strike(7)
    await asyncio.sleep(0.2)
    began = time.monotonic()
    await journal.receive(8, "{}")
    assert time.monotonic() - began < 1.0
    assert b"secret" in (tmp_path / "updates.sqlite-wal").read_bytes()
    reader.close()
    await asyncio.sleep(0.2)
    assert not (tmp_path / "updates.sqlite-wal").read_bytes()
    journal.strike(8)
    await asyncio.sleep(0.2)
    assert not (tmp_path / "updates.sqlite-wal").read_bytes()


async def test_an_update_delivered_again_is_known_to_all_copies_and_after_a_restart(
    opened: Opened,
) -> None:
    first, second = opened(), opened()
    assert await first.receive(7, "{}")
    assert not await second.receive(7, "{}")
    first.strike(7)
    crash(first)
    assert not await opened().receive(7, "{}")


async def test_what_a_crash_left_is_there_at_the_next_start_oldest_first(opened: Opened) -> None:
    journal = opened()
    for number in (9, 7, 8):
        await journal.receive(number, "{}")
    journal.strike(8)
    crash(journal)
    again = opened()
    assert await numbers(again) == [7, 9]
    assert not await again.receive(9, "{}")  # Telegram delivers it once more
    assert await numbers(again) == []


async def test_what_cannot_be_taken_over_is_when_the_disk_has_room_again(opened: Opened) -> None:
    first, second = opened(), opened()
    await first.receive(7, "{}")
    await second.receive(8, "{}")
    crash(first)
    crash(second)
    again = opened()
    with full_disk():
        assert await numbers(again) == []
    assert not await again.receive(7, "{}")
    assert await again.receive(9, "{}")
    assert await numbers(again) == [7, 8]
    assert await numbers(again) == []


async def test_what_a_slow_disk_takes_over_too_late_is_there_the_next_time(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opened()
    await journal.receive(7, "{}")
    crash(journal)
    again, may_write = opened(), threading.Event()
    again._pool.submit(may_write.wait)
    with monkeypatch.context() as patch:
        patch.setattr(bot.journal, "WRITTEN_S", 0.01)
        assert await numbers(again) == []
    may_write.set()
    assert await numbers(again) == [7]


async def test_what_was_taken_over_is_given_once_however_much_comes_after(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.journal, "KNOWN_HERE", 1)
    first = opened()
    await first.receive(7, "{}")
    crash(first)
    again = opened()
    assert await numbers(again) == [7]
    for number in (8, 9, 10):
        assert await again.receive(number, "{}")
    assert not await again.receive(8, "{}")  # the file knows it still
    other = opened()
    await other.receive(11, "{}")
    crash(other)
    assert await numbers(again) == [11]


async def test_a_copy_takes_over_from_one_that_is_gone_and_never_from_one_that_lives(
    opened: Opened,
) -> None:
    first, second, third = opened(), opened(), opened()
    await first.receive(7, "{}")
    await second.receive(8, "{}")
    assert await numbers(third) == []
    crash(first)
    assert await numbers(third) == [7]
    assert await numbers(second) == []
    third.strike(7)
    crash(second)
    assert await numbers(third) == [8]


async def test_copies_that_nobody_can_tell_apart_cost_no_update_but_those_of_others(
    opened: Opened, tmp_path: Path
) -> None:
    first, second = opened(), opened()
    await first.receive(7, "{}")
    await second.receive(8, "{}")
    crash(first)
    crash(second)
    shutil.rmtree(tmp_path / "copies")
    (tmp_path / "copies").write_text("in the place of the folder")
    again = opened()
    taken, new = await asyncio.gather(numbers(again), again.receive(9, "{}"))
    assert (taken, new) == ([7], True)
    assert rows(tmp_path)[-1] == (9, "{}")


async def test_a_suspect_has_ten_tries_alone_and_is_given_up_then(
    opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    journal = opened()
    await journal.receive(7, "{}")
    await journal.receive(8, "{}")
    seen = []
    for _ in range(1 + GIVEN_UP - SUSPECT):
        crash(journal)
        journal = opened()
        left = {each.id: each.suspect for each in await journal.left()}
        seen.append(left)
        if left[7]:
            await journal.attempt(7)
    assert seen == [{7: False, 8: False}] + [{7: True, 8: True}] * 10
    crash(journal)
    assert await numbers(opened()) == [8]  # which was waiting each time
    assert "1 updates given up" in caplog.text


async def test_numbers_are_known_for_days_and_then_forgotten(
    opened: Opened, clock: Clock, tmp_path: Path
) -> None:
    journal = opened()
    for number in range(3):
        await journal.receive(number, "{}")
        journal.strike(number)
    await journal.receive(3, "{}")  # never answered
    clock.now_s += KNOWN_S + 1
    await journal.receive(10, "{}")
    assert [number for number, _ in rows(tmp_path)] == [3, 10]


async def test_no_more_numbers_are_kept_than_are_worth_knowing(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.journal, "MAX_KNOWN", 10)
    monkeypatch.setattr(bot.journal, "PURGE_EVERY_S", 0.0)
    journal = opened()
    for number in range(40):
        await journal.receive(number, "{}")
        journal.strike(number)
    found = [number for number, _ in rows(tmp_path)]
    assert len(found) <= 12
    assert found[-1] == 39


async def test_a_disk_that_is_full_costs_the_journal_and_no_answer(
    opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    journal = opened()
    await journal.receive(1, "{}")
    journal._db.execute("PRAGMA max_page_count=1")  # SQLite holds to it as to a full disk
    long = "x" * 100_000
    assert await journal.receive(2, long)
    assert await journal.receive(3, long)
    assert not await journal.receive(3, long)
    failures = [each for each in caplog.records if "cannot be written" in each.getMessage()]
    assert [each.levelno for each in failures] == [logging.ERROR]  # one line, not one for each
    assert "database or disk is full" in failures[0].getMessage()
    journal._db.execute("PRAGMA max_page_count=100000")
    assert await journal.receive(4, long)
    crash(journal)
    assert await numbers(opened()) == [1, 4]


@pytest.mark.parametrize("ends", [True, False])
async def test_what_was_answered_while_the_disk_was_full_is_not_answered_again(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: bool
) -> None:
    monkeypatch.setattr(bot.journal, "FORGOTTEN_S", FORGOTTEN_S if ends else 0.01)
    journal = opened()
    for number in (1, 2, 3):
        await journal.receive(number, "{}")
    with full_disk():
        journal.strike(1)
        journal.strike(2)
        await journal.receive(4, "{}")  # behind both, so that they were tried
    assert rows(tmp_path) == [(1, "{}"), (2, "{}"), (3, "{}")]
    if ends:
        crash(journal)
    async with asyncio.timeout(10):
        while rows(tmp_path) != [(1, None), (2, None), (3, "{}")]:
            await asyncio.sleep(0.01)


async def test_what_was_answered_while_the_disk_was_full_is_not_taken_over_again(
    opened: Opened,
) -> None:
    first, second, journal = opened(), opened(), opened()
    await first.receive(1, "{}")
    await second.receive(2, "{}")
    crash(first)
    assert await numbers(journal) == [1]
    with full_disk():
        journal.strike(1)
        await journal.receive(3, "{}")  # behind it, so that it was tried
    crash(second)
    assert await numbers(journal) == [2]


async def test_a_damaged_file_is_set_aside(
    opened: Opened, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "updates.sqlite").write_bytes(b"not a database at all" * 100)
    journal = opened()
    assert await journal.receive(7, "{}")
    assert (tmp_path / "updates.aside").read_bytes().startswith(b"not a database")
    assert "updates.sqlite cannot be used" in caplog.text


async def test_a_file_damaged_inside_is_set_aside_by_who_reads_it_first(
    opened: Opened, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "updates.sqlite"
    before = opened()
    for number in range(3):
        await before.receive(number, "x" * 3000)
    crash(before)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    one, other = opened(), opened()
    assert await one.receive(7, "{}")
    assert await other.receive(8, "{}")  # it sees that another copy has set the file aside
    assert rows(tmp_path) == [(7, "{}"), (8, "{}")]
    assert (tmp_path / "updates.aside").read_bytes().endswith(b"\xff")
    (line,) = caplog.messages
    assert line.startswith(f"{path} cannot be used (")
    assert line.endswith("): set aside as updates.aside")


async def test_a_file_of_another_version_is_set_aside(opened: Opened, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "updates.sqlite")
    other.executescript("CREATE TABLE received (id); PRAGMA user_version=99")
    other.close()
    assert await opened().receive(7, "{}")
    assert (tmp_path / "updates.aside").exists()


async def test_a_folder_that_cannot_be_written_costs_the_journal_alone(
    opened: Opened, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("x")
    journal = opened("file/updates.sqlite")
    assert await journal.receive(7, "{}")
    assert not await journal.receive(7, "{}")
    assert "a crash would lose updates" in caplog.text


async def test_a_folder_that_can_be_written_again_has_what_was_received_meanwhile(
    opened: Opened, tmp_path: Path, clock: Clock
) -> None:
    (tmp_path / "file").write_text("x")
    journal = opened("file/updates.sqlite")
    await journal.receive(7, "{}")
    (tmp_path / "file").unlink()
    clock.now_s += PURGE_EVERY_S
    await journal.receive(8, "{}")
    assert rows(tmp_path / "file") == [(7, "{}"), (8, "{}")]


async def test_what_a_crash_left_is_taken_over_where_the_file_can_be_opened_later(
    opened: Opened, tmp_path: Path, clock: Clock
) -> None:
    before = opened()
    for number in (1, 2, 3):
        await before.receive(number, "{}")
    crash(before)
    path = tmp_path / "updates.sqlite"
    path.rename(tmp_path / "kept")
    path.mkdir()
    journal = opened()
    assert await numbers(journal) == []
    clock.now_s += 1
    for number in (2, 3, 4):  # Telegram delivers two of them once more
        assert await journal.receive(number, "{}")
    journal.strike(3)
    path.rmdir()
    (tmp_path / "kept").rename(path)
    clock.now_s += PURGE_EVERY_S
    await journal.receive(5, "{}")
    assert [(each.id, each.suspect) for each in await journal.left()] == [(1, False)]
    assert journal.knows(1)
    assert rows(tmp_path) == [(1, "{}"), (2, "{}"), (3, None), (4, "{}"), (5, "{}")]


async def test_the_file_is_for_its_owner_alone(opened: Opened, tmp_path: Path) -> None:
    await opened().receive(7, "{}")
    found = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("updates.*")}
    assert found == dict.fromkeys(found, 0o600)
    assert len(found) == 3
