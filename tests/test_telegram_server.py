"""The stand-in for Telegram behaves as Telegram, seen through the real python-telegram-bot."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from html import escape
from typing import Any
from urllib.request import Request as HttpRequest
from urllib.request import urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    MessageEntity,
    ReplyParameters,
    SwitchInlineQueryChosenChat,
    TelegramObject,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from tests.telegram_server import Chat, Message, Person, Rates, Settings, TelegramServer
from tests.telegram_server.entities import Entity, clean, detect
from tests.telegram_server.html import parse
from tests.telegram_server.refusals import Refused
from tests.telegram_server.utf16 import units


@pytest.fixture(autouse=True)
def _pauses_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the library for the type of `retry_after` that it does not warn of."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


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
        get_updates_request=HTTPXRequest(connection_pool_size=4),
    )


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with bot_at(server) as running:
        server.requests.clear()
        yield running


@pytest.fixture
def ada(server: TelegramServer) -> Person:
    """Return a person who has already started the bot."""
    person = server.user("Ada", "fr", username="ada")
    person.starts()
    server.updates.pending.clear()
    return person


async def refusal(server: TelegramServer, call: Awaitable[object]) -> str:
    """Make a call that must be refused; return Telegram's description."""
    before = len(server.refusals)
    with pytest.raises(TelegramError):
        await call
    assert len(server.refusals) == before + 1
    return server.refusals[-1].description


def unknown_fields(value: object) -> list[str]:
    """List what python-telegram-bot could not place in its objects."""
    if isinstance(value, (list, tuple)):
        return [name for item in value for name in unknown_fields(item)]
    if not isinstance(value, TelegramObject):
        return []
    own = [f"{type(value).__name__}.{name}" for name in value.api_kwargs]
    return own + [n for key in value.__slots__ for n in unknown_fields(getattr(value, key, None))]


def updates_of(server: TelegramServer, bot: Bot) -> list[Update]:
    """Return every update queued so far; each must fit python-telegram-bot without rest."""
    updates = [Update.de_json(json.loads(json.dumps(raw)), bot) for raw in server.updates.pushed]
    assert unknown_fields(updates) == []
    return updates


def kinds(server: TelegramServer) -> list[str]:
    """Return the kinds of the updates queued since they were last cleared."""
    return [next(key for key in update if key != "update_id") for update in server.updates.pending]


# -- a conversation ---------------------------------------------------------------------------


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


async def test_waiting_does_not_hold_up_the_event_loop(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    async def answer_later() -> None:
        await asyncio.sleep(0.05)
        await bot.send_message(ada.id, "Voilà")

    later = asyncio.create_task(answer_later())
    assert (await ada.private.message(lambda m: m.text == "Voilà")).chat is ada.private
    assert (await server.call("sendMessage")).params == {"chat_id": ada.id, "text": "Voilà"}
    await later


def test_waiting_in_vain_says_what_happened_instead(server: TelegramServer) -> None:
    with pytest.raises(TimeoutError, match=r"a call of sendMessage; last calls: \[\]"):
        server.wait_for("sendMessage", timeout=0.01)


async def test_a_sent_message_fits_the_library_without_rest(bot: Bot, ada: Person) -> None:
    markup = InlineKeyboardMarkup.from_button(InlineKeyboardButton("More", callback_data="more"))
    sent = await bot.send_message(ada.id, "<i>oui</i> @ada", "HTML", reply_markup=markup)
    assert unknown_fields(sent) == []
    assert [entity.type for entity in sent.entities] == ["italic", "mention"]
    assert sent.reply_markup == markup


# -- the door ---------------------------------------------------------------------------------


async def test_a_wrong_token_is_unauthorized(server: TelegramServer) -> None:
    stranger = bot_at(server, "110201543:another")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    assert [(r.status, r.description) for r in server.refusals] == [(401, "Unauthorized")]


async def test_a_malformed_token_is_not_found(server: TelegramServer) -> None:
    stranger = bot_at(server, "nonsense")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    assert [(r.status, r.description) for r in server.refusals] == [(404, "Not Found")]


async def test_an_unknown_method_is_not_found(server: TelegramServer, bot: Bot) -> None:
    assert await refusal(server, bot.do_api_request("makeTea")) == "Not Found: method not found"


async def test_get_me_fits_the_library(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.username, me.supports_guest_queries) == ("verbatim_bot", True)
    assert unknown_fields(me) == []


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_json_and_forms_are_both_read(server: TelegramServer, ada: Person, kind: str) -> None:
    as_json = json.dumps({"chat_id": ada.id, "text": "1234"}).encode()
    body = as_json if "json" in kind else f"chat_id={ada.id}&text=1234".encode()
    url = f"{server.url}/bot{server.token}/SENDMESSAGE"
    request = HttpRequest(url, body, {"Content-Type": kind})
    with urlopen(request) as response:
        assert json.load(response)["result"]["text"] == "1234"


def test_parameters_in_the_query_are_read(server: TelegramServer, ada: Person) -> None:
    with urlopen(f"{server.url}/bot{server.token}/sendMessage?chat_id={ada.id}&text=hi"):
        pass
    assert ada.private.from_bot[-1].text == "hi"


# -- polling ----------------------------------------------------------------------------------


async def test_an_update_stays_until_it_is_confirmed(bot: Bot, ada: Person) -> None:
    ada.asks("one")
    ada.asks("two")
    first, second = await bot.get_updates()
    assert [u.update_id for u in await bot.get_updates()] == [first.update_id, second.update_id]
    assert [u.update_id for u in await bot.get_updates(offset=second.update_id)] == [
        second.update_id
    ]
    assert await bot.get_updates(offset=second.update_id + 1) == ()


async def test_a_limit_and_a_negative_offset_count_updates(bot: Bot, ada: Person) -> None:
    for text in ("one", "two", "three"):
        ada.asks(text)
    (first,) = await bot.get_updates(limit=1)
    assert first.message is not None
    assert first.message.text == "one"
    (last,) = await bot.get_updates(offset=-1)
    assert last.message is not None
    assert last.message.text == "three"


async def test_a_long_poll_ends_when_an_update_comes(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=60))
    await server.until(lambda: server.polling.busy)
    ada.asks("now")
    assert len(await asyncio.wait_for(poll, 30)) == 1


async def test_a_long_poll_without_news_ends_empty(bot: Bot) -> None:
    assert await bot.get_updates(timeout=1) == ()


