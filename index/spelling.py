"""The words that one slip of the pen makes of a word."""

from itertools import repeat

_LATIN = "abcdefghijklmnopqrstuvwxyz"
# As words are folded, so without what stands on letters; œ, ø, ł and the like are seldom meant.
_LETTERS = {"ru": "абвгдежзиклмнопрстуфхцчшщъыьэюя", "ar": "ءابةتثجحخدذرزسشصضطظعغفقكلمنهويى"}


def slips(word: str, code: str) -> set[str]:
    """Return the words at a distance of 1 from a folded word.

    A letter is wrong, missing or too many, or two neighbours have changed places (Damerau, 1964).
    """
    letters, found = _LETTERS.get(code, _LATIN), set[str]()
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        begun = list(map(before.__add__, letters))  # no loop of ours: there are hundreds
        found.update(map(str.__add__, begun, repeat(after)))
        if after:
            rest = after[1:]
            found.update(map(str.__add__, begun, repeat(rest)), (before + rest,))
            found.add(before + rest[:1] + after[0] + rest[1:])
    found.discard(word)
    return found
