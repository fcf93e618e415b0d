"""Who and what there is: users, chats, memberships, topics, messages; one lock around it all."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

from .entities import Entity
from .waiting import Waiter

ChatType = Literal["private", "group", "supergroup", "channel"]
GROUP_TYPES = ("group", "supergroup")


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot, as the Bot API shows one."""

    id: int
    first_name: str
    language_code: str | None = None
    username: str | None = None
    last_name: str | None = None
    is_bot: bool = False

    def json(self) -> dict[str, Any]:
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        known = {name: value for name, value in optional.items() if value}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name} | known


# The users that Telegram shows where nobody in particular wrote.
ANONYMOUS_ADMIN = User(1087968824, "Group", username="GroupAnonymousBot", is_bot=True)
CHANNEL_SENDER = User(136817688, "Channel", username="Channel_Bot", is_bot=True)
TELEGRAM = User(777000, "Telegram")


@dataclass(frozen=True, slots=True)
class Button:
    """One button of an inline keyboard, as the user sees it."""

    text: str
    raw: dict[str, Any]

    @property
    def data(self) -> str | None:
        return self.raw.get("callback_data")

    @property
    def url(self) -> str | None:
        return self.raw.get("url")


@dataclass(frozen=True, slots=True)
class Topic:
    """A forum topic; its id is that of the service message that created it."""

    id: int
    name: str


@dataclass(eq=False, slots=True)
class Message:
    """One message as its readers see it now; `revisions` holds what it said before."""

    chat: "Chat"
    id: int
    date: int
    sender: User | None = None
    text: str = ""
    entities: tuple[Entity, ...] = ()
    sender_chat: "Chat | None" = None
    reply_to: "Message | None" = None
    quote: dict[str, Any] | None = None
    thread_id: int | None = None
    is_topic: bool = False
    markup: dict[str, Any] | None = None
    via_bot: User | None = None
    inline_id: str | None = None
    guest_caller: User | None = None
    edit_date: int | None = None
    caption: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    """Media and service fields, as they stand in the Bot API's Message."""
    deleted: bool = False
    inaccessible: bool = False
    at: float = 0.0
    """When it was posted, on the monotonic clock, in seconds."""
    revisions: list[tuple[str, tuple[Entity, ...], dict[str, Any] | None]] = field(
        default_factory=list
    )

    @property
    def buttons(self) -> list[Button]:
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [Button(raw["text"], raw) for row in rows for raw in row]

    def button(self, text: str) -> Button:
        """Return the button with this label, or with this callback data."""
        for button in self.buttons:
            if text in (button.text, button.data):
                return button
        raise LookupError(f"no button {text!r} among {[button.text for button in self.buttons]}")

    def covered(self, kind: str) -> list[str]:
        """Return the words under each entity of one type, in order."""
        said = self.text or self.caption
        return [entity.of(said) for entity in self.entities if entity.type == kind]

    def becomes_inaccessible(self) -> None:
        """Grow so old that callback queries carry no more than its id."""
        self.inaccessible = True

    def json(self, *, nested: bool = False) -> dict[str, Any]:
        """Return the Bot API's Message; a replied message shows no reply of its own."""
        found: dict[str, Any] = {"message_id": self.id, "date": self.date, "chat": self.chat.json()}
        if self.sender:
            found["from"] = self.sender.json()
        if self.sender_chat:
            found["sender_chat"] = self.sender_chat.json()
        found |= self._body() | self._place()
        if self.reply_to and not self.reply_to.deleted and not nested:
            found["reply_to_message"] = self.reply_to.json(nested=True)
            found |= {"quote": self.quote} if self.quote else {}
        return found

    def _body(self) -> dict[str, Any]:
        entities = [entity.json() for entity in self.entities]
        body = dict(self.content)
        if self.text:
            body |= {"text": self.text} | ({"entities": entities} if entities else {})
        elif self.caption:
            body |= {"caption": self.caption}
            body |= {"caption_entities": entities} if entities else {}
        if self.markup and "inline_keyboard" in self.markup:
            body["reply_markup"] = self.markup
        return body

    def _place(self) -> dict[str, Any]:
        place: dict[str, Any] = {
            "message_thread_id": self.thread_id,
            "is_topic_message": self.is_topic or None,
            "via_bot": self.via_bot and self.via_bot.json(),
            "guest_bot_caller_user": self.guest_caller and self.guest_caller.json(),
            "edit_date": self.edit_date,
        }
        return {name: value for name, value in place.items() if value is not None}


