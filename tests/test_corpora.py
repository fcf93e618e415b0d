from hashlib import sha256
from pathlib import Path

import pytest

from index.corpora import licence_of, read_corpora
from index.errors import EvaluationError
from index.lessons import read_sets
from tests.fakes import Paragraph, squad, write_json

FRENCH: Paragraph = ("Le chat dort sur le toit.", [("Où dort le chat ?", "le toit")])
ENGLISH: Paragraph = ("The cat sleeps on the roof.", [("Where does the cat sleep?", "the roof")])
OTHER: Paragraph = ("Le chien garde la porte.", [("Que garde-t-il ?", "la porte"), ("Et ?", "")])


def files(folder: Path) -> tuple[Path, Path, Path]:
    return (
        write_json(folder / "pair.fr.json", squad({"Un": [FRENCH]})),
        write_json(folder / "pair.en.json", squad({"Un": [ENGLISH]})),
        write_json(folder / "alone.json", squad({"Deux": [OTHER]})),
    )


def test_parallel_files_are_crossed_both_ways_and_the_others_stay_alone(tmp_path: Path) -> None:
    french, english, alone = files(tmp_path)
    found = read_corpora([french, english, alone])
    assert [c.sets[0].article.title for c in found.same] == ["Deux"]
    crossed = [(c.sets[0].article.language, c.sets[0].asked[0].question) for c in found.crossed]
    assert crossed == [("fr", "Where does the cat sleep?"), ("en", "Où dort le chat ?")]


def test_parallel_files_serve_both_regimes_where_there_is_no_other(tmp_path: Path) -> None:
    french, english, _ = files(tmp_path)
    found = read_corpora([french, english])
    assert [c.sets[0].article.language for c in found.same] == ["fr", "en"]
    assert len(found.crossed) == 2


@pytest.mark.parametrize(
    ("other", "place"),
    [
        ({"Le chat": [FRENCH, OTHER]}, "data[0]"),  # unrelated, or its titles are translated
        ({"Un": [FRENCH], "Deux": [OTHER]}, "data[0].paragraphs[1].qas[0]"),
        ({"Un": [OTHER, FRENCH]}, "data[0].paragraphs[1].qas[0]"),
    ],
)
def test_files_that_share_their_ids_and_are_not_parallel_are_named(
    tmp_path: Path, other: dict[str, list[Paragraph]], place: str
) -> None:
    """What is held out of the one could be learnt in the other."""
    paths = [
        write_json(tmp_path / "one.json", squad({"Un": [FRENCH, OTHER]})),
        write_json(tmp_path / "other.json", squad(other)),
    ]
    for read in (read_corpora, read_sets):
        with pytest.raises(EvaluationError) as caught:
            read(paths)
        assert str(caught.value) == (
            f"{paths[0]} and {paths[1]}: not parallel, {place} differs; parallel files have "
            "the same titles and question ids in the same places"
        )


def test_a_file_alone_crosses_nothing_even_when_it_is_given_twice(tmp_path: Path) -> None:
    alone = files(tmp_path)[2]
    found = read_corpora([alone, alone])
    assert (len(found.same), found.crossed) == (1, ())


def test_stories_serve_the_regime_that_each_question_is_of(tmp_path: Path) -> None:
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "stories.LICENSE.txt").write_text("MIT", "utf-8")
    questions = [{"kind": "answerable", "ask": {"fr": "Où ?", "en": "Where?"}, "evidence": "toit"}]
    told = {"title": "Un", "language": "fr", "text": "Sur le toit.", "questions": questions}
    path = write_json(folder / "a.json", told)
    found = read_corpora([folder, files(tmp_path)[2]])
    alone, same = found.same
    (crossed,) = found.crossed
    assert alone.sets[0].article.title == "Deux"
    assert [one.question for one in same.sets[0].asked] == ["Où ?"]
    assert [one.question for one in crossed.sets[0].asked] == ["Where?"]
    assert crossed.licences == ("MIT",)
    digest = sha256(path.read_bytes()).hexdigest()[:12]
    assert crossed.sources == (f"stories (SHA-256 {digest}…)",)


def test_sources_name_the_files_and_licences_follow_them(tmp_path: Path) -> None:
    french, english, alone = files(tmp_path)
    (tmp_path / "pair.LICENSE.txt").write_text("CC BY-SA 4.0\nmore\n", "utf-8")
    found = read_corpora([french, english, alone])
    digests = [sha256(path.read_bytes()).hexdigest()[:12] for path in (french, english)]
    assert found.crossed[0].sources == (
        f"pair.fr.json (SHA-256 {digests[0]}…)",
        f"pair.en.json (SHA-256 {digests[1]}…)",
    )
    assert found.crossed[0].licences == ("CC BY-SA 4.0",)
    assert found.same[0].licences == ("that of alone.json, which no file beside it states",)
    assert licence_of(french) == "CC BY-SA 4.0"
