"""Planning applications of the 2026 draft: every published form gives one table, and the returns of 2014."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from expectations.check import PublishedFile, check_files
from tests.transforms.returns.drawn import assemble
from transforms.domain.period import parse_period
from transforms.domain.report import Report
from transforms.domain.snapshot_table import SnapshotTable
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS
from transforms.returns.planning_matters import permission_in_principle
from transforms.standards.planning_applications import PLANNING_APPLICATIONS

ADUR = "E07000223"
Rows = Sequence[Mapping[str, str]]
MAIN, NOTICE, TIMELINE = "planning-application", "decision-notice", "planning-permission-timeline"

# reference, types, valid, decided, decision, maker; and what the edition of 2014 says instead of the types and the rest
CASES = (
    ("A/1", "hh", "2026-01-05", "2026-02-20", "Granted subject to conditions", "planning-officer", "Q21"),
    ("A/2", "hh", "2026-01-06", "2026-03-30", "Refused", "committee", "Q21"),
    ("A/3", "advertising", "2026-01-07", "2026-02-01", "Consent granted", "planning-officer", "Q22"),
    ("A/4", "lbc", "2025-12-01", "2026-01-15", "Part granted, part refused", "committee", "Q23"),
    ("A/5", "change-of-use", "2025-11-01", "2026-03-01", "Permitted", "planning-officer", "Q20"),
    ("A/6", "hh", "2026-01-09", "", "", "", "Q21"),
    ("A/7", "hh", "2026-01-10", "2026-02-02", "Approved", "pins", "Q21"),
    ("A/8", "pa-extension", "2026-01-11", "2026-02-03", "Prior approval not required", "planning-officer", "Q32"),
    ("A/9", "approval-condition", "2026-01-11", "2026-02-03", "Approved", "planning-officer", "Q27"),
    ("A/10", "full", "2026-01-12", "2026-02-04", "Granted", "planning-officer", "Q13"),
    ("A/11", "pip", "2026-01-12", "2026-02-05", "Refused", "committee", ""),
)
DECISIONS_2014 = {
    "Granted subject to conditions": "Approve",
    "Refused": "Refuse",
    "Consent granted": "Approve",
    "Part granted, part refused": "Split",
    "Permitted": "Approve",
    "Approved": "Approve",
    "Prior approval not required": "Prior not required",
    "Granted": "Approve",
}
MAKERS_2014 = {"planning-officer": "Delegated", "committee": "Committee", "pins": "Secretary of State"}


def tables() -> dict[str, list[dict[str, str]]]:
    """The quarter as the draft publishes it."""
    apps = [
        {
            "reference": reference,
            "description": f"Works at {reference}",
            "application-types": types,
            "ps-code": code if types == "full" else "",
            "received-date": "2025-10-01T09:30:00Z",
            "planning-authority": "local-authority:ADU",
            "officer-name": "Jo Bloggs",
            "withdrawn-date": "",
        }
        for reference, types, _, _, _, _, code in CASES
    ]
    notices = [
        {
            "reference": f"N-{reference}",
            "planning-application": reference,
            "decision": decision,
            "decision-date": decided,
            "decision-maker": maker,
        }
        for reference, _, _, decided, decision, maker, _ in CASES
        if decided
    ]
    events = [
        {
            "reference": f"T-{reference}",
            "planning-application": reference,
            "permission-process-event": event,
            "event-date": day,
        }
        for reference, _, valid, *_ in CASES
        for event, day in (("application-submitted", "2025-10-01"), ("valid-from", valid))
    ]
    return {MAIN: apps, NOTICE: notices, TIMELINE: events}


def as_csv(rows: Rows) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def packed(named: Mapping[str, str]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, text in named.items():
            archive.writestr(name, text)
    return sink.getvalue()


def zipped(published: Mapping[str, Rows]) -> bytes:
    return packed({f"open data/ADU_{name.title()}_2026Q1.CSV": as_csv(rows) for name, rows in published.items()})


def listed(published: Mapping[str, Rows]) -> bytes:
    return json.dumps({"generated": "2026-04-01", **published}, indent=1).encode()


def nested(published: Mapping[str, Rows]) -> bytes:
    def within(name: str, reference: str) -> list[dict[str, str]]:
        rows = [row for row in published[name] if row["planning-application"] == reference]
        return [{key: value for key, value in row.items() if key != "planning-application"} for row in rows]

    return json.dumps(
        [
            {**row, **{name: within(name, row["reference"]) for name in (NOTICE, TIMELINE)}, "application-types": types}
            for row in published[MAIN]
            for types in [row["application-types"].split("|")]
        ],
        indent=1,
    ).encode()


def checked(content: bytes) -> Report:
    file = PublishedFile("applications", content, ADUR, date(2026, 4, 10))
    return check_files([file], PLANNING_APPLICATIONS)[0]


def records(report: Report) -> list[dict[str, object]]:
    return [
        {name: value for name, value in row.items() if name != "source_line" and not name.endswith("__published")}
        for row in report.table.to_pylist()
    ]


def codes(report: Report) -> set[str]:
    return {code for code in report.issues["code"].to_pylist() if code not in ("value-repaired", "column-unrecognised")}


@pytest.fixture(scope="module")
def from_archive() -> Report:
    return checked(zipped(tables()))


def test_an_archive_of_the_three_tables_is_the_draft_of_2026(from_archive: Report) -> None:
    assert from_archive.edition == "2026-draft"
    assert (from_archive.rows, from_archive.rows_usable) == (len(CASES), len(CASES))
    assert codes(from_archive) == set()


def test_a_record_keeps_the_line_of_its_row_in_the_main_table(from_archive: Report) -> None:
    assert from_archive.table["source_line"].to_pylist() == list(range(2, len(CASES) + 2))


@pytest.mark.parametrize("form", [listed, nested])
def test_json_gives_the_same_table_as_the_archive(form: object, from_archive: Report) -> None:
    report = checked(form(tables()))
    assert records(report) == records(from_archive)
    lines = report.table["source_line"].to_pylist()
    assert lines == sorted(set(lines))


def test_lines_of_nested_records_give_the_same_table(from_archive: Report) -> None:
    lines = "\n".join(json.dumps(record) for record in json.loads(nested(tables())))
    report = checked(lines.encode())
    assert records(report) == records(from_archive)
    assert report.table["source_line"].to_pylist() == list(range(1, len(CASES) + 1))


def test_an_officers_name_is_in_no_table_and_no_issue(from_archive: Report) -> None:
    assert "Bloggs" not in str(from_archive.table.to_pylist()) + str(from_archive.issues.to_pylist())


def test_the_day_of_receipt_is_not_the_valid_date(from_archive: Report) -> None:
    assert from_archive.table["CaseDate"][0].as_py() == date(2026, 1, 5)
    assert from_archive.table["received-date"][0].as_py() == date(2025, 10, 1)


def test_applications_alone_leave_the_decisions_unknown_and_say_so() -> None:
    report = checked(as_csv(tables()[MAIN]).encode())
    assert report.edition == "2026-draft"
    assert report.rows_usable == len(CASES)
    assert report.table["Decision"].null_count == len(CASES)
    missing = [row["column"] for row in report.issues.to_pylist() if row["code"] == "column-missing"]
    assert {"CaseDate", "DecisionNoticeDate", "DecisionType"} <= {*missing}


def test_of_several_notices_the_latest_counts_and_that_is_said() -> None:
    published = tables()
    published[NOTICE].insert(0, published[NOTICE][0] | {"reference": "N-0", "decision-date": "2026-03-01"})
    published[NOTICE][0]["decision"] = "Refused"
    report = checked(zipped(published))
    assert report.table["Decision"][0].as_py() == "Refuse"
    found = [row for row in report.issues.to_pylist() if row["code"] == "linked-record-superseded"]
    assert [(row["line"], row["value"], row["column"]) for row in found] == [
        (2, "A/1", "decision-notice.planning-application")
    ]


@pytest.mark.parametrize("name", [NOTICE, TIMELINE])
@pytest.mark.parametrize("form", [zipped, listed])
def test_a_row_that_names_no_application_is_found(name: str, form: object) -> None:
    published = tables()
    published[name][2]["planning-application"] = "A/99"
    report = checked(form(published))
    found = [row for row in report.issues.to_pylist() if row["code"] == "reference-unknown"]
    assert [(row["column"], row["value"]) for row in found] == [(f"{name}.planning-application", "A/99")]
    assert report.rows_usable == len(CASES)


def test_free_text_of_a_decision_is_read_by_how_it_begins_and_said_to_be_repaired(from_archive: Report) -> None:
    decisions = [row["Decision"] for row in records(from_archive)]
    assert decisions == [DECISIONS_2014.get(decision) for _, _, _, _, decision, _, _ in CASES]
    repaired = [row for row in from_archive.issues.to_pylist() if row["code"] == "value-repaired"]
    assert {row["column"] for row in repaired} == {"decision-notice.decision"}
    assert "Permitted" in {row["value"] for row in repaired}


def test_a_withdrawn_application_leaves_on_its_day() -> None:
    published = tables()
    published[MAIN][5]["withdrawn-date"] = "2026-02-11"
    row = checked(zipped(published)).table.to_pylist()[5]
    assert (row["Decision"], row["DecisionDate"]) == ("Withdrawn", date(2026, 2, 11))


def edition_2014() -> bytes:
    rows = [
        {
            "ExtractDate": "10/04/2026",
            "PublisherLabel": "Adur",
            "CaseReference": reference,
            "CaseURL": "https://example.gov.uk",
            "CaseDate": valid,
            "ServiceTypeLabel": types,
            "ClassificationLabel": code,
            "CaseText": "Works",
            "LocationText": "Adur",
            "Decision": DECISIONS_2014.get(decision, ""),
            "DecisionType": MAKERS_2014.get(maker, ""),
            "DecisionNoticeDate": decided,
        }
        for reference, types, valid, decided, decision, maker, code in CASES
    ]
    return as_csv(rows).encode()


def cells(report: Report) -> dict[str, tuple[object, str]]:
    snapshot = SnapshotTable(
        ADUR,
        "planning_applications",
        date(2026, 4, 10),
        report.sha256,
        report.edition,
        frozenset(report.columns),
        report.table,
    )
    made = assemble(PLANNING_MATTERS, [snapshot], [ADUR], parse_period("2026-Q1"))
    rows = [row for row in made.cells.to_pylist() if row["authority"] == ADUR]
    return {row["cell"]: (row["value"], row["origin"]) for row in rows}


def test_a_quarter_gives_the_same_return_in_either_edition(from_archive: Report) -> None:
    old = checked(edition_2014())
    assert old.edition == "2014"
    by_type = {cell.name for cell in permission_in_principle.CELLS}  # which the edition of 2014 can't tell
    new, rest = cells(from_archive), {name: figure for name, figure in cells(old).items() if name not in by_type}
    assert {name: figure for name, figure in new.items() if name not in by_type} == rest
    assert {new[name] for name in by_type} == {("0", "computed"), ("1", "computed")}
    assert {cells(old)[name] for name in by_type} == {(None, "not-derivable")}
    assert cells(from_archive)["PS1.4"] == cells(old)["PS1.4"]
    assert int(cells(old)["PS2.TOT.a"][0]) == 6
    assert int(cells(old)["PS1.10.not_required"][0]) == 1


def test_words_of_the_draft_name_nothing_in_a_file_of_2014() -> None:
    rows = list(csv.DictReader(io.StringIO(edition_2014().decode())))
    report = checked(
        as_csv([row | {"Notes": "x", "Name": "y", "Site": "z", "Received date": "1"} for row in rows]).encode()
    )
    assert report.edition == "2014"
    unread = {row["column"] for row in report.issues.to_pylist() if row["code"] == "column-unrecognised"}
    assert unread == {"Notes", "Name", "Site", "Received date"}


def test_an_archive_whose_linked_table_is_damaged_still_gives_the_applications() -> None:
    report = checked(packed({"planning-application.csv": as_csv(tables()[MAIN]), "decision-notice.csv": ""}))
    assert report.edition == "2026-draft"
    assert report.rows_usable == len(CASES)
    assert "file-empty" in codes(report)
