"""Logging: one line an event, the bot token in none of them."""

import logging
import sys
from typing import Any

# At INFO these log every URL, and a URL of the Bot API holds the token; at DEBUG, headers too.
TOO_TALKATIVE = ("httpx", "httpcore", "telegram", "bm25s")


class Redacting(logging.Formatter):
    """Formats as logging does, with the secrets taken out, those in tracebacks too."""

    def __init__(self, format_: str, secrets: tuple[str, ...]) -> None:
        super().__init__(format_)
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished text of a record."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def set_up_logs(level: str, secrets: tuple[str, ...] = (), stream: Any = None) -> None:
    """Log to standard error at a level, the libraries that talk about everything at WARNING."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s", secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in TOO_TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    # They log a traceback for each fault of the network; `polling` says the same in one line.
    for name in ("telegram.ext", "telegram.ext.Updater"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("telegram.ext.Application").setLevel(logging.WARNING)
