"""Answers and pages → messages: pure, and knowing nothing of Telegram but its limits."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.layout import fits, packed, pieces
from bot.message import Mark, MarkKind, Message, joined
from bot.question import clean
from bot.reading import Page, Stretch
from bot.wording import Words
from index import Answer, Article, Quote, Verdict

Cite = Callable[[Quote], str | None]  # a quote's link into the article, where there is one

WEB_LINK = re.compile(r"https?://[^\s<>\"/.]+(\.[^\s<>\"/.]+)+(/[^\s<>\"]*)?")
MAX_SUBJECTS = 3  # titles named where nothing answers
MAX_TITLE_CHARS = 120
MAX_CONTEXT_CHARS = 500
MAX_REPEATED_CHARS = 400  # of a question that is repeated above its answer


def no_link(_: Quote) -> str | None:
    """Link a quote to nowhere, where there is no Telegram."""
    return None


def render_answer(
    answer: Answer,
    asked: str | None,
    words: Words,
    articles: Sequence[Article],
    cite: Cite = no_link,
    limit: int | None = None,
    known: int | None = None,
) -> list[Message]:
    """Return the messages of an answer: what was understood, the verdict in words, the quotes.

    `asked` is the question that stands above the answer, None where none does. `known` is how many
    articles there are, where only some are asked.
    """
    blocks = [*_understood(answer, asked, words), *_verdict(answer, words, articles, known)]
    above: Quote | None = None
    for quote in answer.quotes[:limit]:
        blocks += render_quote(_without_what_is_above(quote, above), words, cite)
        above = quote
    for part in answer.unanswered:
        question = words.isolated(part.question)
        if part.nearest is None or limit is not None:
            blocks.append(Message(words("unanswered", question=question)))
        else:
            blocks.append(Message(words("unanswered-nearest", question=question)))
            blocks += render_quote(part.nearest, words, cite)
    return packed(blocks)


def render_shared(
    question: str, quote: Quote, verdict: Verdict, words: Words, cite: Cite = no_link
) -> Message:
    """Return what is sent for an inline result: the question, one quote, its source."""
    blocks = [_question(question, words)]
    if verdict is Verdict.CLOSEST:
        blocks.append(Message(words("closest")))
    return in_one(packed([*blocks, *render_quote(quote, words, cite)]), words, [quote], cite)


def render_sentence(quote: Quote, words: Words, cite: Cite = no_link) -> Message:
    """Return a sentence by itself, where somebody turned to it from another."""
    return in_one(packed(render_quote(quote, words, cite)), words, [quote], cite)


def in_one(
    messages: Sequence[Message], words: Words, quotes: Sequence[Quote], cite: Cite = no_link
) -> Message:
    """Return the first of some messages that quotes, where there is room for one alone.

    It says what there is no room for: the rest of the last of the quotes in it, which then has its
    source as far as that fits, or all that stands behind.
    """
    if len(messages) == 1:
        return messages[0]
    first = next((message for message in messages if message.passages), messages[0])
    cut = next((quote for quote in quotes if _goes_on(first, quote)), None)
    if cut is None:
        return joined([first, Message(words("no-room"))], "\n\n")
    goes_on = Message(words("continues"))
    whole = joined([first, render_source(cut, words, cite), goes_on], "\n")
    return whole if fits(whole) else joined([first, goes_on], "\n")


def _goes_on(message: Message, quote: Quote) -> bool:
    """Tell whether a message ends within a quote."""
    last = message.passages[-1] if message.passages else None
    return last is not None and last.article == quote.article and quote.start < last.end < quote.end


def render_quote(quote: Quote, words: Words, cite: Cite = no_link) -> list[Message]:
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
    blocks[-1] = joined([blocks[-1], after, render_source(quote, words, cite)], "\n")
    return blocks


def render_source(quote: Quote, words: Words, cite: Cite = no_link) -> Message:
    """Return where a quote stands: title, date, paragraph and sentence, which opens the article."""
    place, link = spoken_place(quote, words), cite(quote)
    linked = Message.marked(MarkKind.LINK, place, link) if link else Message(place)
    return joined(
        [render_title(quote.article, words), *render_date(quote.article, words), linked], " · "
    )


def spoken_place(quote: Quote, words: Words) -> str:
    """Return the paragraph and the sentence of a quote."""
    return words("place", paragraph=quote.paragraph, sentence=quote.sentence)


def render_title(article: Article, words: Words) -> Message:
    """Return an article's title, a link where the article has one."""
    title, link = words.isolated(clean_title(article)), web_link(article)
    return Message.marked(MarkKind.LINK, title, link) if link else Message(title)


