"""Packed content → what it holds, piece by piece."""

import zlib
from collections.abc import Iterator

from index.sources.refusals import RefusedError

_CHUNK = 64 * 1024
_GZIP = b"\x1f"  # what each member of it begins with


class Unpacking:
    """Unpacks a stream in pieces of limited size, so that no bomb is held whole."""

    def __init__(self, encoding: str) -> None:
        if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise RefusedError(f"it is packed by {encoding[:40]}, which was not asked for")
        self._packed = encoding not in {"", "identity"}
        self._wbits = 47 if "gzip" in encoding else zlib.MAX_WBITS
        self._member = zlib.decompressobj(self._wbits)

    def unpack(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what a chunk holds; gzip may have several members (RFC 1952), or a filling."""
        if not self._packed:
            yield chunk
            return
        while chunk:
            if self._member.eof:
                if not chunk.startswith(_GZIP):
                    return
                self._member = zlib.decompressobj(self._wbits)
            if part := self._member.decompress(chunk, _CHUNK):
                yield part
            chunk = self._member.unused_data or self._member.unconsumed_tail

    def end(self) -> None:
        """Raise RefusedError where what is packed has not come to its end."""
        if self._packed and not self._member.eof:
            raise RefusedError("it broke off before its end")
