"""Administrators send a link or a file, see what was understood, and use it or not."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from bot.address import ShelfAction, UseArticle, write_action
from bot.lifetimes import PENDING_S
from bot.live import LiveIndex
from bot.shelving import MAX_PENDING, Shelving
from bot.wording import load_wording
from index import Article, ArticleError, ArticleIndex, open_index, read_article
from index.blocks import Block
from index.building import build_index
from tests.bot.conftest import Serving, live_index
from tests.fakes import BagEncoder, article
from tests.full_disk import full_disk
from tests.sources.books import META, epub
from tests.telegram_server import TelegramServer
from tests.telegram_server.entities import Entity

ENGLISH = load_wording().of("en")
FIRST = article(
    "Le maire de Tours a ouvert le pont mardi. Il pleuvait.\n", title="Le pont de Tours"
)
BEES = """\
# Bees

A bee weighs 0.1 g and flies at 25 km/h. It dances.

The queen lives for five years.
"""
LINK = "https://news.example/bees"


@pytest.fixture
def index(tmp_path: Path) -> ArticleIndex:
    return build_index(tmp_path, [FIRST], BagEncoder())


def shelving_in(
    folder: Path,
    read_link: Callable[[str], Article] | None = None,
    encoder: BagEncoder | None = None,
) -> Callable[[LiveIndex], Shelving]:
    def make(live: LiveIndex) -> Shelving:
        links = read_link or (lambda link: article(f"Ein Satz über {link}.\n", language="de"))
        return Shelving(folder, encoder or BagEncoder(), live, links)

    return make


async def test_file_of_an_administrator_is_understood_used_and_asked(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path
) -> None:
    ada = telegram.user("Ada", "en")
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path)):
        sent = ada.sends_document(ada.private, BEES.encode(), "bees.md")
        reply = await ada.private.reply(sent)
        await telegram.until(lambda: "This is what I understood" in reply.text)
        assert "Bees" in reply.text
        assert "2 paragraphs, 3 sentences" in reply.text
        assert reply.covered("blockquote") == [
            "A bee weighs 0.1 g and flies at 25 km/h.",
            "The queen lives for five years.",
        ]
        ada.presses(reply, ENGLISH("shelf-use"))
        await telegram.until(lambda: "I know it now" in reply.text)
        assert "There are 2 on my shelf" in reply.text
        same = await ada.private.reply(ada.sends_document(ada.private, BEES.encode(), "bees.md"))
        await telegram.until(lambda: same.text == ENGLISH("shelf-known", title="Bees"))
        answer = await ada.private.reply(ada.asks("How long lives the queen, five years?"))
        assert "The queen lives for five years." in answer.covered("blockquote")
        assert "Bees" in answer.text
        old = await ada.private.reply(ada.asks("Qui a ouvert le pont à Tours mardi, le maire ?"))
        assert "Le pont de Tours" in old.text
    assert not telegram.refusals
    again = open_index(tmp_path, [FIRST], BagEncoder())  # a restart with the same ARTICLES
    assert [each.title for each in again.articles] == ["Le pont de Tours", "Bees"]


@pytest.mark.parametrize("method", ["getFile", "file"])
async def test_what_a_failed_download_says_is_told_to_nobody(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path, method: str
) -> None:
    where = f"no such place: /file/bot{telegram.token}/bees.md"
    telegram.faults.error(method, 400, f"Bad Request: {where}")
    telegram.faults.error(method, 403, f"Forbidden: {where}")
    ada = telegram.user("Ada", "en")
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path)):
        for _ in range(2):
            reply = await ada.private.reply(ada.sends_document(ada.private, BEES.encode(), "b.md"))
            await telegram.until(lambda reply=reply: bool(reply.revisions))  # type: ignore[misc]  # mypy cannot infer it
            assert reply.text == ENGLISH("shelf-not-fetched")


@pytest.mark.parametrize(
    "link", [LINK, LINK.replace("https", "Https"), LINK.replace("https", "HTTPS")]
)
async def test_link_of_an_administrator_is_read_and_discarded(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path, link: str
) -> None:
    asked: list[str] = []

    def read(link: str) -> Article:
        asked.append(link)
        return article("Ein Satz über Bienen. Noch einer.\n", title="Bienen", language="de")

    ada = telegram.user("Ada", "en")
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path, read)) as library:
        reply = await ada.private.reply(ada.asks(f" {link} "))
        await telegram.until(lambda: "Bienen" in reply.text)
        assert asked == [LINK]
        ada.presses(reply, ENGLISH("shelf-discard"))
        await telegram.until(lambda: reply.text == ENGLISH("shelf-discarded"))
        assert library.articles == (FIRST,)
    assert not list((tmp_path / "pending").iterdir())


async def test_what_was_understood_of_a_book_is_not_put_together_on_the_event_loop(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path
) -> None:
    class Book(Article):
        @property
        def paragraphs(self) -> tuple[Block, ...]:  # a long one makes that slow
            assert threading.current_thread() is not threading.main_thread()
            return super().paragraphs

    def read(link: str) -> Article:
        return Book.from_text(f"Ein Satz über {link}.\n", title="Bienen", language="de")

    ada = telegram.user("Ada", "en")
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path, read)):
        reply = await ada.private.reply(ada.asks(LINK))
        await telegram.until(lambda: "understood" in reply.text or reply.deleted)
        assert not reply.deleted


async def test_others_get_a_polite_no_and_nothing_is_fetched(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path
) -> None:
    def read(link: str) -> Article:
        raise AssertionError(link)

    ada, eve = telegram.user("Ada", "en"), telegram.user("Eve", "fr")
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path, read)):
        no = load_wording().of("fr")("not-admin", id=str(eve.id))
        assert (await eve.private.reply(eve.asks(LINK))).text == no
        assert (await eve.private.reply(eve.sends_document(eve.private, b"x", "a.txt"))).text == no
    assert not telegram.calls("getFile")
    assert not (tmp_path / "pending").exists()


async def test_button_of_an_administrator_does_nothing_for_others(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path
) -> None:
    ada, eve = telegram.user("Ada", "en"), telegram.user("Eve", "en")
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path)):
        reply = await ada.private.reply(ada.sends_document(ada.private, BEES.encode(), "bees.md"))
        await telegram.until(lambda: "understood" in reply.text)
        theirs = await eve.private.reply(eve.asks("/articles"))
        address = index.articles[0].content_hash[:16]
        for data in (f"1k en {address}", f"1x en {address}", f"1r en {address}"):
            press = eve.presses_data(theirs, data)
            await telegram.until(lambda press=press: press.answer is not None)  # type: ignore[misc]  # mypy cannot infer it
            assert press.answer["text"] == ENGLISH("not-admin", id=str(eve.id))  # type: ignore[index]  # it is there
    assert len(open_index(tmp_path, [], BagEncoder()).articles) == 1


async def test_what_cannot_be_read_is_said_in_one_line(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path
) -> None:
    def read(link: str) -> Article:
        raise ArticleError(f"{link}: the site answers 404: there is no such page")

    ada = telegram.user("Ada", "en")
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path, read)):
        reply = await ada.private.reply(ada.asks(LINK))
        await telegram.until(lambda: "404" in reply.text)
        assert (
            reply.text == f"That did not work: {LINK}: the site answers 404: there is no such page"
        )
        reply = await ada.private.reply(ada.sends_document(ada.private, b"x", "a.exe"))
        await telegram.until(lambda: "cannot read .exe files" in reply.text)
        reply = await ada.private.reply(
            ada.sends_document(ada.private, FIRST.text.encode(), "copie.txt")
        )
        await telegram.until(lambda: reply.text == ENGLISH("shelf-known", title=FIRST.title))
    assert not telegram.refusals


async def test_link_into_the_bot_s_own_network_is_refused(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path
) -> None:
    ada = telegram.user("Ada", "en")
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path, read_article)):
        reply = await ada.private.reply(ada.asks(f"{telegram.url}/bot{telegram.token}/getMe"))
        await telegram.until(lambda: "which is no public address" in reply.text)
    assert not (tmp_path / "pending").exists()


async def test_button_works_after_a_restart_and_says_so_when_it_cannot(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path
) -> None:
    ada = telegram.user("Ada", "en")
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path)):
        reply = await ada.private.reply(ada.sends_document(ada.private, BEES.encode(), "bees.md"))
        await telegram.until(lambda: "understood" in reply.text)
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path)):
        ada.presses(reply, ENGLISH("shelf-use"))
        await telegram.until(lambda: "I know it now" in reply.text)
        ada.presses_data(reply, "1k en 0123456789abcdef")
        await telegram.until(lambda: reply.text == ENGLISH("shelf-expired"))


async def test_who_sends_an_article_is_told_in_whose_place_it_comes(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path
) -> None:
    ada = telegram.user("Ada", "en")
    in_place = ENGLISH("shelf-in-place", title="Bees")
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path)):
        for text, told in ((BEES, False), ("# Wasps\n\nA wasp builds its nest of wood.\n", True)):
            sent = ada.sends_document(ada.private, text.encode(), "document.md")
            reply = await ada.private.reply(sent)
            await telegram.until(lambda reply=reply: "understood" in reply.text)  # type: ignore[misc]  # mypy cannot infer it
            assert (in_place in reply.text) is told
            ada.presses(reply, ENGLISH("shelf-use"))
            await telegram.until(lambda reply=reply: "I know it now" in reply.text)  # type: ignore[misc]  # the same
    articles = open_index(tmp_path, [FIRST], BagEncoder()).articles
    assert [each.title for each in articles] == [FIRST.title, "Wasps"]


async def test_link_is_read_as_telegram_marks_it_and_again_where_it_was_corrected(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path
) -> None:
    asked: list[str] = []

    def read(link: str) -> Article:
        asked.append(link)
        if "exmaple" in link:
            raise ArticleError("there is no host")
        return article("Ein Satz über Bienen.\n", title="Bienen", language="de")

    ada, eve = telegram.user("Ada", "en"), telegram.user("Eve", "en")
    shelving = shelving_in(tmp_path, read)
    async with serving(index, admins=(ada.id,), shelving=shelving):
        question = ada.asks("Qui a ouvert le pont de Tours ?")
        reply = await ada.private.reply(question)
        ada.edits(question, "https://exmaple.org/a")
        await telegram.until(lambda: "there is no host" in reply.text)
        ada.edits(question, "https://example.org/a")
        await telegram.until(lambda: "understood" in reply.text)
        bare = ada.sends(ada.private, "example.org/b", entities=(Entity("url", 0, 13),))
        shown = await ada.private.reply(bare)
        await telegram.until(lambda: "understood" in shown.text)
        two = await ada.private.reply(ada.asks(f"{LINK}\n{LINK}"))
        assert two.text == ENGLISH("shelf-one-link")
        told = await eve.private.reply(eve.asks(f"{LINK} {LINK}"))
        assert told.text == ENGLISH("not-admin", id=str(eve.id))
    assert asked == ["https://exmaple.org/a", "https://example.org/a", "https://example.org/b"]
    assert ada.private.replies(question) == [reply]
    assert not telegram.refusals


async def test_a_chat_that_chose_an_article_asks_the_one_that_takes_its_place(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path
) -> None:
    ada, group = telegram.user("Ada", "en"), telegram.group()
    newer = BEES.replace("five years", "six years")

    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path)):
        for text in (BEES, newer):
            reply = await ada.private.reply(
                ada.sends_document(ada.private, text.encode(), "bees.md")
            )
            await telegram.until(lambda reply=reply: "understood" in reply.text)  # type: ignore[misc]  # mypy cannot infer it
            ada.presses(reply, ENGLISH("shelf-use"))
            await telegram.until(lambda reply=reply: "I know it now" in reply.text)  # type: ignore[misc]  # the same
            listed = await group.reply(ada.sends(group, "/articles@verbatim_bot"))
            if text == BEES:
                ada.presses(listed, "✅ Bees")
                await telegram.until(lambda listed=listed: listed.text.startswith("I ask one of"))  # type: ignore[misc]  # the same
        assert listed.text.startswith("I ask one of")
        assert listed.button("✅ Bees")


async def test_every_press_to_use_an_article_ends_at_the_article_whoever_was_first(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path
) -> None:
    ada, bob = telegram.user("Ada", "en"), telegram.user("Bob", "en")
    learns = threading.Event()

    class Waiting(BagEncoder):
        def encode_passages(self, passages, progress=None):  # type: ignore[no-untyped-def]  # as it is
            learns.wait()
            return super().encode_passages(passages, progress)

    make = shelving_in(tmp_path, encoder=Waiting())
    async with serving(index, admins=(ada.id, bob.id), shelving=make):
        replies = []
        for each in (ada, bob):
            sent = each.sends_document(each.private, BEES.encode(), "bees.md")
            replies.append(reply := await each.private.reply(sent))
            await telegram.until(lambda reply=reply: "understood" in reply.text)  # type: ignore[misc]  # mypy cannot infer it
        hers, his = replies
        use = hers.button(ENGLISH("shelf-use")).data or ""
        first, second = (ada.presses_data(hers, use) for _ in range(2))
        other = bob.presses_data(his, use)
        await telegram.until(lambda: first.answer is not None and other.answer is not None)
        learns.set()
        await telegram.until(lambda: second.answer is not None)
        for reply in replies:
            await telegram.until(lambda reply=reply: "I know it now" in reply.text)  # type: ignore[misc]  # mypy cannot infer it
        removing = await ada.private.reply(ada.asks("/articles"))
        ada.presses_data(removing, use.replace("1k", "1x"))
        await telegram.until(lambda: removing.text.startswith("Removed: Bees"))
    for reply in replies:
        assert "I know it now: Bees" in reply.text
        assert [each.text for each in reply.buttons] == [ENGLISH("read-article", title="Bees")]


async def test_progress_is_shown_by_edits_of_one_message(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path
) -> None:
    class Slow(BagEncoder):
        def encode_passages(self, passages, progress=None):  # type: ignore[no-untyped-def]  # as it is
            for step in range(4):
                if progress:
                    progress("embedding passages", step, 4)
                time.sleep(0.5)
            return super().encode_passages(passages, None)

    ada = telegram.user("Ada", "en")
    make = shelving_in(tmp_path, encoder=Slow())
    async with serving(index, admins=(ada.id,), shelving=make):
        sent = ada.sends_document(ada.private, BEES.encode(), "bees.md")
        reply = await ada.private.reply(sent)
        await telegram.until(lambda: "understood" in reply.text)
        ada.presses(reply, ENGLISH("shelf-use"))
        await telegram.until(lambda: "I know it now" in reply.text)
        texts = [call.params["text"] for call in telegram.calls("editMessageText")]
        percents = [text for text in texts if text.startswith("I am learning it")]
        assert percents[0] == "I am learning it… 0 %"
        assert len(percents) >= 2
        assert len(ada.private.replies(sent)) == 1


async def test_learning_that_the_end_breaks_off_is_taken_back_and_done_at_the_next_start(
    telegram: TelegramServer,
    serving: Serving,
    index: ArticleIndex,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    ended = threading.Event()

    class Endless(BagEncoder):
        def encode_passages(self, passages, progress=None):  # type: ignore[no-untyped-def]  # as it is
            if progress is None:
                return super().encode_passages(passages, None)
            try:
                while True:
                    progress("embedding passages", 1, 4)
                    time.sleep(0.05)
            finally:
                ended.set()

    ada = telegram.user("Ada", "en")
    make = shelving_in(tmp_path, encoder=Endless())
    async with serving(index, admins=(ada.id,), shelving=make, stop_s=0.1):
        reply = await ada.private.reply(ada.sends_document(ada.private, BEES.encode(), "bees.md"))
        await telegram.until(lambda: "understood" in reply.text)
        understood = reply.text
        ada.presses(reply, ENGLISH("shelf-use"))
        await telegram.until(lambda: "I am learning it" in reply.text)
    assert ended.is_set()
    assert reply.text == understood
    assert [each.text for each in reply.buttons] == [ENGLISH("shelf-use"), ENGLISH("shelf-discard")]
    assert "the shelf was changed" not in caplog.text
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path)):
        await telegram.until(lambda: "I know it now" in reply.text)
    assert "the shelf was changed" in caplog.text


@pytest.mark.parametrize("fault", [None, RuntimeError("a bug")])
async def test_reading_that_is_broken_off_or_fails_leaves_no_word_that_it_goes_on(
    telegram: TelegramServer,
    serving: Serving,
    index: ArticleIndex,
    tmp_path: Path,
    fault: Exception | None,
) -> None:
    may_end = threading.Event()

    def read(link: str) -> Article:
        if fault:
            raise fault
        may_end.wait()
        return article(f"Ein Satz über {link}.\n", language="de")

    ada = telegram.user("Ada", "en")
    make = shelving_in(tmp_path, read)
    async with serving(index, admins=(ada.id,), shelving=make, stop_s=0.1):
        sent = ada.asks(LINK)
        reading = await ada.private.reply(sent)
        if fault:
            await ada.private.message(lambda message: message.text == ENGLISH("failure"))
    may_end.set()
    assert reading.deleted
    if not fault:
        async with serving(index, admins=(ada.id,), shelving=make):
            again = await ada.private.message(lambda message: "understood" in message.text)
            assert again.reply_to is sent


async def test_what_cannot_be_shown_at_the_end_leaves_no_word_that_it_goes_on(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path
) -> None:
    ada = telegram.user("Ada", "en")
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path)):
        telegram.faults.error("editMessageText", 400, "Bad Request: whatever it is")
        reading = await ada.private.reply(ada.asks(LINK))
        await ada.private.message(lambda message: message.text == ENGLISH("failure"))
        assert reading.deleted
        reply = await ada.private.reply(ada.sends_document(ada.private, BEES.encode(), "bees.md"))
        await telegram.until(lambda: "understood" in reply.text)
        understood = reply.text
        telegram.faults.error(
            "editMessageText",
            400,
            "Bad Request: whatever it is",
            where=lambda params: "I know it now" in params["text"],
        )
        ada.presses(reply, ENGLISH("shelf-use"))
        await telegram.until(lambda: len(reply.revisions) > 2 and reply.text == understood)
        ada.presses(reply, ENGLISH("shelf-use"))
        await telegram.until(lambda: "I know it now" in reply.text)


async def test_administrator_removes_an_article_after_being_asked(
    telegram: TelegramServer, serving: Serving, tmp_path: Path
) -> None:
    second = article("Il neige à Metz. Rien ne va.\n", title="La neige")
    index = build_index(tmp_path, [FIRST, second], BagEncoder())
    ada, eve = telegram.user("Ada", "en"), telegram.user("Eve", "en")
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path)):
        theirs = await eve.private.reply(eve.asks("/articles"))
        assert "🗑" not in [button.text for button in theirs.buttons]
        listed = await ada.private.reply(ada.asks("/articles"))
        assert "🗑" in [button.text for button in listed.buttons]
        ada.presses_data(listed, f"1r en {second.content_hash[:16]}")
        await telegram.until(lambda: listed.text.startswith("Remove “La neige”?"))
        ada.presses(listed, ENGLISH("shelf-keep"))
        await telegram.until(lambda: "I know 2 articles" in listed.text)
        ada.presses_data(listed, f"1x en {second.content_hash[:16]}")
        await telegram.until(lambda: listed.text.startswith("Removed: La neige"))
        ada.presses_data(listed, f"1x en {FIRST.content_hash[:16]}")
        await telegram.until(lambda: "the last article cannot be removed" in listed.text)
    assert open_index(tmp_path, [], BagEncoder()).articles == (FIRST,)


def test_few_articles_wait_and_none_for_long(tmp_path: Path, index: ArticleIndex) -> None:
    shelving = shelving_in(tmp_path)(live_index(index, tmp_path))
    for number in range(MAX_PENDING + 5):
        shelving.read_file(f"Une phrase numéro {number}.\n".encode(), "a.txt")
    waiting = list((tmp_path / "pending").iterdir())
    assert len(waiting) == MAX_PENDING
    assert shelving.pending("../../etc/passwd") is None
    assert shelving.pending("0" * 16) is None
    assert shelving.pending(waiting[0].stem) is not None
    long_ago = time.time() - PENDING_S - 1
    for path in waiting[:2]:
        os.utime(path, (long_ago, long_ago))
    assert shelving.pending(waiting[0].stem) is None
    assert not waiting[1].exists()


def test_what_another_copy_takes_meanwhile_is_nobodys_fault(
    tmp_path: Path, index: ArticleIndex
) -> None:
    shelving = shelving_in(tmp_path)(live_index(index, tmp_path))
    article = shelving.read_file(b"Une phrase.\n", "a.txt")
    (tmp_path / "pending" / "0.json").symlink_to("gone")  # listed, and not there
    assert shelving.pending(article.content_hash[:16]) == article


def test_what_cannot_be_swept_prevents_no_start(
    tmp_path: Path, index: ArticleIndex, caplog: pytest.LogCaptureFixture
) -> None:
    shelving = shelving_in(tmp_path)(live_index(index, tmp_path))
    article = shelving.read_file(b"Une phrase.\n", "a.txt")
    folder, half = tmp_path / "pending" / "x.json", tmp_path / "pending" / "half"
    folder.mkdir()
    half.touch()  # of a bot that was killed as it wrote
    for path in (folder, half):
        os.utime(path, (0, 0))
    again = shelving_in(tmp_path)(live_index(index, tmp_path))
    assert again.pending(article.content_hash[:16]) == article
    assert not half.exists()
    (line, *_) = caplog.messages
    assert line == f"{folder} cannot be deleted (Is a directory)"


def test_full_disk_refuses_what_is_sent_in_a_line_and_leaves_no_half_file(
    tmp_path: Path, index: ArticleIndex
) -> None:
    shelving = shelving_in(tmp_path)(live_index(index, tmp_path))
    for free in (0, 100):
        with full_disk(free), pytest.raises(ArticleError) as caught:
            shelving.read_file(BEES.encode(), "bees.md")
        assert str(caught.value) == "bees.md: cannot be kept: File too large"
        assert not list((tmp_path / "pending").iterdir())


async def test_book_of_a_thousand_authors_and_a_complaint_without_end_fit_into_messages(
    telegram: TelegramServer, serving: Serving, index: ArticleIndex, tmp_path: Path
) -> None:
    crowd = "".join(f"<dc:creator>Anna Bertha {n}</dc:creator>" for n in range(1000))
    book = epub(["<p>Une phrase assez longue pour être lue.</p>"], meta=META + crowd)
    ada = telegram.user("Ada", "en")
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path)):
        reply = await ada.private.reply(ada.sends_document(ada.private, book, "a.epub"))
        await telegram.until(lambda: "Anna Bertha 0" in reply.text)
        name = "n" * 3000 + "\ud800.txt"
        refused = await ada.private.reply(ada.sends_document(ada.private, b"", name))
        await telegram.until(lambda: refused.text.startswith("That did not work: nnn"))
    assert not telegram.refusals


@pytest.mark.parametrize("kind", get_args(ShelfAction))
async def test_every_button_that_changes_the_shelf_refuses_others_and_inline_messages(
    telegram: TelegramServer,
    serving: Serving,
    index: ArticleIndex,
    tmp_path: Path,
    kind: type[UseArticle],
) -> None:
    eve, ada, group = telegram.user("Eve", "en"), telegram.user("Ada", "en"), telegram.group()
    data = write_action(kind("en", index.articles[0].content_hash[:16]))
    async with serving(index, admins=(ada.id,), shelving=shelving_in(tmp_path)):
        shown = await eve.private.reply(eve.asks("/articles"))
        in_group = await group.reply(ada.sends(group, "/articles@verbatim_bot"))
        before = shown.text, in_group.text
        for message in (shown, in_group):
            press = eve.presses_data(message, data)
            await telegram.until(lambda press=press: press.answer is not None)  # type: ignore[misc]  # mypy cannot infer it
            assert press.answer is not None
            assert press.answer["text"] == ENGLISH("not-admin", id=str(eve.id))
        assert (shown.text, in_group.text) == before
    assert open_index(tmp_path, [FIRST], BagEncoder()).articles == (FIRST,)
