from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.layout import PACK_UNITS, packed, pieces
from bot.message import MarkKind, Message, utf16_units

ANY_TEXT = st.text(alphabet=st.sampled_from("ab é\n🕊́‍\u200b "), max_size=60)


@given(ANY_TEXT, st.integers(3, 20))
def test_pieces_are_ordered_exact_and_lose_nothing_but_blanks(text: str, limit: int) -> None:
    spans = pieces(text, 0, len(text), limit)
    assert all(start <= end and utf16_units(text[start:end]) <= limit for start, end in spans)
    assert "".join("".join(text[s:e] for s, e in spans).split()) == "".join(text.split())
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_a_piece_ends_at_a_blank() -> None:
    text = "one two three four"
    assert [text[s:e] for s, e in pieces(text, 0, len(text), 9)] == ["one two", "three", "four"]


def test_a_word_longer_than_a_piece_is_cut_between_characters() -> None:
    assert pieces("x" * 10, 0, 10, 4) == [(0, 4), (4, 8), (8, 10)]
    assert pieces("🕊" * 5, 0, 5, 4) == [(0, 2), (2, 4), (4, 5)]


def test_an_accent_stays_with_its_letter() -> None:
    text = "aaae\u0301b"
    assert [text[s:e] for s, e in pieces(text, 0, len(text), 4)] == ["aaa", "e\u0301b"]


def test_blocks_share_a_message_while_they_fit() -> None:
    block = Message.marked(MarkKind.BOLD, "x" * 1500)
    messages = packed([block] * 5)
    assert [len(message.text) for message in messages] == [3002, 3002, 1500]
    assert all(message.units <= PACK_UNITS for message in messages)


def test_a_message_holds_no_more_marks_than_telegram_keeps() -> None:
    messages = packed([Message.marked(MarkKind.BOLD, "x")] * 150)
    assert [len(message.marks) for message in messages] == [100, 50]
