"""The command line of `index`, with the real model."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from index import Article, ArticleIndex, OnnxEncoder
from index.__main__ import main
from index.command_line import Environment
from index.glossary import Glossary
from tests.fakes import Paragraph, squad, write_json

Capture = pytest.CaptureFixture[str]

CATS: Paragraph = (
    "Le chat gris dort sur le toit de la maison. Il ronfle sous les étoiles. Le lapin mange "
    "du trèfle dans le jardin.",
    [("Où dort le chat gris ?", "sur le toit"), ("Que mange le lapin ?", "du trèfle")],
)
DOGS: Paragraph = (
    "Le chien noir garde la porte de la ferme. La pluie tombe sur les champs.",
    [("Qui garde la porte de la ferme ?", "Le chien noir")],
)


@pytest.fixture(scope="module")
def folder(data_dir: Path, encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder of these tests' own with the model that all tests share."""
    made = tmp_path_factory.mktemp("data")
    (made / "models").symlink_to((data_dir / "models").resolve(), target_is_directory=True)
    assert encoder.folder.exists()
    return made


@pytest.fixture(scope="module")
def cats(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder beside an article of its own."""
    made = tmp_path_factory.mktemp("cats")
    (made / "models").symlink_to((folder / "models").resolve(), target_is_directory=True)
    (made / "les_chats.txt").write_text(f"# Les chats\n\n{CATS[0]}\n", "utf-8")
    return made


def run(capsys: Capture, *arguments: str | Path) -> str:
    """Run a command that works and return what it prints."""
    assert main([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out


def ensure_built(capsys: Capture, cats: Path) -> None:
    if not (cats / "index").exists():
        run(capsys, "build", cats / "les_chats.txt", "--data-dir", cats)


def refused(capsys: Capture, *arguments: str | Path) -> str:
    """Run a command that is refused and return its one line on standard error."""
    assert main([str(argument) for argument in arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    line, rest = printed.err.split("\n", 1)
    assert rest == ""
    return line


def misused(capsys: Capture, *arguments: str) -> str:
    """Run what is no command and return the last line of what argparse says."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


def test_an_env_file_that_is_no_text_is_refused_in_a_line(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(Environment.model_config, "env_file", tmp_path / ".env")
    (tmp_path / ".env").write_bytes("ARTICLES=été.txt".encode("latin-1"))
    line = refused(capsys, "show")
    assert line == "verbatim: .env: not UTF-8 text: invalid continuation byte at byte 9"


# What issue 2 promises


def asked(capsys: Capture, folder: Path, question: str) -> dict[str, Any]:
    found = json.loads(run(capsys, "ask", question, "--json", "--data-dir", folder))
    assert isinstance(found, dict)
    return found


def test_json_is_one_object_with_the_promised_keys_and_offsets_that_slice_the_quote(
    capsys: Capture, folder: Path, aleppo: Article
) -> None:
    found = asked(capsys, folder, "Combien de civils ont été tués mardi ?")
    assert list(found) == ["question", "verdict", "confidence", "quotes", "unanswered", "ms"]
    assert found["question"] == "Combien de civils ont été tués mardi ?"
    assert found["verdict"] == "answer"
    assert 0 < found["confidence"] <= 1
    assert found["ms"] > 0
    quote = found["quotes"][0]
    assert list(quote) == [
        "text", "title", "paragraph", "sentence", "start", "end", "confidence", "link",
        "context",
    ]  # fmt: skip
    assert aleppo.text[quote["start"] : quote["end"]] == quote["text"]
    assert (quote["title"], quote["link"]) == (aleppo.title, None)
    assert quote["confidence"] == found["confidence"]


def test_a_question_in_french_finds_the_dead_of_tuesday(capsys: Capture, folder: Path) -> None:
    found = asked(capsys, folder, "Combien de civils ont été tués mardi ?")
    quote = found["quotes"][0]
    assert quote["text"].startswith("Mardi, 56 civils, dont sept enfants, ont été tués")
    assert (quote["paragraph"], quote["sentence"]) == (7, 1)
    assert found["verdict"] == "answer"


def test_a_question_in_english_finds_the_veto(capsys: Capture, folder: Path) -> None:
    found = asked(capsys, folder, "Who vetoed the French resolution?")
    assert found["quotes"][0]["text"].startswith(
        "La semaine dernière, la Russie avait mis son veto à une résolution française"
    )


def test_a_question_off_the_subject_has_no_quote(capsys: Capture, folder: Path) -> None:
    found = asked(capsys, folder, "Quelle est la recette de la tarte Tatin ?")
    assert (found["verdict"], found["quotes"]) == ("none", [])


@pytest.mark.parametrize(
    "question",
    [
        "Envie d'afficher votre publicité ?",
        "Comment afficher ma publicité ? Contactez-nous",
        "Comment créer un compte pour commenter cet article ?",
        "L'espace des commentaires est ouvert à qui ?",
        "How do I log in to comment on this article?",
        "Where can I advertise? Contact us",
        "¿Quién puede comentar?",
        "كيف أنشئ حسابا للتعليق؟",
    ],
)
def test_no_line_about_advertising_comments_or_accounts_is_ever_quoted(
    index: ArticleIndex, question: str
) -> None:
    for quote in (*index.ask(question).quotes, *index.rank(question, limit=100)):
        for word in ("publicité", "Contactez", "commentaires", "Connectez", "compte pour"):
            assert word not in quote.text


# build, ask and show


def test_build_says_what_it_understood_and_what_it_left_out(capsys: Capture, folder: Path) -> None:
    printed = run(capsys, "build", "--data-dir", folder).splitlines()
    assert printed[0] == (
        "Alep sous les frappes avant les réunions de Lausanne et de Londres "
        "(fr, 2016-10-13): 21 sentences"
    )
    assert len(printed) > 1
    assert all(line.startswith("  left out, ") for line in printed[1:])
    assert "Envie d'afficher votre publicité ?" in printed[1]


def test_another_article_is_built_asked_and_shown(capsys: Capture, cats: Path) -> None:
    built = run(capsys, "build", cats / "les_chats.txt", "--data-dir", cats)
    assert built == "Les chats (fr): 3 sentences\n"

    answer = run(capsys, "ask", "Où dort le chat gris ?", "--limit", "1", "--data-dir", cats)
    verdict, blank, quote, where = answer.splitlines()
    assert verdict.startswith("answer (")
    assert blank == ""
    assert quote == "« Le chat gris dort sur le toit de la maison. »"
    assert where == "  Les chats (fr), paragraph 1, sentence 1"

    shown = json.loads(run(capsys, "show", "--json", "--data-dir", cats))
    (article,) = shown["articles"]
    assert shown["passport"]["sentences"] == 3
    assert shown["passport"]["articles"] == [article["hash"]]
    assert (article["title"], article["language"]) == ("Les chats", "fr")
    assert [block["kind"] for block in article["blocks"]] == ["heading", "body"]
    assert article["sentences"][1] == {
        "paragraph": 1,
        "sentence": 2,
        "start": 57,
        "end": 84,
        "text": "Il ronfle sous les étoiles.",
    }

    printed = run(capsys, "show", "--data-dir", cats).splitlines()
    assert "sentences: 3" in printed
    assert printed[-4:] == [
        "  heading   # Les chats",
        "  1.1       Le chat gris dort sur le toit de la maison.",
        "  1.2       Il ronfle sous les étoiles.",
        "  1.3       Le lapin mange du trèfle dans le jardin.",
    ]


def test_what_an_output_cannot_show_is_escaped_as_in_json(
    capsys: Capture, cats: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_built(capsys, cats)
    question = (
        "Où dort le chat gris \udcff 🐈 ?"  # a byte of no encoding, as the shell hands it over
    )

    def written(*arguments: str | Path) -> str:
        out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
        with monkeypatch.context() as patched:
            patched.setattr("sys.stdout", out)
            assert main([str(each) for each in (*arguments, "--data-dir", cats)]) == 0
        out.seek(0)
        return out.read()

    assert json.loads(written("ask", question, "--json"))["question"] == question
    assert "Il ronfle sous les \\u00e9toiles." in written("show")


def test_a_broken_index_is_said_and_built_again_by_the_next_question(
    capsys: Capture, cats: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ensure_built(capsys, cats)
    (cats / "index" / "contexts.faiss").write_bytes(b"x")
    found = asked(capsys, cats, "Où dort le chat gris ?")
    assert found["quotes"][0]["text"] == "Le chat gris dort sur le toit de la maison."
    assert caplog.messages == [
        f"{cats / 'index' / 'contexts.faiss'}: damaged, its checksum is not the passport's; "
        "building it again"
    ]


# What is refused, with exit status 2 and one line


def test_a_source_that_cannot_be_an_article_is_named(capsys: Capture, tmp_path: Path) -> None:
    none, binary, blank = (tmp_path / name for name in ("none.txt", "binary.txt", "blank.txt"))
    binary.write_bytes(b"\x00\x01\xff")
    blank.write_text(" \n")
    assert refused(capsys, "build", none) == f"verbatim: {none}: there is no such file"
    assert refused(capsys, "build", tmp_path / "a.pdf").startswith(
        f"verbatim: {tmp_path / 'a.pdf'}:"
    )
    assert refused(capsys, "build", binary).startswith(f"verbatim: {binary}: not ")
    assert refused(capsys, "build", blank) == (
        f"verbatim: {blank}: the file holds nothing but blanks"
    )


@pytest.mark.parametrize("question", ["", " ", "\n\t"])
def test_a_blank_question_is_refused(capsys: Capture, question: str) -> None:
    assert refused(capsys, "ask", question) == "verbatim: the question is empty"


@pytest.mark.parametrize(
    "command", ["build", "add", "remove", "ask", "eval", "fit", "show", "page"]
)
def test_a_command_says_what_each_argument_is(
    capsys: Capture, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    with pytest.raises(SystemExit):
        main([command, "--help"])
    shown = capsys.readouterr().out.replace("\n" + " " * 24, "  ")  # what is behind a long name
    listed = [line.strip() for line in shown.splitlines() if line.startswith("  ")]
    assert [line for line in listed if "  " not in line] == []


def test_what_is_no_command_is_refused(capsys: Capture) -> None:
    assert "invalid choice: 'answer'" in misused(capsys, "answer", "Quoi ?")
    assert "arguments are required" in misused(capsys)
    assert "the following arguments are required: QUESTION" in misused(capsys, "ask")
    assert misused(capsys, "ask", "Quoi ?", "--limit", "0").endswith(
        "argument --limit: 0: a whole number from 1 up is needed"
    )
    assert "unrecognized arguments: --fast" in misused(capsys, "ask", "Quoi ?", "--fast")


def test_a_data_folder_that_cannot_be_made_is_named(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    line = refused(capsys, "ask", "Qui ?", "--data-dir", tmp_path / "data")
    assert line == f"verbatim: {tmp_path / 'data' / 'models'}: Not a directory"


def test_a_command_that_is_interrupted_ends_without_a_word(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_source: str) -> Article:
        raise KeyboardInterrupt

    monkeypatch.setattr("index.commands.shelving.read_article", interrupted)
    assert main(["build", "https://news.example/", "--data-dir", str(tmp_path)]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_malformed_question_file_is_named_with_its_line(capsys: Capture, folder: Path) -> None:
    bad = folder / "bad.json"
    bad.write_text('{"data": [\n}', "utf-8")
    data = ("--data-dir", folder)
    assert refused(capsys, "eval", bad, *data).startswith(f"verbatim: {bad}:2: not JSON: ")
    assert refused(capsys, "fit", bad, *data).startswith(f"verbatim: {bad}:2: not JSON: ")
    lines = folder / "bad.jsonl"
    lines.write_text('{"question": "Qui ?", "language": "fr", "evidence": []}\n[]\n', "utf-8")
    asked(capsys, folder, "Qui ?")  # builds the index where there is none
    assert refused(capsys, "eval", lines, *data) == f"verbatim: {lines}:2: not an object"
    assert refused(capsys, "fit", lines, *data) == (
        f"verbatim: {lines}: question JSONL has no articles of its own; a SQuAD-format file is "
        "needed here"
    )
    none = folder / "none.json"
    assert refused(capsys, "eval", none, *data) == (
        f"verbatim: {none}: cannot be read (No such file or directory)"
    )


def test_an_evaluation_without_a_file_or_an_article_is_refused(
    capsys: Capture, tmp_path: Path
) -> None:
    assert refused(capsys, "eval") == (
        "verbatim: eval needs a FILE, or --questions with --passages"
    )
    path = write_json(tmp_path / "s.json", squad({"Un": [CATS]}))
    assert refused(capsys, "eval", path, "--part", "held-out") == (
        f"verbatim: {path}: none of its questions is in the part held-out"
    )
    path = write_json(tmp_path / "s.json", squad({"Un": [CATS], "Deux": [(DOGS[0], [])]}))
    assert refused(capsys, "eval", path, "--part", "held-out") == (
        f"verbatim: {path}: none of its questions is in the part held-out"
    )


def test_a_command_that_is_refused_leaves_nothing_behind(capsys: Capture, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    refused(capsys, "build", tmp_path / "none.txt", "--data-dir", folder)
    refused(capsys, "ask", "", "--data-dir", folder)
    refused(capsys, "fit", tmp_path / "none.json", "--data-dir", folder)
    assert not folder.exists()


def test_options_that_would_be_ignored_are_refused(capsys: Capture) -> None:
    both = refused(capsys, "eval", "s.json", "--passages", "p.json")
    assert both == "verbatim: s.json: a FILE and --passages do not go together"
    article = refused(capsys, "eval", "s.json", "--article", "Les chats")
    assert article == "verbatim: --article: goes with question JSONL alone, not with s.json"


# eval


def evaluated(capsys: Capture, *arguments: str | Path) -> dict[str, Any]:
    found = json.loads(run(capsys, "eval", *arguments, "--json"))
    assert isinstance(found, dict)
    return found


def test_a_squad_file_is_evaluated_in_figures(capsys: Capture, folder: Path) -> None:
    path = write_json(folder / "s.json", squad({"Un": [CATS], "Deux": [DOGS]}))
    found = evaluated(capsys, path, "--data-dir", folder)
    assert list(found) == ["same"]
    assert found["same"]["cases"] == {"answerable": 3, "gold removed": 3, "off subject": 3}
    assert found["same"]["figures"]["hit@1"]["value"] == 1
    assert found["same"]["figures"]["AUROC unanswered"]["value"] is None

    found = evaluated(capsys, path, "--each", "1", "--data-dir", folder)
    assert found["same"]["cases"] == {"answerable": 2, "gold removed": 2, "off subject": 2}

    table = run(capsys, "eval", path, "--limit", "1", "--data-dir", folder)
    assert any("AUROC off subject" in line and "missing" in line for line in table.splitlines())


def test_articles_are_put_together_and_evaluated_as_one(capsys: Capture, folder: Path) -> None:
    entries = {"Un": [CATS], "Deux": [DOGS], "Trois": [DOGS], "Quatre": [CATS], "Cinq": [CATS]}
    path = write_json(folder / "s.json", squad(entries))
    limited = ("--limit", "3", "--volumes", "5", "--data-dir", str(folder), "--json")
    assert main(["eval", str(path), *limited]) == 0
    together = capsys.readouterr()
    assert "volumes of 3, 4 sentences" in together.err.splitlines()
    # The cats' two questions are put to the dogs, and those of both about dogs to the cats.
    found = json.loads(together.out)["same"]["cases"]
    assert found == {"answerable": 4, "gold removed": 4, "off subject": 4}
    assert "whole number" in misused(capsys, "eval", "s.json", "--volumes", "0")


def test_parallel_questions_are_of_the_crossed_regime(capsys: Capture, folder: Path) -> None:
    passages = write_json(folder / "fr.json", squad({"Un": [CATS]}))
    english = [("Where does the grey cat sleep?", "roof"), ("What does the rabbit eat?", "clover")]
    questions = write_json(folder / "en.json", squad({"Un": [("roof clover", english)]}))
    found = evaluated(
        capsys, "--passages", passages, "--questions", questions, "--data-dir", folder
    )
    assert list(found) == ["crossed"]
    assert found["crossed"]["cases"] == {"answerable": 2, "gold removed": 2}
    assert found["crossed"]["figures"]["hit@1"]["value"] == 1


def test_question_jsonl_is_about_the_indexed_article(capsys: Capture, cats: Path) -> None:
    ensure_built(capsys, cats)
    lines = cats / "q.jsonl"
    entry = {"question": "Où dort le chat gris ?", "language": "fr", "evidence": ["sur le toit"]}
    lines.write_text(json.dumps(entry) + "\n", "utf-8")
    found = evaluated(capsys, lines, "--data-dir", cats)
    assert found["same"]["figures"]["MRR"]["value"] == 1


def test_question_jsonl_is_about_the_article_that_is_named(capsys: Capture, cats: Path) -> None:
    ensure_built(capsys, cats)
    (cats / "les_poissons.txt").write_text("# Les poissons\n\nLe requin chasse.\n", "utf-8")
    run(capsys, "add", cats / "les_poissons.txt", "--data-dir", cats)
    lines = cats / "q.jsonl"
    entry = {"question": "Que fait le requin ?", "language": "fr", "evidence": ["chasse"]}
    lines.write_text(json.dumps(entry) + "\n", "utf-8")
    found = evaluated(capsys, lines, "--article", "Les poissons", "--data-dir", cats)
    assert found["same"]["figures"]["MRR"]["value"] == 1
    assert "no sentence of Les chats holds: chasse" in refused(
        capsys, "eval", lines, "--data-dir", cats
    )
    run(capsys, "remove", "Les poissons", "--data-dir", cats)


@pytest.mark.parametrize("arguments", [[], ["--data-dir=~/cats"]])
def test_the_data_folder_may_be_at_home(
    capsys: Capture, cats: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_built(capsys, cats)
    monkeypatch.setenv("HOME", str(cats.parent))
    monkeypatch.setenv("DATA_DIR", f"~/{cats.name}" if not arguments else "elsewhere")
    arguments = [each.replace("cats", cats.name) for each in arguments]
    assert "Les chats" in run(capsys, "show", *arguments)


@pytest.mark.parametrize("option", ["--data-dir", "--model"])
def test_an_option_that_a_variable_left_empty_is_refused(capsys: Capture, option: str) -> None:
    """The current folder would be taken for the data folder, and filled."""
    for empty in ("", " "):
        line = misused(capsys, "show", option, empty)
        assert line.endswith(f"argument {option}: it is empty")


def test_a_home_of_nobody_is_named(capsys: Capture) -> None:
    assert "~nobody-is-called-so" in misused(capsys, "show", "--data-dir=~nobody-is-called-so")


def test_fit_makes_the_glossary_of_its_files(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("fr\ten\nchat\tcat\n", "utf-8")
    out = tmp_path / "made.npz"
    printed = run(capsys, "fit", "--glossary", tmp_path, "--out", out)
    assert printed == f"glossary of 2 words written to {out}\n"
    assert Glossary.load(out).translations("cat", "en", "fr") == {"chat": 1.0}
    empty = tmp_path / "none"
    empty.mkdir()
    assert refused(capsys, "fit", "--glossary", empty, "--out", out) == (
        f"verbatim: {empty}: no line of a glossary (*.tsv)"
    )
