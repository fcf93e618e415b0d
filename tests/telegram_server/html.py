"""HTML as Telegram reads it: its few tags, its four named entities, its error messages."""

import re
from dataclasses import dataclass

from .entities import Entity, checked_link, order
from .refusals import Refused, bad_request
from .utf16 import units

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_REFERENCE = re.compile(rb"&(?:#(?P<dec>[0-9]+)|#[xX](?P<hex>[0-9a-fA-F]+)|(?P<name>[a-zA-Z]+));?")
_SPACE = b" \t\r\n\0\v"


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    at: int


def parse(source: str) -> tuple[str, list[Entity]]:
    """Return the plain text and its entities; raise Telegram's refusal."""
    return _Parser(source).parse()


class _Parser:
    """One pass over the bytes, because Telegram names byte offsets in its errors."""

    def __init__(self, source: str) -> None:
        self.data = source.encode()
        self.at = 0
        self.text = ""
        self.units = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.data):
            byte = self.data[self.at : self.at + 1]
            if byte == b"<":
                self._tag()
            elif byte == b"&":
                self._write(self._reference())
            else:
                self._plain()
        if self.open:
            tag = self.open[-1].tag
            raise _error(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return self.text, sorted(map(_bare_code, self.entities), key=order)

    def _plain(self) -> None:
        ends = [end for mark in (b"<", b"&") if (end := self.data.find(mark, self.at)) >= 0]
        end = min(ends, default=len(self.data))
        self._write(self.data[self.at : end].decode())
        self.at = end

    def _write(self, text: str) -> None:
        self.text += text
        self.units += units(text)

    def _reference(self) -> str:
        """Read a character reference; an unknown one stays as it is written."""
        match = _REFERENCE.match(self.data, self.at)
        character = _character(match) if match else None
        if match is None or character is None:
            self.at += 1
            return "&"
        self.at = match.end()
        return character

    def _byte(self) -> bytes:
        return self.data[self.at : self.at + 1]

    def _skip(self, pattern: bytes) -> bytes:
        match = re.compile(pattern, re.DOTALL).match(self.data, self.at)
        assert match is not None, "the patterns here match the empty string"
        self.at = match.end()
        return match.group()

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self._byte() == b"/":
            self.at += 1
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        tag = self._skip(rb"[^ \t\r\n\0\v>]*").decode().lower()
        if not self._byte():
            raise _error(f"Unclosed start tag at byte offset {begin}")
        if tag not in _TYPES:
            raise _error(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = ""
        while True:
            self._skip(rb"[ \t\r\n\0\v]*")
            if self._byte() == b">":
                break
            argument = self._attribute(tag, begin) or argument
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise _error(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        if tag == "blockquote" and any(opened.tag == tag for opened in self.open):
            raise _error(f'Nested tag "blockquote" at byte offset {begin}')
        self.open.append(_Open(tag, argument, self.units, len(self.text)))

    def _attribute(self, tag: str, begin: int) -> str:
        """Read one attribute; return what it means for the entity, or an empty string."""
        name = self._skip(rb"[^ \t\r\n\0\v=>/\"']*").decode()
        if not name:
            if not self._byte():
                raise _error(f'Unclosed start tag "{tag}" at byte offset {begin}')
            raise _error(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip(rb"[ \t\r\n\0\v]*")
        if not self._byte():
            raise _error(f'Unclosed start tag "{tag}" at byte offset {begin}')
        if self._byte() != b"=":
            return "1" if (tag, name) == ("blockquote", "expandable") else ""
        self.at += 1
        self._skip(rb"[ \t\r\n\0\v]*")
        if not self._byte():
            raise _error(f'Unclosed start tag "{tag}" at byte offset {begin}')
        return _argument(tag, name, self._value(begin))

    def _value(self, begin: int) -> str:
        quote = self._byte()
        value = self._quoted(quote) if quote in (b"'", b'"') else self._token()
        if not self._byte():
            raise _error(f"Unclosed start tag at byte offset {begin}")
        return value

    def _token(self) -> str:
        start = self.at
        token = self._skip(rb"[A-Za-z0-9.-]*").decode().lower()
        if self._byte() not in {bytes([byte]) for byte in _SPACE} | {b">"}:
            raise _error(f"Unexpected end of name token at byte offset {start}")
        return token

    def _quoted(self, quote: bytes) -> str:
        self.at += 1
        value = ""
        while self._byte() not in (quote, b""):
            if self._byte() == b"&":
                value += self._reference()
            else:
                value += self._skip(rb"[^&" + quote + rb"]*").decode()
        self.at += len(self._byte())
        return value

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise _error(f"Unexpected end tag at byte offset {begin}")
        tag = self._skip(rb"[^ \t\r\n\0\v>]*").decode().lower()
        self._skip(rb"[ \t\r\n\0\v]*")
        if self._byte() != b">":
            raise _error(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            raise _error(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", '
                f'found "</{tag}>"'
            )
        if self.units > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        kind, length = _TYPES[opened.tag], self.units - opened.offset
        last = self.entities[-1] if self.entities else None
        same = last is not None and (last.offset, last.length) == (opened.offset, length)
        if last and same and {kind, last.type} == {"code", "pre"}:
            language = last.extra.get("language") or opened.argument
            if language:
                self.entities[-1] = Entity("pre", opened.offset, length, {"language": language})
                return
        self.entities += _entity(kind, opened, length, self.text[opened.at :])


def _entity(kind: str, opened: _Open, length: int, words: str) -> list[Entity]:
    extra: dict[str, object] = {}
    if kind == "text_link":
        url = opened.argument or words
        if match := re.fullmatch(r"tg://user\?id=(\d+)", url):
            person = {"id": int(match[1]), "is_bot": False, "first_name": words}
            return [Entity("text_mention", opened.offset, length, {"user": person})]
        link = checked_link(url)
        if link is None:
            return []  # Telegram keeps the words and drops the link
        extra = {"url": link}
    elif kind == "code" and opened.argument:
        extra = {"language": opened.argument}
    elif kind == "blockquote" and opened.argument:
        kind = "expandable_blockquote"
    return [Entity(kind, opened.offset, length, extra)]


def _bare_code(entity: Entity) -> Entity:
    """Forget a language that no <pre> took up."""
    return Entity("code", entity.offset, entity.length) if entity.type == "code" else entity


def _argument(tag: str, name: str, value: str) -> str:
    if (tag, name) == ("a", "href"):
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if (tag, name) == ("blockquote", "expandable"):
        return "1"
    return ""


def _character(match: re.Match[bytes]) -> str | None:
    if name := match["name"]:
        return _NAMED.get(name)
    if len(match.group().rstrip(b";")) >= 10:
        return None
    code = int(match["dec"]) if match["dec"] else int(match["hex"], 16)
    if code == 0 or code >= 0x10FFFF:
        return None
    if 0xD800 <= code <= 0xDFFF:
        raise _error(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code)


def _error(reason: str) -> Refused:
    return bad_request(f"can't parse entities: {reason}")
