"""What a critical finding leaves out: the records on its lines, and no other."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from tests.expectations.records import CASE, SITE_2026
from transforms.domain.report import Report

Check = Callable[..., Report]
CASES = Path(__file__).parents[3] / "shared" / "cases"
SITES = [SITE_2026 | {"SiteReference": f"G{number}"} for number in range(3)]
PERSONAL = "Ring Jo on 07700 900123"


def with_column(header: str, *cells: str) -> list[Mapping[str, str]]:
    return [site | {header: cell} for site, cell in zip(SITES, cells, strict=True)]


def usable(report: Report) -> list[bool]:
    return report.table["is_usable"].to_pylist()


def critical(report: Report) -> list[tuple[str, object, object]]:
    rows = report.issues.to_pylist()
    return [(row["code"], row["line"], row["column"]) for row in rows if row["severity"] == "critical"]


@pytest.mark.parametrize(
    "records",
    [
        with_column("Officer comments", "", PERSONAL, ""),
        [{"": cell} | site for site, cell in zip(SITES, ("", PERSONAL, ""), strict=True)],
        [site | {f"Ask {PERSONAL}": ""} for site in SITES],
    ],
    ids=["a cell", "a cell without a header", "a header"],
)
def test_a_critical_finding_in_a_column_that_no_field_reads_leaves_no_record_out(
    check: Check, records: Sequence[Mapping[str, str]]
) -> None:
    report = check(records, "brownfield_land")
    assert [code for code, _, _ in critical(report)] == ["personal-data-found"]
    assert usable(report) == [True, True, True]
    assert "07700" not in str(report.issues.to_pylist()) + str(report.table.to_pylist()) + str(report.columns)


def test_a_critical_finding_in_a_column_that_is_read_leaves_its_own_record_out(check: Check) -> None:
    report = check([SITES[0], SITES[1] | {"Notes": PERSONAL}, SITES[2]], "brownfield_land")
    assert critical(report) == [("personal-data-found", 3, "Notes")]
    assert usable(report) == [True, False, True]


def test_a_line_of_json_that_is_no_record_leaves_the_others_in(check: Check) -> None:
    first, second = (json.dumps(SITE_2026 | {"SiteReference": reference}) for reference in "AB")
    report = check(f'{first}\n{{"SiteReference": \n{second}\n', "brownfield_land")
    assert [finding for finding in critical(report) if finding[0] == "record-unreadable"] == [
        ("record-unreadable", 2, None)
    ]
    assert usable(report) == [True, True]


def test_a_critical_finding_about_an_essential_column_leaves_every_record_out(check: Check) -> None:
    without = [{name: text for name, text in CASE.items() if name != "CaseReference"}] * 2
    report = check(without)
    assert critical(report) == [("column-missing", None, "CaseReference")]
    assert usable(report) == [False, False]


@pytest.mark.real_data
@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the checkout")
def test_an_invoice_number_that_looks_like_another_number_costs_no_payment(check: Check) -> None:
    content = (CASES / "01-sheffield-one-cell-voids-file" / "ni1.csv").read_bytes()
    report = check(content, "spending_over_500")
    assert report.rows_usable == report.rows > 0
    assert critical(report) == []


@pytest.mark.real_data
@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the checkout")
def test_a_telephone_number_among_remarks_is_masked_and_costs_no_site(check: Check) -> None:
    content = (CASES / "01-sheffield-one-cell-voids-file" / "pd1.csv").read_bytes()
    report = check(content, "brownfield_land")
    assert critical(report) == [("personal-data-found", 4, "Officer comments")]
    assert (report.rows, report.rows_usable) == (6, 6)
