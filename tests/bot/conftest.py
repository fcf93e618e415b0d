"""The bot over real HTTP: the fake Telegram, and the real application with a library of choice."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import build_application
from bot.copies import Copies
from bot.doorway import Doorway
from bot.journal import Journal
from bot.live import LiveIndex
from bot.memory import Memory
from bot.metrics import Metrics
from bot.serving import serve
from bot.settings import Settings
from bot.shelving import Shelving
from bot.suggestions import Suggestions
from bot.wording import load_wording
from index import ArticleIndex, index_folder, load_index, open_encoder, open_index
from tests.bot.fakes import FakeLibrary, NoSuggestions
from tests.bot.processes import Start, starting
from tests.fakes import BagEncoder
from tests.telegram_server import TelegramServer

Serving = Callable[..., AbstractAsyncContextManager[Any]]


def live_index(index: ArticleIndex, folder: Path) -> LiveIndex:
    """Return a source of an index that a test has built in a folder."""
    return LiveIndex(index, index_folder(folder), lambda: load_index(folder, BagEncoder()))


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture(scope="session")
def ready(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the model, and with an index that no other test touches."""
    folder = tmp_path_factory.mktemp("ready")
    encoder = open_encoder(data_dir)
    (folder / "models").symlink_to(data_dir.resolve() / "models")
    open_index(folder, [], encoder)
    return folder


@pytest.fixture
def start(ready: Path, tmp_path: Path) -> Iterator[Start]:
    """Return a way to start the bot as a process."""
    with starting(ready, tmp_path) as start:
        yield start


@pytest.fixture
def serving(telegram: TelegramServer, tmp_path: Path) -> Serving:
    """Return a way to run the whole bot on a library for as long as a block lasts."""

    @asynccontextmanager
    async def serving_on(
        library: Any = None,
        *,
        admins: tuple[int, ...] = (),
        shelving: Callable[[LiveIndex], Shelving] | None = None,
        page_url: str | None = None,
        suggesting: bool = False,
        stop_s: float = 20.0,
        metrics: Metrics | None = None,
        **details: Any,
    ) -> AsyncIterator[Any]:
        settings = Settings.model_construct(
            data_dir=tmp_path,
            admins=admins,
            page_url=page_url,
            **{
                "telegram_token": SecretStr(telegram.token),
                "telegram_api_url": telegram.url,
                "person_per_minute": 10_000,
                "chat_per_minute": 10_000,
                **details,
            },
        )
        library = FakeLibrary() if library is None else library
        live = live_index(library, tmp_path)
        doorway, stop = Doorway(live if shelving else library), asyncio.Event()
        copies = Copies(tmp_path / "copies")
        memory = Memory(tmp_path / "state.sqlite")
        journal = Journal(tmp_path / "updates.sqlite", copies)
        application, incoming = build_application(
            settings,
            doorway,
            load_wording(),
            memory,
            journal,
            metrics or Metrics(),
            shelving(live) if shelving else Shelving(tmp_path, BagEncoder(), live),
            Suggestions(doorway) if suggesting else NoSuggestions(doorway),
        )
        kept = (memory, journal)
        task = asyncio.create_task(serve(application, incoming, kept, stop, stop_s=stop_s))
        task.add_done_callback(lambda _: telegram.world.waiter.tell())
        try:
            await telegram.until(
                lambda: telegram.polling.busy or bool(telegram.api.webhook.url) or task.done()
            )
            yield library
        finally:
            stop.set()
            await task
            doorway.close()
            journal.close()
            memory.close()
            copies.close()

    return serving_on
