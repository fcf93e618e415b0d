"""What an index says that it was made from, and the checksums of its files."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from index.errors import BrokenIndexError, StaleIndexError, pass_on_exhaustion
from index.json_files import digest, read_json, write_json
from index.model_passport import file_sha256

FORMAT_VERSION = 10  # raise it when an index saved before would answer otherwise
PASSPORT_FILE = "passport.json"


@dataclass(frozen=True, slots=True)
class Passport:
    """What an index was made from and with.

    `passages_version` says how passages were made (index/embedding.py), `model` is the encoder's
    fingerprint and `background` the digest of what its vectors are centred by. `weights` names
    the weights that answers are made with; they are no part of the folder. `articles` are content
    hashes, `built` a time in UTC.
    """

    format_version: int
    passages_version: int
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
        table = read_json(folder / PASSPORT_FILE)
        version = table.get("format_version") if isinstance(table, dict) else None
        if not isinstance(version, int):
            raise BrokenIndexError(f"{folder / PASSPORT_FILE}: not the passport of an index")
        if version != FORMAT_VERSION:
            raise StaleIndexError(f"{folder}: format {version}, not {FORMAT_VERSION}")
        if table.pop("checksum", None) != digest(table):
            raise BrokenIndexError(
                f"{folder / PASSPORT_FILE}: damaged, its checksum is not its own"
            )
        try:
            for name, checksum in table.pop("files").items():
                check(folder / name, checksum)
            return cls(**{**table, "articles": tuple(table["articles"])})
        except (KeyError, TypeError, AttributeError) as error:
            raise BrokenIndexError(f"{folder / PASSPORT_FILE}: damaged, {error}") from error

    def write(self, folder: Path) -> None:
        """Write the passport last, with the checksums of all that is in the folder and its own."""
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        checksums = {path.relative_to(folder).as_posix(): file_sha256(path) for path in files}
        table = {**asdict(self), "files": checksums}
        write_json(folder / PASSPORT_FILE, {**table, "checksum": digest(table)})


def check(path: Path, checksum: str) -> None:
    """Raise BrokenIndexError where a file is not the one that a passport knows."""
    try:
        found = file_sha256(path)
    except OSError as error:
        pass_on_exhaustion(error, path)
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
        built = read_json(folder / PASSPORT_FILE)["built"]
    except (BrokenIndexError, KeyError, TypeError):
        return None
    return built if isinstance(built, str) else None
