"""The data folder is its owner's alone."""

import logging
import os
from pathlib import Path

log = logging.getLogger(__name__)

OWNER_ALONE = 0o077  # a mask: what the group and others may do is taken away


def keep_private(folder: Path) -> None:
    """Let nobody else into the data folder, nor into what this process writes from now on.

    Raise OSError where there is none and none can be made.
    """
    os.umask(OWNER_ALONE)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        folder.chmod(folder.stat().st_mode & ~OWNER_ALONE & 0o7777)
    except OSError as error:  # another's folder, lent to us: theirs to decide
        log.warning("%s cannot be kept private (%s)", folder, error.strerror)
