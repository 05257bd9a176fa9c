"""Listings: pages and catalogue answers that list files; one module for each kind, and this register of them.

A new kind is a module with a `read` and its line here. What kind a listing is of is told by its content.
"""

from plugins.fetch.listings import arcgis_hub, ckan, dcat, links, opendatasoft, socrata
from plugins.fetch.listings.listed_file import ListedFile, ListingPage, matching
from plugins.fetch.services.json_page import document_of

JSON_LISTINGS = (ckan.read, opendatasoft.read, socrata.read, arcgis_hub.read, dcat.read)

__all__ = ["ListedFile", "ListingPage", "matching", "read_listing"]


def read_listing(content: bytes, url: str) -> ListingPage | None:
    """Return what a listing at `url` lists; None where it is no listing of a kind that we know."""
    document = document_of(content)
    if document is None:
        return links.read(content, url)
    return next((page for read in JSON_LISTINGS if (page := read(document, url)) is not None), None)
