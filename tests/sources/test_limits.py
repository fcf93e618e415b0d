"""What is too large for an article is refused with the limit, before it costs minutes."""

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from index import ArticleError, read_upload
from index.sources.pdf import read_pdf
from tests.sources.books import epub, pdf

SENTENCE = "Le conseil a voté le budget de la ville à une large majorité hier soir. "


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(ArticleError) as caught:
        read_upload(content, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "make", "limit"),
    [
        ("a.epub", lambda: epub(["<p>a</p>" * 510_000]), "1,000,000 tags"),
        ("a.epub", lambda: epub(["<p>a b c.</p>" * 101_000] * 2), "200,000 lines"),
        ("a.html", lambda: b"<p>a<b>b</b> c." * 340_000, "1,000,000 tags"),
        (
            "a.epub",
            lambda: epub(["<p>" + "mot " * 1_000_000 + "</p>"] * 4),
            "12,000,000 characters",
        ),
        ("a.txt", lambda: b"a.\n\n" * 100_001, "200,000 lines"),
        ("a.txt", lambda: b"mot " * 3_000_001, "12,000,000 characters"),
        ("a.md", lambda: b"- a\n" * 200_001, "200,000 lines"),
    ],
)
def test_source_with_more_than_an_article_may_have_is_refused_with_the_limit(
    name: str, make: Callable[[], bytes], limit: str
) -> None:
    assert refusal(make(), name) == f"{name}: more than {limit}: too large for an article"


def test_book_of_a_thousand_pages_is_read() -> None:
    chapters = ["".join(f"<p>{n} <i>Oui</i>. {SENTENCE * 2}</p>" for n in range(1_000))] * 20
    article = read_upload(epub(chapters), "a.epub")
    assert len(article.paragraphs) == 20_000
    assert len(article.text) > 2_500_000


def test_bible_with_a_number_and_a_note_at_each_verse_is_read() -> None:
    verse = (
        f"<p><sup>3</sup> {SENTENCE}<a epub:type='noteref' href='#n'><sup>1</sup></a></p>"
        "<aside epub:type='footnote'><p><a href='#v'>1</a> <i>Ou</i> bien.</p></aside>"
    )
    article = read_upload(epub([verse * 1_000] * 31), "a.epub")
    assert len(article.paragraphs) == 31_000


def test_page_of_twenty_thousand_paragraphs_is_read() -> None:
    page = "".join(f"<p>{n} <i>Oui</i>. {SENTENCE * 2}</p>" for n in range(20_000))
    assert len(read_upload(page.encode(), "a.html").paragraphs) == 20_000


def test_page_takes_no_more_than_its_share_of_time_for_a_line_in_many_pieces() -> None:
    def seconds(pieces: int) -> float:
        line = "<time>x</time> y <a href=x>z</a> " * pieces
        page = f"<article><p>{SENTENCE * 9}</p><p>{SENTENCE}{line}</p></article>"
        began = time.process_time()
        article = read_upload(page.encode(), "a.html")
        assert article.text.endswith(("x y z " * pieces).strip())
        return time.process_time() - began

    seconds(200)  # what is imported first
    assert seconds(8_000) < 8 * seconds(2_000)


def test_page_of_a_pdf_that_takes_too_long_is_left_in_its_middle() -> None:
    lines = [(72.0, 700.0 - n / 100, 11.0, SENTENCE) for n in range(20_000)]
    content = pdf([lines])
    began = time.monotonic()
    with pytest.raises(ArticleError, match=r"^a\.pdf: page 1 of 1 not done after 0\.01 s$"):
        read_pdf(content, "a.pdf", max_s=0.01)
    assert time.monotonic() - began < 20


def test_source_that_needs_more_memory_than_there_is_is_refused() -> None:
    program = """
import resource
from index import ArticleError, read_upload
read_upload(b"Une phrase.", "a.txt")
held = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (held + 2**24, held + 2**24))
try:
    read_upload(b"a.\\n" * 199_000, "a.txt")
except ArticleError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "a.txt: too large for the memory of this machine\n"
