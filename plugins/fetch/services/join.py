"""Joining pages: one document of exactly the bytes that came, so that its hash changes when any page does."""

from collections.abc import Iterable

from plugins.fetch.services.json_page import BYTE_ORDER_MARK
from plugins.fetch.services.wfs import DECLARATION


def join_pages(pages: Iterable[bytes], form: str) -> Iterable[bytes]:
    """Yield one document of `pages`, each as it came.

    But for a byte order mark, the declaration above XML, and the header of every page of CSV after the first.
    """
    if form == "csv":
        yield from _join_csv(pages)
        return
    opening, between, closing = (
        (b'{"pages":[\n', b",\n", b"\n]}\n")
        if form == "json"
        else (b'<?xml version="1.0" encoding="UTF-8"?>\n<pages>\n', b"\n", b"\n</pages>\n")
    )
    for number, content in enumerate(pages):
        yield between if number else opening
        yield content.removeprefix(BYTE_ORDER_MARK) if form == "json" else DECLARATION.sub(b"", content, count=1)
    yield closing


def _join_csv(pages: Iterable[bytes]) -> Iterable[bytes]:
    header = b""
    for number, content in enumerate(pages):
        if number == 0:
            header = content.removeprefix(BYTE_ORDER_MARK).partition(b"\n")[0]
            yield content if content.endswith(b"\n") else content + b"\n"
            continue
        rows = content.removeprefix(BYTE_ORDER_MARK)
        rows = rows.removeprefix(header).lstrip(b"\r\n")
        yield rows if rows.endswith(b"\n") or not rows else rows + b"\n"
