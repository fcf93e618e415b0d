"""Commands: how a line is read as one, and which one somebody may have meant."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

COMMANDS: Final = ("/about", "/article", "/articles", "/ask", "/help", "/privacy", "/start")


def read_command(line: str) -> tuple[str, str]:
    """Return a line's command and what stands behind it; a line that begins with none asks.

    As in Telegram, case does not matter, and the name of a bot may follow the command.
    """
    if not line.startswith("/"):
        return "/ask", line
    command, *rest = line.split(maxsplit=1)
    return command.lower().partition("@")[0], "".join(rest)


def likest(command: str, known: Sequence[str]) -> str | None:
    """Return the command that one which is not known looks like, None where it is like none."""
    return next(iter(get_close_matches(command, known, n=1)), None)
