"""The folder of a saved index: its passport, its checksums, and what is in its files."""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Self, overload
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.article import Article, LeftOut
from index.errors import BrokenIndexError, StaleIndexError, UnsavedIndexError
from index.facts import Fact, FactKind
from index.folders import swap_in
from index.layout import Block, BlockKind
from index.lines import Lines, write_lines
from index.model_passport import file_sha256
from index.shelf import Facts, Shelf, Spans

FORMAT_VERSION = 8  # raise it when an index saved before would answer otherwise
PASSPORT_FILE = "passport.json"
SHELF_FILE = "articles.json"  # an article a line
SPANS_FILE = "sentences.npz"  # and where the lines of both files begin, and articles' digests
FACTS_FILE = "facts.json"  # a sentence a line
DIGESTS = "article_digests"
ARTICLES_KEPT = 256  # of those looked at last
_NOT_WRITTEN_SO = (AttributeError, KeyError, TypeError, ValueError)  # an article that JSON is not


@dataclass(frozen=True, slots=True)
class Passport:
    """What an index was made from and with.

    `model` is the encoder's fingerprint and `background` the digest of what its vectors are centred
    by. `weights` names the weights that answers are made with; they are no part of the folder.
    `articles` are content hashes, `built` a time in UTC.
    """

    format_version: int
    model: str
    dimensions: int
    background: str
    weights: str
    articles: tuple[str, ...]
    sentences: int
    built: str

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read a folder's passport and hold every file against its checksum.

        Raise BrokenIndexError with the file's name where one is damaged, StaleIndexError where the
        format is another version's.
        """
        table = _read_json(folder / PASSPORT_FILE)
        version = table.get("format_version") if isinstance(table, dict) else None
        if not isinstance(version, int):
            raise BrokenIndexError(f"{folder / PASSPORT_FILE}: not the passport of an index")
        if version != FORMAT_VERSION:
            raise StaleIndexError(f"{folder}: format {version}, not {FORMAT_VERSION}")
        if table.pop("checksum", None) != _digest(table):
            raise BrokenIndexError(
                f"{folder / PASSPORT_FILE}: damaged, its checksum is not its own"
            )
        try:
            for name, checksum in table.pop("files").items():
                _check(folder / name, checksum)
            return cls(**{**table, "articles": tuple(table["articles"])})
        except (KeyError, TypeError, AttributeError) as error:
            raise BrokenIndexError(f"{folder / PASSPORT_FILE}: damaged, {error}") from error

    def write(self, folder: Path) -> None:
        """Write the passport last, with the checksums of all that is in the folder and its own."""
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        checksums = {path.relative_to(folder).as_posix(): file_sha256(path) for path in files}
        table = {**asdict(self), "files": checksums}
        _write_json(folder / PASSPORT_FILE, {**table, "checksum": _digest(table)})


def _digest(table: Any) -> str:
    """Return the SHA-256 of what JSON says, however it is laid out."""
    return hashlib.sha256(json.dumps(table, sort_keys=True).encode()).hexdigest()


def _check(path: Path, checksum: str) -> None:
    try:
        found = file_sha256(path)
    except OSError as error:
        raise BrokenIndexError(f"{path}: cannot be read ({error.strerror})") from error
    if found != checksum:
        raise BrokenIndexError(f"{path}: damaged, its checksum is not the passport's")


def passport_mark(folder: Path) -> tuple[int, int, int] | None:
    """Return what tells one saved index from the next without reading it; None where none is."""
    try:
        found = (folder / PASSPORT_FILE).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def saved_at(folder: Path) -> str | None:
    """Return when the index in a folder was built, which no two share; None where none is."""
    try:
        built = _read_json(folder / PASSPORT_FILE)["built"]
    except (BrokenIndexError, KeyError, TypeError):
        return None
    return built if isinstance(built, str) else None


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
            digests.append(_digest(table))
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
            article = _article_from_json(self._lines[place])
        except _NOT_WRITTEN_SO as error:
            raise BrokenIndexError(f"{self._lines.path}: damaged, {error!r}") from error
        if article.content_hash != self._hashes[place].decode():
            raise BrokenIndexError(f"{self._lines.path}: damaged, an article's hash is another")
        return article


def save_article(path: Path, article: Article) -> None:
    """Write one article to a file of its own, whole or not at all."""
    descriptor, made = tempfile.mkstemp(dir=path.parent, prefix=f"{path.stem}-")
    os.close(descriptor)
    try:
        _write_json(Path(made), _article_to_json(article))
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink()
        raise


def load_article(path: Path) -> Article:
    """Read what `save_article` wrote; raise BrokenIndexError where the file is not of it."""
    table = _read_json(path)
    try:
        return _article_from_json(table)
    except _NOT_WRITTEN_SO as error:
        raise BrokenIndexError(f"{path}: damaged, {error!r}") from error


@dataclass(frozen=True, slots=True)
class Salvage:
    """What could be saved of a folder; `fault` names its damaged file and says how much could not.

    Where all was saved it is None.
    """

    articles: Sequence[Article] = ()
    fault: str | None = None


def salvage(folder: Path) -> Salvage:
    """Save the articles of a folder that is otherwise of no use, without their sentences.

    One that is not what the passport, or the file of the spans, says of it is not to be quoted, and
    is left out. Raise BrokenIndexError where the folder is no index.
    """
    if not folder.exists():
        return Salvage()
    refuse_foreign(folder)
    if not any(folder.iterdir()):
        return Salvage()
    path, passport = folder / SHELF_FILE, _sound_passport(folder)
    try:
        content, fault = path.read_bytes(), "damaged"
    except OSError as error:
        content, fault = b"", f"cannot be read ({error.strerror})"
    if hashlib.sha256(content).hexdigest() == passport.get("files", {}).get(SHELF_FILE):
        try:
            return Salvage([_article_from_json(each) for each in json.loads(_text(content))])
        except _NOT_WRITTEN_SO as error:
            return Salvage((), f"{path}: not of this version or one before, {error!r}")
    hashes, digests = _stated(folder / SPANS_FILE)
    hashes = {*passport.get("articles", hashes)}
    articles: list[Article] = []
    for line in content.splitlines():
        with suppress(*_NOT_WRITTEN_SO):
            table = json.loads(_text(line.removesuffix(b",")))
            article = _article_from_json(table)
            if _digest(table) in digests if digests else article.content_hash in hashes:
                articles.append(article)
    if hashes and hashes == {each.content_hash for each in articles}:
        return Salvage(articles)
    lost = f"{len(hashes) - len(articles)} of {len(hashes)}" if hashes else "all"
    return Salvage(articles, f"{path}: {fault}, articles that cannot be saved: {lost}")


def _sound_passport(folder: Path) -> dict[str, Any]:
    """Return what a passport of any version says; nothing where it is damaged."""
    try:
        table = _read_json(folder / PASSPORT_FILE)
    except BrokenIndexError:
        return {}
    checksum = table.pop("checksum", None) if isinstance(table, dict) else ""
    return table if checksum in (None, _digest(table)) else {}


def _stated(path: Path) -> tuple[set[str], set[str]]:
    """Return the content hashes and the digests of the articles; none where they are damaged."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            found = (
                arrays[name].tolist() if name in arrays else [] for name in ("hashes", DIGESTS)
            )
            hashes, digests = ({each.decode() for each in some} for some in found)
    except (OSError, EOFError, AttributeError, TypeError, ValueError, RuntimeError, BadZipFile):
        return set(), set()
    return hashes, digests


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


def _article_from_json(table: dict[str, Any]) -> Article:
    blocks = tuple(Block(**{**b, "kind": BlockKind(b["kind"])}) for b in table["blocks"])
    published = date.fromisoformat(table["published"]) if table["published"] else None
    left_out = tuple(LeftOut(**each) for each in table.get("left_out", ()))
    known = {"blocks": blocks, "published": published, "left_out": left_out}
    own = {name: value for name, value in table.items() if name != "sentences"}  # of formats before
    return Article(**{**own, **known})


def _read_json(path: Path) -> Any:
    try:
        return json.loads(_text(path.read_bytes()))
    except OSError as error:
        raise BrokenIndexError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise BrokenIndexError(f"{path}: damaged, {error}") from error


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogatepass")


def _write_json(path: Path, table: Any) -> None:
    text = json.dumps(table, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", "utf-8", "surrogatepass")
