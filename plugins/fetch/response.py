"""Reading an answer's body: streamed to disk, hashed, and never more than the limits allow.

Known   a body that is compressed on the way is unpacked as it streams, so that a small answer can't become a huge file.
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

import httpx

IN_MEMORY = 1024 * 1024
PIECE = 256 * 1024


class BodyTooLarge(Exception):
    """Raised when a body, or what it unpacks to, goes beyond the size limit, from reading it."""


class BodyUnreadable(Exception):
    """Raised when a body is cut short or packed in a way that we did not ask for, from reading it."""


@dataclass
class Body:
    """The bytes of one answer: spooled to disk beyond a megabyte."""

    file: IO[bytes]
    size: int
    sha256: str

    def read(self) -> bytes:
        """Return the whole body."""
        self.file.seek(0)
        return self.file.read()

    def __enter__(self) -> "Body":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


class Decompressor:
    """Undo a `Content-Encoding` piece by piece."""

    def __init__(self, encoding: str) -> None:
        self._packed = encoding not in {"", "identity"}
        if encoding in {"gzip", "x-gzip", "deflate"}:
            self._stream = zlib.decompressobj(wbits=47)  # gzip or zlib, told by its first bytes
        elif self._packed:
            raise BodyUnreadable(f"packed as “{encoding}”, which we did not ask for")

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """Yield what `data` unpacks to, a bounded piece at a time."""
        if not self._packed:
            yield data
            return
        while True:
            try:
                piece = self._stream.decompress(data, PIECE)
            except zlib.error as error:
                raise BodyUnreadable(f"the packed body is damaged: {error}") from error
            yield piece
            data = self._stream.unconsumed_tail
            if not data and len(piece) < PIECE:
                return

    @property
    def is_whole(self) -> bool:
        """Whether the packed body came to its end."""
        return not self._packed or self._stream.eof


async def read_body(response: httpx.Response, limit: int) -> Body:
    """Return the body of `response`; raise BodyTooLarge as soon as it is known to go beyond `limit` bytes."""
    declared = response.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise BodyTooLarge(f"{int(declared):,} bytes announced, more than {limit:,}")
    unpacker = Decompressor(response.headers.get("content-encoding", "").strip().lower())
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    digest, size = hashlib.sha256(), 0
    try:
        async for received in response.aiter_raw(PIECE):
            for piece in unpacker.pieces(received):
                size += len(piece)
                if size > limit:
                    raise BodyTooLarge(f"more than {limit:,} bytes")
                digest.update(piece)
                file.write(piece)
        if not unpacker.is_whole and size:
            raise BodyUnreadable("the packed body is cut short")
    except BaseException:
        file.close()
        raise
    return Body(file, size, digest.hexdigest())
