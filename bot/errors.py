"""What can go wrong in `bot`, in words that an operator can act on."""


class BotError(Exception):
    """Base of every error that this package raises on purpose; its text is one clear line."""


class SettingsError(BotError):
    """A setting cannot be used; the operator mends the key that the message names."""


class DataError(BotError):
    """DATA_DIR cannot be used; the operator mends what the message names, or names another one."""


class TitleError(BotError):
    """No one article is meant; whoever asks for its votes names one of the titles."""


class RejectedTokenError(BotError):
    """Telegram does not know the token; the operator mends TELEGRAM_TOKEN, or TELEGRAM_API_URL."""


class FalseQuoteError(BotError):
    """An outgoing message quotes something that its article does not say: a fault of ours."""


class WordingError(BotError):
    """A message of the locale files is missing or was given the wrong arguments."""
