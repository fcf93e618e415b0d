"""Builds of one folder by several processes, killed processes, and a disk that is full."""

import json
import random
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from index import ArticleIndex, UnsavedIndexError, open_index
from index.building import build_index, change_index, index_folder, read_sources
from index.embedding import VECTOR_FILES
from index.errors import ResourceError
from index.fitted import BACKGROUND_FILE
from index.json_files import digest, write_json
from index.passport import FORMAT_VERSION, PASSPORT_FILE, Passport
from index.saving import FACTS_FILE, LEXICON_FOLDER, SHELF_FILE, SPANS_FILE
from tests.fakes import BagEncoder, article
from tests.few_files import few_files
from tests.full_disk import full_disk

REPOSITORY = Path(__file__).parent.parent
RAIN = article("Il pleut à Tours. Tout va.\n", title="La pluie")
SNOW = article("Il neige à Metz. Rien ne va.\n", title="La neige")
FROST = article("Il gèle à Lyon. Rien ne bouge.\n", title="Le gel")

BEGIN = """
import sys, time
from pathlib import Path
from index import UnsavedIndexError
from index.building import build_index
from tests.fakes import BagEncoder, article
folder, title = Path(sys.argv[1]), sys.argv[2]
made = article(f"Il vente à {title}. Rien ne va.\\n" * 200, title=title)
"""
SLOWLY = """
import logging
logging.basicConfig()
class Slow(BagEncoder):
    def encode_passages(self, passages, progress=None):
        with (folder / "log").open("a") as log: log.write("begins\\n")
        time.sleep(0.7)
        with (folder / "log").open("a") as log: log.write("ends\\n")
        return super().encode_passages(passages, progress)
build_index(folder, [made], Slow())
"""
FOR_EVER = """
print("ready", flush=True)
while True:
    build_index(folder, [made], BagEncoder())
"""
ON_A_FULL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that the write fails, as on a full disk
size = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
try:
    build_index(folder, [made], BagEncoder())
except UnsavedIndexError as error:
    print(error)
