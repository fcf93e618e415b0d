import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.times import Time, at_another_time, find_times, without_the_time
from index.word_classes import KNOWN, word_classes
from index.words import words_with_offsets


def times(text: str, code: str) -> list[Time]:
    return find_times(text, words_with_offsets(text), word_classes(code))


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("en", "Who died on Tuesday morning in Aleppo?", ["on Tuesday morning"]),
        ("en", "Who died on the 16th of October 2016?", ["on the 16th of October 2016"]),
        ("fr", "Qui est mort le 1er octobre à Alep ?", ["le 1er octobre"]),
        ("fr", "Qui est mort la semaine dernière ?", ["la semaine dernière"]),
        ("fr", "Qui est mort entre mardi et jeudi ?", ["mardi", "jeudi"]),
        ("en", "Who died from 15 to 19 June?", ["19 June"]),
        ("pt", "Quem morreu na quarta-feira em Alepo?", ["na quarta-feira"]),
        ("es", "¿Quién murió el 15 de octubre de 2016?", ["el 15 de octubre de 2016"]),
        ("de", "Wer starb in der Nacht vom 15. Oktober?", ["vom 15. Oktober"]),
        ("ru", "Кто погиб 15 октября 2016 года?", ["15 октября 2016 года"]),
        ("ar", "من قُتل يوم الثلاثاء في حلب؟", ["يوم الثلاثاء"]),
        ("en", "Who killed the 56 civilians in Aleppo?", []),
        ("en", "How dense was Site A in 2023?", ["in 2023"]),
        ("en", "A week later, who had died?", ["A week"]),
        ("es", "¿Quién juega en el equipo A el martes?", ["el martes"]),
        ("it", "Chi gioca nel gruppo I nel 2023?", ["nel 2023"]),
        ("ru", "Кто живёт в корпусе В в 2023 году?", ["в 2023 году"]),
    ],
)
def test_a_time_has_its_numbers_and_what_stands_before_it(
    code: str, text: str, found: list[str]
) -> None:
    assert [text[time.start : time.end] for time in times(text, code)] == found


@pytest.mark.parametrize(
    ("question", "said", "asked"),
    [
        ("Who died on Tuesday in Aleppo?", "on Wednesday", "Who died on Wednesday in Aleppo?"),
        ("Who died on Tuesday?", "Wednesday", "Who died on Wednesday?"),
        ("Who died Tuesday?", "on Wednesday", "Who died on Wednesday?"),
        ("Who died on Tuesday morning?", "on Wednesday", "Who died on Wednesday morning?"),
        ("Who died on Tuesday morning?", "in the evening", "Who died on Tuesday in the evening?"),
        ("Who died on May 2, 2016?", "on May 3", "Who died on May 3, 2016?"),
        ("Who died on Tuesday?", "since 2015", "Who died since 2015?"),
        ("Who died on Tuesday or in May?", "in June", "Who died on Tuesday or in June?"),
        ("Who died between Monday and Tuesday?", "on Sunday", None),
        ("Who died?", "on Tuesday", "Who died on Tuesday?"),
        ("who died", "on Tuesday", "who died on Tuesday"),
        ("Qui est mort ?", "on Tuesday", "Qui est mort on Tuesday ?"),
        ("Who died since the war began?", "since 2015", None),
        ("Who died on Tuesday, October 11, 2016?", "on Wednesday", "Who died on Wednesday?"),
        ("Who died on Tuesday, October 11?", "on October 12", "Who died on October 12?"),
        ("Who died on October 11, 2016?", "in 2015", "Who died in 2015?"),
        ("Who died in Tuesday's raids?", "on Wednesday", "Who died in Wednesday's raids?"),
        ("Who died since Tuesday?", "wednesday", "Who died since Wednesday?"),
        ("Who died last week?", "tuesday morning", "Who died on Tuesday morning?"),
        ("Who died on Tuesday?", "In May", "Who died in May?"),
        ("Who died on Tuesday?", "Yesterday", "Who died yesterday?"),
        ("Who died on Tuesday morning?", "last week", "Who died last week?"),
        ("Who died on Tuesday at 6 pm?", "at 8 pm", "Who died on Tuesday at 8 pm?"),
        ("On Tuesday, who died?", "Wednesday", "On Wednesday, who died?"),
        ("Who dies on Tuesdays?", "on Wednesday", "Who dies on Wednesday?"),
    ],
)
def test_a_time_takes_the_place_of_what_it_says_too_or_ends_the_question(
    question: str, said: str, asked: str | None
) -> None:
    (time,) = times(said, "en")
    assert at_another_time(question, time, word_classes("en")) == asked


@pytest.mark.parametrize(
    ("code", "question", "said", "asked"),
    [
        ("fr", "Qui est mort la semaine dernière ?", "mardi matin", "Qui est mort mardi matin ?"),
        ("fr", "Qui est mort mardi matin ?", "dimanche prochain",
         "Qui est mort dimanche prochain ?"),
        ("fr", "Qui est mort le 15 octobre ?", "16 octobre", "Qui est mort le 16 octobre ?"),
        ("fr", "Qui est mort ?", "Mercredi", "Qui est mort mercredi ?"),
        ("ru", "Кто погиб во вторник?", "среда", "Кто погиб в среду?"),
        ("ru", "Кто погиб в среду?", "вторник", "Кто погиб во вторник?"),
        ("pt", "Quem morreu na terça-feira?", "sábado", "Quem morreu no sábado?"),
        ("pt", "Quem morreu no sábado?", "na quarta feira", "Quem morreu na quarta-feira?"),
        ("es", "¿Quién murió en mayo?", "martes", "¿Quién murió el martes?"),
        ("de", "Wer starb im Mai?", "Am Dienstag", "Wer starb am Dienstag?"),
        ("it", "Chi è morto il martedì?", "domenica", "Chi è morto domenica?"),
        ("ar", "من قُتل في مايو؟", "الثلاثاء", "من قُتل يوم الثلاثاء؟"),
    ],
)  # fmt: skip
def test_a_time_reads_as_inside_a_sentence(code: str, question: str, said: str, asked: str) -> None:
    (time,) = times(said, code)
    assert at_another_time(question, time, word_classes(code)) == asked


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Who died on Tuesday morning in Aleppo?", "Who died in Aleppo?"),
        ("On Tuesday, who died?", "Who died?"),
        ("Who died between Monday and Tuesday?", "Who died between Monday and Tuesday?"),
        ("Who died?", "Who died?"),
    ],
)
def test_a_question_can_be_left_without_its_time(question: str, left: str) -> None:
    (time,) = times("on Wednesday", "en")
    assert without_the_time(question, time, word_classes("en")) == left


@given(st.text(max_size=80), st.sampled_from(KNOWN))
def test_times_lie_apart_inside_any_text(text: str, code: str) -> None:
    found = [place for time in times(text, code) for place in (time.start, time.end)]
    assert found == sorted(found)
    assert all(0 <= place <= len(text) for place in found)
