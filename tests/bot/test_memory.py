"""What the memory holds, and how it forgets."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.database import open_database
from bot.followups import Asked, Asking
from bot.journal import PURPOSE as JOURNAL
from bot.lifetimes import DAY_S
from bot.memory import PURPOSE, Memory
from bot.votes import Vote, read_votes
from tests.bot.fakes import Clock
from tests.bot.processes import REPOSITORY

STOPPED = """
import asyncio, sqlite3, sys
from pathlib import Path
from bot.memory import Memory

path = Path(sys.argv[1])
memory = Memory(path)
with sqlite3.connect(path) as db:
    rows = ((f"k{number}", "How many? " * 20, number) for number in range(20_000))
    db.executemany("INSERT INTO question VALUES (?, ?, 'en', 'answer', '', ?)", rows)
db.close()

async def main():
    forgetting = asyncio.create_task(memory.forget())
    await asyncio.sleep(0.1)
    forgetting.cancel()
    memory.close()

asyncio.run(main())
with sqlite3.connect(path) as db:
    (left,) = db.execute("SELECT count(*) FROM question").fetchone()
assert left, "the purge was over"
"""


@pytest.mark.parametrize(
    "insert",
    [
        "INSERT INTO question VALUES (?, 'How many?', 'en', 'answer', '', ?)",
        "INSERT INTO feedback VALUES ('How many?', '', ?, 1, 'en', 'answer', '', ?, 1e9)",
    ],
    ids=["of questions", "of whose the votes were"],
)
async def test_a_purge_holds_nobody(tmp_path: Path, insert: str) -> None:
    clock = Clock()
    memory = Memory(tmp_path / "m.sqlite", clock)
    with closing(sqlite3.connect(tmp_path / "m.sqlite")) as db:
        db.executemany(insert, ((f"k{n}", clock.now_s + n) for n in range(20_000)))
        db.commit()
    clock.now_s += 40 * DAY_S
    purging = asyncio.create_task(asyncio.to_thread(memory.purge))
    began, longest = time.monotonic(), 0.0
    while not purging.done():
        asked = time.monotonic()
        memory.keep_note("name", "text")
        longest = max(longest, time.monotonic() - asked)
        await asyncio.sleep(0.001)
    with closing(sqlite3.connect(tmp_path / "m.sqlite")) as db:
        assert db.execute("SELECT * FROM question").fetchall() == []
        assert db.execute("SELECT * FROM feedback WHERE voter LIKE 'k%'").fetchall() == []
    assert longest < (time.monotonic() - began) / 4


def test_a_stop_during_a_purge_waits_for_no_more_than_its_statement(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", STOPPED, tmp_path / "m.sqlite"],
        cwd=REPOSITORY,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_what_has_expired_is_on_the_disk_no_longer(tmp_path: Path) -> None:
    clock = Clock()
    memory = Memory(tmp_path / "m.sqlite", clock)
    memory.keep_question("How many died?", "en", "answer")
    clock.now_s += 31 * DAY_S
    memory.purge()
    assert b"How many died?" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_file_set_aside_is_deleted_after_a_week(tmp_path: Path) -> None:
    clock = Clock()
    clock.now_s = time.time()
    for name in ("state", "updates"):
        path = tmp_path / f"{name}.sqlite"
        path.write_bytes(b"not a database")
        os.utime(path, (0, 0))
    memory = Memory(tmp_path / "state.sqlite", clock)
    open_database(tmp_path / "updates.sqlite", JOURNAL).close()
    memory.purge()
    assert {path.name for path in tmp_path.glob("*.aside")} == {"state.aside", "updates.aside"}
    clock.now_s += 8 * DAY_S
    memory.purge()
    assert not list(tmp_path.glob("*.aside*"))


async def test_who_reads_the_file_holds_nobody_and_is_waited_for_to_forget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.memory.EMPTY_AGAIN_S", 0.05)
    memory = Memory(tmp_path / "m.sqlite")
    reader = sqlite3.connect(tmp_path / "m.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM note").fetchall()
    memory.keep_note("name", "text")
    forgetting = asyncio.create_task(memory.forget())
    await asyncio.sleep(0.1)
    began = time.monotonic()
    assert memory.note("name") == "text"
    assert time.monotonic() - began < 1.0
    assert (tmp_path / "m.sqlite-wal").read_bytes()
    reader.close()
    await asyncio.sleep(0.3)
    assert not (tmp_path / "m.sqlite-wal").read_bytes()
    forgetting.cancel()


@pytest.mark.parametrize("version", [0, 99])
def test_a_file_of_another_version_is_set_aside(tmp_path: Path, version: int) -> None:
    with sqlite3.connect(tmp_path / "m.sqlite") as db:
        db.execute("CREATE TABLE question (key TEXT)")
        db.execute(f"PRAGMA user_version={version}")
    memory = Memory(tmp_path / "m.sqlite")
    assert memory.question(memory.keep_question("How many?", "en", "answer")) is not None


def test_a_file_of_the_version_before_keeps_votes_and_choices(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    before = Memory(path)
    vote = Vote("How many?", "Quatre.", True, "en", "answer", "Alep")
    before.votes.keep(vote, 7)
    before.keep_choice(5, ["a"])
    before.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE latest")
        db.execute("CREATE TABLE latest (chat INTEGER, person INTEGER, key TEXT, expires REAL)")
        db.execute("PRAGMA user_version=1")
    assert read_votes(path, PURPOSE) == [vote]
    memory = Memory(path)
    key = memory.keep_question("How many?", "en", "answer")
    memory.followups.keep_asked(Asking(5, 1, 7), Asked(key, True, None))
    assert memory.followups.question_before(Asking(5, 3, 7), None) == "How many?"
    assert memory.choice(5) == ["a"]
    assert read_votes(path, PURPOSE) == [vote]
    assert not (tmp_path / "m.aside").exists()
