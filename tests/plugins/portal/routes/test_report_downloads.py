"""The downloads of reports on collected files: they count what the pages count."""

import pytest
from starlette.testclient import TestClient

from tests.plugins.pipeline.steps.conftest import STANDARD
from tests.plugins.portal.report_files import (
    HEADER_ONLY,
    NEWEST,
    PAGE_ONLY,
    PERFECT,
    counted_in_downloads,
    counts_on,
    exact,
    exact_of,
)

pytestmark = pytest.mark.platform


def test_the_downloads_count_what_the_page_counts(report_reader: TestClient) -> None:
    counted = counts_on(report_reader.get(NEWEST).text)
    assert counted["warning"] > 100
    base = exact(report_reader)
    assert counted_in_downloads(report_reader, base) == [counted] * 3
    assert "personal-data-found" in report_reader.get(NEWEST).text  # of which all of them hold a masked value


def test_the_workbook_of_a_large_report_equals_the_one_made_at_once(
    report_reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = exact(report_reader)
    at_once = report_reader.get(f"{base}/report.xlsx").content
    monkeypatch.setattr("plugins.portal.routes.reports.SMALL", 0)
    assert report_reader.get(f"{base}/report.xlsx").content == at_once


@pytest.mark.parametrize("gss", [PAGE_ONLY, HEADER_ONLY, PERFECT])
def test_every_page_and_download_of_an_unusual_file_is_available(report_reader: TestClient, gss: str) -> None:
    page = report_reader.get(f"/councils/{gss}/{STANDARD}").text
    base = exact_of(page)
    assert report_reader.get(f"{base}/rules").status_code == 200
    assert report_reader.get(f"{base}/findings").status_code == 200
    assert report_reader.get(f"{base}/rows").status_code == (404 if gss == PAGE_ONLY else 200)
    assert counted_in_downloads(report_reader, base) == [counts_on(page)] * 3
