"""CKAN's datastore: the records of a resource, a hundred at a time unless the address asks for more.

Source: CKAN DataStore extension, `datastore_search` (`limit`, `offset`, `total`), https://docs.ckan.org
Known:  `_links.next` is named on the last page too, so only the total tells.
"""

import re

from plugins.fetch.services.json_page import parse_json_page
from plugins.fetch.services.service_page import Address, Service, ServicePage, next_offset

SEARCH = re.compile(r"/api/(?:3/)?action/datastore_search/?$")
DEFAULT_LIMIT = 100


def _next_url(address: Address, page: ServicePage, records: int) -> str | None:
    return next_offset(address, page, records, "offset", DEFAULT_LIMIT, "limit")


CKAN_DATASTORE = Service(
    "CKAN datastore", lambda address: SEARCH.search(address.path) is not None, parse_json_page, _next_url
)
