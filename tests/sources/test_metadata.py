"""What front matter says of an article, and what overrides what."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from index import ArticleError, read_article
from index.sources.metadata import Metadata, read_side_file, split_front_matter


def test_front_matter_in_yaml_is_known_and_no_text() -> None:
    known, rest = split_front_matter(
        "---\ntitle: Un titre\ndate: 2021-05-06T10:00:00Z\nauthors: [A. B., C. D.]\n"
        "lang: fr\ncanonical_url: https://exemple.org/a\ntags: [x]\ndraft: false\n---\nTexte.\n",
        "a.md",
    )
    assert known == Metadata(
        "Un titre", "fr", date(2021, 5, 6), "https://exemple.org/a", "A. B., C. D."
    )
    assert rest == "Texte.\n"


def test_front_matter_in_toml_is_known_too() -> None:
    known, rest = split_front_matter('+++\ntitle = "T"\npublished = 2021-05-06\n+++\nText.', "a.md")
    assert (known.title, known.published, rest) == ("T", date(2021, 5, 6), "Text.")
    assert split_front_matter("+++\ntitle = 1984\n+++\nText.", "a.md")[0].title == "1984"


@pytest.mark.parametrize(
    "text", ["---\n\nText.\n", "---\nText.\n---\nMore.", "Text.\n---\na: b\n---\n"]
)
def test_rule_is_no_front_matter(text: str) -> None:
    assert split_front_matter(text, "a.md") == (Metadata(), text)


@pytest.mark.parametrize(
    ("matter", "reason"),
    [
        ("title: [a", "its front matter cannot be read: not YAML: "),
        ("date: yesterday", "date must be a date such as 2016-10-13, not 'yesterday'"),
        ("lang: français du Québec", "lang must be a language tag"),
        ("url: javascript:alert(1)", "url must be an http or https link"),
    ],
)
def test_fault_of_front_matter_names_the_file_and_the_key(matter: str, reason: str) -> None:
    with pytest.raises(ArticleError) as caught:
        split_front_matter(f"---\n{matter}\n---\nText.\n", "a.md")
    assert str(caught.value).startswith("a.md: ")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_side_file_goes_before_front_matter_and_that_before_the_text(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(
        "---\ntitle: Front\nauthor: A. B.\n---\n# Heading\n\nA sentence here.\n", "utf-8"
    )
    assert read_article(source).title == "Front"
    source.with_suffix(".toml").write_text('title = "Side"\n', "utf-8")
    article = read_article(source)
    assert (article.title, article.author) == ("Side", "A. B.")
    source.with_suffix(".toml").unlink()
    source.write_text("# Heading\n\nA sentence here.\n", "utf-8")
    assert read_article(source).title == "Heading"


def test_front_matter_of_plain_text_is_known_too(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("---\ntitle: Front\n---\nUne phrase de ce texte.\n", "utf-8")
    article = read_article(source)
    assert (article.title, article.text) == ("Front", "Une phrase de ce texte.\n")


def test_complaint_about_a_long_value_shows_its_beginning() -> None:
    with pytest.raises(ArticleError) as caught:
        split_front_matter(f"---\ndate: {'1, ' * 5000}1\n---\nText.\n", "a.md")
    assert "date must be a date such as 2016-10-13, not '1, 1, " in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("key", ["title", "date", "author", "tags"])
def test_aliases_of_aliases_are_never_built(key: str) -> None:
    names = "abcdefghi"
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise(names)
    )
    text = f"---\n{bomb}{key}: *i\n---\nText.\n"
    if key == "tags":
        assert split_front_matter(text, "a.md") == (Metadata(), "Text.\n")
        return
    with pytest.raises(ArticleError, match=rf"^a\.md: {key} must be a .*, not a list$"):
        split_front_matter(text, "a.md")


def test_alias_repeats_no_author() -> None:
    text = f"---\nby: &by {'A. B. ' * 5000}\nauthors: [{', '.join(['*by'] * 5000)}]\n---\nText.\n"
    known, _ = split_front_matter(text, "a.md")
    assert known.author == ("A. B. " * 5000).strip()


def test_front_matter_without_end_is_refused() -> None:
    with pytest.raises(ArticleError, match="put a blank line before the rule") as caught:
        split_front_matter(f"---\ntags: [{'x, ' * 50_000}x]\n---\nText.\n", "a.md")
    assert str(caught.value).startswith("a.md: its front matter is longer than 65,536 characters")
    with pytest.raises(ArticleError, match=r"^a\.toml: longer than 65,536 characters$"):
        read_side_file("#" * 100_000, "a.toml")


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("1984", "1984"), ("12:30", "12:30"), ("no", "no"), ("0x10", "0x10"), ("!!int ''", None),
        ("~", None), ("null", None), ("'null'", "null"), ("", None),
    ],
)  # fmt: skip
def test_words_of_front_matter_in_yaml_are_taken_as_they_stand(
    value: str, title: str | None
) -> None:
    known, _ = split_front_matter(f"---\ntitle: {value}\nlang: no\n---\nText.\n", "a.md")
    assert (known.title, known.language) == (title, "no")


HOSTILE = {
    "---": ["title: " + "[" * 5000, "title: " + "{a: " * 5000, "- " * 5000],
    "+++": [
        f"title = 0x{'f' * 5000}",
        f"date = 0x{'f' * 5000}",
        f"authors = [0x{'f' * 5000}]",
        f"title = {'9' * 5000}",
        "title = " + "[" * 5000,
        "title = " + "{a = " * 5000,
        f"title{'.a' * 5000} = 1",
    ],
}


@pytest.mark.parametrize(
    ("rule", "matter"), [(rule, each) for rule, matters in HOSTILE.items() for each in matters]
)
def test_hostile_front_matter_is_refused_in_one_short_line(rule: str, matter: str) -> None:
    with pytest.raises(ArticleError) as caught:
        split_front_matter(f"{rule}\n{matter}\n{rule}\nText.\n", "a.md")
    assert str(caught.value).startswith("a.md: ")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("matter", [*HOSTILE["+++"], f"{'k' * 5000} = 1"])
def test_hostile_side_file_is_refused_in_one_short_line(matter: str) -> None:
    with pytest.raises(ArticleError) as caught:
        read_side_file(matter.replace("date", "published").replace("authors", "author"), "a.toml")
    assert str(caught.value).startswith("a.toml: ")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "value",
    ["0x" + "f" * 5000, ":".join("1" * 3000), "!!float ''", "!!int ''", "!!bool zz", "!!null zz",
     "!!timestamp zz", "!!python/object:os.system x"],
)  # fmt: skip
def test_hostile_words_in_yaml_are_words(value: str) -> None:
    known, _ = split_front_matter(f"---\ntitle: {value}\n---\nText.\n", "a.md")
    assert known.title == (value.split()[-1].strip("'") or None)
