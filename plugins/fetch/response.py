"""Reading a response's body: streamed to disk, hashed, and never more than the limits allow.

Known   a body that is compressed on the way is decompressed as it streams, so that a small one can't become huge.
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

import httpx

MEMORY_BYTES = 1024 * 1024
CHUNK_BYTES = 256 * 1024


class BodyTooLarge(Exception):
    """Raised when a body, as sent or decompressed, goes beyond the size limit, from reading it."""


class BodyUnreadable(Exception):
    """Raised when a body is cut short or compressed in a way that we did not ask for, from reading it."""


@dataclass
class Body:
    """The bytes of one response: spooled to disk beyond a megabyte."""

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
        self._is_compressed = encoding not in {"", "identity"}
        if encoding in {"gzip", "x-gzip", "deflate"}:
            self._stream = zlib.decompressobj(wbits=47)  # gzip or zlib, by its first bytes
        elif self._is_compressed:
            raise BodyUnreadable(f"compressed as “{encoding}”, which we did not ask for")

    def decompress(self, data: bytes) -> Iterator[bytes]:
        """Yield what `data` decompresses to, a bounded chunk at a time."""
        if not self._is_compressed:
            yield data
            return
        while True:
            try:
                chunk = self._stream.decompress(data, CHUNK_BYTES)
            except zlib.error as error:
                raise BodyUnreadable(f"the compressed body is damaged: {error}") from error
            yield chunk
            data = self._stream.unconsumed_tail
            if not data and len(chunk) < CHUNK_BYTES:
                return

    @property
    def is_whole(self) -> bool:
        """Whether the compressed body came to its end."""
        return not self._is_compressed or self._stream.eof


async def read_body(response: httpx.Response, limit: int) -> Body:
    """Return the body of `response`; raise BodyTooLarge as soon as it is known to go beyond `limit` bytes."""
    declared = response.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise BodyTooLarge(f"{int(declared):,} bytes announced, more than {limit:,}")
    decompressor = Decompressor(response.headers.get("content-encoding", "").strip().lower())
    file = SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115 - the caller closes it
    digest, size = hashlib.sha256(), 0
    try:
        async for data in response.aiter_raw(CHUNK_BYTES):
            for chunk in decompressor.decompress(data):
                size += len(chunk)
                if size > limit:
                    raise BodyTooLarge(f"more than {limit:,} bytes")
                digest.update(chunk)
                file.write(chunk)
        if not decompressor.is_whole and size:
            raise BodyUnreadable("the compressed body is cut short")
    except BaseException:
        file.close()
        raise
    return Body(file, size, digest.hexdigest())
