"""The lines above a text that say who wrote it and when."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from index.article import Part
from index.blocks import BlockKind
from index.sources.metadata import Metadata, read_date
from index.word_classes import KNOWN, word_classes

HEAD_PARTS = 5  # title, subtitle, a paragraph that sums up, byline, day
LINE_CHARS = 120  # of a byline with several names and a day

_BY = (
    r"(?:(?:words|text|written|posted|story|report|review|(?:additional )?reporting|writing|edited|"
    r"editing|interview|propos recueillis|traduit|traduction|entretien réalisé) )?"
    r"(?:by|par|von|por|di|от|автор:?|بقلم|"
    r"texte :|text:|publicado por|escrito por|scritto da|geschrieben von|écrit par)\s+"
)
_BYLINE = re.compile(_BY, re.IGNORECASE)
_PERSON = (
    r"[^\W\d_a-zß-ÿа-я][\w.’'-]+(?: (?:[^\W\d_a-zß-ÿа-я][\w.’'-]*|de|du|von|van|del|di|al)){1,4}"
)
_PERSONS = rf"{_PERSON}(?:(?:, | and | et | und | y | e | и | و){_PERSON})*"
_AGENCY = r"(?: \((?:avec|with|mit|con|com) [^\W\d_]+\))?"
# A line that says who wrote, and nothing else: "Par Jean Roux", "(dpa/ami)".
_WHO = re.compile(
    rf"(?i:{_BY}){_PERSONS}(?:; (?i:{_BY}){_PERSONS})*|"
    rf"{_PERSONS} \((?:avec|with|mit|con|com) [^\W\d_]+\)|"
    r"\((?:[A-Z]{2,8}|dpa|[^\W\d_]{2,8}(?:/[^\W\d_]{2,8})+)\)"
)
_DAY = (
    r"(?:\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{4}|"
    r"\d\d?(?:\.|er|º|°|st|nd|rd|th)? (?:de |of )?[^\W\d_]+\.?,? (?:de )?\d{4}|"
    r"[^\W\d_]+\.? \d\d?(?:st|nd|rd|th)?,? \d{4})"
)
# "le vendredi 14 mars 2025 à 9 h 30", "published on March 14, 2025"; what ends in a stop says more.
_WHEN = (
    rf"(?:[^\W\d_]+\.?,? ){{0,3}}?(?P<day>{_DAY})"
    r"(?:\W.{0,20}(?:\b(?:г|[ap]\.m)\.|(?<![.!?…:;])))?"
)
_ONLY_WHEN = re.compile(_WHEN)
_SIGNED = re.compile(
    rf"(?i:{_BY})(?P<who>{_PERSONS}){_AGENCY}(?:[\s,،;|/·•–—-]+{_WHEN})?", re.DOTALL
)


def says_who(text: str) -> bool:
    """Tell whether a line says who wrote, perhaps when, and nothing else."""
    return bool(_WHO.fullmatch(text) or _SIGNED.fullmatch(text))


def without_byline(author: str | None) -> str | None:
    """Return the names alone of what a page says of its author."""
    return (_BYLINE.sub("", author, count=1).strip() or None) if author else None


def find_bylines(
    parts: Sequence[Part], *, headings_are_marked: bool
) -> tuple[Metadata, dict[int, str]]:
    """Return author and day as the head of a text says them, and at which places, with a reason.

    A day by itself may be what the text is about, and is meant beside a byline alone. Below a long
    paragraph, which may sum up the text or be its first, a line with names and no day may be
    anything ("By Popular Demand"); so may a heading that is marked as one.
    """
    titled = bool(parts) and parts[0].kind is BlockKind.HEADING
    head = {
        place: part.text
        for place, part in enumerate(parts[:HEAD_PARTS])
        if len(part.text) <= LINE_CHARS
        and not (part.kind is BlockKind.HEADING and (headings_are_marked or place == 0))
    }
    prose = (place for place, part in enumerate(parts) if len(part.text) > LINE_CHARS)
    first_prose = next((place for place in prose if not (titled and place == 0)), len(parts))
    lines = ((place, _SIGNED.fullmatch(text)) for place, text in head.items())
    found = (line for line in lines if line[1] and (line[1]["day"] or line[0] < first_prose))
    place, signed = next(found, (0, None))
    if signed is None:
        return Metadata(), {}
    known = Metadata(author=signed["who"], published=_day(signed["day"] or ""))
    places = {place: "byline"}
    for beside in (place - 1, place + 1):
        if not known.published and (dated := _ONLY_WHEN.fullmatch(head.get(beside, ""))):
            known = known.over(Metadata(published=_day(dated["day"])))
            places[beside] = "date line"
    last = max(places)
    if not any(part.kind is BlockKind.BODY for part in parts[last + 1 :]):
        return Metadata(), {}  # it is all of the text
    return known, places


def _day(text: str) -> date | None:
    """Return the day that is written in figures, the year first or dots between, or in words."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    month = next(filter(None, map(_months().get, re.findall(r"[^\W\d_]+", text.casefold()))), None)
    if month and len(numbers) == 2:
        numbers.insert(1, month)
    elif "." not in text:
        return read_date(text)  # "5/3/2025" is another day on each side of the Atlantic
    try:
        return date(*reversed(numbers))
    except (TypeError, ValueError):
        return None


@cache
def _months() -> Mapping[str, int]:
    return {name: place for code in KNOWN for name, place in word_classes(code).months.items()}
