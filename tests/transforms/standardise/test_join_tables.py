"""Linked rows come to the record that they name, the latest of several, and what leads nowhere is found."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Reading, Sheet
from transforms.standardise.join_tables import join_tables
from transforms.standards.planning_applications import PLANNING_APPLICATIONS

EDITION = PLANNING_APPLICATIONS.editions[0]
MAIN, NOTICE, TIMELINE, SITE = "planning-application", "decision-notice", "planning-permission-timeline", "site"
NOTICE_HEADER = (MAIN, "decision", "decision-date")
EVENT_HEADER = (MAIN, "permission-process-event", "event-date")


def reading(header: Sequence[str], *rows: Sequence[str], findings: tuple[Finding, ...] = ()) -> Reading:
    cells = pa.table({str(i): pa.array([row[i] for row in rows], pa.string()) for i in range(len(header))})
    sheet = Sheet(tuple(header), 1, cells, np.arange(2, len(rows) + 2), np.full(len(rows), len(header)))
    return Reading(sheet, "utf-8", findings)


def joined(*cases: str, types: str = "hh", withdrawn: str = "", **linked: Reading) -> tuple[dict, tuple[Finding, ...]]:
    """The columns of the joined sheet by header, and the findings."""
    main = reading(
        ("reference", "application-types", "withdrawn-date", "site"),
        *((case, types, withdrawn, f"S{case}") for case in cases),
    )
    names = {"notices": NOTICE, "events": TIMELINE, "sites": SITE}
    done = join_tables({MAIN: main, **{names[name]: table for name, table in linked.items()}}, EDITION)
    assert done.sheet is not None
    columns = [column.to_pylist() for column in done.sheet.cells.columns]
    assert set(done.sheet.widths) == {len(done.sheet.header)}
    return dict(zip(done.sheet.header, columns, strict=True)), done.findings


def test_the_latest_notice_counts_and_of_equals_the_one_further_down() -> None:
    notices = reading(
        NOTICE_HEADER,
        ("A", "Refused", "2026-02-01"),
        ("A", "Granted", "2026-01-01"),
        ("B", "Refused", "2026-01-01"),
        ("B", "Granted", "2026-01-01"),
        (" C ", "Granted", ""),
    )
    columns, findings = joined("A", "B", "C", "D", notices=notices)
    assert columns["decision-notice.decision"] == ["Refused", "Granted", "Granted", ""]
    assert [(one.code, one.lines, one.values) for one in findings] == [("linked-record-superseded", [2, 3], ["A", "B"])]


def test_an_event_gives_the_day_of_its_latest_row() -> None:
    events = reading(
        EVENT_HEADER,
        ("A", "valid-from", "2026-01-05"),
        ("A", "Invalid-From", "2026-01-03"),
        ("A", "valid-from", "2026-01-02"),
        ("B", "time-extension-agreed", "2026-02-02"),
    )
    columns, findings = joined("A", "B", events=events)
    assert columns["planning-permission-timeline.valid-from"] == ["2026-01-05", ""]
    assert columns["planning-permission-timeline.time-extension-agreed"] == ["", "2026-02-02"]
    assert "planning-permission-timeline.invalid-from" not in columns
    assert findings == ()


@pytest.mark.parametrize(
    ("event", "status"), [("call-in-direction-issued", "Called in"), ("invalid-from", "Invalid"), ("valid-from", None)]
)
def test_the_timeline_tells_where_a_case_stands(event: str, status: str | None) -> None:
    columns, _ = joined("A", events=reading(EVENT_HEADER, ("A", event, "2026-01-05")))
    assert columns.get("status (timeline)", [None]) == [status]


def test_rows_that_name_no_record_are_found_and_blank_ones_are_not() -> None:
    notices = reading(
        NOTICE_HEADER, ("X", "Granted", "2026-01-01"), ("", "Granted", ""), ("A", "Granted", "2026-01-01")
    )
    _, findings = joined("A", notices=notices)
    assert [(one.code, one.lines, one.values) for one in findings] == [("reference-unknown", [2], ["X"])]


def test_a_site_gives_its_address_and_one_that_nobody_names_is_no_issue() -> None:
    sites = reading(("reference", "address-text"), ("SA", "1 High Street"), ("SZ", "2 High Street"))
    columns, findings = joined("A", "B", sites=sites)
    assert columns["site.address-text"] == ["1 High Street", ""]
    assert findings == ()


@pytest.mark.parametrize(
    ("types", "service", "code"),
    [
        ("hh", "485", "Q21"),
        ("lbc|full", "487", ""),
        ("full;psi-app", "487", "Q07"),
        ("Advertising", "1082", ""),
        ("pa-storey", "1733", ""),
        ("something-new", "", ""),
    ],
)
def test_types_are_said_in_the_words_of_the_lists(types: str, service: str, code: str) -> None:
    columns, _ = joined("A", types=types)
    assert columns["application-types (service)"][0].rpartition("/")[2] == service
    assert columns["application-types (PS2 code)"] == [code]


def test_a_withdrawal_counts_where_nothing_was_decided() -> None:
    notices = reading(NOTICE_HEADER, ("A", "Granted", "2026-01-01"))
    columns, _ = joined("A", "B", withdrawn="2026-03-01", notices=notices)
    assert columns["decision-notice.decision"] == ["Granted", "Withdrawn"]
    assert columns["decision-date or withdrawn-date"] == ["2026-01-01", "2026-03-01"]


def test_what_is_wrong_with_a_linked_table_leaves_no_record_out() -> None:
    broken = Reading(None, None, (Finding("file-empty", Severity.CRITICAL, facts={"kind": "no bytes"}),))
    columns, findings = joined("A", notices=broken)
    assert [(one.code, one.severity) for one in findings] == [("file-empty", Severity.WARNING)]
    assert "decision-notice.decision" not in columns or columns["decision-notice.decision"] == [""]


def test_an_edition_of_one_table_can_not_be_joined() -> None:
    with pytest.raises(LookupError, match="2014 has no linked tables"):
        join_tables({}, PLANNING_APPLICATIONS.editions[1])
