"""Registers of brownfield land as councils published them: each is read, or refused in words."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from expectations.check import PublishedFile, check_files
from transforms import registers
from transforms.domain.report import Report
from transforms.standards import standard

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "brownfield_land"
FOLDERS = ("as-published", "fixed-by-hand", "other-councils", "one-register-many-formats")
# No SiteReference column, so no record can be keyed; or nothing beneath the header; or no table at all.
WITHOUT_USABLE_RECORDS = {
    "EXE__dda69588484b738f.csv",
    *("LND__e4e2e37b5db85b96.csv", "SWD__54461fd942daa934.csv"),
    "SNO__671862da7b7345ad.csv",  # four of the fourteen columns that a register must have
    "this_is_not_a_csv.pdf",
}

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def reports() -> Mapping[str, Report]:
    paths = [p for folder in FOLDERS for p in sorted((FOLDER / folder).glob("*")) if p.suffix != ".json"]
    if not paths:
        pytest.skip("no published registers beside the checkout")
    files = [PublishedFile(p.name, p.read_bytes(), publisher(p.name), date(2026, 6, 30)) for p in paths]
    return {report.file: report for report in check_files(files, standard("brownfield_land"))}


def publisher(name: str) -> str | None:
    try:
        return registers.authority(name.partition("__")[0]).gss
    except LookupError:
        return None


def found(report: Report, code: str) -> list[dict]:
    return [row for row in report.issues.to_pylist() if row["code"] == code]


def test_every_register_is_read_or_refused_with_a_critical_issue(reports: Mapping[str, Report]) -> None:
    for name, report in reports.items():
        print(f"{name:60} {report.edition} {report.rows:5} records, {report.rows_usable:5} usable")
        if name in WITHOUT_USABLE_RECORDS:
            assert report.rows_usable == 0
            assert set(report.issues["code"].to_pylist()) & {
                "column-missing",
                "file-without-records",
                "file-not-tabular",
                "standard-mismatch",
            }
        else:
            assert report.rows_usable > 0.6 * report.rows, name


def test_no_published_register_is_accused_of_personal_data(reports: Mapping[str, Report]) -> None:
    assert not {name for name, report in reports.items() if found(report, "personal-data-found")}


def test_nearly_every_published_point_is_placed(reports: Mapping[str, Report]) -> None:
    placed = {name: report.table["GeoX"] for name, report in reports.items() if "GeoX" in report.columns}
    points = sum(len(column) for column in placed.values())
    blank = sum(column.null_count for column in placed.values())
    assert blank < 0.03 * points


def test_one_register_in_four_formats_is_one_table(reports: Mapping[str, Report]) -> None:
    tables = [
        reports[f"test-brownfield-register.{ending}"].table.select(["SiteReference", "Hectares", "FirstAddedDate"])
        for ending in ("csv", "xls", "xlsx", "xlsm")
    ]
    assert all(table.equals(tables[0]) for table in tables)


def test_the_dates_of_one_column_are_in_years_that_a_register_can_have(reports: Mapping[str, Report]) -> None:
    for name, report in reports.items():
        days = [day for day in report.table["FirstAddedDate"].to_pylist() if day]
        assert all(date(2010, 1, 1) <= day <= date(2027, 12, 31) for day in days), name


def test_a_register_with_names_cut_to_ten_letters_has_its_references(reports: Mapping[str, Report]) -> None:
    report = reports["SNO__671862da7b7345ad.csv"]
    assert report.columns["SiteReference"] == "Brownfield"
    assert all(text.count("/") == 2 for text in report.table["SiteReference"].to_pylist())
