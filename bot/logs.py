"""Logging: one line an event, the bot token in none of them."""

import logging
import re
import sys
import threading
from typing import Any

log = logging.getLogger(__name__)

# Who says at the chosen level what happened. All others speak at WARNING alone: httpx logs every
# URL at INFO, and a URL of the Bot API holds the token.
OURS = ("bot", "index")


class Redacting(logging.Formatter):
    """Formats as logging does, with the secrets taken out, those in tracebacks too.

    In any case: python-telegram-bot writes what Telegram says in small letters.
    """

    def __init__(self, format_: str, secrets: tuple[str, ...]) -> None:
        super().__init__(format_)
        self._secrets = [re.compile(re.escape(each), re.IGNORECASE) for each in secrets]

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished text of a record."""
        text = super().format(record)
        for secret in self._secrets:
            text = secret.sub("***", text)
        return text


def set_up_logs(level: str, secrets: tuple[str, ...] = (), stream: Any = None) -> None:
    """Log to standard error: this project at a level, the libraries at WARNING."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s", secrets))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    if secrets:  # Python prints what nobody caught by itself, secrets and all
        sys.excepthook = lambda _kind, error, _where: log.critical(
            "the bot cannot go on", exc_info=error
        )
        threading.excepthook = lambda about: log.critical(
            "a thread has ended", exc_info=about.exc_value
        )
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG
    # They log a traceback for each fault of the network; `polling` says the same in one line.
    for name in ("telegram.ext", "telegram.ext.Updater"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("telegram.ext.Application").setLevel(logging.WARNING)
