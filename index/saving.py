"""Articles, their sentences and facts as files of a saved index."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, overload
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.article import Article, LeftOut
from index.blocks import Block, BlockKind
from index.errors import BrokenIndexError, UnsavedIndexError, pass_on_exhaustion
from index.facts import Fact, FactKind
from index.folders import replaced, swap_in
from index.json_files import digest, read_json, write_json
from index.lines import Lines, write_lines
from index.passport import PASSPORT_FILE
from index.shelf import Facts, Shelf, Spans

SHELF_FILE = "articles.json"  # an article a line
SPANS_FILE = "sentences.npz"  # and where the lines of both files begin, and articles' digests
FACTS_FILE = "facts.json"  # a sentence a line
LEXICON_FOLDER = "lexicon"
DIGESTS = "article_digests"
ARTICLES_KEPT = 256  # of those looked at last
NOT_WRITTEN_SO = (AttributeError, KeyError, TypeError, ValueError)  # an article that JSON is not


def replace_folder(folder: Path, write: Callable[[Path], None]) -> None:
    """Have a new folder written beside the old one and renamed into its place.

    Readers see the old one or the new one, whole. Raise UnsavedIndexError where it cannot be
    written, which leaves the old one; BrokenIndexError where the folder holds something that is no
    index, which is not ours to delete.
    """
    refuse_foreign(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        swap_in(folder, write)
    except OSError as error:
        raise UnsavedIndexError(
            f"{folder}: cannot be written ({error.strerror or error}); what was there stays"
        ) from error


def refuse_foreign(folder: Path) -> None:
    """Raise BrokenIndexError where a folder holds something, and nothing an index is known by."""
    if not folder.exists():
        return
    known = any((folder / name).exists() for name in (PASSPORT_FILE, SHELF_FILE))
    if not folder.is_dir() or (any(folder.iterdir()) and not known):
        raise BrokenIndexError(f"{folder}: not an index, and not empty: nothing is written over it")


def write_shelf(folder: Path, shelf: Shelf) -> None:
    """Write the articles, whole, with the spans of their sentences and what they state."""
    facts = (_facts_to_json(each) for n in range(len(shelf)) for each in shelf.facts([n]))
    digests: list[str] = []

    def tables() -> Iterator[dict[str, Any]]:
        for article in shelf.articles:
            table = _article_to_json(article)
            digests.append(digest(table))
            yield table

    arrays: dict[str, Any] = {
        **{field.name: getattr(shelf.spans, field.name) for field in fields(Spans)},
        "article_starts": write_lines(folder / SHELF_FILE, tables()),
        "fact_starts": write_lines(folder / FACTS_FILE, facts),
        DIGESTS: np.array(digests, "S64"),
    }
    np.savez(folder / SPANS_FILE, **arrays)


def read_shelf(folder: Path) -> Shelf:
    """Open what `write_shelf` wrote; raise BrokenIndexError where a file is not of it.

    Articles and facts are read when they are looked at.
    """
    path = folder / SHELF_FILE
    try:
        _check_list(path)
        path = folder / SPANS_FILE
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            spans = Spans(**{field.name: arrays[field.name] for field in fields(Spans)})
            article_starts, fact_starts = arrays["article_starts"], arrays["fact_starts"]
        path = folder / SHELF_FILE
        articles = SavedArticles(Lines(path, article_starts), spans.hashes)
        path = folder / FACTS_FILE
        facts = Lines(path, fact_starts)
    except OSError as error:
        pass_on_exhaustion(error, path)
        raise BrokenIndexError(f"{path}: cannot be read ({error.strerror})") from error
    except (KeyError, TypeError, ValueError, EOFError, BadZipFile) as error:
        raise BrokenIndexError(f"{path}: damaged, {error!r}") from error

    def read(numbers: NDArray[np.int64]) -> list[Facts]:
        return [_facts_from_json(each) for each in facts.some(numbers)]

    return Shelf.saved(articles, spans, read)


def _check_list(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(3) != b"[\n{":
            raise ValueError("no list of articles")


class SavedArticles(Sequence[Article]):
    """The articles of a folder, read when they are looked at; the last ones are kept.

    `hashes` are their content hashes: a file may be damaged after its checksum was looked at.
    """

    def __init__(self, lines: Lines, hashes: NDArray[np.bytes_]) -> None:
        self._lines = lines
        self._hashes = hashes
        self._read = lru_cache(maxsize=ARTICLES_KEPT)(self._read_article)

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, place: int) -> Article: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Article]: ...
    def __getitem__(self, place: int | slice) -> Article | Sequence[Article]:
        if isinstance(place, slice):
            return tuple(self._read(each) for each in range(len(self))[place])
        return self._read(range(len(self))[place])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(one == another for one, another in zip(self, other, strict=True))

    @property
    def read(self) -> int:
        """Return how many articles were read from the file."""
        return self._read.cache_info().misses

    def _read_article(self, place: int) -> Article:
        try:
            article = article_from_json(self._lines[place])
        except NOT_WRITTEN_SO as error:
            raise BrokenIndexError(f"{self._lines.path}: damaged, {error!r}") from error
        if article.content_hash != self._hashes[place].decode():
            raise BrokenIndexError(f"{self._lines.path}: damaged, an article's hash is another")
        return article


def save_article(path: Path, article: Article) -> None:
    """Write one article to a file of its own, whole or not at all."""
    with replaced(path) as made:
        write_json(made, _article_to_json(article))


def load_article(path: Path) -> Article:
    """Read what `save_article` wrote; raise BrokenIndexError where the file is not of it."""
    table = read_json(path)
    try:
        return article_from_json(table)
    except NOT_WRITTEN_SO as error:
        raise BrokenIndexError(f"{path}: damaged, {error!r}") from error


def _facts_to_json(facts: Sequence[Fact]) -> list[object]:
    return [[fact.kind, fact.start, fact.end, fact.value, int(fact.opens)] for fact in facts]


def _facts_from_json(table: Any) -> Facts:
    # A question on a large shelf reads a thousand: `Fact(…)` and `Fact._make` take twice as long.
    return tuple(
        [
            tuple.__new__(Fact, (_KINDS[kind], start, end, value, bool(opens)))
            for kind, start, end, value, opens in table
        ]
    )


_KINDS = {kind.value: kind for kind in FactKind}


def _article_to_json(article: Article) -> dict[str, Any]:
    published = article.published.isoformat() if article.published else None
    return {**asdict(article), "published": published}


def article_from_json(table: dict[str, Any]) -> Article:
    """Return an article of any version; raise one of NOT_WRITTEN_SO where it is none."""
    blocks = tuple(Block(**{**b, "kind": BlockKind(b["kind"])}) for b in table["blocks"])
    published = date.fromisoformat(table["published"]) if table["published"] else None
    left_out = tuple(LeftOut(**each) for each in table.get("left_out", ()))
    known = {"blocks": blocks, "published": published, "left_out": left_out}
    own = {name: value for name, value in table.items() if name != "sentences"}  # of formats before
    return Article(**{**own, **known})
