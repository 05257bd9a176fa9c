"""Explanations and waivers: shown wherever their finding is, and a waived finding does not count."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pytest
from starlette.testclient import TestClient

from plugins.local.platform.home import Home
from plugins.portal.application import create_application
from plugins.portal.views.finding_statuses import FindingStatuses, count_statuses
from plugins.settings import Settings
from plugins.storage.warehouse.explanations import load_explanations, record_decision, record_proposal
from tests.plugins.conftest import Site, site
from tests.plugins.pipeline.steps.conftest import ADUR, STANDARD, Collecting
from tests.plugins.portal.reading import rows_of, text_of
from tests.plugins.portal.report_files import NEWEST, SCRIPT, collected_twice, counted_in_downloads, counts_on, exact
from transforms.findings.explanations import Explanation, ExplanationKind

TODAY, UNTIL = date(2025, 4, 9), date(2025, 12, 31)
CODE, COLUMN = "date-unparseable", "DecisionDate"
MANY, ONE = "99/99/2025", "31/02/2025"  # on 120 lines, and on one
WHY = "The old system wrote no date."

own_site = pytest.fixture(scope="module", name="own_site")(site.__wrapped__)


@pytest.fixture(scope="module")
def collecting(
    home: Home, services: Settings, own_site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Collecting]:
    """The files of the reports in a deployment of their own, since what people write about findings stays."""
    with collected_twice(home, services, own_site, tmp_path_factory.mktemp("explained")) as collected:
        yield collected


@pytest.fixture
def reader(collecting: Collecting) -> Iterator[TestClient]:
    """A reader of a source about which nobody has written anything that is still in force."""
    with TestClient(create_application(collecting.deployment.settings)) as client:
        yield client
    with collecting.deployment.transaction() as connection:
        for explanation in load_explanations(connection, STANDARD, ADUR):
            if explanation.holds(TODAY):
                record_decision(connection, explanation, "withdrawn", explanation.proposed_by, "", TODAY)


def write(
    collecting: Collecting,
    kind: ExplanationKind,
    value: str | None,
    *,
    approved_by: str = "",
    until: date = UNTIL,
    why: str = WHY,
    code: str = CODE,
) -> None:
    """Explain the findings of a value, or propose to waive them and perhaps approve that."""
    with collecting.deployment.transaction() as connection:
        about = (code, COLUMN, [value])
        record_proposal(connection, kind, (STANDARD, ADUR), about, why, "Jo Officer", (date(2025, 4, 3), until))
        if approved_by:
            newest = load_explanations(connection, STANDARD, ADUR)[-1]
            record_decision(connection, newest, "approved", approved_by, "Agreed.", TODAY)


def dataset(reader: TestClient) -> dict[str, str]:
    return next(row for row in rows_of(reader.get(f"/councils/{ADUR}").text) if row["Dataset"].startswith("Planning"))


@pytest.mark.platform
def test_an_explained_finding_says_who_why_and_until_when_wherever_it_is_shown(
    reader: TestClient, collecting: Collecting
) -> None:
    before = counts_on(reader.get(NEWEST).text)
    write(collecting, ExplanationKind.EXPLANATION, ONE)
    base = exact(reader)
    words = f"{WHY} Explained by Jo Officer on 3 April 2025, until 31 December 2025."
    for address in (NEWEST, f"{base}/findings?sort=severity&code={CODE}", f"{base}/rows?line=32"):
        assert words in text_of(reader.get(address).text)
    listed = [
        row
        for row in rows_of(reader.get(f"{base}/findings?sort=severity&code={CODE}").text)
        if row["As published"] == ONE
    ]
    assert [row["Problem and how to fix it"].split()[:2] for row in listed] == [["warning", "explained"]]
    assert counts_on(reader.get(NEWEST).text) == before
    assert "1 explained" in dataset(reader)["Warnings"]


@pytest.mark.platform
def test_a_waived_finding_is_marked_and_does_not_count_against_the_publisher(
    reader: TestClient, collecting: Collecting
) -> None:
    before = counts_on(reader.get(NEWEST).text)
    write(collecting, ExplanationKind.WAIVER, MANY, approved_by="Sam Manager")
    after = counts_on(reader.get(NEWEST).text)
    assert before["warning"] - after["warning"] == 120
    page = text_of(reader.get(NEWEST).text)
    assert "120 waived, not counted" in page
    assert f"{after['warning']} warnings to check" in page
    assert "Waived until 31 December 2025. Proposed by Jo Officer on 3 April 2025, approved by Sam Manager." in page
    warnings = dataset(reader)["Warnings"]
    assert warnings.startswith(f"{after['warning']} ")
    assert "120 waived" in warnings
    assert f"{after['warning']} warnings" in text_of(reader.get(f"/councils/{ADUR}").text).partition("Each dataset")[0]
    findings = text_of(reader.get(f"{exact(reader)}/findings?sort=severity&code={CODE}&page=2").text)
    assert findings.count("warning waived") == 50


@pytest.mark.platform
def test_the_change_since_the_file_before_counts_waived_findings_of_neither_file(
    reader: TestClient, collecting: Collecting
) -> None:
    assert "121 more" in dataset(reader)["Warnings"]
    write(collecting, ExplanationKind.WAIVER, MANY, approved_by="Sam Manager")  # in the last file alone
    assert " 1 more" in dataset(reader)["Warnings"]
    write(collecting, ExplanationKind.WAIVER, ONE, approved_by="Sam Manager")  # in both files
    assert " 1 more" in dataset(reader)["Warnings"]
    assert "121 waived" in dataset(reader)["Warnings"]


@pytest.mark.platform
def test_an_issue_between_two_files_is_explained_and_waived_as_one_in_a_file(
    reader: TestClient, collecting: Collecting
) -> None:
    [issue] = csv.DictReader(io.StringIO(reader.get(f"{exact(reader)}/since.csv").text))
    before = counts_on(reader.get(NEWEST).text)
    write(collecting, ExplanationKind.EXPLANATION, issue["value"], code=issue["code"])
    page = text_of(reader.get(NEWEST).text)
    assert "Comparing this file with the previous one found 1 issue ." in page
    comparison = page.partition("These rules compare two files")[2]
    assert f"Reason {WHY} Explained by Jo Officer on 3 April 2025, until 31 December 2025." in comparison
    write(collecting, ExplanationKind.WAIVER, issue["value"], code=issue["code"], approved_by="Sam Manager")
    page = text_of(reader.get(NEWEST).text)
    assert "found 0 issues (1 waived, not counted)." in page
    assert f"{COLUMN} warning waived" in page.partition("These rules compare two files")[2]
    assert "approved by Sam Manager." in page.partition("These rules compare two files")[2]
    [given] = reader.get(f"/api/v1{exact(reader)}/since").json()["issues"]["findings"]
    assert (given["code"], given["status"], given["explanation"]["approved_by"]) == (
        issue["code"], "waived", "Sam Manager",
    )  # fmt: skip
    assert counts_on(reader.get(NEWEST).text) == before


@pytest.mark.platform
def test_every_download_still_counts_what_is_waived(reader: TestClient, collecting: Collecting) -> None:
    before = counts_on(reader.get(NEWEST).text)
    write(collecting, ExplanationKind.WAIVER, MANY, approved_by="Sam Manager")
    assert counted_in_downloads(reader, exact(reader)) == [before] * 3


@pytest.mark.platform
def test_a_waiver_without_approval_only_explains_and_says_that_it_is_waiting(
    reader: TestClient, collecting: Collecting
) -> None:
    before = counts_on(reader.get(NEWEST).text)
    write(collecting, ExplanationKind.WAIVER, MANY)
    page = reader.get(NEWEST).text
    assert counts_on(page) == before
    assert "It is waiting for approval, so the finding still counts." in text_of(page)
    assert "120 explained" in text_of(page)
    assert "waived, not counted" not in text_of(page)


@pytest.mark.platform
def test_an_expired_explanation_is_not_shown(reader: TestClient, collecting: Collecting) -> None:
    write(collecting, ExplanationKind.EXPLANATION, ONE, until=date(2025, 4, 8))
    assert WHY not in reader.get(NEWEST).text
    assert "explained" not in dataset(reader)["Warnings"]


@pytest.mark.platform
def test_a_group_of_which_every_finding_is_waived_is_not_among_those_to_fix(
    reader: TestClient, collecting: Collecting
) -> None:
    heading = rf"Not a date: <span class=\"app-published\">{COLUMN}</span>"
    values = {row["As published"] for page in (1, 2, 3) for row in all_of_group(reader, page)}
    for value in values:
        write(collecting, ExplanationKind.WAIVER, value, approved_by="Sam Manager")
    to_fix, _, waived = reader.get(NEWEST).text.partition("Waived: these findings do not count")
    assert not re.search(heading, to_fix)
    assert re.search(heading, waived)


def all_of_group(reader: TestClient, page: int) -> list[dict[str, str]]:
    return rows_of(reader.get(f"{exact(reader)}/findings?sort=severity&code={CODE}&column={COLUMN}&page={page}").text)


@pytest.mark.platform
def test_the_text_of_an_explanation_never_runs(reader: TestClient, collecting: Collecting) -> None:
    write(collecting, ExplanationKind.EXPLANATION, ONE, why=f"{SCRIPT} as before.")
    for address in (NEWEST, f"{exact(reader)}/findings?sort=severity&code={CODE}", f"{exact(reader)}/rows?line=32"):
        assert SCRIPT not in reader.get(address).text
        assert "&lt;script&gt;" in reader.get(address).text


@pytest.mark.platform
def test_the_api_gives_the_status_of_every_finding_and_what_was_written(
    reader: TestClient, collecting: Collecting
) -> None:
    write(collecting, ExplanationKind.EXPLANATION, ONE)
    write(collecting, ExplanationKind.WAIVER, MANY, approved_by="Sam Manager")
    council = reader.get(f"/api/v1/councils/{ADUR}").json()["datasets"][0]
    report = reader.get(council["report"]).json()
    for facts in (council, report):
        assert (facts["explained"]["warning"], facts["waived"]["warning"]) == (1, 120)
    findings = reader.get(f"{council['report']}/findings", params={"code": CODE}).json()["findings"]
    by_value = {finding["value"]: finding for finding in findings}
    assert by_value[ONE]["status"] == "explained"
    assert by_value[ONE]["explanation"] == {
        "kind": "explanation", "why": WHY, "proposed_by": "Jo Officer", "proposed_on": "2025-04-03",
        "until": "2025-12-31", "approved_by": None,
    }  # fmt: skip
    assert by_value[MANY]["status"] == "waived"
    assert by_value[MANY]["explanation"]["approved_by"] == "Sam Manager"
    assert (by_value[SCRIPT]["status"], by_value[SCRIPT]["explanation"]) == ("open", None)


ISSUES = pa.table(
    {
        "severity": ["critical", "critical", "warning", "info"],
        "code": ["value-missing", "value-missing", "date-unparseable", "date-ambiguous"],
        "column": ["Reference", "Reference", "Day", None],
        "value": [None, "-", "x", "y"],
        "fingerprint": ["1", "2", "3", "4"],
    }
)


def explanation(number: int, kind: ExplanationKind, *fingerprints: str, decided: tuple[str, ...] = ()) -> Explanation:
    people = tuple("Sam" for _ in decided)
    return Explanation(
        number, kind, STANDARD, ADUR, None, None, (), fingerprints, WHY, "Jo", TODAY, UNTIL, decided, people
    )


def counted(*explanations: Explanation) -> FindingStatuses:
    return count_statuses(ISSUES, explanations)


def test_findings_are_counted_by_group_and_by_severity() -> None:
    statuses = counted(
        explanation(1, ExplanationKind.EXPLANATION, "1", "3"),
        explanation(2, ExplanationKind.WAIVER, "2", decided=("approved",)),
    )
    missing = statuses.of_group("critical", "value-missing", "Reference")
    assert (missing.explained, missing.waived, len(missing.explanations)) == (1, 1, 2)
    assert statuses.explained == {"critical": 1, "warning": 1, "info": 0}
    assert statuses.waived == {"critical": 1, "warning": 0, "info": 0}
    assert statuses.of_group("info", "date-ambiguous", None).explanations == ()


def test_an_approved_waiver_goes_before_an_explanation_of_the_same_finding() -> None:
    statuses = counted(
        explanation(2, ExplanationKind.EXPLANATION, "3"),
        explanation(1, ExplanationKind.WAIVER, "3", decided=("approved",)),
    )
    assert (statuses.explained["warning"], statuses.waived["warning"]) == (0, 1)
    [row] = statuses.of_rows(ISSUES.slice(2, 1).to_pylist())
    assert row.explanation
    assert (row.status, row.explanation.approved_by) == ("waived", "Sam")


def test_without_explanations_every_finding_is_open() -> None:
    assert [row.status for row in FindingStatuses().of_rows(ISSUES.to_pylist())] == ["open"] * 4
    assert FindingStatuses().waived == {"critical": 0, "warning": 0, "info": 0}
