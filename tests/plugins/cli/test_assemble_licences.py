"""`assemble alcohol_licensing --from`: licences as councils' systems export them, in a folder of real-shaped files."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.plugins.cli.conftest import Run

ADUR, CITY, ANGLESEY, GWYNEDD, DEVON = "E07000223", "E09000001", "W06000001", "W06000002", "E10000008"
HEADER = [
    *("Extract Date", "Organisation", "Licence number", "Issue date", "Licence type", "Premises", "Address"),
    *("Late Night Refreshment", "Sale of alcohol", "Opening times", "Status", "Start date", "Expiry date"),
    *("On sales", "Off sales", "Licence holder", "DPS", "Date of decision", "UPRN"),
]
ISSUED = {
    "Extract Date": "31/03/2026", "Organisation": "", "Licence type": "Premises licence", "Issue date": "14/02/2010",
    "Premises": "The Arms", "Address": "1 High Street", "Late Night Refreshment": "No", "Sale of alcohol": "Yes",
    "Opening times": "Mo-Su 10:00-23:00", "Status": "Issued", "Start date": "14/02/2010", "On sales": "Yes",
    "Off sales": "No", "Licence holder": "Jane Secret", "DPS": "Bob Hidden",
}  # fmt: skip
Row = dict[str, str]


def licence(reference: str, **changed: str) -> Row:
    return ISSUED | {"Licence number": reference} | {name.replace("_", " "): text for name, text in changed.items()}


def write(folder: Path, gss: str, name: str, rows: Sequence[Row], without: str = "") -> None:
    home = folder / gss / "premises_licences"
    home.mkdir(parents=True, exist_ok=True)
    header = [column for column in HEADER if column != without]
    with (home / name).open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([row.get(column, "") for column in header] for row in rows)


@pytest.fixture
def licences(tmp_path: Path) -> Path:
    """Two files of one day, one of a year before, a file shared by two, a header alone, and a county's folder."""
    folder = tmp_path / "licences"
    before = {"Extract_Date": "31/03/2025"}
    write(folder, ADUR, "2025-04-02.csv", [licence("P/1", **before), licence("P/0", **before)])
    write(folder, ADUR, "2026-04-05.csv", [licence("P/1"), licence("P/2", Opening_times="24/7")])
    pending = {"Status": "Current", "Issue_date": "12/03/2026", "Start_date": ""}
    write(folder, ADUR, "2026-04-05_applications.csv", [licence("N/1", **pending), licence("X/1", Status="Dormant")])
    write(folder, CITY, "2026-04-05.csv", [licence("C/1")], without="Expiry date")
    shared = [licence("W/1"), *(licence(f"W/{number}", Organisation="Gwynedd Council") for number in (2, 3))]
    write(folder, ANGLESEY, "2026-04-05.csv", shared)
    write(folder, GWYNEDD, "2026-04-05.csv", [])
    write(folder, DEVON, "2026-04-05.csv", [licence("D/1")])
    return folder


def assembled(run: Run, folder: Path, out: Path, *words: object) -> tuple[int, dict[tuple[str, str], tuple[str, str]]]:
    """The exit status, and every cell with its value and origin."""
    status, _, _ = run("assemble", "alcohol_licensing", "--period", "2025-26", "--from", folder, "--out", out, *words)
    with (out / "cells.csv").open() as file:
        rows = list(csv.DictReader(file))
    return status, {(row["authority"], row["cell"]): (row["value"], row["origin"]) for row in rows}


def listed(out: Path) -> set[tuple[str, str, str]]:
    with (out / "exceptions.csv").open() as file:
        return {(row["authority"], row["reason"], row["reference"] or row["detail"]) for row in csv.DictReader(file)}


