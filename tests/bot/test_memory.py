"""Memory, follow-ups, feedback and edits: by themselves and over real HTTP."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot import memory as memory_module
from bot.database import open_database
from bot.errors import DataError, TitleError
from bot.feedback import on_one_article, question_lines
from bot.journal import PURPOSE as JOURNAL
from bot.lifetimes import DAY_S, FOLLOW_UP_S, QUESTION_S
from bot.memory import Answers, Asked, Asking, Feedback, Memory, read_feedback
from bot.wording import load_wording
from index import Answer
from tests.bot.conftest import Serving
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.bot.processes import REPOSITORY
from tests.bot.test_buttons import notice
from tests.full_disk import full_disk
from tests.telegram_server import BOT, Message, Person, TelegramServer

ALEPPO = article()
ENGLISH = load_wording().of("en")
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


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_the_last_question_is_forgotten_after_ten_minutes_and_a_reply_still_finds_it(
    tmp_path: Path,
) -> None:
    clock = Clock()
    memory = Memory(tmp_path / "m.sqlite", clock)
    key = memory.keep_question("How many?", "en", "answer")
    asked = Asked(key, True, None)
    memory.keep_answers(Asking(5, 1, 7), Answers([(5, 2)], 0.0), asked, [(5, 2)])
    memory.keep_asked(Asking(5, 1, 7), asked)
    assert memory.question_before(Asking(5, 3, 7), None) == "How many?"
    assert memory.question_before(Asking(5, 3, 8), None) is None
    assert memory.question_before(Asking(6, 3, 7), None) is None
    assert memory.question_before(Asking(5, 3, 7, topic=9), None) is None
    clock.now += FOLLOW_UP_S + 1
    assert memory.question_before(Asking(5, 3, 7), None) is None
    assert memory.question_before(Asking(5, 3, 8), 2) == "How many?"
    clock.now += 31 * DAY_S
    assert memory.question_before(Asking(5, 3, 8), 2) is None


def test_the_memory_is_bounded_and_the_oldest_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory_module, "MAX_ROWS", 10)
    monkeypatch.setattr(memory_module, "PURGED_AT_ONCE", 4)
    clock = Clock()
    memory = Memory(tmp_path / "m.sqlite", clock)
    keys = []
    for number in range(101):
        clock.now += 1
        keys.append(memory.keep_question(f"Question {number}?", "en", "answer"))
    memory.purge()
    assert [key for key in keys if memory.question(key)] == keys[-10:]


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
        db.executemany(insert, ((f"k{n}", clock.now + n) for n in range(20_000)))
        db.commit()
    clock.now += 40 * DAY_S
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


async def test_another_copy_that_writes_for_long_holds_nobody(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "m.sqlite")
    memory.keep_note("name", "before")
    with closing(sqlite3.connect(tmp_path / "m.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        memory.keep_note("name", "meanwhile")
        assert memory.note("name") == "before"
        assert time.monotonic() - began < 0.5


def test_what_has_expired_is_on_the_disk_no_longer(tmp_path: Path) -> None:
    clock = Clock()
    memory = Memory(tmp_path / "m.sqlite", clock)
    memory.keep_question("How many died?", "en", "answer")
    clock.now += 31 * DAY_S
    memory.purge()
    assert b"How many died?" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_file_set_aside_is_deleted_after_a_week(tmp_path: Path) -> None:
    clock = Clock()
    clock.now = time.time()
    for name in ("state", "updates"):
        path = tmp_path / f"{name}.sqlite"
        path.write_bytes(b"not a database")
        os.utime(path, (0, 0))
    memory = Memory(tmp_path / "state.sqlite", clock)
    open_database(tmp_path / "updates.sqlite", JOURNAL).close()
    memory.purge()
    assert {path.name for path in tmp_path.glob("*.aside")} == {"state.aside", "updates.aside"}
    clock.now += 8 * DAY_S
    memory.purge()
    assert not list(tmp_path.glob("*.aside*"))


def test_an_answer_may_be_in_another_chat(tmp_path: Path) -> None:
    memory, asking = Memory(tmp_path / "m.sqlite"), Asking(5, 1, 7)
    assert memory.answers(asking) == Answers([], 0.0)
    answers = Answers([(5, 2), (-1005, 3)], 1_000_000.0)
    memory.keep_answers(asking, answers, Asked("key", False, None), answers.there)
    assert memory.answers(asking) == answers
    assert [memory.shown(*each) for each in answers.there] == ["key", "key"]
    assert memory.shown(5, 3) is None


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


def test_two_copies_share_the_file(tmp_path: Path) -> None:
    one, other = Memory(tmp_path / "m.sqlite"), Memory(tmp_path / "m.sqlite")
    key = one.keep_question("How many?", "en", "answer")
    kept = other.question(key)
    assert kept is not None
    assert kept.text == "How many?"


def vote(up: bool) -> Feedback:
    return Feedback("How many?", "Quatre.", up, "en", "answer", "Alep")


def test_a_person_s_vote_counts_once_until_whose_it_was_is_forgotten(tmp_path: Path) -> None:
    clock = Clock()
    memory = Memory(tmp_path / "m.sqlite", clock)
    memory.keep_feedback(vote(up=True), 6)
    clock.now += 364 * DAY_S
    memory.keep_feedback(vote(up=True), 7)
    clock.now += 2 * DAY_S
    memory.purge()
    memory.keep_feedback(vote(up=False), 7)
    assert read_feedback(tmp_path / "m.sqlite", clock) == [vote(up=False)]
    clock.now += QUESTION_S
    memory.purge()
    memory.keep_feedback(vote(up=True), 7)
    assert read_feedback(tmp_path / "m.sqlite", clock) == [vote(up=False), vote(up=True)]


def test_whose_a_vote_was_is_forgotten_before_the_vote(tmp_path: Path) -> None:
    def voters() -> set[str]:
        with closing(sqlite3.connect(tmp_path / "m.sqlite")) as db:
            return {voter for (voter,) in db.execute("SELECT voter FROM feedback")}

    clock = Clock()
    memory = Memory(tmp_path / "m.sqlite", clock)
    memory.keep_feedback(vote(up=True), 6)
    memory.keep_feedback(vote(up=True), 7)
    known = voters()
    clock.now += QUESTION_S - 1
    memory.purge()
    assert voters() == known
    clock.now += 2
    memory.purge()
    forgotten = voters()
    assert not forgotten & known
    memory.purge()
    assert voters() == forgotten
    assert read_feedback(tmp_path / "m.sqlite", clock) == [vote(up=True)] * 2


def test_a_salt_of_a_file_of_before_stays_and_lasts(tmp_path: Path) -> None:
    clock = Clock()
    memory = Memory(tmp_path / "m.sqlite", clock)
    memory.keep_note("salt", "of before")
    memory.keep_feedback(vote(up=True), 7)
    clock.now += 366 * DAY_S
    assert memory.note("salt") == "of before"


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    path.write_bytes(b"this is no database" * 100)
    memory = Memory(path)
    assert memory.question(memory.keep_question("How many?", "en", "answer")) is not None
    assert (tmp_path / "m.aside").exists()


def test_a_file_damaged_inside_is_set_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "m.sqlite"
    before = Memory(path)
    key = before.keep_question("How many?" * 1000, "en", "answer")
    before.close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    memory = Memory(path)
    assert memory.question(key) is None
    assert memory.question(memory.keep_question("How many?", "en", "answer")) is not None
    assert (tmp_path / "m.aside").exists()
    (line,) = caplog.messages
    assert line.startswith(f"{path} cannot be used (it is damaged: ")


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
    before.keep_feedback(vote(up=True), 7)
    before.keep_choice(5, ["a"])
    before.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE latest")
        db.execute("CREATE TABLE latest (chat INTEGER, person INTEGER, key TEXT, expires REAL)")
        db.execute("PRAGMA user_version=1")
    assert read_feedback(path) == [vote(up=True)]
    memory = Memory(path)
    key = memory.keep_question("How many?", "en", "answer")
    memory.keep_asked(Asking(5, 1, 7), Asked(key, True, None))
    assert memory.question_before(Asking(5, 3, 7), None) == "How many?"
    assert memory.choice(5) == ["a"]
    assert read_feedback(path) == [vote(up=True)]
    assert not (tmp_path / "m.aside").exists()


def test_a_folder_that_cannot_be_written_costs_the_memory_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    memory = Memory(tmp_path / "file" / "m.sqlite")
    assert memory.question(memory.keep_question("How many?", "en", "answer")) is not None
    assert "nothing outlives this run" in caplog.text


def test_a_folder_that_can_be_written_again_has_what_was_kept_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "file" / "m.sqlite"
    path.parent.touch()
    memory = Memory(path)
    key = memory.keep_question("How many?", "en", "answer")
    memory.purge()
    path.parent.unlink()
    memory.purge()
    assert memory.question(key)
    memory.close()
    assert Memory(path).question(key)


def test_a_file_that_another_copy_has_locked_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.database.OPENING_S", 0.1)
    Memory(tmp_path / "m.sqlite").close()
    lock = sqlite3.connect(tmp_path / "m.sqlite", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    Memory(tmp_path / "m.sqlite").keep_question("How many?", "en", "answer")
    lock.close()
    assert not (tmp_path / "m.aside").exists()


def test_a_memory_that_fails_costs_no_answer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    memory = Memory(tmp_path / "m.sqlite")
    with sqlite3.connect(tmp_path / "m.sqlite") as db:
        db.execute("DROP TABLE question")
    assert memory.question(memory.keep_question("How many?", "en", "answer")) is None
    assert "going on without" in caplog.text


def test_a_disk_that_is_full_is_said_once_until_it_is_free_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    memory = Memory(tmp_path / "m.sqlite")
    for times in (1, 2):
        with full_disk():
            for text in ("How many?", "Who?"):
                assert memory.question(memory.keep_question(text, "en", "answer")) is None
        assert len(caplog.messages) == times
        assert memory.question(memory.keep_question(f"{times}?", "en", "answer"))
    memory.close()


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    Memory(tmp_path / "m.sqlite")
    assert (tmp_path / "m.sqlite").stat().st_mode & 0o077 == 0


def test_a_voter_is_counted_once_and_cannot_be_named(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "m.sqlite")
    for up in (True, False):
        memory.keep_feedback(Feedback("Q?", "A.", up, "en", "answer", "T"), person=123456789)
    assert [vote.up for vote in read_feedback(tmp_path / "m.sqlite")] == [False]
    memory.close()
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"123456789" not in files


def test_votes_are_read_and_nothing_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    memory = Memory(path)
    memory.keep_feedback(vote(up=True), 7)
    for _ in ("beside a bot that runs", "after it"):
        before = {each: each.stat().st_size for each in tmp_path.iterdir()}
        assert read_feedback(path) == [vote(up=True)]
        assert {each: each.stat().st_size for each in tmp_path.iterdir()} == before
        memory.close()


def test_file_without_votes_is_refused_in_a_line_and_left_alone(tmp_path: Path) -> None:
    def refusal(path: Path) -> str:
        before = {each: each.read_bytes() for each in tmp_path.iterdir()}
        with pytest.raises(DataError) as caught:
            read_feedback(path)
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


def test_votes_become_question_lines() -> None:
    def vote(question: str, quoted: str, *, up: bool) -> Feedback:
        return Feedback(question, quoted, up, "en", "answer", "T")

    lines = question_lines(
        [
            vote("Q?", "Right.", up=True),
            vote("Q?", "Wrong.", up=False),
            vote("Q?", "Divided.", up=True),
            vote("Q?", "Divided.", up=False),
            vote("R?", "Divided.", up=True),
            vote("R?", "Divided.", up=False),
            vote("Rejected?", "Wrong.", up=False),
        ]
    )
    assert [json.loads(line) for line in lines] == [
        {"question": "Q?", "language": "en", "evidence": ["Right."], "rejected": ["Wrong."]}
    ]


def test_a_line_is_in_the_language_of_its_question() -> None:
    votes = [
        Feedback("Combien de civils ?", "56 civils.", True, language, "answer", "T")
        for language in ("en", "ru")
    ]
    (line,) = question_lines(votes)
    assert json.loads(line)["language"] == "fr"


def test_lines_are_of_one_article() -> None:
    one, other = (Feedback("Q?", f"{t}.", True, "en", "answer", t) for t in ("One", "Other"))
    assert on_one_article([one, one], None) == [one, one]
    assert on_one_article([one, other], "Other") == [other]
    assert on_one_article([], None) == []
    for votes, title in (([one, other], None), ([one], "Other"), ([], "One")):
        with pytest.raises(TitleError):
            on_one_article(votes, title)


async def test_a_question_soon_after_another_brings_the_one_before(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, bob = telegram.user("Ada"), telegram.user("Bob")
    understood = answer(quote(ALEPPO), question="How many on Tuesday? And on Wednesday?")
    library = FakeLibrary((ALEPPO,), answers={"And on Wednesday?": understood})
    async with serving(library):
        await ada.private.reply(ada.asks("How many on Tuesday?"))
        reply = await ada.private.reply(ada.asks("And on Wednesday?"))
        await ada.private.reply(ada.asks("And why?"))
        await bob.private.reply(bob.asks("And why?"))
    assert library.asked == [
        ("How many on Tuesday?", None),
        ("And on Wednesday?", "How many on Tuesday?"),
        ("And why?", understood.question),
        ("And why?", None),
    ]
    assert reply.text.startswith(ENGLISH("understood", question=understood.question))


async def test_a_reply_to_an_older_answer_takes_up_its_question(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        older = await ada.private.reply(ada.asks("How many died?"))
        await ada.private.reply(ada.asks("Who was killed?"))
        await ada.private.reply(ada.sends(ada.private, "And why?", reply_to=older))
    assert library.asked[-1] == ("And why?", "How many died?")


async def edited(
    telegram: TelegramServer, library: FakeLibrary, ada: Person, message: Message, text: str
) -> str | None:
    """Edit a question; return which one it was asked with as the one before."""
    count = len(library.asked)
    ada.edits(message, text)
    await telegram.until(lambda: len(library.asked) > count)
    asked, previous = library.asked[-1]
    assert asked == text
    return previous


async def test_an_edited_question_has_before_it_what_stood_before_it(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        first, second, third = (
            ada.asks(text)
            for text in ("How many died?", "How many were injured?", "Who met in Lausanne?")
        )
        await ada.private.reply(third)
        before = [
            await edited(telegram, library, ada, message, text)
            for message, text in (
                (first, "How many were freed?"),
                (second, "How many fled?"),
                (third, "Where was the meeting?"),
            )
        ]
        await ada.private.reply(ada.asks("And why?"))
    assert before == [None, "How many were freed?", "How many fled?"]
    assert library.asked[-1] == ("And why?", "Where was the meeting?")


async def test_an_edit_of_an_older_question_does_not_make_it_the_last(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        first = ada.asks("How many died?")
        await ada.private.reply(ada.asks("Who met in Lausanne?"))
        await edited(telegram, library, ada, first, "How many were injured?")
        await ada.private.reply(ada.asks("And why?"))
    assert library.asked[-1] == ("And why?", "Who met in Lausanne?")


async def test_a_question_asked_again_is_not_its_own_question_before(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        for text in ("How many died?", "how many died"):
            await ada.private.reply(ada.asks(text))
    assert library.asked == [("How many died?", None), ("how many died", None)]


@pytest.mark.parametrize("text", ["Thanks!", "/help", "Who?"])
async def test_a_question_edited_into_none_is_not_the_one_before(
    telegram: TelegramServer, serving: Serving, text: str
) -> None:
    ada = telegram.user()
    async with serving() as library:
        await ada.private.reply(ada.asks("How many died on Tuesday?"))
        question = ada.asks("Who met in Lausanne?")
        reply = await ada.private.reply(question)
        ada.edits(question, text)
        await telegram.until(lambda: bool(reply.revisions))
        await ada.private.reply(ada.asks("And on Wednesday?"))
        await edited(telegram, library, ada, question, "Who met in Geneva?")
    assert [each for each in library.asked if each[0] != text][2:] == [
        ("And on Wednesday?", "How many died on Tuesday?"),
        ("Who met in Geneva?", "How many died on Tuesday?"),
    ]


def asks(memory: Memory, asking: Asking, text: str | None) -> None:
    """Keep what a message asks, by now, or that it asks nothing."""
    asked = None
    if text is not None:
        key = memory.keep_question(text, "en", "answer")
        asked = Asked(key, True, memory.question_before(asking, None))
    memory.keep_asked(asking, asked)


def test_what_stood_before_a_question_follows_its_own_edits(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "m.sqlite")
    first, second, third, new = (Asking(5, number, 7) for number in range(4))
    for asking, text in ((first, "How many?"), (second, "Who?"), (third, "Where?")):
        asks(memory, asking, text)
    edits: tuple[tuple[Asking, str | None, str | None], ...] = (
        (second, "Who met?", "Who met?"),
        (second, None, "How many?"),
        (first, None, None),
    )
    for asking, edited, before in edits:
        asks(memory, asking, edited)
        assert memory.question_before(third, None) == before
        assert memory.question_before(new, None) == "Where?"
    asks(memory, third, None)
    assert memory.question_before(new, None) is None


def test_a_question_edited_away_stays_before_another_where_somebody_else_asks_it(
    tmp_path: Path,
) -> None:
    memory = Memory(tmp_path / "m.sqlite")
    hers, his, next_of_his = Asking(5, 1, 7), Asking(5, 2, 8), Asking(5, 3, 8)
    for asking, text in ((hers, "How many?"), (his, "How many?"), (next_of_his, "Where?")):
        asks(memory, asking, text)
    asks(memory, hers, None)
    assert memory.question_before(next_of_his, None) == "How many?"


async def test_what_says_nothing_is_not_the_question_before(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        await ada.private.reply(ada.asks("How many died on Tuesday?"))
        thanks = await ada.private.reply(ada.asks("Thanks!"))
        await ada.private.reply(ada.asks("And on Wednesday?"))
        await ada.private.reply(ada.sends(ada.private, "And why?", reply_to=thanks))
    assert library.asked == [
        ("How many died on Tuesday?", None),
        ("And on Wednesday?", "How many died on Tuesday?"),
        ("And why?", "And on Wednesday?"),
    ]


async def test_the_question_before_is_that_of_the_topic(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, forum = telegram.user(), telegram.group(forum=True)
    one, other = forum.topic("Syria"), forum.topic("Elsewhere")
    async with serving() as library:
        for text, topic in (("How many on Tuesday?", one), ("Who met?", other), ("Why?", one)):
            await forum.reply(ada.sends(forum, f"/ask@verbatim_bot {text}", topic=topic))
    assert [previous for _, previous in library.asked] == [None, None, "How many on Tuesday?"]


async def test_votes_are_kept_the_person_is_told_and_they_can_be_changed(
    telegram: TelegramServer, serving: Serving, tmp_path: Path
) -> None:
    ada = telegram.user()
    async with serving():
        reply = await ada.private.reply(ada.asks("How many?"))
        for label in ("👍", "👎"):
            press = ada.presses(reply, label)
            assert await notice(telegram, press) == ENGLISH("vote-kept", days=365)
    (vote,) = read_feedback(tmp_path / "state.sqlite")
    assert (vote.question, vote.quote, vote.up) == ("How many?", quote(ALEPPO).text, False)


async def test_an_edited_question_has_its_answer_edited_and_shrunk(
    telegram: TelegramServer, serving: Serving
) -> None:
    long = article("Début " + "mot " * 2500 + "fin.\nCourte phrase.\n")
    library = FakeLibrary((long,), answers={"Short?": answer(quote(long, 2), question="Short?")})
    ada = telegram.user()
    async with serving(library):
        question = ada.asks("Long?")
        await ada.private.message(lambda message: message.text.endswith("sentence 1"))
        pieces = ada.private.replies(question)
        assert len(pieces) > 2
        ada.edits(question, "Short?")
        await telegram.until(lambda: pieces[0].covered("blockquote") == ["Courte phrase."])
        await telegram.until(lambda: all(piece.deleted for piece in pieces[1:]))
    assert not telegram.refusals


@pytest.mark.parametrize("asking", ["", "/ask@verbatim_bot "])
async def test_a_question_edited_into_a_command_and_back_has_its_answer_follow(
    telegram: TelegramServer, serving: Serving, asking: str
) -> None:
    async def follows(text: str, begins: str) -> None:
        ada.edits(question, text)
        await telegram.until(lambda: reply.text.startswith(begins))

    ada = telegram.user()
    chat = telegram.group() if asking else ada.private
    async with serving():
        question = ada.sends(chat, f"{asking}How many?")
        reply = await chat.reply(question)
        await follows("/help@verbatim_bot", ENGLISH("help", bot="verbatim_bot")[:20])
        await follows("/article@verbatim_bot", "Alep sous les bombes")
        await follows(f"{asking}How many now?", quote(article()).text)
        if asking:
            await follows(asking.strip(), "Write your question after it")
        else:
            await follows("/nonsense", ENGLISH("unknown-command")[:20])
        assert len(chat.from_bot) == 1
    assert not telegram.refusals


async def test_a_question_edited_into_none_has_its_answer_replaced(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving():
        question = ada.asks("How many?")
        reply = await ada.private.reply(question)
        ada.edits(question, "x" * 1001)
        await telegram.until(lambda: reply.text == ENGLISH("too-long", limit=1000))
        ada.edits(question, "How many?")
        await telegram.until(lambda: reply.covered("blockquote") == [quote(ALEPPO).text])
    assert ada.private.replies(question) == [reply]


async def test_a_question_edited_while_it_is_answered_has_one_answer_that_follows(
    telegram: TelegramServer, serving: Serving
) -> None:
    def slowly(asked: str) -> Answer:
        time.sleep(0.4)
        number = 3 if "Wednesday" in asked else 1
        return answer(quote(ALEPPO, number), question=asked)

    ada = telegram.user()
    async with serving(FakeLibrary((ALEPPO,), respond=slowly)) as library:
        question = ada.asks("On Tuesday?")
        await telegram.until(lambda: len(library.asked) == 1)
        ada.edits(question, "On Wednesday?")
        reply = await ada.private.reply(question)
        await telegram.until(lambda: reply.covered("blockquote") == [quote(ALEPPO, 3).text])
    assert ada.private.replies(question) == [reply]


async def test_another_bot_leaves_alone_what_has_the_numbers_of_those_of_before(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        question = ada.asks("How many?")
        answered = await ada.private.reply(question)
    telegram.world.bot = replace(BOT, id=BOT.id + 1)
    async with serving() as library:
        ada.edits(question, "How many now?")
        await ada.private.message(
            lambda message: message is not answered and message.reply_to is question
        )
    assert not answered.revisions
    assert not answered.deleted
    assert library.asked == [("How many now?", None)]


async def test_an_answer_that_was_deleted_is_given_anew(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving():
        question = ada.asks("How many?")
        reply = await ada.private.reply(question)
        ada.deletes(reply)
        ada.edits(question, "How many then?")
        again = await ada.private.message(
            lambda message: message is not reply and message.reply_to is question
        )
    assert again.covered("blockquote") == [quote(ALEPPO).text]


async def test_a_question_edited_into_none_and_back_is_answered_once(
    telegram: TelegramServer, serving: Serving
) -> None:
    long = article("Début " + "mot " * 2500 + "fin.\n")
    ada = telegram.user()

    def there() -> list[str]:
        return [reply.text for reply in ada.private.replies(question) if not reply.deleted]

    async with serving(FakeLibrary((long,))):
        question = ada.asks("How many died?")
        await ada.private.message(lambda message: message.text.endswith("sentence 1"))
        answered = there()
        ada.edits(question, "x" * 1001)
        await telegram.until(lambda: there() == [ENGLISH("too-long", limit=1000)])
        ada.edits(question, "How many died?")
        await telegram.until(lambda: len(there()) >= len(answered))
        await ada.private.reply(ada.asks("Next?"))
    assert there() == answered


async def test_an_update_delivered_twice_is_answered_once(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        question = ada.asks("How many?")
        await ada.private.reply(question)
        telegram.updates.repeat(telegram.updates.pushed[-1])
        await ada.private.reply(ada.asks("Next?"))
    assert [asked for asked, _ in library.asked] == ["How many?", "Next?"]
    assert len(ada.private.replies(question)) == 1
