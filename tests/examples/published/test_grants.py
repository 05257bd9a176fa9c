from datetime import date

from examples.england import England
from examples.published.grants import COLUMNS, publish
from examples.write_files import write_csv
from expectations.check import PublishedFile, check_files
from transforms.standards import standard

DAY = date(2026, 9, 20)


def test_grants_are_added_year_by_year_and_never_change(england: England) -> None:
    for council in england.councils[:3]:
        before, after = (publish(england, council, day).rows for day in (date(2025, 9, 20), DAY))
        assert after[: len(before)] == before
        assert len(after) > len(before)
        identifiers = [row[COLUMNS.index("Identifier")] for row in after]
        assert len(set(identifiers)) == len(identifiers)


def test_no_grant_is_more_than_was_asked_for(england: England) -> None:
    for row in publish(england, england.councils[0], DAY).rows:
        grant = dict(zip(COLUMNS, row, strict=True))
        assert int(grant["Amount Applied For"]) >= int(grant["Amount Awarded"]) > 0
        assert grant["Planned Dates:Start Date"] > grant["Award Date"]


def test_nothing_is_wrong_with_a_file(england: England) -> None:
    files = [
        PublishedFile(f"{council.gss}.csv", write_csv(publish(england, council, DAY)), council.gss, DAY)
        for council in england.councils
    ]
    for report in check_files(files, standard("grants")):
        assert report.edition == "1.4"
        assert report.rows_usable == report.rows > 20
        assert not [row for row in report.issues.to_pylist() if row["severity"] != "info"]
