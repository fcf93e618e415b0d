"""The composition root: every real part of the bot, put together here and nowhere else."""

from telegram.ext import ApplicationBuilder

from bot.doorway import Doorway
from bot.handlers.buttons import ButtonsDoor
from bot.handlers.commands import CommandsDoor
from bot.handlers.echo import EchoDoor
from bot.handlers.failure import FailureDoor
from bot.handlers.group import GroupDoor
from bot.handlers.guest import GuestDoor
from bot.handlers.inline import InlineDoor
from bot.handlers.listing import ListingDoor
from bot.handlers.private import PrivateDoor
from bot.handlers.reading import ReadingDoor
from bot.handlers.shelf import ShelfDoor
from bot.memory import Memory
from bot.polling import App, PollingRequest
from bot.profile import set_profile
from bot.settings import Settings
from bot.shelving import Shelving
from bot.suggestions import Suggestions
from bot.turns import Turns
from bot.wire import Wire
from bot.wording import Wording

# Above this many answers at once, more would only wait for the doorway and for Telegram.
CONCURRENT_UPDATES = 256
READ_TIMEOUT_S = 20.0
POOL_TIMEOUT_S = 30.0


def build_application(
    settings: Settings,
    doorway: Doorway,
    wording: Wording,
    memory: Memory,
    polling: PollingRequest,
    shelving: Shelving | None = None,
    suggestions: Suggestions | None = None,
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
        .post_init(lambda application: set_profile(application.bot, wording, memory))
        .build()
    )
    admins = frozenset(settings.admins)
    parts = (doorway, Wire(application.bot, page_url=settings.page_url), wording, memory, Turns())
    application.add_handlers(EchoDoor(*parts).handlers(), group=-1)
    # The first that matches takes an update: guests first, since all others match them too.
    for door in (
        GuestDoor(*parts),
        CommandsDoor(*parts, suggestions),
        ReadingDoor(*parts),
        ListingDoor(*parts, admins),
        ShelfDoor(*parts, admins, shelving),
        PrivateDoor(*parts),
        GroupDoor(*parts),
        InlineDoor(*parts, suggestions),
        ButtonsDoor(*parts, admins),
    ):
        application.add_handlers(door.handlers())
    application.add_error_handler(FailureDoor(*parts).failed)
    return application
