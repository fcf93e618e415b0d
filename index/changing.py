"""Which articles stand on a shelf after some were added, changed or removed."""

from collections.abc import Sequence

from index.article import Article
from index.errors import ArticleError


def changed_shelf(
    articles: Sequence[Article], add: Sequence[Article] = (), remove: Sequence[str] = ()
) -> tuple[Article, ...]:
    """Return the articles with some added and some, by their content hashes, removed.

    One that is read from where another was takes its place. Raise ArticleError where a text is
    here already under another source, or where nothing would be left.
    """
    shelf = [each for each in articles if each.content_hash not in remove]
    for article in add:
        place = next((n for n, each in enumerate(shelf) if _same_source(each, article)), len(shelf))
        twin = next((each for each in shelf if each.content_hash == article.content_hash), None)
        if twin is not None and not _same_source(twin, article):
            raise ArticleError(
                f"{article.source or article.title}: this text is here already, as {twin.title!r}"
            )
        shelf[place : place + 1] = [article]
    if not shelf:
        titles = ", ".join(each.title for each in articles)
        raise ArticleError(f"{titles}: the last article cannot be removed; add another one first")
    return tuple(shelf)


def replaced_by(article: Article, articles: Sequence[Article]) -> Article | None:
    """Return the one of some articles whose place another takes when it is added, if there is."""
    return next((each for each in articles if _same_source(each, article)), None)


def _same_source(one: Article, other: Article) -> bool:
    return one.source is not None and one.source == other.source


def with_added(articles: Sequence[Article], saved: Sequence[Article]) -> Sequence[Article]:
    """Return the articles with those saved ones that were added; all of them for none."""
    if not articles:
        return saved
    sources = {each.source for each in articles if each.source}
    return [*articles, *(each for each in saved if each.added and each.source not in sources)]
