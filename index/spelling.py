"""The words that one slip of the pen makes of a word."""

from collections.abc import Iterator

_LATIN = "abcdefghijklmnopqrstuvwxyz"
# As words are folded, so without what stands on letters; œ, ø, ł and the like are seldom meant.
_LETTERS = {"ru": "абвгдежзиклмнопрстуфхцчшщъыьэюя", "ar": "ءابةتثجحخدذرزسشصضطظعغفقكلمنهويى"}


def slips(word: str, code: str) -> Iterator[str]:
    """Yield the words at a distance of 1 from a folded word, some of them twice.

    A letter is wrong, missing or too many, or two neighbours have changed places (Damerau, 1964).
    """
    letters = _LETTERS.get(code, _LATIN)
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield from (before + letter + after for letter in letters)
        if after:
            rest = after[1:]
            yield before + rest
            yield from (before + letter + rest for letter in letters if letter != after[0])
            if rest and rest[0] != after[0]:
                yield before + rest[0] + after[0] + rest[1:]
