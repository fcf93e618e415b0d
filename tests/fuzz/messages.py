"""Trials of what goes out: any text is taken by a strict Telegram, and no false quote goes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random

import telegram

from bot.about import render_about, render_article, render_start, render_understood
from bot.address import Action, read_action, read_start, write_action
from bot.errors import FalseQuoteError
from bot.handlers.reading import open_at, turn_to
from bot.keyboards import under_answer, under_articles, under_list, under_pending, under_sentence
from bot.message import Message
from bot.payload import check, check_plain, payload_entities
from bot.proof import without_markup
from bot.question import Question, read_question
from bot.reading import pages
from bot.render import render_answer, render_sentence, render_shared
from bot.wording import LANGUAGES, Wording, load_wording
from index import Answer, Article, ArticleError, ArticleIndex, Quote, Verdict, default_article
from tests.bot.taking import telegram_takes
from tests.fakes import BagEncoder
from tests.fuzz import hostile
from tests.telegram_server.utf16 import units

KEY = "k" * 11
LIBRARIES = 60  # drawn once and rendered often, since to index costs more than to render


def rendering(rng: Random) -> None:
    """Whatever stands in articles, titles and questions, Telegram takes what is made of it."""
    library = _library(rng.randrange(LIBRARIES))
    asked = read_question(hostile.question(rng))
    question = asked.text if isinstance(asked, Question) else "?"
    for message in _rendered(rng, library, question):
        telegram_takes(message)


def proving(rng: Random) -> None:
    """Hold back a message with one character or one mark changed in a quote, and no other."""
    library = _library(rng.randrange(LIBRARIES))
    quote = _quote(rng, library)
    shown = render_sentence(quote, _wording().of("en"))
    passage = shown.passages[0]
    at = passage.at + rng.randrange(passage.end - passage.start)
    other = rng.choice([c for c in "xyz" if c != shown.text[at]])
    changed = replace(shown, text=shown.text[:at] + other + shown.text[at + 1 :])
    entities = payload_entities(shown)
    check(shown.text, entities, shown)
    _refused(changed.text, payload_entities(changed), changed)
    plain = without_markup(shown)
    check_plain(plain.text, plain)
    place = plain.passages[0].at + at - passage.at
    spoilt = plain.text[:place] + other + plain.text[place + 1 :]
    try:
        check_plain(spoilt, plain)
    except FalseQuoteError:
        pass
    else:
        raise AssertionError("a false quote passed without markup")
    number = next(n for n, each in enumerate(entities) if each.type in {"blockquote", "italic"})
    entity = entities[number]
    offset, length = entity.offset, entity.length
    moved = rng.choice(
        (
            (offset + 1, length),
            (offset, length + 1),
            (offset, length - 1),
            (offset - 1, length + 1),
            (-1, length),
            (offset, 1 << 40),
            (units(shown.text), 3),
            (offset, -length),
            (offset, 0),
        )
    )
    entities[number] = telegram.MessageEntity(entity.type, *moved)
    _refused(shown.text, entities, shown)


def addresses(rng: Random) -> None:
    """Any button data and any deep link is read or refused; what is read is written alike."""
    data = rng.choice((hostile.text, hostile.line))(rng, 64)
    if rng.random() < 0.6:
        valid = list(write_action(_action(rng)))
        for _ in range(rng.choice((0, 1, 1, 2))):
            at = rng.randrange(len(valid) + 1)
            valid[at : at + rng.randrange(3)] = hostile.text(rng, 2)
        data = "".join(valid)
    action = read_action(data)
    if action is not None:
        written = write_action(action)
        assert len(written.encode()) <= 64
        assert read_action(written) == action
    payload = rng.choice(("s-", "q-", "")) + rng.choice((data, "0" * 16 + "-" + data, KEY))
    read_start(payload)
    action = _action(rng)
    assert read_action(write_action(action)) == action


def _refused(text: str, entities: list[telegram.MessageEntity], message: Message) -> None:
    try:
        check(text, entities, message)
    except FalseQuoteError:
        return
    raise AssertionError("a false quote passed")


def _rendered(rng: Random, library: ArticleIndex, question: str) -> Iterator[Message]:
    words = _wording().of(rng.choice(LANGUAGES))
    articles = library.articles
    quotes = tuple(_quote(rng, library) for _ in range(rng.choice((0, 1, 3))))
    verdict = rng.choice((Verdict.ANSWER, Verdict.CLOSEST)) if quotes else Verdict.NONE
    answer = Answer(question, verdict, 0.5, quotes)

    def cite(quote: Quote) -> str:
        start = f"s-{quote.article.address}-{library.number(quote)}"
        return f"https://t.me/verbatim_bot?start={start}"

    yield from render_answer(answer, rng.choice((None, question, "?")), words, articles, cite)
    for quote in quotes[:1]:
        shared = render_shared(question, quote, verdict, words, cite)
        keyboard = under_answer(library, quote, question, KEY, words, cite=cite, more=True)
        yield replace(shared, buttons=keyboard)
        beside = under_sentence(library, quote, KEY, words, cite=cite, private=True)
        yield replace(render_sentence(quote, words, cite), buttons=beside)
    article = rng.choice(articles)
    address, count = article.address, len(library.sentences(article))
    found = pages(article, library.sentences(article))
    yield open_at(library, found, address, rng.randrange(count + 1), words)
    page = turn_to(library, found, address, rng.choice((1, 2, 99)), words)
    if page is not None:
        yield page
    yield replace(
        render_understood(article, library.sentences(article), article, words),
        buttons=under_pending(article, words),
    )
    yield render_article(library, article, words)
    yield from render_start(articles, words, [question])
    yield from render_about(library, words)
    yield replace(
        Message("-"), buttons=under_list(articles, articles[:1], 1, words, removable=True)
    )
    yield replace(Message("-"), buttons=under_articles(articles, words, bot_name="verbatim_bot"))


def _quote(rng: Random, library: ArticleIndex) -> Quote:
    """Draw a quote with a context and a highlight, or without."""
    article = rng.choice(library.articles)
    number = rng.randrange(len(library.sentences(article))) + 1
    quote = library.quote(article.content_hash, number)
    assert quote is not None
    start, end = sorted(rng.sample(range(quote.start, quote.end + 1), 2))
    highlight = (start, end) if rng.random() < 0.5 and article.text[start:end].strip() else None
    return replace(quote, highlight=highlight, confidence=rng.random())


@cache
def _library(number: int) -> ArticleIndex:
    rng, articles = Random(f"library {number}"), []
    for _ in range(rng.choice((1, 1, 1, 2, 12))):
        try:
            made = Article.from_text(
                sendable(hostile.text(rng, rng.choice((100, 100, 600, 9000)))),
                title=hostile.line(rng),
                language=rng.choice(LANGUAGES),
                url=rng.choice((None, "https://example.org/a", hostile.line(rng, 40))),
                published=rng.choice((None, date.min, date.max, date(2016, 10, 13))),
                author=rng.choice((None, hostile.line(rng, 300))),
                publisher=rng.choice((None, hostile.line(rng, 300))),
            )
        except ArticleError:
            continue
        articles.append(made)
    return ArticleIndex.build(articles or [default_article()], BagEncoder())


def sendable(text: str) -> str:
    """Return a text as reading leaves it: without lone surrogates."""
    return text.encode("utf-8", "replace").decode()


def _action(rng: Random) -> Action:
    """Draw what a button may say, with an address of nothing."""
    letter = rng.choice("saudpotlwknrx")
    rest = {"a": f"xx {KEY}", "l": "xx 7", "w": "xx", "p": "", "o": "", "t": ""}
    sentence = f"fr {rng.getrandbits(64):016x} {rng.randrange(10**7)}"
    keyed = f"{sentence} {KEY}" if letter in "sud" else sentence
    bare = sentence.rpartition(" ")[0] if letter in "knrx" else keyed
    action = read_action(f"1{letter} {rest.get(letter) or bare}")
    assert action is not None
    return action


@cache
def _wording() -> Wording:
    return load_wording()
