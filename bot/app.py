"""The composition root: every real part of the bot, put together here and nowhere else."""

from telegram.ext import ApplicationBuilder

from bot.doorway import Doorway
from bot.handlers.failure import FailureDoor
from bot.handlers.private import PrivateDoor
from bot.polling import App, PollingRequest
from bot.settings import Settings
from bot.wire import Wire
from bot.wording import Wording

# Above this many answers at once, more would only wait for the doorway and for Telegram.
CONCURRENT_UPDATES = 256
READ_TIMEOUT_S = 20.0
POOL_TIMEOUT_S = 30.0


def build_application(
    settings: Settings, doorway: Doorway, wording: Wording, polling: PollingRequest
) -> App:
    """Put the bot together."""
    assert settings.telegram_token is not None  # the console opens where there is none
    application = (
        ApplicationBuilder()
        .token(settings.telegram_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .concurrent_updates(CONCURRENT_UPDATES)
        .connection_pool_size(CONCURRENT_UPDATES)
        .read_timeout(READ_TIMEOUT_S)
        .pool_timeout(POOL_TIMEOUT_S)
        .get_updates_request(polling)
        .build()
    )
    parts = (doorway, Wire(application.bot), wording)
    application.add_handlers(PrivateDoor(*parts).handlers())
    application.add_error_handler(FailureDoor(*parts).failed)
    return application
