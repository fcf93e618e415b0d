"""What is left of a folder of an index that is of no use any more."""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from index.article import Article
from index.embedding import PASSAGES_VERSION, Embedded
from index.encoder import Encoder
from index.errors import BrokenIndexError, ModelError, pass_on_exhaustion
from index.json_files import decoded, digest, read_json
from index.passport import PASSPORT_FILE, check
from index.saving import (
    DIGESTS,
    FACTS_FILE,
    LEXICON_FOLDER,
    NOT_WRITTEN_SO,
    SHELF_FILE,
    SPANS_FILE,
    article_from_json,
    read_shelf,
    refuse_foreign,
)

_UNSAID = (7, 8)  # formats whose passages were made by version 1, which they do not say
# What is made again from the articles' text without the model.
_OF_TEXT = (SHELF_FILE, FACTS_FILE, f"{LEXICON_FOLDER}/")


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
        pass_on_exhaustion(error, path)
        content, fault = b"", f"cannot be read ({error.strerror})"
    if hashlib.sha256(content).hexdigest() == passport.get("files", {}).get(SHELF_FILE):
        try:
            return Salvage([article_from_json(each) for each in json.loads(decoded(content))])
        except NOT_WRITTEN_SO as error:
            return Salvage((), f"{path}: not of this version or one before, {error!r}")
    hashes, digests = _stated(folder / SPANS_FILE)
    hashes = {*passport.get("articles", hashes)}
    articles: list[Article] = []
    for line in content.splitlines():
        with suppress(*NOT_WRITTEN_SO):
            table = json.loads(decoded(line.removesuffix(b",")))
            article = article_from_json(table)
            if digest(table) in digests if digests else article.content_hash in hashes:
                articles.append(article)
    if hashes and hashes == {each.content_hash for each in articles}:
        return Salvage(articles)
    lost = f"{len(hashes) - len(articles)} of {len(hashes)}" if hashes else "all"
    return Salvage(articles, f"{path}: {fault}, articles that cannot be saved: {lost}")


def salvage_vectors(folder: Path, encoder: Encoder) -> Embedded | None:
    """Return the vectors of a folder whose format, or another file, is of no use any more.

    None where they are not this encoder's, of passages as they are made today and undamaged.
    """
    passport = _sound_passport(folder)
    unsaid = 1 if passport.get("format_version") in _UNSAID else None
    made_by = passport.get("model"), passport.get("passages_version", unsaid)
    if made_by != (encoder.fingerprint, PASSAGES_VERSION):
        return None
    try:
        for name, checksum in passport["files"].items():
            if not name.startswith(_OF_TEXT):
                check(folder / name, checksum)
        return Embedded.load(folder, encoder.fingerprint, read_shelf(folder))
    except (
        OSError, ValueError, KeyError, TypeError, RuntimeError, BrokenIndexError, ModelError,
    ) as error:  # fmt: skip
        pass_on_exhaustion(error, folder)
        return None


def _sound_passport(folder: Path) -> dict[str, Any]:
    """Return what a passport of any version says; nothing where it is damaged."""
    try:
        table = read_json(folder / PASSPORT_FILE)
    except BrokenIndexError:
        return {}
    checksum = table.pop("checksum", None) if isinstance(table, dict) else ""
    return table if checksum in (None, digest(table)) else {}


def _stated(path: Path) -> tuple[set[str], set[str]]:
    """Return the content hashes and the digests of the articles; none where they are damaged."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            found = (
                arrays[name].tolist() if name in arrays else [] for name in ("hashes", DIGESTS)
            )
            hashes, digests = ({each.decode() for each in some} for some in found)
    except (
        OSError, EOFError, AttributeError, TypeError, ValueError, RuntimeError, BadZipFile,
    ) as error:  # fmt: skip
        pass_on_exhaustion(error, path)
        return set(), set()
    return hashes, digests
