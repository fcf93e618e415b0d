"""The buttons under a message: pure, each one an address and not a memory."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import quote as percent_encoded

from bot.address import (
    NO_KEY,
    Action,
    AskAll,
    CastVote,
    DiscardArticle,
    ListArticles,
    OfferRemoval,
    OpenSentence,
    RemoveArticle,
    ShowAnswer,
    ShowPage,
    ShowSentence,
    ToggleArticle,
    UseArticle,
    sentence_start,
    write_action,
)
from bot.library import Library
from bot.message import Button, Keyboard
from bot.question import clean
from bot.render import Cite, shortened, web_link
from bot.wording import Words
from index import ARTICLE_PLACE, Article, Quote, anchor

MAX_SHARED_CHARS = 256  # core.telegram.org/bots/api#inlinequery
FRAGMENT_CHARS, FRAGMENT_WORDS = 80, 5
DEEP_LINK = "https://t.me/"
LISTED = 10  # articles on a page of the list
MAX_ARTICLES = 20  # that a message names
MAX_LABEL_CHARS = 50
HELLO = "hello"  # what /start carries where somebody added the bot by our own button


def under_answer(
    library: Library,
    quote: Quote,
    question: str,
    key: str,
    words: Words,
    *,
    cite: Cite,
    more: bool = False,
    private: bool = False,
) -> Keyboard:
    """Return the buttons of an answer whose first quote is this one."""
    return _rows(
        _neighbours(library, quote, key, words),
        (*_votes(library, quote, key, words), *_share(question, words)),
        (*_more(key, words, shown=more), *_open(library, quote, words, cite, private=private)),
    )


def under_sentence(
    library: Library, quote: Quote, key: str, words: Words, *, cite: Cite, private: bool
) -> Keyboard:
    """Return the buttons of a sentence that somebody turned to."""
    return _rows(
        _neighbours(library, quote, key, words),
        (
            *([_back(key, words)] if key != NO_KEY else []),
            *_open(library, quote, words, cite, private=private),
        ),
    )


def under_nothing(key: str, words: Words) -> Keyboard:
    """Return what leads back to an answer from where it says that there is none.

    A choice of articles may have come between, and may go again.
    """
    return ((_back(key, words),),)


def under_page(article: Article, number: int, pages: int, words: Words) -> Keyboard:
    """Return the buttons that turn the pages."""
    to = partial(ShowPage, words.language, article.address)
    return _rows(_turning(number, pages, to, words))


def _turning(
    number: int, pages: int, to: Callable[[int], Action], words: Words
) -> tuple[Button, ...]:
    """Return the buttons to the page before and to the one after, as far as there are any."""
    before, after = (write_action(to(page)) for page in (number - 1, number + 1))
    return (
        *([Button(words("page-before"), data=before)] if number > 1 else []),
        *([Button(words("page-after"), data=after)] if number < pages else []),
    )


def under_articles(
    articles: Sequence[Article], words: Words, *, bot_name: str | None = None
) -> Keyboard:
    """Return a button that opens each article: here, or in private where a bot's name is given."""
    return tuple((_opening(article, words, bot_name),) for article in articles[:MAX_ARTICLES])


def _opening(article: Article, words: Words, bot_name: str | None) -> Button:
    label = words("read-article", title=shortened(clean(article.title), MAX_LABEL_CHARS))
    if bot_name is not None:
        return Button(label, url=f"https://t.me/{bot_name}?start={sentence_start(article, 0)}")
    place = OpenSentence(words.language, article.address, 0)
    return Button(label, data=write_action(place))


