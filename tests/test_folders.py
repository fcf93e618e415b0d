"""A damaged folder, kept beside the one that takes its place; a file replaced as one."""

import os
from pathlib import Path

import pytest

from index.folders import DAMAGED_KEPT, alone, replaced, set_aside, swap_in
from tests.full_disk import full_disk


def damaged(parent: Path, made_s: float) -> Path:
    folder = parent / "index"
    (folder / "deep").mkdir(parents=True, exist_ok=True)
    (folder / "deep" / "file").write_text(f"{made_s}")
    os.utime(folder, (made_s, made_s))
    return folder


def test_a_damaged_folder_is_kept_once_and_named_by_when_it_was_made(tmp_path: Path) -> None:
    folder = damaged(tmp_path, 1e9)
    aside = set_aside(folder)
    assert aside == tmp_path / "index.damaged-20010909T014640Z"
    assert set_aside(folder) == aside
    assert (aside / "deep" / "file").read_text() == "1000000000.0"
    assert (aside / "deep" / "file").samefile(folder / "deep" / "file")
    assert sorted(tmp_path.iterdir()) == [folder, aside]


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone gives files away")
def test_what_root_makes_belongs_to_whose_folder_it_is_in(tmp_path: Path) -> None:
    os.chown(tmp_path, 4321, 4322)

    def write(made: Path) -> None:
        (made / "deep").mkdir()
        (made / "deep" / "file").write_text("Il pleut.")

    folder = tmp_path / "index"
    with alone(folder):
        swap_in(folder, write)
    made = list(tmp_path.rglob("*"))
    assert len(made) == 4
    assert {(path.stat().st_uid, path.stat().st_gid) for path in made} == {(4321, 4322)}


def test_the_last_few_are_kept(tmp_path: Path) -> None:
    made: list[Path] = []
    for day in range(DAMAGED_KEPT + 2):
        folder = damaged(tmp_path, 1e9 + 86_400 * day)
        made.append(set_aside(folder))
    assert sorted(tmp_path.iterdir()) == [folder, *made[-DAMAGED_KEPT:]]


def test_a_file_is_replaced_with_its_mode_and_by_way_of_a_link(tmp_path: Path) -> None:
    old, link = tmp_path / "page.html", tmp_path / "link.html"
    old.write_text("old")
    old.chmod(0o604)
    link.symlink_to(old)
    with replaced(link) as made:
        made.write_text("new")
        assert old.read_text() == "old"
    assert link.is_symlink()
    assert (old.read_text(), old.stat().st_mode & 0o777) == ("new", 0o604)
    assert sorted(tmp_path.iterdir()) == [link, old]


def test_a_file_that_cannot_be_written_is_named_and_stays_as_it_was(tmp_path: Path) -> None:
    old = tmp_path / "page.html"
    old.write_text("old")
    with full_disk(), pytest.raises(OSError, match="page") as caught, replaced(old) as made:
        made.write_text("new")
    assert caught.value.filename == str(old)
    assert old.read_text() == "old"
    assert list(tmp_path.iterdir()) == [old]
