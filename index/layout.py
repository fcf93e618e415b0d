"""Plain text → blocks: which lines are paragraphs, which are headings, which are web chrome."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.blocks import Block, BlockKind
from index.chrome_lines import mark_chrome, mark_tail
from index.headings import mark_headings
from index.punctuation import asks
from index.wrapping import find_units


def find_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text: ordered, disjoint, covering all that is not blank."""
    units = find_units(text)
    units = mark_chrome(units)
    units = mark_tail(units)
    units = mark_headings(units)
    return with_questions(
        text,
        [Block(unit.lines[0].start, unit.lines[-1].end, unit.kind, unit.reason) for unit in units],
    )


def with_questions(
    text: str, blocks: Sequence[Block], title: str | None = None
) -> tuple[Block, ...]:
    """Make body of the headings that ask what the paragraph right below them may answer.

    Not of a text's first block where it is the title, as it is of a text without another, or where
    it alone asks: pages have a title of their own, and the headline may be another one.
    """
    asking = {place for place, pair in enumerate(pairwise(blocks)) if _is_answered(text, *pair)}
    if asking == {0} or title is None or text[blocks[0].start : blocks[0].end] in title:
        asking.discard(0)
    return tuple(
        replace(block, kind=BlockKind.BODY) if place in asking else block
        for place, block in enumerate(blocks)
    )


def _is_answered(text: str, block: Block, below: Block) -> bool:
    if block.kind is not BlockKind.HEADING or below.kind is not BlockKind.BODY:
        return False
    return asks(text[block.start : block.end])
