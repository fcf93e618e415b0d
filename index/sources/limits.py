"""How large an article may be: what is larger is refused before it costs minutes or gigabytes."""

from index.errors import ArticleError

# The longest of books are a third of each: the Bible has 4.5 million characters, 31,000 verses.
MAX_CHARS = 12_000_000
MAX_LINES = 200_000  # of a text without marks, in which each may be a paragraph
MAX_TAGS = 300_000  # of a page, of all pages of a book
MAX_ELEMENTS = 100_000  # of a page of the web, which takes more time than one of a book


def refuse_too_large(
    name: str, *, chars: int = 0, lines: int = 0, tags: int = 0, elements: int = 0
) -> None:
    """Raise ArticleError, with the limit, where a source has more than an article may have."""
    counted = (
        (chars, MAX_CHARS, "characters"),
        (lines, MAX_LINES, "lines"),
        (tags, MAX_TAGS, "tags"),
        (elements, MAX_ELEMENTS, "elements"),
    )
    for count, most, things in counted:
        if count > most:
            raise ArticleError(f"{name}: more than {most:,} {things}: too large for an article")
