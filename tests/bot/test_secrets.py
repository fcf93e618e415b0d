"""The token and the webhook's secret come to light nowhere, whatever goes wrong."""

import signal
import socket
import subprocess
from functools import partial
from pathlib import Path

import httpx
import pytest

from tests.bot.processes import Start
from tests.bot.secrets import files_under, secrets_in, title_of
from tests.telegram_server import TelegramServer

START_S = 120.0
PAGES = ("metrics", "healthz", "nothing")
WEBHOOK_SECRET = "a-secret_of-the-webhook"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def watched(port: int) -> str:
    pages = (httpx.get(f"http://127.0.0.1:{port}/{page}", trust_env=False) for page in PAGES)
    return "\n".join(page.text for page in pages)


def nowhere(process: subprocess.Popen[str], secrets: list[str], shown: str, data: Path) -> str:
    """End the process, hold all that it has said and written to the rule; return its log."""
    shown += title_of(process.pid)
    process.send_signal(signal.SIGTERM)
    out, log = process.communicate(timeout=60)
    for secret in secrets:
        assert secret not in out
        found = log.lower().find(secret.lower())
        assert found < 0, log[max(0, found - 300) : found]
        assert secret not in shown
        written = [path for path in files_under(data) if secret.encode() in path.read_bytes()]
        assert not written
    return log


def test_polling_through_every_fault_at_debug_shows_no_secret(
    telegram: TelegramServer, start: Start, tmp_path: Path
) -> None:
    port = free_port()
    settings = {
        "TELEGRAM_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "WEBHOOK_SECRET": WEBHOOK_SECRET,
        "METRICS_LISTEN": f"127.0.0.1:{port}",
        "LOG_LEVEL": "DEBUG",
    }
    page = f"<h1>404</h1>no such place: /bot{telegram.token}/x".encode()
    telegram.faults.garble("setMyCommands", page)
    ada = telegram.user("Ada", "en")
    process = start(module="tests.bot.crashing", ADMINS=str(ada.id), **settings)
    telegram.wait_for_bot(START_S)
    strikes = (
        partial(telegram.faults.error, "getUpdates", 409, "Conflict: other getUpdates request"),
        partial(telegram.faults.error, "getUpdates", 502),
        partial(telegram.faults.garble, "getUpdates", page),
        partial(telegram.faults.drop, "getUpdates"),
        partial(telegram.faults.garble, "sendMessage", page),
        partial(telegram.faults.error, "sendMessage", 400, f"Bad Request: /bot{telegram.token}"),
    )
    for strike in strikes:
        strike()
        ada.private.wait_for_reply(ada.asks("Who vetoed the French resolution?"), timeout=60)
    ada.private.wait_for_reply(ada.asks("Please crash"), timeout=60)
    for method in ("getFile", "file"):
        telegram.faults.error(method, 400, f"Bad Request: /bot{telegram.token}")
        telegram.faults.garble(method, page, 502)
        for _ in range(2):
            sent = ada.sends_document(ada.private, b"The queen lives.", "bees.txt")
            reply = ada.private.wait_for_reply(sent, timeout=60)
            telegram.wait_until(lambda reply=reply: bool(reply.revisions), 60)  # type: ignore[misc]  # mypy cannot infer it
    shown = watched(port)
    assert "verbatim_errors_total" in shown
    log = nowhere(process, secrets_in(settings), shown, tmp_path / "data")
    assert "could not be handled" in log  # else it was not there to be seen
    assert "/bot***" in log
    said = "\n".join(str(request.params) for request in telegram.requests).lower()
    assert not any(secret.lower() in said for secret in secrets_in(settings))


def test_a_webhook_with_forged_updates_at_debug_shows_no_secret(
    telegram: TelegramServer, start: Start, tmp_path: Path
) -> None:
    port, hook = free_port(), free_port()
    settings = {
        "TELEGRAM_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "WEBHOOK_SECRET": WEBHOOK_SECRET,
        "WEBHOOK_URL": f"http://127.0.0.1:{hook}/hook",
        "WEBHOOK_LISTEN": f"127.0.0.1:{hook}",
        "METRICS_LISTEN": f"127.0.0.1:{port}",
        "LOG_LEVEL": "DEBUG",
    }
    process = start(module="tests.bot.crashing", **settings)
    telegram.wait_for_bot(START_S)
    header = "X-Telegram-Bot-Api-Secret-Token"
    for content, secret in ((b"{}", "wrong"), (b"\xff{", WEBHOOK_SECRET), (b"[]", WEBHOOK_SECRET)):
        httpx.post(
            settings["WEBHOOK_URL"],
            content=content,
            headers={header: secret, "Content-Type": "application/json"},
            trust_env=False,
        )
    ada = telegram.user("Ada", "en")
    ada.private.wait_for_reply(ada.asks("Please crash"), timeout=60)
    nowhere(process, secrets_in(settings), watched(port), tmp_path / "data")


def test_a_rejected_token_and_a_fault_that_nobody_caught_show_no_secret(
    telegram: TelegramServer, start: Start
) -> None:
    settings = {"TELEGRAM_TOKEN": telegram.token, "LOG_LEVEL": "DEBUG"}
    process = start(TELEGRAM_API_URL=telegram.url, **settings)
    telegram.wait_for_bot(START_S)
    telegram.faults.error("getUpdates", 401, f"Unauthorized: {telegram.token}", times=None)
    telegram.user().asks("Wake up")
    process.wait(60)
    _, log = process.communicate()
    assert process.returncode == 2
    assert not any(secret in log for secret in secrets_in(settings))
    process = start(module="tests.bot.crashing", SPILL="1", **settings)
    _, log = process.communicate(timeout=START_S)
    assert process.returncode == 1
    assert "RuntimeError: ***" in log
    assert not any(secret in log for secret in secrets_in(settings))


def test_what_the_bot_writes_is_for_its_owner_alone(
    telegram: TelegramServer, start: Start, tmp_path: Path
) -> None:
    (tmp_path / "data").chmod(0o755)
    start(TELEGRAM_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.url)
    telegram.wait_for_bot(START_S)
    ada = telegram.user("Ada", "en")
    ada.private.wait_for_reply(ada.asks("Who vetoed the French resolution?"), timeout=60)
    data = tmp_path / "data"
    assert data.stat().st_mode & 0o777 == 0o700
    written = [path for path in files_under(data) if "index" not in path.parts]
    assert {path.name for path in written} >= {"state.sqlite", "updates.sqlite"}
    assert not [path for path in written if path.lstat().st_mode & 0o077 and not path.is_symlink()]


@pytest.mark.parametrize("key", ["TELEGRAM_TOKEN", "WEBHOOK_SECRET", "ADMINS", "WEBHOOK_LISTEN"])
def test_a_setting_that_is_wrong_is_named_without_its_value(start: Start, key: str) -> None:
    value = "not right: 123:HIDDEN/é"
    process = start(**{"TELEGRAM_TOKEN": "123:x", key: value})
    out, log = process.communicate(timeout=START_S)
    assert process.returncode == 2
    assert key in log
    assert "HIDDEN" not in out + log
