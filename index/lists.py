"""Lists in an article's text: the lines that announce them, their items."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile

from index.article import Article, Sentence
from index.blocks import BlockKind
from index.punctuation import LIST_ITEM, SENTENCE_END

MAX_SENTENCES = 50  # of a list, looked at
MAX_CHARS = 2000  # of a list that is quoted with its line: a message has room for both and a source

_COLONS = (":", "：")
_GOES_ON = (";", ",", "；")  # at the end of an item behind which there is another


def announces(article: Article, sentence: Sentence) -> bool:
    """Say whether a sentence ends in a colon: of what follows it says what that is."""
    return _text(article, sentence).endswith(_COLONS)


def items(
    article: Article, line: Sentence, later: Iterable[Sentence]
) -> list[tuple[int, Sentence]]:
    """Return what a line announces: the first sentences of paragraphs that stand behind it.

    Each comes with its place among the later sentences, from 1. A list with bullets, dashes or
    numbers goes on as far as these do, any other one until something ends as sentences do.
    """
    if not announces(article, line):
        return []
    behind = list(_openings(line, later))
    texts = [_text(article, one) for _, one in behind]
    bulleted = list(takewhile(LIST_ITEM.match, texts))
    return behind[: len(bulleted) or _count_plain(texts)]


def whole_list(article: Article, line: Sentence, later: Iterable[Sentence]) -> list[Sentence]:
    """Return the sentences of all that a line announces, to the end of its last item.

    None where it announces nothing, or all of that is too long to be quoted with it, or something
    that is no paragraph stands between.
    """
    behind = list(islice(later, MAX_SENTENCES))
    last = max((item.paragraph for _, item in items(article, line, behind)), default=0)
    listed = list(takewhile(lambda one: one.paragraph <= last, behind))
    end = listed[-1].end if listed else line.end
    if len(listed) == MAX_SENTENCES or end - line.start > MAX_CHARS:
        return []
    within = (block for block in article.blocks if line.end <= block.start < end)
    return listed if all(block.kind is BlockKind.BODY for block in within) else []


def _count_plain(texts: Sequence[str]) -> int:
    """Return how many paragraphs of a list without bullets there are, of what stands behind a line.

    One that ends as sentences do is its last behind "…;", and is prose, and alone, where it is the
    first; else it stands behind the list.
    """
    for place, text in enumerate(texts):
        if SENTENCE_END.search(text):
            return place + (not place or texts[place - 1].endswith(_GOES_ON))
    return len(texts)


def _openings(line: Sentence, later: Iterable[Sentence]) -> Iterator[tuple[int, Sentence]]:
    """Yield the sentences that open paragraphs, one behind the other, each with its place."""
    above = line.paragraph
    for place, one in enumerate(islice(later, MAX_SENTENCES), start=1):
        if one.paragraph == above + 1:
            yield place, one
        elif above == line.paragraph or one.paragraph != above:
            return
        above = one.paragraph


def announcing(article: Article, item: Sentence, earlier: Iterable[Sentence]) -> Sentence | None:
    """Return the line that announces a sentence, None where none does.

    `earlier` are the sentences before it, the nearest first.
    """
    behind = deque([item])
    for one in islice(earlier, MAX_SENTENCES):
        if announces(article, one):
            listed = (each for _, each in items(article, one, behind))
            return one if item in listed else None
        behind.appendleft(one)
    return None


def _text(article: Article, sentence: Sentence) -> str:
    return article.text[sentence.start : sentence.end]