def web_link(article: Article) -> str | None:
    """Return where an article stands on the web, if Telegram would take that for a link.

    It refuses the whole message for a button to a host without a dot, such as localhost.
    """
    url = (article.url or "").strip()
    return url if WEB_LINK.fullmatch(url) else None


def shortened(text: str, max_chars: int) -> str:
    """Cut a text of ours at a limit, with an ellipsis that says so; never used on a quote."""
    return text if len(text) <= max_chars else text[: max_chars - 1].rstrip() + "…"


def _understood(answer: Answer, asked: str | None, words: Words) -> Iterable[Message]:
    if asked is None:
        yield _question(answer.question, words)
    elif answer.question != asked:
        question = shortened(answer.question, MAX_REPEATED_CHARS)
        yield Message(words("understood", question=words.isolated(question)))


def _question(question: str, words: Words) -> Message:
    return Message("❓ " + words.isolated(shortened(question, MAX_REPEATED_CHARS)))


def _verdict(
    answer: Answer, words: Words, articles: Sequence[Article], known: int | None
) -> Iterable[Message]:
    match answer.verdict:
        case Verdict.CLOSEST:
            yield Message(words("closest"))
        case Verdict.NONE:
            subjects = [_subjects(articles, words), *_chosen(len(articles), known, words)]
            yield joined([Message(words("none")), *subjects], "\n")
        case Verdict.ANSWER:
            return  # the quotes speak for themselves


def _subjects(articles: Sequence[Article], words: Words) -> Message:
    if len(articles) == 1:
        return Message(words("none-subject", title=words.isolated(clean_title(articles[0]))))
    titles = (words.isolated(clean_title(article)) for article in articles[:MAX_SUBJECTS])
    lines = [words("none-subjects"), *(words("subject", title=title) for title in titles)]
    return Message("\n".join([*lines, *(["…"] if len(articles) > MAX_SUBJECTS else [])]))


def _chosen(count: int, known: int | None, words: Words) -> Iterable[Message]:
    """Say that not all articles were asked: in a group anybody can choose them for all."""
    if known is not None and count < known:
        yield Message(words("none-chosen", chosen=count, count=known))


def clean_title(article: Article) -> str:
    """Return an article's title on one line, at a length that a message has room for."""
    return shortened(clean(article.title), MAX_TITLE_CHARS)


def render_date(article: Article, words: Words) -> Iterable[Message]:
    """Yield when an article was published, where that is known."""
    if article.published is not None:
        yield Message(words("date", date=article.published))


def _without_what_is_above(quote: Quote, above: Quote | None) -> Quote:
    """Leave a context out that is the quote right above, or the context of that."""
    if above is None or above.article != quote.article:
        return quote
    shown = ((above.start, above.end), above.context)
    return replace(quote, context=None) if quote.context in shown else quote


def _quoted(quote: Quote, span: tuple[int, int]) -> Message:
    """Quote one piece, with the part of the highlight that lies in it in bold."""
    block = Message.quoting(MarkKind.BLOCKQUOTE, quote.article, *span)
    return block if quote.highlight is None else _emphasized(block, span[0], quote.highlight)


def _emphasized(block: Message, starts_at: int, span: tuple[int, int]) -> Message:
    """Make bold what lies in a block of the article's text from `starts_at` on of a span of it."""
    first = max(span[0] - starts_at, 0)
    last = min(span[1] - starts_at, len(block.text))
    if first >= last:
        return block
    return replace(block, marks=(*block.marks, Mark(MarkKind.BOLD, first, last)))


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


def render_page(
    article: Article, page: Page, words: Words, *, of: int, cited: Quote | None = None
) -> Message:
    """Return a page of an article, the cited sentence in bold."""
    blocks = [
        Message(words("paragraph", paragraph=stretch.paragraph))
        + "\n"
        + _stretch(article, stretch, cited)
        for stretch in page.stretches
    ]
    count = page.last - page.first + 1
    foot = words("page", first=page.first, last=page.last, of=of, count=count)
    return joined([render_title(article, words), *blocks, Message(foot)], "\n\n")


def _stretch(article: Article, stretch: Stretch, cited: Quote | None) -> Message:
    block = Message.quoting(MarkKind.BLOCKQUOTE, article, stretch.start, stretch.end)
    return block if cited is None else _emphasized(block, stretch.start, (cited.start, cited.end))
