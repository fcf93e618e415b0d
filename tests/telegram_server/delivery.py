"""Which messages reach the bot: private chats, privacy mode, channels, guest mentions."""

from .world import Message, User


def kind_of(message: Message, *, edited: bool = False) -> str:
    """Return the update's kind for a message."""
    kind = "channel_post" if message.chat.type == "channel" else "message"
    return f"edited_{kind}" if edited else kind


def reaches_bot(message: Message, bot: User) -> bool:
    """Tell whether Telegram shows the bot this message."""
    chat = message.chat
    if message.sender and message.sender.id == bot.id and not message.via_bot:
        return False  # its own
    if not chat.has_bot:
        return False
    if chat.type == "private":
        return True
    if message.sender and message.sender.is_bot and not message.sender_chat:
        return False  # bots do not see other bots
    if chat.type == "channel":
        return chat.bot_status == "administrator"
    return _seen_in_group(message, bot)


def _seen_in_group(message: Message, bot: User) -> bool:
    chat = message.chat
    if not chat.privacy or chat.bot_status == "administrator":
        return True
    if message.content and not message.text and is_service(message):
        return True
    if message.via_bot and message.via_bot.id == bot.id:
        return True
    replied = message.reply_to
    if replied and replied.sender and replied.sender.id == bot.id and not replied.via_bot:
        return True
    return _is_command_for(message, bot)


def _is_command_for(message: Message, bot: User) -> bool:
    """Accept `/ask@bot`, and a plain `/ask` where no other bot spoke last."""
    first = next(iter(message.entities), None)
    if first is None or first.type != "bot_command" or first.offset > 0:
        return False
    _, at, name = first.of(message.text).partition("@")
    if at:
        return name.lower() == (bot.username or "").lower()
    return message.chat.last_bot_id == bot.id


def mentions(message: Message, bot: User) -> bool:
    """Tell whether a message mentions the bot by its name."""
    wanted = f"@{bot.username}".lower()
    return any(words.lower() == wanted for words in message.covered("mention"))


def is_service(message: Message) -> bool:
    """Tell whether a message only says that something happened in the chat."""
    return bool(SERVICE & message.content.keys())


SERVICE = {
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "forum_topic_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
    "group_chat_created",
    "supergroup_chat_created",
}
