"""The stand-in for Telegram behaves as Telegram, seen through the real python-telegram-bot."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters, Update
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.request import HTTPXRequest

from tests.telegram_server import Person, Rates, TelegramServer


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running


def bot_at(server: TelegramServer, token: str | None = None) -> Bot:
    return Bot(
        token or server.token,
        base_url=f"{server.url}/bot",
        base_file_url=f"{server.url}/file/bot",
        request=HTTPXRequest(connection_pool_size=64),
        get_updates_request=HTTPXRequest(),
    )


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with bot_at(server) as running:
        yield running


@pytest.fixture
def ada(server: TelegramServer) -> Person:
    person = server.user("Ada", "fr", username="ada")
    person.starts()
    server.updates.pending.clear()
    return person


async def test_a_person_asks_and_the_bot_replies(server: TelegramServer, bot: Bot) -> None:
    ada = server.user("Ada", "fr")
    question = ada.asks("Combien ?")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "Combien ?"
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "fr"
    await update.message.reply_html(
        "<blockquote>Mardi, <b>56</b> civils</blockquote>", do_quote=True
    )
    answer = ada.private.wait_for_reply(question)
    assert answer.text == "Mardi, 56 civils"
    assert answer.covered("blockquote") == ["Mardi, 56 civils"]
    assert answer.covered("bold") == ["56"]
    assert not server.refusals
