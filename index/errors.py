"""What can go wrong in `index`, in words that an operator can act on."""

import errno
import os
from pathlib import Path


class VerbatimError(Exception):
    """Base of every error that this package raises on purpose; its text is one clear line."""


class UsageError(VerbatimError):
    """A command lacks an argument, or has some that do not go together; the message says which."""


class SettingsError(VerbatimError):
    """The settings cannot be read; the operator mends `.env` or the environment."""


class ArticleError(VerbatimError):
    """An article cannot be read, found or changed so; the message names its source or title."""


class UnreachableError(ArticleError):
    """A link cannot be reached, which may pass; mend the network, or wait."""


class ModelError(VerbatimError):
    """A model cannot be found, exported or opened; mend EMBEDDING_MODEL or DATA_DIR."""


class TooLittleMemoryError(VerbatimError):
    """Building needs more memory than there is; build elsewhere, and copy DATA_DIR."""


class ResourceError(VerbatimError):
    """The machine has no memory or no open file left for now; free some, and try again."""


class StaleIndexError(VerbatimError):
    """A saved index does not belong to these articles, this model or this version; rebuild it."""


class BrokenIndexError(VerbatimError):
    """A saved index is damaged or is not an index; the message names the file. Rebuild it."""


class UnsavedIndexError(VerbatimError):
    """An index cannot be written, on a full disk for example; the one that was there stays."""


class EvaluationError(VerbatimError):
    """Question files cannot be read, or leave nothing to measure or to fit on; they are named."""


_EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
# How libraries in C++ say that there is no memory: ONNX Runtime, and marisa-trie of a file that it
# cannot map.
_NO_MEMORY = ("std::bad_alloc", "MAP_FAILED")


def pass_on_exhaustion(error: Exception, path: Path) -> None:
    """Raise ResourceError where it is no fault of a file that it could not be read."""
    if isinstance(error, MemoryError) or any(sign in str(error) for sign in _NO_MEMORY):
        error = OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
    if isinstance(error, OSError) and error.errno in _EXHAUSTED:
        raise ResourceError(f"{error.filename or path}: {error.strerror}") from error