"""


def child(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", BEGIN + code, *map(str, arguments)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_two_builds_at_once_come_one_after_the_other(tmp_path: Path) -> None:
    children = [child(SLOWLY, tmp_path, title) for title in ("Tours", "Metz")]
    said = [each.communicate(timeout=60)[1] for each in children]
    assert [each.returncode for each in children] == [0, 0]
    lines = (tmp_path / "log").read_text().split()
    assert lines == ["begins", "ends"] * (len(lines) // 2)
    assert sum("is being built by another process" in each for each in said) == 1
    encoder = BagEncoder()
    (found,) = open_index(tmp_path, [], encoder).articles
    assert found.title in ("Tours", "Metz")
    assert encoder.encoded == 0


def test_a_build_that_is_killed_leaves_an_index_that_is_whole(tmp_path: Path) -> None:
    build_index(tmp_path, [RAIN], BagEncoder())
    for title in ("Tours", "Metz", "Lyon"):
        building = child(FOR_EVER, tmp_path, title)
        assert building.stdout is not None
        assert building.stdout.readline() == "ready\n"
        time.sleep(random.uniform(0.05, 0.3))
        building.kill()
        building.communicate()
        encoder = BagEncoder()
        assert len(open_index(tmp_path, [], encoder).articles) == 1
        assert encoder.encoded == 0
        assert names(tmp_path) == [".index.lock", "index"]


def test_an_index_moved_aside_by_a_process_that_was_killed_is_put_back(tmp_path: Path) -> None:
    build_index(tmp_path, [RAIN], BagEncoder())
    aside = tmp_path / ".index-old-x1"
    aside.mkdir()
    index_folder(tmp_path).rename(aside / "index")
    (tmp_path / ".index-new-x2").mkdir()
    (tmp_path / ".index-new-x2" / "half").write_text("x")
    encoder = BagEncoder()
    assert open_index(tmp_path, [], encoder).articles == (RAIN,)
    assert encoder.encoded == 0
    assert names(tmp_path) == [".index.lock", "index"]


def test_a_link_is_found_in_an_index_that_was_moved_aside(tmp_path: Path) -> None:
    link = "https://nowhere.invalid/rain"
    build_index(tmp_path, [replace(RAIN, source=link)], BagEncoder())
    aside = tmp_path / ".index-old-x1"
    aside.mkdir()
    index_folder(tmp_path).rename(aside / "index")
    assert [each.title for each in read_sources(tmp_path, [link])] == ["La pluie"]


@pytest.mark.parametrize("size", [0, 5_000, 60_000])
def test_a_disk_that_is_full_leaves_the_index_that_was_there(tmp_path: Path, size: int) -> None:
    build_index(tmp_path, [RAIN], BagEncoder())
    out, log = child(ON_A_FULL_DISK, tmp_path, "Tours", size).communicate(timeout=60)
    assert f"{index_folder(tmp_path)}: cannot be written (" in out, log
    assert out.endswith("); what was there stays\n")
    assert ArticleIndex.load(index_folder(tmp_path), BagEncoder()).articles == (RAIN,)
    assert names(tmp_path) == [".index.lock", "index"]


def test_an_index_stays_as_it_was_where_no_more_files_may_be_opened(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    build_index(tmp_path, [RAIN, SNOW], BagEncoder())
    open_index(tmp_path, [], BagEncoder())  # imports what it needs
    made = index_folder(tmp_path).stat().st_ino
    with few_files(0), pytest.raises(ResourceError, match="Too many open files"):
        open_index(tmp_path, [], BagEncoder())
    for free in range(1, 12):
        with few_files(free), suppress(ResourceError, OSError):
            open_index(tmp_path, [], BagEncoder())
    assert "building it again" not in caplog.text
    assert index_folder(tmp_path).stat().st_ino == made
    assert names(tmp_path) == [".index.lock", "index"]


def test_no_file_of_an_index_may_lack_its_last_byte(tmp_path: Path) -> None:
    build_index(tmp_path, [RAIN], BagEncoder())
    drifts = article("".join(f"Il neige {n} jours.\n" for n in range(20)), title="La neige")
    build_index(tmp_path / "whole", [drifts], BagEncoder())
    files = [each for each in index_folder(tmp_path / "whole").rglob("*") if each.is_file()]
    for size in sorted({each.stat().st_size for each in files} - {0}):
        with full_disk(size - 1), pytest.raises(UnsavedIndexError) as caught:
            build_index(tmp_path, [drifts], BagEncoder())
        assert str(caught.value) == (
            f"{index_folder(tmp_path)}: cannot be written (File too large); what was there stays"
        )
    assert ArticleIndex.load(index_folder(tmp_path), BagEncoder()).articles == (RAIN,)


def test_a_change_by_another_process_is_not_undone_by_ours(tmp_path: Path) -> None:
    ours = build_index(tmp_path, [RAIN], BagEncoder())
    theirs = change_index(tmp_path, ours, BagEncoder(), add=[SNOW])
    encoder = BagEncoder()
    both = change_index(tmp_path, ours, encoder, add=[FROST])
    assert theirs.articles == (RAIN, SNOW)
    assert both.articles == (RAIN, SNOW, FROST)
    fresh = BagEncoder()
    build_index(tmp_path / "other", [FROST], fresh)
    assert encoder.encoded == fresh.encoded  # of what is new alone


def test_no_two_indexes_are_of_one_moment(tmp_path: Path) -> None:
    moments = {build_index(tmp_path, [RAIN], BagEncoder()).passport.built for _ in range(5)}
    assert len(moments) == 5


@pytest.mark.parametrize(
    "spoilt", [PASSPORT_FILE, FACTS_FILE, SHELF_FILE, f"{LEXICON_FOLDER}/starts.npy"]
)
def test_vectors_outlive_what_is_made_again_from_text(tmp_path: Path, spoilt: str) -> None:
    """A new format, or a damaged file, costs no model: a machine that serves may have none."""
    before = build_index(tmp_path, [RAIN, SNOW], BagEncoder())
    if spoilt == PASSPORT_FILE:
        stamp(index_folder(tmp_path), replace(before.passport, format_version=FORMAT_VERSION - 1))
    else:
        flip(index_folder(tmp_path) / spoilt)
    encoder = BagEncoder()
    after = open_index(tmp_path, [RAIN, SNOW], encoder)
    assert encoder.encoded == 0
    assert after.articles == (RAIN, SNOW)
    assert after.ask("Il pleut ?") == before.ask("Il pleut ?")


@pytest.mark.parametrize("spoilt", [*VECTOR_FILES, BACKGROUND_FILE, SPANS_FILE, "passages", "bag"])
def test_vectors_that_nothing_vouches_for_are_made_again(tmp_path: Path, spoilt: str) -> None:
    folder = index_folder(tmp_path)
    before = build_index(tmp_path, [RAIN], BagEncoder())
    if spoilt == "passages":
        stamp(folder, replace(before.passport, format_version=0, passages_version=0))
    elif spoilt != "bag":
        flip(folder / spoilt)
    encoder, fresh = BagEncoder("other" if spoilt == "bag" else "bag"), BagEncoder()
    open_index(tmp_path, [RAIN], encoder)
    build_index(tmp_path / "fresh", [RAIN], fresh)
    assert encoder.encoded == fresh.encoded > 0


@pytest.mark.parametrize(("version", "taken_over"), [(6, False), (7, True), (8, True)])
def test_formats_that_did_not_say_how_passages_were_made_are_known(
    tmp_path: Path, version: int, taken_over: bool
) -> None:
    before = build_index(tmp_path, [RAIN], BagEncoder())
    table = asdict(replace(before.passport, format_version=version))
    del table["passages_version"]
    passport = index_folder(tmp_path) / PASSPORT_FILE
    table["files"] = json.loads(passport.read_text("utf-8"))["files"]
    write_json(passport, {**table, "checksum": digest(table)})
    encoder = BagEncoder()
    assert open_index(tmp_path, [RAIN], encoder).articles == (RAIN,)
    assert (encoder.encoded == 0) == taken_over


def stamp(folder: Path, passport: Passport) -> None:
    (folder / PASSPORT_FILE).unlink()
    passport.write(folder)


def flip(path: Path) -> None:
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
