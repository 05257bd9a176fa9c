"""Opendatasoft: the datasets of a portal, each as its export to CSV.

Source: Opendatasoft Explore API 2.1, `catalog/datasets` (`total_count`, `offset`) and `exports/csv`.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from plugins.fetch.listings.listed_file import ListedFile, ListingPage, day_of, records_in, text_of
from plugins.fetch.services.service_page import Address


def read(document: Any, url: str) -> ListingPage | None:  # noqa: ANN401 (any JSON)
    """Return the datasets that an answer lists; None where it is no catalogue of Opendatasoft's."""
    results = document.get("results") if isinstance(document, Mapping) else None
    datasets = [dataset for dataset in records_in(results) if isinstance(dataset.get("dataset_id"), str)]
    if not datasets:
        return None
    parts = urlsplit(url)
    root = parts.path.partition("/catalog/datasets")[0]

    def export(dataset: Mapping[str, Any]) -> ListedFile:
        path = f"{root}/catalog/datasets/{quote(dataset['dataset_id'], safe='')}/exports/csv"
        metas = dataset.get("metas")
        default = metas.get("default") if isinstance(metas, Mapping) else None
        about: Mapping[str, Any] = default if isinstance(default, Mapping) else {}
        return ListedFile(
            urlunsplit(parts._replace(path=path, query="", fragment="")),
            text_of(about, "title") or dataset["dataset_id"],
            day_of(about, "modified", "data_processed"),
            "csv",
            text_of(about, "license"),
            text_of(about, "title"),
            text_of(about, "publisher"),
        )

    address, total = Address(url), document.get("total_count")
    start = (address.number("offset") or 0) + len(datasets)
    has_more = isinstance(total, int) and start < total
    return ListingPage(tuple(map(export, datasets)), address.with_parameter("offset", start) if has_more else None)
