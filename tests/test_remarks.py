import json
from pathlib import Path

import pytest

from index.remarks import MAX_WORDS, Remark, _folded, read_remark
from index.word_classes import KNOWN, word_classes

PERHAPS = Remark.PERHAPS_ARTICLE
GOLD = Path(__file__).parent / "gold" / "remarks.jsonl"
KINDS = ("greeting", "thanks", "farewell", "apology", "complaint", "help", "article")


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
            "grazie mille|muito obrigada|большое спасибо|شكراً جزيلاً|bonjour, merci|ok|"
            "Thank you so much for your help, this was great!|Du bist echt gut!",
        ),
        (
            Remark.FAREWELL,
            "au revoir|bye|hasta luego|auf Wiedersehen|arrivederci|tchau|до свидания|مع السلامة",
        ),
        (
            Remark.APOLOGY,
            "sorry, my mistake|pardon|lo siento|Entschuldigung|scusa|desculpa|извините|آسف",
        ),
        (
            Remark.COMPLAINT,
            "that's wrong|You're useless!|this is not what I asked|tu ne sers à rien|"
            "Das habe ich nicht gefragt|no es lo que pregunté|sei inutile|está errado|ты не понял|"
            "هذا خطأ|Thanks, but that is not true",
        ),
        (
            Remark.HELP,
            "qui es-tu ?|T’es qui ?|Who are you?|what can you do|¿Quién eres?|wer bist du|chi sei?|"
            "quem é você?|кто ты|من أنت|help|aide|ayuda|Hilfe!|помощь|Bonjour, qui es-tu ?|"
            "are you ChatGPT?|How do you work?|bist du Mensch oder Roboter?|che lingue parli?",
        ),
        (
            Remark.ARTICLE,
            "De quoi parle l'article ?|Quel est le titre de cet article ?|"
            "what is the article about|When was the article published?|¿De qué trata el artículo?|"
            "Wer hat den Artikel geschrieben?|"
            "Di cosa parla l'articolo?|Quem escreveu o artigo?|О чём статья?|من كتب المقال؟|"
            "Hello, what is the article about, please?|What is the source of this article?|"
            "give me the link|How long is the article?|¿Qué tan largo es el artículo?",
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
        "How long is it?",
        "Wer sind sie?",
        "c'est où ?",
        "hello " * (MAX_WORDS + 1),
    ],
)
def test_what_may_ask_the_article_something_is_no_remark(text: str) -> None:
    assert read_remark(text) is None


@pytest.mark.parametrize("code", KNOWN)
def test_every_language_has_the_same_kinds_and_no_phrase_twice(code: str) -> None:
    remarks = word_classes(code).remarks
    assert set(remarks) == {*KINDS, "named", "beside", "names"}
    listed = [phrase for kind in (*KINDS, "named", "beside") for phrase in remarks[kind]]
    assert all(map(_folded, listed))
    assert len(set(map(_folded, listed))) == len(listed)


def test_no_phrase_is_of_one_kind_in_a_language_and_of_another_in_the_next() -> None:
    kinds: dict[tuple[str, ...], set[str]] = {}
    for code in KNOWN:
        for kind in KINDS:
            for phrase in word_classes(code).remarks[kind]:
                kinds.setdefault(_folded(phrase), set()).add(kind)
    assert {phrase: found for phrase, found in kinds.items() if len(found) > 1} == {}


def test_a_courtesy_misspelled_is_known_and_no_name_is_taken_for_one() -> None:
    assert read_remark("good mornign") is Remark.GREETING
    assert read_remark("здраствуйте") is Remark.GREETING
    assert read_remark("Thanos") is read_remark("tanks") is read_remark("Serbio") is None


def test_a_phrase_of_one_language_is_not_put_together_with_one_of_another() -> None:
    assert read_remark("stark") is None
    assert read_remark("Was gut?") is None  # "was" and "gut" are words of remarks


def test_this_article_is_the_article() -> None:
    assert read_remark("Who wrote this article?") is Remark.ARTICLE


def test_the_gold_remarks_are_known_and_no_question_is_taken_for_one() -> None:
    gold = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    found = {each["text"]: read_remark(each["text"]) for each in gold}
    kinds = {text: Remark.ARTICLE if said is PERHAPS else said for text, said in found.items()}
    assert kinds == {each["text"]: each["remark"] for each in gold}
