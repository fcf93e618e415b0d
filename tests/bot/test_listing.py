"""/articles chooses which articles are asked in a chat; inline and other chats ask all."""

import pytest

from bot.address import question_key, question_start
from bot.handlers.listing import toggled
from bot.keyboards import under_list
from bot.wording import load_wording
from index import Verdict
from tests.bot.conftest import Serving
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.bot.test_buttons import labels, notice
from tests.telegram_server import TelegramServer

ENGLISH = load_wording().of("en")
ONE = article("Il pleut à Tours.\n", title="La pluie")
TWO = article("Il neige à Metz.\n", title="La neige")
THREE = article("Il vente à Brest.\n", title="Le vent")


def library() -> FakeLibrary:
    return FakeLibrary((ONE, TWO, THREE))


async def test_all_articles_are_asked_until_some_are_chosen(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, eve = telegram.user("Ada", "en"), telegram.user("Eve", "en")
    async with serving(library()) as known:
        await ada.private.reply(ada.asks("First?"))
        listed = await ada.private.reply(ada.asks("/articles"))
        assert listed.text.startswith("I know 3 articles")
        ada.presses(listed, "✅ La neige")
        await telegram.until(lambda: listed.text.startswith("I ask one of 3"))
        await ada.private.reply(ada.asks("Second?"))
        ada.presses(listed, "▫️ Le vent")
        await telegram.until(lambda: listed.text.startswith("I ask 2 of 3"))
        await ada.private.reply(ada.asks("Third?"))
        await eve.private.reply(eve.asks("Elsewhere?"))
        await telegram.until(lambda: bool(ada.types_inline("Inline?")))
        await telegram.until(lambda: ("Inline?", None) in known.asked)
        ada.presses(listed, ENGLISH("ask-all"))
        await telegram.until(lambda: listed.text.startswith("I know 3 articles"))
        await ada.private.reply(ada.asks("Last?"))
    of = dict(zip([asked for asked, _ in known.asked], known.asked_of, strict=True))
    assert of["First?"] is None
    assert of["Second?"] == [TWO.address]
    assert of["Third?"] == [TWO.address, THREE.address]
    assert of["Elsewhere?"] is None
    assert of["Inline?"] is None
    assert of["Last?"] is None
    assert not telegram.refusals


async def test_choice_of_articles_that_are_gone_is_all_again(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user("Ada", "en")
    async with serving(library()) as known:
        listed = await ada.private.reply(ada.asks("/articles"))
        ada.presses(listed, "✅ La neige")
        await telegram.until(lambda: listed.text.startswith("I ask one of 3"))
        known.articles = (ONE, THREE)
        await ada.private.reply(ada.asks("And now?"))
        assert known.asked_of[-1] is None


async def test_all_ticked_one_by_one_are_all_also_of_what_comes_later(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user("Ada", "en")
    async with serving(library()) as known:
        listed = await ada.private.reply(ada.asks("/articles"))

        async def tap(label: str, expected: str) -> None:
            ada.presses(listed, label)
            await telegram.until(lambda: listed.text.startswith(expected))

        await tap("✅ La neige", "I ask one of 3")
        await tap("▫️ Le vent", "I ask 2 of 3")
        await tap("▫️ La pluie", "I know 3 articles")
        await tap("✅ La pluie", "I ask one of 3")
        await ada.private.reply(ada.asks("And now?"))
        assert known.asked_of[-1] == [ONE.address]
        await tap("▫️ Le vent", "I ask 2 of 3")
        await tap("▫️ La neige", "I know 3 articles")
        known.articles = (ONE, TWO, THREE, article("Il grêle à Lille.\n", title="La grêle"))
        await ada.private.reply(ada.asks("And of all?"))
        assert known.asked_of[-1] is None


async def test_group_has_a_choice_of_its_own(telegram: TelegramServer, serving: Serving) -> None:
    ada = telegram.user("Ada", "en")
    group = telegram.group()
    async with serving(library()) as known:
        listed = await group.reply(ada.sends(group, "/articles@verbatim_bot"))
        ada.presses(listed, "✅ La pluie")
        await telegram.until(lambda: listed.text.startswith("I ask one of 3"))
        await group.reply(ada.sends(group, "/ask@verbatim_bot In the group?"))
        assert known.asked_of[-1] == [ONE.address]
        card = await group.reply(ada.sends(group, "/article@verbatim_bot"))
        assert labels(card) == [ENGLISH("read-article", title=ONE.title)]
        await ada.private.reply(ada.asks("In private?"))
        assert known.asked_of[-1] is None


async def test_a_group_that_becomes_a_supergroup_keeps_its_choice(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user("Ada", "en")
    group = telegram.group(basic=True)
    async with serving(library()) as known:
        listed = await group.reply(ada.sends(group, "/articles@verbatim_bot"))
        ada.presses(listed, "✅ La pluie")
        await telegram.until(lambda: listed.text.startswith("I ask one of 3"))
        await group.reply(ada.sends(group, "/ask@verbatim_bot How many died?"))
        there = ada.upgrades(group)
        await there.reply(ada.sends(there, "/ask@verbatim_bot And there?"))
        assert known.asked_of[-1] == [ONE.address]
        assert known.asked[-1] == ("And there?", "How many died?")


async def test_a_question_that_is_asked_again_follows_the_choice_of_its_chat_and_finds_back(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user("Ada", "en"), telegram.group()
    subject = ENGLISH("none-subject", title=ENGLISH.isolated("La neige"))
    of_one = f"{ENGLISH('none')}\n{subject}\nI ask 1 of 3 articles here: /articles"
    async with serving(library()) as known:
        known.respond = lambda asked: answer(quote(ONE), quote(TWO), question=asked)
        short = await group.reply(ada.sends(group, "/ask@verbatim_bot How many?"))
        known.respond = lambda asked: answer(verdict=Verdict.NONE, question=asked)
        for chat in (group, ada.private):
            listed = await chat.reply(ada.sends(chat, "/articles@verbatim_bot"))
            press = ada.presses(listed, "✅ La neige")
            assert not await notice(telegram, press)
        ada.presses(short, ENGLISH("more"))
        await telegram.until(lambda: short.text.endswith(of_one))
        assert known.asked_of[-1] == [TWO.address]
        known.respond = lambda asked: answer(quote(ONE), quote(TWO), question=asked)
        ada.presses(short, ENGLISH("back"))
        await telegram.until(lambda: len(short.covered("blockquote")) == 2)
        known.respond = lambda asked: answer(verdict=Verdict.NONE, question=asked)
        again = await ada.private.reply(ada.starts(question_start(question_key("How many?"))))
        assert again.text.endswith(of_one)
        assert known.asked_of[-1] == [TWO.address]


def test_taps_add_and_remove() -> None:
    assert toggled([], "a") == ["a"]
    assert toggled(["a"], "b") == ["a", "b"]
    assert toggled(["a", "b"], "a") == ["b"]


@pytest.mark.parametrize(
    ("page", "first", "last"), [(1, 0, 9), (2, 10, 19), (3, 20, 24), (9, 20, 24)]
)
def test_long_list_has_pages(page: int, first: int, last: int) -> None:
    many = [article(f"Texte {n}.\n", title=f"Article {n}") for n in range(25)]
    rows = under_list(many, many, page, ENGLISH)
    titles = [row[0].text for row in rows if "Article" in row[0].text]
    assert titles == [f"✅ Article {n}" for n in range(first, last + 1)]
    assert all(len(b.data or "") <= 64 for row in rows for b in row)


async def test_what_the_article_is_about_is_asked_of_those_chosen_here(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user("Ada", "en")
    async with serving(library()):
        listed = await ada.private.reply(ada.asks("/articles"))
        ada.presses(listed, "✅ La neige")
        await telegram.until(lambda: listed.text.startswith("I ask one of 3"))
        shown = await ada.private.reply(ada.asks("What is the article about?"))
        assert labels(shown) == [ENGLISH("read-article", title="La neige")]
