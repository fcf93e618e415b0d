"""What every method of the Bot API works on, and the checks that many of them share."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import html
from .entities import (
    Entity,
    check_structure,
    clean,
    is_blank,
    read_explicit,
    with_detected,
)
from .limits import Limits
from .params import Params
from .refusals import Refused, bad_request, forbidden
from .updates import Updates
from .utf16 import units
from .world import Chat, Message, User, World

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_SOURCE_BYTES = 1 << 15
"""What the Bot API takes before it parses."""


@dataclass(slots=True)
class Settings:
    """What BotFather and Telegram's own clocks decide."""

    token: str = "110201543:TEST-token_of-the-stand-in-server"
    inline_expiry_s: float = 2.0
    callback_expiry_s: float = 15.0
    guest_expiry_s: float = 60.0
    inline_feedback: bool = False
    """Whether `chosen_inline_result` updates are sent."""
    inline_cache: bool = True
    """Whether inline answers are served again for their `cache_time`."""
    local_webhooks: bool = True
    """Accept http and any port, as a self-hosted Bot API server does with --local."""


@dataclass(eq=False, slots=True)
class Press:
    """A button pressed, and what the bot answered."""

    id: str
    user: User
    message: Message
    data: str
    at: float
    answer: dict[str, Any] | None = None


@dataclass(eq=False, slots=True)
class Typed:
    """An inline query typed, and what the bot answered."""

    id: str
    user: User
    query: str
    offset: str
    at: float
    answer: dict[str, Any] | None = None
    from_cache: bool = False

    @property
    def results(self) -> list[dict[str, Any]]:
        return list((self.answer or {}).get("results", []))


@dataclass(eq=False, slots=True)
class Summons:
    """A guest mention, and the bot's one reply."""

    id: str
    user: User
    message: Message
    at: float
    reply: Message | None = None


@dataclass(eq=False, slots=True)
class Webhook:
    """Where updates are delivered."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass(eq=False, slots=True)
class Api:
    """The state behind the methods of one bot."""

    settings: Settings
    world: World
    updates: Updates
    limits: Limits
    presses: dict[str, Press] = field(default_factory=dict)
    typed: dict[str, Typed] = field(default_factory=dict)
    summons: dict[str, Summons] = field(default_factory=dict)
    inline_cache: dict[tuple[str, str, int | None], tuple[float, dict[str, Any]]] = field(
        default_factory=dict
    )
    webhook: Webhook = field(default_factory=Webhook)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    """Name and descriptions, by field and language."""
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    """Commands by scope and language."""

    @property
    def bot(self) -> User:
        return self.world.bot

    def chat(self, params: Params) -> Chat:
        """Find the chat that a call names."""
        if not params.has("chat_id") or params.raw("chat_id") == "":
            raise bad_request("chat_id is empty")
        wanted = params.raw("chat_id")
        if isinstance(wanted, str) and wanted.startswith("@"):
            found = [c for c in self.world.chats.values() if c.username == wanted[1:]]
            chat = found[0] if found else None
        else:
            chat = self.world.chats.get(params.integer("chat_id"))
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def writable_chat(self, params: Params) -> Chat:
        """Find the chat that a call names, where the bot may write."""
        chat = self.chat(params)
        check_writable(chat)
        return chat


Method = Callable[[Api, Params], Any]


def new_id() -> str:
    """Return an id as long and as opaque as Telegram's."""
    return str(secrets.randbelow(9 * 10**18) + 10**18)


def check_writable(chat: Chat) -> None:
    """Refuse where the bot was blocked, removed, never allowed in, or the chat moved."""
    if chat.migrated_to is not None:
        reason = "group chat was upgraded to a supergroup chat"
        raise Refused(400, reason, migrate_to_chat_id=chat.migrated_to.id)
    if chat.type == "private":
        if chat.bot_status == "kicked":
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return
    if chat.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if chat.bot_status == "left":
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    if chat.type == "channel" and chat.bot_status != "administrator":
        raise bad_request("need administrator rights in the channel chat")
    if chat.bot_status == "restricted":
        raise bad_request("not enough rights to send text messages to the chat")


@dataclass(frozen=True, slots=True)
class TextFields:
    """The names of the parameters that make up a formatted text, and its limit."""

    text: str = "text"
    entities: str = "entities"
    parse_mode: str = "parse_mode"
    limit: int = MAX_TEXT
    too_long: str = "message is too long"
    optional: bool = False


SENT = TextFields()
EDITED = TextFields(too_long="MESSAGE_TOO_LONG")
INLINE = TextFields(text="message_text")
CAPTION = TextFields("caption", "caption_entities", "parse_mode", MAX_CAPTION,
                     "message caption is too long", optional=True)  # fmt: skip


def formatted(params: Params, fields: TextFields = SENT) -> tuple[str, tuple[Entity, ...]]:
    """Read a text with its formatting as Telegram would store it."""
    if not params.text(fields.text) and not fields.optional:
        raise bad_request("message text is empty")
    text, entities = plain(params, fields)
    if is_blank(text):
        if not fields.optional:
            raise bad_request("text must be non-empty")
        return "", ()
    if units(text) > fields.limit:
        raise bad_request(fields.too_long)
    return text, with_detected(text, entities)


def plain(params: Params, fields: TextFields) -> tuple[str, list[Entity]]:
    """Parse, check and clean a text, without what Telegram finds in it by itself."""
    source = params.text(fields.text)
    if len(source.encode()) > MAX_SOURCE_BYTES:
        raise bad_request("text is too long")
    mode = params.text(fields.parse_mode).lower()
    if mode == "html":
        text, entities = html.parse(source)
    elif mode in ("", "none"):
        text, raw = source, params.raw(fields.entities)
        entities = read_explicit(text, raw) if raw else []
    else:
        raise bad_request("unsupported parse_mode")
    check_structure(entities)
    return clean(text, entities)
