"""A folder that is made or replaced as one, by one process at a time; a file that is."""

import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

log = logging.getLogger(__name__)

DAMAGED_KEPT = 3  # folders that were set aside, of one


def scratch_prefix(folder: Path) -> str:
    """Return what the names of unfinished folders beside it begin with: `alone` sweeps those."""
    return f".{folder.name}-new-"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let nobody else build or replace this folder meanwhile; wait for who does already.

    What a process that was killed left is put right first: the system frees its lock. Where no
    file can be made there is nothing to lock: nothing can be built there either.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = (folder.parent / f".{folder.name}.lock").open("ab")
    except OSError:
        yield
        return
    with lock:
        _hand_over(Path(lock.name))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log.warning("%s is being built by another process: waiting for it", folder)
            fcntl.flock(lock, fcntl.LOCK_EX)
        _recover(folder)
        yield


def _recover(folder: Path) -> None:
    """Put back a folder that was moved aside when its process was killed, and sweep the rest."""
    for aside in sorted(folder.parent.glob(f".{folder.name}-old-*")):
        if (aside / folder.name).exists() and not folder.exists():
            (aside / folder.name).rename(folder)
        shutil.rmtree(aside, ignore_errors=True)
    for made in folder.parent.glob(f"{scratch_prefix(folder)}*"):
        shutil.rmtree(made, ignore_errors=True)


def swap_in(folder: Path, write: Callable[[Path], None]) -> None:
    """Have a new folder written beside the old one and renamed into its place.

    Readers see the old one or the new one, whole. What `write` or the system raises leaves the old.
    It belongs to whom the folder around it does, also where root writes it.
    """
    made = Path(tempfile.mkdtemp(prefix=scratch_prefix(folder), dir=folder.parent))
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    old = aside / folder.name
    try:
        write(made)
        for path in made.rglob("*"):
            _flush(path)
        _hand_over(made)
        if folder.exists():
            folder.rename(old)
        made.rename(folder)
    except BaseException:
        if old.exists():
            old.rename(folder)
        raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Yield where to write a file, and rename it into its place when it is written.

    Readers see the old one or the new one, whole; an OSError names it and leaves the old.
    """
    place = path.resolve()
    made = place.with_name(f".new-{uuid4().hex}")
    try:
        yield made
        if place.exists():
            shutil.copymode(place, made)
        _flush(made)
        made.replace(place)
    except OSError as fault:
        fault.filename = str(path)
        raise
    finally:
        made.unlink(missing_ok=True)


def set_aside(folder: Path) -> Path:
    """Keep what is in a damaged folder beside it as well, and return where; the last few are kept.

    It is named by when the folder was made. Its files are linked, where the disk can: nothing
    writes into them, and the folder itself stays until another takes its place.
    """
    made_at = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    aside = folder.with_name(f"{folder.name}.damaged-{made_at:%Y%m%dT%H%M%SZ}")
    if not aside.exists():
        made = Path(tempfile.mkdtemp(prefix=scratch_prefix(folder), dir=folder.parent))
        shutil.copytree(folder, made, copy_function=_link, dirs_exist_ok=True)
        made.rename(aside)
    for old in sorted(folder.parent.glob(f"{folder.name}.damaged-*"))[:-DAMAGED_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return aside


def _hand_over(made: Path) -> None:
    """Give what root made to whose folder it is in: a bot of another user is to read it."""
    if os.geteuid() != 0:
        return
    owner = made.parent.stat()
    for path in (*made.rglob("*"), made):  # itself last: until then nobody else gets in
        with suppress(OSError):  # root of a container may not
            os.lchown(path, owner.st_uid, owner.st_gid)


def _link(path: str, copy: str) -> None:
    try:
        os.link(path, copy)
    except OSError:
        shutil.copy2(path, copy)


def _flush(path: Path) -> None:
    """Have a file on the disk before it is renamed: a power cut may else leave it empty."""
    if path.is_file():
        with path.open("rb") as file:
            os.fsync(file.fileno())
