"""The composition root: every real part of the bot, put together here and nowhere else."""

from telegram.ext import ApplicationBuilder, ExtBot

from bot.connection import Connection
from bot.doorway import Doorway
from bot.floods import Floods
from bot.handlers.arrivals import Arrivals
from bot.handlers.buttons import ButtonsDoor
from bot.handlers.commands import CommandsDoor
from bot.handlers.failure import FailureDoor
from bot.handlers.flood import FloodDoor
from bot.handlers.group import GroupDoor
from bot.handlers.guest import GuestDoor
from bot.handlers.inline import InlineDoor
from bot.handlers.listing import ListingDoor
from bot.handlers.private import PrivateDoor
from bot.handlers.reading import ReadingDoor
from bot.handlers.shelf import ShelfDoor
from bot.journal import Journal
from bot.memory import Memory
from bot.metrics import Metrics
from bot.polling import App, PollingRequest
from bot.profile import set_profile
from bot.queue import MAX_IN_HAND, UpdateQueue
from bot.serving import Handling, Incoming
from bot.settings import Settings, secret_of
from bot.shelving import Shelving
from bot.suggestions import Suggestions
from bot.turns import Turns
from bot.webhook import Webhook
from bot.wire import Wire
from bot.wording import Wording

READ_TIMEOUT_S = 20.0
POOL_TIMEOUT_S = 30.0


def build_application(
    settings: Settings,
    doorway: Doorway,
    wording: Wording,
    memory: Memory,
    journal: Journal,
    metrics: Metrics,
    shelving: Shelving,
    suggestions: Suggestions,
) -> tuple[App, Incoming]:
    """Put the bot together; return it and where its updates come from."""
    assert settings.telegram_token is not None  # the console opens where there is none
    token = settings.telegram_token.get_secret_value()
    polling = PollingRequest()
    connection = Connection(
        polling.rejected,
        connection_pool_size=MAX_IN_HAND,
        read_timeout=READ_TIMEOUT_S,
        pool_timeout=POOL_TIMEOUT_S,
    )
    bot: ExtBot[None] = ExtBot(
        token,
        f"{settings.telegram_api_url}/bot",
        f"{settings.telegram_api_url}/file/bot",
        request=connection,
        get_updates_request=polling,
    )
    floods = Floods(settings.person_per_minute, settings.chat_per_minute)
    admins = frozenset(settings.admins)
    queue = UpdateQueue(journal, Arrivals(bot, admins), floods, metrics)
    handling = Handling(queue, doorway)
    application = (
        ApplicationBuilder()
        .bot(bot)
        .update_queue(queue)
        .concurrent_updates(handling)
        .post_init(lambda application: set_profile(application.bot, wording, memory))
        .build()
    )
    metrics.show("updates_waiting", "Updates that wait for their turn.", lambda: queue.waiting)
    metrics.show("updates_in_hand", "Updates being answered.", lambda: queue.in_hand)
    wire = Wire(application.bot)
    parts = (doorway, wire, wording, memory, Turns(), suggestions, settings.page_url)
    # The first that matches takes an update: guests first, since all others match them too.
    for door in (
        FloodDoor(*parts),
        GuestDoor(*parts),
        CommandsDoor(*parts),
        ReadingDoor(*parts),
        ListingDoor(*parts, admins),
        ShelfDoor(*parts, admins, shelving),
        PrivateDoor(*parts),
        GroupDoor(*parts),
        InlineDoor(*parts),
        ButtonsDoor(*parts, admins),
    ):
        application.add_handlers(door.handlers())
    application.add_error_handler(handling.failed)
    application.add_error_handler(FailureDoor(*parts).failed)
    return application, _incoming(settings, token, polling, metrics)


def _incoming(
    settings: Settings, token: str, polling: PollingRequest, metrics: Metrics
) -> Incoming:
    if settings.webhook_url is None:
        return polling
    secret = settings.webhook_secret
    return Webhook(
        settings.webhook_url,
        settings.webhook_listen,
        secret.get_secret_value() if secret else secret_of(token),
        polling.rejected,
        metrics,
    )
