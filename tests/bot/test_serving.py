"""The end of the bot: what is in hand is answered, what cannot be waits for the next start."""

import asyncio
import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.errors import RejectedTokenError
from bot.serving import stop_signal
from bot.wording import load_wording
from index import Answer
from tests.bot.conftest import Serving
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.bot.processes import Start
from tests.bot.test_process import START_S, on
from tests.telegram_server import TelegramServer

ENGLISH = load_wording().of("en")


def test_a_signal_to_stop_has_what_is_in_hand_answered_and_the_status_is_0(
    telegram: TelegramServer, start: Start
) -> None:
    process = start(**on(telegram))
    telegram.wait_for_bot(START_S)
    people = [telegram.user(f"P{number}", "fr") for number in range(10)]
    asked = [person.asks("Combien de civils ont été tués mardi ?") for person in people]
    telegram.wait_until(lambda: bool(telegram.calls("sendMessage")), START_S)
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in log
    assert "are left for the next start" not in log
    taken = {update["message"]["chat"]["id"] for update in telegram.updates.pushed}
    taken -= {update["message"]["chat"]["id"] for update in telegram.updates.pending}
    answered = [question for question in asked if question.chat.replies(question)]
    assert {question.chat.id for question in answered} >= taken
    again = start(**on(telegram))
    for question in asked:
        question.chat.wait_for_reply(question, START_S)
    assert [len(question.chat.replies(question)) for question in asked] == [1] * 10
    last = people[0].asks("Combien de civils ont été tués mercredi ?")
    last.chat.wait_for_reply(last, START_S)  # it is up: before that a signal just ends it
    again.send_signal(signal.SIGTERM)
    again.communicate(timeout=60)
    assert again.returncode == 0


async def test_a_terminal_that_is_closed_stops_the_bot_unless_it_is_to_outlive_it() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever started the tests
    try:
        heard = stop_signal()
        os.kill(os.getpid(), signal.SIGHUP)
        async with asyncio.timeout(5):
            await heard.wait()
        asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        heard = stop_signal()
        os.kill(os.getpid(), signal.SIGHUP)
        await asyncio.sleep(0.1)
        assert not heard.is_set()
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_signal_to_stop_is_heard_while_telegram_is_away(
    telegram: TelegramServer, start: Start
) -> None:
    process = start(**on(telegram))
    telegram.wait_for_bot(START_S)
    telegram.shut_down()
    time.sleep(1)
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in log
    telegram.come_back()


async def test_an_answer_that_takes_too_long_at_the_end_is_given_at_the_next_start(
    telegram: TelegramServer, serving: Serving
) -> None:
    def slowly(question: str) -> Answer:
        time.sleep(1.0)
        return answer(quote(article()), question=question)

    ada = telegram.user("Ada")
    async with serving(FakeLibrary(respond=slowly), stop_s=0.1) as library:
        asked = [ada.asks("How many?"), ada.asks("And now?")]
        await telegram.until(lambda: len(library.asked) == 1)
    assert not ada.private.from_bot
    async with serving() as library:
        for question in asked:
            await ada.private.reply(question)
        assert [question for question, _ in library.asked] == ["How many?", "And now?"]
    assert [len(ada.private.replies(question)) for question in asked] == [1, 1]


async def test_a_stop_soon_after_the_start_does_not_wait_for_the_profile(
    telegram: TelegramServer, serving: Serving
) -> None:
    telegram.faults.delay("setMyCommands", 5.0)
    async with serving():
        await telegram.until(lambda: bool(telegram.faults.struck))
        began = time.monotonic()
    assert time.monotonic() - began < 3.0
    async with serving():
        await telegram.until(lambda: len(telegram.calls("setMyShortDescription")) > 5, 30)


@pytest.mark.parametrize("away", [False, True])
async def test_a_stop_does_not_wait_for_as_long_as_telegram_has_the_polling_wait(
    telegram: TelegramServer, serving: Serving, away: bool
) -> None:
    ada = telegram.user("Ada")
    async with serving():
        telegram.faults.too_many("getUpdates", 50)
        await ada.private.reply(ada.asks("How many?"))
        await telegram.until(lambda: bool(telegram.faults.struck))
        await asyncio.sleep(1.0)  # its own pause comes first
        if away:
            telegram.faults.delay("getUpdates", 50.0)
        began = time.monotonic()
    assert time.monotonic() - began < 20.0
    telegram.faults.clear()
    async with serving():
        await ada.private.reply(ada.asks("And now?"))


async def test_a_network_that_is_away_for_a_while_costs_no_question(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, bob = telegram.user("Ada"), telegram.user("Bob")
    telegram.faults.delay("sendMessage", 0.5)
    async with serving():
        in_hand = ada.asks("How many?")
        await telegram.until(lambda: bool(telegram.faults.struck))
        telegram.shut_down()
        meanwhile = bob.asks("How many?")
        time.sleep(2)
        telegram.come_back()
        for question in (in_hand, meanwhile):
            await telegram.until(lambda q=question: bool(q.chat.replies(q)), 60)  # type: ignore[misc]  # mypy cannot infer it
    assert [len(question.chat.replies(question)) for question in (in_hand, meanwhile)] == [1, 1]


async def test_a_poll_answered_404_ends_no_bot(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    """A server of one's own may say so while it starts again."""
    ada = telegram.user("Ada")
    telegram.faults.error("getUpdates", 404, "Not Found", times=2)
    async with serving():
        await ada.private.reply(ada.asks("How many?"))
        telegram.faults.error("getUpdates", 404, "Not Found")
        telegram.faults.garble("getUpdates", b"<html>", 404)
        await ada.private.reply(ada.asks("And now?"), 30)
        await ada.private.reply(ada.asks("And then?"), 30)
    assert "polling paused: status 404" in caplog.text


async def test_a_token_that_telegram_does_not_know_costs_nothing_that_is_kept(
    telegram: TelegramServer, serving: Serving, tmp_path: Path
) -> None:
    ada = telegram.user()
    async with serving():
        question = ada.asks("How many?")
        answered = await ada.private.reply(question)
    with pytest.raises(RejectedTokenError):
        async with serving(telegram_token=SecretStr("42:mistyped")):
            pass
    with closing(sqlite3.connect(tmp_path / "updates.sqlite")) as db:
        assert db.execute("SELECT count(*) FROM received").fetchone() == (1,)
    now = answer(quote(article(), 4), question="How many now?")
    async with serving(FakeLibrary(answers={now.question: now})):
        ada.edits(question, "How many now?")
        await telegram.until(lambda: bool(answered.revisions))


async def test_a_wrong_address_of_the_server_is_named_beside_the_token(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.faults.garble("getMe", b"<html>", 404)
    with pytest.raises(RejectedTokenError, match=r"^TELEGRAM_TOKEN: the server at TEL"):
        async with serving(telegram_api_url=f"{telegram.url}/wrong"):
            pass
    async with serving():
        pass
    reason = "(status 404, and no answer of the Bot API), again in 1 s"
    assert f"the server at TELEGRAM_API_URL cannot be reached {reason}" in caplog.text
