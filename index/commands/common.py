"""What several commands do: open the model and the shelf, find an article, print a line."""

import argparse
import sys

from index.article import LEAST_HASH_CHARS, Article
from index.building import open_index
from index.encoder import OnnxEncoder, open_encoder
from index.errors import ArticleError
from index.progress import progress_bars
from index.store import ArticleIndex


def print_line(line: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(line + "\n")


def encoder_of(options: argparse.Namespace) -> OnnxEncoder:
    """Open the encoder that is asked for; raise ModelError where that cannot be."""
    with progress_bars() as report:
        return open_encoder(options.data_dir, options.model, report)


def open_shelf(options: argparse.Namespace, encoder: OnnxEncoder | None = None) -> ArticleIndex:
    """Open the index of DATA_DIR, or build it where there is none."""
    encoder = encoder or encoder_of(options)
    with progress_bars() as report:
        return open_index(options.data_dir, [], encoder, report)


def article_named(index: ArticleIndex, name: str) -> Article:
    """Return the one article that a person means; raise ArticleError where none or several are."""
    found = [
        article
        for article in index.articles
        if name in (article.title, article.source) or _begins(article.content_hash, name)
    ]
    if len(found) == 1:
        return found[0]
    titles = ", ".join(repr(article.title) for article in index.articles)
    what = "several articles are" if found else "no article is"
    raise ArticleError(f"{name}: {what} called so; on the shelf are {titles}")


def _begins(content_hash: str, name: str) -> bool:
    return len(name) >= LEAST_HASH_CHARS and content_hash.startswith(name)
