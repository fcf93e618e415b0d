"""Bytes of a page → its text, by the encoding that it, or its server, means."""

import codecs
import re
from contextlib import suppress

# What names of small sets stand for on the web (encoding.spec.whatwg.org), by Python's names.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_META_CHARSET = re.compile(
    rb"<(?:meta[^>]{0,200}charset|\?xml[^>]{0,200}encoding)\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decode_page(content: bytes, charset: str | None) -> str:
    """Return a page's text, by its byte order mark, what the server or the page says, or UTF-8.

    What is none of them is read by the first of which more than half is right, failing that as
    windows-1252, as browsers do (html.spec.whatwg.org).
    """
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    names = [encoding_of(charset or ""), _declared_encoding(content), "utf-8"]
    encodings = list(dict.fromkeys(filter(None, names)))
    for encoding in encodings:
        with suppress(UnicodeError):
            return content.decode(encoding)
    for encoding in encodings:
        text = content.decode(encoding, "replace")
        if 2 * text.count("\ufffd") < len(text) - len(text.encode("ascii", "ignore")):
            return text
    return content.decode("windows-1252", "replace")


def _declared_encoding(content: bytes) -> str | None:
    """Return the encoding that a page names; it is one that the name itself can be read by."""
    stated = _META_CHARSET.search(content[:2048])
    encoding = encoding_of(stated[1].decode("ascii", "replace")) if stated else None
    return encoding if encoding and "<".encode(encoding) == b"<" else None


def encoding_of(label: str) -> str | None:
    """Return the encoding that a label stands for, None where it is none of text."""
    try:
        encoding = codecs.lookup(label).name
        "a".encode(encoding).decode(encoding)  # Python knows "rot13" and "undefined" too
    except (LookupError, UnicodeError):
        return None
    return _MEANT.get(encoding, encoding)
