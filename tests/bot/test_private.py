"""The private chat over real HTTP, with the real application."""

import threading
import time

import pytest

from bot.wording import load_wording
from index import Answer, Verdict
from tests.bot.conftest import Serving
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.bot.test_buttons import labels
from tests.telegram_server import TelegramServer

ALEPPO = article()
FRENCH, ENGLISH = load_wording().of("fr"), load_wording().of("en")


async def test_a_question_is_answered_as_a_reply_to_it(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user("Ada", "fr")
    async with serving() as library:
        question = ada.asks("Combien de civils ?")
        reply = await ada.private.reply(question)
        assert library.asked == [("Combien de civils ?", None)]
    assert reply.covered("blockquote") == [quote(ALEPPO).text]
    assert "Alep sous les bombes · 13 octobre 2016 · paragraphe 1, phrase 1" in reply.text
    assert not ada.private.actions
    assert not telegram.refusals


@pytest.mark.parametrize("command", ["start", "help", "about", "privacy", "nonsense"])
async def test_every_command_is_answered(
    telegram: TelegramServer, serving: Serving, command: str
) -> None:
    ada = telegram.user("Ada", "fr")
    async with serving():
        reply = await ada.private.reply(ada.asks(f"/{command}"))
    name = "unknown-command" if command == "nonsense" else command
    details: dict[str, str | int] = {
        "bot": "verbatim_bot",
        "days": 30,
        "minutes": 10,
        "feedback_days": 365,
        "choice_days": 365,
        "pending_days": 7,
        "known_days": 3,
    }
    assert FRENCH(name, **details).splitlines()[0] in reply.text
    assert not telegram.refusals


async def test_a_mistyped_command_names_the_one_that_was_meant(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving():
        reply = await ada.private.reply(ada.asks("/Hlep@verbatim_bot me"))
    assert reply.text == ENGLISH("unknown-command-like", command="/help")
    assert not telegram.refusals


async def test_ask_works_in_private_too_on_one_line_or_two(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        await ada.private.reply(ada.asks("/ask How many?"))
        await ada.private.reply(ada.asks("/ask@verbatim_bot\nHow many then?"))
        assert (await ada.private.reply(ada.asks("/ask"))).text == ENGLISH("empty")
        said = ada.asks("Who died?")
        await ada.private.reply(said)
        await ada.private.reply(ada.sends(ada.private, "/ask", reply_to=said))
        await ada.private.reply(ada.sends(ada.private, "/ask please", reply_to=said))
    asked = [asked for asked, _ in library.asked]
    assert asked == ["How many?", "How many then?", "Who died?", "Who died?", "Who died?"]


async def test_what_holds_no_words_gets_one_friendly_line(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user("Ada", "fr")
    async with serving():
        for sent in (
            ada.sends_sticker(ada.private),
            ada.sends_photo(ada.private),
            ada.sends_voice(ada.private),
            ada.sends_poll(ada.private),
            ada.sends_location(ada.private),
        ):
            assert (await ada.private.reply(sent)).text == FRENCH("not-text")
    assert not telegram.refusals


async def test_what_asks_the_article_nothing_gets_what_a_command_would_say(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user("Ada", "fr")
    async with serving() as library:
        start, greeted, card, about = [
            await ada.private.reply(ada.asks(text))
            for text in ("/start", "Bonjour !", "/article", "De quoi parle l'article ?")
        ]
        assert (greeted.text, labels(greeted)) == (start.text, labels(start))
        assert (about.text, labels(about)) == (card.text, labels(card))
        helped = await ada.private.reply(ada.asks("Who are you?"))
        assert helped.text == FRENCH("help", bot="verbatim_bot")
        assert (await ada.private.reply(ada.asks("danke !"))).text == FRENCH("welcome")
        assert (await ada.private.reply(ada.asks("au revoir"))).text == FRENCH("goodbye")
        assert (await ada.private.reply(ada.asks("pardon"))).text == FRENCH("never-mind")
        assert (await ada.private.reply(ada.asks("c'est faux"))).text == FRENCH("complaint")
        assert not library.asked
    assert not telegram.refusals


async def test_what_the_article_may_be_is_asked_first_and_the_article_shown_else(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user("Ada", "en")
    novel = FakeLibrary()
    async with serving(novel):
        assert (await ada.private.reply(ada.asks("Who wrote it?"))).covered("blockquote")
        novel.respond = lambda asked: answer(
            quote(ALEPPO), verdict=Verdict.CLOSEST, question=f"How many? {asked}"
        )
        shown = await ada.private.reply(ada.asks("Who wrote it?"))
        assert shown.text == "Alep sous les bombes\nOctober 13, 2016 · 4 sentences"
        assert labels(shown) == [ENGLISH("read-article", title="Alep sous les bombes")]
        named = [asked for asked, _ in novel.asked]
    assert named == ["Who wrote it?", "Who wrote it?"]
    assert not telegram.refusals


async def test_a_caption_is_a_question(telegram: TelegramServer, serving: Serving) -> None:
    ada = telegram.user()
    async with serving() as library:
        photo = ada.sends_photo(ada.private, "How many died?")
        assert (await ada.private.reply(photo)).covered("blockquote")
        assert library.asked == [("How many died?", None)]


async def test_a_caption_gives_a_command_as_a_text_does(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        asked = ada.sends_photo(ada.private, "/ask How many died?")
        assert (await ada.private.reply(asked)).covered("blockquote")
        listed = await ada.private.reply(ada.sends_photo(ada.private, "/articles"))
        assert listed.text == ENGLISH("articles-all", count=1)
        unknown = await ada.private.reply(ada.sends_photo(ada.private, "/nonsense"))
        assert unknown.text == ENGLISH("unknown-command")
        assert library.asked == [("How many died?", None)]


async def test_a_gif_is_no_file(telegram: TelegramServer, serving: Serving) -> None:
    ada = telegram.user()
    file = {"file_id": "g", "file_unique_id": "g", "width": 9, "height": 9, "duration": 1}
    async with serving():
        gif = ada.sends(ada.private, content={"animation": file, "document": file})
        assert (await ada.private.reply(gif)).text == ENGLISH("not-text")


async def test_an_album_gets_one_reply(telegram: TelegramServer, serving: Serving) -> None:
    ada = telegram.user()
    file = {"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}
    async with serving() as library:
        for album, caption in (("1", ""), ("2", "How many died?")):
            content = {"photo": [file], "media_group_id": album}
            first = ada.sends(ada.private, content=content, caption=caption)
            for _ in range(4):
                ada.sends(ada.private, content=content)
            await ada.private.reply(first)
        await ada.private.reply(ada.asks("Next?"))
        assert len(library.asked) == 2
    assert len(ada.private.from_bot) == 3


@pytest.mark.parametrize(
    ("language", "expected"), [("fr", FRENCH), ("en", ENGLISH), ("nl", ENGLISH), (None, ENGLISH)]
)
async def test_the_answer_is_in_the_language_of_the_asker(
    telegram: TelegramServer, serving: Serving, language: str | None, expected: object
) -> None:
    ada = telegram.user("Ada", language)
    library = FakeLibrary(respond=lambda asked: answer(verdict=Verdict.NONE, question=asked))
    async with serving(library):
        reply = await ada.private.reply(ada.asks("Und?"))
    assert reply.text.startswith(expected("none"))  # type: ignore[operator]  # words are called


@pytest.mark.parametrize(
    "text",
    ["a", "🕊", "\ufdfa" * 100, "x\x00y", "<b>ما هو؟</b> & <script>", "x" * 1000, "/", "@", "_*`["],
)
async def test_an_odd_question_is_answered_and_so_is_the_next(
    telegram: TelegramServer, serving: Serving, text: str
) -> None:
    ada = telegram.user()
    async with serving():
        await ada.private.reply(ada.asks(text))
        assert (await ada.private.reply(ada.asks("Next?"))).covered("blockquote")
    assert not telegram.refusals


async def test_a_question_too_long_is_refused_with_the_limit(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        reply = await ada.private.reply(ada.asks("x" * 1001))
        assert not library.asked
    assert reply.text == ENGLISH("too-long", limit=1000)
    assert "1,000" in reply.text


async def test_typing_is_shown_only_when_an_answer_takes_its_time(
    telegram: TelegramServer, serving: Serving
) -> None:
    def slowly(asked: str) -> Answer:
        time.sleep(0.9)
        return answer(quote(ALEPPO), question=asked)

    ada = telegram.user()
    async with serving(FakeLibrary(respond=slowly)):
        await ada.private.reply(ada.asks("Slow?"))
    assert ada.private.actions == ["typing"]


async def test_questions_of_several_people_run_side_by_side(
    telegram: TelegramServer, serving: Serving
) -> None:
    together = threading.Barrier(2, timeout=30)  # opens for two at once alone

    def slowly(asked: str) -> Answer:
        together.wait()
        return answer(quote(ALEPPO), question=asked)

    people = [telegram.user(f"P{n}") for n in range(2)]
    async with serving(FakeLibrary(respond=slowly)):
        questions = [(person, person.asks("Slow?")) for person in people]
        for person, question in questions:
            await person.private.reply(question)


async def test_a_question_in_hand_is_answered_before_the_bot_stops(
    telegram: TelegramServer, serving: Serving
) -> None:
    def slowly(asked: str) -> Answer:
        time.sleep(0.6)
        return answer(quote(ALEPPO), question=asked)

    ada = telegram.user()
    async with serving(FakeLibrary(respond=slowly)) as library:
        question = ada.asks("Slow?")
        await telegram.until(lambda: len(library.asked) == 1)
    (reply,) = ada.private.replies(question)
    assert reply.covered("blockquote") == [quote(ALEPPO).text]


async def test_a_bug_costs_one_line_and_not_the_next_question(
    telegram: TelegramServer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(asked: str) -> Answer:
        if asked == "Bug?":
            raise RuntimeError("a bug")
        return answer(quote(ALEPPO), question=asked)

    ada = telegram.user()
    async with serving(FakeLibrary(respond=fails)):
        assert (await ada.private.reply(ada.asks("Bug?"))).text == ENGLISH("failure")
        assert (await ada.private.reply(ada.asks("Next?"))).covered("blockquote")
    assert "RuntimeError: a bug" in caplog.text
    assert "Bug?" not in caplog.text


async def test_a_quote_of_ten_thousand_characters_arrives_in_exact_pieces(
    telegram: TelegramServer, serving: Serving
) -> None:
    long = article("Début " + "mot <b> & 🕊 \u202eערב " * 600 + "fin.\n", title="Un <long> article")
    ada = telegram.user()
    async with serving(FakeLibrary((long,))):
        question = ada.asks("Long?")
        await ada.private.message(lambda message: message.text.endswith("sentence 1"))
    replies = ada.private.replies(question)
    whole = "\n".join(reply.text for reply in replies)
    assert len(replies) > 1
    quoted = [part for reply in replies for part in reply.covered("blockquote")]
    assert all(f"{n}/{len(quoted)}\n{part}" in whole for n, part in enumerate(quoted, 1))
    assert not telegram.refusals
