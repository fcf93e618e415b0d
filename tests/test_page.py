"""The page to verify quotes by: to the letter, self-contained, and right in a real browser."""

import html
import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from index import Article, default_article
from index.article import Part
from index.blocks import BlockKind
from index.page import anchor, write_page
from index.sentences import split

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PICTURE = Path(__file__).parent.parent / "docs" / "pictures" / "page.png"
HEADLESS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--virtual-time-budget=3000", "--hide-scrollbars",
]  # fmt: skip

ODD = Article.from_parts(
    [
        Part("Un <titre> & plus", BlockKind.HEADING),
        Part('Il a dit "non" & <oui>.  Deux  blancs.', BlockKind.BODY),
        Part("عربي أولا.\nثم سطر آخر.", BlockKind.BODY),
    ],
    title='Une page <script>alert("x")</script>',
    language="fr",
    author="A. & B.",
    published=date(2024, 5, 1),
)


class Texts(HTMLParser):
    """Collects the text of each element that has an id, of `main`, and every attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None]] = []
        self.by_id: dict[str, str] = {}
        self.main = ""
        self.attributes: list[tuple[str, str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag != "meta":
            self.open.append((tag, dict(attrs).get("id")))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for tag, name in self.open:
            if name:
                self.by_id[name] = self.by_id.get(name, "") + data
            if tag == "main":
                self.main += data


def read(page: str) -> Texts:
    texts = Texts()
    texts.feed(page)
    assert not texts.open
    return texts


@pytest.mark.parametrize("article", [ODD, default_article()], ids=["odd", "aleppo"])
def test_every_sentence_has_an_address_and_the_article_s_words_to_the_letter(
    article: Article,
) -> None:
    texts = read(write_page(article, split(article)))
    for each in split(article):
        words = article.text[each.start : each.end]
        assert texts.by_id[anchor(each.paragraph, each.sentence)] == words
    for number, block in enumerate(article.paragraphs, 1):
        assert texts.by_id[f"p{number}"] == article.text[block.start : block.end]
    kept = [b for b in article.blocks if b.kind is not BlockKind.CHROME]
    whole = "\n".join(article.text[block.start : block.end] for block in kept)
    assert texts.main.strip("\n") == whole


def test_nothing_is_asked_for_from_anywhere_and_nothing_runs() -> None:
    page = write_page(ODD, split(ODD))
    texts = read(page)
    assert "<script" not in page
    assert "url(" not in page
    assert "@import" not in page
    for tag, name, value in texts.attributes:
        assert not name.startswith("on")
        assert name not in {"src", "srcset", "data", "action"}, tag
        assert name != "href" or (value or "").startswith("#"), value
    assert html.escape(ODD.title) in page


def test_language_and_direction_are_said() -> None:
    assert '<html lang="fr" dir="ltr">' in write_page(ODD, split(ODD))
    arabic = replace(ODD, language="ar")
    assert '<html lang="ar" dir="rtl">' in write_page(arabic, split(arabic))
    unknown = replace(ODD, language="und")
    assert '<html dir="ltr">' in write_page(unknown, split(unknown))


def browse(*arguments: str, profile: Path) -> str:
    """Run the browser once; return what it prints."""
    if CHROMIUM is None:
        reason = "the Debian package chromium is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    done = subprocess.run(
        [CHROMIUM, *HEADLESS, f"--user-data-dir={profile}", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Return the page of the package's article, with a script for the test that looks at it.

    The script is the test's own: it writes what the browser made of the page into its body.
    """
    article = default_article()
    written = write_page(article, split(article))
    written = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", written)
    look = """<script>addEventListener("load", () => setTimeout(() => {
      const it = document.querySelector(":target"), box = it.getBoundingClientRect();
      const plain = document.querySelector("#p1s1");
      const out = {id: it.id, text: it.textContent, top: box.top, height: innerHeight,
        mark: getComputedStyle(it).backgroundColor, plain: getComputedStyle(plain).backgroundColor,
        scrolled: scrollY, title: document.title,
        paper: getComputedStyle(document.body).backgroundColor};
      document.body.insertAdjacentHTML("beforeend", "<pre id=seen></pre>");
      document.querySelector("#seen").textContent = JSON.stringify(out);
    }, 300));</script>"""
    path = tmp_path / "page.html"
    path.write_text(written.replace("</body>", look + "</body>"), "utf-8")
    return path


def seen(dom: str) -> dict[str, object]:
    import json

    found = re.search(r'<pre id="seen">(.*?)</pre>', dom, re.DOTALL)
    assert found is not None, dom[-500:]
    values: dict[str, object] = json.loads(html.unescape(found[1]))
    return values


def test_browser_lands_on_the_sentence_and_highlights_it(page: Path, tmp_path: Path) -> None:
    article = default_article()
    place = next(s for s in split(article) if s.paragraph == 15)
    link = f"{page.as_uri()}#{anchor(place.paragraph, place.sentence)}"
    found = seen(browse("--window-size=900,700", "--dump-dom", link, profile=tmp_path / "profile"))
    assert found["text"] == article.text[place.start : place.end]
    assert 0 <= float(str(found["top"])) < float(str(found["height"]))
    assert float(str(found["scrolled"])) > 0
    assert found["mark"] == "rgb(255, 229, 138)"
    assert found["plain"] == "rgba(0, 0, 0, 0)"
    assert found["title"] == article.title


def test_browser_that_likes_it_dark_gets_it_dark(page: Path, tmp_path: Path) -> None:
    dark = "--blink-settings=preferredColorScheme=0"
    found = seen(browse(dark, "--dump-dom", f"{page.as_uri()}#p7s1", profile=tmp_path / "profile"))
    assert found["paper"] == "rgb(25, 24, 23)"
    assert found["mark"] == "rgb(107, 83, 0)"


def test_browser_draws_the_page(tmp_path: Path) -> None:
    article = default_article()
    path = tmp_path / "page.html"
    path.write_text(write_page(article, split(article)), "utf-8")
    picture = tmp_path / "page.png"
    # A place that needs no scrolling: the headless browser draws what was scrolled away.
    browse(
        "--window-size=900,1300", f"--screenshot={picture}", f"{path.as_uri()}#p2s1",
        profile=tmp_path / "profile",
    )  # fmt: skip
    assert picture.stat().st_size > 20_000
    if os.environ.get("VERBATIM_PICTURES"):  # to draw docs/pictures/page.png anew
        shutil.copy(picture, PICTURE)
