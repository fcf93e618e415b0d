"""requirements.lock and docs/licences.md are of what pyproject.toml asks for."""

import re
import tomllib
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from benchmarks.licences import COMPATIBLE, LOCK, PAGE, ROOT, page

TEXT = LOCK.read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PINS = ROOT / "constraints.txt"
ENTRY = re.compile(
    r"^(?P<name>[a-z0-9.-]+)==(?P<version>[^\s;]+)(?: ; [^\\\n]+?)? \\\n"
    r"(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)
ENTRIES = [(each["name"], each["version"]) for each in ENTRY.finditer(TEXT)]


@pytest.mark.parametrize("stated", PROJECT["dependencies"])
def test_each_dependency_is_locked_at_versions_that_it_allows(stated: str) -> None:
    wanted = Requirement(stated)
    versions = [version for name, version in ENTRIES if name == canonicalize_name(wanted.name)]
    assert versions, f"{wanted.name} is not in {LOCK.name}: run `make lock`"
    assert all(wanted.specifier.contains(version) for version in versions)


def test_what_builds_and_tests_is_pinned_at_versions_that_are_allowed() -> None:
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)$", PINS.read_text("utf-8"), re.MULTILINE))
    extras = PROJECT["optional-dependencies"]
    for wanted in map(Requirement, [*PROJECT["dependencies"], *extras["build"], *extras["dev"]]):
        if wanted.name in pinned:
            assert wanted.specifier.contains(pinned.pop(wanted.name))
        else:
            assert wanted.name not in {Requirement(each).name for each in extras["dev"]}
    assert pinned.keys() == {"transformers"}  # sentence-transformers brings it
    assert dict(ENTRIES)["onnxruntime"] in PINS.read_text("utf-8")


def test_every_line_is_a_version_with_its_hashes_and_nothing_else() -> None:
    rest = ENTRY.sub("", TEXT)
    assert [row for row in rest.splitlines() if not row.startswith("#")] == []
    assert len(ENTRIES) > 40


def test_no_host_and_no_path_is_named() -> None:
    assert not re.search(r"://|--index|--find-links|file:|@ |(?<![\w`])/", TEXT)


def test_what_only_the_build_needs_is_not_in_it() -> None:
    names = {name for name, _ in ENTRIES}
    build = {canonicalize_name(Requirement(each).name)
             for each in PROJECT["optional-dependencies"]["build"]}  # fmt: skip
    assert not names & build
    assert not {"torch", "transformers"} & names


def rows(text: str) -> dict[str, str]:
    return dict(re.findall(r"^\| (?!package)([a-z0-9.-]+) \| (.+) \|$", text, re.MULTILINE))


def test_the_page_of_licences_is_up_to_date_and_all_of_them_agree_with_ours() -> None:
    told, installed = rows(PAGE.read_text("utf-8")), rows(page())
    assert len(told) > 40
    assert told.keys() == installed.keys(), "run `make licences`"
    for name, version in ENTRIES:
        if name in installed and distribution(name).version == version:
            assert told[name] == installed[name], "run `make licences`"
    assert not {name: stated for name, stated in told.items() if not COMPATIBLE.search(stated)}
