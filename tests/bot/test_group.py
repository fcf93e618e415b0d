"""Groups over real HTTP: answers where the bot is addressed, short, silent otherwise."""

import asyncio

from bot.wording import load_wording
from index import Verdict
from tests.bot.conftest import Serving
from tests.bot.fakes import FakeLibrary, answer, article, quote
from tests.telegram_server import Chat, Message, TelegramServer
from tests.telegram_server.entities import Entity

ALEPPO = article()
FRENCH, ENGLISH = load_wording().of("fr"), load_wording().of("en")
BEST = quote(ALEPPO).text


def three_quotes() -> FakeLibrary:
    quotes = [quote(ALEPPO, number) for number in (1, 3, 4)]
    return FakeLibrary((ALEPPO,), respond=lambda asked: answer(*quotes, question=asked))


async def silent(telegram: TelegramServer, group: Chat, after: Message) -> None:
    """Wait until the bot has had the time to answer, and see that it has not."""
    await telegram.until(lambda: not telegram.updates.pending)
    await asyncio.sleep(0.3)
    assert not group.replies(after)


async def test_ask_gets_the_best_quote_and_the_rest_behind_a_button(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user("Ada", "fr"), telegram.group()
    async with serving(three_quotes()) as library:
        question = ada.sends(group, "/ask@verbatim_bot Combien de civils ?")
        reply = await group.reply(question)
        assert library.asked == [("Combien de civils ?", None)]
        assert reply.covered("blockquote") == [BEST]
        ada.presses(reply, FRENCH("more"))
        await telegram.until(lambda: len(reply.covered("blockquote")) == 3)
    assert not telegram.refusals


async def test_ask_as_a_reply_asks_what_was_said_there(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, bob, group = telegram.user("Ada"), telegram.user("Bob"), telegram.group()
    async with serving() as library:
        said = ada.sends(group, "Combien de civils ?")
        bob.sends(group, "/ask@verbatim_bot", reply_to=said)
        reply = await group.reply(said)
        assert library.asked == [("Combien de civils ?", None)]
        part = ada.sends(group, "/ask@verbatim_bot", reply_to=said, quote="de civils")
        await group.message(lambda message: message.reply_to is said and message is not reply)
        assert library.asked[-1][0] == "de civils"
        assert not group.replies(part)
    assert reply.covered("blockquote") == [BEST]
    assert not telegram.refusals


async def test_ask_alone_says_how_to_ask(telegram: TelegramServer, serving: Serving) -> None:
    ada, group = telegram.user(), telegram.group()
    async with serving() as library:
        reply = await group.reply(ada.sends(group, "/ask@verbatim_bot"))
        assert reply.text == ENGLISH("ask-usage", bot="verbatim_bot")
        again = await group.reply(ada.sends(group, "/ask@verbatim_bot", reply_to=reply))
        assert again.text == reply.text
        assert not library.asked


async def test_as_an_administrator_it_says_that_it_sees_mentions(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group(bot="left")
    async with serving():
        ada.adds_bot(group, admin=True)
        said = await group.message(lambda message: message.sender == telegram.bot)
    names = ("group-hello", "group-mentions")
    assert said.text == " ".join(ENGLISH(each, bot="verbatim_bot") for each in names)


async def test_a_reply_to_an_answer_is_a_question_with_the_one_before(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, bob, group = telegram.user("Ada"), telegram.user("Bob"), telegram.group()
    async with serving() as library:
        reply = await group.reply(ada.sends(group, "/ask@verbatim_bot How many on Tuesday?"))
        await group.reply(bob.sends(group, "And on Wednesday?", reply_to=reply))
    assert library.asked[-1] == ("And on Wednesday?", "How many on Tuesday?")


async def test_a_mention_is_answered_where_it_arrives(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group(privacy=False)
    async with serving() as library:
        await group.reply(ada.sends(group, "@Verbatim_bot how many?"))
        said = ada.sends(group, "How many civilians?")
        ada.sends(group, "@verbatim_bot", reply_to=said)
        await group.reply(said)
    assert [asked for asked, _ in library.asked] == ["how many?", "How many civilians?"]


async def test_a_call_that_asks_nothing_by_itself_asks_what_it_replies_to(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, bob, group = telegram.user("Ada"), telegram.user("Bob"), telegram.group(privacy=False)
    async with serving() as library:
        for call in (
            "/ask@verbatim_bot ?",
            "/ask@verbatim_bot 👆",
            "@verbatim_bot?",
            "@verbatim_bot please",
            "@verbatim_bot s'il te plaît",
            "@verbatim_bot пожалуйста",
            "@verbatim_bot من فضلك",
            "cc @verbatim_bot",
            "@verbatim_bot what about this?",
        ):
            said = ada.sends(group, f"How many of {len(call)}?")
            bob.sends(group, call, reply_to=said)
            assert (await group.reply(said)).covered("blockquote")
            assert library.asked[-1][0] == said.text
        said = ada.sends(group, "How many?")
        await group.reply(bob.sends(group, "@verbatim_bot who died?", reply_to=said))
        assert library.asked[-1][0] == "who died?"
        complaint = bob.sends(group, "@verbatim_bot wrong", reply_to=said)
        assert (await group.reply(complaint)).text == ENGLISH("complaint")
        for thanks in ("@verbatim_bot thanks!", "lol @verbatim_bot"):
            thanked = await group.reply(bob.sends(group, thanks, reply_to=said))
            assert thanked.text == ENGLISH("welcome")
        assert len(library.asked) == 10


async def test_a_bare_question_word_asks_of_what_it_replies_to(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, bob, group = telegram.user("Ada"), telegram.user("Bob"), telegram.group(privacy=False)
    async with serving() as library:
        said = ada.sends(group, "The mayor resigned.")
        for asked in ("/ask@verbatim_bot why?", "@verbatim_bot and when?"):
            await group.reply(bob.sends(group, asked, reply_to=said))
    assert library.asked == [("why?", said.text), ("and when?", said.text)]


async def test_a_mention_in_what_is_replied_to_is_no_part_of_the_question(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, bob, group = telegram.user("Ada"), telegram.user("Bob"), telegram.group()
    async with serving(three_quotes()) as library:
        said = ada.sends(group, "@verbatim_bot who left?")
        bob.sends(group, "/ask@verbatim_bot", reply_to=said)
        await group.reply(said)
        bob.sends(group, "/ask@verbatim_bot", reply_to=said, quote="who left")
        await telegram.until(lambda: len(group.replies(said)) == 2)
        for reply in group.replies(said):
            bob.presses(reply, ENGLISH("more"))
        await telegram.until(
            lambda: all(len(each.covered("blockquote")) == 3 for each in group.replies(said))
        )
        assert all(reply.text.startswith(BEST) for reply in group.replies(said))
    assert [asked for asked, _ in library.asked[:2]] == ["who left?", "who left"]


async def test_a_mention_takes_what_sets_it_off_with_it(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group(privacy=False)
    asked_by = {
        "@verbatim_bot: who came?": "who came?",
        "@verbatim_bot, Who came?": "Who came?",
        "@verbatim_bot - Who came?": "Who came?",
        "@verbatim_bot! Who came?": "Who came?",
        "(@verbatim_bot) Who came?": "Who came?",
        "[@verbatim_bot] Who came?": "Who came?",
        "Who of them «@verbatim_bot» came?": "Who of them came?",
        "¿@verbatim_bot, quién vino?": "¿quién vino?",
        "Hola, ¿@verbatim_bot, quién vino?": "Hola, ¿quién vino?",
        "@verbatim_bot -5 degrees?": "-5 degrees?",
        "@verbatim_bot @verbatim_bot who came?": "who came?",
        "@verbatim_bot .NET?": ".NET?",
        "@verbatim_bot، من جاء؟": "من جاء؟",
        "Who came, @verbatim_bot?": "Who came?",
        "Who came @verbatim_bot": "Who came",
        "Qui est venu, @verbatim_bot ?": "Qui est venu ?",
        "Who came - @verbatim_bot": "Who came",
        "Hey @verbatim_bot! Who came?": "Hey! Who came?",
        "Hello @verbatim_bot, who came?": "Hello, who came?",
        "On Tuesday, @verbatim_bot, who came?": "On Tuesday, who came?",
        "Who of them, @verbatim_bot came?": "Who of them, came?",
        "How many (56?) @verbatim_bot came?": "How many (56?) came?",
    }
    async with serving() as library:
        for said in asked_by:
            await group.reply(ada.sends(group, said))
    assert [asked for asked, _ in library.asked] == list(asked_by.values())
    assert not telegram.refusals


async def test_a_caption_asks_as_a_text_does(telegram: TelegramServer, serving: Serving) -> None:
    ada, group = telegram.user(), telegram.group(privacy=False)
    async with serving() as library:
        reply = await group.reply(ada.sends_photo(group, "@verbatim_bot how many?"))
        photo = ada.sends_photo(group, "Who was killed?")
        ada.sends(group, "/ask@verbatim_bot", reply_to=photo)
        await group.reply(photo)
        await group.reply(ada.sends_photo(group, "/ask@verbatim_bot And now?"))
        await silent(telegram, group, ada.sends_photo(group, "/ask@other_bot @verbatim_bot who?"))
        for caption in ("And on Wednesday?", ""):
            said = ada.sends(group, content=photo.content, caption=caption, reply_to=reply)
            await (group.reply(said) if caption else silent(telegram, group, said))
        await silent(telegram, group, ada.sends_photo(group, "What a day!"))
    assert [asked for asked, _ in library.asked] == [
        "how many?",
        "Who was killed?",
        "And now?",
        "And on Wednesday?",
    ]


async def test_who_greets_it_by_name_is_told_how_to_ask(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user("Ada", "fr"), telegram.group(privacy=False)
    async with serving() as library:
        hello = await group.reply(ada.sends(group, "@verbatim_bot bonjour"))
        assert hello.text == FRENCH("group-hello", bot="verbatim_bot")
        thanked = await group.reply(ada.sends(group, "@verbatim_bot merci !", reply_to=hello))
        assert thanked.text == FRENCH("welcome")
        card = await group.reply(ada.sends(group, "/ask@verbatim_bot de quoi parle l'article ?"))
        assert card.text.startswith("Alep sous les bombes\n13 octobre 2016")
        for message in (ada.sends(group, "bonjour"), ada.sends(group, "merci", reply_to=None)):
            await silent(telegram, group, message)
        assert not library.asked
    assert not telegram.refusals


async def test_it_keeps_silent_where_nobody_asked_it(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, bob = telegram.user("Ada"), telegram.user("Bob")
    group = telegram.group(privacy=False)
    async with serving() as library:
        said = ada.sends(group, "How many were there?")
        for message in (
            said,
            bob.sends(group, "Many.", reply_to=said),
            ada.sends(group, "/ask@other_bot how many?"),
            ada.sends(group, "/unknown"),
            ada.sends(group, "@somebody_else how many?"),
            ada.sends_sticker(group),
        ):
            await silent(telegram, group, message)
        assert not library.asked


async def test_who_says_something_under_an_answer_without_a_wish_for_another_gets_none(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group(privacy=False)
    async with serving() as library:
        reply = await group.reply(ada.sends(group, "/ask@verbatim_bot how many?"))
        for said in ("🤣🤣🤣", "thanks!", "bye", "@ada how many?", "https://example.org/a"):
            await silent(telegram, group, ada.sends(group, said, reply_to=reply))
        bare = ada.sends(group, "example.org/a", reply_to=reply, entities=(Entity("url", 0, 13),))
        await silent(telegram, group, bare)
        linked = (Entity("text_link", 0, 9, {"url": "https://example.org/a"}),)
        await group.reply(ada.sends(group, "How many?", reply_to=reply, entities=linked))
        named = (Entity("url", 0, 10),)
        await group.reply(ada.sends(group, "Amazon.com?", reply_to=reply, entities=named))
        assert len(library.asked) == 3


async def test_a_reply_edited_into_what_wants_no_answer_loses_the_one_that_it_had(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group(privacy=False)
    async with serving():
        reply = await group.reply(ada.sends(group, "/ask@verbatim_bot how many?"))
        for said in ("Thanks!", "@ada who came?", "https://example.org"):
            question = ada.sends(group, "And on Wednesday?", reply_to=reply)
            await group.reply(question)
            ada.edits(question, said)
            await telegram.until(lambda: len(group.from_bot) == 1)
        ada.edits(question, "And on Friday?")
        assert (await group.reply(question)).covered("blockquote") == [BEST]
    assert not telegram.refusals


async def test_a_forum_topic_keeps_its_topic(telegram: TelegramServer, serving: Serving) -> None:
    ada, forum = telegram.user(), telegram.group(forum=True)
    topic = forum.topic("Syria")
    async with serving():
        reply = await forum.reply(ada.sends(forum, "/ask@verbatim_bot how many?", topic=topic))
    assert reply.thread_id == topic.id
    assert not telegram.refusals


async def test_hidden_administrators_and_channels_are_answered_too(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group()
    channel = telegram.channel(discussion=group)
    async with serving():
        for question in (
            ada.sends(group, "/ask@verbatim_bot how many?", anonymous=True),
            ada.sends(group, "/ask@verbatim_bot how many now?", as_channel=channel),
        ):
            assert (await group.reply(question)).covered("blockquote") == [BEST]


async def test_a_channel_post_in_the_discussion_group_is_answered_under_it(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group(privacy=False)
    channel = telegram.channel(discussion=group)
    async with serving():
        ada.posts(channel, "/ask@verbatim_bot how many?")
        reply = await group.message(lambda message: bool(message.covered("blockquote")))
    assert reply.reply_to is not None
    assert reply.reply_to.text == "/ask@verbatim_bot how many?"


async def test_a_quote_too_long_for_the_one_message_of_a_group_goes_on_elsewhere(
    telegram: TelegramServer, serving: Serving
) -> None:
    long = article("Début " + "mot " * 3000 + "fin. Après.\n")
    ada, group = telegram.user(), telegram.group()
    async with serving(FakeLibrary((long,))):
        reply = await group.reply(ada.sends(group, "/ask@verbatim_bot how many?"))
        assert reply.text.endswith(ENGLISH("continues"))
        ada.presses(reply, ENGLISH("sentence-after"))
        await telegram.until(lambda: reply.covered("blockquote") == ["Après."])
    assert len(group.from_bot) == 1
    assert not telegram.refusals


async def test_its_own_inline_results_are_dropped(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group()
    async with serving():
        typed = ada.types_inline("how many?")
        await telegram.call("answerInlineQuery")
        chosen = ada.chooses(typed, group)
        in_private = ada.chooses(typed, ada.private)
        await silent(telegram, group, chosen)
        await silent(telegram, ada.private, in_private)


async def test_added_to_a_group_it_says_once_what_it_does(
    telegram: TelegramServer, serving: Serving
) -> None:
    stranger, friend = telegram.user("Stranger", "fr"), telegram.user("Friend", "fr")
    first, second = telegram.group(bot="left"), telegram.group(bot="left")
    hello = FRENCH("group-hello", bot="verbatim_bot")
    mode = FRENCH("group-privacy-mode", bot="verbatim_bot")
    async with serving():
        stranger.adds_bot(first)
        assert (await first.message(lambda m: hello in m.text)).text == f"{hello}\n\n{mode}"
        await friend.private.reply(friend.starts())
        friend.adds_bot(second)
        assert (await second.message(lambda m: hello in m.text)).text == hello
        assert (await friend.private.message(lambda m: m.text == mode)).text
        friend.promotes_bot(second)
        await asyncio.sleep(0.3)
    assert len(first.from_bot) == len(second.from_bot) == 1


async def test_a_group_turned_supergroup_goes_on(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group(basic=True)
    async with serving():
        await group.reply(ada.sends(group, "/ask@verbatim_bot how many?"))
        larger = ada.upgrades(group)
        await larger.reply(ada.sends(larger, "/ask@verbatim_bot how many?"))


async def test_what_the_article_does_not_say_is_one_short_message(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group()
    library = FakeLibrary(respond=lambda asked: answer(verdict=Verdict.NONE, question=asked))
    async with serving(library):
        reply = await group.reply(ada.sends(group, "/ask@verbatim_bot a cake?"))
    assert reply.text.startswith(ENGLISH("none"))
    assert not reply.buttons


async def test_an_edited_question_has_its_answer_edited(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group()
    other = {"/": answer(quote(ALEPPO, 3), question="on Wednesday?")}
    library = FakeLibrary((ALEPPO,), answers={"on Wednesday?": other["/"]})
    async with serving(library):
        question = ada.sends(group, "/ask@verbatim_bot on Tuesday?")
        reply = await group.reply(question)
        ada.edits(question, "/ask@verbatim_bot on Wednesday?")
        await telegram.until(lambda: reply.covered("blockquote") == [quote(ALEPPO, 3).text])
    assert group.replies(question) == [reply]


async def test_start_in_a_group_explains_and_a_fresh_group_is_greeted_once(
    telegram: TelegramServer, serving: Serving
) -> None:
    ada, group = telegram.user(), telegram.group()
    async with serving():
        reply = await group.reply(ada.sends(group, "/start@verbatim_bot"))
        assert reply.text == ENGLISH("group-help", bot="verbatim_bot")
        await silent(telegram, group, ada.sends(group, "/start@verbatim_bot hello"))
