import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.names import Name, another_name, find_names
from index.word_classes import KNOWN, word_classes
from index.words import words_with_offsets


def names(text: str, code: str) -> list[Name]:
    return find_names(text, words_with_offsets(text), word_classes(code))


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("en", "Who bombed Aleppo and the UN in Syria?", ["Aleppo", "the UN", "in Syria"]),
        ("en", "what did russia say?", ["russia"]),
        ("en", "How many Russian planes?", ["Russian"]),
        ("fr", "Que dit l'ONU des Etats-Unis ?", ["l'ONU", "des Etats-Unis"]),
        ("fr", "Que font les avions russes ?", []),
        ("de", "Wann ist das Treffen in Lausanne?", ["in Lausanne"]),
        ("de", "Was tut Russland im Krieg?", ["Russland"]),
        ("ar", "ماذا قالت روسيا؟", ["روسيا"]),
        ("ru", "Что делает российская армия?", []),
    ],
)
def test_a_name_has_what_stands_before_it(code: str, text: str, found: list[str]) -> None:
    assert [text[name.start : name.end] for name in names(text, code)] == found


def test_an_adjective_is_no_country() -> None:
    (name,) = names("How many Russian planes?", "en")
    assert not name.is_country


@pytest.mark.parametrize(
    ("code", "question", "said", "asked"),
    [
        ("en", "What did Russia do in Geneva?", "France", "What did France do in Geneva?"),
        ("en", "Who died in Aleppo on Tuesday?", "in Syria", "Who died in Syria on Tuesday?"),
        ("en", "Who died in Aleppo?", "Damascus", "Who died in Damascus?"),
        ("en", "What did Kirby say?", "Putin", "What did Putin say?"),
        ("en", "What did Kirby say about Putin?", "Kerry", None),
        ("en", "What did Kirby say?", "Russia", None),
        ("en", "What did Russia and the US say?", "France", None),
        ("en", "What did Russia say?", "in Syria", None),
        ("en", "What did the Russian army do?", "France", None),
        ("fr", "Qui est mort en Syrie ?", "la France", None),
        ("fr", "Que dit-on d'Alep ?", "Damas", None),
        ("fr", "Qu'a dit l'ONU ?", "l'OSDH", "Qu'a dit l'OSDH ?"),
        ("es", "¿Qué hizo Rusia?", "Estados Unidos", "¿Qué hizo Estados Unidos?"),
        ("de", "Was tut Russland?", "Frankreich", "Was tut Frankreich?"),
        ("de", "Wann ist es in London?", "in Lausanne", "Wann ist es in Lausanne?"),
        ("it", "Chi è morto ad Aleppo?", "a Damasco", "Chi è morto a Damasco?"),
        ("pt", "O que disse a Rússia?", "a França", "O que disse a França?"),
        ("ru", "Что сказала Россия?", "Франция", "Что сказала Франция?"),
        ("ru", "Кого назначил Асад?", "Путина", None),
        ("ar", "ماذا قالت روسيا؟", "فرنسا", "ماذا قالت فرنسا؟"),
    ],
)
def test_a_name_takes_the_place_of_the_only_one_of_its_kind(
    code: str, question: str, said: str, asked: str | None
) -> None:
    (name,) = names(f"? {said}", code)
    assert another_name(question, name, word_classes(code)) == asked


@given(st.text(max_size=80), st.sampled_from(KNOWN))
def test_names_lie_apart_inside_any_text(text: str, code: str) -> None:
    found = [place for name in names(text, code) for place in (name.named, name.end)]
    assert found == sorted(found)
    assert all(0 <= name.start <= name.named for name in names(text, code))