@dataclass(eq=False, slots=True)
class Chat:
    """A chat, with what a test reads from it."""

    world: "World"
    id: int
    type: ChatType
    title: str = ""
    partner: User | None = None
    is_forum: bool = False
    privacy: bool = True
    """Privacy mode of the bot as it was when the bot joined this group."""
    bot_status: str = "member"
    members: dict[int, tuple[User, str]] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    topics: dict[int, Topic] = field(default_factory=dict)
    last_bot_id: int | None = None
    started: bool = False
    """Whether this user ever wrote to the bot; before that the bot may not write."""
    migrated_to: "Chat | None" = None
    discussion: "Chat | None" = None
    username: str | None = None
    actions: list[str] = field(default_factory=list)
    """The chat actions that the bot showed here, in order."""
    by_id: dict[int, Message] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Chat {self.id} {self.type} {self.title or self.partner}>"

    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.partner:
            user = self.partner.json()
            names = ("first_name", "last_name", "username")
            return found | {name: user[name] for name in names if name in user}
        found |= {"title": self.title} | ({"username": self.username} if self.username else {})
        return found | ({"is_forum": True} if self.is_forum else {})

    @property
    def has_bot(self) -> bool:
        return self.bot_status in ("member", "administrator", "restricted")

    @property
    def from_bot(self) -> list[Message]:
        """What the bot has said here and has not deleted, in order."""
        bot_id = self.world.bot.id
        with self.world.lock:
            return [
                m for m in self.messages if m.sender and m.sender.id == bot_id and not m.deleted
            ]

    def topic(self, name: str) -> Topic:
        """Open a forum topic."""
        assert self.is_forum, f"{self!r} is not a forum"
        content = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self.world.post(self, TELEGRAM, content=content, is_topic=True)
        message.thread_id = message.id
        topic = Topic(message.id, name)
        self.topics[topic.id] = topic
        return topic

    def replies(self, to: Message) -> list[Message]:
        """Return the bot's replies to one message, in order."""
        return [message for message in self.from_bot if message.reply_to is to]

    def wait_for_reply(self, to: Message, timeout: float = 10.0) -> Message:
        """Block until the bot has replied to a message; return its first reply."""
        return self.world.waiter.until(
            lambda: next(iter(self.replies(to)), None),
            timeout,
            f"a reply to {to.text!r} in {self!r}",
        )

    def wait_for_message(
        self, predicate: Callable[[Message], bool] = lambda _: True, timeout: float = 10.0
    ) -> Message:
        """Block until the bot has said something here that fits, earlier messages included."""
        return self.world.waiter.until(
            lambda: next(filter(predicate, self.from_bot), None), timeout, f"a message in {self!r}"
        )

    async def reply(self, to: Message, timeout: float = 10.0) -> Message:
        """Await what `wait_for_reply` blocks for."""
        return await self.world.waiter.in_thread(lambda: self.wait_for_reply(to, timeout))

    async def message(
        self, predicate: Callable[[Message], bool] = lambda _: True, timeout: float = 10.0
    ) -> Message:
        """Await what `wait_for_message` blocks for."""
        return await self.world.waiter.in_thread(lambda: self.wait_for_message(predicate, timeout))


class World:
    """Everything that Telegram knows, and the clock."""

    def __init__(self, bot: User) -> None:
        self.bot = bot
        self.lock = threading.RLock()
        self.waiter = Waiter(self.lock)
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.inline: dict[str, Message] = {}
        self.files: dict[str, bytes] = {}
        self.skew_s = 0.0
        self._user_ids = count(1001)
        self._chat_ids = count(1001)
        self._shared_message_ids = count(1)
        self._own_message_ids: dict[int, Iterator[int]] = {}

    def now(self) -> float:
        """Return the time in seconds since 1970, with what a test skipped."""
        return time.time() + self.skew_s

    def add_user(self, first_name: str, **details: Any) -> User:
        user_id = details.pop("id", None) or next(self._user_ids)
        user = User(user_id, first_name, **details)
        with self.lock:
            self.users[user.id] = user
        return user

    def private_chat(self, user: User) -> Chat:
        """Return the chat of a user with the bot; the user has not written yet."""
        with self.lock:
            if user.id not in self.chats:
                self.chats[user.id] = Chat(self, user.id, "private", partner=user)
            return self.chats[user.id]

    def add_chat(self, kind: ChatType, title: str, **details: Any) -> Chat:
        number = next(self._chat_ids)
        chat_id = -number if kind == "group" else -1000000000000 - number
        with self.lock:
            chat = self.chats[chat_id] = Chat(self, chat_id, kind, title, **details)
        return chat

    def post(self, chat: Chat, sender: User | None, **details: Any) -> Message:
        """Append a message to a chat."""
        with self.lock:
            message = Message(chat, self._message_id(chat), int(self.now()), sender, **details)
            message.at = time.monotonic()
            if message.reply_to and message.thread_id is None and chat.type == "supergroup":
                message.thread_id = message.reply_to.thread_id or (
                    None if chat.is_forum else message.reply_to.id
                )
                message.is_topic = message.reply_to.is_topic
            chat.messages.append(message)
            chat.by_id[message.id] = message
            if sender and sender.is_bot:
                chat.last_bot_id = sender.id
            if message.inline_id:
                self.inline[message.inline_id] = message
            self.waiter.tell()
            return message

    def revise(
        self,
        message: Message,
        text: str,
        entities: tuple[Entity, ...],
        markup: dict[str, Any] | None,
    ) -> None:
        """Change what a message says, and remember what it said."""
        with self.lock:
            message.revisions.append((message.text, message.entities, message.markup))
            message.text, message.entities, message.markup = text, entities, markup
            message.edit_date = int(self.now())
            self.waiter.tell()

    def _message_id(self, chat: Chat) -> int:
        """Give the next number: supergroups and channels count apart, the rest together."""
        if chat.type in ("private", "group"):
            return next(self._shared_message_ids)
        return next(self._own_message_ids.setdefault(chat.id, count(1)))
