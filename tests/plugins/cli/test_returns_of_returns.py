"""A return that reads another one, out of a folder of snapshots."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from tests.plugins.cli.conftest import Run
from tests.plugins.command_line_inputs import ADUR, ARUN, case, write_cases

QUARTERS = {"2024-11-05": "2024-Q4", "2025-02-05": "2025-Q1", "2025-05-05": "2025-Q2", "2025-08-05": "2025-Q3"}
YEAR = ("planning_performance", "--period", "2025-09-30")


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """Adur decides three majors in each quarter, one of them late; Arun has published nothing."""
    cases = [
        case(
            number,
            CaseReference=f"A/{day}/{number}",
            CaseDate=day if number else "2024-01-05",
            DecisionDate=day,
            DecisionNoticeDate=day,
            DecisionTargetDate="",
            ClassificationLabel="Q01",
        )
        for day in QUARTERS
        for number in range(3)
    ]
    home = tmp_path / "snapshots"
    write_cases(home / ADUR / "planning_applications" / "2025-10-02.csv", cases)
    (home / ARUN).mkdir()
    return home


def test_a_year_is_assembled_from_its_four_quarters(run: Run, year: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    status, summary, _ = run("assemble", *YEAR, "--from", year, "--out", out)
    cells = {(row["authority"], row["cell"]): row["value"] for row in csv.DictReader((out / "cells.csv").open())}
    assert (status, "1 of 2 authorities with data" in summary) == (0, True)
    assert [cells[ADUR, f"PP.{name}"] for name in ("major.decisions", "major.in_time", "quarters")] == ["12", "8", "4"]
    assert (cells[ARUN, "PP.major.decisions"], cells[ARUN, "PP.quarters"]) == ("", "0")


def test_the_manifest_names_the_quarters_by_the_receipts_that_they_have_by_themselves(
    run: Run, year: Path, tmp_path: Path
) -> None:
    run("assemble", *YEAR, "--from", year, "--out", tmp_path / "year")
    inputs = json.loads((tmp_path / "year" / "manifest.json").read_text())["inputs"]
    assert [read["period"] for read in inputs] == list(QUARTERS.values())
    for read in inputs:
        out = tmp_path / read["period"]
        run("assemble", read["return"], "--period", read["period"], "--from", year, "--out", out)
        assert json.loads((out / "manifest.json").read_text())["receipt"] == read["receipt"]


def test_every_quarter_is_as_known_on_the_same_day(run: Run, year: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("assemble", *YEAR, "--from", year, "--out", out, "--as-known", "2025-10-01")
    assert {read["as_known"] for read in json.loads((out / "manifest.json").read_text())["inputs"]} == {"2025-10-01"}
    assert "PP.quarters,0,computed" in (out / "cells.csv").read_text()


def test_a_figure_of_the_year_is_traced_to_the_lines_of_its_quarters(run: Run, year: Path) -> None:
    words = ("trace", "planning_performance", "PP.major.in_time", "--authority", ADUR, "--period", "2025-09-30")
    status, text, _ = run(*words, "--from", year, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert status == 0
    assert [(row["period"], row["line"]) for row in rows] == [
        (quarter, str(line)) for quarter, first in zip(QUARTERS.values(), (3, 6, 9, 12), strict=True)
        for line in (first, first + 1)
    ]  # fmt: skip


def test_a_council_may_declare_what_nobody_publishes(run: Run, year: Path, tmp_path: Path) -> None:
    declared = tmp_path / "declared.csv"
    declared.write_text(
        f"authority,period,cell,value,why,by\n{ADUR},2025-09-30,PP.major.overturned,1,from our register,An officer\n"
    )
    run("assemble", *YEAR, "--from", year, "--out", tmp_path / "out", "--declared", declared)
    assert f"{ADUR},2025-09-30,PP.major.overturned,1,declared" in (tmp_path / "out" / "cells.csv").read_text()


@pytest.mark.parametrize(
    ("period", "words"), [("2025-09-29", "such as 2025-09-30"), ("2025-Q3", "is for an assessment year")]
)
def test_a_period_that_is_no_assessment_year_is_refused(
    run: Run, year: Path, tmp_path: Path, period: str, words: str
) -> None:
    status, _, message = run(
        *("assemble", "planning_performance", "--period", period, "--from", year, "--out", tmp_path / "out")
    )
    assert (status, words in message, (tmp_path / "out").exists()) == (2, True, False)


def test_the_workbook_has_a_table_of_all_authorities_by_rate(run: Run, year: Path, tmp_path: Path) -> None:
    run("assemble", *YEAR, "--from", year, "--out", tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "planning_performance-2025-09-30.xlsx")
    rows = list(book["P151"].iter_rows(min_row=5, values_only=True))
    assert [(row[0], *row[2:]) for row in rows] == [
        ("E92000001", 12, 8, 66.7, ""),
        (ADUR, 12, 8, 66.7, ""),
        (ARUN, "[x]", "[x]", None, ""),
    ]
    assert "P153" in book.sheetnames
