"""What is said of the bot, of its articles and of what was sent for its shelf → messages."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.commands import likest
from bot.layout import packed
from bot.library import Library
from bot.lifetimes import (
    CHOICE_S,
    DAY_S,
    FEEDBACK_S,
    FOLLOW_UP_S,
    KNOWN_S,
    MINUTE_S,
    PENDING_S,
    QUESTION_S,
)
from bot.message import MarkKind, Message, joined
from bot.question import Refusal, clean
from bot.render import (
    MAX_CONTEXT_CHARS,
    MAX_TITLE_CHARS,
    clean_title,
    render_date,
    render_title,
    shortened,
)
from bot.wording import Words
from index import MAX_QUESTION_CHARS, UNDETERMINED, Article, Remark, Sentence

MAX_KNOWN = 10  # articles named by /about and /article
BUNDLED_MODEL = "multilingual-e5-small"
MAX_LANGUAGE_CHARS = 35  # what BCP 47 asks programs to have room for
MAX_REASON_CHARS = 1000


def render_unasked(said: Refusal | Remark, library: Library, words: Words) -> list[Message]:
    """Reply to what asks an article's text nothing."""
    match said:
        case Refusal.EMPTY:
            return [Message(words("empty"))]
        case Refusal.TOO_LONG:
            return [Message(words("too-long", limit=MAX_QUESTION_CHARS))]
        case Remark.THANKS:
            return [Message(words("welcome"))]
        case Remark.FAREWELL:
            return [Message(words("goodbye"))]
        case Remark.APOLOGY:
            return [Message(words("never-mind"))]
        case Remark.COMPLAINT:
            return [Message(words("complaint"))]
        case Remark.ARTICLE | Remark.PERHAPS_ARTICLE:
            return [render_cards(library, library.articles, words)]
        case Remark.GREETING | Remark.HELP:
            return render_start(library.articles, words)


def render_unknown(command: str, known: Sequence[str], words: Words) -> Message:
    """Say that a command is not known, and which one may have been meant."""
    meant = likest(command, known)
    if meant is None:
        return Message(words("unknown-command"))
    return Message(words("unknown-command-like", command=meant))


def render_start(
    articles: Sequence[Article], words: Words, questions: Sequence[str] = ()
) -> list[Message]:
    """Greet, and say what can be asked, with questions to begin with."""
    named = words("start-one", title=words.isolated(clean_title(articles[0])))
    several = words("start-several", count=len(articles))
    subject = named if len(articles) == 1 else several
    lines = [words("start-examples"), *(f"• {words.isolated(each)}" for each in questions)]
    examples = [Message("\n".join(lines))] if questions else []
    return packed([Message(subject), Message(words("start")), *examples])


def render_about(library: Library, words: Words) -> list[Message]:
    """Say in plain words what the bot knows and what it was made with."""
    articles = library.articles
    known = [*_sized(library, articles[:MAX_KNOWN], words), *_more(articles, words)]
    passport = library.passport
    made = words("about-model", model=_model(passport.model), built=_day(passport.built, words))
    return packed([Message(words("about")), *packed(known, "\n"), Message(made)])


def _more(articles: Sequence[Article], words: Words) -> Iterable[Message]:
    if len(articles) > MAX_KNOWN:
        yield Message(words("about-more", count=len(articles) - MAX_KNOWN))


def render_articles(library: Library, words: Words) -> list[Message]:
    """Name all the articles."""
    return packed(_sized(library, library.articles, words), "\n")


def render_privacy(words: Words, bot_name: str) -> Message:
    """Say what is kept and for how long, by the numbers that the memory itself goes by."""
    return Message(
        words(
            "privacy",
            bot=bot_name,
            minutes=round(FOLLOW_UP_S / MINUTE_S),
            days=round(QUESTION_S / DAY_S),
            feedback_days=round(FEEDBACK_S / DAY_S),
            choice_days=round(CHOICE_S / DAY_S),
            pending_days=round(PENDING_S / DAY_S),
            known_days=round(KNOWN_S / DAY_S),
        )
    )


def render_article(library: Library, article: Article, words: Words) -> Message:
    """Say what an article is."""
    size = words("article-size", sentences=library.count(article))
    facts = [*render_date(article, words), *_makers(article, words), Message(size)]
    return joined([render_title(article, words), joined(facts, " · ")], "\n")


def render_cards(library: Library, articles: Sequence[Article], words: Words) -> Message:
    """Say what some articles are; of many, what the first are and how many more there are."""
    cards = (render_article(library, each, words) for each in articles[:MAX_KNOWN])
    return joined([*cards, *_more(articles, words)], "\n\n")


def _makers(article: Article, words: Words) -> Iterable[Message]:
    """Yield who wrote an article and who published it; a book may name thousands."""
    for each in (article.author, article.publisher):
        if named := shortened(clean(each or ""), MAX_TITLE_CHARS):
            yield Message(words.isolated(named))


def _language(article: Article, words: Words) -> Iterable[Message]:
    """Yield which language an article is in, where that is known."""
    if article.language != UNDETERMINED:
        code = shortened(article.language, MAX_LANGUAGE_CHARS)
        yield Message(words("shelf-language", code=code))


def render_unread(reason: str, words: Words) -> Message:
    """Say why what was sent is no article; the reason may repeat what was sent."""
    return Message(words("shelf-refused", reason=shortened(clean(reason), MAX_REASON_CHARS)))


def render_understood(
    article: Article, sentences: Sequence[Sentence], replaced: Article | None, words: Words
) -> Message:
    """Say what was understood of an article that was sent, so that a person can check it.

    `replaced` is the one of the shelf whose place it takes.
    """
    counts = words(
        "shelf-counts",
        paragraphs=len(article.paragraphs),
        sentences=len(sentences),
        left=len(article.left_out) + _chrome_blocks(article),
    )
    facts = [
        *render_date(article, words),
        *_makers(article, words),
        *_language(article, words),
    ]
    blocks = [
        Message(words("shelf-understood")),
        render_title(article, words),
        joined(facts, " · "),
        Message(counts),
    ]
    ends = [sentences[0], *([sentences[-1]] if len(sentences) > 1 else [])] if sentences else []
    for label, end in zip((words("shelf-first"), words("shelf-last")), ends, strict=False):
        if end.end - end.start <= MAX_CONTEXT_CHARS:
            quoted = Message.quoting(MarkKind.BLOCKQUOTE, article, end.start, end.end)
            blocks.append(Message(label) + "\n" + quoted)
    if replaced is not None:
        blocks.append(Message(words("shelf-in-place", title=words.isolated(clean_title(replaced)))))
    return joined(blocks, "\n")


def _chrome_blocks(article: Article) -> int:
    kept = {block.start for block in article.paragraphs}
    return sum(bool(block.reason) and block.start not in kept for block in article.blocks)


def _sized(library: Library, articles: Iterable[Article], words: Words) -> list[Message]:
    return [_known(article, library.count(article), words) for article in articles]


def _known(article: Article, sentences: int, words: Words) -> Message:
    size = Message(words("article-size", sentences=sentences))
    parts = [render_title(article, words), *render_date(article, words), size]
    return Message("• ") + joined(parts, " · ")


def _model(name: str) -> str:
    """Return the name of a model as people know it, without what tells its exports apart."""
    name = name.partition(":")[0]
    return BUNDLED_MODEL if name == "bundled" else name


def _day(moment: str, words: Words) -> str:
    """Return the day of an ISO 8601 moment in words, or the text itself where it is none."""
    try:
        return words("date", date=date.fromisoformat(moment[:10]))
    except ValueError:
        return moment
