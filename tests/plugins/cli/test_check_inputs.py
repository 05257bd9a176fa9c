"""What `check` takes: files whose standard it recognises, several of them, folders and web addresses."""

import csv
import functools
import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path

import pytest

from plugins.cli.check_inputs import list_inputs
from plugins.settings import ALLOW_HOSTS, DEMONSTRATION
from tests.expectations.conftest import as_csv
from tests.expectations.records import SITE_2026
from tests.plugins.cli.conftest import Run
from tests.plugins.command_line_inputs import case, write_cases


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of a good file, a file without a standard's name for it, a page, and what is none of ours."""
    write_cases(tmp_path / "cases.csv", [case(1), case(2)])
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026" / "register.csv").write_text(as_csv([SITE_2026 | {"Hectares": "lots"}]), encoding="utf-8")
    (tmp_path / "page.csv").write_text("<!doctype html><title>Not found</title>", encoding="utf-8")
    (tmp_path / ".hidden.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def website(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The folder on a web server that this deployment may ask."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv(ALLOW_HOSTS, f"127.0.0.1:{server.server_port}")
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_first_line_says_which_standard_was_recognised_and_how_well_it_fits(run: Run, folder: Path) -> None:
    status, out, _ = run("check", folder / "cases.csv")
    first, second = out.splitlines()[:2]
    assert status == 0
    assert first == (
        f"{folder / 'cases.csv'} is checked as “Planning applications” (planning_applications): "
        "15 of its 15 columns (100%) fit."
    )
    assert "was read: 2 records" in second


def test_a_recognised_file_is_reported_as_one_whose_standard_was_named(run: Run, folder: Path) -> None:
    words = ("check", folder / "cases.csv", "--format", "json")
    assert run(*words)[1] == run(*words, "--standard", "planning_applications")[1]


@pytest.mark.parametrize("foreign", [0, 1, 2, 3])
def test_no_standard_is_taken_where_fewer_than_half_of_the_columns_fit(run: Run, tmp_path: Path, foreign: int) -> None:
    path = tmp_path / "a.csv"
    names = ["SiteReference", "SiteNameAddress", *(f"Our {number}" for number in range(foreign))]
    path.write_text(f"{','.join(names)}\n{','.join('x' for _ in names)}\n", encoding="utf-8")
    status, out, err = run("check", path)
    if foreign <= 2:
        assert out.splitlines()[0].endswith(f"2 of its {2 + foreign} columns ({2 / (2 + foreign):.0%}) fit.")
    else:
        assert (status, out) == (2, "")
        assert "fits no standard that we know in at least half of its columns" in err
        assert "brownfield_land: 2 of its 5 columns (40%)" in err
        assert "--standard" in err


def test_what_is_no_table_is_a_verdict_without_a_standard_too(run: Run, folder: Path) -> None:
    status, out, err = run("check", folder / "page.csv")
    assert (status, err) == (1, "")
    assert "NOT READY: this file can't be read as a table." in out
    status, out, _ = run("check", folder / "page.csv", "--format", "json")
    assert status == 1
    assert [one["code"] for one in json.loads(out)["issues"]] == ["file-not-tabular"]


def test_a_folder_stands_for_its_files_each_of_its_own_standard(run: Run, folder: Path) -> None:
    assert [Path(one.name).name for one in list_inputs([str(folder)])] == ["register.csv", "cases.csv", "page.csv"]
    status, out, _ = run("check", folder, "--format", "json")
    reports = json.loads(out)
    assert status == 1
    assert [(Path(one["file"]).name, one["standard"]) for one in reports] == [
        *[("register.csv", "brownfield_land"), ("cases.csv", "planning_applications"), ("page.csv", "")],
    ]


def test_a_name_that_is_nothing_is_not_the_folder_one_is_in(run: Run) -> None:
    status, out, error = run("check", "")
    assert (status, out) == (2, "")
    assert "can't be read" in error


def test_several_files_are_reported_one_after_the_other(run: Run, folder: Path) -> None:
    status, out, _ = run("check", folder / "cases.csv", folder / "2026" / "register.csv", folder / "cases.csv")
    assert status == 0
    assert out.count("is checked as") == 2  # a file named twice is one
    assert out.index("cases.csv was read") < out.index("register.csv was read")


def test_issues_of_several_files_are_one_table_with_the_file_first(run: Run, folder: Path) -> None:
    _, out, _ = run("check", folder, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert next(iter(rows[0])) == "file"
    assert {"register.csv", "page.csv"} <= {Path(row["file"]).name for row in rows}
    assert "code" not in {row["code"] for row in rows}  # no second header
    assert ("number-unparseable", "2") in {(row["code"], row["line"]) for row in rows}


def test_a_file_that_cannot_be_read_stops_no_other(run: Run, folder: Path) -> None:
    status, out, err = run("check", "absent.csv", folder / "cases.csv")
    assert status == 2
    assert "absent.csv can't be read" in err
    assert "cases.csv was read: 2 records" in out


@pytest.mark.parametrize("option", ["--table", "--before"])
def test_what_is_about_one_file_is_refused_for_several(run: Run, folder: Path, option: str) -> None:
    status, out, err = run("check", folder, option, "x.csv")
    assert (status, out) == (2, "")
    assert f"{option} is about one file, and there are 3 to check." in err


def test_a_file_is_fetched_from_an_address(run: Run, website: str) -> None:
    status, out, _ = run("check", f"{website}/cases.csv")
    assert status == 0
    assert out.startswith(f"{website}/cases.csv is checked as “Planning applications”")
    assert json.loads(run("check", f"{website}/cases.csv", "--format", "json")[1])["file"] == f"{website}/cases.csv"


@pytest.mark.parametrize(
    ("path", "is_allowed", "reason"),
    [("/cases.csv", False, "127.0.0.1, which is not a public address"), ("/absent.csv", True, "answered 404")],
)
def test_an_address_is_asked_under_the_guards_of_any_source(
    run: Run, website: str, monkeypatch: pytest.MonkeyPatch, path: str, is_allowed: bool, reason: str
) -> None:
    monkeypatch.delenv(DEMONSTRATION, raising=False)
    if not is_allowed:
        monkeypatch.delenv(ALLOW_HOSTS)
    status, out, err = run("check", website + path)
    assert (status, out) == (2, "")
    assert f"{website}{path} could not be fetched: " in err
    assert reason in err


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version")[:2] == (0, f"council-returns {version('council-returns')}\n")


def test_completion_is_installed_for_a_shell(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "plugins.cli.main", "--install-completion", "bash"]
    named = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}  # the shell is named, since the test has none
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"} | named
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()]
