import contextlib
import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from index.errors import ArticleError
from index.language import detect_language
from index.reading import default_article, read_article, read_upload
from tests.little_memory import little_memory
from tests.sources.site import page, site

FRENCH = "Le maire a parlé dans la salle des fêtes. Il est parti avec les élus de la ville."


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "mon-article_du_jour.txt"


def refusal(path: Path | str) -> str:
    with pytest.raises(ArticleError) as caught:
        read_article(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_text_is_the_decoded_source_with_its_line_breaks(source: Path, line_break: str) -> None:
    text = f"Une première phrase.{line_break}{line_break}Une seconde.{line_break}"
    source.write_bytes(text.encode())
    assert read_article(source).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_mark_is_not_text(source: Path, encoding: str) -> None:
    source.write_bytes(FRENCH.encode(encoding))
    assert read_article(source).text == FRENCH


def test_big_endian_utf_16_is_read(source: Path) -> None:
    source.write_bytes(b"\xfe\xff" + FRENCH.encode("utf-16-be"))
    assert read_article(str(source)).text == FRENCH


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b" \n\t \r\n\xc2\xa0", "nothing but blanks"),
        ("Il est né.".encode("latin-1"), "not UTF-8 text: invalid continuation byte at byte 8"),
        (b"Un texte.\x00\x01", "not a text file: NUL at byte 9"),
        (b"\xef\xbb\xbfabc\x00", "not a text file: NUL at byte 6"),
        ("Deux".encode("utf-16-le"), "not a text file: NUL at byte 1"),
        (b"\xff\xfea\x00b\x00c", "not UTF-16-LE text: truncated data at byte 6"),
        (b"\xff\xfea\x00\x00\x00", "not a text file: NUL at byte 4"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8 text: invalid start byte at byte 0"),
        (b"# Titre\n\n## Un autre\n", "only headings or web chrome"),
        (b"Partager\nSe connecter\n", "only headings or web chrome"),
    ],
)
def test_file_that_is_no_article_is_refused_by_name_and_reason(
    source: Path, raw: bytes, reason: str
) -> None:
    source.write_bytes(raw)
    message = refusal(source)
    assert message.startswith(f"{source}: ")
    assert reason in message


@pytest.mark.parametrize(("text", "encoding"), [("Il est né.", "latin-1"), ("Он был.", "cp1251")])
def test_file_in_another_encoding_is_refused_with_what_to_do(
    source: Path, text: str, encoding: str
) -> None:
    source.write_bytes(text.encode(encoding))
    assert refusal(source).endswith("; where it is text, save it as UTF-8")


def test_missing_file_folder_and_odd_path_are_refused_by_name(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent.txt") == f"{tmp_path}/absent.txt: there is no such file"
    assert refusal(tmp_path) == f"{tmp_path}: is a folder, not a file"


def test_file_and_pipe_are_read_up_to_the_limit(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.reading.MAX_FILE_BYTES", 2 * 1024 * 1024)
    source.write_bytes(b"x" * (2 * 1024 * 1024 + 1))
    assert refusal(source) == f"{source}: larger than 2 MB"
    source.unlink()
    os.mkfifo(source)
    threading.Thread(target=feed, args=(source, FRENCH)).start()
    assert read_article(source).text == FRENCH
    threading.Thread(target=feed, args=(source, FRENCH * 40_000)).start()
    assert refusal(source) == f"{source}: larger than 2 MB"


def feed(pipe: Path, text: str) -> None:
    """Write a text into a pipe, as long as somebody reads it."""
    with contextlib.suppress(BrokenPipeError), pipe.open("w", encoding="utf-8") as into:
        into.write(text)
    assert "cannot be read" in refusal("a\0b.txt")
    assert "cannot be read" in refusal(f"{'x' * 5000}.txt")


def test_tilde_is_a_person_s_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a.txt").write_text(FRENCH, "utf-8")
    assert read_article("~/a.txt").source == f"{tmp_path}/a.txt"
    assert refusal("~nobody-of-this-name/a.txt").startswith("~nobody-of-this-name/a.txt: ")


@pytest.mark.parametrize("source", ["", " "])
def test_empty_source_is_refused(source: str) -> None:
    assert refusal(source) == "a source is empty; a path or a link is needed"


def test_unknown_suffix_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK")
    assert refusal(tmp_path / "a.docx").endswith(
        "cannot read .docx files; known are .txt, .text, .md, .markdown, .html, .htm, .xhtml, "
        ".epub, .pdf"
    )


def test_link_is_read_by_what_the_site_says_that_it_is() -> None:
    with site() as web:
        web.answers["/news"] = page(
            b"<html lang='fr'><head><title>Le pont</title></head><body><article><h1>Le pont</h1>"
            b"<p>Le pont de la ville a rouvert mardi devant une foule nombreuse.</p></article>"
        )
        web.answers["/notes.txt"] = page("Il pleut à Tours. Tout va.".encode(), "text/plain")
        pont = read_article("http://news.example/news", downloads=web.downloads())
        notes = read_article("http://news.example/notes.txt", downloads=web.downloads())
    assert (pont.title, pont.source) == ("Le pont", "http://news.example/news")
    assert pont.url == "http://news.example/news"
    assert (notes.title, notes.text) == ("Notes", "Il pleut à Tours. Tout va.")
    assert notes.url == "http://news.example/notes.txt"


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("/Rapport%20annuel%202016", "Rapport annuel 2016"),
        ("/Caf%C3%A9%20du%20port.txt", "Café du port"),
        ("/A.txt#p3", "A"),
        ("/a/rapport-v1.2?download=1", "Rapport v1.2"),
        ("/", "News.example"),
    ],
)
def test_title_of_a_linked_text_is_the_name_at_the_end_of_its_path(link: str, title: str) -> None:
    with site() as web:
        web.answers[link.partition("#")[0]] = page(FRENCH.encode(), "text/plain")
        article = read_article(f"http://news.example{link}", downloads=web.downloads())
    assert article.title == title


