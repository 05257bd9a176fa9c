"""DCAT: the distributions of a catalogue's datasets, in DCAT-US, DCAT-AP as JSON-LD, or the 360Giving registry.

Source: DCAT-US 1.1, https://resources.data.gov/resources/dcat-us (`dataset`, `distribution`, `downloadURL`); DCAT-AP
        3.0, https://semiceu.github.io/DCAT-AP; 360Giving data registry, https://data.threesixtygiving.org/data.json
Known:  ArcGIS hubs give both feeds at `/api/feed/dcat-us/1.1.json` and `/api/feed/dcat-ap/2.1.1.json`; the registry is
        a bare list of datasets.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from plugins.fetch.listings.listed_file import ListedFile, ListingPage, day_of, records_in, text_of, web_address
from transforms.reading.envelopes import next_page

Record = Mapping[str, Any]


def read(document: Any, url: str) -> ListingPage | None:  # noqa: ANN401 (any JSON)
    """Return the distributions that a catalogue lists; None where it is no catalogue."""
    nodes = document.get("@graph", document.get("dataset", document.get("dcat:dataset"))) if isinstance(
        document, Mapping) else document  # fmt: skip
    if not isinstance(nodes, list):
        return None
    by_id = {node["@id"]: node for node in records_in(nodes) if isinstance(node.get("@id"), str)}
    datasets = [node for node in records_in(nodes) if _distributions(node)]
    if nodes and not datasets:
        return None
    files = tuple(file for dataset in datasets for file in _files(dataset, by_id, url))
    following = next_page(document, ("dataset",)) if isinstance(document, Mapping) else None
    return ListingPage(files, web_address(url, following) or None if following else None)


def _distributions(dataset: Record) -> Any:  # noqa: ANN401 (any JSON)
    return dataset.get("distribution") or dataset.get("dcat:distribution")


def _files(dataset: Record, by_id: Mapping[str, Record], url: str) -> Iterator[ListedFile]:
    publisher = _first(dataset, "publisher", "dct:publisher")
    for distribution in records_in(_distributions(dataset)):
        node = by_id.get(str(distribution.get("@id")), distribution)
        names = ("downloadURL", "dcat:downloadURL", "accessURL", "dcat:accessURL")
        addresses = [web_address(url, _value(node.get(name))) for name in names]
        address = next(filter(None, addresses), "")
        if address:
            yield ListedFile(
                address,
                _text(node, "title", "dct:title") or _text(dataset, "title", "dct:title"),
                day_of(node, "modified", "dct:modified") or day_of(dataset, "modified", "dct:modified"),
                _text(node, "format", "dct:format", "mediaType", "dcat:mediaType"),
                _text(node, "license", "dct:license") or _text(dataset, "license", "dct:license"),
                _text(dataset, "title", "dct:title"),
                text_of(publisher, "name", "foaf:name") if isinstance(publisher, Mapping) else _value(publisher),
            )


def _first(record: Record, *names: str) -> Any:  # noqa: ANN401 (any JSON)
    return next((record[name] for name in names if name in record), None)


def _text(record: Record, *names: str) -> str:
    return next((text for name in names if (text := _value(record.get(name)))), "")


def _value(value: Any) -> str:  # noqa: ANN401 (any JSON)
    """Return a text, or what JSON-LD has under `@id` or `@value` in its place."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, Mapping):
        value = value.get("@id", value.get("@value", ""))
    return " ".join(value.split()) if isinstance(value, str) else ""
