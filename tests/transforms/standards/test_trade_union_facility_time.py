from collections.abc import Callable
from decimal import Decimal

from transforms.domain.report import Report
from transforms.domain.standard import Requirement
from transforms.standards.trade_union_facility_time import TRADE_UNION_FACILITY_TIME

(EDITION,) = TRADE_UNION_FACILITY_TIME.editions
SLUG = "trade_union_facility_time"
TITLES = (
    "Organisation name,Organisation code,Effective date,Total representative count,FTE representatives count,"
    "Total representatives majority duty count,FTE representatives majority duty count,"
    "Total estimate spending amount,Relative estimate spending\n"
)
ROW = "Adur,http://opendatacommunities.org/id/district-council/adur,{},{},{},{},{},{},{}\n"
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def row(
    day: str = "31/03/2025",
    representatives: str = "9",
    equivalents: str = "8.1",
    devoted: str = "3",
    devoted_equivalents: str = "2.1",
    spending: str = "73000",
    share: str = "0.11",
) -> str:
    return ROW.format(day, representatives, equivalents, devoted, devoted_equivalents, spending, share)


def test_the_musts_are_the_six_that_the_schema_requires() -> None:
    assert [field.name for field in EDITION.fields if field.requirement is Requirement.MUST] == [
        *("TotalRepresentativeCount", "FTERepresentativesCount"),
        *("TotalRepresentativesMajorityDutyCount", "FTERepresentativesMajorityDutyCount"),
        *("TotalEstimateSpendingAmount", "RelativeEstimateSpending"),
    ]


def test_the_schemas_titles_name_every_field_but_the_unions(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, TITLES + row(), "E07000223")
    assert found_in(report) == []
    assert {field.name for field in EDITION.fields} - set(report.columns) == {"TradeUnions"}
    assert report.table["FTERepresentativesCount"].to_pylist() == [Decimal("8.1")]


def test_na_is_blank_and_a_figure_that_the_schema_requires(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, TITLES + row(devoted_equivalents="NA"))
    column = "FTE representatives majority duty count"
    assert found_in(report) == [("value-missing", 2, column, "NA")]
    assert report.rows_usable == 1


def test_no_more_devote_half_their_time_than_there_are(check_text: Check, found_in: Found) -> None:
    text = TITLES + row() + row(day="31/03/2024", devoted="10", devoted_equivalents="8.5")
    assert found_in(check_text(SLUG, text)) == [
        ("value-out-of-range", 3, "Total representative count", "9"),
        ("value-out-of-range", 3, "FTE representatives count", "8.1"),
    ]


def test_a_file_of_one_year_may_do_without_the_day(check_text: Check, found_in: Found) -> None:
    text = TITLES.replace("Effective date,", "") + row().replace("31/03/2025,", "")
    report = check_text(SLUG, text)
    assert (found_in(report), report.rows_usable) == ([], 1)


def test_one_year_twice_is_one_year(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, TITLES + row() + row(representatives="10"))
    assert [issue[:2] for issue in found_in(report)] == [("row-duplicated", 2)]
    assert report.rows_usable == 1


def test_a_share_of_the_pay_bill_is_in_per_cent(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, TITLES + row(share="0.11%") + row(day="31/03/2024", share="110"))
    assert report.table["RelativeEstimateSpending"].to_pylist() == [Decimal("0.11"), Decimal(110)]
    assert found_in(report) == [("value-out-of-range", 3, "Relative estimate spending", "110")]
