"""What is said of rows that are not a record each, and on which line."""

from collections.abc import Callable

import pytest

from tests.expectations.conftest import codes
from tests.expectations.records import CASE
from transforms.domain.report import Report

Check = Callable[..., Report]
Found = Callable[..., list[tuple]]


def test_lines_are_physical_lines(found: Found) -> None:
    records = [CASE | {"LocationText": "1 High Street\nShoreham"}, CASE | {"CaseReference": "B", "UPRN": "x"}]
    assert [issue[2] for issue in found(records)] == [4]


@pytest.mark.parametrize(("row", "severity"), [("A,note", "warning"), (",note", "critical")])
def test_a_short_row_is_a_warning_unless_it_lacks_an_essential_field(found: Found, row: str, severity: str) -> None:
    header = "CaseReference,CaseText,ServiceTypeLabel"
    assert ("row-misaligned", severity, 2, None, None) in found(f"{header}\n{row}\n")


def test_a_long_row_is_critical_unless_only_blanks_are_too_many(found: Found) -> None:
    header = "CaseReference,CaseText,ServiceTypeLabel"
    assert ("row-misaligned", "critical", 2, None, None) in found(f"{header}\nA,b,c,d\n")
    assert "row-misaligned" not in codes(found(f"{header}\nA,b,c,,\n"))


def test_of_a_row_that_split_nothing_is_said_of_its_moved_cells(found: Found) -> None:
    header = "CaseReference,CaseText,CaseDate,DecisionDate,UPRN"
    whole = "A,text,2025-01-02,2025-02-03,100012345678"
    undisturbed = found(f"{header}\n{whole}\n")
    split = found(f"{header}\n{whole}\nB,te,xt,2025-01-02,2025-02-03,100012345678\n")
    assert [issue for issue in split if issue not in undisturbed] == [("row-misaligned", "critical", 3, None, None)]


def test_a_cell_beyond_the_last_named_column_is_critical(found: Found) -> None:
    assert ("row-misaligned", "critical", 2, None, None) in found("CaseReference,CaseText,\nA,b,c\nB,c,\n")


def test_a_total_row_is_ignored(check: Check) -> None:
    report = check("SiteReference,SiteNameAddress,Hectares\nA,Here,1\n,Total,1\n", "brownfield_land")
    assert report.rows == 1
    ignored = [row for row in report.issues.to_pylist() if row["code"] == "row-ignored"]
    assert [row["line"] for row in ignored] == [3]


def test_a_site_without_reference_is_not_taken_for_a_total(check: Check) -> None:
    assert check("SiteReference,SiteNameAddress\n,Total Garage\n,Here\n", "brownfield_land").rows == 2
