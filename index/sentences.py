"""Body paragraphs → sentence spans: pure, non-destructive, in time linear in the text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from index.abbreviations import Usage, usage_of
from index.article import Article, Sentence
from index.punctuation import STOPS
from index.stops import Stop, ends_sentence

_SMILEY = r"[:;=]['’-]?[)(DPp](?!\w)|\^\^"
_MARK = re.compile(rf"[{STOPS}]+|(?<=\s)(?:{_SMILEY})(?=\s)")
_BLANK_LINE = re.compile(r"(?>\r\n|[\r\n])[^\S\r\n]*(?>\r\n|[\r\n])\s*")
_WORD = re.compile(r"[^\W_]")
_BLANKS = re.compile(r"\s*")
# Marks of direction and the like, which nobody sees.
_UNSEEN_BEHIND = "\u200b\u200e\u200f\u202c\u2069\ufeff"
_CLOSERS = "”)]}」』）】〉》›" + _UNSEEN_BEHIND
# These open as well as close, by language: « », » «, “ ”, „ “; a letter behind them tells.
_EITHER_WAY = "\"'’»«“"
_AFTER_BLANK = "»”)]"  # French sets a blank before its closing guillemet
# Notes set tight behind the mark: "[1]", "[citation needed]", "²", and ":12" of a wiki's pages.
_NOTE = re.compile(r"\[[^\[\]\r\n]{1,30}\]|[¹²³⁰⁴-⁹]+|:\d{1,4}(?:[,–-]\d{1,4}){0,3}(?=\s)")
_EMOJI = re.compile(rf"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B50\uFE0F\u200D]+|(?:{_SMILEY})")
_BRACKETS = {")": "(", "]": "[", "}": "{"}
# A longer bracket, or one with more sentences inside, holds text of its own or was never closed.
_BRACKET_CHARS = 250
_INNER_END = re.compile(r"[^\W\d_]{3}[.!?…]\s+[«\"]?\s?(?=[^\W\d_])(?=[^a-zà-ÿ])")


def split(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of an article's paragraphs, both numbered from 1."""
    return tuple(
        Sentence(paragraph, number, block.start + start, block.start + end)
        for paragraph, block in enumerate(article.paragraphs, 1)
        for number, (start, end) in enumerate(
            spans(article.text[block.start : block.end], article.code), 1
        )
    )


def spans(text: str, language: str) -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence: ordered, disjoint, covering all but blanks."""
    usage = usage_of(language)
    found: list[tuple[int, int]] = []
    at = 0
    for gap in (*_BLANK_LINE.finditer(text), None):
        end = gap.start() if gap else len(text)
        found += ((at + a, at + b) for a, b in _sentences(text[at:end], usage))
        at = gap.end() if gap else end
    return found


def _sentences(text: str, usage: Usage) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a text without blank lines."""
    text = text.rstrip()
    brackets = _short_brackets(text)
    quotes = [match.start() for match in re.finditer('"', text)]
    start = at = _skip_blanks(text, 0)
    first_word = _first_word(text, start)
    while (found := _MARK.search(text, at)) is not None:
        at = _absorb(text, found.end(), quotes, bisect_left(quotes, start))
        if at == len(text):
            break
        if text[at].islower() or text[at].isdigit():
            continue  # inside "2.5", "www.site.fr", "a.b": the commonest case, and a cheap one
        stop = Stop(text, usage, start, found.start(), at, _skip_blanks(text, at))
        if first_word > found.start() or _in_bracket(stop, brackets) or not ends_sentence(stop):
            continue
        following = _first_word(text, stop.after)
        if following == len(text):  # what is left has no word: it belongs to this sentence
            break
        yield start, at
        start, first_word = stop.after, following
    if start < len(text):
        yield start, len(text)


def _in_bracket(stop: Stop, brackets: list[tuple[int, int]]) -> bool:
    """Tell whether a stop belongs to a bracket that is part of the sentence."""
    index = bisect_right(brackets, (stop.mark, 0)) - 1
    if index < 0:
        return False
    opened, closed = brackets[index]
    if opened < stop.start or closed < stop.mark:
        return False
    if closed >= stop.end:
        return True
    # "(etc.) Le": a bracket inside a sentence ends it only with a mark of its own behind it.
    return opened > stop.start and not any(sign in STOPS for sign in stop.text[closed : stop.end])


def _absorb(text: str, at: int, quotes: list[int], opened: int) -> int:
    """Return the end of all that belongs to a mark at `at`: more marks, closers, notes."""
    while at < len(text):
        if text[at] in STOPS or text[at] in _CLOSERS or _closes(text, at, quotes, opened):
            at += 1
        elif note := _NOTE.match(text, at):
            at = note.end()
        elif further := _absorb_after_blank(text, at, quotes, opened):
            at = further
        else:
            break
    return at


def _absorb_after_blank(text: str, at: int, quotes: list[int], opened: int) -> int:
    """Return the end of a closer or mark that stands behind a blank, 0 where there is none."""
    blank = at
    while blank < at + 2 and text[blank : blank + 1] in {" ", "\u00a0", "\u202f", "\u2009"}:
        blank += 1
    sign = text[blank : blank + 1]
    if not sign or (blank == at and sign < "\u2600"):
        return 0
    if emoji := _EMOJI.match(text, blank):
        return emoji.end()
    behind = found.end() if (found := _MARK.match(text, blank)) else blank + 1
    alone = not text[behind : behind + 1].isalnum()
    if blank > at and alone and (sign in _AFTER_BLANK or sign in STOPS):
        return blank + 1
    if blank > at and sign == '"' and _closes(text, blank, quotes, opened, spaced=True):
        return blank + 1
    return 0


def _closes(text: str, at: int, quotes: list[int], opened: int, *, spaced: bool = False) -> bool:
    """Tell whether a quote closes; `opened` counts the straight ones before its sentence."""
    if text[at] not in _EITHER_WAY:
        return False
    letter_follows = text[at + 1 : at + 2].isalnum()
    if text[at] != '"':
        return not letter_follows
    odd = (bisect_left(quotes, at) - opened) % 2 == 1
    return odd and not letter_follows if spaced else odd or not letter_follows


def _short_brackets(text: str) -> list[tuple[int, int]]:
    """Return the outermost brackets that are closed and short, as (open, close) in order."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in re.finditer(r"[()\[\]{}]", text):
        sign, at = match[0], match.start()
        if sign not in _BRACKETS:
            opened.append(at)
        elif opened and text[opened[-1]] == _BRACKETS[sign]:
            begin = opened.pop()
            if at - begin <= _BRACKET_CHARS and len(_INNER_END.findall(text, begin, at)) < 2:
                while found and found[-1][0] > begin:
                    found.pop()
                found.append((begin, at))
    return found


def _skip_blanks(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _first_word(text: str, at: int) -> int:
    """Return where the first letter or digit stands, the text's length if there is none."""
    match = _WORD.search(text, at)
    return match.start() if match else len(text)
