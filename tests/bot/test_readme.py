"""The conversation that the README shows, with the real model."""

import io
import re
from pathlib import Path

import pytest

from index import ArticleIndex
from tests.bot.test_console import ENGLISH, terminal

README = Path(__file__).parent.parent.parent / "README.md"
PROMPT = "\n› "


def test_the_conversation_in_the_readme_is_what_the_console_says(
    index: ArticleIndex, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = README.read_text("utf-8")
    shown = text.split("## What it looks like")[1].split("```text")[1].split("```")[0]
    questions = iter(re.findall(r"^› (.+)$", shown, re.MULTILINE))
    talk, out = terminal(index)
    monkeypatch.setattr("builtins.input", lambda prompt: _typed(prompt, next(questions, None), out))
    talk.converse(tmp_path / "history")
    said = PROMPT + out.getvalue().split(PROMPT, 1)[1].removesuffix(f"\n{ENGLISH('goodbye')}\n")
    assert said == shown


def _typed(prompt: str, question: str | None, out: io.StringIO) -> str:
    if question is None:
        raise EOFError
    out.write(f"{prompt}{question}\n")
    return question
