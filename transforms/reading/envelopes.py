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
TOKENS = ("nextPageToken",)  # which is no address
SAYS_MORE = ("exceededTransferLimit", "has_more", "hasMore", "more")
LISTS = ("features", "records", "results", "value", "values", "data", "items", "rows")
LONGEST_WORDS = 200
DEPTH = 3


def is_cut_short(document: Any, path: Sequence[str], count: int) -> bool:  # noqa: ANN401 (any JSON)
    """Return whether an answer says that it holds a part only of the `count` records that stand at `path`.

    A stated total decides; CKAN names a next page on the last one too.
    """
    totals = _totals(document, path)
    if any(total > count for total in totals) or says_more(document, path):
        return True
    return not totals and any(map(_names_next_page, _envelopes(document, path)))


def page_records(document: Any) -> tuple[tuple[str, ...], list[Any]] | None:  # noqa: ANN401 (any JSON)
    """Return where in one page of a service's answer its records are, and the records; None if it has no list of them.

    A page may be a bare list, and an empty one is a page too.
    """
    if isinstance(document, list):
        return ((), document) if _are_records(document) else None
    if not isinstance(document, Mapping):
        return None
    result = document.get("result")
    holders: list[tuple[tuple[str, ...], Mapping[str, Any]]] = [((), document)]
    if isinstance(result, Mapping):
        holders.append((("result",), result))
    for path, holder in holders:
        for name in LISTS:
            if isinstance(records := holder.get(name), list) and _are_records(records):
                return (*path, name), records
    return None


def stated_total(document: Any, path: Sequence[str]) -> int | None:  # noqa: ANN401 (any JSON)
    """Return how many records there are on all pages, as an answer says; None where it says nothing."""
    return max(_totals(document, path), default=None)


def says_more(document: Any, path: Sequence[str]) -> bool | None:  # noqa: ANN401 (any JSON)
    """Return whether an answer says that there are more records than it holds; None where it says neither."""
    words = [envelope[name] for envelope in _envelopes(document, path) for name in SAYS_MORE if name in envelope]
    return any(word is True for word in words) if words else None


def next_page(document: Any, path: Sequence[str]) -> str | None:  # noqa: ANN401 (any JSON)
    """Return the address of the next page as an answer names it, whole or relative; None where it names none."""
    for envelope in _envelopes(document, path):
        for name in NEXT_PAGES:
            if isinstance(envelope.get(name), str) and envelope[name] and name not in TOKENS:
                return str(envelope[name])
        links = envelope.get("links", envelope.get("_links"))
        if reference := _next_link(links):
            return reference
    return None


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


def _totals(document: Any, path: Sequence[str]) -> list[int]:  # noqa: ANN401 (any JSON)
    envelopes = _envelopes(document, path)
    totals = [_number(envelope[name]) for envelope in envelopes for name in TOTALS if name in envelope]
    return [total for total in totals if total is not None]


def _are_records(items: list[Any]) -> bool:
    return all(isinstance(item, Mapping) for item in items)


def _names_next_page(envelope: Mapping[str, Any]) -> bool:
    if any(isinstance(envelope.get(name), str) and envelope[name] for name in NEXT_PAGES):
        return True
    links = envelope.get("links", envelope.get("_links"))
    if isinstance(links, Mapping):
        return bool(links.get("next"))
    return isinstance(links, list) and any(isinstance(link, Mapping) and link.get("rel") == "next" for link in links)


def _next_link(links: Any) -> str | None:  # noqa: ANN401 (any JSON)
    """Return the address under “next” of an object of links, or of the link in a list whose relation is “next”."""
    link = links.get("next") if isinstance(links, Mapping) else None
    if isinstance(links, list):
        link = next((each for each in links if isinstance(each, Mapping) and each.get("rel") == "next"), None)
    address = link.get("href") if isinstance(link, Mapping) else link
    return address if isinstance(address, str) and address else None


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
