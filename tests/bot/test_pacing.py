import asyncio

from bot.pacing import BURST, PER_S, Pace


class Time:
    """A clock that goes on by what is slept, as all who sleep at once would see it."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now_s

    async def sleep(self, pause_s: float) -> None:
        self.slept.append(pause_s)
        self.now_s += pause_s


async def test_after_a_lull_some_go_at_once_and_then_thirty_a_second() -> None:
    time = Time()
    pace = Pace(time.sleep, time.clock)
    for _ in range(BURST):
        await pace.turn(7)
    assert time.slept == []
    for _ in range(60):
        await pace.turn(7)
    assert abs(time.now_s - 60 / PER_S) < 1e-6


async def test_a_turn_given_back_is_somebody_else_s() -> None:
    time = Time()
    pace = Pace(time.sleep, time.clock)
    for _ in range(BURST):
        await pace.turn(7)
    pace.unused()
    await pace.turn(8)
    assert time.slept == []


async def test_a_chat_that_is_held_waits_alone() -> None:
    time = Time()
    pace = Pace(time.sleep, time.clock)
    pace.hold(7, 17.0)
    await pace.turn(8)
    await pace.turn(None)
    assert time.slept == []
    await pace.turn(7)
    assert time.slept == [17.0]
    await pace.turn(7)
    assert time.slept == [17.0]


async def test_a_hold_that_grows_meanwhile_is_waited_out() -> None:
    time = Time()
    pace = Pace(time.sleep, time.clock)
    pace.hold(7, 5.0)
    pace.hold(7, 2.0)  # the longer one stands

    async def sleep(pause_s: float) -> None:
        if pause_s == 5.0:
            pace.hold(7, 9.0)
        await time.sleep(pause_s)

    pace._sleep = sleep
    await asyncio.wait_for(pace.turn(7), 1)
    assert time.slept == [5.0, 4.0]
