"""Texts and bytes that nobody sends in earnest: real ones mutated, others made to break things."""

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]

# What has broken programs that read, split, count or draw text.
ALPHABETS = {
    "letters": "abcdefghijklmnopqrstuvwxyz éàçßœ",
    "sentence ends": "a b. C! d? e… f.) G.» «h» I. J.-K. 1.2 l'm “n” (o. p) Q.\n",
    "combining": "ae\u0301\u0316\u0327\u0345\u0340\u20d0\u0489\u0f71\u0e33\u3099",
    "right to left": "אבדحيع ٠١\u0640\u064b\u0670\u202e\u202b\u2067\u2066\u2069\u200f\u061c",
    "expanding": "\ufdfa\ufdfbﬃﬁ½㌀㋿℡ŉǰΐİſẞ…⅓",
    "controls": "\0\x01\x07\b\t\n\v\f\r\x1b\x1c\x1d\x1e\x85\x7f a",
    "blanks": " \t\n\r\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u2800a.",
    "invisible": "\u200b\u200c\u200d\u2060\u00ad\ufe0f\U000e0020\U000e007f\u034f\u115f\u3164a",
    "surrogates": "\ud800\udbff\udc00\udfff\ud83d\ude00ab. ",
    "high planes": "🕊👨‍👩‍👧🇫🇷🏽\U0001f3f4\U000e0067𝔘𠀀\U0010ffff\U000fffff\ufffe\uffff",
    "no blanks": "的一是不了人我在有他。！？กขคงจสวัสดีဗမာ",
    "markup": "<>&\"'`*_[]()~#|\\/!-=+{}@:;.$%^<b></b><blockquote>&lt;&#0;&#xD800;]]><!--",
    "numbers": "0123456789.,\u00a0\u202f-−+/%°²Ⅳ٣३〇",
    "marks": ".!?…‼。॥։።;:,\"'’»«“”„)]}>›-–—• ",
}
TEMPLATES = (
    "%s%n{0}{}$",
    "\\N{BULLET}",
    "../../../etc/passwd",
    "javascript:alert(1)",
    "-1e999",
    "1'; DROP TABLE questions; --",
    "/start@verbatim_bot",
    "@verbatim_bot",
    "=cmd|'/c'!A0",
    "https://",
    "http://[::1",
    "tg://user?id=1",
    "\x1b[31m",
    "None",
    "NaN",
    "null",
)


def text(rng: Random, longest: int = 400) -> str:
    """Draw a text: of one alphabet or of several, mutated from a real one, or of one shape."""
    return rng.choice(_TEXTS)(rng, _size(rng, longest))


def line(rng: Random, longest: int = 120) -> str:
    """Draw a text on one line, such as a title."""
    return text(rng, longest).replace("\n", " ").replace("\r", " ")


def utf8(value: str) -> bytes:
    """Return a text as bytes, its lone surrogates as no UTF-8 decoder takes them."""
    return value.encode("utf-8", "surrogatepass")


def mangled(rng: Random, content: bytes) -> bytes:
    """Return bytes with a few of them changed, moved, repeated or cut away."""
    found = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 3, 8, 40))):
        at = rng.randrange(len(found) + 1)
        span = rng.choice((1, 1, 2, 4, 16, 200))
        match rng.randrange(7):
            case 0:
                found[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                found[at:at] = rng.randbytes(span)
            case 2:
                del found[at : at + span]
            case 3:
                found[at:at] = found[at : at + span] * rng.choice((1, 2, 50))
            case 4:
                found[at : at + 1] = rng.choice((b"\0", b"\xff", b"\x80", b"\xc0\x80", b"\xed\xa0"))
            case 5:
                there = rng.randrange(len(found) + 1)
                found[at:at] = found[there : there + span]
            case 6:
                del found[at:]
    return bytes(found)


@cache
def real_texts() -> tuple[str, ...]:
    """Return the real texts that are mutated: the article, pages, gold questions, our stories."""
    gold = ROOT / "tests" / "gold"
    questions = [
        json.loads(row)["question"]
        for name in ("open.jsonl", "follow_ups.jsonl")
        for row in (gold / name).read_text("utf-8").splitlines()
    ]
    pages = (
        path.read_text("utf-8") for path in sorted((ROOT / "tests/sources/pages").glob("*.txt"))
    )
    article = (ROOT / "index" / "data" / "aleppo.txt").read_text("utf-8")
    return (article, *pages, *questions)


@cache
def questions() -> tuple[str, ...]:
    """Return the real ones among them that are questions."""
    return tuple(each for each in real_texts() if len(each) < 300 and each.rstrip().endswith("?"))


def question(rng: Random) -> str:
    """Draw what somebody might type: hostile, or a real question with something wrong in it."""
    if rng.random() < 0.5:
        return text(rng, 300)
    asked = rng.choice(questions())
    return _mutated(rng, len(asked) + 40, asked) if rng.random() < 0.7 else asked


def _size(rng: Random, longest: int) -> int:
    return rng.choice((0, 1, 2, 5, 20, longest // 2, longest, longest))


def _of_one_alphabet(rng: Random, size: int) -> str:
    return "".join(rng.choices(rng.choice(list(ALPHABETS.values())), k=size))


def _of_several(rng: Random, size: int) -> str:
    chosen = rng.sample(list(ALPHABETS.values()), 3)
    return "".join(rng.choice(rng.choice(chosen)) for _ in range(size))


def _of_all_unicode(rng: Random, size: int) -> str:
    return "".join(chr(rng.randrange(0x110000)) for _ in range(size))


def _one_character(rng: Random, size: int) -> str:
    return rng.choice(rng.choice(list(ALPHABETS.values()))) * size


def _words(rng: Random, size: int) -> str:
    letters = rng.choice(list(ALPHABETS.values()))
    count = max(1, size // 6)
    return " ".join("".join(rng.choices(letters, k=rng.randrange(1, 9))) for _ in range(count))


def _long_word(rng: Random, size: int) -> str:
    return "".join(rng.choices(ALPHABETS["letters"].replace(" ", ""), k=size * 4))


def _template(rng: Random, size: int) -> str:
    return rng.choice(TEMPLATES) + _of_several(rng, min(size, 20))


def _mutated(rng: Random, size: int, real: str | None = None) -> str:
    whole = rng.choice(real_texts()) if real is None else real
    start = rng.randrange(max(1, len(whole) - size))
    found = list(whole[start : start + size])
    for _ in range(rng.choice((1, 2, 5, 20))):
        at = rng.randrange(len(found) + 1)
        match rng.randrange(4):
            case 0:
                found[at:at] = _of_one_alphabet(rng, rng.choice((1, 2, 10)))
            case 1:
                del found[at : at + rng.choice((1, 3, 20))]
            case 2:
                found[at : at + 1] = rng.choice(rng.choice(list(ALPHABETS.values())))
            case 3:
                found[at:at] = found[at : at + rng.choice((1, 10))] * rng.choice((1, 3, 30))
    return "".join(found)


_TEXTS: Sequence[Callable[[Random, int], str]] = (
    _of_one_alphabet,
    _of_one_alphabet,
    _of_several,
    _of_several,
    _of_all_unicode,
    _one_character,
    _words,
    _long_word,
    _template,
    _mutated,
    _mutated,
    _mutated,
)