def test_markdown_that_a_site_calls_plain_text_is_read_as_markdown() -> None:
    content = b"# La crue\n\nLe **maire** a vu [la crue](https://x.example/y/z) lundi.\n"
    with site() as web:
        web.answers["/README.MD"] = page(content, "text/plain")
        web.answers["/README"] = page(content, "text/plain")
        named = read_article("http://news.example/README.MD", downloads=web.downloads())
        plain = read_article("http://news.example/README", downloads=web.downloads())
    assert named.text.endswith("Le maire a vu la crue lundi.")
    assert named.url == "http://news.example/README.MD"
    assert "**maire**" in plain.text


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("Il a dit “non”.".encode("cp1252"), "latin1", "Il a dit “non”."),
        ("Il pleut à Tours.".encode("cp1252"), "ISO-8859-1", "Il pleut à Tours."),
        (FRENCH.encode(), "undefined", None),
        (FRENCH.encode(), "rot13", None),
    ],
)
def test_text_of_a_link_is_in_the_encoding_that_its_label_stands_for(
    content: bytes, charset: str, text: str | None
) -> None:
    url = "http://news.example/notes.txt"
    with site() as web:
        web.answers["/notes.txt"] = page(content, f"text/plain; charset={charset}")
        if text is not None:
            assert read_article(url, downloads=web.downloads()).text == text
            return
        with pytest.raises(ArticleError, match="no encoding of text that is known"):
            read_article(url, downloads=web.downloads())


def test_upload_is_read_by_the_name_of_its_file() -> None:
    article = read_upload(b"# Bees\n\nA bee weighs 0.1 g.\n", "bees.md")
    assert (article.title, article.source) == ("Bees", "bees.md")
    with pytest.raises(ArticleError, match=r"cannot read \.png files"):
        read_upload(b"x", "../../bees.png")


@pytest.mark.parametrize("name", ["", "/", ".", "..", "a/..", "…"])
def test_upload_without_a_name_has_a_title(name: str) -> None:
    article = read_upload(FRENCH.encode(), name)
    assert (article.title, article.source) == ("File", "file.txt")


def test_side_file_says_what_is_known(source: Path) -> None:
    source.write_text(FRENCH, encoding="utf-8")
    source.with_suffix(".toml").write_text(
        'title = "Le maire"\nlanguage = "fr-CA"\npublished = 2016-10-13\n'
        'url = "https://exemple.org/a"\nauthor = "A. B."\npublisher = "Le Journal"\n',
        encoding="utf-8",
    )
    article = read_article(source)
    assert (article.title, article.language, article.published) == (
        "Le maire",
        "fr-CA",
        date(2016, 10, 13),
    )
    assert (article.url, article.author, article.publisher) == (
        "https://exemple.org/a",
        "A. B.",
        "Le Journal",
    )


