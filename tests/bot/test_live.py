"""The index under the bot: replaced by this process or by another, while questions are asked."""

import asyncio
import gc
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from weakref import ref

import pytest

from bot.doorway import Doorway
from bot.live import MISSED, LiveIndex
from bot.suggestions import Suggestions
from index import ArticleIndex, BrokenIndexError, load_index, passport_mark
from index.building import build_index, index_folder
from tests.bot.conftest import live_index
from tests.fakes import BagEncoder, article

BRIDGE = article("Le maire de Tours a ouvert le pont mardi. Il pleuvait.\n", title="Le pont")
SNOW = article("Il neige à Metz. Rien ne va.\n", title="La neige")


def live_on(folder: Path) -> tuple[LiveIndex, list[ArticleIndex]]:
    """Return a source of a first index, and what it loads from the disk."""
    loaded: list[ArticleIndex] = []

    def load() -> ArticleIndex:
        loaded.append(load_index(folder, BagEncoder()))
        return loaded[-1]

    return LiveIndex(
        build_index(folder, [BRIDGE], BagEncoder()), index_folder(folder), load
    ), loaded


def test_what_another_process_built_is_used(tmp_path: Path) -> None:
    live, loaded = live_on(tmp_path)
    live.look()
    assert live().articles == (BRIDGE,)
    build_index(tmp_path, [SNOW], BagEncoder())
    live.look()
    assert live().articles == (SNOW,)
    live.look()
    assert len(loaded) == 1


def test_what_this_process_built_is_not_loaded_again(tmp_path: Path) -> None:
    live, loaded = live_on(tmp_path)
    changed = build_index(tmp_path, [BRIDGE, SNOW], BagEncoder())
    live.replace(changed)
    live.look()
    assert live() is changed
    assert not loaded


def test_what_another_process_built_after_our_own_is_used_though_it_was_seen_before(
    tmp_path: Path,
) -> None:
    live, _ = live_on(tmp_path)
    ours = build_index(tmp_path, [BRIDGE, SNOW], BagEncoder())
    build_index(tmp_path, [SNOW], BagEncoder())
    live.look()
    live.replace(ours)
    live.look()
    assert live().articles == (SNOW,)


def test_what_was_built_before_the_first_look_is_found(tmp_path: Path) -> None:
    old = build_index(tmp_path, [BRIDGE], BagEncoder())
    build_index(tmp_path, [SNOW], BagEncoder())  # between the start of the bot and its first look
    live = live_index(old, tmp_path)
    live.look()
    assert live().articles == (SNOW,)


@pytest.mark.parametrize("name", ["articles.json", "sentences.faiss", "passport.json"])
@pytest.mark.parametrize("damage", ["torn", "flipped"])
def test_a_damaged_index_is_named_once_and_the_one_before_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str, damage: str
) -> None:
    live, _ = live_on(tmp_path)
    build_index(tmp_path, [SNOW], BagEncoder())
    path = index_folder(tmp_path) / name
    content = bytearray(path.read_bytes())
    if damage == "torn":
        del content[len(content) // 2 :]
    else:
        content[len(content) // 2] ^= 0x40
    path.write_bytes(content)
    live.look()
    live.look()
    assert live().articles == (BRIDGE,)
    complaints = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert len(complaints) == 1
    assert "the one before stays in use" in complaints[0].getMessage()
    assert str(path) in complaints[0].getMessage()
    build_index(tmp_path, [BRIDGE, SNOW], BagEncoder())
    live.look()
    assert live().articles == (BRIDGE, SNOW)


async def test_while_it_is_watched_a_new_index_is_found_and_a_failure_is_no_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.live.CHECK_EVERY_S", 0.001)
    live, loaded = live_on(tmp_path)
    monkeypatch.setattr(live, "_folder", None)  # whatever goes wrong
    watching = asyncio.create_task(live.watch())
    await until(lambda: len(caplog.records) > 1)
    monkeypatch.setattr(live, "_folder", index_folder(tmp_path))
    build_index(tmp_path, [SNOW], BagEncoder())
    await until(lambda: live().articles == (SNOW,))
    assert loaded
    watching.cancel()


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0.001)


def test_an_index_that_is_gone_is_no_reason_to_stop_and_named_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    live, _ = live_on(tmp_path)
    live.look()
    shutil.rmtree(index_folder(tmp_path))
    live.look()
    assert not [each for each in caplog.records if each.levelno == logging.ERROR]
    for _ in range(2 * MISSED):
        live.look()
    assert live().articles == (BRIDGE,)
    (complaint,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert "the one before stays in use" in complaint.getMessage()
    assert "passport.json: cannot be read (No such file" in complaint.getMessage()
    build_index(tmp_path, [SNOW], BagEncoder())
    live.look()
    assert live().articles == (SNOW,)


@pytest.mark.parametrize("fails", [False, True])
def test_an_index_replaced_while_it_is_read_is_read_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, fails: bool
) -> None:
    first = build_index(tmp_path, [BRIDGE], BagEncoder())
    reads = 0

    def load() -> ArticleIndex:
        nonlocal reads
        reads += 1
        found = load_index(tmp_path, BagEncoder())
        if reads == 1:
            build_index(tmp_path, [BRIDGE, SNOW], BagEncoder())
            if fails:
                raise BrokenIndexError("articles.json: damaged, its checksum is not the passport's")
        return found

    live = LiveIndex(first, index_folder(tmp_path), load)
    build_index(tmp_path, [SNOW], BagEncoder())
    live.look()
    assert live().articles == (BRIDGE,)  # not parts of two
    live.look()
    assert live().articles == (BRIDGE, SNOW)
    assert not caplog.records or all(each.levelno < logging.ERROR for each in caplog.records)


def test_a_mark_tells_one_index_from_the_next(tmp_path: Path) -> None:
    build_index(tmp_path, [BRIDGE], BagEncoder())
    folder = index_folder(tmp_path)
    before = passport_mark(folder)
    build_index(tmp_path, [BRIDGE], BagEncoder())
    assert passport_mark(folder) != before
    assert passport_mark(tmp_path / "nowhere") is None


async def test_an_index_that_was_replaced_is_forgotten_though_it_was_read_and_asked_from(
    tmp_path: Path,
) -> None:
    live, _ = live_on(tmp_path)
    doorway = Doorway(live)
    suggestions = Suggestions(doorway)
    with doorway.one_library():
        assert await doorway.pages(BRIDGE.address)
        await suggestions.of("fr", 1.0)  # for as long, asyncio keeps what it looks at
    old = ref(live())
    live.replace(build_index(tmp_path, [SNOW], BagEncoder()))
    await until(lambda: gc.collect() >= 0 and old() is None)
    doorway.close()


async def test_one_update_sees_one_library_and_the_next_one_the_new(tmp_path: Path) -> None:
    live, _ = live_on(tmp_path)
    doorway = Doorway(live)
    with doorway.one_library():
        live.replace(build_index(tmp_path, [SNOW], BagEncoder()))
        assert doorway.library.articles == (BRIDGE,)
        answer = await doorway.ask("Qui a ouvert le pont ?")
        assert {quote.article for quote in answer.quotes} <= {BRIDGE}
    assert doorway.library.articles == (SNOW,)
    doorway.close()
