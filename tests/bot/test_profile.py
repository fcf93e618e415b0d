"""Commands and descriptions, by language and scope, over real HTTP."""

import json
from dataclasses import replace

import pytest
import telegram as ptb
from telegram.request import HTTPXRequest

from bot.memory import Memory
from bot.profile import group_commands, private_commands, set_profile
from bot.wording import LANGUAGES, load_wording
from tests.bot.conftest import Serving
from tests.telegram_server import BOT, TelegramServer

WORDING = load_wording()


async def test_commands_and_descriptions_are_set_for_each_language_and_scope_once(
    telegram: TelegramServer, serving: Serving
) -> None:
    async with serving():
        await telegram.until(
            lambda: len(telegram.calls("setMyShortDescription")) == len(LANGUAGES) + 1
        )
        ada = telegram.user()
        await ada.private.reply(ada.asks("When?"))  # the last of them has been answered by then
    for code in ("", *LANGUAGES):
        words = WORDING.of(code or "en")
        for scope, wanted in (
            ("all_private_chats", private_commands(words)),
            ("all_group_chats", group_commands(words)),
        ):
            found = telegram.api.commands[json.dumps({"type": scope}), code]
            assert [(each["command"], each["description"]) for each in found] == wanted
        assert telegram.api.profile["description", code] == words("description")
    assert not telegram.refusals
    calls = len(telegram.calls("setMyCommands"))
    async with serving():
        await ada.private.reply(ada.asks("Again?"))
    assert len(telegram.calls("setMyCommands")) == calls


async def test_another_bot_that_takes_over_the_memory_is_set_too() -> None:
    memory, another = Memory(None), replace(BOT, id=BOT.id + 1)
    with TelegramServer() as ours, TelegramServer(bot=another) as theirs:
        for server in (ours, ours, theirs):
            async with connected(server) as bot:
                await set_profile(bot, WORDING, memory)
        for server in (ours, theirs):
            assert len(server.calls("setMyDescription")) == len(LANGUAGES) + 1
            assert not server.refusals
    memory.close()


def connected(server: TelegramServer) -> ptb.Bot:
    """Return the bot of a server, without the proxies that somebody set for the internet."""
    requests = [HTTPXRequest(httpx_kwargs={"trust_env": False}) for _ in range(2)]
    return ptb.Bot(
        server.token, f"{server.url}/bot", request=requests[0], get_updates_request=requests[1]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_telegram_limits_is_short_enough(language: str) -> None:
    words = WORDING.of(language)
    assert len(words("description")) <= 512
    assert len(words("short-description")) <= 120
    assert all(1 <= len(text) <= 256 for _, text in private_commands(words) + group_commands(words))
    for text in (
        words("vote-kept", days=365),
        words("question-gone"),
        words("article-gone"),
        words("button-old"),
        words("failure"),
        words("fault"),
    ):
        assert len(text) <= 200, text
    buttons = words("inline-hint"), words("inline-none"), words("inline-slow")
    assert all(len(text) <= 64 for text in buttons)
