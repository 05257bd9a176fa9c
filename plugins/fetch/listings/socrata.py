"""Socrata: the datasets of its catalogue, each as its export to CSV.

Source: Socrata Discovery API, https://dev.socrata.com/docs/other/discovery (`results`, `resultSetSize`, `offset`).
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from plugins.fetch.listings.listed_file import ListedFile, ListingPage, day_of, records_in, text_of
from plugins.fetch.services.service_page import Address


def read(document: Any, url: str) -> ListingPage | None:  # noqa: ANN401 (any JSON)
    """Return the datasets that an answer lists; None where it is no catalogue of Socrata's."""
    if not isinstance(document, Mapping) or "resultSetSize" not in document:
        return None
    results = list(records_in(document.get("results", [])))
    files = [file for result in results if (file := _export(result, url)) is not None]
    address, total = Address(url), document["resultSetSize"]
    start = (address.number("offset") or 0) + len(results)
    has_more = isinstance(total, int) and start < total and bool(results)
    return ListingPage(tuple(files), address.with_parameter("offset", start) if has_more else None)


def _export(result: Mapping[str, Any], url: str) -> ListedFile | None:
    resource, metadata = result.get("resource"), result.get("metadata")
    if not isinstance(resource, Mapping) or not text_of(resource, "id"):
        return None
    about: Mapping[str, Any] = metadata if isinstance(metadata, Mapping) else {}
    scheme, _, rest = url.partition("://")
    host = text_of(about, "domain") or rest.partition("/")[0]
    export = f"{scheme}://{host}/api/views/{quote(text_of(resource, 'id'), safe='')}/rows.csv?accessType=DOWNLOAD"
    name = text_of(resource, "name")
    return ListedFile(
        export,
        name,
        day_of(resource, "data_updated_at", "updatedAt"),
        "csv",
        text_of(about, "license"),
        name,
        text_of(resource, "attribution"),
    )
