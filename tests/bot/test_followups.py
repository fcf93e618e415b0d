"""Follow-ups and edits: by themselves and over real HTTP."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.followups import Answers, Asked, Asking
from bot.lifetimes import DAY_S, FOLLOW_UP_S
from bot.memory import Memory
from bot.wording import load_wording
from index import Answer
from tests.bot.conftest import Serving
from tests.bot.fakes import Clock, FakeLibrary, answer, article, quote
from tests.telegram_server import BOT, Message, Person, TelegramServer

ALEPPO = article()
ENGLISH = load_wording().of("en")


def test_the_last_question_is_forgotten_after_ten_minutes_and_a_reply_still_finds_it(
    tmp_path: Path,
) -> None:
    clock = Clock()
    memory = Memory(tmp_path / "m.sqlite", clock)
    key = memory.keep_question("How many?", "en", "answer")
    asked = Asked(key, True, None)
    memory.followups.keep_answers(Asking(5, 1, 7), Answers([(5, 2)], 0.0), asked, [(5, 2)])
    memory.followups.keep_asked(Asking(5, 1, 7), asked)
    assert memory.followups.question_before(Asking(5, 3, 7), None) == "How many?"
    assert memory.followups.question_before(Asking(5, 3, 8), None) is None
    assert memory.followups.question_before(Asking(6, 3, 7), None) is None
    assert memory.followups.question_before(Asking(5, 3, 7, topic=9), None) is None
    clock.now_s += FOLLOW_UP_S + 1
    assert memory.followups.question_before(Asking(5, 3, 7), None) is None
    assert memory.followups.question_before(Asking(5, 3, 8), 2) == "How many?"
    clock.now_s += 31 * DAY_S
    assert memory.followups.question_before(Asking(5, 3, 8), 2) is None


def test_an_answer_may_be_in_another_chat(tmp_path: Path) -> None:
    memory, asking = Memory(tmp_path / "m.sqlite"), Asking(5, 1, 7)
    assert memory.followups.answers(asking) == Answers([], 0.0)
    answers = Answers([(5, 2), (-1005, 3)], 1_000_000.0)
    memory.followups.keep_answers(asking, answers, Asked("key", False, None), answers.there)
    assert memory.followups.answers(asking) == answers
    assert [memory.followups.shown(*each) for each in answers.there] == ["key", "key"]
    assert memory.followups.shown(5, 3) is None


async def test_a_question_soon_after_another_brings_the_one_before(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, bob = telegram.user("Ada"), telegram.user("Bob")
    understood = answer(quote(ALEPPO), question="How many on Tuesday? And on Wednesday?")
    library = FakeLibrary((ALEPPO,), answers={"And on Wednesday?": understood})
    async with serving(library):
        await ada.private.reply(ada.asks("How many on Tuesday?"))
        reply = await ada.private.reply(ada.asks("And on Wednesday?"))
        await ada.private.reply(ada.asks("And why?"))
        await bob.private.reply(bob.asks("And why?"))
    assert library.asked == [
        ("How many on Tuesday?", None),
        ("And on Wednesday?", "How many on Tuesday?"),
        ("And why?", understood.question),
        ("And why?", None),
    ]
    assert reply.text.startswith(ENGLISH("understood", question=understood.question))


async def test_a_reply_to_an_older_answer_takes_up_its_question(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        older = await ada.private.reply(ada.asks("How many died?"))
        await ada.private.reply(ada.asks("Who was killed?"))
        await ada.private.reply(ada.sends(ada.private, "And why?", reply_to=older))
    assert library.asked[-1] == ("And why?", "How many died?")


async def edited(
    telegram: TelegramServer, library: FakeLibrary, ada: Person, message: Message, text: str
) -> str | None:
    """Edit a question; return which one it was asked with as the one before."""
    count = len(library.asked)
    ada.edits(message, text)
    await telegram.until(lambda: len(library.asked) > count)
    asked, previous = library.asked[-1]
    assert asked == text
    return previous


async def test_an_edited_question_has_before_it_what_stood_before_it(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        first, second, third = (
            ada.asks(text)
            for text in ("How many died?", "How many were injured?", "Who met in Lausanne?")
        )
        await ada.private.reply(third)
        before = [
            await edited(telegram, library, ada, message, text)
            for message, text in (
                (first, "How many were freed?"),
                (second, "How many fled?"),
                (third, "Where was the meeting?"),
            )
        ]
        await ada.private.reply(ada.asks("And why?"))
    assert before == [None, "How many were freed?", "How many fled?"]
    assert library.asked[-1] == ("And why?", "Where was the meeting?")


async def test_an_edit_of_an_older_question_does_not_make_it_the_last(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        first = ada.asks("How many died?")
        await ada.private.reply(ada.asks("Who met in Lausanne?"))
        await edited(telegram, library, ada, first, "How many were injured?")
        await ada.private.reply(ada.asks("And why?"))
    assert library.asked[-1] == ("And why?", "Who met in Lausanne?")


async def test_a_question_asked_again_is_not_its_own_question_before(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        for text in ("How many died?", "how many died"):
            await ada.private.reply(ada.asks(text))
    assert library.asked == [("How many died?", None), ("how many died", None)]


@pytest.mark.parametrize("text", ["Thanks!", "/help", "Who?"])
async def test_a_question_edited_into_none_is_not_the_one_before(
    telegram: TelegramServer, serving: Serving, text: str
) -> None:
    ada = telegram.user()
    async with serving() as library:
        await ada.private.reply(ada.asks("How many died on Tuesday?"))
        question = ada.asks("Who met in Lausanne?")
        reply = await ada.private.reply(question)
        ada.edits(question, text)
        await telegram.until(lambda: bool(reply.revisions))
        await ada.private.reply(ada.asks("And on Wednesday?"))
        await edited(telegram, library, ada, question, "Who met in Geneva?")
    assert [each for each in library.asked if each[0] != text][2:] == [
        ("And on Wednesday?", "How many died on Tuesday?"),
        ("Who met in Geneva?", "How many died on Tuesday?"),
    ]


def asks(memory: Memory, asking: Asking, text: str | None) -> None:
    """Keep what a message asks, by now, or that it asks nothing."""
    asked = None
    if text is not None:
        key = memory.keep_question(text, "en", "answer")
        asked = Asked(key, True, memory.followups.question_before(asking, None))
    memory.followups.keep_asked(asking, asked)


def test_what_stood_before_a_question_follows_its_own_edits(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "m.sqlite")
    first, second, third, new = (Asking(5, number, 7) for number in range(4))
    for asking, text in ((first, "How many?"), (second, "Who?"), (third, "Where?")):
        asks(memory, asking, text)
    edits: tuple[tuple[Asking, str | None, str | None], ...] = (
        (second, "Who met?", "Who met?"),
        (second, None, "How many?"),
        (first, None, None),
    )
    for asking, edited, before in edits:
        asks(memory, asking, edited)
        assert memory.followups.question_before(third, None) == before
        assert memory.followups.question_before(new, None) == "Where?"
    asks(memory, third, None)
    assert memory.followups.question_before(new, None) is None


def test_a_question_edited_away_stays_before_another_where_somebody_else_asks_it(
    tmp_path: Path,
) -> None:
    memory = Memory(tmp_path / "m.sqlite")
    hers, his, next_of_his = Asking(5, 1, 7), Asking(5, 2, 8), Asking(5, 3, 8)
    for asking, text in ((hers, "How many?"), (his, "How many?"), (next_of_his, "Where?")):
        asks(memory, asking, text)
    asks(memory, hers, None)
    assert memory.followups.question_before(next_of_his, None) == "How many?"


async def test_what_says_nothing_is_not_the_question_before(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        await ada.private.reply(ada.asks("How many died on Tuesday?"))
        thanks = await ada.private.reply(ada.asks("Thanks!"))
        await ada.private.reply(ada.asks("And on Wednesday?"))
        await ada.private.reply(ada.sends(ada.private, "And why?", reply_to=thanks))
    assert library.asked == [
        ("How many died on Tuesday?", None),
        ("And on Wednesday?", "How many died on Tuesday?"),
        ("And why?", "And on Wednesday?"),
    ]


async def test_the_question_before_is_that_of_the_topic(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, forum = telegram.user(), telegram.group(forum=True)
    one, other = forum.topic("Syria"), forum.topic("Elsewhere")
    async with serving() as library:
        for text, topic in (("How many on Tuesday?", one), ("Who met?", other), ("Why?", one)):
            await forum.reply(ada.sends(forum, f"/ask@verbatim_bot {text}", topic=topic))
    assert [previous for _, previous in library.asked] == [None, None, "How many on Tuesday?"]


async def test_an_edited_question_has_its_answer_edited_and_shrunk(
    telegram: TelegramServer, serving: Serving
) -> None:
    long = article("Début " + "mot " * 2500 + "fin.\nCourte phrase.\n")
    library = FakeLibrary((long,), answers={"Short?": answer(quote(long, 2), question="Short?")})
    ada = telegram.user()
    async with serving(library):
        question = ada.asks("Long?")
        await ada.private.message(lambda message: message.text.endswith("sentence 1"))
        pieces = ada.private.replies(question)
        assert len(pieces) > 2
        ada.edits(question, "Short?")
        await telegram.until(lambda: pieces[0].covered("blockquote") == ["Courte phrase."])
        await telegram.until(lambda: all(piece.deleted for piece in pieces[1:]))
    assert not telegram.refusals


@pytest.mark.parametrize("asking", ["", "/ask@verbatim_bot "])
async def test_a_question_edited_into_a_command_and_back_has_its_answer_follow(
    telegram: TelegramServer, serving: Serving, asking: str
) -> None:
    async def follows(text: str, begins: str) -> None:
        ada.edits(question, text)
        await telegram.until(lambda: reply.text.startswith(begins))

    ada = telegram.user()
    chat = telegram.group() if asking else ada.private
    async with serving():
        question = ada.sends(chat, f"{asking}How many?")
        reply = await chat.reply(question)
        await follows("/help@verbatim_bot", ENGLISH("help", bot="verbatim_bot")[:20])
        await follows("/article@verbatim_bot", "Alep sous les bombes")
        await follows(f"{asking}How many now?", quote(article()).text)
        if asking:
            await follows(asking.strip(), "Write your question after it")
        else:
            await follows("/nonsense", ENGLISH("unknown-command")[:20])
        assert len(chat.from_bot) == 1
    assert not telegram.refusals


async def test_a_question_edited_into_none_has_its_answer_replaced(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving():
        question = ada.asks("How many?")
        reply = await ada.private.reply(question)
        ada.edits(question, "x" * 1001)
        await telegram.until(lambda: reply.text == ENGLISH("too-long", limit=1000))
        ada.edits(question, "How many?")
        await telegram.until(lambda: reply.covered("blockquote") == [quote(ALEPPO).text])
    assert ada.private.replies(question) == [reply]


async def test_a_question_edited_while_it_is_answered_has_one_answer_that_follows(
    telegram: TelegramServer, serving: Serving
) -> None:
    def slowly(asked: str) -> Answer:
        time.sleep(0.4)
        number = 3 if "Wednesday" in asked else 1
        return answer(quote(ALEPPO, number), question=asked)

    ada = telegram.user()
    async with serving(FakeLibrary((ALEPPO,), respond=slowly)) as library:
        question = ada.asks("On Tuesday?")
        await telegram.until(lambda: len(library.asked) == 1)
        ada.edits(question, "On Wednesday?")
        reply = await ada.private.reply(question)
        await telegram.until(lambda: reply.covered("blockquote") == [quote(ALEPPO, 3).text])
    assert ada.private.replies(question) == [reply]


async def test_another_bot_leaves_alone_what_has_the_numbers_of_those_of_before(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        question = ada.asks("How many?")
        answered = await ada.private.reply(question)
    telegram.world.bot = replace(BOT, id=BOT.id + 1)
    async with serving() as library:
        ada.edits(question, "How many now?")
        await ada.private.message(
            lambda message: message is not answered and message.reply_to is question
        )
    assert not answered.revisions
    assert not answered.deleted
    assert library.asked == [("How many now?", None)]


async def test_an_answer_that_was_deleted_is_given_anew(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving():
        question = ada.asks("How many?")
        reply = await ada.private.reply(question)
        ada.deletes(reply)
        ada.edits(question, "How many then?")
        again = await ada.private.message(
            lambda message: message is not reply and message.reply_to is question
        )
    assert again.covered("blockquote") == [quote(ALEPPO).text]


async def test_a_question_edited_into_none_and_back_is_answered_once(
    telegram: TelegramServer, serving: Serving
) -> None:
    long = article("Début " + "mot " * 2500 + "fin.\n")
    ada = telegram.user()

    def there() -> list[str]:
        return [reply.text for reply in ada.private.replies(question) if not reply.deleted]

    async with serving(FakeLibrary((long,))):
        question = ada.asks("How many died?")
        await ada.private.message(lambda message: message.text.endswith("sentence 1"))
        answered = there()
        ada.edits(question, "x" * 1001)
        await telegram.until(lambda: there() == [ENGLISH("too-long", limit=1000)])
        ada.edits(question, "How many died?")
        await telegram.until(lambda: len(there()) >= len(answered))
        await ada.private.reply(ada.asks("Next?"))
    assert there() == answered


async def test_an_update_delivered_twice_is_answered_once(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada = telegram.user()
    async with serving() as library:
        question = ada.asks("How many?")
        await ada.private.reply(question)
        telegram.updates.repeat(telegram.updates.pushed[-1])
        await ada.private.reply(ada.asks("Next?"))
    assert [asked for asked, _ in library.asked] == ["How many?", "Next?"]
    assert len(ada.private.replies(question)) == 1
