"""Answers → messages: pure, in text and marks, knowing nothing of Telegram but its limits."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.layout import packed, pieces
from bot.library import Library
from bot.message import Mark, MarkKind, Message, joined
from bot.question import MAX_CHARS, Refusal, clean
from bot.wording import Words
from index import Answer, Article, Quote, Verdict

MAX_SUBJECTS = 3  # titles named where nothing answers
MAX_TITLE_CHARS = 120
MAX_CONTEXT_CHARS = 700


def render_answer(
    answer: Answer, asked: str, words: Words, articles: Sequence[Article]
) -> list[Message]:
    """Return the messages of an answer: what was understood, the verdict in words, the quotes."""
    blocks = [*_understood(answer, asked, words), *_verdict(answer, words, articles)]
    for quote in answer.quotes:
        blocks += render_quote(quote, words)
    return packed(blocks)


def render_quote(quote: Quote, words: Words) -> list[Message]:
    """Return a quote's blocks: its context, its words in one piece or several, its source."""
    spans = pieces(quote.article.text, quote.start, quote.end)
    blocks = [_quoted(quote, span) for span in spans]
    if len(spans) > 1:
        blocks = [
            Message(words("part", part=number, parts=len(spans))) + "\n" + block
            for number, block in enumerate(blocks, 1)
        ]
    blocks[0] = joined([_context(quote, words, before=True), blocks[0]], "\n")
    after = _context(quote, words, before=False)
    blocks[-1] = joined([blocks[-1], after, render_source(quote, words)], "\n")
    return blocks


def render_source(quote: Quote, words: Words) -> Message:
    """Return where a quote stands: title, date, paragraph and sentence."""
    place = words("place", paragraph=quote.paragraph, sentence=quote.sentence)
    parts = [render_title(quote.article, words), *_date(quote.article, words), Message(place)]
    return joined(parts, " · ")


def render_title(article: Article, words: Words) -> Message:
    """Return an article's title, a link where the article has one."""
    title = words.isolated(_title(article))
    if article.url is None:
        return Message(title)
    return Message.marked(MarkKind.LINK, title, article.url)


def render_refusal(refusal: Refusal, words: Words) -> Message:
    """Say why a text is not taken as a question."""
    match refusal:
        case Refusal.EMPTY:
            return Message(words("empty"))
        case Refusal.TOO_LONG:
            return Message(words("too-long", limit=MAX_CHARS))


def render_start(articles: Sequence[Article], words: Words) -> list[Message]:
    """Greet, and say what can be asked."""
    named = words("start-one", title=words.isolated(_title(articles[0])))
    several = words("start-several", count=len(articles))
    subject = named if len(articles) == 1 else several
    return packed([Message(subject), Message(words("start"))])


def render_about(library: Library, words: Words) -> list[Message]:
    """Say in plain words what the bot knows and what it was made with."""
    known = [
        _known(article, len(library.sentences(article)), words) for article in library.articles
    ]
    passport = library.passport
    made = words("about-model", model=passport.model, built=_day(passport.built, words))
    return packed([Message(words("about")), *packed(known, "\n"), Message(made)])


def shortened(text: str, max_chars: int) -> str:
    """Cut a text of ours at a limit, with an ellipsis that says so; never used on a quote."""
    return text if len(text) <= max_chars else text[: max_chars - 1].rstrip() + "…"


def _understood(answer: Answer, asked: str, words: Words) -> Iterable[Message]:
    if answer.question != asked:
        yield Message(words("understood", question=words.isolated(answer.question)))


def _verdict(answer: Answer, words: Words, articles: Sequence[Article]) -> Iterable[Message]:
    match answer.verdict:
        case Verdict.CLOSEST:
            yield Message(words("closest"))
        case Verdict.NONE:
            yield joined([Message(words("none")), _subjects(articles, words)], "\n")
        case Verdict.ANSWER:
            return  # the quotes speak for themselves


def _subjects(articles: Sequence[Article], words: Words) -> Message:
    if len(articles) == 1:
        return Message(words("none-subject", title=words.isolated(_title(articles[0]))))
    titles = (words.isolated(_title(article)) for article in articles[:MAX_SUBJECTS])
    lines = [words("none-subjects"), *(words("subject", title=title) for title in titles)]
    return Message("\n".join([*lines, *(["…"] if len(articles) > MAX_SUBJECTS else [])]))


def _title(article: Article) -> str:
    return shortened(clean(article.title), MAX_TITLE_CHARS)


def _date(article: Article, words: Words) -> Iterable[Message]:
    if article.published is not None:
        yield Message(words("date", date=article.published))


def _quoted(quote: Quote, span: tuple[int, int]) -> Message:
    """Quote one piece, with the part of the highlight that lies in it in bold."""
    start, end = span
    block = Message.quoting(MarkKind.BLOCKQUOTE, quote.article, start, end)
    if quote.highlight is None:
        return block
    first, last = max(quote.highlight[0], start), min(quote.highlight[1], end)
    if first >= last:
        return block
    bold = Mark(MarkKind.BOLD, first - start, last - start)
    return Message(block.text, (*block.marks, bold), block.passages)


def _context(quote: Quote, words: Words, *, before: bool) -> Message:
    """Show what makes the quote understandable, where it stands on the asked side of it."""
    if quote.context is None or (quote.context[0] < quote.start) is not before:
        return Message()
    start, end = quote.context
    # A context is a convenience: cut short it would mislead, and long it would hide the quote.
    if not 0 < end - start <= MAX_CONTEXT_CHARS:
        return Message()
    label = words("context-before") if before else words("context-after")
    passage = Message.quoting(MarkKind.ITALIC, quote.article, start, end)
    return Message(label + " ") + passage


def _known(article: Article, sentences: int, words: Words) -> Message:
    size = Message(words("about-size", sentences=sentences))
    parts = [render_title(article, words), *_date(article, words), size]
    return Message("• ") + joined(parts, " · ")


def _day(moment: str, words: Words) -> str:
    """Return the day of an ISO 8601 moment in words, or the text itself where it is none."""
    try:
        return words("date", date=date.fromisoformat(moment[:10]))
    except ValueError:
        return moment
