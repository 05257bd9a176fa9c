"""`compare-definitions`: what a change of a definition would move, before it goes live."""

import csv
from pathlib import Path

import pytest

from tests.plugins.cli.conftest import Run
from tests.plugins.command_line_inputs import ADUR, case, snapshot, write_cases
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import Collecting, cases

OF = ("compare-definitions", "planning_matters", "--period", "2024-Q2", "--from")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_cases(snapshot(tmp_path, ADUR, "2024-07-02"), [case(1), case(2, Decision="Split")])
    return tmp_path


def test_it_lists_the_cells_that_would_move_with_the_records(run: Run, folder: Path) -> None:
    status, out, _ = run(*OF, str(folder), "--set", "split_counts_as=refused")
    assert status == 0
    lines = out.splitlines()
    assert lines[0].endswith("cells of 1 authority would move.")
    place = next(number for number, line in enumerate(lines) if "PS1.4b" in line)
    assert lines[place] == f"{ADUR}  PS1.4b  2 (computed) → 1 (computed) (-1)"
    assert lines[place + 1].startswith("    counted before only: ")


def test_it_can_be_read_by_programs(run: Run, folder: Path) -> None:
    _, out, _ = run(*OF, str(folder), "--set", "split_counts_as=refused", "--format", "csv")
    moved = {row["cell"]: row for row in csv.DictReader(out.splitlines())}
    assert (moved["PS1.4b"]["before"], moved["PS1.4b"]["after"], moved["PS1.4b"]["difference"]) == ("2", "1", "-1")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "Say what should differ"),
        (("--edition", "2019"), "Give --edition twice"),
        (("--edition", "2019", "--edition", "1999"), "no edition “1999”"),
        (("--rules", "1", "--rules", "2"), "leave --from out"),
    ],
)
def test_what_can_not_be_compared_is_said_in_a_sentence(
    run: Run, folder: Path, options: tuple[str, ...], words: str
) -> None:
    status, out, told = run(*OF, str(folder), *options)
    assert (status, out) == (2, "")
    assert words in told


@pytest.mark.platform
def test_rules_that_no_file_was_checked_under_are_refused(collecting: Collecting, site: Site, run: Run) -> None:
    site.publish("/adur.csv", Page(cases(3, "2025-04-02")))
    collecting.collect("2025-04-02")
    of = ("compare-definitions", "planning_matters", "--period", "2025-Q1")
    status, out, refusal = run(*of, "--rules", "9.9", "--rules", "9.8")
    assert (status, out) == (2, "")
    assert refusal.startswith("council-returns: No file was checked under rules 9.9; those in use: ")
    version = refusal.split(": ")[-1].strip().removesuffix(".")
    assert run(*of, "--rules", version, "--rules", version)[:2] == (0, "0 cells of 0 authorities would move.\n")
