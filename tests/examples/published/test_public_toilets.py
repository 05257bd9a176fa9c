from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from examples.england import Council, England
from examples.published import publish
from examples.published.public_toilets import COLUMNS
from examples.write_files import write_csv
from expectations.check import PublishedFile, check_files
from transforms.standards.public_toilets import PUBLIC_TOILETS

DAY = date(2026, 10, 5)


def toilets(england: England, council: Council, day: date = DAY) -> list[dict[str, str]]:
    table = publish(england, council, "public_toilets", day)
    return [dict(zip(table.header, row, strict=True)) for row in table.rows]


def everywhere(england: England) -> Iterator[dict[str, str]]:
    return (one for council in england.councils for one in toilets(england, council))


def test_the_columns_are_the_standards_in_its_order() -> None:
    assert [field.name for field in PUBLIC_TOILETS.editions[0].fields] == COLUMNS


def test_every_file_is_as_the_standard_wants_it(england: England) -> None:
    files = [
        PublishedFile("file.csv", write_csv(publish(england, council, "public_toilets", DAY)), council.gss, DAY)
        for council in england.councils
    ]
    for report in check_files(files, PUBLIC_TOILETS):
        assert report.rows_usable == report.rows > 1
        odd = {row["code"] for row in report.issues.to_pylist() if row["severity"] != "info"}
        assert odd <= {"date-ambiguous"}  # the fifth of October, alone in its column


def test_a_toilet_is_for_somebody(england: England) -> None:
    assert not [one for one in everywhere(england) if one["Category"] == one["AccessibleCategory"] == "None"]
    assert {one["Category"] for one in everywhere(england)} > {"Female and male", "Unisex"}


def test_only_a_community_toilet_belongs_to_a_scheme(england: England) -> None:
    assert all(
        (one["PartOfCommunityScheme"] == "Yes") is bool(one["CommunitySchemeName"]) for one in everywhere(england)
    )


def test_toilets_close_over_the_years(england: England) -> None:
    council = replace(england.councils[0], size=4.0)
    early, late = (
        {one["LocationText"] for one in toilets(england, council, date(year, 10, 5))} for year in (2018, 2026)
    )
    assert early - late
    assert early & late
