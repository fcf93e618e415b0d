"""Buttons, deep links and reading over real HTTP."""

import re
import time
from urllib.parse import unquote

import pytest

from bot.address import (
    KEY_CHARS,
    CastVote,
    OpenSentence,
    ShowAnswer,
    ShowPage,
    ShowSentence,
    question_key,
    question_start,
    read_action,
    read_start,
    sentence_start,
    write_action,
)
from bot.keyboards import text_fragment
from bot.wording import load_wording
from index import Answer, Verdict
from tests.bot.conftest import Serving
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.telegram_server import Message, Press, TelegramServer

ALEPPO = article()
FRENCH, ENGLISH = load_wording().of("fr"), load_wording().of("en")
LINKED = article(url="https://example.org/alep")
HASH = ALEPPO.address
KEY = question_key("Combien ?")


def link_of(message: Message) -> str:
    """Return the payload of the deep link in a message's source."""
    (url,) = [entity.url for entity in message.entities if entity.url and "start=" in entity.url]
    return url.partition("?start=")[2]


def labels(message: Message) -> list[str]:
    return [button.text for button in message.buttons]


async def quoting(telegram: TelegramServer, message: Message, number: int) -> None:
    """Wait until a message quotes a sentence of the article, and it alone."""
    expected = [quote(ALEPPO, number).text]
    await telegram.until(lambda: message.covered("blockquote") == expected)


async def notice(telegram: TelegramServer, press: Press) -> str:
    """Return what somebody who pressed a button was told."""
    await telegram.until(lambda: press.answer is not None)
    assert press.answer is not None
    return str(press.answer["text"])


