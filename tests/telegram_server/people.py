"""People: what a test's users do in Telegram, and what the bot is told of it."""

import re
from dataclasses import dataclass
from typing import Any

from .api import Api, Press, Summons, Typed, new_id
from .chats import member_json
from .delivery import kind_of, mentions, reaches_bot
from .entities import Entity, with_detected
from .files import store
from .keyboards import check_markup
from .queries import cached_answer, result_content
from .utf16 import units
from .world import (
    ANONYMOUS_ADMIN,
    CHANNEL_SENDER,
    GROUP_TYPES,
    TELEGRAM,
    Chat,
    Message,
    Topic,
    User,
)


@dataclass(frozen=True, slots=True)
class Person:
    """A user, or another bot, who acts."""

    api: Api
    user: User

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def private(self) -> Chat:
        """The chat of this person with the bot."""
        return self.api.world.private_chat(self.user)

    def sends(
        self,
        chat: Chat,
        text: str = "",
        *,
        reply_to: Message | None = None,
        quote: str | None = None,
        topic: Topic | None = None,
        anonymous: bool = False,
        as_channel: Chat | None = None,
        content: dict[str, Any] | None = None,
        caption: str = "",
        entities: tuple[Entity, ...] = (),
    ) -> Message:
        """Send a message; `anonymous` as a hidden administrator, `as_channel` in its name."""
        sender_chat = chat if anonymous else as_channel
        sender = ANONYMOUS_ADMIN if anonymous else CHANNEL_SENDER if as_channel else self.user
        return self._post(
            chat,
            sender,
            text=text,
            caption=caption,
            entities=with_detected(text or caption, entities),
            sender_chat=sender_chat,
            reply_to=reply_to,
            quote=_quoted(reply_to, quote),
            thread_id=topic.id if topic else None,
            is_topic=topic is not None,
            content=content or {},
        )

    def _post(self, chat: Chat, sender: User | None, **details: Any) -> Message:
        with self.api.world.lock:
            if chat.type == "private":
                chat.started, chat.bot_status = True, "member"
            elif chat.type in GROUP_TYPES and self.user.id not in chat.members:
                chat.members[self.user.id] = (self.user, "member")
            message = self.api.world.post(chat, sender, **details)
            deliver(self.api, message)
            return message

    def asks(self, text: str) -> Message:
        """Send a text to the bot in private."""
        return self.sends(self.private, text)

    def starts(self, payload: str = "") -> Message:
        """Open the bot, through a deep link where there is a payload."""
        assert re.fullmatch(r"[A-Za-z0-9_-]{0,64}", payload), f"no client takes {payload!r}"
        return self.asks(f"/start {payload}".strip())

    def follows(self, url: str) -> Message:
        """Tap a link that opens the bot."""
        match = re.fullmatch(r"https://t\.me/(\w+)\?start=(.*)", url)
        assert match is not None, f"{url} is no deep link"
        assert match[1].lower() == (self.api.bot.username or "").lower(), f"{url} opens another bot"
        return self.starts(match[2])

    def sends_sticker(self, chat: Chat) -> Message:
        return self.sends(chat, content={"sticker": self._file() | _STICKER})

    def sends_photo(self, chat: Chat, caption: str = "") -> Message:
        photo = self._file() | {"width": 90, "height": 67}
        return self.sends(chat, caption=caption, content={"photo": [photo]})

    def sends_voice(self, chat: Chat) -> Message:
        return self.sends(chat, content={"voice": self._file() | {"duration": 3}})

    def sends_document(
        self, chat: Chat, content: bytes = b"%PDF-", name: str = "paper.pdf", caption: str = ""
    ) -> Message:
        document = store(self.api, content) | {"file_name": name}
        return self.sends(chat, caption=caption, content={"document": document})

    def sends_poll(self, chat: Chat, question: str = "Tea?") -> Message:
        options = [{"text": text, "voter_count": 0, "persistent_id": text} for text in "yn"]
        return self.sends(
            chat, content={"poll": _POLL | {"question": question, "options": options}}
        )

    def sends_location(self, chat: Chat) -> Message:
        return self.sends(chat, content={"location": {"latitude": 36.2, "longitude": 37.16}})

    def _file(self) -> dict[str, Any]:
        return store(self.api, b"\x00" * 64)

    def edits(self, message: Message, text: str) -> Message:
        """Change a message of one's own."""
        with self.api.world.lock:
            self.api.world.revise(message, text, with_detected(text, ()), message.markup)
            deliver(self.api, message, edited=True)
            return message

    def deletes(self, message: Message) -> None:
        """Delete a message; the bot is not told."""
        with self.api.world.lock:
            message.deleted = True

    def presses(self, message: Message, text: str) -> Press:
        """Press a callback button, by its label or its data."""
        return self.presses_data(message, _callback_data(message, text))

    def presses_data(self, message: Message, data: str) -> Press:
        """Send callback data of one's own making, as a forged client does."""
        with self.api.world.lock:
            press = Press(new_id(), self.user, message, data, self.api.world.now())
            self.api.presses[press.id] = press
            self.api.updates.push("callback_query", self._callback(press))
            return press

    def _callback(self, press: Press) -> dict[str, Any]:
        message = press.message
        found: dict[str, Any] = {
            "id": press.id,
            "from": self.user.json(),
            "chat_instance": str(message.chat.id * 7919),
            "data": press.data,
        }
        if message.inline_id:
            return found | {"inline_message_id": message.inline_id}
        if message.inaccessible or message.deleted:
            chat = message.chat.json()
            return found | {"message": {"chat": chat, "message_id": message.id, "date": 0}}
        return found | {"message": message.json()}

    def types_inline(self, query: str, *, offset: str = "", chat_type: str = "sender") -> Typed:
        """Type `@bot query` in some chat; answered from Telegram's cache where it can be."""
        with self.api.world.lock:
            typed = Typed(new_id(), self.user, query, offset, self.api.world.now())
            self.api.typed[typed.id] = typed
            typed.answer = (
                cached_answer(self.api, typed) if self.api.settings.inline_cache else None
            )
            typed.from_cache = typed.answer is not None
            if not typed.from_cache:
                self.api.updates.push("inline_query", _inline_query(typed, chat_type))
            self.api.world.waiter.tell()
            return typed

    def chooses(self, typed: Typed, chat: Chat, result: int | str = 0) -> Message:
        """Choose a result, by number or id; post its message via the bot."""
        chosen = _result(typed, result)
        text, entities = result_content(chosen)
        markup = check_markup(chosen.get("reply_markup"))
        with self.api.world.lock:
            message = self._post(
                chat,
                self.user,
                text=text,
                entities=entities,
                markup=markup,
                via_bot=self.api.bot,
                inline_id=new_id(),
            )
            if self.api.settings.inline_feedback:
                self.api.updates.push("chosen_inline_result", _chosen(typed, chosen, message))
            return message

    def mentions_as_guest(
        self, chat: Chat, text: str, *, reply_to: Message | None = None
    ) -> Message:
        """Mention the bot where it is not a member; `text` without the mention gets it."""
        if f"@{self.api.bot.username}".lower() not in text.lower():
            text = f"@{self.api.bot.username} {text}"
        return self.sends(chat, text, reply_to=reply_to)

    def adds_bot(
        self, chat: Chat, *, admin: bool = False, privacy: bool | None = None, start: str = ""
    ) -> None:
        """Add the bot to a group or a channel, or add it again; `start` is a startgroup link's."""
        if privacy is not None:
            chat.privacy = privacy
        set_bot_status(self.api, chat, self.user, "administrator" if admin else "member")
        if start:
            self.sends(chat, f"/start@{self.api.bot.username} {start}")

    def promotes_bot(self, chat: Chat) -> None:
        """Make the bot an administrator."""
        set_bot_status(self.api, chat, self.user, "administrator")

    def removes_bot(self, chat: Chat) -> None:
        """Throw the bot out."""
        set_bot_status(self.api, chat, self.user, "kicked")

    def blocks_bot(self) -> None:
        """Block the bot in private."""
        set_bot_status(self.api, self.private, self.user, "kicked")

    def unblocks_bot(self) -> None:
        """Let the bot write again."""
        set_bot_status(self.api, self.private, self.user, "member")

    def upgrades(self, group: Chat) -> Chat:
        """Turn a basic group into a supergroup, which has another id."""
        return upgrade(self.api, group, self.user)

    def posts(self, channel: Chat, text: str) -> Message:
        """Post in a channel, and see it forwarded to the discussion group."""
        return post_in_channel(self.api, channel, text)


