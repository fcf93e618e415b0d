"""Number words that are written as one: "sechsundfünfzig" and "cinquantasei", but "fifty-six"."""

from collections.abc import Callable, Iterable, Iterator, Mapping

_ONE = {"de": "ein", "it": "uno"}  # in a compound
_TEENS = range(10, 20)
_VOWELS = "aeiou"


def compounds(code: str, numbers: Mapping[str, int]) -> dict[str, int]:
    """Return the words for numbers from 21 on that German or Italian writes as one.

    They are made of the simple words of `numbers`, up to 999 and for whole hundreds up to 99,900.
    Other languages have none.
    """
    if code not in _ONE:
        return {}
    join = _joined if code == "it" else str.__add__
    simple = {n: word for word, n in reversed(list(numbers.items()))}  # the first of a value
    ones = {_ONE[code]: 1, **_words(simple, range(2, 10))}
    tens = _words(simple, range(20, 100, 10))
    below = {**ones, **_words(simple, _TEENS), **tens}
    below.update(_tens_with_ones(code, tens, ones))
    hundreds = _words(simple, range(100, 1000, 100))
    if code == "de":
        hundreds["einhundert"] = 100
    behind_hundreds = _all(join, hundreds, below)
    thousand = "mila" if code == "it" else "tausend"
    thousands = {word + thousand: n * 1000 for word, n in below.items() if n > 1 or code == "de"}
    behind_thousands = _all(join, thousands, hundreds)
    every = {**behind_thousands, **thousands, **behind_hundreds, **below}
    return {word: n for word, n in every.items() if n > max(_TEENS)}  # and no "ein"


def _tens_with_ones(
    code: str, tens: Mapping[str, int], ones: Mapping[str, int]
) -> Iterator[tuple[str, int]]:
    for ten, n in tens.items():
        for one, m in ones.items():
            if code == "de":
                yield f"{one}und{ten}", n + m
                continue
            yield _joined(ten, one), n + m
            if m == 1:
                yield _joined(ten, "un"), n + m  # "ventun giorni"
            if m == 3:
                yield f"{ten}tré", n + m


def _joined(first: str, second: str) -> str:
    """Return two words as Italian writes them as one: "venti" and "otto" are "ventotto"."""
    elides = first[-1] in _VOWELS and second.startswith(("uno", "un", "ott"))
    return (first[:-1] if elides else first) + second


def _words(numbers: Mapping[int, str], values: Iterable[int]) -> dict[str, int]:
    return {numbers[value]: value for value in values}


def _all(
    join: Callable[[str, str], str], firsts: Mapping[str, int], seconds: Mapping[str, int]
) -> dict[str, int]:
    return {join(a, b): n + m for a, n in firsts.items() for b, m in seconds.items()}
