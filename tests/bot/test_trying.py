"""What is tried again: when, for how long, and what is not."""

import asyncio
from collections.abc import Callable

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.lifetimes import PRESS_S, WAITING_S
from bot.trying import CLOSED, LONGEST_PAUSE_S, Tries, is_for, quietly
from tests.bot.transport import Pauses

CHAT = 7
FLOOD = RetryAfter(17)
BROKEN = NetworkError("Bad Gateway")


class Call:
    """Raises what it is told to until that is over, and counts how often it was made."""

    def __init__(self, error: TelegramError, failing: Callable[[], bool] = lambda: True) -> None:
        self.made = 0
        self._error = error
        self._failing = failing

    async def __call__(self) -> str:
        self.made += 1
        if self._failing():
            raise self._error
        return "done"


def times(count: int) -> Callable[[], bool]:
    """Return what is true so many times."""
    left = iter([True] * count)
    return lambda: next(left, False)


def tries(pauses: Pauses) -> Tries:
    return Tries(pauses.sleep, pauses.clock)


async def test_a_flood_is_waited_for_as_long_as_telegram_says() -> None:
    pauses, call = Pauses(), Call(FLOOD, times(2))
    assert await tries(pauses).persist(CHAT, call) == "done"
    assert pauses == [17.0, 17.0]
    assert call.made == 3


async def test_a_flood_in_one_chat_holds_no_other() -> None:
    one, call = Tries(), Call(FLOOD, times(1))
    held = asyncio.create_task(one.persist(CHAT, call))
    while not call.made:
        await asyncio.sleep(0)
    other, same = Call(BROKEN, times(0)), Call(BROKEN, times(0))
    assert await one.persist(8, other) == "done"
    waiting = asyncio.create_task(one.persist(CHAT, same))
    await asyncio.sleep(0.05)
    assert (call.made, same.made) == (1, 0)
    held.cancel()
    waiting.cancel()


async def test_a_flood_that_outlasts_who_waits_is_not_waited_for() -> None:
    pauses, call = Pauses(), Call(RetryAfter(int(PRESS_S) + 1))
    with pytest.raises(RetryAfter):
        await tries(pauses).persist(None, call)
    assert (pauses, call.made) == ([], 1)


async def test_a_bad_gateway_is_tried_again_with_growing_jittered_pauses() -> None:
    pauses = Pauses()
    call = Call(BROKEN, lambda: pauses.clock() < 600)
    assert await tries(pauses).persist(CHAT, call) == "done"
    assert 600 <= pauses.clock() < 640
    assert pauses[0] < pauses[2] < pauses[4] < pauses[6]
    assert max(pauses) <= LONGEST_PAUSE_S
    assert len(set(pauses)) == len(pauses)


@pytest.mark.parametrize(("chat", "patience_s"), [(CHAT, WAITING_S), (None, PRESS_S)])
async def test_what_nobody_waits_for_any_more_is_given_up(
    chat: int | None, patience_s: float
) -> None:
    pauses = Pauses()
    with pytest.raises(NetworkError):
        await tries(pauses).persist(chat, Call(BROKEN))
    assert patience_s < pauses.clock() < patience_s + LONGEST_PAUSE_S + 1


async def test_a_refusal_is_not_tried_again() -> None:
    pauses, call = Pauses(), Call(BadRequest("Chat not found"))
    for trying in (tries(pauses).persist(CHAT, call), tries(pauses).twice(call)):
        with pytest.raises(BadRequest):
            await trying
    assert (pauses, call.made) == ([], 2)


@pytest.mark.parametrize(("failing", "given_up"), [(1, False), (2, True)])
async def test_what_is_done_twice_is_soon_given_up(failing: int, given_up: bool) -> None:
    pauses, call = Pauses(), Call(BROKEN, times(failing))
    try:
        await tries(pauses).twice(call)
    except NetworkError:
        assert given_up
    else:
        assert not given_up
    assert call.made == 2
    assert sum(pauses) < 1.0


async def test_a_call_that_may_fail_fails_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    await quietly(Call(FLOOD)())
    assert not caplog.messages


def test_a_reason_is_known_in_whatever_case_it_is_named() -> None:
    assert is_for(BadRequest("Bad Request: TOPIC_CLOSED"), CLOSED)
    assert not is_for(BadRequest("Bad Request: message is too long"), CLOSED)
