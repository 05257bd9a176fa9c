"""`assemble --from`: the files of a return out of a folder of snapshots."""

import csv
import hashlib
import json
from pathlib import Path

import pytest

from tests.plugins.cli.conftest import Run
from tests.plugins.command_line_inputs import ADUR, ARUN, CHICHESTER, case, write_cases


def test_a_return_is_assembled_with_its_england_total_and_its_receipt(
    run: Run, snapshots: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    status, summary, _ = run("assemble", "planning_matters", "--period", "2024-Q2", "--from", snapshots, "--out", out)
    cells = {(row["authority"], row["cell"]): row for row in csv.DictReader((out / "cells.csv").open())}
    assert status == 0
    assert "1 of 2 authorities with data" in summary
    assert cells[ADUR, "PS2.Q21.a"]["value"] == cells["E92000001", "PS2.Q21.a"]["value"] == "2"
    assert (cells[ARUN, "PS2.Q21.a"]["value"], cells[ARUN, "PS2.Q21.a"]["origin"]) == ("", "no-data")
    assert "file-not-tabular" in (out / "issues.csv").read_text()
    manifest = json.loads((out / "manifest.json").read_text())
    for output in manifest["outputs"]:
        assert output["sha256"] == hashlib.sha256((out / output["file"]).read_bytes()).hexdigest()
    assert len(manifest["inputs"]) == 3


def test_the_same_inputs_give_the_same_bytes(run: Run, snapshots: Path, tmp_path: Path) -> None:
    words = ("assemble", "planning_matters", "--period", "2024-Q2", "--from", snapshots, "--out")
    for name in ("first", "second"):
        run(*words, tmp_path / name)
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("first", "second"))
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
    assert [snapshot["fetched"] for snapshot in inputs] == ["2024-03-28"]


@pytest.mark.parametrize(("edition", "has_new_lines"), [("2026", True), ("2019", False), (None, False)])
def test_either_edition_can_be_made_of_any_period(
    run: Run, snapshots: Path, tmp_path: Path, edition: str | None, has_new_lines: bool
) -> None:
    chosen = ("--edition", edition) if edition else ()
    run(
        *("assemble", "planning_matters", "--period", "2024-Q2", "--from", snapshots, "--out", tmp_path / "out"),
        *chosen,
    )
    assert ("PS1.pip.decided" in (tmp_path / "out" / "cells.csv").read_text()) is has_new_lines
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["edition"] == (edition or "2019")


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
