"""`python -m bot` as its users start it: a process, the real model, real HTTP, real pipes."""

import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from bot.lifetimes import QUESTION_S
from bot.memory import Memory
from bot.wording import load_wording
from tests.bot.processes import REPOSITORY, Start
from tests.telegram_server import TelegramServer

START_S = 120.0  # the very first run exports the model and builds the index


def on(telegram: TelegramServer, token: str | None = None) -> dict[str, str]:
    return {"TELEGRAM_TOKEN": token or telegram.token, "TELEGRAM_API_URL": telegram.url}


def test_three_real_questions_are_answered_in_telegram(
    telegram: TelegramServer, start: Start
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = start(**on(telegram), METRICS_LISTEN=f"127.0.0.1:{port}")
    telegram.wait_for_bot(START_S)
    ada, bob = telegram.user("Ada", "fr"), telegram.user("Bob", "en")

    killed = ada.private.wait_for_reply(ada.asks("Combien de civils ont été tués mardi ?"))
    assert killed.covered("blockquote")[0].startswith("Mardi, 56 civils, dont sept enfants, ")
    assert "paragraphe 7, phrase 1" in killed.text

    vetoed = bob.private.wait_for_reply(bob.asks("Who vetoed the French resolution?"))
    assert "la Russie avait mis son veto" in vetoed.covered("blockquote")[0]
    assert "paragraph 15, sentence 1" in vetoed.text

    tart = ada.private.wait_for_reply(ada.asks("Quelle est la recette de la tarte Tatin ?"))
    assert tart.text.startswith("L’article ne le dit pas.")
    assert not tart.covered("blockquote")

    assert httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).text == "ok\n"
    metrics = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
    assert 'verbatim_questions_total{verdict="answer"} 2.0\n' in metrics
    assert 'verbatim_questions_total{verdict="none"} 1.0\n' in metrics
    assert "verbatim_errors_total 0.0\n" in metrics
    assert "verbatim_updates_waiting 0.0\n" in metrics
    assert telegram.token not in metrics

    assert not telegram.refusals
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=20)
    assert process.returncode == 0
    assert telegram.token not in log
    assert "Tatin" not in log


def test_a_person_who_floods_is_told_once_and_holds_nobody(
    telegram: TelegramServer, start: Start
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    start(**on(telegram), METRICS_LISTEN=f"127.0.0.1:{port}", PERSON_PER_MINUTE="1")
    telegram.wait_for_bot(START_S)
    ada, bob = telegram.user("Ada", "fr"), telegram.user("Bob", "en")
    asked = [ada.asks(f"Combien de civils ont été tués le {number} ?") for number in range(2000)]
    vetoed = bob.private.wait_for_reply(bob.asks("Who vetoed the French resolution?"))
    assert "la Russie avait mis son veto" in vetoed.covered("blockquote")[0]
    assert ada.private.wait_for_reply(asked[0]).covered("blockquote")
    assert ada.private.wait_for_reply(asked[1]).text == load_wording().of("fr")("flood")
    assert len(ada.private.from_bot) == 2
    metrics = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
    assert 'verbatim_updates_total{fate="flood"} 1999.0\n' in metrics
    assert "verbatim_updates_waiting 0.0\n" in metrics
    assert not telegram.refusals


def test_a_bot_that_nobody_asks_forgets_too(
    telegram: TelegramServer, start: Start, tmp_path: Path
) -> None:
    state = tmp_path / "data" / "state.sqlite"
    memory = Memory(state, clock=lambda: time.time() - QUESTION_S - 1)
    memory.keep_question("How many died?", "en", "answer")
    memory.close()
    assert b"How many died?" in state.read_bytes()
    start(**on(telegram))
    telegram.wait_for_bot(START_S)
    telegram.wait_until(lambda: b"How many died?" not in state.read_bytes())


def test_what_may_pass_by_itself_has_an_exit_status_of_its_own(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        process = start(TELEGRAM_TOKEN="123:x", METRICS_LISTEN=listen)
        _, log = process.communicate(timeout=START_S)
    assert process.returncode == 75
    assert log.splitlines()[-1].startswith(f"verbatim: METRICS_LISTEN: {listen} cannot be used (")
    assert "Traceback" not in log


def test_a_wrong_token_is_one_line_and_exit_status_2(
    telegram: TelegramServer, start: Start
) -> None:
    process = start(**on(telegram, "123:wrong"))
    _, log = process.communicate(timeout=START_S)
    assert process.returncode == 2
    assert log.splitlines()[-1].startswith("verbatim: TELEGRAM_TOKEN: ")
    assert "Traceback" not in log
    assert "123:wrong" not in log


def test_a_token_taken_back_while_the_bot_runs_stops_it(
    telegram: TelegramServer, start: Start
) -> None:
    process = start(**on(telegram))
    telegram.wait_for_bot(START_S)
    telegram.faults.error("getUpdates", 401, "Unauthorized")
    telegram.user().asks("Wake up")
    _, log = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "Traceback" not in log


def test_a_network_that_is_down_at_the_start_is_waited_for(
    telegram: TelegramServer, start: Start
) -> None:
    telegram.shut_down()
    process = start(**on(telegram))
    assert process.stderr is not None
    while "TELEGRAM_API_URL cannot be reached" not in (line := process.stderr.readline()):
        assert line, "the bot gave up"
    telegram.come_back()
    telegram.wait_for_bot(30)
    ada = telegram.user("Ada", "en")
    assert ada.private.wait_for_reply(ada.asks("Who vetoed the French resolution?")).text


def test_an_article_added_by_another_process_is_asked_without_a_restart(
    telegram: TelegramServer, start: Start, tmp_path: Path
) -> None:
    (tmp_path / "bees.txt").write_text("A bee weighs 0.1 g and flies at 25 km/h.\n", "utf-8")
    start(**on(telegram), PERSON_PER_MINUTE="1000", CHAT_PER_MINUTE="1000")
    telegram.wait_for_bot(START_S)
    adding = start("add", "bees.txt", module="index")
    ada = telegram.user("Ada", "en")
    answers: list[str] = []
    while not answers or "A bee weighs" not in answers[-1]:
        question = ada.asks("How much does a bee weigh?")
        answers.append(ada.private.wait_for_reply(question, START_S).text)
        assert len(answers) < 200
        time.sleep(0.5)
    assert all("A bee" not in text for text in answers[:-1])
    old = ada.private.wait_for_reply(ada.asks("Combien de civils ont été tués mardi ?"))
    assert old.covered("blockquote")[0].startswith("Mardi, 56 civils")
    adding.communicate(timeout=START_S)
    assert adding.returncode == 0
    assert not telegram.refusals


def test_without_a_token_a_pipe_is_answered_line_by_line(start: Start) -> None:
    process = start(LANG="fr_FR.UTF-8")
    out, log = process.communicate(
        "Combien de civils ont été tués mardi ?\n\nQuelle est la recette de la tarte Tatin ?\n",
        timeout=START_S,
    )
    assert process.returncode == 0
    assert "\n▌ Mardi, 56 civils, dont sept enfants, ont été tués dans les quartiers" in out
    assert "\nL’article ne le dit pas.\n" in out
    assert "@BotFather" in log
    assert "Traceback" not in log


def test_a_person_at_a_terminal_talks_with_it_and_leaves(ready: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ready, data, symlinks=True)
    outer, inner = pty.openpty()
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "TERM": "dumb"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "--console"],
        cwd=tmp_path,
        env={**kept, "DATA_DIR": str(data), "LANG": "fr_FR.UTF-8"},
        stdin=inner,
        stdout=inner,
        stderr=inner,
    )
    os.close(inner)
    os.write(outer, "Qui a mis son veto à la résolution française ?\n".encode())
    os.write(outer, b"/quit\n")
    seen = b"".join(iter(lambda: read(outer), b"")).decode()
    assert process.wait(START_S) == 0
    assert "▌ La semaine dernière, la Russie avait mis son veto" in seen
    assert "Au revoir." in seen
    assert "veto" in (data / "console_history").read_text("utf-8")


