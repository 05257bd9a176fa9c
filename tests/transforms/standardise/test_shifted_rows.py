"""Which rows are said to stand beside their columns, by their values alone."""

from datetime import date

import pytest

from expectations.check import PublishedFile, check_files
from transforms.standards import standard

HEADER = "CaseReference,CaseText,CaseDate,DecisionDate,UPRN,CaseURL,ExtractDate"
WHOLE = "A{},text,2025-01-02,2025-02-03,10099999,https://a.example/1,2025-03-01"
LEFT = "from some cell on, its values fit their columns only if moved {} to the left"
RIGHT = "from some cell on, its values fit their columns only if moved {} to the right"


def misaligned(*rows: str) -> list[tuple[str, str, int, str]]:
    """Return what is found beneath two whole rows, without what is found in a file of whole rows alone."""
    declared = standard("planning_applications")
    whole = [HEADER, *(WHOLE.format(number) for number in range(3)), ""]
    files = ["\n".join(whole), "\n".join([*whole[:-1], *rows, ""])]
    clean, report = check_files(
        [PublishedFile("a.csv", file.encode(), None, date(2025, 6, 1)) for file in files], declared
    )
    names = ("code", "severity", "line", "message")
    known = {issue["code"] for issue in clean.issues.to_pylist()}
    return [tuple(issue[name] for name in names) for issue in report.issues.to_pylist() if issue["code"] not in known]


def message(cells: str, fit: str) -> str:
    return f"The row has {cells} the header, which names 7 columns; {fit}."


@pytest.mark.parametrize(
    ("row", "cells", "fit"),
    [
        ("B,te,xt,2025-01-02,2025-02-03,10099999,", "as many cells as", LEFT.format("one cell")),
        ("B,t,ex,t,2025-01-02,2025-02-03,", "as many cells as", LEFT.format("two cells")),
        ("B,text 2025-01-02,2025-02-03,10099999,https://a.example/1,2025-03-01,", "as many cells as",
         RIGHT.format("one cell")),
        ("B,text,2025-01-02 2025-02-03,10099999,https://a.example/1,2025-03-01,", "as many cells as",
         RIGHT.format("one cell")),
        ("B,text 2025-01-02,2025-02-03,10099999,https://a.example/1,2025-03-01", "fewer cells than",
         RIGHT.format("one cell")),
    ],
)  # fmt: skip
def test_a_row_whose_values_moved_is_one_finding(row: str, cells: str, fit: str) -> None:
    assert misaligned(row) == [("row-misaligned", "critical", 5, message(cells, fit))]


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("B,text,soon,2025-02-03,10099999,https://a.example/1,2025-03-01", ["date-unparseable"]),
        ("B,text,soon,later,10099999,https://a.example/1,2025-03-01", ["date-unparseable"] * 2),
        ("B,text,2025-01-02 2025-02-03,,10099999,https://a.example/1,2025-03-01", ["date-unparseable"]),
        ("B,text,soon,2025-02-03,unknown,https://a.example/1,2025-03-01", ["date-unparseable", "value-malformed"]),
    ],
)
def test_a_row_with_wrong_values_in_their_place_is_not_said_to_have_moved(row: str, codes: list[str]) -> None:
    assert sorted(code for code, *_ in misaligned(row)) == codes


def test_where_most_rows_have_moved_each_column_is_told_of() -> None:
    rows = [f"B{number},te,xt,2025-01-02,2025-02-03,10099999," for number in range(4)]
    assert {code for code, *_ in misaligned(*rows)} == {"date-unparseable", "value-malformed", "value-missing"}


def test_of_a_row_that_was_cut_short_no_blank_is_told_besides() -> None:
    short = message("fewer cells than", "values may be in the wrong column")
    assert misaligned("B,text,2025-01-02") == [("row-misaligned", "warning", 5, short)]
