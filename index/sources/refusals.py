"""Why a link is not followed or not read, in one line."""

import re
import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore

from index.errors import ArticleError, UnreachableError
from index.sources.deadline import Deadline


class RefusedError(Exception):
    """A link is not followed or not read, with the reason."""


@contextmanager
def explained(url: str, deadline: Deadline) -> Iterator[None]:
    """Turn what goes wrong on the way into one line, without a password that the link carries."""
    url = re.sub(r"//[^/@\s\\]*@", "//", url)
    try:
        yield
    except RefusedError as refused:
        raise ArticleError(f"{url}: {refused}") from None
    except (httpcore.NetworkError, httpcore.TimeoutException, TimeoutError, OSError) as error:
        if deadline.passed or isinstance(error, httpcore.TimeoutException | TimeoutError):
            raise UnreachableError(f"{url}: not there after {deadline.max_s:g} s") from None
        raise UnreachableError(f"{url}: {_trouble(error)}") from None
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, ValueError, zlib.error) as error:
        if deadline.passed:
            raise UnreachableError(f"{url}: not there after {deadline.max_s:g} s") from None
        raise ArticleError(f"{url}: what came back is not HTTP as it should be ({error})") from None


def _trouble(error: Exception) -> str:
    for each in (error, error.__cause__, error.__context__):
        if isinstance(each, ssl.SSLCertVerificationError):
            return f"its certificate is not valid: {each.verify_message}"
    return f"cannot be reached ({error})" if str(error) else "cannot be reached"