def test_arguments_go_before_the_side_file(source: Path) -> None:
    source.write_text(FRENCH, encoding="utf-8")
    source.with_suffix(".toml").write_text('title = "Un"\nlanguage = "fr"\n', encoding="utf-8")
    article = read_article(source, title="Deux", language="en")
    assert (article.title, article.language) == ("Deux", "en")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('titel = "Un"', "unknown key 'titel'"),
        ("title = 3", "title must be a line of text, not a number"),
        ('title = " "', "title must be a line of text"),
        ('language = "français du Québec"', "language must be a language tag"),
        ('published = "2016-10-13"', "published must be a date"),
        ("published = 2016-10-13T10:00:00", "published must be a date"),
        ('url = "javascript:alert(1)"', "url must be an http or https link"),
        ('author = ["A"]', "author must be a line of text"),
        ("title = ", "not TOML"),
    ],
)
def test_fault_of_a_side_file_names_the_file_and_the_key(
    source: Path, line: str, reason: str
) -> None:
    source.write_text(FRENCH, encoding="utf-8")
    side = source.with_suffix(".toml")
    side.write_text(line, encoding="utf-8")
    message = refusal(source)
    assert message.startswith(f"{side}: ")
    assert reason in message


def test_title_is_the_leading_heading_else_the_name_of_the_file(source: Path) -> None:
    source.write_text(f"# Une nuit à Tours\n\n{FRENCH}", encoding="utf-8")
    assert read_article(source).title == "Une nuit à Tours"
    source.write_text(FRENCH, encoding="utf-8")
    assert read_article(source).title == "Mon article du jour"


def test_default_article_claims_only_what_is_known() -> None:
    article = default_article()
    assert article.language == "fr"
    assert article.published == date(2016, 10, 13)
    assert article.title
    assert (article.url, article.author, article.publisher) == (None, None, None)
    assert article.content_hash.startswith("5080d2bb66f726cf")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", FRENCH),
        ("en", "The mayor spoke in the hall and then he left with the others."),
        ("es", "El alcalde habló en la sala de fiestas y se fue con los concejales."),
        ("de", "Der Bürgermeister sprach in der Halle und ging dann mit den anderen."),
        ("it", "Il sindaco ha parlato nella sala e poi è partito con gli altri della città."),
        ("pt", "O prefeito falou no salão e depois saiu com os vereadores da cidade."),
        ("ar", "تحدث رئيس البلدية في القاعة ثم غادر مع الآخرين."),
        ("ru", "Мэр выступил в зале и затем уехал вместе с остальными."),
        ("uk", "Мер виступив у залі і потім поїхав разом із іншими, бо їх чекали."),
        ("nl", "De burgemeester sprak in de zaal en ging daarna met de anderen weg."),
        ("ja", "市長は会場で話し、その後ほかの人々と去った。"),
        ("zh", "市长在大厅讲话，然后与其他人一起离开。"),
        ("und", "Zzz qqq 123."),
        ("und", "12 / 34"),
        ("und", ""),
    ],
)
def test_language_is_detected_or_said_to_be_undetermined(language: str, text: str) -> None:
    assert detect_language(text) == language


def test_reading_imports_no_heavy_library() -> None:
    code = (
        "import sys\n"
        "import types; p = types.ModuleType('index'); p.__path__ = ['index']\n"
        "sys.modules['index'] = p\n"
        "import index.reading, index.sentences\n"
        "heavy = {'numpy', 'onnxruntime', 'faiss', 'bm25s', 'torch', 'telegram'}\n"
        "sys.exit(sorted(heavy & set(sys.modules)) or 0)"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_text_that_memory_does_not_reach_for_is_refused_in_a_line(name: str) -> None:
    content = "ж".encode() * 50_000_000  # as text more than any free room of the process
    with little_memory(1_000_000), pytest.raises(ArticleError) as caught:
        read_upload(content, name)
    assert str(caught.value) == f"{name}: too large for the memory of this machine"


@pytest.mark.parametrize(
    ("stated", "text", "language"),
    [
        ("fr", "La SNCF a arrêté tous les trains de la ligne, dit sa porte-parole lundi.", "fr"),
        (
            "es",
            "La casa de la calle es la més vella del barri, va dir el alcalde a la veïna.",
            "es",
        ),
        ("en", "La SNCF a arrêté tous les trains de la ligne, a dit sa porte-parole.", "fr"),
        ("en", "Поезда остановлены до среды, сообщила пресс-служба.", "ru"),
        ("ro", "La SNCF a arrêté tous les trains de la ligne, a dit sa porte-parole.", "ro"),
        ("sr", "Возови су заустављени до среде, саопштила је служба.", "sr"),
        ("ru", "The trains of the line were stopped, the company said.", "en"),
    ],
)
def test_language_that_a_source_states_gives_way_to_a_text_that_is_plainly_in_another(
    stated: str, text: str, language: str
) -> None:
    page = f"<html lang={stated}><body><article><h1>T</h1><p>{text * 5}</p></article>"
    assert read_upload(page.encode(), "page.html").language == language
