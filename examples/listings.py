"""Listings: what example councils publish a month at a time or behind a page of links, and the catalogue of all of it.

/<gss>/<standard>/                   a page that links to the files, as many councils have
/<gss>/<standard>/<YYYY-MM>.csv      the payments of one month
/api/3/action/package_search         CKAN's search of every dataset, a page at a time, with traps among them
/api/3/action/package_show           one dataset of it

A council's habits decide; only a file without a fault is divided, so that every fault is still met as it was.
"""

import json
from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qsl, urlsplit
from zlib import crc32

from examples.england import BROWNFIELD, Council, England, published_on
from examples.faults import CLEAN
from examples.published import publish
from examples.published.spending_over_500 import COLUMNS
from examples.write_files import write_csv
from transforms.domain.authority import SourceKind
from transforms.standards import standard as declared

SPENDING = "spending_over_500"
ACTIONS = "/api/3/action/"
ROWS_A_PAGE = 10
PAYMENT_DATE = COLUMNS.index("PaymentDate")
# What a real catalogue has among its datasets, and no source may come of.
TRAPS = (
    {"name": "guide", "title": "Brownfield land: a guide", "url": "/guide.html", "format": "HTML"},
    {"name": "inside", "title": "Planning applications", "url": "http://169.254.169.254/a.csv", "format": "CSV"},
    {"name": "gone", "title": "Spending over £500, 2011", "url": "/gone.csv", "format": "CSV"},
    {"name": "other", "title": "Brownfield land (by mistake the sources)", "url": "/sources.csv", "format": "CSV"},
)  # fmt: skip


def kind_of_source(england: England, council: Council, standard: str) -> SourceKind:
    """Return whether a council has one file of a standard, or a page that lists several."""
    is_plain = england.fault(council.gss, standard) == CLEAN
    number = crc32(f"{council.gss} lists".encode()) % 3
    if is_plain and ((standard == SPENDING and number < 2) or (standard == BROWNFIELD and number == 0)):
        return SourceKind.LISTING
    return SourceKind.FILE


def months_online(england: England, council: Council, day: date) -> dict[str, bytes]:
    """Return the file of each month of payments that a council has online on `day`, by the month's name."""
    table = publish(england, council, SPENDING, published_on(england, council, SPENDING, day))
    rows: dict[str, list[list[str]]] = {}
    for row in table.rows:
        _, month, year = row[PAYMENT_DATE].split("/")
        rows.setdefault(f"{year}-{month}", []).append(row)
    return {month: write_csv(type(table)(table.header, rows[month])) for month in sorted(rows)}


def page_of_links(council: Council, standard: str, names: Mapping[str, str]) -> bytes:
    """Return the page on which a council links to its files, by their addresses."""
    links = "".join(f'<li><a href="{address}">{words}</a></li>' for address, words in names.items())
    title = f"{declared(standard).title}: {council.authority.name}"
    return f"<!doctype html><html><title>{title}</title><h1>{title}</h1><ul>{links}</ul></html>".encode()


def catalogue_answer(england: England, base_url: str, target: str) -> bytes | None:
    """Return what CKAN's interface answers to `target`, None where it has no such action."""
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query))
    names = _names(england)
    if parts.path == f"{ACTIONS}package_show":
        return _success(_package(england, base_url, query["id"])) if query.get("id") in names else None
    if parts.path != f"{ACTIONS}package_search":
        return None
    words = query.get("q", "").strip('"').casefold()
    matching = [name for name, title in names.items() if words in title.casefold()]
    start, rows = int(query.get("start", 0)), min(int(query.get("rows", ROWS_A_PAGE)), ROWS_A_PAGE)
    page = [_package(england, base_url, name) for name in matching[start : start + rows]]
    return _success({"count": len(matching), "results": page})


def _names(england: England) -> dict[str, str]:
    """Return the title of every dataset by its name."""
    names = {
        f"{council.gss}-{standard}": declared(standard).title
        for council in england.councils
        for standard in england.standards
    }
    return names | {trap["name"]: trap["title"] for trap in TRAPS}


def _package(england: England, base_url: str, name: str) -> dict[str, object]:
    if trap := next((trap for trap in TRAPS if trap["name"] == name), None):
        url = trap["url"] if trap["url"].startswith("http") else base_url + trap["url"]
        resources = [{"url": url, "name": trap["title"], "format": trap["format"]}]
        publisher = {"title": england.councils[0].authority.name}
        return {"name": name, "title": trap["title"], "organization": publisher, "resources": resources}
    gss, _, standard = name.partition("-")
    council = england.council(gss)
    files = {f"/{gss}/{standard}.csv": declared(standard).title}
    if standard == SPENDING and kind_of_source(england, council, standard) is SourceKind.LISTING:
        months = months_online(england, council, england.opened)
        files = {f"/{gss}/{standard}/{month}.csv": f"Spending over £500, {month}" for month in months}
    return {
        "name": name,
        "title": declared(standard).title,
        "license_id": "uk-ogl",
        "organization": {"title": council.authority.name},
        "resources": [{"url": base_url + path, "name": title, "format": "CSV"} for path, title in files.items()],
    }


def _success(result: object) -> bytes:
    return json.dumps({"success": True, "result": result}).encode()
