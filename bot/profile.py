"""What Telegram itself shows of the bot: commands and descriptions, by language and scope."""

import hashlib
import json
import logging
from collections.abc import Iterator

import telegram
from telegram.error import TelegramError

from bot.memory import Memory
from bot.wording import DEFAULT_LANGUAGE, LANGUAGES, Wording, Words

log = logging.getLogger(__name__)

NOTE = "profile"  # what was set last, so that a restart does not set it all again


async def set_profile(bot: telegram.Bot, wording: Wording, memory: Memory) -> None:
    """Set commands and descriptions where they changed; a failure waits for the next start."""
    digest = f"{bot.id} {profile_digest(wording)}"  # another token is another bot
    if memory.note(NOTE) == digest:
        return
    try:
        for code in ("", *LANGUAGES):
            await _set_language(bot, wording.of(code or DEFAULT_LANGUAGE), code)
    except TelegramError as error:
        log.warning("commands and descriptions were not all set: %s", error.message)
    else:
        memory.keep_note(NOTE, digest)


def profile_digest(wording: Wording) -> str:
    """Return what changes with any of the texts."""
    texts = [
        [private_commands(words), group_commands(words), *_descriptions(words)]
        for words in map(wording.of, LANGUAGES)
    ]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def private_commands(words: Words) -> list[tuple[str, str]]:
    """Return the commands of the private chat with their descriptions."""
    return [
        ("article", words("command-article")),
        ("articles", words("command-articles")),
        ("help", words("command-help")),
        ("about", words("command-about")),
        ("privacy", words("command-privacy")),
    ]


def group_commands(words: Words) -> list[tuple[str, str]]:
    """Return the commands of groups with their descriptions."""
    return [
        ("ask", words("command-ask")),
        ("article", words("command-article")),
        ("articles", words("command-articles")),
        ("help", words("command-help")),
    ]


def _descriptions(words: Words) -> Iterator[str]:
    yield words("description")
    yield words("short-description")


async def _set_language(bot: telegram.Bot, words: Words, code: str) -> None:
    """Set all of one language; the empty code is for whoever has another."""
    private, groups = telegram.BotCommandScopeAllPrivateChats, telegram.BotCommandScopeAllGroupChats
    await bot.set_my_commands(private_commands(words), private(), language_code=code)
    await bot.set_my_commands(group_commands(words), groups(), language_code=code)
    await bot.set_my_description(words("description"), language_code=code)
    await bot.set_my_short_description(words("short-description"), language_code=code)
