import re
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, load_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
SECRET = "123456:not-for-anybodys-eyes"


@pytest.fixture(autouse=True)
def _bare_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def complaint() -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_everything_has_a_default() -> None:
    settings = load_settings()
    assert settings.telegram_token is None
    assert settings.articles == ()
    assert settings.data_dir == Path("data")


def test_articles_are_split_as_a_shell_splits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLES", "a.txt 'with a blank.txt' https://example.org/x")
    assert load_settings().articles == ("a.txt", "with a blank.txt", "https://example.org/x")


def test_the_data_folder_may_be_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DATA_DIR", "~/verbatim")
    assert load_settings().data_dir == tmp_path / "verbatim"


def test_an_open_quote_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLES", "a.txt 'open")
    assert complaint() == "ARTICLES: No closing quotation"


def test_the_env_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ADMINS=1 22\nTELEGRAM_API_URL=http://127.0.0.1:8081/\n")
    settings = load_settings()
    assert settings.admins == (1, 22)
    assert settings.telegram_api_url == "http://127.0.0.1:8081"


@pytest.mark.parametrize("line", ['TELEGRAM_TOKEN="{}', "TELEGRAM_TOKEN='{}", "TELEGRAM TOKEN={}"])
def test_a_line_of_the_env_file_that_cannot_be_read_is_named_by_its_number(
    tmp_path: Path, line: str
) -> None:
    (tmp_path / ".env").write_text(f"# ours\nADMINS=1\n{line.format(SECRET)}\nDATA_DIR=x\n")
    assert complaint().startswith(".env: line 3 is no NAME=value, or opens a quote that nothing")


def test_a_folder_in_the_place_of_the_env_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()  # so a container is given a file that is not there
    assert complaint() == ".env: is a folder, not a file"


def test_an_env_file_that_is_no_text_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("ARTICLES=été.txt".encode("latin-1"))
    assert complaint() == ".env: not UTF-8 text: invalid continuation byte at byte 9"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("TELEGRAM_TOKEN", "abc"),
        ("TELEGRAM_TOKEN", ":"),
        ("TELEGRAM_TOKEN", "bot123:x"),
        ("TELEGRAM_API_URL", "ftp://example.org"),
        ("TELEGRAM_API_URL", "http://[::1"),
        ("TELEGRAM_API_URL", "http://example.org:99999"),
        ("TELEGRAM_API_URL", "http://example.org:0"),
        ("DATA_DIR", "~nobody-is-called-so/data"),
        ("WEBHOOK_URL", "http://example.org/hook"),
        ("WEBHOOK_URL", "https://example.org:8080/hook"),
        ("WEBHOOK_URL", "https://example.org:99999/hook"),
        ("WEBHOOK_URL", "https://example.org/é"),
        ("WEBHOOK_URL", "https://example.org/{hook}"),
        ("WEBHOOK_LISTEN", "localhost"),
        ("WEBHOOK_LISTEN", "127.0.0.1:99999"),
        ("WEBHOOK_SECRET", "with a blank"),
        ("ADMINS", "me"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_key(
    key: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(key, value)
    assert complaint().startswith(f"{key}: ")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("ADMINS", "1,2", "user ids are needed, whole numbers with blanks between them"),
        ("METRICS_LISTEN", "9464", "host:port is needed, such as 127.0.0.1:9464"),
        ("WEBHOOK_LISTEN", "8443", "host:port is needed, such as 127.0.0.1:8443"),
    ],
)
def test_a_complaint_says_what_is_needed(
    key: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(key, value)
    assert complaint() == f"{key}: {said}"


@pytest.mark.parametrize(
    ("api", "url"),
    [
        ("", "https://example.org/hook"),
        ("", "https://example.org:8443"),
        ("", "https://example.org/%C3%A9"),
        ("http://127.0.0.1:8081", "http://10.0.0.7:9000/hook"),
    ],
)
def test_a_webhook_is_where_its_api_server_goes(
    api: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", api)
    monkeypatch.setenv("WEBHOOK_URL", url)
    assert load_settings().webhook_url == url


def test_no_complaint_and_no_repr_shows_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", SECRET)
    assert SECRET not in repr(load_settings())
    monkeypatch.setenv("TELEGRAM_TOKEN", SECRET + " /x")
    assert SECRET not in complaint()


def test_the_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().log_level = "DEBUG"


def test_the_example_names_every_setting_with_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE.read_text("utf-8"), re.MULTILINE)
    assert [name.lower() for name, _ in lines] == list(Settings.model_fields)
    for name, value in lines:
        monkeypatch.setenv(name, value)
    assert load_settings() == Settings.model_construct()


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ("https://example.org/{article}.html", True),
        ("https://example.org/a/quotes.html", True),
        ("https://example.org", True),
        ("example.org/a.html", False),
        ("https://example.org/a.html#part", False),
        ("https://example.org/{title}.html", False),
    ],
)
def test_page_url_is_a_link_with_at_most_the_place_of_an_article(
    monkeypatch: pytest.MonkeyPatch, value: str, taken: bool
) -> None:
    monkeypatch.setenv("PAGE_URL", value)
    if taken:
        assert load_settings().page_url == value
    else:
        with pytest.raises(SettingsError, match="PAGE_URL: not a link such as"):
            load_settings()


def test_the_example_explains_every_setting() -> None:
    paragraphs = EXAMPLE.read_text("utf-8").strip().split("\n\n")[1:]
    assert all(paragraph.startswith("#") for paragraph in paragraphs)
    assert len(paragraphs) == len(Settings.model_fields)
