"""An article → pages to read, each a few whole sentences of one or more paragraphs."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.layout import PIECE_UNITS, pieces
from bot.message import utf16_units
from index import Article, Sentence

PAGE_UNITS = 1200  # about what a telephone shows without scrolling twice
PAGE_PARAGRAPHS = 20  # each has a label and a mark of its own


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of an article's text inside one paragraph: `text[start:end]`."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """Stretches to be shown together; `first` and `last` are running numbers of sentences."""

    stretches: tuple[Stretch, ...]
    first: int
    last: int


def pages(article: Article, sentences: Sequence[Sentence]) -> list[Page]:
    """Cut an article into pages; the same article has the same pages everywhere."""
    found: list[Page] = []
    for number, sentence in enumerate(sentences, 1):
        for start, end in pieces(article.text, sentence.start, sentence.end, PIECE_UNITS):
            stretch = Stretch(sentence.paragraph, start, end)
            grown = _with(found[-1], stretch, number, article) if found else None
            if grown is None:
                found.append(Page((stretch,), number, number))
            else:
                found[-1] = grown
    return found


def page_of(found: Sequence[Page], number: int) -> int:
    """Return the number, from 1, of the page on which a sentence begins."""
    return next((n for n, page in enumerate(found, 1) if page.first <= number <= page.last), 1)


def _with(page: Page, stretch: Stretch, number: int, article: Article) -> Page | None:
    """Return a page with one more stretch, or None where it would get too long."""
    last = page.stretches[-1]
    if last.paragraph == stretch.paragraph:
        stretches = (*page.stretches[:-1], Stretch(last.paragraph, last.start, stretch.end))
    else:
        stretches = (*page.stretches, stretch)
    shown = sum(utf16_units(article.text[each.start : each.end]) for each in stretches)
    fits = shown <= PAGE_UNITS and len(stretches) <= PAGE_PARAGRAPHS
    return Page(stretches, page.first, number) if fits else None
