import pytest

from index.article import Article, Part
from index.layout import BlockKind, find_blocks
from index.punctuation import CLAUSE_END, SENTENCE_END, STOPS
from index.sentences import split
from index.sources.surroundings import is_prose

PROSE = "The mayor of the old town opened the new bridge over the river, and many came to see it"


@pytest.mark.parametrize("stop", STOPS)
def test_what_ends_a_sentence_ends_it_in_every_room(stop: str) -> None:
    text = f"{PROSE} {PROSE}{stop}\n\nSoon afterwards they left{stop}\n\n{PROSE} {PROSE}{stop}"
    assert [block.kind for block in find_blocks(text)] == [BlockKind.BODY] * 3
    assert is_prose(Part(f"They left{stop}", BlockKind.BODY))
    two = Article.from_text(f"{PROSE}{stop} {PROSE}{stop}", title="t", language="und")
    assert len(split(two)) == 2


@pytest.mark.parametrize("behind", ["", "”", " »", ".’)", "“", "[1]", ".” [12]"])
def test_quotes_brackets_and_a_note_may_stand_behind_it(behind: str) -> None:
    assert SENTENCE_END.search(f"He left.{behind}")
    assert not SENTENCE_END.search(f"He left:{behind.replace('.', '')}")
    assert CLAUSE_END.search(f"He left:{behind}")
    assert not CLAUSE_END.search(f"He left{behind.replace('.', '')}")
