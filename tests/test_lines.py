import json
from pathlib import Path

import pytest

from index.errors import BrokenIndexError
from index.lines import Lines, write_lines

VALUES = [{"a": "é\n\u2028\ud800"}, [], [[1, "x,\n]"]], "« »"]


@pytest.mark.parametrize("count", range(1, 5))
def test_a_file_is_a_list_of_which_each_value_is_read_alone(tmp_path: Path, count: int) -> None:
    path = tmp_path / "x.json"
    starts = write_lines(path, iter(VALUES[:count]))
    lines = Lines(path, starts)
    assert len(lines) == count
    assert [lines[place] for place in range(count)] == VALUES[:count]
    assert json.loads(path.read_text("utf-8", "surrogatepass")) == VALUES[:count]
    assert len(path.read_bytes().split(b"\n")) == count + 3


def test_another_length_is_refused_and_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    starts = write_lines(path, VALUES)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ValueError, match="bytes were written"):
        Lines(path, starts)
    path.write_bytes(path.read_bytes()[:-1].replace(b"[]", b"[["))
    with pytest.raises(BrokenIndexError, match=r"x\.json: damaged, "):
        Lines(path, starts)[1]