def test_a_folder_of_exports_is_assembled_with_its_three_totals(run: Run, licences: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    status, cells = assembled(run, licences, out)
    assert status == 0
    total = {gss: value for (gss, cell), (value, _) in cells.items() if cell == "ALN.prem.total"}
    assert total == {
        ADUR: "2",
        CITY: "",
        ANGLESEY: "1",
        GWYNEDD: "2",
        "E92000001": "2",
        "W92000004": "3",
        "K04000001": "5",
    }
    assert cells[ADUR, "ALN.h24.total"] == ("1", "inferred")
    assert cells[ADUR, "ALN.new.undecided"] == ("1", "inferred")
    assert cells[ADUR, "ALN.ended.gone"] == ("1", "inferred")
    assert cells[CITY, "ALN.prem.total"] == ("", "not-derivable")
    assert cells[CITY, "ALN.new.granted"] == ("0", "computed")
    assert listed(out) >= {
        (ADUR, "licence-disappeared", "P/0"),
        (ADUR, "status-unknown", "X/1"),
        (CITY, "field-missing", "field=LicenceEndDate cells=19"),
        (DEVON, "not-a-licensing-authority", ""),
    }
    written = b"".join(path.read_bytes() for path in out.iterdir() if path.suffix == ".csv")
    assert [name for name in (b"Secret", b"Hidden", b"High Street", b"The Arms") if name in written] == []


def test_declared_figures_fill_what_no_field_holds(run: Run, licences: Path, tmp_path: Path) -> None:
    declared = tmp_path / "declared.csv"
    declared.write_text(
        "authority,period,cell,value,why,by\n"
        f"{ADUR},2025-26,ALN.levy.receipts,1250.5,the levy account,A Officer\n"
        f"{ADUR},2025-26,ALN.personal.in_force,812,our system,A Officer\n"
        f"{ADUR},2025-26,ALN.prem.total,3,our system,A Officer\n"
    )
    out = tmp_path / "out"
    status, cells = assembled(run, licences, out, "--declared", declared)
    assert status == 0
    assert cells[ADUR, "ALN.levy.receipts"] == ("1250.50", "declared")
    assert cells["K04000001", "ALN.personal.in_force"] == ("812", "declared")
    assert cells[ADUR, "ALN.prem.total"] == ("2", "computed")
    assert (ADUR, "declared-differs", "ALN.prem.total") in listed(out)


def test_what_was_known_on_a_day_before_the_year_ended_is_inferred(run: Run, licences: Path, tmp_path: Path) -> None:
    _, cells = assembled(run, licences, tmp_path / "out", "--as-known", "2026-03-01")
    assert {origin for (gss, _), (_, origin) in cells.items() if gss == ADUR} == {"no-data"}
    write(licences, ADUR, "2025-12-09.csv", [licence("P/1", Extract_Date="08/12/2025")])
    _, cells = assembled(run, licences, tmp_path / "again", "--as-known", "2026-03-01")
    assert cells[ADUR, "ALN.prem.total"] == ("1", "inferred")


@pytest.mark.parametrize("words", [("--period", "2025-Q1"), ("--set", "suspended_in_force=perhaps")])
def test_a_wrong_period_or_switch_is_refused_and_nothing_written(
    run: Run, licences: Path, tmp_path: Path, words: tuple[str, str]
) -> None:
    out = tmp_path / "out"
    period = () if "--period" in words else ("--period", "2025-26")
    status, _, said = run("assemble", "alcohol_licensing", *period, "--from", licences, "--out", out, *words)
    assert (status, said.count("\n") <= 2, out.exists()) == (2, True, False)


def test_a_cell_of_a_county_is_refused_in_a_sentence(run: Run, licences: Path) -> None:
    words = ("trace", "alcohol_licensing", "ALN.prem.total", "--period", "2025-26", "--from", licences)
    status, _, said = run(*words, "--authority", DEVON)
    assert (status, "has no cells of alcohol_licensing" in said) == (2, True)
    status, traced, _ = run(*words, "--authority", "W92000004", "--format", "csv")
    assert (status, len(traced.splitlines())) == (0, 1 + 3)
