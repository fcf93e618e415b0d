"""Index articles, ask them, and measure how well that goes."""

import codecs
import io
import json
import logging
import os
import sys
from collections.abc import Sequence

from index.command_line import make_parser, read_environment
from index.errors import VerbatimError

USAGE_FAULT = 2  # argparse's own status for a command line that is wrong
INTERRUPTED = 130  # as shells have it: 128 and the number of the signal


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status.

    0 when it ran, 2 where the input is wrong, 130 where somebody interrupted it.
    """
    _write_any_text()
    logging.basicConfig(format="%(message)s", level=logging.WARNING, stream=sys.stderr)
    try:
        options = make_parser(read_environment()).parse_args(arguments)
        options.command(options)
    except VerbatimError as fault:
        sys.stderr.write(f"verbatim: {fault}\n")
        return USAGE_FAULT
    except BrokenPipeError:  # the reader, `head` perhaps, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as fault:  # DATA_DIR cannot be made or written, or the disk is full
        sys.stderr.write(f"verbatim: {fault.filename or 'a file'}: {fault.strerror or fault}\n")
        return USAGE_FAULT
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _write_any_text() -> None:
    """Have what an output's encoding lacks written as JSON writes it: "é" by its number."""
    codecs.register_error("as JSON", _as_json)
    for output in (sys.stdout, sys.stderr):
        if isinstance(output, io.TextIOWrapper):
            output.reconfigure(errors="as JSON")


def _as_json(fault: UnicodeError) -> tuple[str, int]:
    assert isinstance(fault, UnicodeEncodeError)
    return json.dumps(fault.object[fault.start : fault.end])[1:-1], fault.end


if __name__ == "__main__":
    raise SystemExit(main())
