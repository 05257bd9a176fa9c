"""A report of more than a hundred thousand findings: its page stays small, and every download counts the same."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.testclient import TestClient

from expectations.check import PublishedFile, check_files
from plugins.portal import report_pages
from plugins.portal.views.findings import PAGE, FindingFilter
from plugins.portal.views.reports import ReportView, report_view
from plugins.storage.archive import Archive
from plugins.storage.deployment import Deployment
from plugins.storage.warehouse.connection import open_engine
from tests.plugins.command_line_inputs import case
from tests.plugins.portal.sent_files import NOWHERE
from tests.transforms.render.reports import DAY, as_csv
from transforms.domain.report import Report
from transforms.domain.sheet import Sheet
from transforms.reading import read
from transforms.standardise import recogniser
from transforms.standards import standard

SLUG = "planning_applications"
SECRET = "jo.invented@example.com"
ROWS = 20_100
KILOBYTES = 100
LOCATION = report_pages.ReportLocation("/report", "A council", "enormous.csv", ())


@pytest.fixture(scope="module")
def content() -> bytes:
    """A file of which every row has five things the matter, some a sixth, and some a person's address."""
    wrong = {"DecisionDate": "31/06/2024", "CaseURL": "no address", "Decision": "Maybe", "ExtractDate": "99/99/2025"}
    wrong["DecisionNoticeDate"] = "soon"
    rows = [case(number) | wrong for number in range(1, ROWS + 1)]
    rows[::100] = [row | {"CaseReference": ""} for row in rows[::100]]
    rows[::50] = [row | {"CaseText": f"Call {SECRET}"} for row in rows[::50]]
    rows[::10] = [row | {"CaseDate": "45425"} for row in rows[::10]]
    return as_csv(rows)


@pytest.fixture(scope="module")
def view(content: bytes) -> ReportView:
    return report_view(_checked(content, SLUG), standard(SLUG))


@pytest.fixture(scope="module")
def sheet(content: bytes) -> Sheet | None:
    return read(content, "enormous.csv", recogniser(standard(SLUG))).sheet


@pytest.fixture(scope="module")
def reader(view: ReportView, sheet: Sheet | None) -> Iterator[TestClient]:
    """A reader of this one report, at a portal where nobody can sign in."""
    app = FastAPI()
    app.state.deployment = Deployment(NOWHERE, open_engine(NOWHERE.database), Archive.from_settings(NOWHERE))

    @app.get("/report")
    def report(request: Request) -> Response:
        return report_pages.report_page(request, LOCATION, view)

    @app.get("/report/findings")
    def findings(request: Request, severity: str = "", code: str = "", column: str = "", page: int = 1) -> Response:
        return report_pages.findings_page(request, LOCATION, view, FindingFilter(severity, code, column), page)

    @app.get("/report/report.csv")
    def as_csv() -> Response:
        return report_pages.findings_csv(LOCATION, view, "a")

    @app.get("/report/report.json")
    def as_json() -> Response:
        return report_pages.whole_report_json(LOCATION, view, "a")

    @app.get("/report/report.xlsx")
    def as_workbook() -> Response:
        return report_pages.workbook(LOCATION, view, "a", sheet)

    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="module")
def given(reader: TestClient) -> dict[str, bytes]:
    """The first page and the downloads."""
    addresses = {name: f"/report/report.{name}" for name in ("csv", "json", "xlsx")} | {"page": "/report"}
    return {name: reader.get(address).content for name, address in addresses.items()}


def on_page(page: str) -> dict[str, int]:
    counts = re.findall(r'severity=(\w+)[^"]*"><span class="app-count">([\d,]+)', page)
    return {severity: int(number.replace(",", "")) for severity, number in counts}


