import io
import logging
from collections.abc import Iterator

import pytest

from bot.logs import set_up_logs

TOKEN = "123456:a-secret"


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    levels = {logger: logger.level for logger in loggers}
    handlers = logging.root.handlers[:]
    yield
    logging.root.handlers[:] = handlers
    for logger, level in levels.items():
        logger.setLevel(level)


def test_the_token_stands_in_no_line_and_in_no_traceback() -> None:
    stream = io.StringIO()
    set_up_logs("DEBUG", (TOKEN,), stream)
    logging.getLogger("bot").debug("calling https://example.org/bot%s/getMe", TOKEN)
    try:
        raise ValueError(f"bad {TOKEN}")
    except ValueError:
        logging.getLogger("bot").exception("it failed")
    logging.getLogger("bot").warning("not found: /bot%s", TOKEN.upper())
    logging.getLogger("httpx").info("HTTP Request: POST /bot%s", TOKEN)
    assert TOKEN not in stream.getvalue().lower()
    assert "/bot***/getMe" in stream.getvalue()
    assert "HTTP Request" not in stream.getvalue()
