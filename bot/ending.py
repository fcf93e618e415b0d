"""How a process ends, also one with work that does not."""

import logging
import os
import sys
import threading
from collections.abc import Callable
from typing import NoReturn


def end_with(main: Callable[[], int]) -> NoReturn:
    """Run a program and end the process with its status; do it at once where work was left.

    Python would take itself down under that work, and a library of C++ that then comes back to it
    aborts the process.
    """
    try:
        status = main()
    except Exception as error:  # Python would say it, and then take itself down
        sys.excepthook(type(error), error, error.__traceback__)
        status = 1
    if any(each.daemon for each in threading.enumerate()):
        sys.stdout.flush()
        logging.shutdown()
        os._exit(status)
    raise SystemExit(status)
