"""What Telegram answers when it refuses."""

from dataclasses import dataclass
from typing import Any

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
PREFIXES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class Refused(Exception):  # noqa: N818 - it is Telegram's answer, not an error of the server
    """An answer with ``ok: false``; seen by whoever called the method."""

    def __init__(self, status: int, reason: str = "", **parameters: int) -> None:
        prefix = PREFIXES[status]
        self.status = status
        self.description = f"{prefix}: {_lowered(reason)}" if reason else prefix
        self.parameters = parameters
        super().__init__(self.description)

    def json(self) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str) -> Refused:
    """Return a 400 with Telegram's reason."""
    return Refused(400, reason)


def forbidden(reason: str) -> Refused:
    """Return a 403 with Telegram's reason."""
    return Refused(403, reason)


def too_many(retry_after_s: int) -> Refused:
    """Return a 429 that names the pause."""
    return Refused(429, f"retry after {retry_after_s}", retry_after=retry_after_s)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal, kept so that a test can assert that there was none."""

    method: str
    status: int
    description: str
    params: dict[str, Any]


def _lowered(reason: str) -> str:
    """Lower the first letter, except in codes like BUTTON_DATA_INVALID, as Telegram does."""
    if len(reason) > 1 and (reason[1] == "_" or reason[1].isupper()):
        return reason
    return reason[:1].lower() + reason[1:]
