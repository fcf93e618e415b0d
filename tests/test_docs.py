"""What the documentation names is there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from index.__main__ import main

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
PAGES = sorted(
    [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
)
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]

FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SPAN = re.compile(r"`[^`\n]+`")
MAKE = re.compile(r"\bmake ((?:[A-Z]\w*=\S+ )*)([a-z][a-z-]*)\b")
INDEX_COMMAND = re.compile(r"python -m index ([a-z]+)")
SETTING = re.compile(r"`([A-Z][A-Z_]{3,})=?`|^([A-Z][A-Z_]{3,})=", re.MULTILINE)


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def code_of(page: Path) -> str:
    """Return all that is set as code, where commands stand; prose may use the same words."""
    text = text_of(page)
    return "\n".join([*FENCE.findall(text), *SPAN.findall(FENCE.sub("", text))])


def makefile() -> str:
    return text_of(ROOT / "Makefile")


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield the file and the anchor that each link inside the repository points to."""
    for target in LINK.findall(FENCE.sub("", text_of(page))):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            yield (page.parent / path).resolve() if path else page, anchor


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_points_to_something_in_the_repository(page: Path) -> None:
    for target, anchor in links(page):
        assert target.exists(), target
        assert target.is_relative_to(ROOT), target
        assert not anchor or anchor in anchors(target), f"{target}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", makefile(), re.MULTILINE))
    assert {target for _, target in MAKE.findall(code_of(page))} <= targets


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_index_command_that_is_named_exists(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in sorted(set(INDEX_COMMAND.findall(code_of(page)))):
        with pytest.raises(SystemExit) as left:
            main([command, "--help"])
        assert left.value.code == 0, capsys.readouterr().err


def test_every_setting_that_the_readme_names_is_in_the_example() -> None:
    example = set(re.findall(r"^([A-Z_]+)=", text_of(ROOT / ".env.example"), re.MULTILINE))
    named = {name for found in SETTING.findall(text_of(README)) for name in found if name}
    assert {"TELEGRAM_TOKEN", "ARTICLES", "DATA_DIR"} <= named  # else the search finds nothing
    assert named <= example
    assert example == {name.upper() for name in Settings.model_fields}


def test_the_readme_shows_every_key_of_a_side_file(tmp_path: Path) -> None:
    from index import read_article

    shown = re.search(r"^```toml\n(.*?)^```$", text_of(README), re.MULTILINE | re.DOTALL)
    assert shown is not None
    (tmp_path / "my.txt").write_text("Une phrase qui suffit pour un article.\n", "utf-8")
    (tmp_path / "my.toml").write_text(shown.group(1), "utf-8")
    article = read_article(tmp_path / "my.txt")
    for key in ("title", "language", "published", "url", "author", "publisher"):
        assert getattr(article, key), key


@pytest.mark.usefixtures("encoder")  # so that the model is there
def test_the_readme_shows_how_python_uses_the_index(
    data_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = re.search(r"^```python\n(.*?)^```$", text_of(README), re.MULTILINE | re.DOTALL)
    assert shown is not None
    (tmp_path / "data").symlink_to(data_dir.resolve())
    (tmp_path / "index").symlink_to(ROOT / "index")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(compile(shown.group(1), README.name, "exec"), names)
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("La semaine dernière, la Russie avait mis son veto à une résolution")
    assert line.endswith("et de Londres, paragraph 15)")
    assert len(names["nearest"]) == 10


@pytest.mark.parametrize("package", ["bot", "index"])
def test_the_architecture_has_a_line_for_every_module_and_for_no_other(package: str) -> None:
    section = text_of(ARCHITECTURE).partition(f"## The modules of `{package}`")[2].split("\n## ")[0]
    drawn = set(re.findall(r"^\| `([\w/]+\.py)` \|", section, re.MULTILINE))
    modules = {
        path.relative_to(ROOT / package).as_posix() for path in (ROOT / package).rglob("*.py")
    }
    modules = {name for name in modules if not name.endswith("__init__.py")}
    assert not modules - drawn, f"{sorted(modules - drawn)} have no line in docs/architecture.md"
    assert not drawn - modules, f"{sorted(drawn - modules)} in docs/architecture.md are gone"


def test_no_two_decisions_have_one_number() -> None:
    pages = [path.name for path in (ROOT / "docs" / "decisions").glob("*.md")]
    numbers = [name[:4] for name in pages]
    assert all(number.isdecimal() for number in numbers)
    assert len(set(numbers)) == len(numbers), sorted(pages)
