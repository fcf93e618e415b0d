"""The queue between Telegram and the handlers, with the real journal."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.arrival import Arrival, Flood
from bot.copies import Copies
from bot.floods import Floods
from bot.journal import Journal
from bot.metrics import Metrics
from bot.queue import UpdateQueue


@dataclass(frozen=True)
class Asked:
    """Something that somebody asks in a chat."""

    number: int
    chat: int = 1
    person: int = 1
    asks: bool = True
    sent_at: float | None = None

    def to_json(self) -> str:
        return json.dumps(asdict(self))


class Reader:
    """Reads what is asked here, as `Arrivals` reads Telegram's updates."""

    def read(self, update: object) -> Arrival | None:
        if not isinstance(update, Asked):
            return None
        lane = update.chat
        return Arrival(
            update,
            update.number,
            lane,
            update.asks,
            update.person,
            update.chat,
            lasts_s=60.0,
            sent_at=update.sent_at,
        )

    def restore(self, payload: Any) -> object:
        return Asked(**payload)


class House:
    """Makes queues on one data folder, as one start of the bot after the other does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.metrics = Metrics()
        self.now_s = 1000.0
        self._open: tuple[Journal, Copies] | None = None

    def queue(self, *, a_minute: int = 100_000, **limits: int) -> UpdateQueue:
        self.end()
        copies = Copies(self.folder / "copies")
        journal = Journal(self.folder / "updates.sqlite", copies, lambda: self.now_s)
        self._open = journal, copies
        floods = Floods(a_minute, a_minute)
        return UpdateQueue(
            journal, Reader(), floods, self.metrics, clock=lambda: self.now_s, **limits
        )

    def end(self) -> None:
        """End as a crash does: nothing is struck out any more."""
        if self._open is not None:
            for part in self._open:
                part.close()
        self._open = None

    def written(self) -> list[int]:
        """Return the numbers of what is on the disk and not answered."""
        db = sqlite3.connect(self.folder / "updates.sqlite")
        try:
            found = db.execute("SELECT id FROM received WHERE payload IS NOT NULL ORDER BY id")
            return [number for (number,) in found.fetchall()]
        finally:
            db.close()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    yield house
    house.end()


async def answered(queue: UpdateQueue) -> object:
    """Take an update and answer it at once."""
    update = queue.get_nowait()
    async with queue.answering(update):
        pass
    queue.task_done()
    return update


async def all_of(queue: UpdateQueue) -> list[int]:
    """Answer all that waits; return the numbers."""
    found = []
    while not queue.empty():
        update = await answered(queue)
        found.append(update.number if isinstance(update, Asked) else -1)
    return found


async def test_what_is_taken_is_on_disk_until_it_was_answered(house: House) -> None:
    queue = house.queue()
    await queue.put(Asked(7))
    assert house.written() == [7]
    update = await queue.get()
    assert house.written() == [7]
    async with queue.answering(update):
        pass
    house.end()  # which waits for what was to be written
    assert house.written() == []


async def test_what_is_delivered_again_is_not_given_again(house: House) -> None:
    queue = house.queue()
    for _ in range(2):
        await queue.put(Asked(7))
    assert await all_of(queue) == [7]
    await queue.put(Asked(7))
    assert queue.empty()
    assert 'verbatim_updates_total{fate="repeated"} 2.0' in house.metrics.text().decode()


async def test_what_is_delivered_again_is_no_flood_here_or_after_a_restart(house: House) -> None:
    queue = house.queue(a_minute=2)
    await queue.put(Asked(7))
    for _ in range(3):
        await queue.put(Asked(7))
    assert await all_of(queue) == [7]
    again = house.queue(a_minute=1)
    await again.restore()
    await again.put(Asked(7))
    await again.put(Asked(8))
    assert await all_of(again) == [8]
    figures = house.metrics.text().decode()
    assert 'verbatim_updates_total{fate="repeated"} 4.0' in figures
    assert 'verbatim_updates_total{fate="flood"} 0.0' in figures


async def test_an_answer_that_is_broken_off_is_given_at_the_next_start(house: House) -> None:
    queue = house.queue()
    await queue.put(Asked(7))
    update = await queue.get()
    with pytest.raises(asyncio.CancelledError):
        async with queue.answering(update):
            raise asyncio.CancelledError
    again = house.queue()
    await again.restore()
    assert await all_of(again) == [7]


async def test_a_crash_leaves_them_in_their_order_and_the_old_ones_are_dropped_with_a_line(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    queue = house.queue()
    await queue.put(Asked(1))
    house.now_s += 61.0
    for number in (2, 3, 4):
        await queue.put(Asked(number, chat=number % 2))
    again = house.queue()
    await again.restore()
    assert "3 updates taken up" in caplog.text
    assert "1 updates dropped: too old" in caplog.text
    assert await all_of(again) == [2, 3, 4]
    house.end()
    assert house.written() == []


async def test_a_clock_that_was_behind_when_a_question_came_does_not_make_it_old(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    queue = house.queue()
    await queue.put(Asked(1, sent_at=house.now_s + 86_400))
    await queue.put(Asked(2, sent_at=house.now_s))
    house.now_s += 86_410
    again = house.queue()
    await again.restore()
    assert await all_of(again) == [1]
    assert "1 updates taken up" in caplog.text
    house.end()
    caplog.clear()
    queue = house.queue()
    await queue.put(Asked(3, sent_at=house.now_s))
    house.now_s += 61.0
    await house.queue().restore()
    assert "updates taken up" not in caplog.text


async def test_an_update_that_cannot_be_read_again_is_no_reason_not_to_start(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    queue = house.queue()
    for number in (1, 2):
        await queue.put(Asked(number))
    house.end()
    db = sqlite3.connect(house.folder / "updates.sqlite")
    db.execute("UPDATE received SET payload = 'no JSON' WHERE id = 1")
    db.commit()
    db.close()
    again = house.queue()
    await again.restore()
    assert await all_of(again) == [2]
    assert "cannot be taken, and is dropped: " in caplog.text
    assert "Traceback" not in caplog.text
    house.end()
    assert house.written() == []


async def test_a_chat_with_ten_thousand_questions_holds_no_other(house: House) -> None:
    queue = house.queue(waiting=20_000)
    for number in range(10_000):
        queue._add(1, Asked(number), None)  # past the disk, for speed
    await queue.put(Asked(10_000, chat=2))
    first, second = queue.get_nowait(), queue.get_nowait()
    assert isinstance(first, Asked)
    assert (first.number, second) == (0, Asked(10_000, chat=2))
    with pytest.raises(asyncio.QueueEmpty):  # the third waits for the first: it is of one chat
        queue.get_nowait()


async def test_no_more_are_in_hand_than_can_be(house: House) -> None:
    queue = house.queue(in_hand=2)
    for number in range(3):
        await queue.put(Asked(number, chat=number))
    first = await queue.get()
    await queue.get()
    third = asyncio.create_task(queue.get())
    await asyncio.sleep(0.01)
    assert not third.done()
    assert (queue.in_hand, queue.waiting) == (2, 1)
    async with queue.answering(first):
        pass
    assert await asyncio.wait_for(third, 5) == Asked(2, chat=2)


async def test_no_more_are_taken_than_can_wait_and_telegram_keeps_the_others(house: House) -> None:
    queue = house.queue(waiting=2)
    await queue.put(Asked(1))
    await queue.put(Asked(2))
    third = asyncio.create_task(queue.put(Asked(3)))
    await asyncio.sleep(0.05)
    assert not third.done()
    assert house.written() == [1, 2]
    await answered(queue)
    await asyncio.wait_for(third, 5)
    assert await all_of(queue) == [2, 3]


async def test_who_asks_too_much_is_told_once_and_costs_no_disk(house: House) -> None:
    queue = house.queue(a_minute=2)
    for number in range(100):
        await queue.put(Asked(number))
    assert house.written() == [0, 1]
    given = []
    while not queue.empty():
        given.append(await answered(queue))
    assert given == [Asked(0), Asked(1), Flood(Asked(2))]
    assert 'verbatim_updates_total{fate="flood"} 98.0' in house.metrics.text().decode()


async def test_what_is_only_overheard_is_neither_written_down_nor_given(house: House) -> None:
    queue = house.queue()
    await queue.put(Asked(7, asks=False))
    assert house.written() == []
    assert queue.empty()


async def test_the_signal_to_stop_comes_after_all_that_was_taken(house: House) -> None:
    queue, signal = house.queue(), object()
    await queue.put(Asked(1))
    await queue.put(signal)
    await queue.put(Asked(2))
    joined = asyncio.create_task(queue.join())
    assert await answered(queue) == Asked(1)
    assert await answered(queue) == Asked(2)
    assert not joined.done()
    assert queue.get_nowait() is signal
    queue.task_done()
    await asyncio.wait_for(joined, 5)


async def test_what_is_let_go_at_the_end_is_there_at_the_next_start(house: House) -> None:
    queue = house.queue()
    for number in range(5):
        await queue.put(Asked(number))
    queue.abandon()
    await asyncio.wait_for(queue.join(), 5)
    again = house.queue()
    await again.restore()
    assert await all_of(again) == [0, 1, 2, 3, 4]


async def test_what_was_in_hand_at_two_crashes_is_tried_alone(house: House) -> None:
    queue = house.queue()
    for number in range(3):
        await queue.put(Asked(number, chat=number))
    for _ in range(2):
        queue = house.queue()
        await queue.restore()
    await queue.put(Asked(9, chat=9))
    assert [queue.get_nowait(), queue.get_nowait()] == [Asked(0, chat=0), Asked(9, chat=9)]
    with pytest.raises(asyncio.QueueEmpty):
        queue.get_nowait()
