"""What the running bot has imported: nothing that serving does not need."""

import os
import signal
import subprocess
import sys
import threading
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.bot.processes import Start
from tests.telegram_server import TelegramServer

# The packages that serving loads, all of which it needs. What is added here costs every owner of a
# small machine its start and its memory: import it inside the function that needs it instead.
NUMBERS = ("numpy", "onnxruntime", "tokenizers", "marisa_trie", "faiss", "swig_runtime_data5")
WORDS = ("Stemmer", "fluent", "babel", "attr", "pytz")
SETTINGS = ("pydantic", "pydantic_core", "pydantic_settings", "annotated_types", "dotenv")
TYPES = ("typing_inspection", "typing_extensions")
TELEGRAM = ("telegram", "httpx", "httpcore", "h11", "anyio", "certifi", "idna", "sniffio")
# The server of webhooks and figures; python-telegram-bot imports it where it is installed.
SERVER = ("tornado", "prometheus_client")
# httpx imports its own command line, and what unpacks answers, where they are installed.
HTTPX_EXTRAS = ("click", "rich", "pygments", "markdown_it", "mdurl", "zstandard", "brotli")
# FAISS compares versions with it.
SMALL = ("packaging",)
SERVING = {*NUMBERS, *WORDS, *SETTINGS, *TYPES, *TELEGRAM, *SERVER, *HTTPX_EXTRAS, *SMALL}
# Not allowed by the list above; named to say what it is there to keep out.
BUILDING = {"torch", "transformers", "sentence_transformers", "sklearn", "scipy", "onnx", "bm25s"}
READING = {"trafilatura", "lxml", "justext", "pypdf", "yaml"}
INSTALLED = frozenset(packages_distributions())
START_S = 300.0
THREADS = "OPENBLAS_NUM_THREADS"


def imported(log: str) -> frozenset[str]:
    """Return the installed packages that PYTHONPROFILEIMPORTTIME says were imported."""
    names = (line.rpartition("|")[2].strip() for line in log.splitlines() if "|" in line)
    tops = {name.partition(".")[0] for name in names} & INSTALLED - {"bot", "index"}
    return frozenset(name for name in tops if not name.startswith("_"))


def test_what_builds_and_what_reads_is_not_allowed() -> None:
    assert not SERVING & (BUILDING | READING)


def test_the_list_would_notice(start: Start, tmp_path: Path) -> None:
    (tmp_path / "careless.py").write_text("import bot.__main__, sklearn.base\n")
    process = start(module="careless", PYTHONPROFILEIMPORTTIME="1")
    _, log = process.communicate(timeout=START_S)
    assert {"sklearn", "scipy"} <= imported(log) - SERVING


@pytest.mark.parametrize("asked", ["Qui a mis son veto à la résolution française ?", "/about"])
def test_the_console_loads_what_it_needs_and_no_more(start: Start, asked: str) -> None:
    process = start("--console", PYTHONPROFILEIMPORTTIME="1")
    out, log = process.communicate(asked + "\n", timeout=START_S)
    assert "Alep sous les frappes" in out
    assert "onnxruntime" in imported(log)
    assert imported(log) - SERVING == set()


def test_a_bot_that_answers_in_telegram_has_loaded_what_it_needs_and_no_more(
    telegram: TelegramServer, start: Start
) -> None:
    process = start(
        TELEGRAM_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.url, PYTHONPROFILEIMPORTTIME="1"
    )
    log: list[str] = []
    assert process.stderr is not None
    reader = threading.Thread(target=log.extend, args=(process.stderr,))  # a full pipe blocks it
    reader.start()
    telegram.wait_for_bot(START_S)
    ada = telegram.user("Ada", "fr")
    answer = ada.private.wait_for_reply(ada.asks("Combien de civils ont été tués mardi ?"))
    assert answer.covered("blockquote")[0].startswith("Mardi, 56 civils")
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    reader.join()
    loaded = imported("".join(log))
    assert "telegram" in loaded
    assert loaded - SERVING == set()


@pytest.mark.parametrize(("set_before", "expected"), [({}, "1"), ({THREADS: "4"}, "4")])
def test_numpy_is_loaded_after_its_threads_are_chosen(
    set_before: dict[str, str], expected: str
) -> None:
    kept = {name: value for name, value in os.environ.items() if name != THREADS}
    code = f"import os, sys, bot; print(os.environ['{THREADS}'], 'numpy' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, **set_before},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == [expected, "False"]
