"""What an index knows, in lines for a person who checks it and in JSON for a program."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from index.answering import Answer
from index.article import Article, Quote, by_paragraph
from index.blocks import BlockKind
from index.store import ArticleIndex


def understood(index: ArticleIndex, article: Article) -> list[str]:
    """Return what was understood of an article, for a person who checks it in ten seconds."""
    headings = sum(block.kind is BlockKind.HEADING for block in article.blocks)
    left = sum(block.kind is BlockKind.CHROME for block in article.blocks) + len(article.left_out)
    parts = _counted(len(article.paragraphs), "paragraph"), _counted(headings, "heading")
    known = (
        ("by", article.author),
        ("from", article.publisher),
        ("link", article.url),
        ("source", article.source),
        ("address", article.address),
    )
    return [
        f"{headline(article)}: {_counted(len(index.sentences(article)), 'sentence')}",
        f"  {', '.join(parts)}, {left} left out",
        *(f"  {name}: {value}" for name, value in known if value),
    ]


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def left_out(article: Article) -> Iterator[str]:
    """Yield what was taken for no part of an article, and why."""
    for block in article.blocks:
        if block.kind is BlockKind.CHROME:
            yield f"  left out, {block.reason}: {_short(article.text[block.start : block.end])}"
    for left in article.left_out:
        yield f"  left out, {left.reason}: {_short(left.text)}"


def in_full(index: ArticleIndex, article: Article) -> Iterator[str]:
    """Yield every sentence with its number, every heading, and what was left out, in order."""
    spans = by_paragraph(index.sentences(article))
    paragraph = 0
    for block in article.blocks:
        text = article.text[block.start : block.end]
        if block.kind is BlockKind.HEADING:
            yield f"  heading   {_short(text)}"
        elif block.kind is BlockKind.CHROME:
            yield f"  left out  {_short(text)}  ({block.reason})"
        else:
            paragraph += 1
            for each in spans.get(paragraph, []):
                number = f"{each.paragraph}.{each.sentence}"
                yield f"  {number:<8}  {_short(article.text[each.start : each.end])}"
    for left in article.left_out:
        yield f"  left out  {_short(left.text)}  ({left.reason})"


def index_as_json(index: ArticleIndex) -> dict[str, Any]:
    """Return the passport and all articles with their parts and sentences."""
    return {
        "passport": asdict(index.passport),
        "articles": [
            {
                "hash": article.content_hash,
                "title": article.title,
                "language": article.language,
                "published": article.published.isoformat() if article.published else None,
                "url": article.url,
                "author": article.author,
                "publisher": article.publisher,
                "source": article.source,
                "left_out": [asdict(left) for left in article.left_out],
                "blocks": [
                    {**asdict(b), "text": article.text[b.start : b.end]} for b in article.blocks
                ],
                "sentences": [
                    {**asdict(s), "text": article.text[s.start : s.end]}
                    for s in index.sentences(article)
                ],
            }
            for article in index.articles
        ],
    }


def answer_as_json(answer: Answer, ms: float) -> dict[str, Any]:
    """Return an answer with its quotes, what it leaves open, and the milliseconds it took."""
    return {
        "question": answer.question,
        "verdict": answer.verdict.value,
        "confidence": round(answer.confidence, 4),
        "quotes": [_quoted(quote) for quote in answer.quotes],
        "unanswered": [
            {"question": part.question, "nearest": part.nearest and _quoted(part.nearest)}
            for part in answer.unanswered
        ],
        "ms": round(ms, 2),
    }


def _quoted(quote: Quote) -> dict[str, Any]:
    return {
        "text": quote.text,
        "title": quote.article.title,
        "paragraph": quote.paragraph,
        "sentence": quote.sentence,
        "start": quote.start,
        "end": quote.end,
        "confidence": round(quote.confidence, 4),
        "link": quote.link,
        "context": _context(quote),
    }


def _context(quote: Quote) -> dict[str, Any] | None:
    if quote.context is None:
        return None
    start, end = quote.context
    return {"text": quote.article.text[start:end], "start": start, "end": end}


def quoted(quote: Quote) -> str:
    """Return a quote, with what makes it understandable, and where it stands."""
    context = _context(quote)
    lines = [f"« {quote.text} »", *([f"  context: « {context['text']} »"] if context else [])]
    return "\n".join([*lines, f"  {source(quote)}"])


def source(quote: Quote) -> str:
    """Return where a quote stands."""
    return f"{headline(quote.article)}, paragraph {quote.paragraph}, sentence {quote.sentence}"


def headline(article: Article) -> str:
    """Return an article's title, language and day."""
    published = f", {article.published}" if article.published else ""
    return f"{article.title} ({article.language}{published})"


def _short(text: str, chars: int = 70) -> str:
    line = " ".join(text.split())
    return line if len(line) <= chars else line[: chars - 1] + "…"