async def test_the_neighbouring_sentences_are_shown_in_place(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user("Ada", "fr")
    async with serving():
        reply = await ada.private.reply(ada.asks("Combien ?"))
        for label, number in ((FRENCH("sentence-after"), 2), (FRENCH("sentence-after"), 3)):
            ada.presses(reply, label)
            await quoting(telegram, reply, number)
        ada.presses(reply, FRENCH("sentence-before"))
        await quoting(telegram, reply, 2)
        ada.presses(reply, FRENCH("back"))
        await quoting(telegram, reply, 1)
    assert len(ada.private.from_bot) == 1
    assert not telegram.refusals


async def test_how_a_question_was_understood_stays_above_its_answer(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user("Ada", "fr"), telegram.group()

    def respond(asked: str) -> Answer:
        understood = "Qui vient mardi ? Et mercredi ?" if asked == "Et mercredi ?" else asked
        return answer(quote(ALEPPO), quote(ALEPPO, 3), question=understood)

    understood = FRENCH("understood", question="Qui vient mardi ? Et mercredi ?") + "\n"
    async with serving(FakeLibrary((ALEPPO,), respond=respond)):
        for question, pressed in (
            (ada.asks("Et mercredi ?"), (FRENCH("sentence-after"), FRENCH("back"))),
            (ada.sends(group, "/ask@verbatim_bot Et mercredi ?"), (FRENCH("more"),)),
        ):
            reply = await question.chat.reply(question)
            assert reply.text.startswith(understood)
            for label in pressed:
                await notice(telegram, ada.presses(reply, label))
            assert reply.text.startswith(understood)
            assert len(reply.covered("blockquote")) == 2
        plain = await ada.private.reply(ada.asks("  Qui vient\nmercredi ?"))
        for label in (FRENCH("sentence-after"), FRENCH("back")):
            await notice(telegram, ada.presses(plain, label))
        assert plain.covered("blockquote")
        assert not plain.text.startswith("Question")
    assert not telegram.refusals


async def test_the_first_sentence_has_none_before_it_and_the_last_none_after(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    library = FakeLibrary((ALEPPO,), respond=lambda asked: answer(quote(ALEPPO, 4), question=asked))
    async with serving(library):
        last = labels(await ada.private.reply(ada.asks("Which?")))
        library.respond = None
        first = labels(await ada.private.reply(ada.asks("Who?")))
    assert ENGLISH("sentence-before") in last
    assert ENGLISH("sentence-after") not in last
    assert ENGLISH("sentence-before") not in first


async def test_a_person_of_another_language_does_not_change_the_message(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, eve, group = telegram.user("Ada", "fr"), telegram.user("Eve", "ru"), telegram.group()
    async with serving():
        reply = await group.reply(ada.sends(group, "/ask@verbatim_bot combien ?"))
        eve.presses(reply, FRENCH("sentence-after"))
        await telegram.until(lambda: "phrase 2" in reply.text)


async def test_buttons_work_after_a_restart_and_after_other_articles_changed(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving(FakeLibrary((ALEPPO,))):
        reply = await ada.private.reply(ada.asks("How many?"))
    other = article("Un tout autre texte. Il a deux phrases.\n", title="Autre")
    async with serving(FakeLibrary((other, ALEPPO))):
        ada.presses(reply, ENGLISH("sentence-after"))
        await quoting(telegram, reply, 2)


async def test_a_button_whose_article_is_gone_says_so(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving(FakeLibrary((ALEPPO,))):
        reply = await ada.private.reply(ada.asks("How many?"))
    other = article("Un tout autre texte. Il a deux phrases.\n", title="Autre")
    async with serving(FakeLibrary((other,))):
        for label in (ENGLISH("sentence-after"), "👍", ENGLISH("open")):
            press = ada.presses(reply, label)
            assert await notice(telegram, press) == ENGLISH("article-gone")
            assert press.answer is not None
            assert press.answer["show_alert"]
    assert reply.covered("blockquote") == [quote(ALEPPO).text]


@pytest.mark.parametrize(
    "data",
    [
        "x",
        "0s fr 1234",
        f"1s fr {HASH} 1",
        f"1s fr {HASH} 99999999 {KEY}",
        f"1z fr {HASH} 1 {KEY}",
        f"2s fr {HASH} 1 {KEY}",
        "1a fr " + "é" * KEY_CHARS,
        "1p fr ../../etc/passwd 1",
    ],
)
async def test_a_forged_button_or_one_of_another_version_says_so(
    telegram: TelegramServer, serving: Serving, data: str
) -> None:
    ada = telegram.user()
    async with serving():
        reply = await ada.private.reply(ada.asks("How many?"))
        press = ada.presses_data(reply, data)
        assert await notice(telegram, press) == ENGLISH("button-old")
    assert not telegram.refusals


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (f"1s xx {HASH} 999 {KEY}", "article-gone"),
        (f"1s en {HASH} 0 {KEY}", "article-gone"),
        (f"1p en {HASH} 99", "article-gone"),
        (f"1a en {question_key('never asked')}", "question-gone"),
        (f"1u en {HASH} 1 {question_key('never asked')}", "question-gone"),
    ],
)
async def test_an_address_of_nothing_says_what_is_missing(
    telegram: TelegramServer, serving: Serving, data: str, told: str
) -> None:
    ada = telegram.user()
    names = {"article-gone": ENGLISH("article-gone"), "question-gone": ENGLISH("question-gone")}
    async with serving(FakeLibrary((ALEPPO,))):
        reply = await ada.private.reply(ada.asks("How many?"))
        press = ada.presses_data(reply, data)
        assert await notice(telegram, press) == names[told]


async def test_pressing_twice_is_no_error(telegram: TelegramServer, serving: Serving) -> None:
    ada = telegram.user()
    async with serving():
        reply = await ada.private.reply(ada.asks("How many?"))
        label, data = ENGLISH("sentence-after"), reply.button(ENGLISH("sentence-after")).data
        assert data is not None
        ada.presses(reply, label)
        await telegram.until(lambda: "sentence 2" in reply.text)
        again = ada.presses_data(reply, data)
        assert not await notice(telegram, again)


async def test_share_takes_the_question_to_a_chat_of_choice(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving():
        reply = await ada.private.reply(ada.asks("How many?"))
        share = reply.button(ENGLISH("share")).raw["switch_inline_query_chosen_chat"]
        assert share["query"] == "How many?"
        assert share["allow_group_chats"]
        long = await ada.private.reply(ada.asks("x" * 300))
        assert ENGLISH("share") not in labels(long)
    assert not telegram.refusals


async def test_open_leads_to_the_words_on_the_web_where_the_article_stands_there(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving(FakeLibrary((LINKED,))):
        reply = await ada.private.reply(ada.asks("How many?"))
        url = reply.button(ENGLISH("open")).url
    assert url == (
        "https://example.org/alep#:~:text=Mardi%2C%2056%20civils%2C%20dont%20sept%20enfants"
        "%2C%20ont%20%C3%A9t%C3%A9%20tu%C3%A9s%20dans%20les%20quartiers%20rebelles."
    )
    assert not telegram.refusals


@pytest.mark.parametrize(
    "clause", ["周二有五十六名平民在叛军控制区被打死", "ประชาชนห้าสิบหกคนเสียชีวิตเมื่อวันอังคาร"]
)
def test_a_long_sentence_without_blanks_is_named_by_its_ends(clause: str) -> None:
    sentence = "，".join(f"{clause}{number}" for number in range(200)) + "。"
    url = text_fragment("https://example.org/a", sentence)
    assert len(url) < 2000
    first, last = map(unquote, url.partition(":~:text=")[2].split(","))
    assert sentence.startswith(first + "，")
    assert sentence.endswith("，" + last)
    unbroken = clause * 200
    first, last = map(
        unquote, text_fragment("https://e.org", unbroken).partition("=")[2].split(",")
    )
    assert (first, last) == (unbroken[:80], unbroken[-80:])


def test_a_list_is_named_by_the_line_that_announces_it() -> None:
    url = text_fragment("https://e.org", "They want:\n\n- a bus;\n\n- a park.")
    assert url == "https://e.org#:~:text=They%20want%3A"


@pytest.mark.parametrize(
    "url", ["http://localhost:8000/a", "file:///a.txt", "not a link", "https://a b.org", ""]
)
async def test_a_link_that_telegram_refuses_is_not_offered(
    telegram: TelegramServer, serving: Serving, url: str
) -> None:
    ada = telegram.user()
    async with serving(FakeLibrary((article(url=url),))):
        reply = await ada.private.reply(ada.asks("How many?"))
        assert reply.button(ENGLISH("open")).data
    assert not telegram.refusals


async def test_open_shows_the_page_with_the_sentence_in_bold(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving(FakeLibrary((ALEPPO,))):
        reply = await ada.private.reply(ada.asks("How many?"))
        ada.presses(reply, ENGLISH("open"))
        page = await ada.private.message(lambda message: bool(message.covered("bold")))
    assert page.covered("bold") == [quote(ALEPPO).text]
    assert len(page.covered("blockquote")) == 3
    assert not telegram.refusals


async def test_a_cited_sentence_has_a_link_that_opens_it_for_anybody(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, bob, group = telegram.user("Ada"), telegram.user("Bob", "fr"), telegram.group()
    async with serving(FakeLibrary((ALEPPO,))):
        reply = await group.reply(ada.sends(group, "/ask@verbatim_bot how many?"))
        page = await bob.private.reply(bob.starts(link_of(reply)))
        assert page.covered("bold") == [quote(ALEPPO).text]
        assert page.text.startswith(f"{ALEPPO.title}\n\n{FRENCH('paragraph', paragraph=1)}\n")
        gone = await bob.private.reply(bob.starts(f"s-{'0' * 16}-1"))
        assert gone.text == FRENCH("article-gone")
        nothing = await bob.private.reply(bob.starts(f"s-{HASH}-999"))
        assert nothing.text == FRENCH("article-gone")
        nonsense = await bob.private.reply(bob.starts("nonsense"))
        assert ALEPPO.title in nonsense.text
        unknown = await bob.private.reply(bob.starts(question_start(question_key("never"))))
        assert unknown.text == FRENCH("question-gone")
    assert not telegram.refusals


async def test_the_greeting_offers_to_read_and_to_be_added_to_a_group(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving(FakeLibrary((ALEPPO,))):
        reply = await ada.private.reply(ada.starts())
    assert reply.button(ENGLISH("add-to-group")).url == "https://t.me/verbatim_bot?startgroup=hello"
    assert reply.button(ENGLISH("read-article", title=ALEPPO.title)).data


async def test_the_article_can_be_paged_through(telegram: TelegramServer, serving: Serving) -> None:
    long = article(
        "".join(f"Phrase {n} " + "mot " * 100 + "fin.\n" for n in range(9)), title="Long"
    )
    ada = telegram.user()
    async with serving(FakeLibrary((long,))):
        intro = await ada.private.reply(ada.asks("/article"))
        assert intro.text == "Long\nOctober 13, 2016 · 9 sentences"
        ada.presses(intro, ENGLISH("read-article", title="Long"))
        page = await ada.private.message(lambda message: "Paragraph 1\n" in message.text)
        seen = page.covered("blockquote")
        while ENGLISH("page-after") in labels(page):
            assert not await notice(telegram, ada.presses(page, ENGLISH("page-after")))
            seen += page.covered("blockquote")
        assert seen == [quote(long, number).text for number in range(1, 10)]
        ada.presses(page, ENGLISH("page-before"))
        await telegram.until(lambda: page.covered("blockquote")[0] != seen[-1])
    assert not telegram.refusals


async def test_the_article_in_a_group_is_opened_in_private(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group()
    async with serving(FakeLibrary((ALEPPO,))):
        intro = await group.reply(ada.sends(group, "/article@verbatim_bot"))
    url = intro.button(ENGLISH("read-article", title=ALEPPO.title)).url
    assert url == f"https://t.me/verbatim_bot?start={sentence_start(ALEPPO, 0)}"


async def test_an_old_message_that_telegram_no_longer_shows_is_edited_all_the_same(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving():
        reply = await ada.private.reply(ada.asks("How many?"))
        reply.becomes_inaccessible()
        press = ada.presses(reply, ENGLISH("sentence-after"))
        assert not await notice(telegram, press)
        assert reply.covered("blockquote") == [quote(ALEPPO, 2).text]


async def test_an_answer_without_a_quote_has_no_buttons(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    library = FakeLibrary(respond=lambda asked: answer(verdict=Verdict.NONE, question=asked))
    async with serving(library):
        assert not (await ada.private.reply(ada.asks("A cake?"))).buttons


@pytest.mark.parametrize(
    "action",
    [
        ShowSentence("fr", HASH, 9_999_999, KEY),
        ShowAnswer("ar", KEY),
        CastVote("fr", HASH, 1, KEY, up=True),
        CastVote("fr", HASH, 1, KEY, up=False),
        ShowPage("de", HASH, 3),
        OpenSentence("es", HASH, 7),
    ],
)
def test_an_address_is_read_as_it_was_written_and_fits_a_button(action: object) -> None:
    data = write_action(action)  # type: ignore[arg-type]  # one of them each time
    assert len(data.encode()) <= 64
    assert read_action(data) == action


def test_data_that_telegram_would_refuse_is_refused_here() -> None:
    longest = ShowSentence("fr", HASH, 9_999_999, KEY)
    assert read_action(write_action(longest)) == longest
    with pytest.raises(ValueError, match=r"^a button's data of more than 64 bytes: 1s fr "):
        write_action(ShowSentence("fr", HASH, 10**40, KEY))


def test_a_deep_link_fits_and_is_read_back() -> None:
    for payload in (sentence_start(ALEPPO, 9_999_999), question_start(KEY)):
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
        assert read_start(payload) is not None
    assert read_start(sentence_start(ALEPPO, 7)) == OpenSentence("", HASH, 7)
    assert read_start(question_start(KEY)) == ShowAnswer("", KEY)


def pausing(question: str, *, at: int) -> FakeLibrary:
    """Return a library that is slow to answer a question for the so manieth time."""
    asked: list[str] = []

    def respond(text: str) -> Answer:
        asked.append(text)
        if text == question and asked.count(text) == at:
            time.sleep(0.8)
        numbers = (1, 3) if text == question else (4,)
        return answer(*(quote(ALEPPO, number) for number in numbers), question=text)

    return FakeLibrary((ALEPPO,), respond=respond)


async def test_a_press_does_not_undo_the_answer_to_an_edit(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group()
    async with serving(pausing("How many?", at=2)) as library:
        question = ada.sends(group, "/ask@verbatim_bot How many?")
        reply = await group.reply(question)
        press = ada.presses(reply, ENGLISH("more"))
        await telegram.until(lambda: len(library.asked) == 2)
        ada.edits(question, "/ask@verbatim_bot In Lausanne?")
        await quoting(telegram, reply, 4)
        assert await notice(telegram, press) == ENGLISH("button-old")
        later = ada.presses_data(
            reply, write_action(ShowSentence("en", HASH, 2, question_key("How many?")))
        )
        assert await notice(telegram, later) == ENGLISH("button-old")
        await quoting(telegram, reply, 4)


async def test_where_the_answer_to_an_edit_cannot_be_put_in_place_the_buttons_stay_as_they_are(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    ada = telegram.user()
    async with serving():
        question = ada.asks("How many?")
        reply = await ada.private.reply(question)
        telegram.faults.too_many("editMessageText", 7200)
        ada.edits(question, "In Lausanne?")
        await telegram.until(lambda: "Flood control exceeded" in caplog.text)
        press = ada.presses(reply, ENGLISH("sentence-after"))
        assert not await notice(telegram, press)
        await quoting(telegram, reply, 2)


async def test_a_press_that_waits_for_its_chat_is_answered_before_it_is_done(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving():
        reply = await ada.private.reply(ada.asks("How many?"))
        telegram.faults.too_many("sendMessage", 5)
        ada.asks("In Lausanne?")
        await telegram.until(lambda: bool(telegram.faults.struck))
        press = ada.presses(reply, ENGLISH("sentence-after"))
        assert not await notice(telegram, press)
        assert not reply.revisions
        await quoting(telegram, reply, 2)
    assert not telegram.refusals


async def test_of_two_presses_under_a_message_the_later_stays(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, bob, group = telegram.user("Ada"), telegram.user("Bob"), telegram.group()
    async with serving(pausing("How many?", at=2)) as library:
        reply = await group.reply(ada.sends(group, "/ask@verbatim_bot How many?"))
        first = ada.presses(reply, ENGLISH("more"))
        await telegram.until(lambda: len(library.asked) == 2)
        second = bob.presses(reply, ENGLISH("sentence-after"))
        for press in (first, second):
            await notice(telegram, press)
        await quoting(telegram, reply, 2)
