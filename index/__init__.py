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
from index.progress import progress_bars
from index.reading import default_article, read_article
from index.saving import Passport, passport_mark
from index.store import ArticleIndex, index_folder, load_index, open_index

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
    "VerbatimError",
    "Verdict",
    "default_article",
    "index_folder",
    "load_index",
    "open_encoder",
    "open_index",
    "passport_mark",
    "progress_bars",
    "read_article",
]
