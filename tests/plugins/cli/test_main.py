"""The command line as a whole: mistakes, errors of ours, help, and what it needs installed."""

import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from plugins.cli.main import COMMANDS, GROUPS, INTERNAL_ERROR, SECTIONS
from tests.plugins.cli.conftest import Run
from tests.plugins.command_line_inputs import ADUR

PLATFORM_PACKAGES = ("airflow", "sqlalchemy", "boto3", "httpx", "psycopg", "alembic", "holidays")
CHECKOUT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["check", "absent.csv", "--standard", "brownfield_land"], "absent.csv can't be read"),
        (["check", "absent.csv", "--standard", "spending"], "“spending” is not a dataset standard"),
        (["check", "absent.csv"], "absent.csv can't be read"),
        (["check", "."], "There is no file in ."),
        (["check"], "Missing argument 'FILE...'"),
        (["check", "a.csv", "--standard", "brownfield_land", "--as-at", "tomorrow"], "“tomorrow” is not a day"),
        (["check", "a.csv", "--standard", "brownfield_land", "--authority", "E99"], "E99"),
        (["check", "a.csv", "--standard", "brownfield_land", "--table", "a.xlsx"], "should end in .csv or .parquet"),
        (["check", "a.csv", "--standard", "brownfield_land", "--format", "workbook"], "ends in .xlsx"),
        (
            ["check", "a.csv", "--standard", "brownfield_land", "--format", "json", "--output", "a.xlsx"],
            "has the name of a workbook",
        ),
        (["check", "a.csv", "--standard", "brownfield_land", "--limit", "-1"], "--limit"),
        (
            ["assemble", "council_tax", "--period", "2024-Q2", "--from", ".", "--out", "o"],
            "unknown return “council_tax”",
        ),
        (
            ["assemble", "planning_matters", "--period", "2024-Q5", "--from", ".", "--out", "o"],
            "“2024-Q5” is not a period",
        ),
        (["assemble", "planning_matters", "--period", "2024-25", "--from", ".", "--out", "o"], "is for a quarter"),
        (["assemble", "planning_matters", "--period", "2024-Q2", "--from", "nowhere", "--out", "o"], "not a folder"),
        (
            ["assemble", "planning_matters", "--period", "2024-Q2", "--from", ".", "--out", "o", "--set", "x=1"],
            "no switch “x”",
        ),
        (["trace", "planning_matters", "PS2.Q99.a", "--authority", ADUR, "--period", "2024-Q2"], "Unknown cell"),
        (["chek"], "Did you mean 'check'"),
        (["check", "a.csv", "--standard", "brownfeild-land"], "did you mean brownfield_land?"),
        (
            ["check", "a.csv", "--standard", "brownfield_land", "--authority", "Adurr"],
            "did you mean Adur District Council (E07000223)?",
        ),
        (
            ["trace", "planing_matters", "PS1.1", "--authority", ADUR, "--period", "2024-Q2"],
            "unknown return “planing_matters”: did you mean planning_matters",
        ),
        (["suite", "brownfield_land", "--edition", "1066"], "has no edition “1066”; it has 2026, 2017."),
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


def test_every_command_stands_in_one_section_of_the_help_under_its_whole_sentence(run: Run) -> None:
    _, out, _ = run("--help")
    listed = re.findall(r"^  ([a-z-]+)  +[A-Z]", out.split("On your own computer")[1], re.MULTILINE)
    in_sections = [name for words in SECTIONS.values() for name in words.split()]
    assert set(in_sections) <= set(listed)
    assert len(listed) == len(set(listed)) == len(COMMANDS) + len(GROUPS)
    assert "..." not in out.split("On your own computer")[1]
    assert out.index("For developers:") > out.index("Where councils publish:")


def test_an_error_of_ours_shows_loudly_and_is_no_verdict(
    run: Run, good: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("plugins.reading.read_files.check_with_history", lambda *_: 1 // 0)
    status, _, _ = run("check", good, "--standard", "planning_applications")
    assert status == INTERNAL_ERROR
    assert "ZeroDivisionError" in caplog.text


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
