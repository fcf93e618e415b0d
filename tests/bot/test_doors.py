"""Every door of `python -m bot`, in one process with the real model, over real HTTP."""

import json
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.wording import load_wording
from tests.bot.processes import Start, starting
from tests.bot.test_process import START_S, on
from tests.telegram_server import Message, TelegramServer

FRENCH, ENGLISH = load_wording().of("fr"), load_wording().of("en")
KILLED = "Mardi, 56 civils, dont sept enfants, "
VETO = "la Russie avait mis son veto"


@dataclass
class House:
    """A running bot, the Telegram that it talks to, and a way to start more processes beside it."""

    telegram: TelegramServer
    process: subprocess.Popen[str]
    start: Start


@pytest.fixture(scope="module")
def house(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    with TelegramServer() as telegram, starting(ready, folder) as start:
        process = start(**on(telegram))
        telegram.wait_for_bot(START_S)
        yield House(telegram, process, start)
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "Traceback" not in log
        assert telegram.token not in log


@pytest.fixture(autouse=True)
def nothing_refused(house: House) -> Iterator[None]:
    """Hold each test to what Telegram refused in it."""
    house.telegram.refusals.clear()
    yield
    assert not house.telegram.refusals


def wait_for_quote(house: House, message: Message, words: str) -> None:
    house.telegram.wait_until(
        lambda: any(words in quote for quote in message.covered("blockquote"))
    )


def test_group(house: House) -> None:
    ada, group = house.telegram.user("Ada", "fr"), house.telegram.group()
    reply = group.wait_for_reply(
        ada.sends(group, "/ask@verbatim_bot Combien de civils ont été tués mardi ?")
    )
    assert [quote.startswith(KILLED) for quote in reply.covered("blockquote")] == [True]


def test_topic(house: House) -> None:
    ada, forum = house.telegram.user("Ada", "en"), house.telegram.group(forum=True)
    topic = forum.topic("Syria")
    question = ada.sends(forum, "/ask@verbatim_bot Who vetoed the resolution?", topic=topic)
    reply = forum.wait_for_reply(question)
    assert VETO in reply.covered("blockquote")[0]
    assert reply.thread_id == topic.id


def test_mention_and_reply(house: House) -> None:
    ada, group = house.telegram.user("Ada", "fr"), house.telegram.group(privacy=False)
    mention = ada.sends(group, "@verbatim_bot Combien de civils ont été tués mardi ?")
    reply = group.wait_for_reply(mention)
    assert reply.covered("blockquote")[0].startswith(KILLED)
    follow_up = group.wait_for_reply(ada.sends(group, "et mercredi ?", reply_to=reply))
    assert "mercredi 15 autres civils" in follow_up.covered("blockquote")[0]


def test_inline(house: House) -> None:
    ada, group = house.telegram.user("Ada", "fr"), house.telegram.group(bot="left")
    typed = ada.types_inline("Combien de civils ont été tués mardi ?")
    house.telegram.wait_until(lambda: typed.answer is not None)
    assert typed.results[0]["title"].startswith(KILLED)
    assert 1 < len(typed.results) <= 10
    chosen = ada.chooses(typed, group)
    ada.presses(chosen, FRENCH("sentence-after"))
    wait_for_quote(house, chosen, "Le bilan a augmenté")


def test_inline_with_nothing_found(house: House) -> None:
    ada = house.telegram.user("Ada", "fr")
    typed = ada.types_inline("Quelle est la recette de la tarte Tatin ?")
    house.telegram.wait_until(lambda: typed.answer is not None)
    assert typed.answer is not None
    assert not typed.results
    reply = ada.private.wait_for_reply(ada.starts(typed.answer["button"]["start_parameter"]))
    assert reply.text.startswith("❓ Quelle est la recette de la tarte Tatin ?")
    assert FRENCH("none") in reply.text


def test_guest(house: House) -> None:
    ada, group = house.telegram.user("Ada", "en"), house.telegram.group(bot="left")
    reply = group.wait_for_reply(ada.mentions_as_guest(group, "Who vetoed the resolution?"))
    assert VETO in reply.covered("blockquote")[0]


def test_follow_up(house: House) -> None:
    ada = house.telegram.user("Ada", "fr")
    ada.private.wait_for_reply(ada.asks("Combien de civils ont été tués mardi ?"))
    reply = ada.private.wait_for_reply(ada.asks("et mercredi ?"))
    assert reply.text.startswith(FRENCH("understood", question="").strip())
    assert "mercredi 15 autres civils" in reply.covered("blockquote")[0]


def test_deep_link_and_reading(house: House) -> None:
    ada, bob, group = (
        house.telegram.user("Ada", "fr"),
        house.telegram.user("Bob", "ru"),
        house.telegram.group(),
    )
    question = ada.sends(group, "/ask@verbatim_bot Combien de civils ont été tués mardi ?")
    reply = group.wait_for_reply(question)
    (link,) = [entity.url for entity in reply.entities if entity.url]
    page = bob.private.wait_for_reply(bob.starts(link.partition("?start=")[2]))
    assert page.covered("bold")[0].startswith(KILLED)
    assert "Абзац 7" in page.text
    article = bob.private.wait_for_reply(bob.asks("/article"))
    assert article.buttons


def test_feedback_and_its_export(house: House, tmp_path: Path) -> None:
    ada = house.telegram.user("Ada", "fr")
    killed = ada.private.wait_for_reply(ada.asks("Combien de civils ont été tués mardi ?"))
    vetoed = ada.private.wait_for_reply(ada.asks("Qui a mis son veto à la résolution ?"))
    for message, label in ((killed, "👎"), (vetoed, "👍")):
        press = ada.presses(message, label)
        house.telegram.wait_until(lambda press=press: press.answer is not None)  # type: ignore[misc]
    out, _ = house.start("feedback").communicate(timeout=60)
    lines = {line["question"]: line for line in map(json.loads, out.splitlines())}
    assert [*lines] == ["Qui a mis son veto à la résolution ?"]  # of the other no answer is known
    assert VETO in lines["Qui a mis son veto à la résolution ?"]["evidence"][0]
    exported = tmp_path / "feedback.jsonl"
    exported.write_text(out, "utf-8")
    evaluation = house.start("eval", str(exported), "--json", module="index")
    figures, faults = evaluation.communicate(timeout=120)
    assert evaluation.returncode == 0, faults
    assert json.loads(figures)


@pytest.mark.parametrize(
    "text",
    [
        "?",
        "🕊" * 50,
        "\ufdfa" * 100,
        "a\x00b",
        "<b>Alep</b> & <blockquote>",
        "\u202eAlep\u2066 \u200b",
        "كم عدد المدنيين الذين قتلوا؟",
        "x" * 1000,
        "mot " * 250,
    ],
)
def test_odd_questions(house: House, text: str) -> None:
    ada, group = house.telegram.user(), house.telegram.group(bot="left")
    assert ada.private.wait_for_reply(ada.asks(text)).text != ENGLISH("failure")
    typed = ada.types_inline(text[:100])
    house.telegram.wait_until(lambda: typed.answer is not None)
    if typed.results:
        assert ada.chooses(typed, group).covered("blockquote")
