"""What the queue is told of an update."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import telegram
from pydantic import SecretStr
from telegram.ext import ExtBot, MessageHandler

from bot.app import build_application
from bot.commands import COMMANDS
from bot.copies import Copies
from bot.doorway import Doorway
from bot.floods import Floods, Passage
from bot.handlers.arrivals import Arrivals
from bot.handlers.said import Command
from bot.journal import Journal
from bot.memory import Memory
from bot.metrics import Metrics
from bot.settings import Settings
from bot.shelving import Shelving
from bot.suggestions import Suggestions
from bot.wording import load_wording
from tests.bot.conftest import live_index
from tests.bot.fakes import FakeLibrary
from tests.fakes import BagEncoder


def arrivals() -> Arrivals:
    bot: ExtBot[None] = ExtBot("1:x")
    bot._bot_user = telegram.User(1, "Verbatim", is_bot=True, username="verbatim_bot")
    return Arrivals(bot, frozenset())


def in_group(**content: Any) -> telegram.Update:
    """Return what is received when something is said or happens in a group."""
    chat, ada = telegram.Chat(-5, "supergroup"), telegram.User(7, "Ada", is_bot=False)
    return telegram.Update(1, message=telegram.Message(1, datetime.now(UTC), chat, ada, **content))


def said(text: str) -> telegram.Update:
    """Return what is received when somebody says in a group what begins with a command."""
    command = telegram.MessageEntity("bot_command", 0, len(text.split()[0]))
    return in_group(text=text, entities=[command])


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("/ask how many?", True),
        ("/ASK@Verbatim_Bot how many?", True),
        ("/nonsense@verbatim_bot", False),
        ("/ask@other_bot how many?", False),
        ("/play chess", False),
        ("/play@other_bot chess with @verbatim_bot", False),
    ],
)
def test_of_commands_in_a_group_ours_alone_ask_the_bot(text: str, *, asks: bool) -> None:
    arrival = arrivals().read(said(text))
    assert arrival is not None
    assert arrival.asks is asks


@pytest.mark.parametrize(
    ("text", "asks"),
    [("haha", False), ("thanks", False), ("😂", False), ("and when?", True), ("please", True)],
)
def test_what_gets_no_answer_under_one_is_no_asking(text: str, *, asks: bool) -> None:
    bot = telegram.User(1, "Verbatim", is_bot=True)
    chat = telegram.Chat(-5, "supergroup")
    answer = telegram.Message(1, datetime.now(UTC), chat, bot, text="An answer.")
    for edited, expected in ((None, asks), (datetime.now(UTC), True)):
        update = in_group(text=text, reply_to_message=answer, edit_date=edited)
        arrival = arrivals().read(update)
        assert arrival is not None
        assert arrival.asks is expected


@pytest.mark.parametrize("moved", [{"migrate_to_chat_id": -1005}, {"migrate_from_chat_id": -5}])
def test_that_a_group_becomes_a_supergroup_is_written_down_and_no_flood(
    moved: dict[str, int],
) -> None:
    arrival, floods = arrivals().read(in_group(**moved)), Floods(1, 1)
    assert arrival is not None
    assert arrival.asks
    for weight in (1.0, arrival.weight):
        assert floods.check(arrival.person, arrival.chat, weight) is Passage.LET_IN


def test_an_answer_of_our_own_that_names_the_bot_asks_it_nothing_where_it_is_a_guest() -> None:
    bot, ada = telegram.User(1, "Verbatim", is_bot=True), telegram.User(7, "Ada", is_bot=False)
    for by_way_of, asks in ((None, True), (bot, False)):
        message = telegram.Message(
            1, datetime.now(UTC), telegram.Chat(-5, "group"), ada, via_bot=by_way_of
        )
        arrival = arrivals().read(telegram.Update(1, guest_message=message))
        assert arrival is not None
        assert arrival.asks is asks


def test_of_an_update_that_cannot_be_restored_the_number_alone_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    restored = arrivals().restore({"update_id": 7, "message": {"text": "secret"}})
    assert arrivals().read(restored) is None
    assert caplog.messages == ["update 7 cannot be read, and is skipped: KeyError"]
    assert "secret" not in caplog.text


def test_our_commands_are_those_that_have_a_handler(tmp_path: Path) -> None:
    settings = Settings.model_construct(telegram_token=SecretStr("1:x"))
    library: Any = FakeLibrary()  # as far as it is looked at here
    doorway = Doorway(library)
    application, _ = build_application(
        settings,
        doorway,
        load_wording(),
        Memory(None),
        Journal(tmp_path / "updates.sqlite", Copies(tmp_path / "copies")),
        Metrics(),
        Shelving(tmp_path, BagEncoder(), live_index(library, tmp_path)),
        Suggestions(doorway),
    )
    second = [
        getattr(handler.filters, "and_filter", None)
        for handlers in application.handlers.values()
        for handler in handlers
        if isinstance(handler, MessageHandler)
    ]
    handled = {each.command for each in second if isinstance(each, Command)}
    assert handled == set(COMMANDS)
