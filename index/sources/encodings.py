"""What a page or server calls an encoding → the one that is meant by it."""

import codecs

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


def encoding_of(label: str) -> str | None:
    """Return the encoding that a label stands for, None where it is none of text."""
    try:
        encoding = codecs.lookup(label).name
        "a".encode(encoding).decode(encoding)  # Python knows "rot13" and "undefined" too
    except (LookupError, UnicodeError):
        return None
    return _MEANT.get(encoding, encoding)
