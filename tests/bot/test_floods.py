import pytest

import bot.floods
from bot.floods import Floods, Passage

IN, TOLD, SILENT = Passage.LET_IN, Passage.TURNED_AWAY, Passage.IGNORED


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def floods(person: int = 3, chat: int = 100) -> tuple[Floods, Clock]:
    clock = Clock()
    return Floods(person, chat, clock), clock


def test_one_more_than_a_minute_allows_is_told_once_and_then_ignored() -> None:
    flood, _ = floods()
    assert [flood.check(1, 1) for _ in range(6)] == [IN, IN, IN, TOLD, SILENT, SILENT]


def test_a_third_of_a_minute_brings_one_of_three_back() -> None:
    flood, clock = floods()
    for _ in range(4):
        flood.check(1, 1)
    clock.now_s += 20
    assert [flood.check(1, 1), flood.check(1, 1)] == [IN, SILENT]


def test_after_a_calm_minute_the_next_flood_is_told_of_again() -> None:
    flood, clock = floods()
    for _ in range(5):
        flood.check(1, 1)
    clock.now_s += 60
    assert [flood.check(1, 1) for _ in range(5)] == [IN, IN, IN, TOLD, SILENT]


def test_what_arrives_at_once_counts_by_when_it_was_sent() -> None:
    flood, clock = floods()
    late = [clock.now_s - 100 + 20 * number for number in range(6)]
    assert [flood.check(1, 1, sent_at=at) for at in late] == [IN] * 6
    at_once = [clock.now_s - 100] * 5
    assert [flood.check(2, 2, sent_at=at) for at in at_once] == [IN, IN, IN, TOLD, SILENT]


def test_what_was_sent_before_the_last_brings_nothing_back() -> None:
    flood, clock = floods()
    for _ in range(3):
        flood.check(1, 1, sent_at=clock.now_s)
    assert flood.check(1, 1, sent_at=clock.now_s - 600) is TOLD


def test_what_has_no_date_is_of_now_by_the_clock_of_telegram() -> None:
    flood, clock = floods()
    hour_behind = clock.now_s - 3600
    assert [flood.check(1, 1, sent_at=hour_behind) for _ in range(2)] == [IN, IN]
    assert [flood.check(1, 1), flood.check(1, 1)] == [IN, TOLD]
    clock.now_s += 60
    assert flood.check(1, 1, sent_at=hour_behind + 60) is IN


def test_the_line_is_kept_for_what_can_be_answered_with_it() -> None:
    flood, _ = floods(person=1)
    told = [flood.check(1, 1, tell=tell) for tell in (False, False, True, True)]
    assert told == [IN, SILENT, TOLD, SILENT]


def test_a_date_of_the_future_is_today_and_keeps_nobody_waiting() -> None:
    clock = Clock()
    flood = Floods(1, 100, clock, clock)
    assert flood.check(1, 1, sent_at=clock.now_s + 365 * 86_400) is IN
    clock.now_s += 60
    assert [flood.check(person, person, sent_at=clock.now_s) for person in (1, 2)] == [IN, IN]
    clock.now_s += 60
    assert flood.check(1, 1, sent_at=clock.now_s - 10) is TOLD
    clock.now_s += 10
    assert flood.check(1, 1) is IN


def test_a_date_of_ours_that_is_set_back_keeps_nobody_waiting() -> None:
    clock, today = Clock(), Clock()
    flood = Floods(1, 100, clock, today)
    assert flood.check(1, 1, sent_at=today.now_s) is IN
    telegrams = today.now_s
    today.now_s -= 11 * 86_400
    for _ in range(3):
        clock.now_s += 60
        today.now_s += 60
        telegrams += 60
        assert flood.check(1, 1, sent_at=telegrams) is IN


def test_one_person_s_flood_is_nobody_else_s() -> None:
    flood, _ = floods()
    for _ in range(9):
        flood.check(1, 1)
    assert flood.check(2, 2) is IN


def test_many_persons_share_what_their_chat_may_ask_and_it_is_told_once() -> None:
    flood, _ = floods(person=10, chat=4)
    assert [flood.check(person, -5) for person in range(7)] == [IN] * 4 + [TOLD, SILENT, SILENT]
    assert flood.check(0, 0) is IN  # one of them, elsewhere


def test_what_was_turned_away_by_the_chat_does_not_count_for_the_person() -> None:
    flood, _ = floods(person=2, chat=1)
    flood.check(9, -5)
    for _ in range(5):
        assert flood.check(1, -5) is not IN
    assert [flood.check(1, None), flood.check(1, None)] == [IN, IN]


def test_what_weighs_little_counts_little() -> None:
    flood, _ = floods(person=1)
    assert [flood.check("typing", None, 0.25) for _ in range(6)] == [IN] * 4 + [TOLD, SILENT]


def test_those_who_are_calm_again_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.floods, "MAX_BUCKETS", 10)
    flood, clock = floods()
    for _ in range(4):
        flood.check("loud", None)
    for person in range(8):
        flood.check(person, None)
    clock.now_s += 25
    for _ in range(2):
        flood.check("loud", None)
    for person in range(20, 40):
        flood.check(person, None)
    assert flood.check("loud", None) is SILENT
    assert len(flood._buckets) < 30


def test_what_comes_late_forgets_those_who_are_calm_by_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.floods, "MAX_BUCKETS", 10)
    flood, clock = floods()
    flood.check("first", None, sent_at=clock.now_s)
    for person in range(40):
        flood.check(person, None, sent_at=clock.now_s - 200 + person / 100)
    assert len(flood._buckets) <= 10
