"""Ask articles, get their own sentences back."""

from index.answering import Answer, Verdict
from index.article import Article, Quote, Sentence
from index.encoder import Encoder
from index.errors import ArticleError, BrokenIndexError, ModelError, StaleIndexError, VerbatimError
from index.store import ArticleIndex

__all__ = [
    "Answer",
    "Article",
    "ArticleError",
    "ArticleIndex",
    "BrokenIndexError",
    "Encoder",
    "ModelError",
    "Quote",
    "Sentence",
    "StaleIndexError",
    "Verdict",
    "VerbatimError",
]
