"""Asking Telegram for updates over a network that fails, over real HTTP."""

import asyncio

import pytest
from telegram.error import NetworkError, RetryAfter, TelegramError

from bot.connection import LONGEST_FLOOD_S, seconds, until_done
from bot.polling import LONGEST_PAUSE_S, SILENT_S, PollingRequest
from tests.telegram_server import TelegramServer


class Time(list[float]):
    """Takes the place of sleeping, and remembers for how long."""

    async def sleep(self, pause_s: float) -> None:
        self.append(pause_s)

    def clock(self) -> float:
        return sum(self)


async def ask(request: PollingRequest, root: str, token: str = "1:x", times: int = 1) -> int:
    """Fetch updates; return the status, 0 where nobody answered."""
    status = 0
    async with request:
        for _ in range(times):
            try:
                status, _ = await request.do_request(f"{root}/bot{token}/getUpdates", "POST")
            except NetworkError:
                status = 0
    return status


@pytest.mark.parametrize("root", ["http://127.0.0.1:9", "http://nowhere.invalid"])
async def test_nobody_there_or_no_such_name_is_waited_for_with_growing_jittered_pauses(
    root: str,
) -> None:
    time = Time()
    assert await ask(PollingRequest(sleep=time.sleep, clock=time.clock), root, times=12) == 0
    assert len(time) == len(set(time)) == 12
    assert all(pause <= 0.5 * 2**tried for tried, pause in enumerate(time))
    assert 1.0 < max(time) <= LONGEST_PAUSE_S


async def test_a_network_that_comes_back_is_well_again_at_once(
    telegram: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    time = Time()
    request = PollingRequest(sleep=time.sleep, clock=time.clock)
    telegram.faults.error("getUpdates", 502, times=8)
    telegram.faults.drop("getUpdates", times=8)
    async with request:
        url = f"{telegram.url}/bot{telegram.token}/getUpdates"
        statuses = []
        for _ in range(18):
            try:
                statuses.append((await request.do_request(url, "POST"))[0])
            except NetworkError:
                statuses.append(0)
    assert statuses == [502] * 8 + [0] * 8 + [200] * 2
    assert len(time) == 16
    assert "Telegram can be reached again" in caplog.text


async def test_a_long_silence_is_a_problem_and_a_short_one_is_none() -> None:
    time = Time()
    request = PollingRequest(sleep=time.sleep, clock=time.clock)
    assert request.problem() is None
    time.append(SILENT_S - 1)
    assert request.problem() is None
    time.append(11)
    assert request.problem() == "Telegram has not been reached for 100 s"
    await request.shutdown()


async def test_another_copy_that_polls_is_waited_for_and_a_token_unknown_is_not(
    telegram: TelegramServer,
) -> None:
    time = Time()
    request = PollingRequest(sleep=time.sleep, clock=time.clock)
    telegram.faults.error("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    assert await ask(request, telegram.url, telegram.token) == 409
    assert len(time) == 1
    assert not request.rejected.is_set()
    other = PollingRequest(sleep=time.sleep, clock=time.clock)
    assert await ask(other, telegram.url, "110201543:another") == 401
    assert len(time) == 1
    assert other.rejected.is_set()


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"{}",
        b"[]",
        b'"x"',
        b"null",
        b'{"ok":true}',
        b'{"ok":true,"result":null}',
        b'{"ok":false,"result":[]}',
        b'{"ok":false,"error_code":500,"description":"Internal"}',
    ],
)
async def test_what_is_no_answer_is_refused_in_a_way_that_pauses_and_is_not_well(
    telegram: TelegramServer, body: bytes
) -> None:
    time = Time()
    request = PollingRequest(sleep=time.sleep, clock=time.clock)
    time.append(SILENT_S + 10)
    telegram.faults.garble("getUpdates", body)
    url = f"{telegram.url}/bot{telegram.token}/getUpdates"
    async with request:
        with pytest.raises(TelegramError, match="the answer cannot be read"):
            await request.post(url)
        assert request.problem() == "Telegram has not been reached for 100 s"
        assert await request.post(url) == []
        assert request.problem() is None


@pytest.mark.parametrize("asked_s", [7, 10**12])
async def test_a_pause_that_telegram_asks_for_is_said_and_kept_to_for_a_minute_at_most(
    telegram: TelegramServer, caplog: pytest.LogCaptureFixture, asked_s: int
) -> None:
    pause_s = min(asked_s, LONGEST_FLOOD_S)
    telegram.faults.too_many("getUpdates", asked_s)
    async with PollingRequest(sleep=Time().sleep) as request:
        with pytest.raises(RetryAfter) as flood:
            await request.post(f"{telegram.url}/bot{telegram.token}/getUpdates")
    assert seconds(flood.value) == pause_s
    line = f"polling paused: Telegram asks for {asked_s} s, again in {pause_s} s"
    assert line in caplog.messages


async def test_a_start_says_for_how_long_telegram_has_it_wait_which_is_a_minute_at_most(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def call() -> None:
        raise RetryAfter(10**6)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(until_done(call, "Telegram cannot be reached"), 0.1)
    (line,) = caplog.messages
    assert line.startswith("Telegram cannot be reached (Flood control exceeded.")
    assert line.endswith("again in 60 s")
