"""Files of a glossary → the glossary that is shipped.

A file has tabs between its columns, one for each language; its first line names them by their ISO
639 codes. A line is a meaning: its cells have words that mean the same, with spaces between them.
In a file of one language a line is a word with its irregular forms, which mean what it does. A word
that has one name in all languages anyway, such as a number, a month or a country, is left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from index.entries import read_text
from index.errors import EvaluationError
from index.glossary import Entry, Glossary
from index.word_classes import ARABIC_PREFIXES, KNOWN, word_classes
from index.words import canonical, land, term, words

Cells = list[list[str]]  # of a line: the words of each language, as they are written
_JOINTS = re.compile("[-'’]")


def read_glossary(files: Sequence[Path]) -> Glossary:
    """Return the glossary of some files, and of all those (*.tsv) in folders.

    Raise EvaluationError, with the file and the line, where one is wrong or none has a meaning.
    """
    lines = [line for path in _paths(files) for line in _lines(path)]
    forms: dict[tuple[str, str], list[str]] = {}
    for codes, cells in lines:
        if len(codes) == 1 and cells[0]:
            forms.setdefault((codes[0], cells[0][0]), []).extend(cells[0])
    meanings = [_meaning(codes, cells, forms) for codes, cells in lines if len(codes) > 1]
    meant = {entry for meaning in meanings for entry in meaning}
    alone = [_entries(own, code) for (code, _), own in forms.items()]
    meanings += [own for own in alone if own and own[0] not in meant]
    distinct = dict.fromkeys(frozenset(meaning) for meaning in meanings if len(set(meaning)) > 1)
    if not distinct:
        raise EvaluationError(f"{', '.join(map(str, files))}: no line of a glossary (*.tsv)")
    return Glossary.of([sorted(meaning) for meaning in distinct])


def _paths(files: Sequence[Path]) -> Iterator[Path]:
    for file in files:
        yield from sorted(file.glob("*.tsv")) if file.is_dir() else [file]


def _lines(path: Path) -> Iterator[tuple[list[str], Cells]]:
    """Yield the lines of a file, each with the languages of its cells."""
    head, *lines = read_text(path).rstrip("\n").split("\n")
    codes = head.split("\t")
    if unknown := [code for code in codes if code not in KNOWN]:
        raise EvaluationError(f"{path}:1: not the code of a known language: {unknown[0]!r}")
    for number, line in enumerate(lines, start=2):
        cells = line.split("\t")
        if len(cells) != len(codes):
            raise EvaluationError(
                f"{path}:{number}: {len(cells)} columns where line 1 has {len(codes)}"
            )
        yield codes, [[whole for word in cell.split() for whole in _whole(word)] for cell in cells]


def _whole(word: str) -> list[str]:
    """Return a word; of one that an index parts, its names alone, since halves mean else.

    So "Нью-Йорк" is "Нью" and "Йорк", "McDonald's" is "McDonald", and nothing is left of
    "porte-parole" and of "F-35".
    """
    parts = _JOINTS.split(word)
    if len(parts) > 1:
        parts = [part for part in parts if part[:1].isupper()]
    return [part for part in parts if len(part) > 1 and len(words(part)) == 1 and part.isalpha()]


def _meaning(
    codes: Sequence[str], cells: Cells, forms: Mapping[tuple[str, str], Sequence[str]]
) -> list[Entry]:
    """Return the words of a line, each with its irregular forms."""
    return [
        entry
        for code, cell in zip(codes, cells, strict=True)
        for word in cell
        for entry in _entries(forms.get((code, word), [word]), code)
    ]


def _entries(some: Sequence[str], code: str) -> list[Entry]:
    """Return the words that have another name in other languages, as they are indexed."""
    spoken = [word for each in some for word in words(each)]
    stems = [
        term(prefix + word, code)
        for word in spoken
        if canonical(word, code) is None and land(word, code) is None
        # Where the stem of "the parliament" keeps the article, it is another one.
        for prefix in (ARABIC_PREFIXES if code == "ar" else ("",))
    ]
    grammar = _grammar(code)
    return [(code, stem) for stem in dict.fromkeys(stems) if len(stem) > 1 and stem not in grammar]


@cache
def _grammar(code: str) -> frozenset[str]:
    """Return the words of grammar as they are indexed; "son" is one, though a sound is too."""
    return frozenset(term(word, code) for word in word_classes(code).function_words)
