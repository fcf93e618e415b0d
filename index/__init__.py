"""Ask articles, get their own sentences back."""

from index.answering import Answer, OpenPart, Verdict
from index.article import ADDRESS_CHARS, Article, Quote, Sentence
from index.building import change_index, index_folder, load_index, open_index, read_sources
from index.changing import replaced_by
from index.encoder import Encoder, OnnxEncoder, Progress, open_encoder
from index.errors import (
    ArticleError,
    BrokenIndexError,
    EvaluationError,
    ModelError,
    StaleIndexError,
    UnreachableError,
    UnsavedIndexError,
    VerbatimError,
)
from index.language import RIGHT_TO_LEFT, UNDETERMINED
from index.page import ARTICLE_PLACE, anchor
from index.passport import Passport, passport_mark, saved_at
from index.progress import progress_bars
from index.questions import MAX_QUESTION_CHARS, language_of
from index.reading import default_article, is_link, read_article, read_upload
from index.remarks import Remark, read_remark
from index.saving import load_article, save_article
from index.sentences import split
from index.sessions import cores
from index.store import ArticleIndex
from index.suggesting import Suggestion, suggest
from index.utterances import asks_something
from index.words import content_words

__all__ = [
    "ADDRESS_CHARS",
    "ARTICLE_PLACE",
    "MAX_QUESTION_CHARS",
    "RIGHT_TO_LEFT",
    "UNDETERMINED",
    "Answer",
    "Article",
    "ArticleError",
    "ArticleIndex",
    "BrokenIndexError",
    "Encoder",
    "EvaluationError",
    "ModelError",
    "OnnxEncoder",
    "OpenPart",
    "Passport",
    "Progress",
    "Quote",
    "Remark",
    "Sentence",
    "StaleIndexError",
    "Suggestion",
    "UnreachableError",
    "UnsavedIndexError",
    "VerbatimError",
    "Verdict",
    "anchor",
    "asks_something",
    "change_index",
    "content_words",
    "cores",
    "default_article",
    "index_folder",
    "is_link",
    "language_of",
    "load_article",
    "load_index",
    "open_encoder",
    "open_index",
    "passport_mark",
    "progress_bars",
    "read_article",
    "read_remark",
    "read_sources",
    "read_upload",
    "replaced_by",
    "save_article",
    "saved_at",
    "split",
    "suggest",
]
