"""Blocks: the parts of an article's text, and what each is to a reader."""

from dataclasses import dataclass
from enum import StrEnum

CELL_SEPARATOR = " · "  # what readers of tables write between the cells of a row


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
