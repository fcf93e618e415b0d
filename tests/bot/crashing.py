"""The bot with a fault in it: `python -m tests.bot.crashing`. Some questions spill the secrets."""

import os
from typing import Any

import bot.__main__
import bot.handlers.asking
from bot.__main__ import main
from bot.answering import ask
from tests.bot.secrets import secrets_in


async def spilling(doorway: Any, question: Any, *more: Any) -> Any:
    """Answer as the bot does; where a crash is asked for, crash with all secrets in the error."""
    if "crash" in question.text:
        raise RuntimeError(f"https://example.org/bot{' '.join(secrets_in(os.environ))}")
    return await ask(doorway, question, *more)


def failing(*_: object) -> None:
    """Fail where nobody catches it."""
    raise RuntimeError(" ".join(secrets_in(os.environ)))


if __name__ == "__main__":
    bot.handlers.asking.ask = spilling  # type: ignore[assignment,attr-defined]  # the fault
    if "SPILL" in os.environ:
        bot.__main__._serve = failing  # type: ignore[assignment]  # the fault
    raise SystemExit(main())