async def test_a_second_poller_ends_the_first(server: TelegramServer, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await server.until(lambda: server.polling.busy)
    assert await bot.get_updates(timeout=0) == ()
    with pytest.raises(Conflict):
        await first
    assert server.refusals[-1].description == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )


async def test_a_poller_that_left_is_no_conflict(server: TelegramServer, bot: Bot) -> None:
    async with bot_at(server) as other:
        gone = asyncio.create_task(other.get_updates(timeout=10))
        await server.until(lambda: server.polling.busy)
        gone.cancel()
    await server.until(lambda: not server.polling.busy)
    assert await bot.get_updates(timeout=0) == ()
    assert not server.refusals


async def test_only_allowed_updates_come(server: TelegramServer, bot: Bot, ada: Person) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    ada.asks("unheard")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=[])
    ada.asks("heard")
    assert len(await bot.get_updates()) == 1
    assert not server.refusals


async def test_an_update_can_come_twice(server: TelegramServer, bot: Bot, ada: Person) -> None:
    ada.asks("again")
    (update,) = await bot.get_updates()
    await bot.get_updates(offset=update.update_id + 1)
    server.updates.repeat(server.updates.pushed[-1])
    assert [u.update_id for u in await bot.get_updates()] == [update.update_id]


# -- texts ------------------------------------------------------------------------------------

