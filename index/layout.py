"""Plain text → blocks: which lines are paragraphs, which are headings, which are web chrome."""

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block of an article is to a reader."""

    BODY = "body"
    HEADING = "heading"
    CHROME = "chrome"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of an article's text, `text[start:end]`, in code points, `end` excluded.

    `reason` says in a few English words why a CHROME block was left out; else it is empty.
    """

    start: int
    end: int
    kind: BlockKind
    reason: str = ""


def find_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text: ordered, disjoint, covering all that is not blank."""
    raise NotImplementedError
