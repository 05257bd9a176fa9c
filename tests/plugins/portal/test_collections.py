"""The calendar of collections, their last runs, and the sources that fail."""

import pytest
from starlette.testclient import TestClient

from tests.plugins.portal.reading import rows_of, text_of

pytestmark = pytest.mark.platform


def test_the_last_run_of_a_dataset_lists_its_results(reader: TestClient) -> None:
    rows = {row["Dataset"]: row for row in rows_of(reader.get("/collections").text)}
    planning = rows["Planning applications"]
    assert planning["Last run"] == "9 April 2025"
    brought = [planning[heading].split()[0] for heading in ("New files", "Unchanged", "Failed", "Older file in use")]
    assert brought == ["1", "1", "2", "1"]
    assert planning["New file due"] == "Monthly late after 45 days"
    assert planning["Records"].startswith("32 ")
    assert rows["Brownfield land registers"]["Last run"] == "Never collected"


def test_the_next_period_of_every_return_is_due_on_its_day(reader: TestClient) -> None:
    due = rows_of(reader.get("/collections").text, 1)
    planning = next(row for row in due if row["Return"].startswith("Planning matters"))
    assert planning["Period"] == "January to March 2025"
    assert planning["Deadline"].startswith("15 May 2025")  # 30 working days after the quarter


def test_failing_sources_are_listed_longest_failing_first(reader: TestClient) -> None:
    failing = rows_of(reader.get("/collections").text, 2)
    assert [row["Council"] for row in failing] == ["Barnsley Metropolitan Borough Council", "Crawley Borough Council"]
    assert [row["Since"] for row in failing] == ["2 April 2025", "9 April 2025"]
    assert "2 sources did not give us a usable file when we last tried, those failing longest first" in text_of(
        reader.get("/collections?page=99").text
    )


def test_failing_sources_can_be_sorted_without_scripts(reader: TestClient) -> None:
    page = reader.get("/collections?sort=-council").text
    failing = rows_of(page, 2)
    assert [row["Council"] for row in failing] == ["Crawley Borough Council", "Barnsley Metropolitan Borough Council"]
    assert 'aria-sort="descending"><a class="govuk-link" href="?sort=council#failing">Council' in page
