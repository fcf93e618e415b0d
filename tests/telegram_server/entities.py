"""Formatted text: entities in UTF-16 units, found, checked and cleaned as Telegram does."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from .refusals import bad_request
from .utf16 import boundaries, cut, units

MAX_ENTITIES = 100
"""Telegram drops the ones beyond it in silence; this server refuses them."""

STYLES = {"bold", "italic", "underline", "strikethrough", "spoiler"}
QUOTES = {"blockquote", "expandable_blockquote"}
VERBATIM = {"code", "pre"}
DETECTED = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
EXPLICIT = STYLES | QUOTES | VERBATIM | DETECTED | {"text_link", "text_mention", "custom_emoji"}

# Spaces and marks that count as nothing when nothing else is there.
_BLANK = re.compile(
    "[ \\n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc"
    "\U000e0000-\U000e007f]*"
)
# Of several direction marks in a row, all but the last become U+200C.
_MARKS = re.compile("[\u200e\u200f](?=[\u200e\u200f])")
# Control characters become spaces; these vanish: carriage returns, line and direction
# controls (U+2028-U+202E) and three combining lines.
_CLEANED = (
    {chr(code): " " for code in range(32) if code not in (10, 13)}
    | dict.fromkeys("\r\u0333\u033f\u030a", "")
    | {chr(code): "" for code in range(0x2028, 0x202F)}
)

_PATTERNS = {
    "bot_command": re.compile(
        r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])", re.ASCII
    ),
    "email": re.compile(r"(?<![\w.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    "url": re.compile(
        r"(?<![\w@.])(?:https?://|www\.)[^\s<>«»\"]+[^\s<>«»\".,;:!?'()\[\]]", re.IGNORECASE
    ),
    "mention": re.compile(r"(?<![\w/@.])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w)", re.ASCII),
    "hashtag": re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}"),
}


@dataclass(frozen=True, slots=True)
class Entity:
    """One MessageEntity; offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def end(self) -> int:
        return self.offset + self.length

    @property
    def url(self) -> str | None:
        return self.extra.get("url")

    def of(self, text: str) -> str:
        """Return the words that the entity covers."""
        return cut(text, self.offset, self.length)

    def json(self) -> dict[str, Any]:
        return {"type": self.type, "offset": self.offset, "length": self.length, **self.extra}


def order(entity: Entity) -> tuple[int, int, str]:
    """Sort entities as Telegram lists them: outer before inner."""
    return entity.offset, -entity.length, entity.type


def is_blank(text: str) -> bool:
    """Tell whether Telegram takes a text for empty."""
    return _BLANK.fullmatch(text) is not None


def detect(text: str) -> list[Entity]:
    """Find commands, mentions, links, addresses and hashtags in plain text."""
    found: list[Entity] = []
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            entity = Entity(kind, units(text[: match.start()]), units(match.group()))
            if not any(_overlap(entity, other) for other in found):
                found.append(entity)
    return sorted(found, key=order)