def in_workbook(content: bytes) -> Counter[str]:
    """Return the findings by severity that the sheet of findings lists, read as XML: openpyxl takes a minute."""
    listed = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet3.xml").decode()
    severities = re.findall(r'<c r="A\d+"[^>]*><is><t>(critical|warning|info)</t>', listed)
    places = re.findall(r'<c r="I\d+"[^>]*><v>(\d+)</v>', listed)
    counted = Counter[str]()
    for severity, count in zip(severities, places, strict=True):
        counted[severity] += int(count)
    return counted


def test_more_than_a_hundred_thousand_findings_count_the_same_everywhere(given: dict[str, bytes]) -> None:
    page = on_page(given["page"].decode())
    assert page == {"critical": 603, "warning": 5 * ROWS, "info": ROWS // 10}
    in_csv, in_json = Counter[str](), Counter[str]()
    for row in csv.DictReader(io.StringIO(given["csv"].decode())):
        in_csv[row["severity"]] += int(row["count"] or 1)
    for issue in json.loads(given["json"])["issues"]:
        in_json[issue["severity"]] += issue.get("count", 1)
    assert in_csv == in_json == in_workbook(given["xlsx"]) == page


def test_every_download_of_a_large_report_masks_personal_data(reader: TestClient, given: dict[str, bytes]) -> None:
    assert SECRET not in reader.get("/report/findings?code=personal-data-found").text
    book = zipfile.ZipFile(io.BytesIO(given["xlsx"]))
    contents = [given["page"], given["csv"], given["json"], *(book.read(name) for name in book.namelist())]
    assert not [content for content in contents if SECRET.encode() in content]


def test_a_large_report_is_a_small_page(reader: TestClient) -> None:
    assert len(reader.get("/report").content) < KILOBYTES * 1000
    assert len(reader.get("/report/findings?severity=warning&page=2000").content) < KILOBYTES * 1000


def test_a_filter_stays_from_page_to_page(reader: TestClient) -> None:
    pages = ROWS // PAGE
    chosen = "severity=warning&amp;code=date-unparseable&amp;column=ExtractDate"
    page = reader.get(f"/report/findings?{chosen.replace('amp;', '')}&page={pages // 2}").text
    for number in (1, pages // 2 - 1, pages // 2 + 1, pages):
        assert f'href="/report/findings?{chosen}&amp;page={number}"' in page
    assert page.count("ExtractDate</span></td>") == PAGE
    assert '<option value="ExtractDate" selected>' in page


def test_an_example_is_a_valid_value_of_the_field(view: ReportView) -> None:
    examples = {
        (group.priority.code, group.priority.column): group.example
        for groups in view.groups.values()
        for group in groups
    }
    assert examples["value-missing", "CaseReference"] == "EX-001"
    assert examples["code-unknown", "Decision"] == "Approve"
    assert examples["personal-data-found", "CaseText"] == ""


def test_a_group_on_classifications_has_a_classification_as_example() -> None:
    rows = [case(number) | {"ClassificationURI": ""} for number in range(1, 30)]
    for row in rows:
        row["ClassificationLabel"] = ""
    view = report_view(_checked(as_csv(rows), SLUG), standard(SLUG))
    [sparse] = [group for groups in view.groups.values() for group in groups if group.priority.code == "column-sparse"]
    assert "/planning/application/" in sparse.example


def test_a_report_on_a_standard_that_no_return_reads_says_so_once() -> None:
    view = report_view(_checked(b"Location,Postcode\nThe park,nowhere\n", "public_toilets"), standard("public_toilets"))
    assert view.note.startswith("No return is made from this dataset")
    assert "returns" not in view.verdict.sentence
    assert not [group for groups in view.groups.values() for group in groups if "No return is made" in group.why]


def test_a_value_on_several_lines_is_listed_once(view: ReportView) -> None:
    [group] = [candidate for candidate in view.groups["warning"] if candidate.priority.column == "Decision"]
    assert group.published == (("Maybe", (2, 3, 4, 5, 6)),)


def _checked(content: bytes, slug: str) -> Report:
    return check_files([PublishedFile("enormous.csv", content, None, DAY)], standard(slug))[0]
