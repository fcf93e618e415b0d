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