def deliver(api: Api, message: Message, *, edited: bool = False) -> None:
    """Tell the bot of a message, where Telegram would."""
    if reaches_bot(message, api.bot):
        api.updates.push(kind_of(message, edited=edited), message.json())
    elif not edited and _summons_guest(api, message):
        summons = Summons(new_id(), message.sender or TELEGRAM, message, api.world.now())
        api.summons[summons.id] = summons
        api.updates.push("guest_message", message.json() | {"guest_query_id": summons.id})


def _summons_guest(api: Api, message: Message) -> bool:
    human = message.sender is not None and not message.sender.is_bot
    outside = not message.chat.has_bot and message.chat.type != "channel"
    return human and outside and mentions(message, api.bot)


def set_bot_status(api: Api, chat: Chat, by: User, status: str) -> None:
    """Change what the bot is in a chat, and tell it."""
    with api.world.lock:
        old, chat.bot_status = chat.bot_status, status
        change = {
            "chat": chat.json(),
            "from": by.json(),
            "date": int(api.world.now()),
            "old_chat_member": member_json(api.bot, old),
            "new_chat_member": member_json(api.bot, status),
        }
        api.updates.push("my_chat_member", change)
        if chat.type in GROUP_TYPES and chat.has_bot and old in ("left", "kicked"):
            content = {"new_chat_members": [api.bot.json()]}
            deliver(api, api.world.post(chat, by, content=content))


