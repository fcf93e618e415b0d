"""Guest mode over real HTTP: exactly one reply where the bot is not a member."""

import pytest

from bot.wording import load_wording
from index import Answer, Verdict
from tests.bot.conftest import Serving
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.telegram_server import TelegramServer

ALEPPO = article()
FRENCH = load_wording().of("fr")


async def test_a_mention_from_outside_gets_one_reply(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, chat = telegram.user("Ada", "fr"), telegram.group(bot="left")
    async with serving() as library:
        question = ada.mentions_as_guest(chat, "combien de civils ?")
        reply = await chat.reply(question)
        assert library.asked == [("combien de civils ?", None)]
        assert reply.covered("blockquote") == [quote(ALEPPO).text]
        ada.presses(reply, FRENCH("sentence-after"))
        await telegram.until(lambda: reply.covered("blockquote") == [quote(ALEPPO, 2).text])
    assert len(telegram.calls("answerGuestQuery")) == 1
    assert not telegram.calls("sendMessage")
    assert not telegram.refusals


async def test_a_mention_as_a_reply_asks_what_was_said_there(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, bob, chat = telegram.user("Ada"), telegram.user("Bob"), telegram.group(bot="left")
    async with serving() as library:
        said = bob.sends(chat, "How many?")
        await chat.reply(ada.mentions_as_guest(chat, "@verbatim_bot", reply_to=said))
        await chat.reply(ada.mentions_as_guest(chat, "@verbatim_bot please?", reply_to=said))
        await chat.reply(ada.mentions_as_guest(chat, "@verbatim_bot when?", reply_to=said))
    assert library.asked == [*(2 * [("How many?", None)]), ("when?", "How many?")]


async def test_a_caption_asks_as_a_text_does(telegram: TelegramServer, serving: Serving) -> None:
    ada, chat = telegram.user("Ada"), telegram.group(bot="left")
    async with serving() as library:
        await chat.reply(ada.sends_photo(chat, "@verbatim_bot how many?"))
    assert library.asked == [("how many?", None)]


async def test_a_bug_is_admitted_in_the_one_reply(
    telegram: TelegramServer, serving: Serving
) -> None:
    def fails(_: str) -> Answer:
        raise RuntimeError("a bug")

    ada, chat = telegram.user("Ada", "fr"), telegram.group(bot="left")
    async with serving(FakeLibrary(respond=fails)):
        reply = await chat.reply(ada.mentions_as_guest(chat, "combien ?"))
    assert reply.text == FRENCH("failure")


@pytest.mark.parametrize("text", ["@verbatim_bot", "x" * 1001, "a cake?", "/start", "/ask who?"])
async def test_whatever_is_said_gets_exactly_one_reply(
    telegram: TelegramServer, serving: Serving, text: str
) -> None:
    ada, chat = telegram.user("Ada", "fr"), telegram.group(bot="left")
    library = FakeLibrary(respond=lambda asked: answer(verdict=Verdict.NONE, question=asked))
    async with serving(library):
        await chat.reply(ada.mentions_as_guest(chat, text))
    assert len(chat.from_bot) == 1
    assert not telegram.refusals


async def test_who_asks_it_nothing_from_outside_is_told_what_works_there(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, chat = telegram.user("Ada", "fr"), telegram.group(bot="left")
    async with serving() as library:
        for said in ("bonjour", "aide", "", "👆", "please", "s'il te plaît"):
            reply = await chat.reply(ada.mentions_as_guest(chat, f"@verbatim_bot {said}"))
            assert reply.text == FRENCH("guest-usage", bot="verbatim_bot")
        wrong = await chat.reply(ada.mentions_as_guest(chat, "@verbatim_bot c'est faux"))
        assert wrong.text == FRENCH("complaint")
        assert not library.asked
    assert not telegram.refusals


async def test_half_of_a_character_in_a_mention_is_no_reason_to_fail(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, chat = telegram.user(), telegram.group(bot="left")
    async with serving():
        reply = await chat.reply(ada.mentions_as_guest(chat, "\ude00 how many? @verbatim_bot"))
    assert reply.covered("blockquote")
    assert not telegram.refusals
