"""What got better and worse since the previous file, and what two files show together."""

import csv
import io

import pytest
from starlette.testclient import TestClient

from tests.plugins.pipeline.steps.conftest import STANDARD
from tests.plugins.portal.reading import text_of
from tests.plugins.portal.report_files import (
    HEADER_ONLY,
    NEWEST,
    PAGE_ONLY,
    exact,
)

pytestmark = pytest.mark.platform


def test_a_finding_shows_the_day_it_was_first_seen(report_reader: TestClient) -> None:
    page = text_of(report_reader.get(f"{exact(report_reader)}/findings?column=DecisionDate&code=date-unparseable").text)
    assert "31/02/2025" in page
    assert "2 April 2025" in page
    assert "9 April 2025" in page


def test_a_report_lists_what_got_better_and_worse(report_reader: TestClient) -> None:
    page = text_of(report_reader.get(NEWEST).text)
    assert "compared with the file of 2 April 2025" in page
    assert "worse Not a date warning DecisionDate 2 123" in page


def test_issues_between_two_files_are_listed_apart_from_the_findings(report_reader: TestClient) -> None:
    base, page = exact(report_reader), text_of(report_reader.get(NEWEST).text)
    assert "Comparing this file with the previous one found 1 issue" in page
    assert "These rules compare two files" in page
    assert "Value taken out again: DecisionDate" in page
    issues = list(csv.DictReader(io.StringIO(report_reader.get(f"{base}/since.csv").text)))
    assert [(row["code"], row["column"], row["line"]) for row in issues] == [("value-withdrawn", "DecisionDate", "7")]
    assert "value-withdrawn" not in report_reader.get(f"{base}/report.csv").text
    assert "There are no findings like this" in report_reader.get(f"{base}/findings?code=value-withdrawn").text


def test_the_api_gives_what_changed_since_the_previous_file(report_reader: TestClient) -> None:
    given = report_reader.get(f"/api/v1{exact(report_reader)}/since").json()
    assert given["previous_file_day"] == "2025-04-02"
    changes = {change["code"]: (change["before"], change["after"]) for change in given["changes"]}
    assert changes["date-unparseable"] == (2, 123)
    assert [(issue["code"], issue["line"], issue["status"]) for issue in given["issues"]["findings"]] == [
        ("value-withdrawn", 7, "open")
    ]
    first = report_reader.get(f"/api/v1/councils/{PAGE_ONLY}").json()["datasets"][0]["report"]
    given = report_reader.get(f"{first}/since").json()
    assert (given["previous_file_day"], given["changes"], given["issues"]["findings"]) == (None, [], [])


def test_a_file_without_usable_records_is_not_compared(report_reader: TestClient) -> None:
    page = text_of(report_reader.get(f"/councils/{PAGE_ONLY}/{STANDARD}").text)
    assert "NOT READY: this file can't be read as a table." in page
    assert "Publish the table itself as a CSV file" in page
    assert "This file has no usable record" in page
    page = text_of(report_reader.get(f"/councils/{HEADER_ONLY}/{STANDARD}").text)
    assert "EMPTY: there is a header and no record beneath it." in page
    assert "This file has no usable record" in page
