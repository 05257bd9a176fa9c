from collections.abc import Callable

import pytest

from transforms.domain.report import Report
from transforms.standards.senior_salary_counts import SENIOR_SALARY_COUNTS

(EDITION,) = SENIOR_SALARY_COUNTS.editions
SLUG = "senior_salary_counts"
HEADER = "OrganisationLabel,ApplicableDate,RemunerationBand,EmployeeCount\n"
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def row(band: str, count: str = "86", day: str = "2025-03-31") -> str:
    return f'Adur,{day},"{band}",{count}\n'


def test_band_and_count_are_required_and_nothing_can_be_counted_without_them() -> None:
    assert [field.name for field in EDITION.essential] == ["RemunerationBand", "EmployeeCount"]


@pytest.mark.parametrize(
    "band",
    [
        *("50000 - 54999", "195000 - 199999", "£50,000 to £54,999", "50,000-54,999", "£95,000–£99,999"),
        *("£50,000 - £55,000", "£50,001 - £55,000", "£50,000.00 to £54,999.99", "£150,000 and over", "200000+"),
    ],
)
def test_bands_are_read_as_councils_write_them(check_text: Check, found_in: Found, band: str) -> None:
    report = check_text(SLUG, HEADER + row(band))
    assert found_in(report) == []
    assert report.table["RemunerationBand"].to_pylist() == [band]


@pytest.mark.parametrize("band", ["£52,500 to £57,499", "Band 7", "£50k", "50000", "under £50,000"])
def test_a_band_that_starts_elsewhere_or_is_none_is_a_warning(check_text: Check, found_in: Found, band: str) -> None:
    report = check_text(SLUG, HEADER + row(band))
    assert found_in(report) == [("value-malformed", 2, "RemunerationBand", band)]
    assert report.rows_usable == 1


def test_an_empty_band_is_a_record_of_nobody(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, HEADER + row("£50,000 to £54,999", "0") + row("£55,000 to £59,999", "-1"))
    assert report.table["EmployeeCount"].to_pylist() == [0, -1]
    assert found_in(report) == [("value-out-of-range", 3, "EmployeeCount", "-1")]


def test_a_band_without_a_count_is_left_out(check_text: Check) -> None:
    report = check_text(SLUG, HEADER + row("£50,000 to £54,999") + row("£55,000 to £59,999", ""))
    assert (report.rows, report.rows_usable) == (2, 1)


def test_a_total_beneath_the_bands_is_no_band(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, HEADER + row("£50,000 to £54,999") + row("Total", "86", day=""))
    assert report.rows_usable == 1


def test_a_band_is_published_once_a_year(check_text: Check, found_in: Found) -> None:
    bands = row("£50,000 to £54,999") + row("£50,000 to £54,999", day="2024-03-31") + row("£50,000 to £54,999")
    assert [issue[:2] for issue in found_in(check_text(SLUG, HEADER + bands))] == [("row-duplicated", 2)]


@pytest.mark.parametrize(
    "header",
    ["Effective date,Salary band,Number of employees", "EffectiveDate,Remuneration band,Employee count"],
)
def test_other_headings_name_the_same_fields(check_text: Check, found_in: Found, header: str) -> None:
    report = check_text(SLUG, f'{header}\n2025-03-31,"£50,000 to £54,999",86\n')
    assert set(report.columns) == {"ApplicableDate", "RemunerationBand", "EmployeeCount"}


def test_employees_of_one_band_in_several_rows_all_count(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, HEADER + row("£50,000 to £54,999") + row("£50,000 to £54,999", "12"))
    assert [issue[:2] for issue in found_in(report)] == [("reference-repeated", 3)]
    assert report.rows_usable == 2
