import pytest

from index.article import Article, Part
from index.blocks import BlockKind
from index.layout import find_blocks
from index.punctuation import CLAUSE_END, SENTENCE_END, STOPS, asks
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


@pytest.mark.parametrize(
    ("text", "is_question"),
    [
        ("Pourquoi ?", True),
        ("– « Est-ce le gazole ? »", True),
        ("Le Monde : Pourquoi êtes-vous parti ?", True),
        ("Que veut dire « TTC » ?", True),
        ("كم عدد القتلى؟", True),
        ('Le maire a posé une question aux ingénieurs : "Le pont tiendra-t-il ?"', False),
        ("Une dernière question reste : qui paiera ?", False),
        ("He asked the engineers “will it hold?”", False),
        ("« Pourquoi ? », a-t-il demandé.", False),
    ],
)
def test_a_question_that_is_told_of_is_none(text: str, is_question: bool) -> None:
    assert asks(text) is is_question
