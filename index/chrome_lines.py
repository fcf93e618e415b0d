"""Which units are web chrome: by what they say, or by their company at a text's end."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.blocks import BlockKind
from index.chrome import strong_reason, weak_reason
from index.punctuation import SENTENCE_END, SPEECH
from index.wrapping import WORD, Unit

_SEAM = re.compile(r"(?<=[^\W\dA-ZÀ-Þ_])(?=[A-ZÀ-Þ])|(?<=[!?.])(?=[A-ZÀ-Þ])")
_ITEM_NUMBER = re.compile(r"\d{1,3}[.)]\s")

_FUSED_CHARS = 90


def mark_chrome(units: Sequence[Unit]) -> list[Unit]:
    """Mark what is chrome wherever it stands."""
    return [_chrome(unit, reason) if (reason := _reason(unit)) else unit for unit in units]


def _reason(unit: Unit) -> str:
    text = unit.text
    if not any(WORD.search(line.text) for line in unit.lines):
        return "no words"
    if not unit.single or text[0] in SPEECH + "*" or _ITEM_NUMBER.match(text):
        return ""  # somebody says it, or it is an item of a list
    return strong_reason(text)


def mark_tail(units: Sequence[Unit]) -> list[Unit]:
    """Mark the chrome after the last real paragraph that only its company gives away."""
    counts = _tally(units)
    reasons: dict[int, str] = {}
    begin = len(units)
    while begin and (reason := _tail_reason(units[begin - 1], counts)):
        begin -= 1
        reasons[begin] = reason
    tail = _tally(units[begin:])
    strong = any(unit.kind is BlockKind.CHROME for unit in units[begin:])
    marked = list(units)
    for index in range(begin, len(units)):
        unit = units[index]
        repeats = counts[unit.text] > 1 and counts[unit.text] == tail[unit.text]
        bare = not SENTENCE_END.search(unit.text)
        if unit.kind is BlockKind.BODY and (strong or (repeats and bare and begin)):
            marked[index] = _chrome(unit, reasons[index])
    return marked


def _tail_reason(unit: Unit, counts: Counter[str]) -> str:
    """Return why a unit may be chrome at the end of a text."""
    if unit.kind is BlockKind.CHROME:
        return unit.reason
    if not unit.single:
        return ""
    if weak := weak_reason(unit.text):
        return weak
    if len(unit.text) > _FUSED_CHARS:
        return ""
    if _fused_parts(unit.text, counts):
        return "fused lines after the last paragraph"
    return "repeated line after the last paragraph" if counts[unit.text] > 1 else ""


def _tally(units: Sequence[Unit]) -> Counter[str]:
    """Count the single lines, and once more those that are part of a fused one."""
    counts = Counter(unit.text for unit in units if unit.single)
    fused = (part for line in list(counts) for part in _fused_parts(line, counts))
    counts.update(list(fused))
    return counts


def _fused_parts(text: str, counts: Counter[str]) -> tuple[str, ...]:
    """Return the halves of a line where one is a line by itself: they ran together unparted."""
    if len(text) > _FUSED_CHARS:
        return ()
    halves = ((text[: seam.start()], text[seam.start() :]) for seam in _SEAM.finditer(text))
    return next((pair for pair in halves if not counts.keys().isdisjoint(pair)), ())


def _chrome(unit: Unit, reason: str) -> Unit:
    return replace(unit, kind=BlockKind.CHROME, reason=reason)
