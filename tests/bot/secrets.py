"""Where a secret could come to light, and whether it did."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.settings import secret_of


def secrets_in(environment: Mapping[str, str]) -> list[str]:
    """Return what nobody may see of a bot's settings: what is given, and what is made of it."""
    token, secret = environment["TELEGRAM_TOKEN"], environment.get("WEBHOOK_SECRET", "")
    return [each for each in (token, token.partition(":")[2], secret, secret_of(token)) if each]


def files_under(folder: Path) -> Iterator[Path]:
    """Yield the files that the bot has written, not those of the model that it was given."""
    for where, _, names in os.walk(folder):  # it does not follow links
        yield from (Path(where) / name for name in names)


def title_of(pid: int) -> str:
    """Return what a list of processes shows of one."""
    shown = (Path(f"/proc/{pid}/{name}").read_bytes() for name in ("cmdline", "comm", "stat"))
    return b"\n".join(shown).replace(b"\0", b" ").decode("utf-8", "replace")
