"""DATA_DIR and its index: opened, built anew where it is stale, changed by one at a time."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index.article import Article
from index.changing import changed_shelf, with_added
from index.embedding import Embedded
from index.encoder import Encoder, OnnxEncoder, Progress
from index.errors import BrokenIndexError, StaleIndexError, VerbatimError
from index.evenly import evenly
from index.fitted import Fitted, fitted_to
from index.folders import alone, set_aside
from index.reading import default_article, is_link, path_of, read_article
from index.salvaging import Salvage, salvage, salvage_vectors
from index.sentences import split
from index.shelf import told_apart
from index.store import ArticleIndex

log = logging.getLogger(__name__)

# Articles that are split anew when an index is opened, at even distances where there are more, and
# those of them whose first sentences are read for facts again.
CHECKED_ARTICLES, CHECKED_FACTS = 200, 20


def open_index(
    data_dir: Path | str,
    articles: Sequence[Article],
    encoder: Encoder,
    progress: Progress | None = None,
) -> ArticleIndex:
    """Open DATA_DIR's index of these articles; where there is none, build it and log the reason.

    What was added stays beside them. Without articles it is of whatever was indexed last, and of
    the package's own at first. What an index at hand has is not embedded again. Of a damaged one
    the sound articles are saved, and the whole is kept beside; raise BrokenIndexError where none
    is left to go on with.
    """
    folder = index_folder(data_dir)
    with alone(folder):
        fitted = _fitted(data_dir, encoder)
        known: ArticleIndex | None = None
        reason: VerbatimError | None = None
        if folder.exists():
            try:
                known = ArticleIndex.load(folder, encoder, weights=fitted.weights)
                _check_fresh(folder, known, with_added(articles, known.articles), fitted)
            except (BrokenIndexError, StaleIndexError) as error:
                reason = error
            else:
                return known
        return _rebuild_alone(data_dir, articles, encoder, fitted, progress, known, reason)


def load_index(data_dir: Path | str, encoder: Encoder) -> ArticleIndex:
    """Open DATA_DIR's index as it is, and build none.

    Raise BrokenIndexError or StaleIndexError as `ArticleIndex.load` does, and ModelError where a
    file that `fit` wrote is damaged.
    """
    weights = fitted_to(encoder, data_dir).weights
    return ArticleIndex.load(index_folder(data_dir), encoder, weights=weights)


def build_index(
    data_dir: Path | str,
    articles: Sequence[Article],
    encoder: Encoder,
    progress: Progress | None = None,
) -> ArticleIndex:
    """Build an index with what was fitted to its encoder, and save it in DATA_DIR.

    What the index that is there has is not embedded again. One build at a time: another waits.
    """
    with alone(index_folder(data_dir)):
        fitted = _fitted(data_dir, encoder)
        known = salvage_vectors(index_folder(data_dir), encoder)
        return _build_alone(data_dir, articles, encoder, fitted, progress, known)


def rebuild_index(
    data_dir: Path | str,
    articles: Sequence[Article],
    encoder: Encoder,
    progress: Progress | None = None,
) -> ArticleIndex:
    """Build the index that `open_index` opens, whatever is there, and save it in DATA_DIR."""
    with alone(index_folder(data_dir)):
        known = index_at_hand(data_dir, encoder)
        fitted = _fitted(data_dir, encoder)
        return _rebuild_alone(data_dir, articles, encoder, fitted, progress, known)


def change_index(
    data_dir: Path | str,
    index: ArticleIndex,
    encoder: Encoder,
    *,
    add: Sequence[Article] = (),
    remove: Sequence[str] = (),
    progress: Progress | None = None,
) -> ArticleIndex:
    """Add and remove articles, by content hash, and save the index in DATA_DIR.

    What is changed is what DATA_DIR holds by now, since another process may have changed it too,
    and `index` where that cannot be read. Raise ArticleError as `changed_shelf` does; the index
    that was given stays as it is.
    """
    with alone(index_folder(data_dir)):
        now = index_at_hand(data_dir, encoder) or index
        articles = changed_shelf(now.articles, add, remove)
        fitted = fitted_to(encoder, data_dir)
        return _build_alone(data_dir, articles, encoder, fitted, progress, now.embedded)


def _fitted(data_dir: Path | str, encoder: Encoder) -> Fitted:
    """Return what was fitted to an encoder; warn of weights that were fitted to another."""
    fitted = fitted_to(encoder, data_dir)
    if others := fitted.strange_to(encoder):
        log.warning(
            "the weights were fitted to %s, not to %s: verdicts are less sure until "
            "`python -m index fit FILE …` has fitted others (README.md, Another model)",
            " and ".join(others),
            encoder.fingerprint,
        )
    return fitted


def _rebuild_alone(
    data_dir: Path | str,
    articles: Sequence[Article],
    encoder: Encoder,
    fitted: Fitted,
    progress: Progress | None,
    known: ArticleIndex | None,
    reason: VerbatimError | None = None,
) -> ArticleIndex:
    folder = index_folder(data_dir)
    saved = salvage(folder) if known is None else Salvage(known.articles)
    kept = with_added(articles, saved.articles)
    if not kept and saved.fault:
        raise BrokenIndexError(
            f"{saved.fault}; build the index again from their sources (python -m index build "
            f"SOURCE …), or delete {folder}"
        )
    if reason:
        log.warning("%s; building it again", reason)
    kept = kept or [default_article()]
    embedded = known.embedded if known else salvage_vectors(folder, encoder)
    return _build_alone(data_dir, kept, encoder, fitted, progress, embedded, saved.fault)


def _build_alone(
    data_dir: Path | str,
    articles: Sequence[Article],
    encoder: Encoder,
    fitted: Fitted,
    progress: Progress | None,
    known: Embedded | None,
    fault: str | None = None,
) -> ArticleIndex:
    index = ArticleIndex.build(articles, encoder, progress, fitted=fitted, known=known)
    if isinstance(encoder, OnnxEncoder):
        encoder.rest()  # who serves from here on has no passages to embed for days
    folder = index_folder(data_dir)
    if fault:
        log.error("%s; the damaged index is kept as %s", fault, set_aside(folder))
    index.save(folder)
    return index


def index_at_hand(data_dir: Path | str, encoder: Encoder) -> ArticleIndex | None:
    """Return DATA_DIR's index, of whatever articles, where it can be read with this encoder."""
    try:
        return ArticleIndex.load(index_folder(data_dir), encoder)
    except (BrokenIndexError, StaleIndexError):
        return None


