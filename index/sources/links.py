"""Which links are followed, and how they are asked for."""

import re
from urllib.parse import quote, urlsplit

from index.sources.refusals import RefusedError


def check_link(url: str) -> None:
    """Raise RefusedError, with the reason, where a link is none that is followed."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise RefusedError("not a link that can be followed") from None
    if parts.scheme.lower() not in {"http", "https"}:
        raise RefusedError(f"only http and https links are followed, not {parts.scheme}")
    if not host or re.search(r"[\s\\]", url) or not _may_be_a_host(host):
        raise RefusedError("not a link that can be followed")
    if parts.username is not None or parts.password is not None:
        raise RefusedError("a link that carries a user name is not followed")


def _may_be_a_host(name: str) -> bool:
    """Tell whether a name is made of what names of hosts are, or of what addresses are."""
    try:
        return bool(re.fullmatch(r"[\w.:-]+", name)) and bool(name.encode("idna"))
    except UnicodeError:  # a part of it is empty, too long, or of letters that are not allowed
        return False


def encoded(url: str) -> str:
    """Return a link in ASCII: the host as IDNA, the rest percent-encoded."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if ":" in host:
        host = f"[{host}]"
    place = f"{host}:{parts.port}" if parts.port else host
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return f"{parts.scheme}://{place}{path}" + (f"?{query}" if query else "")
