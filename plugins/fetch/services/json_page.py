"""A page in JSON: its records wherever the kind of service puts them, and what its envelope says."""

import hashlib
import json
import re
from typing import Any

from plugins.fetch.services.service_page import ServicePage
from transforms.reading.envelopes import next_page, page_records, says_more, stated_total

MAX_PARSED_BYTES = 200_000_000
HEAD_BYTES = 8192
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
NAMES_A_PAGE = re.compile(rb"next|skip|offset", re.IGNORECASE)


def starts_as_json(content: bytes) -> bool:
    """Return whether bytes begin as an object or a list of JSON."""
    return content[:HEAD_BYTES].removeprefix(BYTE_ORDER_MARK).lstrip()[:1] in (b"{", b"[")


def parse_json_page(content: bytes) -> ServicePage | None:
    """Return what a page says about itself, None if it is no list of records that can be joined."""
    document = document_of(content)
    listed = page_records(document)
    if listed is None:
        return None
    path, records = listed
    return ServicePage(
        "json",
        len(records),
        stated_total(document, path),
        says_more(document, path),
        hashlib.sha256(content).hexdigest(),
        next_page(document, path),
    )


def names_next_page(content: bytes) -> bool:
    """Return, quickly, whether an answer may name a next page: only its beginning and its end are looked at."""
    edges = content[:HEAD_BYTES] + content[-HEAD_BYTES:]
    return starts_as_json(content) and NAMES_A_PAGE.search(edges) is not None


def document_of(content: bytes) -> Any:  # noqa: ANN401 (any JSON)
    """Return what JSON bytes hold; None where they are no JSON, or too much of it."""
    if not starts_as_json(content) or len(content) > MAX_PARSED_BYTES:
        return None
    try:
        return json.loads(content.removeprefix(BYTE_ORDER_MARK))
    except (ValueError, RecursionError):
        return None
