from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from index.vocabulary import LIKENESS_FLOOR, MOST_ALIKE, Vocabulary, trigrams

WORDS = st.text("abcd", min_size=1, max_size=8)


def vocabulary(words: list[str]) -> Vocabulary:
    return Vocabulary.build({word: number for number, word in enumerate(words)}, str)


def brute(word: str, words: list[str]) -> dict[int, float]:
    """Return all that are alike, from the formula."""
    own = trigrams(word)
    found = {}
    for number, other in enumerate(words):
        theirs = trigrams(other)
        likeness = 2 * len(own & theirs) / (len(own) + len(theirs))
        if likeness >= LIKENESS_FLOOR and " " not in other:
            found[number] = likeness
    return found


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=MOST_ALIKE, unique=True), WORDS)
def test_the_likest_words_are_those_of_the_formula(words: list[str], word: str) -> None:
    assert dict(vocabulary(words).likest(word)) == brute(word, words)


def test_of_many_words_that_are_alike_the_likest_are_taken() -> None:
    words = [f"maison{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10]}" for n in range(100)]
    found = vocabulary([*words, "maison"]).likest("maison")
    assert len(found) == MOST_ALIKE
    assert found[0] == (100, 1)
    assert [near for _, near in found] == sorted((near for _, near in found), reverse=True)


def test_words_have_their_numbers_and_others_none() -> None:
    known = vocabulary(["", "zèbre", "day 4", "âne"])
    assert [known.number(word) for word in ("", "âne", "zèbre", "day 4")] == [0, 3, 1, 2]
    assert [known.number(word) for word in ("zebre", "\ud800", "zèbres")] == [None] * 3
    assert known.likest("day 4") == ()
    assert len(known) == 4


def test_save_then_load_changes_nothing(tmp_path: Path) -> None:
    before = vocabulary(["chat", "chats", "chien", "chatte"])
    before.save(tmp_path)
    after = Vocabulary.load(tmp_path)
    for word in ("chat", "chiens", "zzz"):
        assert before.number(word) == after.number(word)
        assert before.likest(word) == after.likest(word)
