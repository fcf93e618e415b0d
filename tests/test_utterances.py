import pytest

from index.utterances import asks_something, is_courtesy, language_after, read_utterance

TUESDAY = {
    "en": "How many civilians were killed on Tuesday?",
    "fr": "Combien de civils ont été tués mardi ?",
    "de": "Wie viele Zivilisten starben am Dienstag?",
    "es": "¿Cuántos civiles murieron el martes?",
    "it": "Quanti civili sono morti martedì?",
    "ru": "Сколько мирных жителей погибло во вторник?",
    "ar": "كم مدنياً قُتل يوم الثلاثاء؟",
}


@pytest.mark.parametrize(
    ("code", "text", "content"),
    [
        ("en", "And what did the French resolution propose?", "french resolution propose"),
        ("en", "and on the 16th of October?", ""),
        ("en", "what about Wednesday?", ""),
        ("fr", "Qu'en est-il des enfants ?", "enfants"),
        ("fr", "par qui exactement ?", ""),
        ("de", "Mit wie vielen Flugzeugen?", "flugzeugen"),
        ("ar", "ومن مديره؟", "مديره"),
    ],
)
def test_content_is_what_neither_asks_nor_dates_nor_leads_on(
    code: str, text: str, content: str
) -> None:
    found = read_utterance(text, TUESDAY[code]).content
    assert " ".join(word for word, _, _ in found) == content


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "who runs it?"),
        ("en", "who said so?"),
        ("en", "When did he start?"),
        ("en", "How did her father die?"),
        ("fr", "Quand a-t-il commencé ?"),
        ("fr", "Qui l'a dit ?"),
        ("de", "hat das Regime ihn akzeptiert?"),
        ("de", "wann war das?"),
        ("it", "perche l'ha fatto"),
        ("ru", "Какая у него цель?"),
        ("ar", "من أي بلد هو؟"),
        ("ar", "ما أسماؤهم؟"),
    ],
)
def test_a_pronoun_refers_back(code: str, text: str) -> None:
    assert read_utterance(text, TUESDAY[code]).refers_back


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Why does Kerry say he is worried?"),
        ("en", "When did the bank lose its money?"),
        ("en", "Is there a truce?"),
        ("en", "Who died this week?"),
        ("fr", "Quand le pont sera-t-il reconstruit ?"),
        ("fr", "Avec qui la Russie parle-t-elle ?"),
        ("fr", "Qu'est-ce que l'OSDH ?"),
        ("de", "Wer unterstützt das Regime?"),
        ("de", "Wie viele Krankenhäuser gibt es?"),
        ("it", "Che cosa temono gli operai?"),
        ("ar", "من هو الزعتري؟"),
        ("ar", "من أين تسربت المياه؟"),
    ],
)
def test_what_stands_for_its_own_words_or_for_nothing_does_not(code: str, text: str) -> None:
    assert not read_utterance(text, TUESDAY[code]).refers_back


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("E mercoledì?", "it", "it"),
        ("Und am 16. Oktober?", "fr", "de"),
        ("who is kerry?", "fr", "en"),
        ("16", "ru", "ru"),
    ],
)
def test_what_may_be_either_is_in_the_language_of_the_question_before(
    text: str, code: str, expected: str
) -> None:
    assert language_after(text, TUESDAY[code]) == expected


@pytest.mark.parametrize(("text", "polite"), [("thanks!", True), ("ok", True), ("how?", False)])
def test_greetings_and_thanks_are_courtesies(text: str, polite: bool) -> None:
    assert is_courtesy(text) is polite


@pytest.mark.parametrize(
    ("texts", "asks"),
    [
        ("please|s'il te plaît|por favor|пожалуйста|من فضلك|bitte|what about this?|и это?", False),
        ("why?|when?|and how many?|warum?|кто?|كم؟|who died?|Aleppo", True),
    ],
)
def test_a_word_that_asks_for_a_fact_asks_something_and_please_does_not(
    texts: str, asks: bool
) -> None:
    assert {each: asks_something(each) for each in texts.split("|")} == dict.fromkeys(
        texts.split("|"), asks
    )