def upgrade(api: Api, group: Chat, by: User) -> Chat:
    """Move a group to a supergroup, with both service messages."""
    assert group.type == "group", f"{group!r} is not a basic group"
    with api.world.lock:
        new = api.world.add_chat("supergroup", group.title, privacy=group.privacy)
        new.bot_status, new.members = group.bot_status, dict(group.members)
        moved = api.world.post(group, by, content={"migrate_to_chat_id": new.id})
        deliver(api, moved)
        group.migrated_to = new
        came = {"migrate_from_chat_id": group.id}
        deliver(api, api.world.post(new, ANONYMOUS_ADMIN, sender_chat=new, content=came))
        return new


def post_in_channel(api: Api, channel: Chat, text: str) -> Message:
    """Post, deliver, and forward to the discussion group."""
    assert channel.type == "channel", f"{channel!r} is not a channel"
    with api.world.lock:
        entities = with_detected(text, ())
        post = api.world.post(channel, None, sender_chat=channel, text=text, entities=entities)
        deliver(api, post)
        if channel.discussion:
            origin = {"type": "channel", "chat": channel.json(), "message_id": post.id}
            content = {
                "is_automatic_forward": True,
                "forward_origin": origin | {"date": post.date},
            }
            forwarded = api.world.post(
                channel.discussion,
                TELEGRAM,
                sender_chat=channel,
                text=text,
                entities=entities,
                content=content,
            )
            deliver(api, forwarded)
        return post


def _callback_data(message: Message, text: str) -> str:
    button = message.button(text)
    assert button.data is not None, f"{button} is not a callback button"
    return button.data


def _quoted(reply_to: Message | None, quote: str | None) -> dict[str, Any] | None:
    if reply_to is None or quote is None:
        return None
    at = reply_to.text.index(quote)
    return {"text": quote, "position": units(reply_to.text[:at]), "is_manual": True}


def _inline_query(typed: Typed, chat_type: str) -> dict[str, Any]:
    assert units(typed.query) <= 256, "clients cut inline queries at 256 characters"
    return {
        "id": typed.id,
        "from": typed.user.json(),
        "query": typed.query,
        "offset": typed.offset,
        "chat_type": chat_type,
    }


def _result(typed: Typed, wanted: int | str) -> dict[str, Any]:
    if isinstance(wanted, int):
        return typed.results[wanted]
    return next(result for result in typed.results if result["id"] == wanted)


def _chosen(typed: Typed, chosen: dict[str, Any], message: Message) -> dict[str, Any]:
    found = {"result_id": chosen["id"], "from": typed.user.json(), "query": typed.query}
    return found | ({"inline_message_id": message.inline_id} if message.markup else {})


_STICKER = {
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "🙂",
}
_POLL: dict[str, Any] = {
    "id": "5312345678901234567",
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
