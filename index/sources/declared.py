"""What a web page says of itself, and what of that is known of its article."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from index.sources.bylines import without_byline
from index.sources.markup import (
    words_of,
)
from index.sources.metadata import Metadata, language_tag, read_date, web_link

_LEVELS = 50  # of linked data; what is written for an article has ten
_ARTICLE_TYPES = re.compile(r"article|posting|report|webpage|book|essay", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page says of itself in its head: attributes, meta elements, JSON-LD."""

    language: str | None
    metas: Mapping[str, str]
    links: Mapping[str, str]
    base: str | None
    title: str
    data: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, tree: Any) -> "Declared":
        """Read what a page's tree declares."""
        metas: dict[str, str] = {}
        for meta in tree.iter("meta"):
            key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
            value = " ".join((meta.get("content") or "").split())
            if key and value:
                metas.setdefault(key.strip().lower(), value)
        links: dict[str, str] = {}
        for link in tree.iter("link"):
            for relation in (link.get("rel") or "").lower().split():
                links.setdefault(relation, (link.get("href") or "").strip())
        base = next((each.get("href") for each in tree.iter("base")), None)
        title = next((words_of(each) for each in tree.iter("title")), "")
        language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        return cls(language, metas, links, base, title, tuple(_linked_data(tree)))

    def meta(self, *names: str) -> str | None:
        """Return the first of these that the page has."""
        return next((self.metas[name] for name in names if name in self.metas), None)

    def datum(self, name: str) -> Any:
        """Return what the page's data say of the article."""
        return next((each[name] for each in self.data if each.get(name)), None)

    @property
    def for_subscribers(self) -> bool:
        """Tell whether the page says that not everybody may read it."""
        said = {str(each.get("isAccessibleForFree", "")).lower() for each in self.data}
        tier = (self.meta("article:content_tier") or "").lower()
        return "false" in said or tier in {"locked", "metered"}


def _linked_data(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the schema.org items of a page that are articles.

    What is no JSON is passed over, and what nests so deep that nobody wrote it.
    """
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            found = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        if _nests(found, _LEVELS):
            continue
        queue = [found]
        for _ in range(200):
            if not queue:
                break
            item = queue.pop(0)
            if isinstance(item, list):
                queue.extend(item)
            elif isinstance(item, dict):
                if _ARTICLE_TYPES.search(str(item.get("@type", ""))):
                    yield item
                queue.extend(v for k in ("@graph", "mainEntity") if (v := item.get(k)))


def _nests(value: Any, levels: int) -> bool:
    """Tell whether a value of JSON has more levels than so many."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_nests(each, levels - 1) for each in inner)


def metadata_of(declared: Declared, extracted: Any, tree: Any, url: str | None) -> Metadata:
    """Return what is known: what the page says of itself before what was guessed from its text."""
    return Metadata(
        title=_title(declared, extracted, tree),
        language=language_tag(declared.language)
        or language_tag(declared.meta("og:locale", "language", "content-language", "dc.language")),
        published=_published(declared, tree),
        url=_canonical(declared, url),
        author=without_byline(
            _line(_names(declared.datum("author")))
            or _line(_no_link(declared.meta(*_AUTHOR_METAS)))
            or _line(getattr(extracted, "author", None))
        ),
        publisher=_line(_names(declared.datum("publisher")))
        or _line(declared.meta("og:site_name", "application-name", "dc.publisher"))
        or None,
    )


_AUTHOR_METAS = ("author", "article:author", "dc.creator", "byl", "citation_author")
_DATE_METAS = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.issued", "dcterms.date", "citation_publication_date", "pubdate",
)  # fmt: skip


def _title(declared: Declared, extracted: Any, tree: Any) -> str | None:
    """Return the headline; failing that, the longest heading that the page's own title holds.

    That title has the site's name in it too, and the first heading may be just that.
    """
    headline = declared.datum("headline")
    found = headline if isinstance(headline, str) else None
    found = found or declared.meta("og:title", "twitter:title", "dc.title", "citation_title")
    if found:
        return _line(found)
    headings = (words_of(each) for each in tree.xpath("//h1 | //h2 | //h3"))
    held = [heading for heading in headings if heading and heading in declared.title]
    return _line(max(held, key=len, default=None) or getattr(extracted, "title", None)) or _line(
        declared.title
    )


def _published(declared: Declared, tree: Any) -> date | None:
    """Return the day that the page states; one that is guessed from its text may be any day."""
    found = read_date(declared.datum("datePublished")) or read_date(declared.meta(*_DATE_METAS))
    times = tree.xpath("//article//time/@datetime | //main//time/@datetime")
    return found or next(filter(None, map(read_date, times)), None)


def _canonical(declared: Declared, url: str | None) -> str | None:
    named = declared.links.get("canonical") or declared.meta("og:url") or ""
    base = urljoin(url or "", declared.base or "") or url or ""
    try:
        return web_link(urljoin(base, named)) if named else web_link(url)
    except ValueError:
        return web_link(url)


def _names(value: Any) -> str | None:
    """Return the names of people or organisations in linked data."""
    if isinstance(value, str):
        return _no_link(value)
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, map(_names, value[:10])))) or None
    return _names(value.get("name")) if isinstance(value, dict) else None


def _no_link(value: str | None) -> str | None:
    return None if value is None or "://" in value else value


def _line(value: str | None) -> str | None:
    from html import unescape

    line = " ".join(unescape(value or "").split())
    return line[:300] or None
