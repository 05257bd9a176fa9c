"""Receiving a form with files: never more of it stored than the limit, however much is sent."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

LIMIT = 100_000_000
FILES = 5  # the one to check, and those that it refers to
FORM = 100_000  # bytes around the files: the other fields
FORGIVEN = 5  # times the limit that is read and dropped, so that a browser stays to hear what was wrong
SECONDS = 900


class TooLarge(Exception):
    """Raised when more is sent than is taken, from receiving it."""


class NotAForm(Exception):
    """Raised when what is sent is no form with files, from receiving it."""


async def receive(request: Request, limit: int | None = None) -> FormData:
    """Return the form of a request with each file in a temporary one that nobody else can open.

    Raises:
        TooLarge: the request is larger than its files may be together.
        NotAForm: it is not what our form sends.

    """
    most = (LIMIT if limit is None else limit) + FORM
    stream = request.stream()
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        await drop(request)
        raise TooLarge
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise NotAForm
    try:
        return await MultiPartParser(request.headers, _within(stream, most), max_files=FILES, max_fields=10).parse()
    except TooLarge:
        await drop(request)
        raise
    except (MultiPartException, ClientDisconnect) as error:
        raise NotAForm from error


async def receive_words(request: Request) -> Mapping[str, str]:
    """Return the fields of a form without a file; raise TooLarge for one that is larger than any of ours."""
    pieces = [piece async for piece in _within(request.stream(), FORM)]
    return dict(parse_qsl(b"".join(pieces).decode(errors="replace")))


async def drop(request: Request) -> None:
    """Read and forget what still comes, up to a point: a browser hears nothing while it sends."""
    size = 0
    with suppress(ClientDisconnect, TimeoutError, RuntimeError):  # gone, too slow, or all has come
        async with asyncio.timeout(SECONDS):
            async for piece in request.stream():
                size += len(piece)
                if size > FORGIVEN * LIMIT:
                    return


async def _within(stream: AsyncGenerator[bytes, None], most: int) -> AsyncGenerator[bytes, None]:
    """Yield what comes until it is too much."""
    size = 0
    async for piece in stream:
        size += len(piece)
        if size > most:
            raise TooLarge
        yield piece
