from pathlib import Path

import pytest

from index.errors import EvaluationError, ModelError
from index.glossary import Glossary, shipped_glossary
from index.glossary_files import read_glossary
from index.words import term

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "benchmarks" / "glossary"
HEAD = "fr\ten\n"
MEANINGS = [
    [("fr", "avocat"), ("en", "lawyer"), ("ru", "адвокат")],
    [("fr", "avocat"), ("en", "avocado")],
    [("fr", "juriste"), ("en", "lawyer")],
]


def test_a_word_means_what_shares_meanings_with_it() -> None:
    glossary = Glossary.of(MEANINGS)
    half = pytest.approx(0.5**0.5)  # one of two meanings of either, and all of the other's
    assert len(glossary) == 5
    assert glossary.translations("адвокат", "ru", "fr") == {"avocat": half}
    assert glossary.translations("avocat", "fr", "en") == {"lawyer": 0.5, "avocado": half}
    assert glossary.translations("avocado", "en", "ru") == {}
    assert glossary.translations("avocat", "en", "fr") == {}
    assert glossary.translations("avocat", "fr", "xx") == {}
    assert glossary.translations("\ud800", "fr", "en") == {}


def test_synonyms_mean_the_same_half_as_surely() -> None:
    glossary = Glossary.of([[("fr", "mort"), ("fr", "tu"), ("en", "dead")]])
    assert glossary.translations("mort", "fr", "fr") == {"tu": 0.5}


def test_what_shares_one_meaning_of_many_is_no_translation() -> None:
    of_one = [[("fr", "a"), ("en", f"b{n}")] for n in range(10)]
    of_other = [[("fr", f"c{n}"), ("en", "d")] for n in range(10)]
    shared = [("fr", "a"), ("en", "d")]
    assert "d" not in Glossary.of([*of_one, *of_other, shared]).translations("a", "fr", "en")
    nine = Glossary.of([*of_one[1:], *of_other[1:], shared]).translations("a", "fr", "en")
    assert nine["d"] == pytest.approx(0.1)


def test_it_knows_its_words() -> None:
    glossary = Glossary.of(MEANINGS)
    assert glossary.known(["avocat", "lawyer", "juriste", ""], "fr") == {"avocat", "juriste"}
    assert glossary.known(["avocat"], "xx") == set()


def test_it_is_read_as_it_was_saved(tmp_path: Path) -> None:
    Glossary.of(MEANINGS).save(tmp_path / "it.npz")
    read = Glossary.load(tmp_path / "it.npz")
    assert read.meanings == [sorted(meaning) for meaning in MEANINGS]
    assert read.translations("avocat", "fr", "en")["lawyer"] == 0.5


@pytest.mark.parametrize("damage", ["missing", "cut", "text"])
def test_a_damaged_file_is_named(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "it.npz"
    if damage == "text":
        path.write_text("no glossary", "utf-8")
    elif damage == "cut":
        Glossary.of(MEANINGS).save(path)
        path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ModelError, match=r"it\.npz: not a glossary"):
        Glossary.load(path)


def test_files_hold_a_meaning_a_line_in_words_as_they_are_indexed(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(f"{HEAD}hôpital\thospitals clinic\n", "utf-8")
    (tmp_path / "b.tsv").write_text(f"{HEAD}mardi\tTuesday\nle russe\tRussian\nne\tnot\n", "utf-8")
    glossary = read_glossary([tmp_path])
    assert glossary.translations("hospit", "en", "fr") == {"hopital": 1.0}
    assert glossary.translations("clinic", "en", "en") == {"hospit": 0.5}
    assert len(glossary) == 3  # days, lands and words of grammar have one name already


def entries(tmp_path: Path, lines: str) -> set[tuple[str, str]]:
    path = tmp_path / "a.tsv"
    path.write_text(lines, "utf-8")
    return {entry for meaning in read_glossary([path]).meanings for entry in meaning}


def test_of_what_an_index_parts_names_alone_are_taken(tmp_path: Path) -> None:
    assert entries(tmp_path, "fr\tru\nYork porte-parole Xi'an F-35 G7\tНью-Йорк\n") == {
        ("fr", "york"), ("fr", "xi"), ("ru", "нью"), ("ru", "иорк"),
    }  # fmt: skip


def test_a_word_of_grammar_has_no_meaning_and_one_whose_stem_it_shares_keeps_its_own(
    tmp_path: Path,
) -> None:
    assert entries(tmp_path, "fr\ten\nson bruit\tsound\nné naître\tborn\n") == {
        ("fr", "bruit"), ("en", "sound"), ("fr", term("né", "fr")), ("fr", "naitr"), ("en", "born"),
    }  # fmt: skip
    assert term("né", "fr") != term("ne", "fr")


def test_an_arabic_word_is_known_behind_what_is_written_onto_it(tmp_path: Path) -> None:
    found = entries(tmp_path, "fr\tar\nhabitant\tسكان\n")
    assert {("ar", term(word, "ar")) for word in ("سكان", "السكان", "والسكان")} <= found
    assert len({term(word, "ar") for word in ("سكان", "السكان")}) == 2


def test_a_line_that_says_the_same_as_another_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(f"{HEAD}chat\tcat\nchats\tcats\nchat\tgossip\n", "utf-8")
    assert len(read_glossary([path]).meanings) == 2


def test_in_a_file_of_one_language_a_line_is_a_word_with_its_irregular_forms(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.tsv").write_text(f"{HEAD}dormir\tsleep\ncréer\tcreate\n", "utf-8")
    (tmp_path / "forms.en.tsv").write_text("en\nsleep slept\nspeak spoke\n", "utf-8")
    (tmp_path / "forms.fr.tsv").write_text("fr\ndormir dort\ndormir dors\ndorme nuit\n", "utf-8")
    glossary = read_glossary([tmp_path])
    assert glossary.translations("slept", "en", "fr") == {"dorm": 1.0, "dort": 1.0, "dor": 1.0}
    assert glossary.translations("spoke", "en", "en") == {"speak": 0.5}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fr\txx\na\tb\n", "a.tsv:1: not the code of a known language: 'xx'"),
        (f"{HEAD}chat\tcat\nchien\n", "a.tsv:3: 1 columns where line 1 has 2"),
        ("fr\ten\n", "a.tsv: no line of a glossary (*.tsv)"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(text, "utf-8")
    with pytest.raises(EvaluationError) as caught:
        read_glossary([path])
    assert str(caught.value) == f"{tmp_path / message}"


def test_what_is_shipped_is_made_of_its_sources(tmp_path: Path) -> None:
    read_glossary([SOURCES]).save(tmp_path / "made.npz")
    made, shipped = Glossary.load(tmp_path / "made.npz"), shipped_glossary()
    assert made.meanings == shipped.meanings


@pytest.mark.parametrize(
    ("word", "code", "into", "meant"),
    [
        ("hospit", "en", "fr", "hopital"),
        ("مستشفي", "ar", "fr", "hopital"),
        ("krankenhaus", "de", "ru", "больниц"),
        ("escuel", "es", "ar", "مدرس"),
        ("scuol", "it", "pt", "escol"),
        ("domicil", "fr", "fr", "maison"),
    ],
)
def test_the_shipped_one_knows_words_of_all_languages(
    word: str, code: str, into: str, meant: str
) -> None:
    assert meant in shipped_glossary().translations(word, code, into)
