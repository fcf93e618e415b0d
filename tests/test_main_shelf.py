"""The commands that change the shelf and write pages."""

from pathlib import Path
from typing import Any

import pytest

from index import ArticleIndex, OnnxEncoder, open_encoder
from index.__main__ import main
from tests.fakes import BagEncoder, article, fitted
from tests.full_disk import full_disk

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def shelf(tmp_path: Path, data_dir: Path) -> Path:
    """Return a data folder with the model, and with three texts beside it."""
    (tmp_path / "models").symlink_to(data_dir.resolve() / "models")
    (tmp_path / "pont.txt").write_text("Le pont de Tours a rouvert mardi. Il pleuvait.\n", "utf-8")
    (tmp_path / "bees.md").write_text("# Bees\n\nA bee weighs 0.1 g. It dances.\n", "utf-8")
    (tmp_path / "copie.txt").write_text("Le pont de Tours a rouvert mardi. Il pleuvait.\n", "utf-8")
    return tmp_path


def run(capsys: Capture, *arguments: object, status: int = 0) -> str:
    assert main([str(each) for each in arguments]) == status
    captured = capsys.readouterr()
    return captured.err if status else captured.out


def test_shelf_is_added_to_shown_paged_and_reduced(capsys: Capture, shelf: Path) -> None:
    at = ("--data-dir", shelf)
    run(capsys, "build", shelf / "pont.txt", *at)
    added = run(capsys, "add", shelf / "bees.md", *at)
    assert added == "Bees (en): 2 sentences\n2 on the shelf\n"
    twin = run(capsys, "add", shelf / "copie.txt", *at, status=2)
    assert twin == f"verbatim: {shelf}/copie.txt: this text is here already, as 'Pont'\n"
    assert "0.1 g" in run(capsys, "ask", "How much weighs a bee?", *at)
    shown = run(capsys, "show", *at)
    assert "  1 paragraph, 1 heading, 0 left out\n" in shown
    assert f"  source: {shelf}/bees.md\n" in shown

    one = run(capsys, "page", shelf / "out.html", *at, status=2)
    assert "several articles; choose one with --article" in one
    run(capsys, "page", shelf / "pages" / "{article}.html", *at)
    assert len(list((shelf / "pages").glob("*.html"))) == 2
    run(capsys, "page", shelf / "bees.html", "--article", "Bees", *at)
    assert 'id="p1s2">It dances.</span>' in (shelf / "bees.html").read_text("utf-8")

    address = shown.partition("  address: ")[2][:16]  # of the first, "Pont"
    assert "no article is called so" in run(capsys, "remove", address[:5], *at, status=2)
    assert run(capsys, "remove", address[:6], *at) == "Pont (fr): removed\n1 on the shelf\n"
    gone = run(capsys, "remove", "Pont", *at, status=2)
    assert gone == "verbatim: Pont: no article is called so; on the shelf are 'Bees'\n"


def test_page_stays_as_it_was_where_the_disk_is_full(capsys: Capture, shelf: Path) -> None:
    at = ("--data-dir", shelf)
    run(capsys, "build", shelf / "pont.txt", *at)
    out = shelf / "out.html"
    out.write_text("the page before")
    with full_disk(1000):
        told = run(capsys, "page", out, *at, status=2)
    assert told == f"verbatim: {out}: File too large\n"
    assert out.read_text() == "the page before"


def test_a_change_of_the_shelf_and_an_evaluation_open_the_model_once(
    capsys: Capture, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[OnnxEncoder] = []

    def counted(*arguments: Any) -> OnnxEncoder:
        opened.append(open_encoder(*arguments))
        return opened[-1]

    monkeypatch.setattr("index.commands.common.open_encoder", counted)
    asked = '{"question": "Qui dort ?", "language": "fr", "evidence": []}\n'
    (shelf / "asked.jsonl").write_text(asked, "utf-8")
    changes = {"build": shelf / "pont.txt", "add": shelf / "bees.md", "remove": "Bees"}
    for command, named in {**changes, "eval": shelf / "asked.jsonl"}.items():
        run(capsys, command, named, "--data-dir", shelf)
    assert len(opened) == 4


def test_build_without_sources_reads_what_the_settings_name_and_keeps_what_was_added(
    capsys: Capture, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ("--data-dir", shelf)
    (shelf / "le train.txt").write_text("Le train de Nantes est arrivé.\n", "utf-8")
    run(capsys, "build", shelf / "pont.txt", *at)
    run(capsys, "add", shelf / "bees.md", *at)
    monkeypatch.setenv("ARTICLES", f"'{shelf}/le train.txt'")
    built = run(capsys, "build", *at)
    assert built == "Le train (fr): 1 sentence\nBees (en): 2 sentences\n"
    monkeypatch.delenv("ARTICLES")
    (shelf / "index" / "passport.json").write_text("{}", "utf-8")  # as an older one: out of use
    assert run(capsys, "build", *at) == built
    assert run(capsys, "build", shelf / "pont.txt", *at) == "Pont (fr): 2 sentences\n"
    assert run(capsys, "build", *at) == "Pont (fr): 2 sentences\n"
    monkeypatch.setenv("ARTICLES", f"'{shelf}/le train.txt")
    assert run(capsys, "build", *at, status=2) == "verbatim: ARTICLES: No closing quotation\n"


def test_same_text_twice_is_indexed_once_and_said(capsys: Capture, shelf: Path) -> None:
    built = run(capsys, "build", shelf / "pont.txt", shelf / "copie.txt", "--data-dir", shelf)
    assert built == (
        f"{shelf}/copie.txt: the same text as {shelf}/pont.txt, indexed once\n"
        "Pont (fr): 2 sentences\n"
    )


def test_article_of_one_sentence_and_one_of_twenty_thousand_both_work() -> None:
    long = "\n\n".join(f"La phrase {n} parle du chantier numéro {n}." for n in range(20_000))
    index = ArticleIndex.build(
        [article("Le pont a rouvert.\n", title="Court"), article(long, title="Long")],
        BagEncoder(dimensions=64),
        fitted=fitted(),
    )
    assert len(index.sentences(index.articles[1])) == 20_000
    (best, *_) = index.rank("De quoi parle la phrase 17345 ?")
    assert best.text == "La phrase 17345 parle du chantier numéro 17345."
    assert index.rank("Le pont a-t-il rouvert ?")[0].text == "Le pont a rouvert."
