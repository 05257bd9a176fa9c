"""Opendatasoft: the records of a dataset, ten at a time unless the address asks for more.

Source: Opendatasoft Explore API 2.1, `records` (`limit`, `offset`, `total_count`), https://help.opendatasoft.com/apis
Known:  it refuses `offset` and `limit` of together more than 10,000; the register should name `exports/csv` instead.
        What came up to there is stored, and reading it says that it is cut short.
"""

import re

from plugins.fetch.services.json_page import parse_json_page
from plugins.fetch.services.service_page import Address, Service, ServicePage, next_offset

RECORDS = re.compile(r"/api/explore/v2\.\d+/catalog/datasets/[^/]+/records/?$")
DEFAULT_LIMIT = 10


def _next_url(address: Address, page: ServicePage, records: int) -> str | None:
    return next_offset(address, page, records, "offset", DEFAULT_LIMIT, "limit")


OPENDATASOFT = Service(
    "Opendatasoft", lambda address: RECORDS.search(address.path) is not None, parse_json_page, _next_url
)
