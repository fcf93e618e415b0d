import pytest

from index.remarks import MAX_WORDS, Remark, _folded, read_remark
from index.word_classes import KNOWN, word_classes

KINDS = ("greeting", "thanks", "farewell", "help", "article")


@pytest.mark.parametrize(
    ("remark", "texts"),
    [
        (
            Remark.GREETING,
            "bonjour|Hello there!|¿Qué tal?|Wie geht's?|ciao a tutti|olá, tudo bem?|привет, бот|"
            "السلام عليكم",
        ),
        (
            Remark.THANKS,
            "Merci beaucoup pour ton aide !|thank you so much|muchas gracias|Danke schön|"
            "grazie mille|muito obrigada|большое спасибо|شكراً جزيلاً|bonjour, merci|ok",
        ),
        (
            Remark.FAREWELL,
            "au revoir|bye|hasta luego|auf Wiedersehen|arrivederci|tchau|до свидания|مع السلامة",
        ),
        (
            Remark.HELP,
            "qui es-tu ?|T’es qui ?|Who are you?|what can you do|¿Quién eres?|wer bist du|chi sei?|"
            "quem é você?|кто ты|من أنت|help|aide|ayuda|Hilfe!|помощь|Bonjour, qui es-tu ?",
        ),
        (
            Remark.ARTICLE,
            "De quoi parle l'article ?|Quel est le titre de cet article ?|"
            "what is the article about|When was the article published?|¿De qué trata el artículo?|"
            "Wer hat den Artikel geschrieben?|"
            "Di cosa parla l'articolo?|Quem escreveu o artigo?|О чём статья?|من كتب المقال؟|"
            "Hello, what is the article about, please?",
        ),
        (
            Remark.PERHAPS_ARTICLE,
            "who wrote it?|Quel est le titre ?|when was it published?|¿quién lo escribió?|"
            "Worum geht's?|chi l'ha scritto?|qual é o título?|кто её написал?|من الكاتب؟",
        ),
    ],
)
def test_a_remark_is_known_in_every_language_with_what_is_polite_beside_it(
    remark: Remark, texts: str
) -> None:
    assert {text: read_remark(text) for text in texts.split("|")} == dict.fromkeys(
        texts.split("|"), remark
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "???",
        "oui",
        "please",
        "What day?",
        "Et mercredi ?",
        "Hello, who vetoed the resolution?",
        "Merci, et combien d'enfants ?",
        "Qui a besoin d'aide ?",
        "Who wrote the resolution?",
        "De quoi parle la résolution ?",
        "l'article",
        "hello " * (MAX_WORDS + 1),
    ],
)
def test_what_may_ask_the_article_something_is_no_remark(text: str) -> None:
    assert read_remark(text) is None


@pytest.mark.parametrize("code", KNOWN)
def test_every_language_has_the_same_kinds_and_no_phrase_twice(code: str) -> None:
    remarks = word_classes(code).remarks
    assert set(remarks) == {*KINDS, "beside", "names"}
    listed = [phrase for kind in (*KINDS, "beside") for phrase in remarks[kind]]
    assert all(map(_folded, listed))
    assert len(set(map(_folded, listed))) == len(listed)


def test_no_phrase_is_of_one_kind_in_a_language_and_of_another_in_the_next() -> None:
    kinds: dict[tuple[str, ...], set[str]] = {}
    for code in KNOWN:
        for kind in KINDS:
            for phrase in word_classes(code).remarks[kind]:
                kinds.setdefault(_folded(phrase), set()).add(kind)
    assert {phrase: found for phrase, found in kinds.items() if len(found) > 1} == {}


def test_this_article_is_the_article() -> None:
    assert read_remark("Who wrote this article?") is Remark.ARTICLE