def read_sources(data_dir: Path | str, sources: Sequence[str]) -> list[Article]:
    """Return the articles of ARTICLES: files are read, links only where DATA_DIR has them not.

    So a start needs no network and an article does not change unasked; `index build` reads anew. A
    file that is not there is taken from DATA_DIR too: its disk may not be mounted yet.
    """
    folder = index_folder(data_dir)
    with alone(folder):  # it may have been moved aside by a build that was killed
        saved = {each.source: each for each in salvage(folder).articles if each.source}
    return [_saved_or_read(source, saved) for source in sources]


def _saved_or_read(source: str, saved: Mapping[str, Article]) -> Article:
    if is_link(source):
        known = saved.get(source)
    else:
        path = path_of(source)
        known = None if path.exists() else saved.get(str(path))
        if known is not None:
            log.warning("%s: there is no such file; its article is taken from the index", path)
    return read_article(source) if known is None else replace(known, added=False)


def index_folder(data_dir: Path | str) -> Path:
    """Return where DATA_DIR's index is."""
    return Path(data_dir) / "index"


def _check_fresh(
    folder: Path, index: ArticleIndex, articles: Sequence[Article], fitted: Fitted
) -> None:
    if articles is not index.articles and index.articles != told_apart(articles):
        raise StaleIndexError(f"{folder}: made from other articles, or from other details of them")
    some = evenly(index.articles, CHECKED_ARTICLES)
    if any(split(article) != index.sentences(article) for article in some):
        raise StaleIndexError(f"{folder}: its sentences were split by other rules")
    if any(not index.facts_are_found(article) for article in some[:CHECKED_FACTS]):
        raise StaleIndexError(f"{folder}: its facts were found by other rules")
    if fitted.background and fitted.background.digest != index.passport.background:
        raise StaleIndexError(f"{folder}: centred by another background")
