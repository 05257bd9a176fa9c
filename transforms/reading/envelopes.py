"""Envelopes: what a server writes around its records: how many there are, where the next page is, or what went wrong.

Source: CKAN `datastore_search` (`total`), Opendatasoft Explore 2.1 (`total_count`), OData 4.01 (`@odata.count`,
        `@odata.nextLink`), OGC API Features 1.0 (`numberMatched`, `links` with `rel` “next”), ArcGIS REST
        (`exceededTransferLimit`, `error`), JSON:API (`links.next`), Django REST framework (`count`, `next`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

TOTALS = (
    *("numberMatched", "totalFeatures", "total", "total_count", "totalCount", "total_results", "totalResults", "count"),
    *("nhits", "@odata.count", "odata.count", "recordsTotal", "total_rows", "totalRows", "totalItems", "total_items"),
)
NEXT_PAGES = (
    *("next", "nextLink", "@odata.nextLink", "odata.nextLink", "next_page", "nextPage", "next_url", "nextPageToken"),
    *("next_page_url", "nextRecordsUrl"),
)
SAYS_MORE = ("exceededTransferLimit", "has_more", "hasMore", "more")
LISTS = ("features", "records", "results", "value", "values", "data", "items", "rows")
LONGEST_WORDS = 200
DEPTH = 3


def is_cut_short(document: Any, path: Sequence[str], count: int) -> bool:  # noqa: ANN401 (any JSON)
    """Return whether an answer says that it holds a part only of the `count` records that stand at `path`.

    A stated total decides; CKAN names a next page on the last one too.
    """
    envelopes = list(_envelopes(document, path))
    totals = [_number(envelope[name]) for envelope in envelopes for name in TOTALS if name in envelope]
    if any(total is not None and total > count for total in totals):
        return True
    if any(envelope.get(name) is True for envelope in envelopes for name in SAYS_MORE):
        return True
    return not any(total is not None for total in totals) and any(map(_names_next_page, envelopes))


def is_empty_list(document: Any) -> bool:  # noqa: ANN401 (any JSON)
    """Return whether an answer has a list for its records, and nothing in it."""
    if isinstance(document, list):
        return not document
    if not isinstance(document, Mapping):
        return False
    return any(document.get(name) == [] for name in LISTS) or is_empty_list(document.get("result") or {})


def error_words(document: Any) -> str | None:  # noqa: ANN401 (any JSON)
    """Return what a server says went wrong, in its own words; None where it says nothing of the kind."""
    if not isinstance(document, Mapping):
        return None
    for name in ("error", "errors", "exceptions", "exception", "fault", "exceptionText"):
        if words := _words(document.get(name), DEPTH):
            return words[:LONGEST_WORDS]
    if document.get("success") is False or str(document.get("status")).casefold() in ("error", "fail", "failed"):
        return (_words(document, DEPTH) or "no reason given")[:LONGEST_WORDS]
    return None


def _envelopes(document: Any, path: Sequence[str]) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 (any JSON)
    """Yield the objects around a list of records, the outermost first, and what they say of themselves."""
    for key in path:
        if not isinstance(document, Mapping):
            return
        yield document
        yield from (
            document[name] for name in ("meta", "properties", "pagination") if isinstance(document.get(name), Mapping)
        )
        document = document.get(key)


def _number(value: Any) -> int | None:  # noqa: ANN401 (any JSON)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 15 else None


def _names_next_page(envelope: Mapping[str, Any]) -> bool:
    if any(isinstance(envelope.get(name), str) and envelope[name] for name in NEXT_PAGES):
        return True
    links = envelope.get("links", envelope.get("_links"))
    if isinstance(links, Mapping):
        return bool(links.get("next"))
    return isinstance(links, list) and any(isinstance(link, Mapping) and link.get("rel") == "next" for link in links)


def _words(value: Any, depth: int) -> str | None:  # noqa: ANN401 (any JSON)
    """Return a code and a message, wherever a server has put them."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return " ".join(str(value).split()) or None
    if depth and isinstance(value, list):
        return next(filter(None, (_words(item, depth - 1) for item in value)), None)
    if not depth or not isinstance(value, Mapping):
        return None
    names = ("message", "description", "detail", "title", "text", "exceptionText", "reason", "error")
    message = next(filter(None, (_words(value.get(name), depth - 1) for name in names)), None)
    code = value.get("code")
    return " ".join(str(part) for part in (code, message) if part) or None
