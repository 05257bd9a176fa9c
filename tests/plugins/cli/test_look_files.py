"""`attempts.csv` and `declarations.csv` beside the folders of snapshots, as the command reads them."""

import csv
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.plugins.cli.conftest import Run

PRESTON, ADUR = "E07000123", "E07000223"
FRAUD = (
    "Effective date,Total occasions fraud powers,Total fraud employees count,FTE fraud employees count,"
    "Total fraud specialists count,FTE fraud specialist count,Fraud spent amount,Total investigated fraud\n"
    "{day},3,2,1.5,1,1.0,20000,3\n"
)
ATTEMPTS = "authority,standard,day,outcome\n"
DECLARATIONS = "authority,standard,from,until,why\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which one council has published figures of counter fraud, and another something else."""
    root = tmp_path / "snapshots"
    write(root / PRESTON / "counter_fraud" / "2025-04-12.csv", FRAUD.format(day="2024-03-31"))
    write(root / ADUR / "public_toilets" / "2025-05-20.csv", "LocationText\nBeach Green\n")
    return root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def assembled(run: Run, folder: Path, *options: object) -> tuple[str, Mapping[str, str]]:
    out = folder.parent / "out"
    status, _, errors = run(
        "assemble", "transparency_code", "--period", "2025-26", "--from", folder, "--out", out, *options
    )
    assert status == 0, errors
    rows = csv.DictReader((out / "cells.csv").open())
    return errors, {row["cell"].removeprefix("LGT."): row["value"] for row in rows if row["authority"] == PRESTON}


def test_the_day_of_knowing_is_the_latest_of_any_snapshot_or_attempt_whoever_is_asked_for(
    run: Run, folder: Path
) -> None:
    _, cells = assembled(run, folder, "--authority", PRESTON)
    assert cells["contracts.q1.state"] == "7"  # 20 May
    write(folder / "attempts.csv", f"{ATTEMPTS}{ADUR},planning_applications,2025-08-01,refused\n")
    _, cells = assembled(run, folder, "--authority", PRESTON)
    assert cells["contracts.q1.state"] == "6"
    _, cells = assembled(run, folder, "--as-known", "2025-07-31")
    assert cells["contracts.q1.state"] == "7"


def test_an_unchanged_answer_after_the_due_day_tells_that_it_is_missing(run: Run, folder: Path) -> None:
    _, cells = assembled(run, folder)
    assert (cells["counter_fraud.state"], cells["counter_fraud.not_seen_on"]) == ("6", "20250412")
    write(folder / "attempts.csv", f"{ATTEMPTS}{PRESTON},counter_fraud,2025-06-30,unchanged\n")
    _, cells = assembled(run, folder)
    assert (cells["counter_fraud.state"], cells["counter_fraud.not_seen_on"]) == ("5", "20250630")


def test_a_declaration_makes_a_set_not_applicable(run: Run, folder: Path) -> None:
    write(folder / "declarations.csv", f"{DECLARATIONS}{PRESTON},parking_account,2020-04-01,,no car parks\n")
    errors, cells = assembled(run, folder)
    assert cells["parking_account.state"] == "8"
    assert "passed over" not in errors
    manifest = json.loads((folder.parent / "out" / "manifest.json").read_text())
    assert manifest["declarations"]["sha256"] == hashlib.sha256((folder / "declarations.csv").read_bytes()).hexdigest()
    assert "attempts" not in manifest


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("attempts.csv", f"{ATTEMPTS}{PRESTON},contracts,2025-07-01,lost\n", "line 2: the outcome is one of"),
        ("attempts.csv", f"{ATTEMPTS}X99,contracts,2025-07-01,unchanged\n", "line 2: unknown authority"),
        ("declarations.csv", f"{DECLARATIONS}{PRESTON},parking,2025-07-01,,\n", "line 2: unknown dataset standard"),
        ("declarations.csv", "authority,standard\n", "line 1: the header lacks from, until, why"),
    ],
)
def test_a_bad_line_stops_the_command_in_one_sentence(
    run: Run, folder: Path, name: str, text: str, sentence: str
) -> None:
    write(folder / name, text)
    out = folder.parent / "out"
    words = ("transparency_code", "--period", "2025-26", "--from", folder, "--out", out)
    status, _, errors = run("assemble", *words)
    assert status == 2
    assert sentence in errors
    assert f"{name}, " in errors
    assert errors.count("\n") == 1
    assert not out.exists()


def test_a_workbook_has_two_stars_and_text_three(run: Run, folder: Path) -> None:
    import xlsxwriter

    write(folder / PRESTON / "counter_fraud" / "2025-04-13.csv", FRAUD.format(day="2025-03-31"))
    path = folder / PRESTON / "senior_salary_counts" / "2025-04-13.xlsx"
    path.parent.mkdir()
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for row, texts in enumerate((("Applicable date", "Remuneration band", "Employee count"), *[
            ("2025-03-31", band, 2) for band in ("£50,000 - £54,999", "£55,000 - £59,999")
        ])):  # fmt: skip
            sheet.write_row(row, 0, texts)
    _, cells = assembled(run, folder)
    assert (cells["counter_fraud.state"], cells["counter_fraud.stars"]) == ("1", "3")
    assert (cells["senior_salaries.state"], cells["senior_salaries.stars"]) == ("1", "2")


def test_the_two_files_are_no_strays_for_another_return(run: Run, folder: Path) -> None:
    write(folder / "attempts.csv", "not read\n")
    words = ("brownfield_register", "--period", "2025-12-31", "--from", folder, "--out", folder.parent / "out")
    status, _, errors = run("assemble", *words)
    assert (status, "passed over" in errors) == (0, False)
