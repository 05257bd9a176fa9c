"""ArcGIS Hub: the items of a hub's catalogue, each as its download in CSV.

Source: ArcGIS Hub search API (OGC API Records), `/api/search/v1/collections/dataset/items`, and
        `/api/download/v1/items/{id}/csv?layers=0`, https://hub.arcgis.com/api/search/definition
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from plugins.fetch.listings.listed_file import ListedFile, ListingPage, records_in, text_of, web_address
from transforms.reading.envelopes import next_page

ITEMS = "/api/search/v1/collections/"


def read(document: Any, url: str) -> ListingPage | None:  # noqa: ANN401 (any JSON)
    """Return the datasets that an answer lists; None where it is no answer of a hub's."""
    if not isinstance(document, Mapping) or ITEMS not in urlsplit(url).path:
        return None
    files = [file for item in records_in(document.get("features", [])) if (file := _download(item, url)) is not None]
    following = next_page(document, ("features",))
    return ListingPage(tuple(files), web_address(url, following) or None if following else None)


def _download(item: Mapping[str, Any], url: str) -> ListedFile | None:
    about, identifier = item.get("properties"), text_of(item, "id")
    if not isinstance(about, Mapping) or not identifier:
        return None
    item_id, _, layer = identifier.partition("_")
    path = f"/api/download/v1/items/{quote(item_id, safe='')}/csv?layers={quote(layer or '0', safe='')}"
    name = text_of(about, "title", "name")
    return ListedFile(
        web_address(url, path), name, None, "csv", text_of(about, "license"), name, text_of(about, "source", "owner")
    )
