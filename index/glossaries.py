"""Files of a glossary → the glossary that is shipped.

A file has tabs between its columns, one for each language; its first line names them by their ISO
639 codes. A line is a meaning: its cells have words that mean the same, with spaces between them.
In a file of one language a line is a word with its irregular forms, which mean what it does. A word
that has one name in all languages anyway, such as a number, a month or a country, is left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from index.entries import read_text
from index.errors import EvaluationError
from index.glossary import Entry, Glossary
from index.word_classes import ARABIC_PREFIXES, KNOWN, word_classes
from index.words import canonical, land, term, words

Line = list[list[Entry]]  # its cells, each with its words as they are indexed


def read_glossary(files: Sequence[Path]) -> Glossary:
    """Return the glossary of some files, and of all those (*.tsv) in folders.

    Raise EvaluationError, with the file and the line, where one is wrong or none has a meaning.
    """
    lines = [line for path in _paths(files) for line in _lines(path)]
    forms = {cells[0][0]: cells[0] for cells in lines if len(cells) == 1 and cells[0]}
    meanings = [_meaning(cells, forms) for cells in lines if len(cells) > 1]
    if not meanings:
        raise EvaluationError(f"{', '.join(map(str, files))}: no line of a glossary (*.tsv)")
    meant = {entry for meaning in meanings for entry in meaning}
    return Glossary.of([*meanings, *(own for word, own in forms.items() if word not in meant)])


def _paths(files: Sequence[Path]) -> Iterator[Path]:
    for file in files:
        yield from sorted(file.glob("*.tsv")) if file.is_dir() else [file]


def _lines(path: Path) -> Iterator[Line]:
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
        yield [_entries(cell, code) for code, cell in zip(codes, cells, strict=True)]


def _entries(cell: str, code: str) -> list[Entry]:
    """Return the words of a cell that have another name in other languages, as they are indexed."""
    grammar = word_classes(code).function_words
    stems = [
        term(prefix + word, code)
        for word in _words(cell)
        if word not in grammar and canonical(word, code) is None and land(word, code) is None
        # Where the stem of "the parliament" keeps the article, it is another one.
        for prefix in (ARABIC_PREFIXES if code == "ar" else ("",))
    ]
    return [(code, stem) for stem in dict.fromkeys(stems)]


def _words(cell: str) -> list[str]:
    """Return the words of a cell; of one with hyphens its names alone, since its halves mean else.

    So "Нью-Йорк" is "Нью" and "Йорк", and "porte-parole" is nothing that could be found.
    """
    parts = [part for word in cell.split() for part in _whole(word)]
    return words(" ".join(parts))


def _whole(word: str) -> list[str]:
    parts = word.split("-")
    return [part for part in parts if part[:1].isupper()] if len(parts) > 1 else parts


def _meaning(cells: Line, forms: Mapping[Entry, Sequence[Entry]]) -> list[Entry]:
    """Return the words of a line, each with its irregular forms."""
    return [form for cell in cells for entry in cell for form in forms.get(entry, [entry])]
