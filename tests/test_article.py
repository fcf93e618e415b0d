import hashlib
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from index.article import Article, Part, Quote
from index.blocks import BlockKind
from index.errors import ArticleError

TEXT = "- Un titre -\nLa première phrase est ici.\nLa seconde phrase est là.\n"


def test_paragraphs_are_the_body_blocks_alone() -> None:
    article = Article.from_text(TEXT, title="t", language="fr")
    assert article.blocks[0].kind is BlockKind.HEADING
    assert [TEXT[block.start : block.end] for block in article.paragraphs] == [
        "La première phrase est ici.",
        "La seconde phrase est là.",
    ]


@pytest.mark.parametrize(
    ("title", "questions", "asking"),
    [
        ("Bridge FAQ", ["Why did it fall?", "Who pays?"], ["Why did it fall?", "Who pays?"]),
        ("Why did it fall? - The News", ["Why did it fall?", "Who pays?"], ["Who pays?"]),
        ("Bridge collapse explained", ["Why did it fall?"], []),
    ],
)
def test_first_question_is_text_where_others_follow_and_it_is_not_the_title(
    title: str, questions: list[str], asking: list[str]
) -> None:
    parts = [
        part
        for question in questions
        for part in (Part(question, BlockKind.HEADING), Part("It rained.", BlockKind.BODY))
    ]
    article = Article.from_parts(parts, title=title, language="en")
    body = [article.text[block.start : block.end] for block in article.paragraphs]
    assert [text for text in body if text != "It rained."] == asking


def test_text_is_kept_with_its_line_breaks() -> None:
    text = "Une phrase.\r\n\r\nUne autre.\r"
    assert Article.from_text(text, title="t", language="fr").text == text


def test_content_hash_is_the_sha_256_of_the_text_and_of_nothing_else() -> None:
    one = Article.from_text(TEXT, title="t", language="fr")
    other = Article.from_text(TEXT, title="u", language="en", published=date(2016, 10, 13))
    assert one.content_hash == other.content_hash == hashlib.sha256(TEXT.encode()).hexdigest()


def test_content_hash_stands_a_lone_surrogate() -> None:
    assert len(Article.from_text("Une \ud800.", title="t", language="fr").content_hash) == 64


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "nothing but blanks"),
        (" \n\t\r\n", "nothing but blanks"),
        ("# Un titre\n## Un autre", "only headings or web chrome"),
        ("Abonnez-vous à notre newsletter !\nPartager sur Facebook", "only headings or web chrome"),
    ],
)
def test_text_without_a_paragraph_is_refused_with_its_title(text: str, found: str) -> None:
    with pytest.raises(ArticleError, match=f"^Le titre: .*{found}"):
        Article.from_text(text, title="Le titre", language="fr")


def test_quote_is_the_words_of_the_article_at_its_offsets() -> None:
    article = Article.from_text(TEXT, title="t", language="fr", url="https://exemple.org/a")
    quote = Quote(article, 1, 1, 13, 40, 0.9)
    assert quote.text == "La première phrase est ici."
    assert quote.link == "https://exemple.org/a"


def test_article_and_quote_cannot_be_changed() -> None:
    article = Article.from_text(TEXT, title="t", language="fr")
    with pytest.raises(FrozenInstanceError):
        article.text = ""  # type: ignore[misc]  # the error is what is tested
    with pytest.raises(FrozenInstanceError):
        Quote(article, 1, 1, 0, 1, 0.5).start = 1  # type: ignore[misc]  # likewise


def test_complaint_about_a_text_with_a_long_title_shows_the_beginning_of_it() -> None:
    with pytest.raises(ArticleError) as caught:
        Article.from_text("", title="Long " * 5000, language="fr")
    assert str(caught.value).startswith("Long Long ")
    assert len(str(caught.value)) < 300
