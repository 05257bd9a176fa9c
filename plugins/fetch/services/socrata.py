"""Socrata: the rows of a dataset as a bare list or as CSV, a thousand at a time unless the address asks for more.

Source: Socrata Open Data API, “Paging through Data” (`$limit`, `$offset`), https://dev.socrata.com/docs/paging.html
Known:  no answer states a total, so a full page is followed by another question.
"""

import csv
import hashlib
import io
import re

from plugins.fetch.services.json_page import parse_json_page, starts_as_json
from plugins.fetch.services.service_page import Address, Service, ServicePage, next_offset

RESOURCE = re.compile(r"/resource/[a-z0-9]{4}-[a-z0-9]{4}(?:\.json|\.csv|\.geojson)?/?$")
DEFAULT_LIMIT = 1000
QUERY = "$query"  # a whole question in SoQL, which has a limit and an offset of its own


def _parse_page(content: bytes) -> ServicePage | None:
    if starts_as_json(content):
        return parse_json_page(content)
    try:
        records = sum(1 for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) if row)
    except (UnicodeDecodeError, csv.Error):
        return None
    digest = hashlib.sha256(content).hexdigest()
    return ServicePage("csv", records - 1, None, None, digest) if records else None


def _next_url(address: Address, page: ServicePage, records: int) -> str | None:
    return next_offset(address, page, records, "$offset", DEFAULT_LIMIT, "$limit")


def _is_asked_at(address: Address) -> bool:
    return RESOURCE.search(address.path) is not None and QUERY not in address.parameters


SOCRATA = Service("Socrata", _is_asked_at, _parse_page, _next_url)
