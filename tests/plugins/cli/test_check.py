"""`check`: exit status, shapes of what it writes, and its words."""

import csv
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.plugins.cli.conftest import Run
from tests.plugins.command_line_inputs import case, write_cases

ISSUE_KEYS = [
    "code", "severity", "responsibility", "dimension", "line", "column", "value", "message", "fix", "fingerprint",
]  # fmt: skip


def test_a_file_without_critical_issues_passes(run: Run, good: Path) -> None:
    status, out, _ = run("check", good, "--standard", "planning_applications")
    assert status == 0
    assert "was read: 2 records" in out.splitlines()[0]
    assert "FIX FIRST" not in out


def test_a_critical_issue_is_exit_status_1_and_comes_first_in_the_text(run: Run, spoilt: Path) -> None:
    status, out, _ = run("check", spoilt, "--standard", "planning_applications")
    assert status == 1
    assert out.split("\n\n")[1].startswith("YOUR COLUMNS: 15 columns are read")
    assert out.split("\n\n")[2].startswith("NOT READY: 2 critical issues, 2 of 5 records excluded from returns")
    assert out.index("FIX FIRST") < out.index("CHECK:")
    assert "\x1b[" not in out


def test_the_json_report_has_the_keys_of_the_specification_in_order(run: Run, spoilt: Path) -> None:
    status, out, _ = run("check", spoilt, "--standard", "planning_applications", "--format", "json")
    report = json.loads(out)
    assert status == 1
    assert list(report) == [
        "standard", "edition", "file", "sha256", "encoding", "header_line", "rows", "rows_usable", "columns",
        "rules_version", "outcomes", "issues", "fix_first", "guesses",
    ]  # fmt: skip
    assert report["file"] == str(spoilt)
    assert report["sha256"] == hashlib.sha256(spoilt.read_bytes()).hexdigest()
    assert (report["header_line"], report["rows"], report["rows_usable"]) == (1, 5, 3)
    assert all(list(outcome) == ["rule", "outcome", "reason", "tested", "failed"] for outcome in report["outcomes"])
    assert all(list(issue) == ISSUE_KEYS for issue in report["issues"] if issue["severity"] != "info")


def test_an_issue_stands_on_its_line_with_the_text_as_published(run: Run, spoilt: Path) -> None:
    _, out, _ = run("check", spoilt, "--standard", "planning_applications", "--format", "json")
    places = {(issue["code"], issue["line"], issue["column"], issue["value"]) for issue in json.loads(out)["issues"]}
    assert ("date-unparseable", 3, "DecisionDate", "31/06/2024") in places
    assert ("value-missing", 5, "CaseReference") in {place[:3] for place in places}
    assert ("value-malformed", 6, "CaseURL", "=1+1") in places


def test_info_issues_are_one_entry_per_code_and_column(run: Run, tmp_path: Path) -> None:
    path = write_cases(tmp_path / "serials.csv", [case(number, CaseDate="45425") for number in range(3)])
    _, out, _ = run("check", path, "--standard", "planning_applications", "--format", "json")
    repaired = [issue for issue in json.loads(out)["issues"] if issue["code"] == "value-repaired"]
    assert [(issue["column"], issue["count"], issue["lines"]) for issue in repaired] == [("CaseDate", 3, [2, 3, 4])]


def test_issues_as_csv_cannot_run_in_a_spreadsheet(run: Run, spoilt: Path) -> None:
    _, out, _ = run("check", spoilt, "--standard", "planning_applications", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == [*ISSUE_KEYS, "count", "lines", "field"]
    assert {row["field"] for row in rows if row["column"] == "DecisionDate"} == {"DecisionDate"}
    assert "'=1+1" in {row["value"] for row in rows}


def test_a_page_instead_of_a_table_is_a_verdict(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.csv"
    page.write_text("<!doctype html><html><body>Sign in</body></html>")
    status, out, _ = run("check", page, "--standard", "brownfield_land", "--format", "json")
    assert status == 1
    assert [issue["code"] for issue in json.loads(out)["issues"]] == ["file-not-tabular"]


def test_the_standardised_table_has_every_record_in_the_standards_order(run: Run, spoilt: Path, tmp_path: Path) -> None:
    from transforms.standards import standard

    fields = [field.name for field in standard("planning_applications").editions[-1].fields]
    as_csv, as_parquet = tmp_path / "read.csv", tmp_path / "read.parquet"
    for path in (as_csv, as_parquet):
        run("check", spoilt, "--standard", "planning_applications", "--table", path)
    rows = list(csv.DictReader(as_csv.open(encoding="utf-8")))
    assert list(rows[0]) == [*fields, "source_line", "is_usable"]
    assert [(row["source_line"], row["is_usable"], row["DecisionDate"]) for row in rows] == [
        ("2", "true", "2024-06-20"),
        ("3", "false", ""),
        ("4", "true", "2024-06-20"),
        ("5", "false", "2024-06-20"),
        ("6", "true", "2024-06-20"),
    ]
    assert pq.read_table(as_parquet).column_names == list(rows[0])


def test_the_report_goes_to_the_file_asked_for(run: Run, good: Path, tmp_path: Path) -> None:
    status, out, _ = run("check", good, "--standard", "planning_applications", "--output", tmp_path / "report.txt")
    assert (status, out) == (0, "")
    assert "records count in returns" in (tmp_path / "report.txt").read_text(encoding="utf-8")


def test_a_workbook_is_written_where_the_path_says_so(run: Run, spoilt: Path, tmp_path: Path) -> None:
    named, asked = tmp_path / "named.xlsx", tmp_path / "asked.xlsx"
    for words in (("--output", named), ("--format", "workbook", "--output", asked)):
        status, out, _ = run("check", spoilt, "--standard", "planning_applications", *words)
        assert (status, out) == (1, "")
    assert named.read_bytes() == asked.read_bytes()
    book = openpyxl.load_workbook(named, read_only=True)
    assert book.sheetnames == ["Start here", "Columns", "Findings", "Rows"]
    assert next(book["Rows"].iter_rows(values_only=True))[1] == next(csv.reader(spoilt.open()))[0]


def test_the_limit_says_how_much_is_listed(run: Run, spoilt: Path) -> None:
    words = ("check", spoilt, "--standard", "planning_applications", "--limit")
    assert "--limit 0 lists all" in run(*words, "1")[1]
    assert "--limit" not in run(*words, "0")[1]


@pytest.mark.parametrize("option", ["--output", "--table"])
def test_the_file_that_is_checked_is_never_written_over(run: Run, good: Path, option: str) -> None:
    before = good.read_bytes()
    status, _, err = run("check", good, "--standard", "planning_applications", option, good)
    assert (status, good.read_bytes()) == (2, before)
    assert "is the file to check" in err


def test_what_was_read_comes_before_the_rules_are_loaded(good: Path) -> None:
    program = """
import sys
sys.argv[1:] = ["check", sys.argv[1], "--standard", "planning_applications"]
import builtins
original = builtins.print
def watch(*_, **__):
    original("great_expectations" in sys.modules, file=sys.stderr)
    raise SystemExit  # what comes after it is proved elsewhere, and takes seconds
builtins.print = watch
from plugins.cli.main import main
main()
"""
    done = subprocess.run([sys.executable, "-c", program, str(good)], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines() == ["False"]
