import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.encoder import TAIL_CHARS
from index.facts import FactKind
from index.sentences import split
from index.shelf import Shelf, windows
from tests.fakes import article

ONE = article("Le chat dort. Il ronfle mardi.\n\n# Le chien\n\nLe chien garde la maison.", "Un")
TWO = article("The cat sleeps on the roof. It snores.", "Two", "en")


def shelf(*articles: Article) -> Shelf:
    return Shelf(articles, [split(each) for each in articles])


def test_sentences_are_numbered_through_from_0() -> None:
    two = shelf(ONE, TWO)
    assert len(two) == 5
    assert two.firsts.tolist() == [0, 3, 5]
    assert two.texts() == [
        "Le chat dort.",
        "Il ronfle mardi.",
        "Le chien garde la maison.",
        "The cat sleeps on the roof.",
        "It snores.",
    ]
    assert [two.owner(n) for n in range(5)] == [0, 0, 0, 1, 1]
    assert two.article_of(3) is TWO
    assert two.numbers(0).tolist() == [0, 1, 2]
    assert two.numbers(1).tolist() == [3, 4]
    assert two.languages() == ["fr", "fr", "fr", "en", "en"]


def test_every_number_is_the_span_of_its_text() -> None:
    two = shelf(ONE, TWO)
    for number, text in enumerate(two.texts()):
        span = two.sentence(number)
        assert two.article_of(number).text[span.start : span.end] == text
    assert (two.sentence(2).paragraph, two.sentence(2).sentence) == (2, 1)


def test_nothing_stands_before_the_first_sentence_of_an_article() -> None:
    two = shelf(ONE, TWO)
    assert [list(two.earlier(n)) for n in (0, 3)] == [[], []]
    assert list(two.earlier(2)) == [two.sentence(1), two.sentence(0)]
    assert list(two.earlier(4)) == [two.sentence(3)]


def test_contexts_carry_the_end_of_the_sentence_before_and_never_cross_an_article() -> None:
    two = shelf(ONE, TWO)
    assert two.contexts() == [
        "Le chat dort.",
        "Il ronfle mardi. | Le chat dort.",
        "Le chien garde la maison. | Il ronfle mardi.",
        "The cat sleeps on the roof.",
        "It snores. | The cat sleeps on the roof.",
    ]


def test_of_a_long_sentence_before_only_the_end_is_context() -> None:
    long = shelf(article("A" + "b" * 300 + " fin. Il dort."))
    assert long.contexts()[1] == "Il dort. | " + ("b" * 300 + " fin.")[-TAIL_CHARS:]


def test_a_heading_stands_above_what_follows_it_in_its_article() -> None:
    two = shelf(ONE, TWO)
    assert [two.heading_above(n) for n in range(5)] == ["", "", "# Le chien", "", ""]


def test_facts_are_those_of_the_sentence_in_its_language() -> None:
    (fact,) = [f for f in shelf(ONE, TWO).facts([1])[0] if f.kind is FactKind.DATE]
    assert (fact.value, fact.start) == ("day 2", 10)


@pytest.mark.parametrize(("start", "place"), [(64, 1), (12, 1), (6, 1), (5, None), (0, None)])
def test_an_article_is_found_by_the_beginning_of_its_hash(start: int, place: int | None) -> None:
    assert shelf(ONE, TWO).place_of(TWO.content_hash[:start]) == place


def test_an_unknown_hash_has_no_place() -> None:
    assert shelf(ONE, TWO).place_of("zz") is None


def test_a_short_sentence_is_its_own_window_and_a_long_one_has_overlapping_ones() -> None:
    short = " ".join(f"m{n}" for n in range(15))
    assert windows(short) == [short]
    long = " ".join(f"m{n}" for n in range(21))
    assert [[each.split()[0], each.split()[-1]] for each in windows(long)] == [
        ["m0", "m9"],
        ["m5", "m14"],
        ["m10", "m19"],
        ["m15", "m20"],
    ]


@given(st.text())
def test_windows_are_slices_that_leave_no_word_out(sentence: str) -> None:
    parts = windows(sentence)
    assert all(part in sentence for part in parts)
    assert {word for part in parts for word in part.split()} >= set(sentence.split())
