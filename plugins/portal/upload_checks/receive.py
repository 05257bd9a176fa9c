"""Receiving a form with files: no more is stored than the limit, however much is sent."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

MAX_BYTES = 100_000_000  # of all files together
MAX_FILES = 5  # the one to check, and those that it refers to
MAX_FORM_BYTES = 100_000  # of the other fields
LONGEST_BOUNDARY = 200  # bytes
DRAINED = 5  # times the limit is read and dropped, because a browser reads no response while it sends
SECONDS = 900  # for the whole form to arrive


class TooLarge(Exception):
    """Raised when more is sent than is accepted, from `receive`."""


class NotAForm(Exception):
    """Raised when what is sent is not a form with files, from `receive`."""


async def receive(request: Request, max_file_bytes: int | None = None) -> FormData:
    """Return the form of a request, each file in a temporary file that no other account can open.

    Raises:
        TooLarge: the request is larger than all files together may be.
        NotAForm: the request is not what our form sends.

    """
    max_bytes = (MAX_BYTES if max_file_bytes is None else max_file_bytes) + MAX_FORM_BYTES
    stream = request.stream()
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > max_bytes:
        await drain(request)
        raise TooLarge
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise NotAForm
    try:
        tail = _Tail()
        body = tail.follow(_within(stream, max_bytes))
        form = await MultiPartParser(request.headers, body, max_files=MAX_FILES, max_fields=10).parse()
    except TooLarge:
        await drain(request)
        raise
    except (MultiPartException, ClientDisconnect) as error:
        raise NotAForm from error
    if not tail.is_end_of_form:  # cut where its Content-Length says, which the parser takes for the end
        await form.close()
        raise NotAForm
    return form


class _Tail:
    """The last bytes of a form, which end it: two hyphens, its boundary, two hyphens."""

    def __init__(self) -> None:
        self._bytes = b""

    async def follow(self, stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
        """Yield the chunks of a stream."""
        async for chunk in stream:
            self._bytes = (self._bytes + chunk[-LONGEST_BOUNDARY:])[-LONGEST_BOUNDARY:]
            yield chunk

    @property
    def is_end_of_form(self) -> bool:
        """Whether they do."""
        return self._bytes.rstrip().endswith(b"--")


async def receive_words(request: Request) -> Mapping[str, str]:
    """Return the fields of a form without files; raise TooLarge for one that is larger than any of ours."""
    chunks = [chunk async for chunk in _within(request.stream(), MAX_FORM_BYTES)]
    return dict(parse_qsl(b"".join(chunks).decode(errors="replace")))


async def drain(request: Request) -> None:
    """Read and drop the rest of a request, up to a point, so that the browser goes on to read the response."""
    size = 0
    with suppress(
        ClientDisconnect, TimeoutError, RuntimeError
    ):  # the visitor left, is too slow, or has sent everything
        async with asyncio.timeout(SECONDS):
            async for chunk in request.stream():
                size += len(chunk)
                if size > DRAINED * MAX_BYTES:
                    return


async def _within(stream: AsyncGenerator[bytes, None], max_bytes: int) -> AsyncGenerator[bytes, None]:
    """Yield the chunks of a stream; raise TooLarge once they are more than `max_bytes`."""
    size = 0
    async for chunk in stream:
        size += len(chunk)
        if size > max_bytes:
            raise TooLarge
        yield chunk