def under_list(
    articles: Sequence[Article],
    chosen: Sequence[Article],
    number: int,
    words: Words,
    *,
    removable: bool = False,
) -> Keyboard:
    """Return a page, from 1, of buttons that choose the articles that are asked in a chat."""
    pages = max(1, -(-len(articles) // LISTED))
    number = min(max(1, number), pages)
    every = len(chosen) == len(articles)
    asked = set() if every else {article.content_hash for article in chosen}
    first = (number - 1) * LISTED
    return _rows(
        *(
            _choosing(
                article,
                number,
                words,
                ticked=every or article.content_hash in asked,
                remove=removable,
            )
            for article in articles[first : first + LISTED]
        ),
        _turning(number, pages, partial(ListArticles, words.language), words),
        (Button(words("ask-all"), data=write_action(AskAll(words.language))),) if not every else (),
    )


def _choosing(
    article: Article, number: int, words: Words, *, ticked: bool, remove: bool
) -> tuple[Button, ...]:
    address = article.address
    title = shortened(clean(article.title), MAX_LABEL_CHARS)
    toggle = ToggleArticle(words.language, address, number)
    offer = OfferRemoval(words.language, address)
    return (
        Button(f"{'✅' if ticked else '▫️'} {title}", data=write_action(toggle)),
        *([Button("🗑", data=write_action(offer))] if remove else []),
    )


def under_pending(article: Article, words: Words) -> Keyboard:
    """Return what an administrator can do with an article that was read."""
    place = (words.language, article.address)
    return (
        (
            Button(words("shelf-use"), data=write_action(UseArticle(*place))),
            Button(words("shelf-discard"), data=write_action(DiscardArticle(*place))),
        ),
    )


def under_removal(article: Article, words: Words) -> Keyboard:
    """Return the two answers to whether an article shall be removed."""
    remove = RemoveArticle(words.language, article.address)
    return (
        (
            Button(words("shelf-do-remove"), data=write_action(remove)),
            Button(words("shelf-keep"), data=write_action(ListArticles(words.language, 1))),
        ),
    )


def under_greeting(bot_name: str, articles: Sequence[Article], words: Words) -> Keyboard:
    """Return what a person can do first, besides asking."""
    add = Button(words("add-to-group"), url=f"https://t.me/{bot_name}?startgroup={HELLO}")
    return (*(under_articles(articles, words) if len(articles) == 1 else ()), (add,))


def page_link(page_url: str | None, quote: Quote, articles: int) -> str | None:
    """Return the link to a quote on its page, where its article has no link of its own.

    An address without `{article}` is of one page: of several articles it would be a wrong one.
    """
    if page_url is None or web_link(quote.article):
        return None
    if ARTICLE_PLACE not in page_url and articles > 1:
        return None
    page = page_url.replace(ARTICLE_PLACE, quote.article.address)
    return f"{page}#{anchor(quote.paragraph, quote.sentence)}"


def text_fragment(url: str, passage: str) -> str:
    """Return a link that scrolls to a passage (wicg.github.io/scroll-to-text-fragment).

    It names a long passage by its ends, which are bounded where words stand without blanks, and one
    of several lines by the first: no text is found across two elements of a page.
    """
    words = passage.strip().partition("\n")[0].split()
    text = " ".join(words)
    few = len(words) <= 2 * FRAGMENT_WORDS
    if len(text) <= FRAGMENT_CHARS * (2 if few else 1):
        fragment = _encoded(text)
    else:
        first, last = (" ".join(end) for end in (words[:FRAGMENT_WORDS], words[-FRAGMENT_WORDS:]))
        fragment = f"{_encoded(_beginning(first))},{_encoded(_beginning(last[::-1])[::-1])}"
    return f"{url}{'' if '#' in url else '#'}:~:text={fragment}"


def _beginning(text: str) -> str:
    """Cut a text at a limit, between clauses or words where it has any."""
    if len(text) <= FRAGMENT_CHARS:
        return text
    kept = text[:FRAGMENT_CHARS]
    gaps = [place for place, sign in enumerate(kept) if unicodedata.category(sign)[0] in "PZ"]
    return kept[: gaps[-1]] if gaps and gaps[-1] else kept


def _encoded(text: str) -> str:
    # A hyphen is syntax in a text fragment, and nothing else escapes it.
    return percent_encoded(text, safe="").replace("-", "%2D")


def _neighbours(library: Library, quote: Quote, key: str, words: Words) -> tuple[Button, ...]:
    number, address = library.number(quote), quote.article.address
    count = library.count(quote.article)
    before = ShowSentence(words.language, address, number - 1, key)
    after = ShowSentence(words.language, address, number + 1, key)
    return (
        *([Button(words("sentence-before"), data=write_action(before))] if number > 1 else []),
        *([Button(words("sentence-after"), data=write_action(after))] if number < count else []),
    )


def _votes(library: Library, quote: Quote, key: str, words: Words) -> tuple[Button, ...]:
    place = (words.language, quote.article.address, library.number(quote), key)
    return (
        Button("👍", data=write_action(CastVote(*place, up=True))),
        Button("👎", data=write_action(CastVote(*place, up=False))),
    )


def _share(question: str, words: Words) -> tuple[Button, ...]:
    if len(question) > MAX_SHARED_CHARS:
        return ()
    return (Button(words("share"), share=question),)


def _back(key: str, words: Words) -> Button:
    return Button(words("back"), data=write_action(ShowAnswer(words.language, key)))


def _more(key: str, words: Words, *, shown: bool) -> tuple[Button, ...]:
    if not shown:
        return ()
    return (Button(words("more"), data=write_action(ShowAnswer(words.language, key))),)


def _open(
    library: Library, quote: Quote, words: Words, cite: Cite, *, private: bool
) -> tuple[Button, ...]:
    """Open on the web where the article stands there, else in the private chat with the bot."""
    if web := web_link(quote.article):
        return (Button(words("open"), url=text_fragment(web, quote.text)),)
    link = cite(quote)
    if private and (link is None or link.startswith(DEEP_LINK)):
        place = OpenSentence(words.language, quote.article.address, library.number(quote))
        return (Button(words("open"), data=write_action(place)),)
    return (Button(words("open"), url=link),) if link else ()


def _rows(*rows: tuple[Button, ...]) -> Keyboard:
    return tuple(row for row in rows if row)
