import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.facts import FactKind
from index.questions import (
    FIRST_OF_EQUALS,
    MAX_QUESTION_CHARS,
    language_of,
    read_question,
)
from index.word_classes import KNOWN


def test_every_language_has_a_place_among_equals() -> None:
    assert sorted(FIRST_OF_EQUALS) == sorted(KNOWN)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Combien de civils ont été tués mardi ?", "fr"),
        ("Who vetoed the French resolution?", "en"),
        ("¿Quién vetó la resolución?", "es"),
        ("Wer hat das Veto eingelegt?", "de"),
        ("Chi ha messo il veto alla risoluzione?", "it"),
        ("Quem vetou a resolução?", "pt"),
        ("Кто наложил вето на резолюцию?", "ru"),
        ("من استخدم حق النقض ضد القرار؟", "ar"),
        ("Que signifie rex ?", "fr"),
        ("Por que tantas escolas fecharam?", "pt"),
        ("¿Y en mayo?", "es"),
        ("Was passierte am 12. Juni 1978?", "de"),
        ("E mercoledì?", "it"),
        ("E mercoledi\u0300?", "it"),
        ("E na quarta?", "pt"),
        ("OSDH ?", None),
        ("", None),
        ("🐟", None),
    ],
)
def test_a_question_is_in_the_language_of_most_of_its_grammar(
    question: str, language: str | None
) -> None:
    assert language_of(question) == language
    assert read_question(question).language == language


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Combien de civils ont été tués ?", FactKind.NUMBER),
        ("Quand la réunion aura-t-elle lieu ?", FactKind.DATE),
        ("Où se tient la réunion ?", FactKind.PLACE),
        ("Dans quelle ville se tient la réunion ?", FactKind.PLACE),
        ("Qui dirige l'OSDH ?", FactKind.PERSON),
        ("Pourquoi le bilan a-t-il augmenté ?", FactKind.CAUSE),
        ("How many civilians were killed?", FactKind.NUMBER),
        ("When will they meet?", FactKind.DATE),
        ("Where will they meet?", FactKind.PLACE),
        ("Who vetoed the resolution?", FactKind.PERSON),
        ("Why did the toll rise?", FactKind.CAUSE),
        ("Wie groß ist der Turm?", FactKind.NUMBER),
        ("What year did the war begin?", FactKind.DATE),
        ("In which city did she live?", FactKind.PLACE),
        ("Em que ano caiu a ponte?", FactKind.DATE),
        ("Em que cidade mora a prefeita?", FactKind.PLACE),
        ("In che anno è crollato il ponte?", FactKind.DATE),
        ("Quel est le pays qui a voté contre ?", FactKind.PLACE),
        ("Por que a ponte caiu quando choveu?", FactKind.CAUSE),
        ("من أين تأتي المساعدات؟", FactKind.PLACE),
        ("من أي مدينة هو؟", FactKind.PLACE),
        ("من يقود المرصد؟", FactKind.PERSON),
        ("Quel âge a le maire ?", FactKind.AGE),
        ("How old is the mayor?", FactKind.AGE),
        ("¿Cuántos años tiene el alcalde?", FactKind.AGE),
        ("Wie alt ist der Bürgermeister?", FactKind.AGE),
        ("Quanti anni ha il sindaco?", FactKind.AGE),
        ("Quantos anos tem o prefeito?", FactKind.AGE),
        ("Сколько лет мэру?", FactKind.AGE),
        ("كم عمر رئيس البلدية؟", FactKind.AGE),
        ("Quel pourcentage des voix a-t-il obtenu ?", FactKind.PERCENT),
        ("What percentage of the votes did he get?", FactKind.PERCENT),
        ("Wie viel Prozent der Stimmen bekam er?", FactKind.PERCENT),
        ("Сколько людей погибло?", FactKind.NUMBER),
    ],
)
def test_a_question_wants_the_type_that_it_asks_for(question: str, kind: FactKind) -> None:
    assert read_question(question).wants == {kind}


def test_the_asking_word_that_opens_counts_before_a_relative_clause() -> None:
    assert read_question("Combien de gens qui vivent là sont aidés ?").wants == {FactKind.NUMBER}


@pytest.mark.parametrize(
    "question",
    [
        "Qu'est-ce qui a provoqué la crue ?",
        "Que s’est-il passé quand le pont a cédé ?",
        "What happened when the bridge fell?",
        "How did the crew react when it sank?",
        "¿Qué pasó cuando cayó el puente?",
        "O que aconteceu quando a ponte caiu?",
        "Che cosa è successo quando il ponte è crollato?",
        "Was sagte der Mann, wer auch immer er war?",
        "Что произошло, когда рухнул мост?",
        "ماذا حدث عندما سأل من هو؟",
    ],
)
def test_a_question_that_opens_with_what_wants_no_type_of_a_clause(question: str) -> None:
    assert read_question(question).wants == frozenset()


@pytest.mark.parametrize("question", ["La Russie a-t-elle mis son veto ?", "Bonjour", "", "OSDH"])
def test_a_question_without_an_asking_word_wants_nothing_in_particular(question: str) -> None:
    assert read_question(question).wants == frozenset()


def test_a_question_presupposes_its_own_facts() -> None:
    asked = read_question("Que fera John Kerry dimanche 16 à Londres ?")
    assert asked.values(FactKind.PERSON) == {"john kerry"}
    assert asked.values(FactKind.PLACE) == {"londres"}
    assert asked.values(FactKind.DATE, FactKind.NUMBER) == {"day 7", "16"}


def test_a_long_question_is_read_to_its_limit() -> None:
    asked = read_question("a" * MAX_QUESTION_CHARS + " Combien ?")
    assert asked.text == "a" * MAX_QUESTION_CHARS
    assert asked.wants == frozenset()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("https://example.org/a?b=c qui a mis son veto ?", "qui a mis son veto ?"),
        ("qui a mis son veto ? WWW.example.org", "qui a mis son veto ?"),
        ("https://example.org", "https://example.org"),
        ("was sagt http://example.org ?", "was sagt  ?"),
    ],
)
def test_an_address_asks_nothing_beside_a_question(text: str, read: str) -> None:
    assert read_question(text).text == read


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters="w:"), max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert read_question(text).text == text