def with_detected(text: str, entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Add what Telegram finds by itself, outside links and verbatim text."""
    given = list(entities)
    closed = [entity for entity in given if entity.type not in STYLES | QUOTES]
    found = [e for e in detect(text) if not any(_overlap(e, other) for other in closed)]
    return tuple(sorted(given + found, key=order))


def read_explicit(text: str, raw: object) -> list[Entity]:
    """Check the ``entities`` parameter against its text."""
    if not isinstance(raw, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    edges = boundaries(text)
    read = [_explicit(text, edges, item) for item in raw]
    return [entity for entity in read if entity.length and entity.type not in DETECTED]


def _explicit(text: str, edges: set[int], raw: object) -> Entity:
    if not isinstance(raw, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    kind, offset, length = raw.get("type"), raw.get("offset"), raw.get("length")
    if kind not in EXPLICIT:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request("can't parse MessageEntity: offset and length must be of type Number")
    if offset < 0 or length < 0:
        name, value = ("offset", offset) if offset < 0 else ("length", length)
        raise bad_request(f"Receive an entity with incorrect {name} {value}")
    if offset + length > units(text):
        raise bad_request(
            f"Entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {offset + length}"
        )
    if offset not in edges:
        at = _byte_offset(text, offset)
        raise bad_request(f"Entity begins in a middle of a UTF-16 symbol at byte offset {at}")
    if offset + length not in edges:
        raise bad_request(
            f"Entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol "
            f"at byte offset {_byte_offset(text, offset + length)}"
        )
    return Entity(kind, offset, length, _extra(kind, raw))


def _byte_offset(text: str, offset: int) -> int:
    """Return where the symbol around a UTF-16 offset ends, in bytes."""
    return len(cut(text, 0, offset + 1).encode())


def _extra(kind: str, raw: dict[str, Any]) -> dict[str, Any]:
    if kind == "text_link":
        url = checked_link(str(raw.get("url", "")))
        if url is None:
            raise bad_request("can't parse MessageEntity: wrong HTTP URL specified")
        return {"url": url}
    wanted = {"pre": "language", "text_mention": "user", "custom_emoji": "custom_emoji_id"}.get(
        kind
    )
    return {wanted: raw[wanted]} if wanted and raw.get(wanted) else {}


def check_structure(entities: Iterable[Entity]) -> None:
    """Refuse what the documentation forbids: too many, crossing or wrongly nested entities."""
    ordered = sorted(entities, key=order)
    if len(ordered) > MAX_ENTITIES:
        raise bad_request(
            f"can't parse entities: more than {MAX_ENTITIES} entities, the rest would be lost"
        )
    for index, outer in enumerate(ordered):
        for inner in ordered[index + 1 :]:
            if inner.offset >= outer.end:
                break
            _check_pair(outer, inner)


def _check_pair(outer: Entity, inner: Entity) -> None:
    if inner.end > outer.end:
        raise bad_request(f"can't parse entities: {outer.type} and {inner.type} cross each other")
    if {outer.type, inner.type} <= QUOTES:
        raise bad_request("can't parse entities: blockquote entities can't be nested")
    if outer.type in VERBATIM or (inner.type in VERBATIM and inner.length == outer.length):
        raise bad_request(f"can't parse entities: {outer.type} and {inner.type} can't be combined")


def clean(text: str, entities: Iterable[Entity]) -> tuple[str, list[Entity]]:
    """Replace and drop characters, trim the ends, and move the entities along.

    An entity may keep blanks at its beginning: trimming stops where the first one begins.
    """
    kept, moved = [], [0]
    for character in text:
        new = _CLEANED.get(character, character)
        kept.append(new)
        moved.extend([moved[-1] + units(new)] * units(character))
    cleaned = _MARKS.sub("\u200c", "".join(kept))
    shifted = [
        replace(e, offset=moved[e.offset], length=moved[e.end] - moved[e.offset]) for e in entities
    ]
    return _trimmed(cleaned, shifted)


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    text = text.rstrip(" \n")
    total = units(text)
    ended = [replace(e, length=min(e.end, total) - e.offset) for e in entities]
    kept = sorted((entity for entity in ended if entity.length > 0), key=order)
    blanks = len(text) - len(text.lstrip(" \n"))
    left = min([blanks, *(entity.offset for entity in kept)])
    return text[left:], [replace(entity, offset=entity.offset - left) for entity in kept]


def checked_link(url: str) -> str | None:
    """Return a link as Telegram stores it, or None where it would drop the link."""
    url = url.strip()
    if not url or re.search(r"[\s<>\"]", url):
        return None
    if re.match(r"(?i)(tg|ton|tonsite)://", url):
        return url
    if "://" not in url:
        url = "http://" + url
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return None
    host = parts.hostname or ""
    if parts.scheme.lower() not in ("http", "https") or not re.fullmatch(r"[^.]+(\.[^.]+)+", host):
        return None
    rest = url.split("://", 1)[1][len(parts.netloc) :]
    rest = rest if rest.startswith("/") else "/" + rest
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{rest}"


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end
