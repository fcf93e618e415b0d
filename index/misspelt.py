"""What a misspelt word was meant for: the words of the glossary that one slip of the pen makes."""

from functools import lru_cache

from index.glossary import shipped_glossary
from index.spelling import slips
from index.word_classes import folded
from index.words import canonical, land, stems, term

# Of a shorter word one slip makes too many others, and the time grows with the square of a length.
SHORTEST, LONGEST = 4, 24
KEPT = 2048  # words looked at last


@lru_cache(maxsize=KEPT)
def meant_for(word: str, code: str) -> frozenset[str]:
    """Return the words of the glossary that one slip makes of a word, or of its stem, as indexed.

    There are none for a word that is spelt as it should be, as far as is known.
    """
    if not (word.isalpha() and SHORTEST <= len(word) <= LONGEST):
        return frozenset()
    glossary, own = shipped_glossary(), term(word, code)
    if canonical(word, code) or land(word, code) or glossary.known([own], code):
        return frozenset()
    near = slips(own, code).union(stems(slips(folded(word), code), code))
    return frozenset(glossary.known(near, code))
