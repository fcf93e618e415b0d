"""Ask articles, get their own sentences back."""

from index.answering import Answer, Verdict
from index.article import Article, Quote, Sentence
from index.encoder import Encoder, OnnxEncoder, Progress, open_encoder
from index.errors import (
    ArticleError,
    BrokenIndexError,
    EvaluationError,
    ModelError,
    StaleIndexError,
    VerbatimError,
)
from index.page import anchor
from index.progress import progress_bars
from index.reading import default_article, is_link, read_article, read_upload
from index.saving import Passport, load_article, save_article
from index.sentences import split
from index.store import ArticleIndex, change_index, open_index, read_sources
from index.suggesting import Suggestion, suggest

__all__ = [
    "Answer",
    "Article",
    "ArticleError",
    "ArticleIndex",
    "BrokenIndexError",
    "Encoder",
    "EvaluationError",
    "ModelError",
    "OnnxEncoder",
    "Passport",
    "Progress",
    "Quote",
    "Sentence",
    "StaleIndexError",
    "Suggestion",
    "VerbatimError",
    "Verdict",
    "anchor",
    "change_index",
    "default_article",
    "is_link",
    "load_article",
    "open_encoder",
    "open_index",
    "progress_bars",
    "read_article",
    "read_sources",
    "read_upload",
    "save_article",
    "split",
    "suggest",
]
