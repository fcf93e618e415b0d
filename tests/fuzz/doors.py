"""Trials of the whole bot: whatever somebody sends, presses or types, they are answered."""

import asyncio
import json
import logging
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import telegram
from pydantic import SecretStr

from bot.app import build_application
from bot.copies import Copies
from bot.doorway import Doorway
from bot.journal import Journal
from bot.live import LiveIndex
from bot.memory import Memory
from bot.metrics import Metrics
from bot.settings import Settings
from bot.shelving import Shelving
from bot.wording import load_wording
from index import Article, ArticleIndex, default_article, index_folder
from tests.bot.fakes import NoSuggestions
from tests.fakes import BagEncoder
from tests.fuzz import hostile
from tests.fuzz.messages import KEY
from tests.sources import books
from tests.telegram_server import Chat, Message, Person, TelegramServer
from tests.telegram_server import Settings as Clocks
from tests.telegram_server.utf16 import units

PATIENCE_S = 1e6  # nothing expires in the middle of a trial
# What Telegram answers to a press that changes nothing; it is no fault of the message.
HARMLESS = ("message is not modified",)


class Faults(logging.Handler):
    """Keeps what is logged at ERROR."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class Bot:
    """The whole bot on the stand-in for Telegram, over HTTP, given one update at a time."""

    def __init__(self) -> None:
        clocks = Clocks(
            inline_expiry_s=PATIENCE_S,
            callback_expiry_s=PATIENCE_S,
            guest_expiry_s=PATIENCE_S,
            inline_cache=False,
        )
        self.telegram = TelegramServer(clocks).start()
        self.admin = self.telegram.user("Admin", "fr")
        self.faults = Faults()
        logging.getLogger().addHandler(self.faults)
        self.loop = asyncio.new_event_loop()
        folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
        hostile_one = Article.from_text(
            "".join(hostile.ALPHABETS[name] + "\n" for name in ("markup", "marks", "right to left"))
            + "🕊 Une phrase 𝔘𝔘. Une autre <b>!\n"
            + "Mot " * 3000
            + ".\n",
            title="<b>\u202eTitre\0 & \ufdfa" * 20,
            language="fr",
            url="https://example.org/a_(b)?c=<d>#e",
        )
        self.index = ArticleIndex.build([default_article(), hostile_one], BagEncoder())
        live = LiveIndex(self.index, index_folder(folder), lambda: self.index)
        settings = Settings.model_construct(
            telegram_token=SecretStr(self.telegram.token),
            telegram_api_url=self.telegram.url,
            data_dir=folder,
            admins=(self.admin.id,),
        )
        doorway = Doorway(live)
        self.application, _ = build_application(
            settings,
            doorway,
            load_wording(),
            Memory(folder / "state.sqlite"),
            Journal(folder / "updates.sqlite", Copies(folder / "copies")),
            Metrics(),
            Shelving(folder, BagEncoder(), live),
            NoSuggestions(doorway),
        )
        self.loop.run_until_complete(self.application.initialize())

    def handle(self) -> None:
        """Handle what has happened in Telegram since, and hold the bot to its promises."""
        pending, refused = self.telegram.updates.pending, len(self.telegram.refusals)
        while pending:
            raw = json.loads(json.dumps(pending.popleft()))
            update = telegram.Update.de_json(raw, self.application.bot)
            self.loop.run_until_complete(self.application.process_update(update))
        new = self.telegram.refusals[refused:]
        refusals = [each for each in new if not any(h in each.description for h in HARMLESS)]
        assert not refusals, f"Telegram refused {refusals[0]}"
        assert not self.faults.lines, self.faults.lines.pop()
        self.telegram.requests.clear()
        self.telegram.updates.pushed.clear()


def doors(rng: Random) -> None:
    """Questions, commands, replies, edits, buttons, deep links, inline and guest queries, files."""
    rng.choice(_DOORS)(_bot(), rng)


@cache
def _bot() -> Bot:
    return Bot()


def _person(bot: Bot, rng: Random) -> Person:
    code = rng.choice(("fr", "en", "ar", "de", "xx", "", None, "EN-us", hostile.line(rng, 5)))
    return bot.telegram.user(hostile.line(rng, 20) or "x", code)


def _said(rng: Random) -> str:
    """Draw what Telegram delivers: never empty, and no more than it takes."""
    said = hostile.question(rng)[:4000] if rng.random() < 0.9 else hostile.text(rng, 4000)
    while units(said) > 4096:
        said = said[: len(said) // 2]
    return said if said.strip() else "?"


def _answered(chat: Chat, message: Message) -> None:
    """Hold the bot to an answer, be it a refusal; a command for another bot has none."""
    assert chat.replies(message), f"no answer to {message.text!r}"


def _private(bot: Bot, rng: Random) -> None:
    person = _person(bot, rng)
    message = person.asks(_said(rng))
    bot.handle()
    if not message.text.startswith("/"):
        _answered(person.private, message)
    if rng.random() < 0.3:
        person.edits(message, _said(rng))
        bot.handle()


def _command(bot: Bot, rng: Random) -> None:
    person = rng.choice((_person(bot, rng), bot.admin))
    names = ("ask", "start", "help", "about", "privacy", "article", "articles", "x")
    message = person.asks(
        f"/{rng.choice(names)}{rng.choice((' ', chr(10), '@verbatim_bot '))}{_said(rng)}"[:2000]
    )
    bot.handle()
    _answered(person.private, message)


def _group(bot: Bot, rng: Random) -> None:
    person, group = (
        _person(bot, rng),
        bot.telegram.group(hostile.line(rng, 30) or "x", privacy=rng.random() < 0.5),
    )
    message = person.sends(group, f"/ask@verbatim_bot {_said(rng)}"[:3000])
    bot.handle()
    _answered(group, message)
    person.sends(group, _said(rng), reply_to=rng.choice(group.from_bot))
    person.sends(group, f"{_said(rng)[:2000]} @verbatim_bot {_said(rng)[:200]}"[:2500])
    bot.handle()


def _press(bot: Bot, rng: Random) -> None:
    person = rng.choice((_person(bot, rng), bot.admin))
    person.asks(rng.choice((rng.choice(hostile.questions()), "/articles", "/article")))
    bot.handle()
    shown = person.private.from_bot[-1]
    for _ in range(3):
        known = [button.data for button in shown.buttons if button.data]
        data = rng.choice(known) if known and rng.random() < 0.8 else hostile.line(rng, 60)
        if rng.random() < 0.6:
            data = _bent(rng, data, bot)
        data = data.encode("utf-8", "surrogatepass")[:64].decode("utf-8", "ignore") or "x"
        if "k " in data[:3] or "x " in data[:3]:
            continue  # the shelf itself is changed in the tests of the shelf
        press = person.presses_data(shown, data)
        bot.handle()
        assert press.answer is not None, f"no answer to a press of {data!r}"


def _bent(rng: Random, data: str, bot: Bot) -> str:
    """Return a button's data with something else in it."""
    addresses = [each.address for each in bot.index.articles]
    parts = data.split(" ")
    at = rng.randrange(len(parts))
    parts[at] = rng.choice(
        (
            "0",
            "1",
            "2",
            "9999999",
            "00000001",
            "-1",
            "xx",
            "FR",
            KEY,
            *addresses,
            hostile.line(rng, 5),
        )
    )
    return " ".join(parts)


