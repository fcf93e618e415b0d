"""The parameters of one call, read from a query, a form, a multipart body or JSON."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from .refusals import bad_request

# Never JSON, whatever they look like: a text may be the word "true" or a number.
_TEXTS = {
    "text",
    "caption",
    "description",
    "short_description",
    "name",
    "callback_query_id",
    "inline_query_id",
    "inline_message_id",
    "guest_query_id",
    "url",
    "secret_token",
    "next_offset",
    "language_code",
    "file_id",
    "parse_mode",
    "action",
}
_JSON_START = re.compile(r'[\[{"]|-?\d+$|(true|false|null)$')


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart body."""

    filename: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Params:
    """Typed reading of what the bot sent, with Telegram's complaints."""

    values: dict[str, Any]

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None

    def raw(self, name: str) -> Any:
        return self.values.get(name)

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name, default)
        if not isinstance(value, str):
            value = json.dumps(value)
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise bad_request("strings must be encoded in UTF-8")
        return value

    def integer(self, name: str, default: int = 0) -> int:
        value = self.values.get(name, default)
        if isinstance(value, bool) or not re.fullmatch(r"-?\d+", str(value)):
            raise bad_request(f'invalid value of parameter "{name}": an Integer was expected')
        return int(value)

    def boolean(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("true", "yes", "1")

    def items(self, name: str, what: str) -> list[Any] | None:
        """Return an array, or None where the parameter is missing."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, list):
            raise bad_request(f"can't parse {what} JSON object")
        return value

    def object(self, name: str, what: str) -> dict[str, Any] | None:
        """Return an object, or None where the parameter is missing."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {what} JSON object")
        return value


def read_params(query: str, content_type: str, body: bytes) -> Params:
    """Read a call's parameters from wherever the client put them."""
    values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        values |= _object(body)
    elif kind == "application/x-www-form-urlencoded":
        values |= parse_qsl(body.decode(), keep_blank_values=True)
    elif kind == "multipart/form-data":
        values |= _multipart(content_type, body)
    return Params({name: _decoded(name, value) for name, value in values.items()})


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse request as JSON") from None
    if not isinstance(found, dict):
        raise bad_request("can't parse request as a JSON object")
    return found


def _decoded(name: str, value: Any) -> Any:
    if not isinstance(value, str) or name in _TEXTS or not _JSON_START.match(value):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _multipart(content_type: str, body: bytes) -> Mapping[str, Any]:
    match = re.search(r'boundary="?([^";]+)"?', content_type)
    if not match:
        raise bad_request("boundary is missing in multipart/form-data")
    parts = body.split(b"--" + match[1].encode())[1:-1]
    return dict(_part(part.removeprefix(b"\r\n").removesuffix(b"\r\n")) for part in parts)


def _part(part: bytes) -> tuple[str, Any]:
    head, _, content = part.partition(b"\r\n\r\n")
    headers = head.decode()
    name = re.search(r'\bname="([^"]*)"', headers)
    filename = re.search(r'\bfilename="([^"]*)"', headers)
    if not name:
        raise bad_request("a part of multipart/form-data has no name")
    return name[1], Upload(filename[1], content) if filename else content.decode()
