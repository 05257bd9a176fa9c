"""WFS: the features of a Web Feature Service, in GML or JSON.

Source: OGC Web Feature Service 2.0, clauses 7.6.3 and 7.7.4 (`startIndex`, `count`, `numberMatched`, `numberReturned`).
Known:  GeoServer gives `totalFeatures` and `numberOfFeatures` where the older standard has nothing; a WFS 1.x counts
        with `maxFeatures`. A service that does not know how many there are is asked again after a full page.
"""

import hashlib
import re

from plugins.fetch.services.json_page import HEAD_BYTES, parse_json_page
from plugins.fetch.services.service_page import Address, Service, ServicePage, next_offset

DECLARATION = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml([^>]*)\?>)?")
NOT_UTF8 = re.compile(rb"encoding\s*=\s*[\"'](?!utf-8)", re.IGNORECASE)
COUNTS = re.compile(rb"\b(numberMatched|numberReturned|numberOfFeatures)=[\"'](\d+)[\"']")


def _asks_for_features(address: Address) -> bool:
    values = {name: value.casefold() for name, value in address.parameters.items()}
    return values.get("request") == "getfeature" and values.get("resulttype") != "hits"


def _parse_page(content: bytes) -> ServicePage | None:
    start = content[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"<"):
        return parse_json_page(content)
    if b"FeatureCollection" not in start or b"<!DOCTYPE" in start:
        return None
    if (declared := DECLARATION.match(content)) and NOT_UTF8.search(declared[1] or b""):
        return None
    counts = {name.decode(): int(number) for name, number in COUNTS.findall(start)}
    count = counts.get("numberReturned", counts.get("numberOfFeatures"))
    digest = hashlib.sha256(content).hexdigest()
    return None if count is None else ServicePage("xml", count, counts.get("numberMatched"), None, digest)


def _next_url(address: Address, page: ServicePage, records: int) -> str | None:
    size = "count" if address.number("count") else "maxFeatures"
    return next_offset(address, page, records, "startIndex", None, size)


WFS = Service("WFS", _asks_for_features, _parse_page, _next_url)
