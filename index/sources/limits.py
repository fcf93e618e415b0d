"""How large an article may be: what is larger is refused before it costs minutes or gigabytes."""

from index.errors import ArticleError

# The Bible, among the longest of books, has 4.5 million characters and 31,000 verses; where each of
# them has a number and a note, 700,000 tags.
MAX_CHARS = 12_000_000
MAX_LINES = 200_000  # of a text without marks or a book, in which each may be a paragraph
MAX_TAGS = 1_000_000  # of a page, of all pages of a book
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
