"""Markdown is read as it is shown: paragraphs and headings without their marks."""

from pathlib import Path

from index import Article, read_article
from index.blocks import BlockKind
from index.sources.markdown import read_markdown
from index.sources.metadata import Metadata

TEXT = """\
# Bees

A bee weighs **0.1 g**. It [flies](https://exemple.org) at *25* km/h.
The sentence goes on & on < here.

## Two facts

1. One item here.
2. Two items here.

```python
print("no sentence")
```

> A quoted thought.

| hive | honey |
|------|-------|
| A    | 12 kg |
"""


def blocks(article: Article, kind: BlockKind) -> list[str]:
    return [article.text[b.start : b.end] for b in article.blocks if b.kind is kind]


def test_markdown_becomes_paragraphs_and_headings(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(TEXT, "utf-8")
    article = read_article(source)
    assert article.title == "Bees"
    assert blocks(article, BlockKind.HEADING) == ["Bees", "Two facts"]
    assert blocks(article, BlockKind.BODY) == [
        "A bee weighs 0.1 g. It flies at 25 km/h. The sentence goes on & on < here.",
        "One item here.",
        "Two items here.",
        "A quoted thought.",
        "hive · honey",
        "A · 12 kg",
    ]
    assert [(each.text, each.reason) for each in article.left_out] == [
        ('print("no sentence")', "program code")
    ]


def test_pages_inside_of_a_text_are_read_as_its_text() -> None:
    text = "<html><body><p>Une phrase.</p></body>\n\n<body>Une autre.</body><head><p>La fin."
    found = read_markdown(text, Metadata())
    assert [part.text for part in found.parts][:2] == ["Une phrase.", "Une autre."]


def test_what_is_struck_out_is_left_out_and_marks_of_quotes_are_written() -> None:
    found = read_markdown("Il y a ~~douze~~ dix morts, <q>dit-on</q>.", Metadata())
    assert [part.text for part in found.parts] == ["Il y a dix morts, “dit-on”."]
    assert [(each.text, each.reason) for each in found.left_out] == [("douze", "struck out")]


def test_footnotes_are_left_out_and_what_refers_to_them_stays() -> None:
    text = """\
Some words[^a]. Final words[^1].
[^1]: A footnote that
is wrapped.
[^a]: https://exemple.org/x

```
[^2]: No footnote.
```

[^3]: Another one.
## Heading

[^4] is no footnote: it is a sentence.
"""
    found = read_markdown(text, Metadata())
    assert [part.text for part in found.parts] == [
        "Some words[^a]. Final words[^1].",
        "Heading",
        "[^4] is no footnote: it is a sentence.",
    ]
    assert [(each.text, each.reason) for each in found.left_out] == [
        ("[^1]: A footnote that is wrapped.", "note"),
        ("[^a]: https://exemple.org/x", "note"),
        ("[^2]: No footnote.", "program code"),
        ("[^3]: Another one.", "note"),
    ]


def test_number_of_a_note_is_no_part_of_the_number_before_it() -> None:
    found = read_markdown('It cost 42<sup><a href="#n3">3</a></sup> million.', Metadata())
    assert [part.text for part in found.parts] == ["It cost 42 million."]


def test_heading_that_asks_is_text_where_what_answers_stands_below_it(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    text = (
        "# What is it?\n\n## How do I join?\n\nBring a photo.\n\n## Who?\n\n### Children\n\nNo.\n"
    )
    source.write_text(text, "utf-8")
    article = read_article(source)
    assert article.title == "What is it?"
    assert blocks(article, BlockKind.HEADING) == ["What is it?", "Who?", "Children"]
    assert blocks(article, BlockKind.BODY) == ["How do I join?", "Bring a photo.", "No."]
