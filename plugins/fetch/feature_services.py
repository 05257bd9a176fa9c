"""Feature services: addresses whose response may be one page of several, and what a page says about the next.

Source: ArcGIS REST API, “Query (Feature Service/Layer)” (`resultOffset`, `exceededTransferLimit`); OGC Web Feature
        Service 2.0, clauses 7.6.3 and 7.7.4 (`startIndex`, `count`, `numberMatched`, `numberReturned`).
Known:  GeoServer gives `totalFeatures` and `numberOfFeatures` where the older standard has nothing; a WFS 1.x counts
        with `maxFeatures`. A service that does not know how many there are is asked again after a full page.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit, urlunsplit

LAYER_QUERY = re.compile(r"/(?:FeatureServer|MapServer)/\d+/query/?$", re.IGNORECASE)
HEAD_BYTES = 8192
DECLARATION = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml([^>]*)\?>)?")
NOT_UTF8 = re.compile(rb"encoding\s*=\s*[\"'](?!utf-8)", re.IGNORECASE)
COUNTS = re.compile(rb"\b(numberMatched|numberReturned|numberOfFeatures)=[\"'](\d+)[\"']")
MAX_PARSED_BYTES = 200_000_000


class FeatureService(StrEnum):
    """The kinds of feature service."""

    ARCGIS = "arcgis"
    WFS = "wfs"


@dataclass(frozen=True)
class FeaturePage:
    """One page: how it is written, how many features it holds, and whether there are more."""

    form: str  # "json" or "xml"
    count: int
    matched: int | None
    has_more: bool | None  # None where only `matched` or a full page tells
    sha256: str


def feature_service(url: str) -> FeatureService | None:
    """Return the kind of feature service that `url` queries for features, None for any other address."""
    try:
        parts = urlsplit(url)
    except ValueError:  # no address at all, which the fetch refuses
        return None
    if LAYER_QUERY.search(parts.path):
        return FeatureService.ARCGIS
    parameters = {name.casefold(): value.casefold() for name, value in parse_qsl(parts.query)}
    is_features = parameters.get("request") == "getfeature" and parameters.get("resulttype") != "hits"
    return FeatureService.WFS if is_features else None


def parse_page(content: bytes) -> FeaturePage | None:
    """Return what a page says about itself, None if it is no list of features that can be joined."""
    start = content[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    digest = hashlib.sha256(content).hexdigest()
    if start.startswith(b"{") and len(content) <= MAX_PARSED_BYTES:
        return _json_page(content, digest)
    if start.startswith(b"<") and b"FeatureCollection" in start and b"<!DOCTYPE" not in start:
        if (declared := DECLARATION.match(content)) and NOT_UTF8.search(declared[1] or b""):
            return None
        counts = {name.decode(): int(number) for name, number in COUNTS.findall(start)}
        count = counts.get("numberReturned", counts.get("numberOfFeatures"))
        return None if count is None else FeaturePage("xml", count, counts.get("numberMatched"), None, digest)
    return None


def _json_page(content: bytes, digest: str) -> FeaturePage | None:
    try:
        document = json.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        return None
    properties = document.get("properties")
    has_more = document.get("exceededTransferLimit", (properties or {}).get("exceededTransferLimit")
                        if isinstance(properties, dict) else None)  # fmt: skip
    matched = document.get("numberMatched", document.get("totalFeatures"))
    return FeaturePage("json", len(features), matched if isinstance(matched, int) else None, has_more, digest)


def next_url(url: str, service: FeatureService, page: FeaturePage, features: int) -> str | None:
    """Return the address of the page after `page`, None if it is the last; `features` came so far, with its own."""
    parts = urlsplit(url)
    parameters = {name.casefold(): value for name, value in parse_qsl(parts.query)}
    offset, size = (
        ("resultoffset", "resultrecordcount") if service is FeatureService.ARCGIS else ("startindex", "count")
    )
    page_size = _number(parameters.get(size)) or (
        _number(parameters.get("maxfeatures")) if service is FeatureService.WFS else None
    )
    start = _number(parameters.get(offset)) or 0
    if service is FeatureService.ARCGIS:
        has_more = page.has_more is True
    elif page.matched is not None:
        has_more = start + features < page.matched
    else:
        has_more = page_size is not None and page.count >= page_size
    if not has_more or not page.count:
        return None
    name = {"resultoffset": "resultOffset", "startindex": "startIndex"}[offset]
    other_parameters = [pair for pair in parts.query.split("&") if pair.partition("=")[0].casefold() != offset]
    return urlunsplit(parts._replace(query="&".join([*other_parameters, f"{name}={start + features}"])))


def join_pages(pages: Iterable[bytes], form: str) -> Iterable[bytes]:
    """Yield one document of `pages`, each as it came but for a byte order mark and the declaration above XML."""
    opening, between, closing = (
        (b'{"pages":[\n', b",\n", b"\n]}\n")
        if form == "json"
        else (b'<?xml version="1.0" encoding="UTF-8"?>\n<pages>\n', b"\n", b"\n</pages>\n")
    )
    for number, content in enumerate(pages):
        yield between if number else opening
        yield content.removeprefix(b"\xef\xbb\xbf") if form == "json" else DECLARATION.sub(b"", content, count=1)
    yield closing


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 12 else None
