"""Land, parking, pay, fraud and facility time as published: every row, column and line of each file is read."""

import csv
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from expectations.check import PublishedFile, check_files
from transforms.domain.report import Report
from transforms.standards import standard

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "transparency"
LAND, ACCOUNT, SPACES = "land_and_building_assets", "parking_account", "parking_spaces"
MULTIPLES, SALARIES = "pay_multiples", "senior_salary_counts"
FRAUD, UNIONS = "counter_fraud", "trade_union_facility_time"
STANDARDS = {  # by a word of the file's name
    "land_and_building": LAND,
    "parking_account": ACCOUNT,
    "parking_spaces": SPACES,
    "pay_multiple": MULTIPLES,
    "senior_salaries": SALARIES,
    "fraud": FRAUD,
    "facility_time": UNIONS,
}
TRAFFORD = "E08000009"
# What a council officer would be told, besides what the files are full of: land without UPRN, address or coordinates.
WARNINGS = {
    (ACCOUNT, "total-disagrees", "OnStreetSurplusDeficit"): 3,
    (MULTIPLES, "column-often-repaired", "Ratio"): 1,
    (UNIONS, "value-missing", "FTERepresentativesMajorityDutyCount"): 1,
    (LAND, "value-missing", "TenureType"): 1,
    (LAND, "value-missing", "PostTown"): 2,
    (LAND, "value-missing", "PostCode"): 3,
}
OF_LAND = {"UPRN": 336, "StreetNumber": 523, "StreetName": 195, "GeoX": 235, "GeoY": 235}

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def reports() -> Mapping[Path, Report]:
    paths = sorted(FOLDER.glob("*.csv"))
    if not paths:
        pytest.skip("no published yearly figures beside the checkout")
    found = {}
    for slug in dict.fromkeys(STANDARDS.values()):
        of_slug = [path for path in paths if slug_of(path) == slug]
        files = [PublishedFile(path.name, path.read_bytes(), TRAFFORD, date(2026, 11, 22)) for path in of_slug]
        found |= dict(zip(of_slug, check_files(files, standard(slug)), strict=True))
    return found


def slug_of(path: Path) -> str:
    return next(slug for word, slug in STANDARDS.items() if word in path.name)


def published(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def column(reports: Mapping[Path, Report], slug: str, name: str) -> list[object]:
    (report,) = (report for path, report in reports.items() if slug_of(path) == slug)
    return list(report.table[name].to_pylist())


def test_every_row_of_every_file_is_a_record_that_counts(reports: Mapping[Path, Report]) -> None:
    assert len(reports) == 8
    for path, report in reports.items():
        rows = len(published(path))
        assert (report.rows, report.rows_usable, report.header_line) == (rows, rows, 1), path.name


def test_every_column_has_a_field_and_every_text_keeps_its_line(reports: Mapping[Path, Report]) -> None:
    for path, report in reports.items():
        rows = published(path)
        assert set(report.columns.values()) == set(rows[0]), path.name
        assert "column-unrecognised" not in report.issues["code"].to_pylist()
        assert report.table["source_line"].to_pylist() == list(range(2, len(rows) + 2))


def test_every_figure_is_the_figure_as_published(reports: Mapping[Path, Report]) -> None:
    for path, report in reports.items():
        rows = published(path)
        for name, header in report.columns.items():
            values = report.table[name].to_pylist()
            if all(isinstance(value, (int, Decimal, type(None))) and not isinstance(value, bool) for value in values):
                texts = [row[header].removesuffix(":1") for row in rows]
                expected = [None if text in ("", "NA") else Decimal(text) for text in texts]
                swapped = [place for place, value in enumerate(values) if value != expected[place]]
                assert swapped == ([385] if name in ("GeoX", "GeoY") else []), (path.name, name)


def test_there_is_nothing_critical_and_every_warning_is_known(reports: Mapping[Path, Report]) -> None:
    found: Counter[tuple[str, str, str]] = Counter()
    for path, report in reports.items():
        for issue in report.issues.to_pylist():
            assert issue["severity"] != "critical"
            if issue["severity"] == "warning":
                found[slug_of(path), issue["code"], issue["column"]] += 1
    land = {(LAND, "value-missing", column): number for column, number in OF_LAND.items()}
    assert found == WARNINGS | land | {(LAND, "value-malformed", "PostCode"): 231}


def test_the_files_are_of_the_editions_published_since_the_guidance(reports: Mapping[Path, Report]) -> None:
    editions = {(slug_of(path), report.edition) for path, report in reports.items()}
    assert editions >= {(ACCOUNT, "published-2014"), (SPACES, "by-place-2018"), (MULTIPLES, "by-factor-2019")}


def test_ratios_to_one_are_ratios_and_na_is_blank(reports: Mapping[Path, Report]) -> None:
    assert column(reports, MULTIPLES, "Ratio")[:3] == [Decimal(1), Decimal("7.14"), Decimal("10.99")]
    assert set(column(reports, ACCOUNT, "OffStreetIncomePCN")) == {None}
    assert set(column(reports, FRAUD, "ValueFraud")) == {None}


def test_the_account_that_is_out_by_more_than_its_rounding_is_named(reports: Mapping[Path, Report]) -> None:
    (report,) = (report for path, report in reports.items() if slug_of(path) == ACCOUNT)
    wrong = [issue["line"] for issue in report.issues.to_pylist() if issue["code"] == "total-disagrees"]
    incomes, costs, surpluses = (
        column(reports, ACCOUNT, f"OnStreet{name}") for name in ("IncomeTotal", "CostsTotal", "SurplusDeficit")
    )
    out_by = [abs(income - cost - surplus) for income, cost, surplus in zip(incomes, costs, surpluses, strict=True)]
    assert {place + 2 for place, pounds in enumerate(out_by) if pounds > 1} <= set(wrong) == {2, 3, 4}


def test_assets_lie_in_the_borough_but_for_two_that_it_owns_elsewhere(reports: Mapping[Path, Report]) -> None:
    points = zip(column(reports, LAND, "GeoX"), column(reports, LAND, "GeoY"), strict=True)
    inside = [-2.5 < float(x) < -2.2 and 53.3 < float(y) < 53.5 for x, y in points if x is not None]
    assert (len(inside), inside.count(False)) == (373, 2)
