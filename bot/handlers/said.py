"""What a message says: its words, its command, whether it names the bot."""

import re
from string import whitespace

import telegram
from telegram.constants import MessageEntityType
from telegram.ext import filters

from bot.question import Question, Refusal, read_question
from index import Remark, asks_something

MENTIONS: list[str | None] = [MessageEntityType.MENTION, MessageEntityType.TEXT_MENTION]
LINK = re.compile(r"\s*https?://\S+\s*", re.IGNORECASE)
APART = "-–—,;:،؛"  # sets a name off from the sentence that it stands in
# A mark that ends a sentence belongs to a name before it where a blank follows alone: ".NET".
# A minus that a figure follows at once is the number's.
BEHIND = re.compile(rf"(\s|(?!-\d)[{APART}]|[.!?…؟]+(?!\S))*")
BRACKETS = {"(": ")", "[": "]", "«": "»", "“": "”", "„": "“", '"': '"'}
OPENING = ("", "¿", "¡")  # what may stand before a name that a sentence begins with
GOES_ON = re.compile(rf"\s*([{APART}.!?…؟]|$)")

# What calls the bot to the message that it is said in reply to.
CALLS = frozenset({Refusal.EMPTY, Remark.GREETING, Remark.HELP})

# What people say under an answer without a wish for another.
QUIET = frozenset({Refusal.EMPTY, Remark.THANKS, Remark.FAREWELL, Remark.APOLOGY})


class Command(filters.MessageFilter):
    """Messages that begin with a command of this bot, such as "/ask", in a caption too."""

    __slots__ = ("command",)

    def __init__(self, command: str) -> None:
        super().__init__(command)
        self.command = command

    def filter(self, message: telegram.Message) -> bool:
        """Tell whether a message begins with the command."""
        return command_in(message, message.get_bot().username) == self.command


class _AnyCommand(filters.MessageFilter):
    """Messages that begin with a command, whoever it is for."""

    __slots__ = ()

    def filter(self, message: telegram.Message) -> bool:
        """Tell whether a message begins with a command."""
        return command_in(message, "") is not None


COMMAND = _AnyCommand()


def words_in(message: telegram.Message) -> str:
    """Return what somebody says in a message: its text, or the caption of what it shows."""
    return message.text or message.caption or ""


def command_in(message: telegram.Message, bot_name: str) -> str | None:
    """Return the command that a message begins with, None where there is none.

    Behind one that is for another bot its name stands.
    """
    first = next(iter(message.entities or message.caption_entities), None)
    if first is None or first.offset > 0 or first.type != MessageEntityType.BOT_COMMAND:
        return None
    command = words_in(message)[: first.length].lower()
    return command.removesuffix(f"@{bot_name}".lower())


def question_in(message: telegram.Message, bot_name: str, bot_id: int) -> str | None:
    """Return what a message asks: what it says behind `/ask`, or beside a mention of the bot.

    None stands for a command that asks nothing.
    """
    command = command_in(message, bot_name)
    if command is not None:
        return after_command(message) if command == "/ask" else None
    beside = without_mention(message, bot_name, bot_id)
    return words_in(message) if beside is None else beside


def after_command(message: telegram.Message) -> str:
    """Return what stands behind a command, on its line or on the next."""
    _, *rest = words_in(message).split(maxsplit=1)
    return rest[0] if rest else ""


def without_mention(message: telegram.Message, bot_name: str, bot_id: int) -> str | None:
    """Return what is left of a message that mentions the bot; None where it does not."""
    said, addressed = words_in(message), False
    for entity, text in _entities_in(message, MENTIONS).items():
        named = text.lower() == f"@{bot_name}".lower()
        if named or (entity.user is not None and entity.user.id == bot_id):
            said, addressed = _without(said, text), True
    return said if addressed else None


def _without(text: str, name: str) -> str:
    """Return a text without a name that somebody is addressed by, and without what set it off."""
    before, _, behind = text.partition(name)
    around = before.rstrip()[-1:], behind.lstrip()[:1]
    if around in BRACKETS.items():
        before, behind = before.rstrip()[:-1], behind.lstrip()[1:]
    if before.rstrip()[-1:] in OPENING:
        return before.rstrip() + BEHIND.sub("", behind, count=1).rstrip()
    if GOES_ON.match(behind):
        return before.rstrip(APART + whitespace) + behind.rstrip()
    return f"{before.strip()} {behind.strip()}"


def replies_to(message: telegram.Message, bot_id: int) -> bool:
    """Tell whether a message replies to one of the bot."""
    replied = message.reply_to_message
    return replied is not None and is_from(replied, bot_id) and bool(replied.text)


def wants_answer(message: telegram.Message) -> bool:
    """Tell whether who replies to the bot wants an answer.

    Who laughs at one, or takes it up with somebody else, does not.
    """
    if _opens_with_name(message) or links_in(message):
        return False
    return read_question(words_in(message)) not in QUIET


def _opens_with_name(message: telegram.Message) -> bool:
    """Tell whether a message begins with the name of somebody whom it is for."""
    first = next(iter(message.entities or message.caption_entities), None)
    return first is not None and first.offset == 0 and first.type in MENTIONS


def links_in(message: telegram.Message) -> list[str]:
    """Return the links of a message that says nothing else, none of another.

    A name that is a host too is asked of: "Amazon.com?"
    """
    rest, links = words_in(message), []
    if LINK.fullmatch(rest):  # Telegram marks none to a host without a dot
        return [rest.strip()]
    for text in _entities_in(message, [MessageEntityType.URL]).values():
        rest = rest.replace(text, "", 1)
        links.append(text)
    says_more = any(character.isalnum() or character in "?؟" for character in rest)
    return [] if says_more else links


def _entities_in(
    message: telegram.Message, kinds: list[str | None]
) -> dict[telegram.MessageEntity, str]:
    """Return the words of a message that are marked as one of some kinds of things."""
    try:
        return {**message.parse_entities(kinds), **message.parse_caption_entities(kinds)}
    except UnicodeEncodeError:  # half of a character that is written as two: no client sends it
        return {}


def called_to(message: telegram.Message, asked: str, bot_name: str, bot_id: int) -> str | None:
    """Return what was said in the message replied to, where what is asked beside calls to it."""
    return (replied_text(message, bot_name, bot_id) or None) if calls(asked) else None


def replied_text(message: telegram.Message, bot_name: str, bot_id: int) -> str | None:
    """Return what somebody else said in the message replied to, or the part that was picked out."""
    replied = message.reply_to_message
    if replied is not None and is_from(replied, bot_id):
        return None
    if message.quote is not None:
        return message.quote.text
    return question_in(replied, bot_name, bot_id) if replied is not None else None


def calls(said: str) -> bool:
    """Tell whether what is said to the bot asks nothing by itself, such as "?" or "please"."""
    read = read_question(said)
    return read in CALLS or (isinstance(read, Question) and not asks_something(read.text))


def is_from(message: telegram.Message, user_id: int) -> bool:
    """Tell whether a user sent a message, by themselves and not by way of a bot."""
    sender = message.from_user
    return sender is not None and sender.id == user_id and message.via_bot is None
