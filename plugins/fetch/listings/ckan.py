"""CKAN: the resources of a package (`package_show`), or of every package of a search (`package_search`).

Source: CKAN Action API, https://docs.ckan.org/en/latest/api (`resources`, `count`, `start`, `rows`).
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from plugins.fetch.listings.listed_file import ListedFile, ListingPage, day_of, records_in, text_of, web_address
from plugins.fetch.services.service_page import Address

ACTION = "/action/"


def read(document: Any, url: str) -> ListingPage | None:  # noqa: ANN401 (any JSON)
    """Return the resources that an answer lists; None where it is no answer of CKAN's."""
    result = document.get("result") if isinstance(document, Mapping) else None
    if not isinstance(result, Mapping):
        return None
    if isinstance(result.get("resources"), list):
        return ListingPage(tuple(_resources(result, url)))
    packages = result.get("results")
    if not isinstance(packages, list):
        return None
    files = tuple(file for package in records_in(packages) for file in _resources(package, url))
    address, count = Address(url), result.get("count")
    start = (address.number("start") or 0) + len(packages)
    has_more = isinstance(count, int) and start < count and bool(packages)
    return ListingPage(files, address.with_parameter("start", start) if has_more else None)


def _resources(package: Mapping[str, Any], url: str) -> Iterator[ListedFile]:
    organisation, identifier = package.get("organization"), text_of(package, "name", "id")
    listing = web_address(url, f"package_show?id={quote(identifier, safe='')}") if identifier and ACTION in url else ""
    for resource in records_in(package.get("resources", [])):
        if address := web_address(url, text_of(resource, "url", "original_url")):
            yield ListedFile(
                address,
                text_of(resource, "name", "title", "description"),
                day_of(resource, "last_modified", "metadata_modified", "created"),
                text_of(resource, "format", "mimetype"),
                text_of(package, "license_id", "license_title"),
                text_of(package, "title", "name"),
                text_of(organisation, "title", "name") if isinstance(organisation, Mapping) else "",
                listing,
            )