def _deep_link(bot: Bot, rng: Random) -> None:
    person, address = _person(bot, rng), rng.choice(bot.index.articles).address
    payload = rng.choice(
        (
            f"s-{address}-{rng.choice((0, 1, 5, 9, 10**6))}",
            f"s-{address}-٣",
            f"q-{KEY}",
            "hello",
            f"s-{address[:-1]}-1",
            "".join(rng.choices("abcABC019_-", k=rng.randrange(65))),
        )
    )
    message = person.asks(f"/start {payload}".strip())
    bot.handle()
    _answered(person.private, message)


def _inline(bot: Bot, rng: Random) -> None:
    person, query = _person(bot, rng), hostile.question(rng)
    while units(query) > 256:
        query = query[: len(query) // 2]
    offset = rng.choice(("", "", "10", "-1", "9" * 60, hostile.line(rng, 30)))
    typed = person.types_inline(query, offset=offset)
    bot.handle()
    assert typed.answer is not None, f"no answer to the inline query {query!r}"
    if typed.results:
        chat = bot.telegram.group("Elsewhere", bot="left")
        message = person.chooses(typed, chat, rng.randrange(len(typed.results)))
        bot.handle()
        for button in [each for each in message.buttons if each.data][:3]:
            press = person.presses_data(message, str(button.data))
            bot.handle()
            assert press.answer is not None


def _guest(bot: Bot, rng: Random) -> None:
    person, chat = _person(bot, rng), bot.telegram.group("Elsewhere", bot="left")
    message = person.mentions_as_guest(chat, f"@verbatim_bot {_said(rng)}"[:2000])
    bot.handle()
    _answered(chat, message)


def _file(bot: Bot, rng: Random) -> None:
    person = rng.choice((bot.admin, bot.admin, _person(bot, rng)))
    content, ending = rng.choice(
        (
            (hostile.utf8(hostile.text(rng, 500)), ".txt"),
            (f"---\ntitle: [{'1, ' * 4000}1]\n---\nUne phrase.".encode(), ".md"),
            (
                f"---\ntitle: {hostile.line(rng, 60)!r}\n---\nUne phrase.".encode(
                    "utf-8", "replace"
                ),
                ".md",
            ),
            (
                books.epub(
                    ["<p>Une phrase assez longue.</p>"],
                    meta=books.META + "<dc:creator>A B</dc:creator>" * 2000,
                ),
                ".epub",
            ),
            (hostile.mangled(rng, books.epub(["<p>Une phrase assez longue.</p>"])), ".epub"),
            (b"", ".pdf"),
            (b"x", hostile.line(rng, 300)),
        )
    )
    name = hostile.line(rng, rng.choice((5, 255))) + ending
    message = person.sends_document(person.private, content, name, caption=hostile.line(rng, 50))
    bot.handle()
    _answered(person.private, message)


def _other(bot: Bot, rng: Random) -> None:
    person = _person(bot, rng)
    chat = person.private
    send: Callable[..., Message] = rng.choice(
        (
            person.sends_sticker,
            person.sends_photo,
            person.sends_poll,
            person.sends_voice,
            person.sends_location,
        )
    )
    message = send(chat)
    bot.handle()
    _answered(chat, message)


_DOORS: tuple[Callable[[Bot, Random], None], ...] = (
    _private,
    _private,
    _private,
    _command,
    _group,
    _press,
    _press,
    _press,
    _deep_link,
    _inline,
    _inline,
    _guest,
    _file,
    _other,
)
