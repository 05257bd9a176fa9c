"""Where a traced record is published, also where it is on no line of a file."""

from datetime import date

from plugins.portal.views.trace import TracedRecord, traced_record

RECORD = TracedRecord(
    "E07000223", "X/1", date(2025, 4, 2), "ab" * 32, "7", "spending_over_500", "E07000223", "1.0", "", {}
)  # fmt: skip
ROW = {"authority": "E07000223", "reference": "spending.q1", "fetched": "", "sha256": "", "line": "", "state": "5"}


def test_a_record_leads_to_its_line_and_names_its_dataset() -> None:
    assert RECORD.address.endswith("/1.0/E07000223/rows?line=7")
    assert RECORD.dataset == "Spending over £500"


def test_what_is_on_no_line_leads_nowhere() -> None:
    record = traced_record(ROW, {}, ["state"])
    assert (record.fetched, record.address, record.dataset) == (None, "", "")
    assert record.values == {"state": "5"}
