"""Lines that announce a list, and its items."""

import pytest

from index.lists import MAX_CHARS, MAX_SENTENCES, announcing, items, whole_list
from index.sentences import split
from tests.fakes import article


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Il demande :\n\n- un bus.\n\n- un pont. Il est vieux.\n\n- un parc.\n\nLa ville hésite.",
         ["- un bus.", "- un pont.", "- un parc."]),
        ("Il demande :\n\n1. un bus\n\n2. un pont\n\nla ville hésite", ["1. un bus", "2. un pont"]),
        ("Les arrêts sont :\n\nPont Vieux\n\nMarché\n\nLa ville a construit un pont.",
         ["Pont Vieux", "Marché"]),
        ("Il demande :\n\nun bus ;\n\nun pont.\n\nLa ville hésite.", ["un bus ;", "un pont."]),
        ("Il a dit :\n\n« Un bus viendra. Un pont aussi. »\n\nLa ville hésite.",
         ["« Un bus viendra."]),
        ("Il demande un bus.\n\nUn pont.", []),
        ("Il demande : un bus.\n\nUn pont.", []),
        ("La ville hésite. Il demande :", []),
    ],
)  # fmt: skip
def test_a_list_goes_on_as_far_as_its_bullets_or_until_a_sentence_ends(
    text: str, listed: list[str]
) -> None:
    one = article(text)
    line, *later = split(one)
    found = items(one, line, later)
    assert [one.text[item.start : item.end] for _, item in found] == listed
    assert [later[place - 1] for place, _ in found] == [item for _, item in found]


def test_a_line_announces_the_items_of_its_own_list_alone() -> None:
    one = article(
        "Le menu est long :\n\n- De la viande :\n\n- du porc\n\n- du bœuf\n\nLe chef dort."
    )
    spans = split(one)
    lines = [announcing(one, span, reversed(spans[:n])) for n, span in enumerate(spans)]
    assert lines == [None, spans[0], spans[1], spans[1], None]


def whole(text: str) -> list[str]:
    one = article(text)
    line, *later = split(one)
    return [one.text[each.start : each.end] for each in whole_list(one, line, later)]


def test_the_whole_list_goes_to_the_end_of_its_last_item() -> None:
    items = ["- un bus.", "- un pont. Il est vieux."]
    listed = ["- un bus.", "- un pont.", "Il est vieux."]
    assert whole("\n\n".join(["Il demande :", *items, "La ville hésite."])) == listed
    assert whole("Il demande un bus.\n\nUn pont.") == []


@pytest.mark.parametrize(
    "behind",
    [
        ["- un bus.", f"- un pont {'rouge ' * (MAX_CHARS // 6)}."],
        ["- un bus."] * MAX_SENTENCES,
        ["- un bus.", "# Le pont", "- un pont."],
    ],
    ids=["too long", "longer than is looked at", "a heading between"],
)
def test_a_list_that_is_not_quoted_whole_is_not_quoted_in_part(behind: list[str]) -> None:
    assert whole("\n\n".join(["Il demande :", *behind, "La ville hésite."])) == []
