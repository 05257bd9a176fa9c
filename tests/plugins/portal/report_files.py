"""Files with a good deal the matter, collected for their reports, and how to read the pages of those."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from plugins.local.platform.home import Home
from plugins.settings import Settings
from plugins.storage.deployment import open_deployment
from tests.deployments import new_deployment
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, CRAWLEY, HEAD, STANDARD, Collecting, cases
from transforms.example_record import example_records
from transforms.standards import standard

SECRET = "jo.bloggs@example.com"
NEWEST = f"/councils/{ADUR}/{STANDARD}"
SCRIPT = "<script>alert(1)</script>"
PAGE_ONLY, HEADER_ONLY, PERFECT = CRAWLEY, "E07000228", "E08000038"


def rows(*faults: str) -> bytes:
    """Return a file of good cases and some rows of a fault each: reference, day decided."""
    lines = [f"2025-04-02,Adur,{name},2025-01-02,Decided,Approve,{day},Delegated,Q21" for name, day in
             (fault.split("|") for fault in faults)]  # fmt: skip
    return cases(30) + "".join(f"{line}\n" for line in lines).encode()


def perfect() -> bytes:
    """Return a file that breaks no rule."""
    declared = standard(STANDARD)
    records = example_records(declared, next(edition for edition in declared.editions if edition.name == "2014"), 30)
    written = io.StringIO()
    table = csv.DictWriter(written, list(records[0]))
    table.writeheader()
    table.writerows(records)
    return written.getvalue().encode()


OLD = rows("X/1|31/02/2025", "X/2|30/02/2025")
NEW = rows("X/1|31/02/2025", f"X/3|{SCRIPT}", *(f"Y/{number}|99/99/2025" for number in range(120)))
NEW = NEW.replace(b"A/5,2025-01-06,Decided,Approve,2025-02-06", b"A/5,2025-01-06,Decided,Approve,")
NEW += f"2025-04-02,Adur,ask {SECRET},2025-01-02,Decided,Approve,2025-02-30,Delegated,Q21\n".encode()


@contextmanager
def collected_twice(home: Home, services: Settings, site: Site, folder: Path) -> Iterator[Collecting]:
    """A deployment in which Adur's two files were collected, days apart, and three odd files of other councils."""
    register = folder / "sources.csv"
    lines = ["authority_gss,standard,url,format,licence,provision,since,until"]
    pages = {ADUR: "adur", PAGE_ONLY: "page", HEADER_ONLY: "header", PERFECT: "perfect"}
    lines += [f"{gss},{STANDARD},{site.url(f'/{page}.csv')},csv,OGL-3.0,encouraged,," for gss, page in pages.items()]
    register.write_text("\n".join([*lines, ""]))
    own = new_deployment(home, services, sources=register, allow_hosts=frozenset({site.host}))
    site.publish("/adur.csv", Page(OLD), Page(NEW))
    site.publish("/page.csv", Page(b"<!doctype html><title>Moved</title>"))
    site.publish("/header.csv", Page(HEAD.encode()))
    site.publish("/perfect.csv", Page(perfect()))
    with pytest.MonkeyPatch.context() as patch, open_deployment(own) as deployment:
        for variable, value in own.environment().items():
            patch.setenv(variable, value)
        collecting = Collecting(deployment)
        collecting.collect("2025-04-02")
        collecting.collect("2025-04-09")
        yield collecting


def exact(visitor: TestClient) -> str:
    return exact_of(visitor.get(NEWEST).text)


def exact_of(page: str) -> str:
    return str(re.findall(r'href="(/reports/[^"/]+/[0-9a-f]{64}/[^"/]+/E\d+)"', page)[0])


def counts_on(page: str) -> Counter[str]:
    counts = re.findall(r'severity=(\w+)[^"]*"><span class="app-count">([\d,]+)', page)
    return Counter({severity: int(number.replace(",", "")) for severity, number in counts})


def counted_in_downloads(visitor: TestClient, base: str) -> list[Counter[str]]:
    """Return the findings by severity that the CSV, the JSON and the workbook of a report hold."""
    in_csv, in_json, in_workbook = Counter[str](), Counter[str](), Counter[str]()
    for row in csv.DictReader(io.StringIO(visitor.get(f"{base}/report.csv").content.decode("utf-8-sig"))):
        in_csv[row["severity"]] += int(row["count"] or 1)
    for issue in json.loads(visitor.get(f"{base}/report.json").content)["issues"]:
        in_json[issue["severity"]] += issue.get("count", 1)
    book = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{base}/report.xlsx").content))
    for row in book["Findings"].iter_rows(min_row=2, values_only=True):
        in_workbook[str(row[0])] += int(row[8])
    return [in_csv, in_json, in_workbook]
