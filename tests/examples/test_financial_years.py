from datetime import date

import pytest

from examples.england import England
from examples.financial_years import closed_years, draw, follows_guidance, period, written, year_end
from examples.published import publish
from examples.tables import Table
from examples.write_files import write_csv
from expectations.check import PublishedFile, check_files
from transforms.standards import standard

DAY = date(2026, 10, 5)
YEARLY = (
    *("land_and_building_assets", "parking_account", "parking_spaces", "social_housing_asset_value"),
    *("senior_salary_counts", "pay_multiples", "counter_fraud", "trade_union_facility_time"),
)
TOLERATED = {
    ("land_and_building_assets", "value-missing", "UPRN"),  # land that nobody has addressed yet
    ("pay_multiples", "column-often-repaired", "Ratio"),  # councils write 7.14:1
    ("parking_account", "total-disagrees", "Surplus or deficit"),  # what the reconciliation of parking is there for
    ("parking_spaces", "total-disagrees", "Number of marked out controlled spaces"),
}


def test_a_year_comes_out_ten_days_after_it_ended() -> None:
    assert closed_years(date(2026, 4, 9))[-1] == 2024
    assert closed_years(date(2026, 4, 10))[-1] == 2025
    assert (period(2025), year_end(2025), period(1999)) == ("2025/26", date(2026, 3, 31), "1999/00")


def test_some_councils_follow_the_guidance_and_some_do_not(england: England) -> None:
    guided = {follows_guidance(council): council for council in england.councils}
    assert written(guided[True], date(2026, 3, 31)) == "31/03/2026"
    assert written(guided[False], date(2026, 3, 31)) == "2026-03-31"


def test_datasets_and_years_are_drawn_apart(england: England) -> None:
    council = england.councils[0]
    drawn = [draw(england, council, number, year).random() for number in (1, 2) for year in (2024, 2025)]
    assert len(set(drawn)) == 4
    assert draw(england, council, 1, 2024).random() == drawn[0]


@pytest.mark.parametrize("slug", YEARLY)
def test_a_council_that_publishes_well_is_told_next_to_nothing(england: England, slug: str) -> None:
    files = [
        PublishedFile(f"{council.gss}.csv", write_csv(publish(england, council, slug, DAY)), council.gss, DAY)
        for council in england.councils
    ]
    reports = check_files(files, standard(slug))
    assert all(report.rows == report.rows_usable > 0 for report in reports)
    issues = [issue for report in reports for issue in report.issues.to_pylist()]
    told = {(slug, issue["code"], issue["column"]) for issue in issues if issue["severity"] != "info"}
    assert told <= TOLERATED
    assert sum(report.rows for report in reports) > 10 * sum(issue["code"] == "value-missing" for issue in issues)


@pytest.mark.parametrize("slug", ["parking_account", "pay_multiples", "counter_fraud", "trade_union_facility_time"])
def test_a_new_year_leaves_the_old_ones_as_they_were(england: England, slug: str) -> None:
    for council in england.councils:
        before, after = (publish(england, council, slug, date(year, 10, 5)).rows for year in (2025, 2026))
        assert after[: len(before)] == before
        assert len(after) > len(before)


@pytest.mark.parametrize("slug", ["land_and_building_assets", "senior_salary_counts", "social_housing_asset_value"])
def test_a_list_is_as_at_the_last_year(england: England, slug: str) -> None:
    council = england.councils[0]
    tables = [publish(england, council, slug, date(year, 10, 5)) for year in (2025, 2026)]
    assert [days(table) for table in tables] == [{"2025"}, {"2026"}]
    assert tables[0].rows != tables[1].rows


def test_both_ways_of_publishing_are_met(england: England) -> None:
    for slug in ("parking_account", "parking_spaces", "pay_multiples"):
        assert len({tuple(publish(england, council, slug, DAY).header) for council in england.councils}) == 2


def days(table: Table) -> set[str]:
    """Return the years of the days in the third column."""
    return {row[2][:4] for row in table.rows}
