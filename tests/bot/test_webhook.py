"""Telegram brings the updates: real HTTP in both directions."""

import asyncio
import socket
import threading
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from telegram.ext import ApplicationBuilder

from bot.errors import RejectedTokenError, SettingsError
from bot.metrics import Metrics
from bot.settings import secret_of
from bot.webhook import MAX_BODY_BYTES, REFUSED_EVERY_S, Refusals, Webhook
from index import Answer
from tests.bot.conftest import Serving
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.telegram_server import TelegramServer

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def hooked(path: str = "/hook", **more: Any) -> dict[str, Any]:
    """Return settings for a webhook on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return {
        "webhook_url": f"http://127.0.0.1:{port}{path}",
        "webhook_listen": f"127.0.0.1:{port}",
        **more,
    }


async def posted(url: str, update: dict[str, Any], **headers: str) -> int:
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.post(url, json=update, headers=headers)).status_code


@pytest.mark.parametrize("path", ["/hook", "/", "/deep/er", "/h%C3%B6ck"])
async def test_questions_that_telegram_brings_are_answered(
    telegram: TelegramServer, serving: Serving, path: str
) -> None:
    ada, bob = telegram.user("Ada"), telegram.user("Bob")
    async with serving(**hooked(path)) as library:
        asked = [ada.asks("How many?"), bob.asks("How many?"), ada.asks("And now?")]
        for question in asked:
            await question.chat.reply(question)
        assert len(library.asked) == 3
    assert not telegram.calls("getUpdates")


async def test_what_comes_without_the_secret_or_with_another_is_not_taken(
    telegram: TelegramServer, serving: Serving
) -> None:
    settings = hooked(webhook_secret=SecretStr("right"))
    ada = telegram.user("Ada")
    async with serving(**settings) as library:
        await ada.private.reply(ada.asks("How many?"))
        forged = {**telegram.updates.pushed[-1], "update_id": 5}
        url = settings["webhook_url"]
        assert await posted(url, forged) == 403
        assert await posted(url, forged, **{SECRET_HEADER: "wrong"}) == 403
        assert len(library.asked) == 1
        assert await posted(url, forged, **{SECRET_HEADER: "right"}) == 200
        await telegram.until(lambda: len(library.asked) == 2)


@pytest.mark.parametrize(
    ("path", "secret", "status"),
    [("/hook", "wrong", b"403"), ("/other", "right", b"404"), ("/hook", "right", b"400")],
)
async def test_what_is_refused_is_not_read(
    serving: Serving, path: str, secret: str, status: bytes
) -> None:
    settings = hooked(webhook_secret=SecretStr("right"))
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bot\r\n{SECRET_HEADER}: {secret}\r\n"
        f"Content-Length: {MAX_BODY_BYTES + (secret == 'right')}\r\n\r\n"
    )
    async with serving(**settings):
        host, _, port = settings["webhook_listen"].partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(head.encode())
        answer = await asyncio.wait_for(reader.read(), 5.0)  # to the end: it is hung up
        writer.close()
    assert answer.startswith(b"HTTP/1.1 " + status)


async def test_what_is_refused_is_counted_and_said_now_and_then(
    serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    settings, metrics = hooked(), Metrics()
    async with serving(**settings, metrics=metrics):
        for url in (settings["webhook_url"], settings["webhook_url"] + "/other"):
            await posted(url, {})
    assert "verbatim_webhook_refused_total 2.0\n" in metrics.text().decode()
    (line,) = [each.getMessage() for each in caplog.records if each.levelname == "WARNING"]
    assert line == "requests to the webhook refused: 1, the last without the secret"


def test_what_is_refused_meanwhile_is_in_the_next_line(caplog: pytest.LogCaptureFixture) -> None:
    now = 0.0
    refusals = Refusals(Metrics(), lambda: now)
    refusals.count("one")
    refusals.count("two")
    now += REFUSED_EVERY_S
    refusals.count("three")
    assert [each.partition(": ")[2] for each in caplog.messages] == [
        "1, the last one",
        "2, the last three",
    ]


async def test_an_update_brought_twice_at_once_is_answered_once(
    telegram: TelegramServer, serving: Serving
) -> None:
    settings = hooked(webhook_secret=SecretStr("right"))
    ada = telegram.user("Ada")
    async with serving(**settings) as library:
        await ada.private.reply(ada.asks("How many?"))
        again = {**telegram.updates.pushed[-1], "update_id": 77}
        url = settings["webhook_url"]
        posts = [posted(url, again, **{SECRET_HEADER: "right"}) for _ in range(2)]
        assert await asyncio.gather(*posts) == [200, 200]
        await ada.private.reply(ada.asks("Next?"))
        assert len(library.asked) == 3


async def test_an_update_that_can_never_be_taken_is_not_brought_for_ever(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    settings = hooked(webhook_secret=SecretStr("right"))
    ada = telegram.user("Ada")
    async with serving(**settings):
        telegram.updates.push("message", {"message_id": 7, "date": 0, "text": "Where?"})
        ada.sends(ada.private, content={"poll": {"id": "1", "question": "Where?"}})
        await ada.private.reply(ada.asks("How many?"))
        await telegram.until(lambda: not telegram.updates.pending)
        for content in (b"\xff{", b"[]", b"{}", b"Where?", b"[" * 100_000):
            async with httpx.AsyncClient(trust_env=False) as client:
                headers = {SECRET_HEADER: "right"}
                answer = await client.post(
                    settings["webhook_url"], content=content, headers=headers
                )
            assert answer.status_code == 200
    first, second = (update["update_id"] for update in telegram.updates.pushed[:2])
    assert f"update {first} cannot be taken, and is dropped: AttributeError" in caplog.text
    assert f"update {second} cannot be read, and is skipped: TypeError" in caplog.text
    assert "Where" not in caplog.text


async def test_a_token_taken_back_is_noticed_where_nobody_polls(
    telegram: TelegramServer, serving: Serving
) -> None:
    async def run() -> None:
        async with serving(**hooked()):
            telegram.faults.error("sendMessage", 401, "Unauthorized", times=None)
            telegram.user("Ada").asks("How many?")
            await telegram.until(lambda: bool(telegram.faults.struck))

    with pytest.raises(RejectedTokenError, match="TELEGRAM_TOKEN"):
        await run()


async def test_a_secret_of_its_own_goes_along_where_none_is_set(
    telegram: TelegramServer, serving: Serving
) -> None:
    async with serving(**hooked()):
        (call,) = telegram.calls("setWebhook")
    assert call.params["secret_token"] == secret_of(telegram.token)
    assert telegram.token not in call.params["secret_token"]


def test_the_secret_is_the_same_in_all_copies_and_another_for_each_token() -> None:
    assert secret_of("1:a") == secret_of("1:a") != secret_of("1:b")
    assert len(secret_of("1:a")) == 64


async def test_an_address_that_telegram_refuses_is_named_with_its_setting(
    telegram: TelegramServer, serving: Serving
) -> None:
    telegram.settings.local_webhooks = False
    with pytest.raises(SettingsError, match=r"^WEBHOOK_URL: Telegram refuses it: Bad webhook"):
        async with serving(**hooked()):
            pass


async def test_the_webhook_is_a_problem_until_it_is_set(
    telegram: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    settings = hooked()
    url, listen = settings["webhook_url"], settings["webhook_listen"]
    webhook = Webhook(url, listen, "secret", asyncio.Event(), Metrics())
    application = ApplicationBuilder().token(telegram.token).base_url(f"{telegram.url}/bot").build()
    telegram.faults.error("setWebhook", 502, "Bad Gateway", times=1)
    async with application:
        starting = asyncio.create_task(webhook.start(application))
        await telegram.until(lambda: bool(telegram.faults.struck))
        assert webhook.problem() == "Telegram has not taken the webhook yet"
        await starting
        assert webhook.problem() is None
        assert "the webhook cannot be set" in caplog.text
        await webhook.stop(application)


async def test_a_port_that_is_taken_is_named_with_its_setting(serving: Serving) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(SettingsError, match=f"^WEBHOOK_LISTEN: {listen} cannot be used"):
            async with serving(**hooked() | {"webhook_listen": listen}):
                pass


async def test_a_question_that_one_copy_answers_late_does_not_undo_its_edit(
    telegram: TelegramServer, serving: Serving
) -> None:
    edited = threading.Event()

    def respond(asked: str) -> Answer:
        is_late = asked == "On Tuesday?"
        if is_late:
            edited.wait(10)
        return answer(quote(article(), 1 if is_late else 3), question=asked)

    answered = b'verbatim_updates_total{fate="answered"} 1.0'
    one, other = (hooked(webhook_secret=SecretStr("right")) for _ in range(2))
    ada, library = telegram.user("Ada"), FakeLibrary(respond=respond)
    late, early = Metrics(), Metrics()
    async with AsyncExitStack() as copies:
        for copy, metrics in ((one, late), (other, early)):
            await copies.enter_async_context(serving(library, metrics=metrics, **copy))
            telegram.api.webhook.url = ""  # what is before the copies is played here
        question = ada.asks("On Tuesday?")
        ada.edits(question, "On Wednesday?")
        for copy, update in zip((one, other), telegram.updates.pushed, strict=True):
            await posted(copy["webhook_url"], update, **{SECRET_HEADER: "right"})
        reply = await ada.private.reply(question)
        # It is known to the other copy when it is done, which is later than when it is sent.
        await telegram.until(lambda: answered in early.text())
        edited.set()
        await telegram.until(lambda: answered in late.text())
    assert reply.covered("blockquote") == [quote(article(), 3).text]
    assert ada.private.replies(question) == [reply]
