"""Links are followed to public addresses alone, within limits, and every refusal says why."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpcore
import pytest

from index.errors import ArticleError, UnreachableError
from index.sources.addresses import is_public
from index.sources.fetching import MAX_BYTES, Downloads
from tests.sources.site import PUBLIC, Site, moved, page, refused, site

LINK = "http://news.example/story"


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as running:
        yield running


def refusal(web: Site, link: str = LINK, **limits: float) -> str:
    with pytest.raises(ArticleError) as caught:
        web.downloads(**limits).fetch(link)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{link}: ")
    return message.removeprefix(f"{link}: ")


def test_page_is_fetched_with_its_encoding_from_the_address_that_was_looked_at(web: Site) -> None:
    web.answers["/story"] = page("é".encode("latin-1"), "text/html; charset=ISO-8859-1")
    found = web.downloads().fetch(LINK)
    assert (found.url, found.kind, found.content, found.charset) == (
        LINK,
        "html",
        b"\xe9",
        "ISO-8859-1",
    )
    assert web.connected == [PUBLIC]
    assert web.asked == [("news.example", "/story")]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:c0a8:101::1",
        "2001:0:7f00:1::", "2001:db8::1", "100::1", "not-an-address", "",
    ],
)  # fmt: skip
def test_address_that_is_not_of_the_public_internet_is_refused(web: Site, address: str) -> None:
    assert not is_public(address)
    web.hosts["news.example"] = [[address]]
    web.answers["/story"] = page(b"secret")
    assert "no public address" in refusal(web)
    assert not web.connected


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"]
)
def test_address_of_the_public_internet_is_taken(address: str) -> None:
    assert is_public(address)


def test_host_with_one_private_address_among_public_ones_is_refused(web: Site) -> None:
    web.hosts["news.example"] = [[PUBLIC, "10.0.0.7"]]
    assert refusal(web) == "news.example is at 10.0.0.7, which is no public address"
    assert not web.connected


def test_name_that_changes_its_address_after_the_check_gains_nothing(web: Site) -> None:
    web.hosts["news.example"] = [[PUBLIC], ["127.0.0.1"]]
    web.answers["/story"] = page(b"text")
    assert web.downloads().fetch(LINK).content == b"text"
    assert web.looked_up == ["news.example"]  # once: what was looked at is what is connected to
    assert web.connected == [PUBLIC]


def test_address_is_looked_at_again_after_a_redirect(web: Site) -> None:
    web.answers["/story"] = moved("http://inside.example/admin")
    web.hosts["inside.example"] = [["192.168.0.9"]]
    assert refusal(web) == "inside.example is at 192.168.0.9, which is no public address"
    assert web.asked == [("news.example", "/story")]


def test_same_host_is_looked_up_again_after_a_redirect(web: Site) -> None:
    web.hosts["news.example"] = [[PUBLIC], ["127.0.0.1"]]
    web.answers["/story"] = moved("/other")
    web.answers["/other"] = page(b"secret")
    assert "127.0.0.1" in refusal(web)


@pytest.mark.parametrize(
    "link", ["http://127.0.0.1/x", "http://[::1]/x", "http://2130706433/x", "http://0x7f.1/x"]
)
def test_address_in_the_link_itself_is_looked_at_too(link: str) -> None:
    with pytest.raises(ArticleError, match=r"no public address|no host"):
        Downloads().fetch(link)


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("ftp://news.example/story", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http:///story", "not a link that can be followed"),
        ("http://news.example:port/", "not a link that can be followed"),
        ("http://[news/", "not a link that can be followed"),
        ("http://ne<ws.example/", "not a link that can be followed"),
        ('http://news".example/', "not a link that can be followed"),
        ("http://news..exämple/", "not a link that can be followed"),
        ("http://news.example\\@inside/", "not a link that can be followed"),
        ("http://absent.example/", "there is no host absent.example"),
    ],
)
def test_link_that_cannot_be_followed_is_refused(web: Site, link: str, reason: str) -> None:
    assert reason in refusal(web, link)


def test_who_has_nobody_to_ask_where_a_host_is_cannot_reach_it_now() -> None:
    def nobody(*_: object) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    with pytest.raises(UnreachableError, match=r"cannot be reached .*Temporary failure"):
        Downloads(nobody).fetch(LINK)


def test_link_with_a_password_is_refused_and_the_password_is_not_said(web: Site) -> None:
    with pytest.raises(ArticleError) as caught:
        web.downloads().fetch("http://user:word@news.example/a")
    assert str(caught.value) == (
        "http://news.example/a: a link that carries a user name is not followed"
    )


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://news.example/", "gopher://news.example/"]
)
def test_redirect_out_of_the_web_is_refused(web: Site, to: str) -> None:
    web.answers["/story"] = moved(to)
    assert "only http and https links are followed" in refusal(web)


def test_redirects_are_followed_to_the_end_and_told(web: Site) -> None:
    web.answers["/story"] = moved("/a", 301)
    web.answers["/a"] = moved("http://news.example/b", 308)
    web.answers["/b"] = page(b"text", "text/plain")
    assert web.downloads().fetch(LINK).url == "http://news.example/b"


def test_circle_and_endless_chain_of_redirects_are_refused(web: Site) -> None:
    web.answers["/story"] = moved("/back")
    web.answers["/back"] = moved("/story")
    assert "in a circle" in refusal(web)
    for number in range(9):
        web.answers[f"/{number}"] = moved(f"/{number + 1}")
    assert refusal(web, "http://news.example/0") == "more than 5 redirects"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, "the site answers 404: there is no such page"),
        (403, "the site answers 403: it may not be read by programs"),
        (500, "the site answers 500: the site has a fault"),
        (418, "the site answers 418"),
    ],
)
def test_status_is_told_in_words(web: Site, status: int, reason: str) -> None:
    web.answers["/story"] = refused(status)
    assert refusal(web) == reason


@pytest.mark.parametrize("content_type", ["image/png", "application/zip", "video/mp4", ""])
def test_what_is_no_article_by_its_type_is_not_loaded(web: Site, content_type: str) -> None:
    web.answers["/story"] = page(b"\x00" * 1000, content_type)
    assert "not a page, text, PDF or EPUB" in refusal(web)


def test_stated_size_over_the_limit_is_refused_at_once(web: Site) -> None:
    web.answers["/story"] = page(b"", Content_Length=str(1024**3))
    assert refusal(web) == "1024 MB, more than 20 MB"


def test_size_that_was_not_stated_is_refused_where_it_passes_the_limit(web: Site) -> None:
    web.answers["/story"] = page(b"x" * 3000)
    assert "more than" in refusal(web, max_bytes=2000)
    assert len(web.downloads(max_bytes=3000).fetch(LINK).content) == 3000


def test_limits_are_those_that_are_promised() -> None:
    assert MAX_BYTES == 20 * 1024 * 1024


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_packed_page_is_unpacked(web: Site, encoding: str) -> None:
    text = b"Une phrase. " * 500
    packed = gzip.compress(text) if encoding == "gzip" else zlib.compress(text)
    web.answers["/story"] = page(packed, Content_Encoding=encoding)
    assert web.downloads().fetch(LINK).content == text


def test_page_packed_in_several_members_is_read_whole(web: Site) -> None:
    packed = gzip.compress(b"One sentence. ") + gzip.compress(b"Another.") + b"\0\0"
    web.answers["/story"] = page(packed, Content_Encoding="gzip")
    assert web.downloads().fetch(LINK).content == b"One sentence. Another."


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
def test_packed_page_that_breaks_off_is_refused(
    web: Site, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    packed = pack(b"".join(b"Sentence %d. " % number for number in range(500)))
    web.answers["/story"] = page(packed[: len(packed) // 2], Content_Encoding=encoding)
    assert refusal(web) == "it broke off before its end"


def test_decompression_bomb_is_refused_before_it_is_held(web: Site) -> None:
    bomb = gzip.compress(b"\x00" * (MAX_BYTES + 1))
    assert len(bomb) < 25_000
    web.answers["/story"] = page(bomb, Content_Encoding="gzip")
    assert refusal(web).startswith("more than 20 MB, unpacked from ")


def test_bomb_in_a_bomb_and_unknown_packing_are_refused(web: Site) -> None:
    web.answers["/story"] = page(b"x", Content_Encoding="gzip, gzip")
    assert "was not asked for" in refusal(web)
    web.answers["/story"] = page(b"\x1f\x8bnonsense", Content_Encoding="gzip")
    assert "not HTTP as it should be" in refusal(web)


def drip(request: BaseHTTPRequestHandler) -> None:
    """Answer for ten seconds, one letter after the other."""
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    for _ in range(200):
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.05)


def test_site_that_drips_is_cut_at_the_deadline(web: Site) -> None:
    web.answers["/story"] = drip
    assert refusal(web, max_s=0.4) == "not there after 0.4 s"


class Late(httpcore.SyncBackend):
    """Connects to a port of this machine later than it should, or to nothing."""

    def __init__(self, port: int | None, delay_s: float) -> None:
        self.port = port
        self.delay_s = delay_s
        self.tried: list[str] = []

    def connect_tcp(self, host: str, *args: Any, **kw: Any) -> httpcore.NetworkStream:
        self.tried.append(host)
        time.sleep(self.delay_s)
        if self.port is None:
            raise httpcore.ConnectTimeout
        return super().connect_tcp("127.0.0.1", self.port, *args[1:], **kw)


def test_connection_that_is_made_after_the_deadline_is_cut_at_once(web: Site) -> None:
    web.answers["/story"] = drip
    began = time.monotonic()
    with pytest.raises(ArticleError, match=r"not there after 0\.2 s"):
        Downloads(web.resolve, Late(web.port, 0.4), max_s=0.2).fetch(LINK)
    assert time.monotonic() - began < 8


def test_no_address_is_tried_after_the_deadline(web: Site) -> None:
    web.hosts["news.example"] = [[PUBLIC, "8.8.8.8"]]
    late = Late(None, 0.4)
    with pytest.raises(ArticleError, match=r"not there after 0\.2 s"):
        Downloads(web.resolve, late, max_s=0.2).fetch(LINK)
    assert late.tried == [PUBLIC]


def test_resolver_that_hangs_is_not_waited_for() -> None:
    release = threading.Event()

    def hang(_host: str, _port: int) -> list[str]:
        release.wait(20)
        return [PUBLIC]

    with pytest.raises(ArticleError, match="not there after"):
        Downloads(hang, max_s=0.3).fetch(LINK)
    release.set()


def test_certificate_that_nobody_signed_is_refused() -> None:
    with site(certified=True) as web:
        web.answers["/story"] = page(b"text")
        message = refusal(web, "https://news.example/story")
        assert message == "its certificate is not valid: self-signed certificate"
        assert not web.asked


def test_host_where_nobody_listens_is_told(web: Site) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        web.port = closed.getsockname()[1]
        assert refusal(web).startswith("cannot be reached")


def test_link_of_other_letters_is_asked_for_in_ascii(web: Site) -> None:
    web.hosts["xn--bcher-kva.example"] = [[PUBLIC]]
    web.answers["/%C3%BCber?q=%C3%A9"] = page(b"text")
    web.downloads().fetch("http://bücher.example/über?q=é#part")
    assert web.asked == [("xn--bcher-kva.example", "/%C3%BCber?q=%C3%A9")]
