"""An article → one HTML page on which every sentence has an address: to verify quotes by."""

from collections.abc import Sequence
from html import escape

from index.article import Article, Sentence, by_paragraph
from index.blocks import BlockKind
from index.language import RIGHT_TO_LEFT

ARTICLE_PLACE = "{article}"  # an article's address, in the name of its page or in PAGE_URL

# No script, no font, no picture: nothing is asked for from anywhere, and the policy says so too.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; --ink: #1c1b1a; --paper: #fdfcfa; --soft: #6b655d;
  --mark: #ffe58a; --mark-ink: #1c1b1a; --line: #d9d3c9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e5df; --paper: #191817; --soft: #a39c92;
  --mark: #6b5300; --mark-ink: #fff6d6; --line: #3a3733; } }
* { box-sizing: border-box; }
html { scroll-padding-block: 30vh; }
body { margin: 0 auto; padding: 2.5rem 1.25rem 40vh; max-width: 42rem; color: var(--ink);
  background: var(--paper); font: 1.125rem/1.65 Georgia, "Times New Roman", serif; }
header { border-block-end: 1px solid var(--line); margin-block-end: 2rem; padding-block-end: 1rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.2rem 0 .4rem; }
header p, .place { color: var(--soft); font: .875rem/1.5 system-ui, sans-serif; margin: 0; }
.block { position: relative; margin: 0 0 1.1rem; white-space: pre-line; }
.place { position: absolute; inset-inline-start: -2.6rem; width: 2rem; text-align: end;
  text-decoration: none; user-select: none; }
.place::before { content: attr(data-number); }
.place:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
.sentence { border-radius: .15em; }
.sentence:target { background: var(--mark); color: var(--mark-ink);
  box-shadow: 0 0 0 .18em var(--mark); }
@media (max-width: 48rem) { .place { position: static; display: inline-block; width: auto;
  margin-inline-end: .5rem; } }
@media (forced-colors: active) { .sentence:target { outline: 2px solid Highlight; } }
@media print { body { max-width: none; padding: 0; font-size: 11pt; }
  .block { break-inside: avoid; }
  .sentence:target { background: none; color: inherit; box-shadow: none;
  text-decoration: underline; } }
"""


def anchor(paragraph: int, sentence: int) -> str:
    """Return the address of a sentence on its page: `p7s1`."""
    return f"p{paragraph}s{sentence}"


def write_page(article: Article, sentences: Sequence[Sentence]) -> str:
    """Return the page of an article: its headings and paragraphs to the letter, and nothing else.

    What was left out of the article as web chrome is left out here too.
    """
    direction = "rtl" if article.code in RIGHT_TO_LEFT else "ltr"
    language = "" if article.language == "und" else f' lang="{escape(article.language)}"'
    title = escape(article.title)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html{language} dir="{direction}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="generator" content="Verbatim">',
            f'<meta name="verbatim:article" content="{article.content_hash}">',
            f"<title>{title}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            f"<header><h1>{title}</h1>{_facts(article)}</header>",
            "<main>",
            *_blocks(article, sentences),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _facts(article: Article) -> str:
    published = article.published
    day = f'<time datetime="{published}">{published}</time>' if published else ""
    known = [escape(article.author or ""), escape(article.publisher or ""), day]
    facts = " · ".join(filter(None, known))
    return f"<p>{facts}</p>" if facts else ""


def _blocks(article: Article, sentences: Sequence[Sentence]) -> list[str]:
    spans = by_paragraph(sentences)
    blocks, paragraph = [], 0
    for block in article.blocks:
        text = article.text[block.start : block.end]
        if block.kind is BlockKind.HEADING:
            blocks.append(f'<h2 class="block">{escape(text, quote=False)}</h2>')
        elif block.kind is BlockKind.BODY:
            paragraph += 1
            inside = spans.get(paragraph, [])
            blocks.append(_paragraph(article, paragraph, block.start, block.end, inside))
    return blocks


def _paragraph(
    article: Article, number: int, start: int, end: int, spans: Sequence[Sentence]
) -> str:
    parts, at = [], start
    for span in spans:
        parts.append(escape(article.text[at : span.start], quote=False))
        words = escape(article.text[span.start : span.end], quote=False)
        name = anchor(span.paragraph, span.sentence)
        parts.append(f'<span class="sentence" id="{name}">{words}</span>')
        at = span.end
    parts.append(escape(article.text[at:end], quote=False))
    # The number is drawn by the style sheet: the text of the page stays the article's.
    attributes = f'href="#p{number}" data-number="{number}" aria-label="¶ {number}"'
    place = f'<a class="place" {attributes}></a>'
    return f'<p class="block" id="p{number}">{place}{"".join(parts)}</p>'
