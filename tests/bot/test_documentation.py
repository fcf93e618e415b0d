"""docs/telegram.md is held to the tests that it names."""

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
TABLE = (HERE.parents[1] / "docs" / "telegram.md").read_text("utf-8")


def test_every_test_that_the_table_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+\.py)::(test_\w+)`", TABLE))
    assert len(named) > 40
    for file, test in named:
        tree = ast.parse((HERE / file).read_text("utf-8"))
        functions = {
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        assert test in functions, f"{file}::{test}"


def test_every_test_that_the_page_on_reliability_names_exists() -> None:
    page = (HERE.parents[1] / "docs" / "reliability.md").read_text("utf-8")
    named = re.findall(r"`(test_\w+\.py)(?:::(test_\w+))?`", page)
    assert len(named) > 25
    for file, test in named:
        path = next(each for each in (HERE / file, HERE.parent / file) if each.exists())
        assert not test or f"def {test}(" in path.read_text("utf-8"), f"{file}::{test}"