def read(terminal: int) -> bytes:
    """Read what a terminal shows; nothing where its last writer has gone."""
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that nobody writes any more
        return b""


def test_a_reader_who_leaves_early_is_no_reason_to_fail(start: Start) -> None:
    process = start("--console")
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, log = process.communicate("Qui ?\n" * 20, timeout=START_S)
    assert process.returncode == 0
    assert "Traceback" not in log
    assert "Exception ignored" not in log


def test_a_pipe_that_is_not_utf8_is_no_reason_to_fail(start: Start) -> None:
    process = start("--console", encoding="latin-1")
    out, _ = process.communicate("\xff\xfe\x00 Alep ?\n", timeout=START_S)
    assert process.returncode == 0
    assert out


def test_a_title_without_feedback_is_refused_in_a_line(start: Start) -> None:
    process = start("--title", "Alep")
    out, log = process.communicate(timeout=START_S)
    assert (process.returncode, out) == (2, "")
    assert log == "verbatim: --title goes with feedback alone\n"


def test_feedback_of_no_bot_is_one_line_and_makes_no_folder(start: Start, tmp_path: Path) -> None:
    process = start("feedback", DATA_DIR=str(tmp_path / "nowhere"))
    out, log = process.communicate(timeout=START_S)
    assert (process.returncode, out) == (2, "")
    assert log == f"verbatim: {tmp_path}/nowhere/state.sqlite: No such file or directory\n"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"ARTICLES": "nowhere.txt"}, "nowhere.txt"),
        ({"ADMINS": "me"}, "ADMINS"),
        ({"WEBHOOK_URL": "example.org"}, "WEBHOOK_URL"),
        ({"DATA_DIR": "/dev/null"}, "/dev/null: File exists"),
        ({"DATA_DIR": "/dev/null/x"}, "/dev/null/x: Not a directory"),
    ],
)
def test_a_wrong_setting_is_one_line_and_exit_status_2(
    start: Start, settings: dict[str, str], complaint: str
) -> None:
    process = start(TELEGRAM_TOKEN="123:x", **settings)
    _, log = process.communicate(timeout=START_S)
    assert process.returncode == 2
    assert log.splitlines()[-1].startswith("verbatim: ")
    assert complaint in log.splitlines()[-1]
    assert "Traceback" not in log
