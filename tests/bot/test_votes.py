"""Votes: kept, changed, read; and whose they were is forgotten first."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import DataError
from bot.lifetimes import DAY_S, QUESTION_S
from bot.memory import PURPOSE, Memory
from bot.votes import Vote, read_votes
from bot.wording import load_wording
from tests.bot.conftest import Serving
from tests.bot.fakes import Clock, article, quote
from tests.bot.test_buttons import notice
from tests.telegram_server import TelegramServer

ALEPPO = article()
ENGLISH = load_wording().of("en")


def vote(up: bool) -> Vote:
    return Vote("How many?", "Quatre.", up, "en", "answer", "Alep")


def test_a_person_s_vote_counts_once_until_whose_it_was_is_forgotten(tmp_path: Path) -> None:
    clock = Clock()
    memory = Memory(tmp_path / "m.sqlite", clock)
    memory.votes.keep(vote(up=True), 6)
    clock.now_s += 364 * DAY_S
    memory.votes.keep(vote(up=True), 7)
    clock.now_s += 2 * DAY_S
    memory.purge()
    memory.votes.keep(vote(up=False), 7)
    assert read_votes(tmp_path / "m.sqlite", PURPOSE, clock) == [vote(up=False)]
    clock.now_s += QUESTION_S
    memory.purge()
    memory.votes.keep(vote(up=True), 7)
    assert read_votes(tmp_path / "m.sqlite", PURPOSE, clock) == [vote(up=False), vote(up=True)]


def test_whose_a_vote_was_is_forgotten_before_the_vote(tmp_path: Path) -> None:
    def voters() -> set[str]:
        with closing(sqlite3.connect(tmp_path / "m.sqlite")) as db:
            return {voter for (voter,) in db.execute("SELECT voter FROM feedback")}

    clock = Clock()
    memory = Memory(tmp_path / "m.sqlite", clock)
    memory.votes.keep(vote(up=True), 6)
    memory.votes.keep(vote(up=True), 7)
    known = voters()
    clock.now_s += QUESTION_S - 1
    memory.purge()
    assert voters() == known
    clock.now_s += 2
    memory.purge()
    forgotten = voters()
    assert not forgotten & known
    memory.purge()
    assert voters() == forgotten
    assert read_votes(tmp_path / "m.sqlite", PURPOSE, clock) == [vote(up=True)] * 2


def test_a_salt_of_a_file_of_before_stays_and_lasts(tmp_path: Path) -> None:
    clock = Clock()
    memory = Memory(tmp_path / "m.sqlite", clock)
    memory.keep_note("salt", "of before")
    memory.votes.keep(vote(up=True), 7)
    clock.now_s += 366 * DAY_S
    assert memory.note("salt") == "of before"


def test_a_voter_is_counted_once_and_cannot_be_named(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "m.sqlite")
    for up in (True, False):
        memory.votes.keep(Vote("Q?", "A.", up, "en", "answer", "T"), person=123456789)
    assert [vote.up for vote in read_votes(tmp_path / "m.sqlite", PURPOSE)] == [False]
    memory.close()
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"123456789" not in files


def test_votes_are_read_and_nothing_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    memory = Memory(path)
    memory.votes.keep(vote(up=True), 7)
    for _ in ("beside a bot that runs", "after it"):
        before = {each: each.stat().st_size for each in tmp_path.iterdir()}
        assert read_votes(path, PURPOSE) == [vote(up=True)]
        assert {each: each.stat().st_size for each in tmp_path.iterdir()} == before
        memory.close()


def test_file_without_votes_is_refused_in_a_line_and_left_alone(tmp_path: Path) -> None:
    def refusal(path: Path) -> str:
        before = {each: each.read_bytes() for each in tmp_path.iterdir()}
        with pytest.raises(DataError) as caught:
            read_votes(path, PURPOSE)
        assert {each: each.read_bytes() for each in tmp_path.iterdir()} == before
        return str(caught.value)

    junk, newer, empty = (tmp_path / name for name in ("junk.sqlite", "newer.sqlite", "empty"))
    junk.write_bytes(b"this is no database" * 100)
    empty.touch()
    with closing(sqlite3.connect(newer)) as db:
        db.execute("CREATE TABLE question (key TEXT)")
        db.execute("PRAGMA user_version=3")
    absent = tmp_path / "absent" / "state.sqlite"
    assert refusal(absent) == f"{absent}: No such file or directory"
    assert refusal(junk) == f"{junk}: cannot be read (file is not a database)"
    assert refusal(newer) == f"{newer}: it is of version 3, not 2"
    assert refusal(empty) == f"{empty}: it is of version 0, not 2"


async def test_votes_are_kept_the_person_is_told_and_they_can_be_changed(
    telegram: TelegramServer, serving: Serving, tmp_path: Path
) -> None:
    ada = telegram.user()
    async with serving():
        reply = await ada.private.reply(ada.asks("How many?"))
        for label in ("👍", "👎"):
            press = ada.presses(reply, label)
            assert await notice(telegram, press) == ENGLISH("vote-kept", days=365)
    (vote,) = read_votes(tmp_path / "state.sqlite", PURPOSE)
    assert (vote.question, vote.quote, vote.up) == ("How many?", quote(ALEPPO).text, False)
