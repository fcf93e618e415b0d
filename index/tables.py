"""Rows of tables in an article's text: their cells, their head, which belong together."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from index.article import Article, Sentence
from index.blocks import CELL_SEPARATOR

MAX_ROWS = 200  # of a table, looked at

_STATES_NUMBER = re.compile(r"\W*\d")
_YEAR = re.compile(r"\W*[12]\d{3}\W*")


def cells(article: Article, sentence: Sentence) -> list[str]:
    """Return the cells of a row of a table; none of what is no row, or has a cell beside one."""
    found = article.text[sentence.start : sentence.end].split(CELL_SEPARATOR)
    return found if len(found) > 2 else []


def same_table(
    article: Article, row: Sentence, others: Iterable[Sentence]
) -> Iterator[tuple[int, Sentence]]:
    """Yield those of other sentences that are rows of the same table, as far as it goes on.

    Each comes with its place among the others, from 1. A row whose last cells are empty has fewer;
    it neither belongs to others for sure nor ends them.
    """
    size = len(cells(article, row))
    for place, other in enumerate(islice(others, MAX_ROWS), start=1):
        count = len(cells(article, other))
        if not 0 < count <= size:
            return
        if count == size:
            yield place, other


def may_be_head(article: Article, row: Sentence) -> bool:
    """Say whether a sentence is a row that may say what the columns are.

    Its cells but the first open with no number, though years are columns too.
    """
    found = cells(article, row)
    numbers = (_STATES_NUMBER.match(cell) and not _YEAR.fullmatch(cell) for cell in found[1:])
    return bool(found) and not any(numbers)
