"""What can go wrong in `index`, in words that an operator can act on."""


class VerbatimError(Exception):
    """Base of every error that this package raises on purpose; its text is one clear line."""


class SettingsError(VerbatimError):
    """The file of the settings cannot be read; the operator mends `.env`."""


class ArticleError(VerbatimError):
    """A source cannot become an article; the operator mends or replaces the named source."""


class ModelError(VerbatimError):
    """A model cannot be found, exported or opened; mend EMBEDDING_MODEL or DATA_DIR."""


class TooLittleMemoryError(VerbatimError):
    """Building needs more memory than there is; build elsewhere, and copy DATA_DIR."""


class StaleIndexError(VerbatimError):
    """A saved index does not belong to these articles, this model or this version; rebuild it."""


class BrokenIndexError(VerbatimError):
    """A saved index is damaged or is not an index; the message names the file. Rebuild it."""


class UnsavedIndexError(VerbatimError):
    """An index cannot be written, on a full disk for example; the one that was there stays."""


class EvaluationError(VerbatimError):
    """A question file cannot be read; the message names the file and the line."""
