"""Articles that administrators send: read, put aside until they are wanted, put on the shelf."""

import logging
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from bot.lifetimes import PENDING_S
from bot.live import LiveIndex
from index import (
    Article,
    ArticleError,
    ArticleIndex,
    Encoder,
    Progress,
    VerbatimError,
    change_index,
    load_article,
    read_article,
    read_upload,
    save_article,
)

log = logging.getLogger(__name__)

FOLDER = "pending"
MAX_PENDING = 20

ReadLink = Callable[[str], Article]


class Shelving:
    """Changes the shelf. All of it blocks: call it through `Doorway.work`, one after the other.

    What was read waits in DATA_DIR, so that "use it" works after a restart and in every copy of the
    bot.
    """

    def __init__(
        self,
        data_dir: Path,
        encoder: Encoder,
        live: LiveIndex,
        read_link: ReadLink = read_article,
    ) -> None:
        self._data_dir = data_dir
        self._folder = data_dir / FOLDER
        self._encoder = encoder
        self._live = live
        self._read_link = read_link
        self._sweep()

    def read_link(self, link: str) -> Article:
        """Read what a link leads to, and put it aside; raise VerbatimError with the reason."""
        return self._put_aside(self._read_link(link))

    def read_file(self, content: bytes, name: str) -> Article:
        """Read a file, and put it aside; raise VerbatimError with the reason."""
        return self._put_aside(read_upload(content, name))

    def pending(self, address: str) -> Article | None:
        """Return an article that was put aside, by its address."""
        if not re.fullmatch(r"[0-9a-f]{16}", address):
            return None
        self._sweep()
        try:
            return load_article(self._path(address))
        except VerbatimError:
            return None

    def discard(self, address: str) -> None:
        """Forget an article that was put aside."""
        _forget(self._path(address))

    def use(self, article: Article, progress: Progress | None = None) -> ArticleIndex:
        """Put an article on the shelf; return what stands there then."""
        changed = self._change(progress, add=[article])
        self.discard(article.address)
        return changed

    def remove(self, article: Article) -> ArticleIndex:
        """Take an article off the shelf; return what stands there then."""
        return self._change(None, remove=[article.content_hash])

    def _change(
        self,
        progress: Progress | None,
        add: list[Article] | None = None,
        remove: list[str] | None = None,
    ) -> ArticleIndex:
        changed = change_index(
            self._data_dir,
            self._live(),
            self._encoder,
            add=add or (),
            remove=remove or (),
            progress=progress,
        )
        self._live.replace(changed)
        log.info("the shelf changed: %d articles", len(changed.articles))
        return changed

    def _put_aside(self, article: Article) -> Article:
        added = replace(article, added=True)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            save_article(self._path(added.address), added)
        except OSError as error:
            raise ArticleError(f"{added.source}: cannot be kept: {error.strerror}") from error
        self._sweep()
        return added

    def _sweep(self) -> None:
        """Forget what has waited for too long, and the oldest where too many wait."""
        sent: dict[Path, float] = {}
        for path in self._folder.glob("*"):
            with suppress(OSError):  # another copy of the bot took it
                sent[path] = path.stat().st_mtime
        oldest = time.time() - PENDING_S
        for number, path in enumerate(sorted(sent, key=sent.__getitem__, reverse=True)):
            if number >= MAX_PENDING or sent[path] < oldest:
                _forget(path)

    def _path(self, address: str) -> Path:
        return self._folder / f"{address}.json"


def _forget(path: Path) -> None:
    """Delete a file, on a disk that can be written: elsewhere it is no reason not to serve."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("%s cannot be deleted (%s)", path, error.strerror)
