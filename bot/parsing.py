"""What Telegram delivers → updates; one that cannot be read costs that one alone."""

import logging
from typing import Any

from telegram import Bot, Update

log = logging.getLogger(__name__)


def read_update(delivered: Any, bot: Bot | None = None) -> Update | None:
    """Return an update; None, with a line that holds nothing of it but its number, for no such."""
    try:
        return Update.de_json(delivered, bot)
    except Exception as error:  # whatever a field that is missing or new leads to
        number = delivered.get("update_id") if isinstance(delivered, dict) else None
        log.error("update %s cannot be read, and is skipped: %s", number, type(error).__name__)
        return None
