"""What stands on a shelf after a change, and how articles of one title are told apart."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index import Article, ArticleError, ArticleIndex, open_index
from index.building import build_index, read_sources
from index.changing import changed_shelf, replaced_by, with_added
from index.shelf import told_apart
from tests.fakes import BagEncoder, article

ONE = replace(article("Il pleut à Tours. Tout va.\n", title="Un"), source="un.txt")
TWO = replace(
    article("Il neige à Metz. Rien ne va.\n", title="Deux"), source="https://exemple.org/2"
)


def test_added_article_stands_last_and_a_changed_one_where_it_was() -> None:
    assert changed_shelf([ONE], add=[TWO]) == (ONE, TWO)
    newer = replace(article("Il vente à Tours.\n", title="Un"), source="un.txt")
    assert changed_shelf([ONE, TWO], add=[newer]) == (newer, TWO)
    assert replaced_by(newer, [TWO, ONE]) is ONE
    assert replaced_by(replace(newer, source="deux.txt"), [TWO, ONE]) is None
    assert replaced_by(replace(newer, source=None), [replace(ONE, source=None)]) is None


def test_removed_article_is_gone_and_the_last_one_stays() -> None:
    assert changed_shelf([ONE, TWO], remove=[ONE.content_hash]) == (TWO,)
    with pytest.raises(ArticleError, match=r"^Un: the last article cannot be removed"):
        changed_shelf([ONE], remove=[ONE.content_hash])


def test_text_that_is_here_already_is_refused_under_another_source() -> None:
    copy = replace(ONE, source="copie.txt", title="Copie")
    with pytest.raises(ArticleError) as caught:
        changed_shelf([ONE], add=[copy])
    assert str(caught.value) == "copie.txt: this text is here already, as 'Un'"
    retitled = replace(ONE, title="Autre titre")
    assert changed_shelf([ONE, TWO], add=[retitled]) == (retitled, TWO)


def test_articles_of_one_title_are_told_apart() -> None:
    texts = [f"Il pleut à Tours depuis {n} jours.\n" for n in range(5)]
    first, paper, dated, third, fourth = (article(text, title="Pluie") for text in texts)
    paper = replace(paper, publisher="Le Courrier")
    dated = replace(dated, published=date(2024, 5, 1))
    named = told_apart([first, paper, dated, third, fourth, first])
    assert [each.title for each in named] == [
        "Pluie",
        "Pluie (Le Courrier)",
        "Pluie (2024-05-01)",
        "Pluie (2)",
        "Pluie (3)",
    ]
    assert told_apart(named) == named


def test_index_names_each_quote_by_a_title_of_its_own() -> None:
    index = ArticleIndex.build([ONE, replace(TWO, title="Un")], BagEncoder())
    assert index.ask("Où neige-t-il, à Metz ?").quotes[0].article.title == "Un (2)"


def test_what_was_added_from_a_chat_stays_when_the_settings_change() -> None:
    added = replace(TWO, added=True)
    assert with_added([ONE], [added]) == [ONE, added]
    assert with_added([TWO], [added]) == [TWO]
    assert with_added([ONE], [TWO]) == [ONE]  # it came from the settings, and is named no more


def test_start_keeps_what_was_added_and_embeds_only_what_is_new(tmp_path: Path) -> None:
    encoder = BagEncoder()
    build_index(tmp_path, [ONE, replace(TWO, added=True)], encoder)
    encoder.encoded = 0
    assert len(open_index(tmp_path, [ONE], encoder).articles) == 2
    assert encoder.encoded == 0
    third = replace(article("Il gèle à Lyon.\n", title="Trois"), source="trois.txt")
    index = open_index(tmp_path, [ONE, third], encoder)
    assert [each.title for each in index.articles] == ["Un", "Trois", "Deux"]
    assert encoder.encoded == 1


def test_link_that_is_on_the_shelf_is_not_fetched_at_a_start(tmp_path: Path) -> None:
    build_index(tmp_path, [replace(TWO, added=True)], BagEncoder())
    source = tmp_path / "un.txt"
    source.write_text("Il pleut à Tours.\n", "utf-8")
    found = read_sources(tmp_path, [str(source), "https://exemple.org/2"])
    assert [each.title for each in found] == ["Un", "Deux"]
    assert not found[1].added  # the settings name it now


def test_file_that_is_gone_is_taken_from_the_shelf_and_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source = tmp_path / "un.txt"
    source.write_text("Il pleut à Tours.\n", "utf-8")
    build_index(tmp_path, read_sources(tmp_path, [str(source)]), BagEncoder())
    source.unlink()
    assert [each.text for each in read_sources(tmp_path, [str(source)])] == ["Il pleut à Tours.\n"]
    assert (
        caplog.messages[-1]
        == f"{source}: there is no such file; its article is taken from the index"
    )
    with pytest.raises(ArticleError, match="there is no such file"):
        read_sources(tmp_path, [str(tmp_path / "deux.txt")])


def test_shelf_and_what_was_left_out_are_the_same_after_saving(tmp_path: Path) -> None:
    from index.article import LeftOut

    known: Article = replace(TWO, added=True, left_out=(LeftOut("Partager", "label"),))
    build_index(tmp_path, [known], BagEncoder())
    (loaded,) = open_index(tmp_path, [], BagEncoder()).articles
    assert loaded == known
    assert loaded.left_out == known.left_out
