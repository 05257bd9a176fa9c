"""Receiving a form with a file: never more of it stored than the limit, however much is sent."""

from collections.abc import AsyncGenerator

from fastapi import Request
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException, MultiPartParser

LIMIT = 100_000_000
FORM = 100_000  # bytes around the file: the other fields
FORGIVEN = 5  # times the limit that is read and dropped, so that a browser stays to hear what was wrong
SECONDS = 900


class TooLarge(Exception):
    """Raised when more is sent than is taken, from receiving it."""


class NotAForm(Exception):
    """Raised when what is sent is no form with a file, from receiving it."""


async def receive(request: Request, limit: int | None = None) -> FormData:
    """Return the form of a request with its file in a temporary file that nobody else can open.

    Raises:
        TooLarge: the request is larger than a file may be.
        NotAForm: it is not what our form sends.

    """
    most = (LIMIT if limit is None else limit) + FORM
    stream = request.stream()
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        await _drop(stream, most)
        raise TooLarge
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise NotAForm
    try:
        return await MultiPartParser(request.headers, _within(stream, most), max_files=1, max_fields=10).parse()
    except TooLarge:
        await _drop(stream, most)
        raise
    except MultiPartException as error:
        raise NotAForm from error


async def _within(stream: AsyncGenerator[bytes, None], most: int) -> AsyncGenerator[bytes, None]:
    """Yield what comes until it is too much."""
    size = 0
    async for piece in stream:
        size += len(piece)
        if size > most:
            raise TooLarge
        yield piece


async def _drop(stream: AsyncGenerator[bytes, None], most: int) -> None:
    """Read and forget what still comes, up to a point."""
    size = 0
    async for piece in stream:
        size += len(piece)
        if size > FORGIVEN * most:
            return
