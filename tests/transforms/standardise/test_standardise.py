from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.domain.sheet import Reading, Sheet
from transforms.standardise import Standardised, standardise
from transforms.standards import standard

AS_AT = date(2026, 6, 30)
SPENDING = ("BeneficiaryName", "PaymentDate", "Amount")
FIELDS = ("SiteReference", "Hectares", "NetDwellingsRangeFrom", "FirstAddedDate", "PlanningStatus", "Notes", "EndDate")
TEXTS = st.one_of(
    st.sampled_from(
        ["", "N/A", "0.27 ha", "£1,234", "10-20", "(3)", "31/03/2025", "03/31/2025", "31/02/2026", "45747", "2017-04"]
    ),
    st.sampled_from([" Permissioned ", "pending decision", "soon", '"x"', "0,27", "jo.bloggs@example.com", "Total"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12),
)


def standardised(
    rows: list[list[str]], header: tuple[str, ...] = FIELDS, slug: str = "brownfield_land"
) -> Standardised:
    columns = {str(place): pa.array([row[place] for row in rows], pa.string()) for place in range(len(header))}
    lines, widths = range(2, len(rows) + 2), [len(header)] * len(rows)
    sheet = Sheet(header, 1, pa.table(columns), lines, widths)
    return standardise(Reading(sheet, "utf-8"), standard(slug), None, AS_AT)


def written(done: Standardised) -> list[list[str]]:
    """Return what was read as text again, as it is written for a council."""
    columns = [done.table[name].to_pylist() for name in FIELDS]
    return [[as_text(value) for value in row] for row in zip(*columns, strict=True)]


def as_text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else f"{value}"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=len(FIELDS), max_size=len(FIELDS)), min_size=1, max_size=6))
def test_standardise_changes_nothing_in_its_own_output(rows: list[list[str]]) -> None:
    once = standardised(rows)
    twice = standardised(written(once))
    first, second = (done.table.filter(pc.is_valid(done.table["SiteReference"])) for done in (once, twice))
    for name in FIELDS:  # a row without a reference may be a note, once the values that can't be read are left out
        assert second[name].equals(first[name]), name
    assert not [finding for finding in twice.findings if finding.code == "value-repaired"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=len(FIELDS), max_size=len(FIELDS)), min_size=1, max_size=6))
def test_every_record_is_kept_or_ignored_by_name(rows: list[list[str]]) -> None:
    done = standardised(rows)
    ignored = sum(finding.count for finding in done.findings if finding.code == "row-ignored")
    assert done.table.num_rows + ignored == len(rows)


def test_a_record_keeps_its_physical_line_when_a_total_above_is_ignored() -> None:
    done = standardised([["", "Total: 3", "", "", "", "", ""], ["A", "1", "", "", "", "", ""]])
    assert done.lines.tolist() == [3]


@pytest.mark.parametrize(("name", "is_record"), [("Total", 0), ("Grand total:", 0), ("Totals Yard", 1)])
def test_a_row_whose_name_is_total_is_no_record(name: str, is_record: int) -> None:
    done = standardised([[name, "3", "", "", "", "", ""]])
    assert done.table.num_rows == is_record


def test_where_records_have_no_key_a_sum_without_a_date_is_no_record() -> None:
    rows = [["A Ltd", "31/03/2025", "1"], ["Total", "", "4"], ["Total Hygiene Ltd", "", "2"], ["", "", "3"]]
    done = standardised([*rows, ["", "31/03/2025", ""]], SPENDING, "spending_over_500")
    assert done.lines.tolist() == [2, 4, 6]
    assert [finding.lines.tolist() for finding in done.findings if finding.code == "row-ignored"] == [[3, 5]]


def test_a_column_with_many_distinct_texts_reads_as_one_with_few() -> None:
    texts = ["0.27 ha", "soon", "N/A", "31/03/2025 10:20", "45747", "(3)", "£1,234.50", "10-20", "2017-04", "Nil"]
    few = standardised([["A", text, text, text, text, text, text] for text in texts])
    filler = [
        ["B", f"{n}.5", f"{n}", f"2025-03-31 10:{n // 60:02d}:{n % 60:02d}", "x", f"n{n}", ""] for n in range(3000)
    ]
    many = standardised([["A", text, text, text, text, text, text] for text in texts] + filler)
    for name in FIELDS:
        assert many.table[name].slice(0, len(texts)).to_pylist() == few.table[name].to_pylist(), name
