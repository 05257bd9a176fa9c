"""OGC API Features: the items of a collection, which name their next page in `links`.

Source: OGC API Features 1.0, clauses 7.14 and 7.15 (`links` with `rel` “next”, `numberMatched`).
Known:  pygeoapi and ArcGIS also take `offset`; a server that names no next page is asked so, where it states a total.
"""

import re

from plugins.fetch.services.json_page import parse_json_page
from plugins.fetch.services.service_page import Address, Service, ServicePage, next_offset

ITEMS = re.compile(r"/collections/[^/]+/items/?$")


def _next_url(address: Address, page: ServicePage, records: int) -> str | None:
    if page.next_address:
        return address.join(page.next_address)
    return next_offset(address, page, records, "offset", None, "limit") if page.total is not None else None


OGC_FEATURES = Service(
    "OGC API Features", lambda address: ITEMS.search(address.path) is not None, parse_json_page, _next_url
)