FLAG = "🇸🇾"  # four UTF-16 units
HTML_TABLE = [
    ("plain", "plain", []),
    ("<b>a</b>", "a", [("bold", 0, 1)]),
    ("<strong>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
    ("<ins>a</ins><strike>b</strike><del>c</del>", "abc",
     [("underline", 0, 1), ("strikethrough", 1, 1), ("strikethrough", 2, 1)]),
    ("<tg-spoiler>a</tg-spoiler><span class=\"tg-spoiler\">b</span>", "ab",
     [("spoiler", 0, 1), ("spoiler", 1, 1)]),
    (f"{FLAG} <b>x</b>", f"{FLAG} x", [("bold", 5, 1)]),
    ("<blockquote>حلب 🕊 <i>سلام</i></blockquote>", "حلب 🕊 سلام",
     [("blockquote", 0, 11), ("italic", 7, 4)]),
    ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
    ("<a href=\"https://T.me/v?start=a&amp;b\">s</a>", "s", [("text_link", 0, 1)]),
    ("<a href='no link'>s</a>", "s", []),
    ("<pre><code class=\"language-py\">x</code></pre>", "x", [("pre", 0, 1)]),
    ("<pre>x</pre><code>y</code>", "xy", [("pre", 0, 1), ("code", 1, 1)]),
    ("<B>a</b >", "a", [("bold", 0, 1)]),
    ("<b>a</>", "a", [("bold", 0, 1)]),
    ("<b></b>a", "a", []),
    ("&lt;&gt;&amp;&quot;&#39;&#x1F54A;", "<>&\"'🕊", []),
    ("&nbsp;&laquo;&unknown; & &", "&nbsp;&laquo;&unknown; & &", []),
    ("&lt&amp", "<&", []),
    ("<i>a<b>b</b></i>", "ab", [("italic", 0, 2), ("bold", 1, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "entities"), HTML_TABLE)
def test_html_is_read_as_telegram_reads_it(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    found, spans = parse(source)
    assert found == text
    assert [(e.type, e.offset, e.length) for e in spans] == entities


def test_links_are_kept_as_telegram_stores_them() -> None:
    (_, (link,)) = parse('<a href="https://T.me/v?start=a&amp;b">s</a>')
    assert link.url == "https://t.me/v?start=a&b"
    (_, (bare,)) = parse("<a>example.org</a>")
    assert bare.url == "http://example.org/"
    (_, (code,)) = parse('<pre><code class="language-py">x</code></pre>')
    assert code.extra == {"language": "py"}


HTML_ERRORS = [
    ("<b>a", "Can't find end tag corresponding to start tag \"b\""),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("é<b>a</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("a <3", "Unclosed start tag at byte offset 2"),
    ("x<br>y", 'Unsupported start tag "br" at byte offset 1'),
    ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<a href=\"x", "Unclosed start tag at byte offset 0"),
    ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
    ("<a =x>z</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<blockquote>a<blockquote>b</blockquote></blockquote>",
     'Nested tag "blockquote" at byte offset 13'),
    ("&#xD800;", "Text contains invalid Unicode characters after decoding HTML entities, "
     "check for unmatched surrogate code units"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "reason"), HTML_ERRORS)
def test_bad_html_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        parse(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {reason}"


@given(st.text(st.sampled_from("<>/&;b a=\"'é🕊#x1blockquote")))
def test_any_html_is_read_or_refused(source: str) -> None:
    with suppress(Refused):
        text, entities = parse(source)
        assert all(entity.of(text) for entity in entities)


@given(st.text(), st.text())
def test_escaped_text_comes_back(before: str, inside: str) -> None:
    text, entities = parse(f"{escape(before)}<b>{escape(inside)}</b>")
    assert text == before + inside
    assert [entity.of(text) for entity in entities] == ([inside] if inside else [])


@given(st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once, entities = clean(text, [Entity("bold", 0, units(text))] if text else [])
    assert all(entity.of(once) for entity in entities)
    assert clean(once, entities) == (once, entities)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/ask@verbatim_bot oui", [("bot_command", 0, 17)]),
        ("🕊 /ask oui", [("bot_command", 3, 4)]),
        ("a/ask, 1/2, </ask>", []),
        ("@verbatim_bot حلب؟", [("mention", 0, 13)]),
        ("me@example.org", [("email", 0, 14)]),
        ("see https://t.me/x?a=b.", [("url", 4, 18)]),
        ("#حلب #1 #a1", [("hashtag", 0, 4), ("hashtag", 8, 3)]),
    ],
)
def test_commands_mentions_and_links_are_found(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    assert [(e.type, e.offset, e.length) for e in detect(text)] == found


@pytest.mark.parametrize(
    ("text", "entities", "cleaned", "moved"),
    [
        ("  a b \n", [("bold", 2, 1)], "a b", [("bold", 0, 1)]),
        ("a\tb\0c\r\n", [("bold", 0, 7)], "a b c", [("bold", 0, 5)]),
        ("x\u202ey\u2028z", [("bold", 2, 1)], "xyz", [("bold", 1, 1)]),
        ("a   ", [("bold", 1, 2)], "a", []),
        ("🕊\u202e🕊", [("bold", 3, 2)], "🕊🕊", [("bold", 2, 2)]),
        ("  a", [("bold", 1, 2)], " a", [("bold", 0, 2)]),
        ("a\u200f\u200e\u200fb", [], "a\u200c\u200c\u200fb", []),
    ],
)
def test_texts_are_cleaned_as_telegram_cleans_them(
    text: str,
    entities: list[tuple[str, int, int]],
    cleaned: str,
    moved: list[tuple[str, int, int]],
) -> None:
    found, spans = clean(text, [Entity(*entity) for entity in entities])
    assert found == cleaned
    assert [(e.type, e.offset, e.length) for e in spans] == moved


LONG = 4096
TEXT_REFUSALS: list[tuple[dict[str, Any], str]] = [
    ({"text": ""}, "message text is empty"),
    ({"text": " \n\u200b\u2800 "}, "text must be non-empty"),
    ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ({"text": "x" * (LONG + 1)}, "message is too long"),
    ({"text": "🕊" * (LONG // 2) + "x"}, "message is too long"),
    ({"text": "&amp;" * 6554, "parse_mode": "HTML"}, "text is too long"),
    ({"text": "x", "entities": [{"type": "bold", "offset": -1, "length": 1}]},
     "receive an entity with incorrect offset -1"),
    ({"text": "<b>x", "parse_mode": "HTML"},
     "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ({"text": "<b>x</b>" * 101, "parse_mode": "HTML"},
     "can't parse entities: more than 100 entities, the rest would be lost"),
    ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    ({"text": "x", "entities": [MessageEntity("bold", 0, 2)]},
     "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2"),
    ({"text": "🕊x", "entities": [MessageEntity("bold", 1, 2)]},
     "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
    ({"text": "x🕊", "entities": [MessageEntity("bold", 0, 2)]},
     "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol "
     "at byte offset 5"),
    ({"text": "abc", "entities": [MessageEntity("bold", 0, 2), MessageEntity("italic", 1, 2)]},
     "can't parse entities: bold and italic cross each other"),
    ({"text": "abc", "entities": [MessageEntity("blockquote", 0, 3),
                                  MessageEntity("expandable_blockquote", 1, 1)]},
     "can't parse entities: blockquote entities can't be nested"),
    ({"text": "x", "entities": [MessageEntity("text_link", 0, 1, url="no link")]},
     "can't parse MessageEntity: wrong HTTP URL specified"),
    ({"text": "x", "entities": [MessageEntity("shout", 0, 1)]},
     "can't parse MessageEntity: Unsupported type specified"),
    ({"text": "x", "message_thread_id": 5}, "message thread not found"),
    ({"text": "x", "reply_parameters": ReplyParameters(999)}, "message to be replied not found"),
    ({"text": "x", "chat_id": 424242}, "chat not found"),
    ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
]  # fmt: skip


@pytest.mark.parametrize(("details", "reason"), TEXT_REFUSALS)
async def test_texts_that_telegram_refuses_are_refused(
    server: TelegramServer, bot: Bot, ada: Person, details: dict[str, Any], reason: str
) -> None:
    said = await refusal(server, bot.send_message(**({"chat_id": ada.id} | details)))
    assert said == f"Bad Request: {reason}"
    assert ada.private.from_bot == []


@pytest.mark.parametrize("text", ["x" * LONG, "🕊" * (LONG // 2), "<b>" + "é" * LONG + "</b>"])
async def test_the_longest_texts_pass(bot: Bot, ada: Person, text: str) -> None:
    await bot.send_message(ada.id, text, "HTML")


async def test_offsets_on_the_wire_are_utf16(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, f"{FLAG} <b>حلب</b> 🕊<i>x</i>", "HTML")
    assert sent.parse_entities() == {sent.entities[0]: "حلب", sent.entities[1]: "x"}
    assert [(e.offset, e.length) for e in sent.entities] == [(5, 3), (11, 1)]


async def test_explicit_entities_are_kept(bot: Bot, ada: Person) -> None:
    entities = [MessageEntity("blockquote", 0, 3), MessageEntity("bold", 1, 2)]
    await bot.send_message(ada.id, "a🕊", entities=entities)
    message = ada.private.from_bot[-1]
    assert (message.covered("blockquote"), message.covered("bold")) == (["a🕊"], ["🕊"])


# -- replies ----------------------------------------------------------------------------------


async def test_a_reply_to_a_vanished_message_may_go_without(bot: Bot, ada: Person) -> None:
    reply = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(ada.id, "x", reply_parameters=reply)).reply_to_message is None


async def test_a_deleted_message_cannot_be_replied_to(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    question = ada.asks("never mind")
    ada.deletes(question)
    call = bot.send_message(ada.id, "x", reply_parameters=ReplyParameters(question.id))
    assert await refusal(server, call) == "Bad Request: message to be replied not found"


@pytest.mark.parametrize(
    ("quote", "position"), [("56 civils", 8), ("🕊", 17), ("Mardi, 56 civils 🕊", 0)]
)
async def test_an_exact_quote_passes(bot: Bot, ada: Person, quote: str, position: int) -> None:
    said = await bot.send_message(ada.id, "Mardi, <i>56</i> civils 🕊", "HTML")
    quoted = quote.replace("56", "<i>56</i>")
    reply = ReplyParameters(said.message_id, quote=quoted, quote_parse_mode="HTML")
    sent = await bot.send_message(ada.id, "x", reply_parameters=reply)
    assert sent.quote is not None
    assert (sent.quote.text, sent.quote.position) == (quote, position - (quote == "56 civils"))


@pytest.mark.parametrize("quote", ["57 civils", "56", "x" * 1025, "civils  🕊"])
async def test_a_quote_that_is_not_exact_is_refused(
    server: TelegramServer, bot: Bot, ada: Person, quote: str
) -> None:
    said = await bot.send_message(ada.id, "Mardi, <i>56</i> civils 🕊", "HTML")
    reply = ReplyParameters(said.message_id, quote=quote)
    call = bot.send_message(ada.id, "x", reply_parameters=reply)
    assert await refusal(server, call) in (
        "Bad Request: QUOTE_TEXT_INVALID",
        "Bad Request: message is too long",
    )


async def test_a_replied_message_shows_no_reply_of_its_own(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    first = ada.asks("one")
    second = ada.sends(ada.private, "two", reply_to=first)
    ada.sends(ada.private, "three", reply_to=second, quote="wo")
    message = updates_of(server, bot)[-1].message
    assert message is not None
    assert message.reply_to_message is not None
    assert message.reply_to_message.text == "two"
    assert message.reply_to_message.reply_to_message is None
    assert message.quote is not None
    assert (message.quote.text, message.quote.position) == ("wo", 1)


# -- keyboards --------------------------------------------------------------------------------

BUTTONS = [
    (InlineKeyboardButton("a", callback_data="x" * 64), None),
    (InlineKeyboardButton("a", callback_data="x" * 65), "BUTTON_DATA_INVALID"),
    (InlineKeyboardButton("a", callback_data="é" * 33), "BUTTON_DATA_INVALID"),
    (InlineKeyboardButton("a", callback_data=""), "BUTTON_DATA_INVALID"),
    (InlineKeyboardButton("a", url="https://example.org/#:~:text=a%20b"), None),
    (InlineKeyboardButton("a", url="ftp://example.org"),
     "inline keyboard button URL 'ftp://example.org' is invalid: Wrong HTTP URL"),
    (InlineKeyboardButton("a", url="localhost"),
     "inline keyboard button URL 'localhost' is invalid: Wrong HTTP URL"),
    (InlineKeyboardButton("a", copy_text=CopyTextButton("x" * 256)), None),
    (InlineKeyboardButton("a", copy_text=CopyTextButton("x" * 257)), "BUTTON_COPY_TEXT_INVALID"),
    (InlineKeyboardButton("a", copy_text=CopyTextButton("")), "BUTTON_COPY_TEXT_INVALID"),
    (InlineKeyboardButton("a", switch_inline_query=""), None),
    (InlineKeyboardButton("a", switch_inline_query_chosen_chat=SwitchInlineQueryChosenChat(
        "q", allow_group_chats=True)), None),
    (InlineKeyboardButton("a", switch_inline_query_chosen_chat=SwitchInlineQueryChosenChat("q")),
     "at least one chat type must be allowed"),
    (InlineKeyboardButton("a"), "can't parse inline keyboard button: "
        "Text buttons are unallowed in the inline keyboard"),
    (InlineKeyboardButton(" ", callback_data="x"),
     "inline keyboard button text must be non-empty"),
]  # fmt: skip


@pytest.mark.parametrize(("button", "reason"), BUTTONS)
async def test_buttons_are_checked(
    server: TelegramServer,
    bot: Bot,
    ada: Person,
    button: InlineKeyboardButton,
    reason: str | None,
) -> None:
    call = bot.send_message(ada.id, "x", reply_markup=InlineKeyboardMarkup([[button]]))
    if reason is None:
        await call
        assert ada.private.from_bot[-1].buttons[0].raw == button.to_dict()
    else:
        assert await refusal(server, call) == f"Bad Request: {reason}"


async def test_a_keyboard_of_too_many_buttons_is_refused(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="x")] * 5] * 21)
    call = bot.send_message(ada.id, "x", reply_markup=markup)
    assert await refusal(server, call) == "Bad Request: reply markup is too long"


# -- edits and deletions ----------------------------------------------------------------------


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(text, callback_data=text)] for text in labels]
    )


async def test_an_edit_replaces_text_and_keyboard(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "one", reply_markup=keyboard("next"))
    edited = await sent.edit_text("<b>two</b>", "HTML")
    assert not isinstance(edited, bool)
    assert edited.edit_date is not None
    message = ada.private.from_bot[-1]
    assert (message.text, message.buttons) == ("two", [])
    assert [revision[0] for revision in message.revisions] == ["one"]


async def test_edits_that_telegram_refuses_are_refused(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    question = ada.asks("mine")
    sent = await bot.send_message(ada.id, "one", reply_markup=keyboard("next"))
    same = bot.edit_message_text("one", ada.id, sent.message_id, reply_markup=keyboard("next"))
    assert await refusal(server, same) == (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )
    table: list[tuple[Awaitable[object], str]] = [
        (bot.edit_message_text("two", ada.id, 999), "message to edit not found"),
        (bot.edit_message_text("two", ada.id, question.id), "message can't be edited"),
        (bot.edit_message_text("two", inline_message_id="1"), "MESSAGE_ID_INVALID"),
        (bot.edit_message_text("x" * 4097, ada.id, sent.message_id), "MESSAGE_TOO_LONG"),
        (bot.edit_message_text(" ", ada.id, sent.message_id), "text must be non-empty"),
        (sent.edit_reply_markup(keyboard("x" * 65)), "BUTTON_DATA_INVALID"),
    ]
    for call, reason in table:
        assert await refusal(server, call) == f"Bad Request: {reason}"
    assert await sent.edit_reply_markup(None) is not True
    assert ada.private.from_bot[-1].buttons == []


async def test_deleting(server: TelegramServer, bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "one")
    assert await sent.delete()
    assert ada.private.from_bot == []
    assert await refusal(server, sent.delete()) == "Bad Request: message to delete not found"
    group = server.group()
    message = ada.sends(group, "mine")
    call = bot.delete_message(group.id, message.id)
    assert await refusal(server, call) == "Bad Request: message can't be deleted"


# -- callback queries -------------------------------------------------------------------------


async def test_a_press_is_answered_once_it_is_known(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    await bot.send_message(ada.id, "one", reply_markup=keyboard("next"))
    press = ada.presses(ada.private.from_bot[-1], "next")
    query = updates_of(server, bot)[-1].callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("next", ada.id)
    assert query.message is not None
    assert query.message.is_accessible
    await query.answer("Bien", show_alert=True)
    assert press.answer == {"text": "Bien", "show_alert": True, "url": None}


async def test_callback_answers_that_telegram_refuses_are_refused(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    await bot.send_message(ada.id, "one", reply_markup=keyboard("next"))
    press = ada.presses(ada.private.from_bot[-1], "next")
    long = bot.answer_callback_query(press.id, "x" * 201)
    assert await refusal(server, long) == "Bad Request: MESSAGE_TOO_LONG"
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await refusal(server, bot.answer_callback_query("42")) == too_old
    server.skip(16)
    assert await refusal(server, bot.answer_callback_query(press.id)) == too_old


async def test_an_old_message_comes_without_its_text(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    await bot.send_message(ada.id, "one", reply_markup=keyboard("next"))
    message = ada.private.from_bot[-1]
    message.becomes_inaccessible()
    ada.presses(message, "next")
    query = updates_of(server, bot)[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible
    assert query.message.message_id == message.id


async def test_forged_callback_data_arrives(server: TelegramServer, bot: Bot, ada: Person) -> None:
    await bot.send_message(ada.id, "one")
    ada.presses_data(ada.private.from_bot[-1], "forged")
    query = updates_of(server, bot)[-1].callback_query
    assert query is not None
    assert query.data == "forged"


# -- inline -----------------------------------------------------------------------------------


def article(key: str = "a", text: str = "said", **details: Any) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(key, "Title", InputTextMessageContent(text, "HTML"), **details)


async def test_an_inline_result_is_chosen_and_comes_back(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    server.settings.inline_feedback = True
    group = server.group()
    typed = ada.types_inline("civils ?", chat_type="supergroup")
    query = updates_of(server, bot)[-1].inline_query
    assert query is not None
    assert (query.query, query.chat_type) == ("civils ?", "supergroup")
    await query.answer([article(text="<b>56</b>", reply_markup=keyboard("next"))], cache_time=60)
    message = ada.chooses(typed, group)
    assert (message.text, message.covered("bold")) == ("56", ["56"])
    came, chosen = updates_of(server, bot)[-2:]
    assert came.message is not None
    assert came.message.via_bot is not None
    assert came.message.via_bot.id == bot.id
    assert chosen.chosen_inline_result is not None
    assert chosen.chosen_inline_result.inline_message_id == message.inline_id


async def test_a_press_under_an_inline_message_names_no_message(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    typed = ada.types_inline("civils ?")
    await bot.answer_inline_query(typed.id, [article(reply_markup=keyboard("next"))])
    message = ada.chooses(typed, server.group(bot="left"))
    ada.presses(message, "next")
    query = updates_of(server, bot)[-1].callback_query
    assert query is not None
    assert (query.message, query.inline_message_id) == (None, message.inline_id)
    assert await query.edit_message_text("other", reply_markup=keyboard("previous")) is True
    assert (message.text, message.buttons[0].text) == ("other", "previous")


async def test_an_inline_answer_is_served_again_from_the_cache(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    bob = server.user("Bob")
    first = ada.types_inline("q")
    await bot.answer_inline_query(first.id, [article()], is_personal=True, cache_time=60)
    assert ada.types_inline("q").from_cache
    second = bob.types_inline("q")
    assert not second.from_cache
    await bot.answer_inline_query(second.id, [article()])
    assert server.user("Cem").types_inline("q").from_cache
    server.skip(301)
    assert not ada.types_inline("q").from_cache


InlineCall = Callable[[Bot, str], Awaitable[object]]
INLINE_REFUSALS: list[tuple[InlineCall, str]] = [
    (lambda bot, key: bot.answer_inline_query(key, [article("a"), article("a")]),
     "RESULT_ID_DUPLICATE"),
    (lambda bot, key: bot.answer_inline_query(key, [article("")]), "RESULT_ID_INVALID"),
    (lambda bot, key: bot.answer_inline_query(key, [article("é" * 33)]), "RESULT_ID_INVALID"),
    (lambda bot, key: bot.answer_inline_query(key, [article(text="<b>")]),
     "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    (lambda bot, key: bot.answer_inline_query(key, [article(text=" ")]), "text must be non-empty"),
    (lambda bot, key: bot.answer_inline_query(key, [article(reply_markup=keyboard("x" * 65))]),
     "BUTTON_DATA_INVALID"),
    (lambda bot, key: bot.answer_inline_query(key, [article()], next_offset="x" * 65),
     "NEXT_OFFSET_INVALID"),
    (lambda bot, key: bot.answer_inline_query(
        key, [], button=InlineQueryResultsButton("Ask", start_parameter="a b")),
     "START_PARAM_INVALID"),
    (lambda bot, _: bot.answer_inline_query("42", [article()]),
     "query is too old and response timeout expired or query ID is invalid"),
    (lambda bot, key: bot.do_api_request("answerinlinequery", {
        "inline_query_id": key,
        "results": [article(str(n)).to_dict() for n in range(51)]}), "RESULTS_TOO_MUCH"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "reason"), INLINE_REFUSALS)
async def test_inline_answers_that_telegram_refuses_are_refused(
    server: TelegramServer, bot: Bot, ada: Person, call: InlineCall, reason: str
) -> None:
    typed = ada.types_inline("q")
    assert await refusal(server, call(bot, typed.id)) == f"Bad Request: {reason}"


async def test_an_inline_query_expires(server: TelegramServer, bot: Bot, ada: Person) -> None:
    typed = ada.types_inline("q")
    server.skip(2.1)
    assert await refusal(server, bot.answer_inline_query(typed.id, [article()])) == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )
    assert typed.results == []


async def test_an_empty_inline_answer_with_a_button_passes(bot: Bot, ada: Person) -> None:
    typed = ada.types_inline("")
    button = InlineQueryResultsButton("Ask in private", start_parameter="k_1")
    await bot.answer_inline_query(typed.id, [], button=button)
    assert typed.answer is not None
    assert typed.answer["button"] == {"text": "Ask in private", "start_parameter": "k_1"}


# -- guest mode -------------------------------------------------------------------------------


async def test_a_guest_mention_gets_exactly_one_reply(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    chat = server.group("Strangers", bot="left")
    asked = ada.mentions_as_guest(chat, "civils ?")
    guest = updates_of(server, bot)[-1].guest_message
    assert guest is not None
    assert guest.guest_query_id is not None
    assert guest.text == "@verbatim_bot civils ?"
    sent = await bot.answer_guest_query(guest.guest_query_id, article(reply_markup=keyboard("n")))
    reply = chat.wait_for_reply(asked)
    assert (reply.inline_id, reply.guest_caller) == (sent.inline_message_id, ada.user)
    again = bot.answer_guest_query(guest.guest_query_id, article())
    assert await refusal(server, again) == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )
    ada.presses(reply, "n")
    query = updates_of(server, bot)[-1].callback_query
    assert query is not None
    assert (query.message, query.inline_message_id) == (None, reply.inline_id)
    assert await bot.edit_message_text("two", inline_message_id=reply.inline_id) is True


async def test_a_reply_to_a_guest_answer_names_its_caller(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    chat = server.group("Strangers", bot="left")
    ada.mentions_as_guest(chat, "civils ?")
    guest = updates_of(server, bot)[-1].guest_message
    assert guest is not None
    assert guest.guest_query_id is not None
    await bot.answer_guest_query(guest.guest_query_id, article())
    server.user("Bob").mentions_as_guest(chat, "et ?", reply_to=chat.from_bot[-1])
    follow = updates_of(server, bot)[-1].guest_message
    assert follow is not None
    assert follow.reply_to_message is not None
    assert follow.reply_to_message.guest_bot_caller_user is not None
    assert follow.reply_to_message.guest_bot_caller_user.id == ada.id


# -- who receives what ------------------------------------------------------------------------

Says = Callable[[TelegramServer, Person, Chat], object]


def _after_bot(server: TelegramServer, chat: Chat) -> Message:
    return server.world.post(chat, server.bot, text="said")


DELIVERY: list[tuple[str, Says, bool]] = [
    ("a plain message", lambda _, ada, chat: ada.sends(chat, "hello"), False),
    ("a mention", lambda _, ada, chat: ada.sends(chat, "@verbatim_bot who?"), False),
    ("a command for the bot", lambda _, ada, chat: ada.sends(chat, "/ask@verbatim_bot who"), True),
    ("in other letters", lambda _, ada, chat: ada.sends(chat, "/ask@VERBATIM_bot who"), True),
    ("a command for another", lambda _, ada, chat: ada.sends(chat, "/ask@other_bot who"), False),
    ("a plain command", lambda _, ada, chat: ada.sends(chat, "/ask who"), False),
    ("a plain command after the bot spoke",
     lambda s, ada, chat: (_after_bot(s, chat), ada.sends(chat, "/ask who")), True),
    ("a plain command after another bot spoke",
     lambda s, ada, chat: (_after_bot(s, chat), s.other_bot().sends(chat, "me"),
                           ada.sends(chat, "/ask who")), False),
    ("a reply to the bot",
     lambda s, ada, chat: ada.sends(chat, "why?", reply_to=_after_bot(s, chat)), True),
    ("a reply to a person",
     lambda s, ada, chat: ada.sends(chat, "why?", reply_to=s.user().sends(chat, "so")), False),
    ("a sticker", lambda _, ada, chat: ada.sends_sticker(chat), False),
    ("another bot's command", lambda s, _, chat: s.other_bot().sends(chat, "/ask@verbatim_bot"),
     False),
    ("an anonymous administrator's command",
     lambda _, ada, chat: ada.sends(chat, "/ask@verbatim_bot who", anonymous=True), True),
    ("an edited command",
     lambda _, ada, chat: ada.edits(ada.sends(chat, "hm"), "/ask@verbatim_bot who"), True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("says", "heard"), [row[1:] for row in DELIVERY], ids=[r[0] for r in DELIVERY]
)
def test_privacy_mode_decides_what_the_bot_hears(
    server: TelegramServer, ada: Person, says: Says, heard: bool
) -> None:
    says(server, ada, server.group())
    assert bool(kinds(server)) is heard


@pytest.mark.parametrize("says", [row[1] for row in DELIVERY[:3]])
def test_without_privacy_the_bot_hears_everything(
    server: TelegramServer, ada: Person, says: Says
) -> None:
    says(server, ada, server.group(privacy=False))
    says(server, ada, server.group(bot="administrator"))
    assert kinds(server) == ["message", "message"]


def test_outside_the_bot_hears_mentions_only_as_a_guest(
    server: TelegramServer, ada: Person
) -> None:
    chat = server.group(bot="left")
    ada.sends(chat, "hello")
    ada.sends(chat, "/ask@verbatim_bot who")
    assert kinds(server) == []
    ada.sends(chat, "@verbatim_bot who")
    assert kinds(server) == ["guest_message"]


async def test_other_kinds_of_messages_fit_the_library(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    for send in (ada.sends_sticker, ada.sends_photo, ada.sends_voice, ada.sends_document,
                 ada.sends_poll, ada.sends_location):  # fmt: skip
        send(ada.private)
    messages = [update.message for update in updates_of(server, bot)[-6:]]
    assert all(message is not None and message.text is None for message in messages)


async def test_being_added_is_told(server: TelegramServer, bot: Bot, ada: Person) -> None:
    group = server.group(bot="left")
    ada.adds_bot(group)
    changed, joined = updates_of(server, bot)[-2:]
    assert changed.my_chat_member is not None
    assert changed.my_chat_member.new_chat_member.status == "member"
    assert joined.message is not None
    assert [user.id for user in joined.message.new_chat_members] == [bot.id]
    ada.promotes_bot(group)
    ada.removes_bot(group)
    promoted, removed = updates_of(server, bot)[-2:]
    assert promoted.my_chat_member is not None
    assert promoted.my_chat_member.new_chat_member.status == "administrator"
    assert removed.my_chat_member is not None
    assert removed.my_chat_member.new_chat_member.status == "kicked"


async def test_links_open_the_bot(server: TelegramServer, bot: Bot, ada: Person) -> None:
    ada.follows("https://t.me/verbatim_bot?start=k_1")
    ada.adds_bot(server.group(bot="left"), start="k_2")
    texts = [u.message.text for u in updates_of(server, bot) if u.message and u.message.text]
    assert texts[-2:] == ["/start k_1", "/start@verbatim_bot k_2"]


async def test_a_silenced_bot_still_hears(server: TelegramServer, bot: Bot, ada: Person) -> None:
    group = server.group(bot="restricted")
    ada.sends(group, "/ask@verbatim_bot who")
    assert kinds(server) == ["message"]
    assert unknown_fields(await bot.get_chat_member(group.id, bot.id)) == []


async def test_a_channel_post_is_forwarded_to_its_discussion(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    group = server.group(privacy=False)
    channel = server.channel(discussion=group, bot="administrator")
    ada.posts(channel, "news")
    post, forwarded = updates_of(server, bot)[-2:]
    assert post.channel_post is not None
    assert post.channel_post.from_user is None
    assert forwarded.message is not None
    assert forwarded.message.is_automatic_forward
    assert forwarded.message.sender_chat is not None
    assert forwarded.message.sender_chat.id == channel.id
    assert forwarded.message.from_user is not None
    assert forwarded.message.from_user.id == 777000
    ada.sends(group, "why?", reply_to=group.messages[-1], as_channel=channel)
    reply = updates_of(server, bot)[-1].message
    assert reply is not None
    assert reply.message_thread_id == forwarded.message.message_id
    sent = await bot.send_message(group.id, "so", message_thread_id=reply.message_thread_id)
    assert sent.message_thread_id == reply.message_thread_id


async def test_an_anonymous_administrator_is_the_group(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    group = server.group()
    ada.sends(group, "/ask@verbatim_bot who", anonymous=True)
    message = updates_of(server, bot)[-1].message
    assert message is not None
    assert message.sender_chat is not None
    assert message.sender_chat.id == group.id
    assert message.from_user is not None
    assert message.from_user.username == "GroupAnonymousBot"


async def test_a_topic_keeps_its_messages(server: TelegramServer, bot: Bot, ada: Person) -> None:
    group = server.group(forum=True, privacy=False)
    topic = group.topic("Aleppo")
    ada.sends(group, "who?", topic=topic)
    message = updates_of(server, bot)[-1].message
    assert message is not None
    assert (message.message_thread_id, message.is_topic_message) == (topic.id, True)
    answer = await message.reply_text("x", do_quote=True)
    assert (answer.message_thread_id, answer.is_topic_message) == (topic.id, True)
    call = bot.send_message(group.id, "x", message_thread_id=topic.id + 99)
    assert await refusal(server, call) == "Bad Request: message thread not found"


# -- doors that close -------------------------------------------------------------------------


async def test_who_blocked_the_bot_hears_nothing(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    ada.blocks_bot()
    assert kinds(server) == ["my_chat_member"]
    blocked = "Forbidden: bot was blocked by the user"
    assert await refusal(server, bot.send_message(ada.id, "x")) == blocked
    assert await refusal(server, bot.send_chat_action(ada.id, "typing")) == blocked
    ada.unblocks_bot()
    await bot.send_message(ada.id, "x")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("left", "Forbidden: bot is not a member of the supergroup chat"),
        ("kicked", "Forbidden: bot was kicked from the supergroup chat"),
        ("restricted", "Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_a_group_without_the_bot_refuses_it(
    server: TelegramServer, bot: Bot, status: str, reason: str
) -> None:
    group = server.group(bot=status)
    assert await refusal(server, bot.send_message(group.id, "x")) == reason


async def test_a_channel_takes_posts_of_administrators_only(
    server: TelegramServer, bot: Bot
) -> None:
    channel = server.channel(bot="member")
    call = bot.send_message(channel.id, "x")
    assert await refusal(server, call) == (
        "Bad Request: need administrator rights in the channel chat"
    )


async def test_a_bot_does_not_write_first(server: TelegramServer, bot: Bot) -> None:
    bob = server.user("Bob")
    assert bob.private.messages == []
    with pytest.raises(Forbidden):
        await bot.send_message(bob.id, "x")
    assert server.refusals[-1].description == (
        "Forbidden: bot can't initiate conversation with a user"
    )


async def test_a_group_that_became_a_supergroup_names_it(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    group = server.group(basic=True)
    new = ada.upgrades(group)
    before, after = (update.message for update in updates_of(server, bot)[-2:])
    assert before is not None
    assert after is not None
    assert (before.migrate_to_chat_id, after.migrate_from_chat_id) == (new.id, group.id)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group.id, "x")
    assert caught.value.new_chat_id == new.id
    assert server.refusals[-1].description == (
        "Bad Request: group chat was upgraded to a supergroup chat"
    )
    await bot.send_message(new.id, "x")


async def test_leaving_a_group(server: TelegramServer, bot: Bot) -> None:
    group = server.group()
    assert await bot.leave_chat(group.id)
    with pytest.raises(Forbidden):
        await bot.get_chat(group.id)


async def test_chats_and_members_fit_the_library(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    group = server.group(bot="administrator")
    ada.sends(group, "hello")
    assert unknown_fields(await bot.get_chat(ada.id)) == []
    assert unknown_fields(await bot.get_chat(group.id)) == []
    assert (await bot.get_chat_member(group.id, bot.id)).status == "administrator"
    assert (await bot.get_chat_member(group.id, ada.id)).status == "member"
    call = bot.get_chat_member(group.id, 5)
    assert await refusal(server, call) == "Bad Request: user not found"


async def test_chat_actions_are_shown(server: TelegramServer, bot: Bot, ada: Person) -> None:
    await bot.send_chat_action(ada.id, "typing")
    assert ada.private.actions == ["typing"]
    call = bot.send_chat_action(ada.id, "dancing")
    assert await refusal(server, call) == "Bad Request: wrong parameter action in request"


# -- the bot's profile ------------------------------------------------------------------------


async def test_commands_are_kept_by_scope_and_language(bot: Bot) -> None:
    scope = BotCommandScopeAllPrivateChats()
    commands = (BotCommand("ask", "Poser une question"),)
    await bot.set_my_commands(commands, scope=scope, language_code="fr")
    assert await bot.get_my_commands(scope=scope, language_code="fr") == commands
    assert await bot.get_my_commands() == ()
    await bot.delete_my_commands(scope=scope, language_code="fr")
    assert await bot.get_my_commands(scope=scope, language_code="fr") == ()


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([("Ask", "x")], "BOT_COMMAND_INVALID"),
        ([("a" * 33, "x")], "BOT_COMMAND_INVALID"),
        ([("ask", "")], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([("ask", "x" * 257)], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([(f"c{n}", "x") for n in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_commands_that_telegram_refuses_are_refused(
    server: TelegramServer, bot: Bot, commands: list[tuple[str, str]], reason: str
) -> None:
    assert await refusal(server, bot.set_my_commands(commands)) == f"Bad Request: {reason}"


async def test_descriptions_have_lengths(server: TelegramServer, bot: Bot) -> None:
    await bot.set_my_description("x" * 512, "fr")
    await bot.set_my_short_description("x" * 120)
    await bot.set_my_name("Verbatim")
    assert (await bot.get_my_description("fr")).description == "x" * 512
    assert (await bot.get_my_description("de")).description == ""
    for call in (
        bot.set_my_description("x" * 513),
        bot.set_my_short_description("x" * 121),
        bot.set_my_name("x" * 65),
        bot.set_my_name("x", "french"),
    ):
        assert (await refusal(server, call)).startswith("Bad Request: ")


# -- files ------------------------------------------------------------------------------------


async def test_a_file_is_fetched(server: TelegramServer, bot: Bot, ada: Person) -> None:
    ada.sends_document(ada.private, b"\x00\r\nbytes\xff", "a.bin")
    message = updates_of(server, bot)[-1].message
    assert message is not None
    assert message.document is not None
    file = await message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"\x00\r\nbytes\xff"
    assert (await refusal(server, bot.get_file("none"))).startswith("Bad Request: wrong file_id")


async def test_a_file_over_20_mb_is_too_big(server: TelegramServer, bot: Bot, ada: Person) -> None:
    ada.sends_document(ada.private, b"x" * (20 * 1024 * 1024 + 1))
    document = ada.private.messages[-1].content["document"]
    call = bot.get_file(document["file_id"])
    assert await refusal(server, call) == "Bad Request: file is too big"


async def test_a_document_is_sent(server: TelegramServer, bot: Bot, ada: Person) -> None:
    content = b"--x\r\n\x00\r\nline\r\n"
    sent = await bot.send_document(
        ada.id, content, caption="<b>feedback</b>", parse_mode="HTML", filename="feedback.jsonl"
    )
    assert sent.document is not None
    assert server.world.files[sent.document.file_id] == content
    assert (sent.document.file_name, sent.caption) == ("feedback.jsonl", "feedback")
    assert unknown_fields(sent) == []
    call = bot.send_document(ada.id, content, caption="x" * 1025)
    assert await refusal(server, call) == "Bad Request: message caption is too long"
    call = bot.send_document(ada.id, b"")
    assert await refusal(server, call) == "Bad Request: file must be non-empty"


# -- webhook ----------------------------------------------------------------------------------


class Hook:
    """A webhook that refuses the first delivery and answers with a method."""

    def __init__(self) -> None:
        self.heads: list[str] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(x for x in head.lower().split("\r\n") if x.startswith("content-length"))
        update = json.loads(await reader.readexactly(int(length.split(":")[1])))
        self.heads.append(head)
        status = "500 Oops" if len(self.heads) == 1 else "200 OK"
        chat_id = update["message"]["chat"]["id"]
        body = json.dumps({"method": "sendMessage", "chat_id": chat_id, "text": "hooked"})
        writer.write(
            f"HTTP/1.1 {status}\r\nConnection: close\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        await writer.drain()
        writer.close()
        await writer.wait_closed()


async def test_a_webhook_gets_updates_until_it_takes_them(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    hook = Hook()
    listener = await asyncio.start_server(hook, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="s3cret")
    ada.asks("who?")
    assert (await ada.private.message()).text == "hooked"
    await server.until(lambda: not server.updates.pending)
    assert len(hook.heads) == 2
    assert "x-telegram-bot-api-secret-token: s3cret" in hook.heads[0].lower()
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.last_error_message) == (
        0,
        "Wrong response from the webhook: 500 Oops",
    )
    with pytest.raises(Conflict):
        await bot.get_updates()
    assert server.refusals[-1].description == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await bot.delete_webhook()
    await bot.get_updates()
    listener.close()
    await listener.wait_closed()


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://example.org", "s", "bad webhook: An HTTPS URL must be provided for webhook"),
        ("https://example.org:8080", "s",
         "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("https://example.org:8443", "a b", "secret token contains unallowed characters"),
        ("https://example.org", "x" * 257, "secret token is too long"),
    ],
)  # fmt: skip
async def test_webhooks_that_telegram_refuses_are_refused(
    server: TelegramServer, bot: Bot, url: str, secret: str, reason: str
) -> None:
    server.settings.local_webhooks = False
    call = bot.set_webhook(url, secret_token=secret)
    assert await refusal(server, call) == f"Bad Request: {reason}"


# -- trouble ----------------------------------------------------------------------------------


async def test_faults_strike_as_often_as_ordered(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    server.faults.too_many("sendMessage", 3, times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await bot.send_message(ada.id, "x")
    server.faults.error("*", 502)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(ada.id, "x")
    server.faults.drop("sendMessage", where=lambda params: params["chat_id"] == ada.id)
    with pytest.raises(NetworkError):
        await bot.send_message(ada.id, "x")
    assert ada.private.from_bot == []
    await bot.send_message(ada.id, "x")
    assert [r.status for r in server.requests] == [429, 429, 502, 0, 200]
    assert not server.refusals, "what a test ordered is no refusal"


async def test_an_answer_can_be_lost_after_the_fact(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    server.faults.drop("sendMessage", after=True)
    with pytest.raises(NetworkError):
        await bot.send_message(ada.id, "x")
    assert [message.text for message in ada.private.from_bot] == ["x"]
    server.faults.delay("sendMessage", 0.5, after=True)
    with pytest.raises(TimedOut):
        await bot.send_message(ada.id, "y", read_timeout=0.1)
    assert [message.text for message in ada.private.from_bot] == ["x", "y"]


async def test_send_rates_are_enforced(server: TelegramServer, bot: Bot, ada: Person) -> None:
    server.limits.enforce(Rates(chat_burst=2))
    await bot.send_message(ada.id, "one")
    await bot.send_message(ada.id, "two")
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(ada.id, "three")
    assert caught.value.retry_after == timedelta(seconds=1)
    assert server.refusals[-1].description == "Too Many Requests: retry after 1"
    server.limits.lift()
    await bot.send_message(ada.id, "three")


async def test_a_group_has_its_own_rate(server: TelegramServer, bot: Bot) -> None:
    server.limits.enforce(Rates(chat_burst=50, group_per_minute=2))
    group, other = server.group(), server.group()
    await bot.send_message(group.id, "one")
    await bot.send_message(group.id, "two")
    with pytest.raises(RetryAfter):
        await bot.send_message(group.id, "three")
    assert int(server.refusals[-1].description.rsplit(" ", 1)[1]) in (59, 60)
    await bot.send_message(other.id, "one")


async def test_all_chats_share_a_rate(server: TelegramServer, bot: Bot) -> None:
    server.limits.enforce(Rates(overall_per_s=5))
    people = [server.user(f"P{n}") for n in range(6)]
    for person in people:
        person.starts()
    outcomes = await asyncio.gather(
        *(bot.send_message(person.id, "x") for person in people), return_exceptions=True
    )
    assert sum(isinstance(outcome, RetryAfter) for outcome in outcomes) == 1


async def test_the_server_comes_back_on_its_port(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    ada.asks("still there?")
    url = server.url
    server.shut_down()
    with pytest.raises(NetworkError):
        await bot.get_updates()
    server.come_back()
    assert server.url == url
    assert len(await bot.get_updates()) == 1


async def test_a_poll_under_way_breaks_when_the_server_goes(
    server: TelegramServer, bot: Bot
) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await server.until(lambda: server.polling.busy)
    await asyncio.to_thread(server.shut_down)
    with pytest.raises(NetworkError):
        await poll
    server.come_back()


async def test_hundreds_of_messages_at_once_are_no_burden(bot: Bot, ada: Person) -> None:
    await asyncio.gather(*(bot.send_message(ada.id, f"<b>{n}</b>", "HTML") for n in range(300)))
    assert len(ada.private.from_bot) == 300


def test_settings_are_the_tests_own() -> None:
    with TelegramServer(Settings(token="1:a", inline_expiry_s=9)) as server:
        assert (server.token, server.settings.inline_expiry_s) == ("1:a", 9)


async def test_a_bad_request_is_an_exception_of_the_library(bot: Bot, ada: Person) -> None:
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(ada.id, "")
