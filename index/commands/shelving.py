"""Commands on the shelf: build, add, remove, show, page."""

import argparse
import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from index.article import Article
from index.building import build_index, change_index, rebuild_index
from index.commands.common import article_named, encoder_of, open_shelf, print_line
from index.encoder import OnnxEncoder
from index.errors import ArticleError, SettingsError
from index.folders import replaced
from index.page import ARTICLE_PLACE, write_page
from index.progress import progress_bars
from index.reading import read_article
from index.showing import headline, in_full, index_as_json, left_out, understood
from index.store import ArticleIndex


def build(options: argparse.Namespace) -> None:
    """Index the articles that are named, or those of the setting ARTICLES again."""
    chosen = bool(options.sources)
    articles = [read_article(each) for each in options.sources or _sources(options.named)]
    encoder = encoder_of(options)
    with progress_bars() as report:
        if chosen:
            index = build_index(options.data_dir, articles, encoder, report)
        else:
            index = rebuild_index(options.data_dir, articles, encoder, report)
    _tell_of_twins(articles)
    for article in index.articles:
        _show_built(index, article)


def _sources(named: str) -> list[str]:
    """Split ARTICLES as a shell would; raise SettingsError where a quote is not closed."""
    try:
        return shlex.split(named)
    except ValueError as error:
        raise SettingsError(f"ARTICLES: {error}") from error


def add(options: argparse.Namespace) -> None:
    """Put more articles on the shelf."""
    added = [replace(read_article(source), added=True) for source in options.sources]
    encoder = encoder_of(options)
    _change(options, open_shelf(options, encoder), encoder, add=added)


def remove(options: argparse.Namespace) -> None:
    """Take an article off the shelf."""
    encoder = encoder_of(options)
    index = open_shelf(options, encoder)
    article = article_named(index, options.article)
    _change(options, index, encoder, remove=[article.content_hash])


def _change(
    options: argparse.Namespace,
    index: ArticleIndex,
    encoder: OnnxEncoder,
    add: Sequence[Article] = (),
    remove: Sequence[str] = (),
) -> None:
    before = {article.content_hash for article in index.articles}
    with progress_bars() as report:
        changed = change_index(
            options.data_dir, index, encoder, add=add, remove=remove, progress=report
        )
    for article in changed.articles:
        if article.content_hash not in before:
            _show_built(changed, article)
    for article in index.articles:
        if article.content_hash in remove:
            print_line(f"{headline(article)}: removed")
    print_line(f"{len(changed.articles)} on the shelf")


def _tell_of_twins(articles: Sequence[Article]) -> None:
    """Say which sources hold the text of another one, and are indexed once with it."""
    first: dict[str, Article] = {}
    for article in articles:
        twin = first.setdefault(article.content_hash, article)
        if twin is not article:
            print_line(f"{article.source}: the same text as {twin.source}, indexed once")


def _show_built(index: ArticleIndex, article: Article) -> None:
    print_line(understood(index, article)[0])
    for line in left_out(article):
        print_line(line)


def show(options: argparse.Namespace) -> None:
    """Print what was understood of the articles."""
    index = open_shelf(options)
    if options.json:
        print_line(json.dumps(index_as_json(index), ensure_ascii=False, indent=1))
        return
    for name, value in asdict(index.passport).items():
        if name != "articles":
            print_line(f"{name.replace('_', ' ')}: {value}")
    for article in index.articles:
        print_line("")
        for line in understood(index, article):
            print_line(line)
        for line in in_full(index, article):
            print_line(line)


def page(options: argparse.Namespace) -> None:
    """Write a page to verify quotes by, of one article or of each."""
    index = open_shelf(options)
    one_each = ARTICLE_PLACE in str(options.out)
    articles = [article_named(index, options.article)] if options.article else index.articles
    if len(articles) > 1 and not one_each:
        titles = ", ".join(repr(article.title) for article in articles)
        raise ArticleError(
            f"{options.out}: several articles; choose one with --article, or put {ARTICLE_PLACE} "
            f"into the name for a page of each ({titles})"
        )
    for article in articles:
        out = Path(str(options.out).replace(ARTICLE_PLACE, article.address))
        out.parent.mkdir(parents=True, exist_ok=True)
        with replaced(out) as made:
            made.write_text(write_page(article, index.sentences(article)), "utf-8", "replace")
        print_line(f"{out}: {headline(article)}")
