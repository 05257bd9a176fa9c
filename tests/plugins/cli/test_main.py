"""The command line without a service: exit status, shapes of what it writes, and its words."""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from plugins.cli.main import COMMANDS, FAULT_OF_OURS, main
from tests.plugins.command_line_inputs import ADUR, ARUN, CHICHESTER, case, snapshot, write_cases

Run = Callable[..., tuple[int, str, str]]
PLATFORM_PACKAGES = ("airflow", "sqlalchemy", "boto3", "httpx", "psycopg", "alembic", "holidays")
CHECKOUT = Path(__file__).parents[3]
ISSUE_KEYS = [
    "code", "severity", "responsibility", "dimension", "line", "column", "value", "message", "fix", "fingerprint",
]  # fmt: skip


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command and return its exit status, standard output and standard error."""

    def run_command(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["council-returns", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfdbinary.readouterr()
        return int(ended.value.code or 0), out.decode(), err.decode()

    return run_command


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_cases(tmp_path / "good.csv", [case(1), case(2)])


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    cases = [
        case(1),
        case(2, DecisionDate="31/06/2024"),
        case(2),
        case(3, CaseReference="N/A"),
        case(4, CaseURL="=1+1"),
    ]
    return write_cases(tmp_path / "spoilt.csv", cases)


@pytest.fixture
def snapshots(tmp_path: Path) -> Path:
    root = tmp_path / "snapshots"
    undecided = {"Decision": "", "DecisionDate": "", "DecisionNoticeDate": "", "Status": "Registered"}
    write_cases(snapshot(root, ADUR, "2024-03-28"), [case(9, CaseDate="2024-03-04", **undecided)])
    write_cases(snapshot(root, ADUR, "2024-07-02"), [case(1), case(2), case(9, CaseDate="2024-03-04", **undecided)])
    page = snapshot(root, ARUN, "2024-07-02")
    page.parent.mkdir(parents=True)
    page.write_text("<!doctype html><title>Not found</title>")
    return root


def test_a_file_without_critical_issues_passes(run: Run, good: Path) -> None:
    status, out, _ = run("check", good, "--standard", "planning_applications")
    assert status == 0
    assert "was read: 2 records" in out.splitlines()[0]
    assert "MEND FIRST" not in out


def test_a_critical_issue_is_exit_status_1_and_comes_first_in_the_text(run: Run, spoilt: Path) -> None:
    status, out, _ = run("check", spoilt, "--standard", "planning_applications")
    assert status == 1
    assert out.splitlines()[2].startswith("NOT READY: 2 critical issues, 2 of 5 records left out of returns")
    assert out.index("MEND FIRST") < out.index("LOOK AT")
    assert "\x1b[" not in out


def test_the_json_report_has_the_keys_of_the_specification_in_order(run: Run, spoilt: Path) -> None:
    status, out, _ = run("check", spoilt, "--standard", "planning_applications", "--format", "json")
    report = json.loads(out)
    assert status == 1
    assert list(report) == [
        "standard", "edition", "file", "sha256", "encoding", "header_line", "rows", "rows_usable", "columns",
        "rules_version", "outcomes", "issues", "mend_first",
    ]  # fmt: skip
    assert report["file"] == str(spoilt)
    assert report["sha256"] == hashlib.sha256(spoilt.read_bytes()).hexdigest()
    assert (report["header_line"], report["rows"], report["rows_usable"]) == (1, 5, 3)
    assert all(list(outcome) == ["rule", "outcome", "reason", "tested", "failed"] for outcome in report["outcomes"])
    assert all(list(one) == ISSUE_KEYS for one in report["issues"] if one["severity"] != "info")


def test_an_issue_stands_on_its_line_with_the_text_as_published(run: Run, spoilt: Path) -> None:
    _, out, _ = run("check", spoilt, "--standard", "planning_applications", "--format", "json")
    found = {(one["code"], one["line"], one["column"], one["value"]) for one in json.loads(out)["issues"]}
    assert ("date-unparseable", 3, "DecisionDate", "31/06/2024") in found
    assert ("value-missing", 5, "CaseReference") in {place[:3] for place in found}
    assert ("value-malformed", 6, "CaseURL", "=1+1") in found


def test_info_issues_are_one_entry_per_code_and_column(run: Run, tmp_path: Path) -> None:
    path = write_cases(tmp_path / "serials.csv", [case(number, CaseDate="45425") for number in range(3)])
    _, out, _ = run("check", path, "--standard", "planning_applications", "--format", "json")
    repaired = [one for one in json.loads(out)["issues"] if one["code"] == "value-repaired"]
    assert [(one["column"], one["count"], one["lines"]) for one in repaired] == [("CaseDate", 3, [2, 3, 4])]


def test_issues_as_csv_cannot_run_in_a_spreadsheet(run: Run, spoilt: Path) -> None:
    _, out, _ = run("check", spoilt, "--standard", "planning_applications", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == [*ISSUE_KEYS, "count", "lines"]
    assert "'=1+1" in {row["value"] for row in rows}


def test_a_page_instead_of_a_table_is_a_verdict(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.csv"
    page.write_text("<!doctype html><html><body>Sign in</body></html>")
    status, out, _ = run("check", page, "--standard", "brownfield_land", "--format", "json")
    assert status == 1
    assert [one["code"] for one in json.loads(out)["issues"]] == ["file-not-tabular"]


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
    assert book.sheetnames == ["Start here", "Findings", "Rows"]
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


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["check", "absent.csv", "--standard", "brownfield_land"], "absent.csv can't be read"),
        (["check", "absent.csv", "--standard", "spending"], "“spending” is not a dataset standard"),
        (["check", "absent.csv"], "Missing option '--standard'"),
        (["check", "a.csv", "--standard", "brownfield_land", "--as-at", "tomorrow"], "“tomorrow” is not a day"),
        (["check", "a.csv", "--standard", "brownfield_land", "--authority", "E99"], "E99"),
        (["check", "a.csv", "--standard", "brownfield_land", "--table", "a.xlsx"], "should end in .csv or .parquet"),
        (["check", "a.csv", "--standard", "brownfield_land", "--format", "workbook"], "ends in .xlsx"),
        (
            ["check", "a.csv", "--standard", "brownfield_land", "--format", "json", "--output", "a.xlsx"],
            "would be a workbook by its name",
        ),
        (["check", "a.csv", "--standard", "brownfield_land", "--limit", "-1"], "--limit"),
        (["assemble", "council_tax", "--period", "2024-Q2", "--from", ".", "--out", "o"], "“council_tax” is not"),
        (
            ["assemble", "planning_matters", "--period", "2024-Q5", "--from", ".", "--out", "o"],
            "“2024-Q5” is not a period",
        ),
        (["assemble", "planning_matters", "--period", "2024-25", "--from", ".", "--out", "o"], "about one quarter"),
        (["assemble", "planning_matters", "--period", "2024-Q2", "--from", "nowhere", "--out", "o"], "not a folder"),
        (
            ["assemble", "planning_matters", "--period", "2024-Q2", "--from", ".", "--out", "o", "--set", "x=1"],
            "no switch “x”",
        ),
        (["trace", "planning_matters", "PS2.Q99.a", "--authority", ADUR, "--period", "2024-Q2"], "no cell of"),
        (["chek"], "Did you mean 'check'"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_status_2(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert sentence in err
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err


def test_a_fault_of_ours_shows_loudly_and_is_no_verdict(
    run: Run, good: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import expectations.check

    monkeypatch.setattr(expectations.check, "standardise_files", lambda *_: 1 // 0)
    status, _, _ = run("check", good, "--standard", "planning_applications")
    assert status == FAULT_OF_OURS
    assert "ZeroDivisionError" in caplog.text


def test_a_return_is_assembled_with_its_england_total_and_its_receipt(
    run: Run, snapshots: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    status, said, _ = run("assemble", "planning_matters", "--period", "2024-Q2", "--from", snapshots, "--out", out)
    cells = {(row["authority"], row["cell"]): row for row in csv.DictReader((out / "cells.csv").open())}
    assert status == 0
    assert "1 of 2 authorities with data" in said
    assert cells[ADUR, "PS2.Q21.a"]["value"] == cells["E92000001", "PS2.Q21.a"]["value"] == "2"
    assert (cells[ARUN, "PS2.Q21.a"]["value"], cells[ARUN, "PS2.Q21.a"]["origin"]) == ("", "no-data")
    assert "file-not-tabular" in (out / "issues.csv").read_text()
    manifest = json.loads((out / "manifest.json").read_text())
    for output in manifest["outputs"]:
        assert output["sha256"] == hashlib.sha256((out / output["file"]).read_bytes()).hexdigest()
    assert len(manifest["inputs"]) == 3


def test_the_same_inputs_give_the_same_bytes(run: Run, snapshots: Path, tmp_path: Path) -> None:
    words = ("assemble", "planning_matters", "--period", "2024-Q2", "--from", snapshots, "--out")
    for name in ("one", "two"):
        run(*words, tmp_path / name)
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert first == second
    assert str(tmp_path).encode() not in b"".join(first.values())


def test_as_known_looks_no_further_than_its_day(run: Run, snapshots: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(
        "assemble",
        "planning_matters",
        "--period",
        "2024-Q1",
        "--from",
        snapshots,
        "--out",
        out,
        "--as-known",
        "2024-06-30",
    )
    inputs = json.loads((out / "manifest.json").read_text())["inputs"]
    assert [one["fetched"] for one in inputs] == ["2024-03-28"]


def test_a_second_return_in_one_folder_leaves_nothing_of_the_first(run: Run, snapshots: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "letter.txt").write_text("mine")
    for period in ("2024-Q2", "2024-Q1"):
        run("assemble", "planning_matters", "--period", period, "--from", snapshots, "--out", out)
    assert [path.name for path in out.glob("*.xlsx")] == ["planning_matters-2024-Q1.xlsx"]
    assert (out / "letter.txt").read_text() == "mine"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("adur/planning_applications/2024-07-02.csv", "“adur”"),
        (f"{CHICHESTER}/planning-applications/2024-07-02.csv", "“planning-applications”"),
        (f"{CHICHESTER}/planning_applications/latest.csv", "the day it was fetched"),
        (f"{ADUR}/planning_applications/2024-07-02.xlsx", "of the same day"),
    ],
)
def test_a_folder_that_would_lose_data_is_refused(
    run: Run, snapshots: Path, tmp_path: Path, path: str, sentence: str
) -> None:
    write_cases(snapshots / path, [case(1)])
    out = tmp_path / "out"
    status, _, err = run("assemble", "planning_matters", "--period", "2024-Q2", "--from", snapshots, "--out", out)
    assert status == 2
    assert sentence in err
    assert not out.exists()


def test_a_stray_file_is_named_and_passed_over(run: Run, snapshots: Path, tmp_path: Path) -> None:
    (snapshots / "notes.txt").write_text("fetched by hand")
    (snapshots / ".DS_Store").write_text("")
    status, _, err = run(
        "assemble", "planning_matters", "--period", "2024-Q2", "--from", snapshots, "--out", tmp_path / "out"
    )
    assert status == 0
    assert "notes.txt" in err
    assert "DS_Store" not in err


def test_a_cell_is_traced_to_as_many_records_as_it_counts(run: Run, snapshots: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("assemble", "planning_matters", "--period", "2024-Q2", "--from", snapshots, "--out", out)
    cells = {(row["authority"], row["cell"]): row["value"] for row in csv.DictReader((out / "cells.csv").open())}
    for cell in ("PS2.Q21.a", "PS1.1", "PS2.TOT.d"):
        words = ("trace", "planning_matters", cell, "--authority", ADUR, "--period", "2024-Q2", "--from", snapshots)
        status, written, _ = run(*words, "--format", "json")
        records = json.loads(written)
        assert (status, len(records)) == (0, int(cells[ADUR, cell]))
        assert all(list(record)[:5] == ["authority", "fetched", "sha256", "line", "reference"] for record in records)
    _, written, _ = run(*words, "--format", "csv")
    assert next(csv.DictReader(io.StringIO(written)))["reference"] == records[0]["reference"]


@pytest.mark.parametrize("command", [command.__name__.replace("_", "-") for command, _ in COMMANDS])
def test_every_command_helps_with_an_example(run: Run, command: str) -> None:
    status, out, _ = run(command, "--help")
    assert status == 0
    assert f"Example:\n    council-returns {command}" in out


def beyond_the_core() -> set[str]:
    """Return the packages that are installed here and that installing the core alone would not bring."""
    declared = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    brought = {"council-returns"}
    waiting = [Requirement(wanted) for wanted in declared]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name not in brought and (wanted.marker is None or wanted.marker.evaluate({"extra": ""})):
            brought.add(name)
            waiting += map(Requirement, metadata.distribution(name).requires or ())
    return {
        package
        for package, owners in metadata.packages_distributions().items()
        if not brought & {canonicalize_name(owner) for owner in owners}
    }


def test_the_core_needs_nothing_of_the_platform(snapshots: Path, good: Path, tmp_path: Path) -> None:
    common = ["--period", "2024-Q2", "--from", str(snapshots)]
    commands = [
        ["check", str(good), "--standard", "planning_applications"],
        ["assemble", "planning_matters", *common, "--out", str(tmp_path / "out")],
        ["trace", "planning_matters", "PS1.2", "--authority", ADUR, *common],
        ["check", str(good), "--standard", "planning_applications", "--output", str(tmp_path / "report.xlsx")],
        ["up"],
    ]
    beyond = beyond_the_core()
    assert {*PLATFORM_PACKAGES} <= beyond
    program = f"""
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {beyond!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Absent())
from plugins.cli.main import main
for words in {commands!r}:
    sys.argv[1:] = words
    try:
        main()
    except SystemExit as ended:
        print("ended", ended.code)
"""
    home = {**os.environ, "COUNCIL_RETURNS_HOME": str(tmp_path / "platform")}
    done = subprocess.run([sys.executable, "-c", program], env=home, capture_output=True, text=True, check=False)
    ends = [line for line in done.stdout.splitlines() if line.startswith("ended")]
    assert ends == ["ended 0", "ended 0", "ended 0", "ended 0", "ended 2"], done.stderr
    assert "council-returns[platform]" in done.stderr


def test_what_was_read_comes_before_the_rules_are_loaded(good: Path) -> None:
    program = """
import sys
sys.argv[1:] = ["check", sys.argv[1], "--standard", "planning_applications"]
import builtins
said = builtins.print
def watch(*words, **how):
    said("great_expectations" in sys.modules, file=sys.stderr)
    said(*words, **how)
builtins.print = watch
from plugins.cli.main import main
main()
"""
    done = subprocess.run([sys.executable, "-c", program, str(good)], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[0] == "False"
