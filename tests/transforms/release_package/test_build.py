"""What a package says of a release: confirmations, declared, revised and imputed figures, held against the cells."""

import csv
from dataclasses import replace
from datetime import date

import pytest

from tests.transforms.release_package.package_contents import contents, wrong
from transforms.release_package.assembly import AssemblyFiles, read_assembly
from transforms.release_package.build import package_files
from transforms.release_package.csv_schema import csv_metadata, wrong_in_csvs
from transforms.release_package.package_files import HeldFiles
from transforms.release_package.release import (
    CellDispute,
    CheckExplanation,
    DeclaredCell,
    ImputedCell,
    PackageRelease,
    PartConfirmation,
    ReleaseEntry,
    Revision,
)
from transforms.release_package.signature import new_private_key

KEY = new_private_key()
ADUR, ARUN, ENGLAND = "E07000223", "E07000224", "E92000001"
RELEASE = PackageRelease(3, date(2026, 11, 29), ReleaseEntry(12, "ab" * 32), "cd" * 32)


@pytest.fixture(scope="module")
def assembly() -> AssemblyFiles:
    payload = {name.removeprefix("data/"): text for name, text in contents().items() if name.startswith("data/")}
    return read_assembly(HeldFiles(payload))


def packed(assembly: AssemblyFiles, release: PackageRelease) -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in package_files(assembly, release, KEY)}


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(files[f"data/{name}"].decode().splitlines()))


def test_the_bag_says_what_it_is_of_and_nothing_of_when_but_the_day(assembly: AssemblyFiles) -> None:
    files = packed(assembly, RELEASE)
    facts = dict(line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines())
    assert facts["External-Identifier"] == "housing_stock_check/2025-03-31/v3"
    assert (facts["Audit-Entry"], facts["Supersedes"]) == (f"12 {'ab' * 32}", "cd" * 32)
    assert facts["Bagging-Date"] == "2026-11-29"
    assert "It takes the place of the version with the receipt cdcd" in files["data/README.txt"].decode()
    assert wrong(files, KEY.public) == {}


def test_the_same_release_gives_the_same_bytes(assembly: AssemblyFiles) -> None:
    assert packed(assembly, RELEASE) == packed(assembly, RELEASE)


def test_a_confirmation_of_other_cells_is_refused(assembly: AssemblyFiles) -> None:
    confirmation = PartConfirmation(ADUR, "confirmed", "=role", date(2026, 11, 20), 4, 0, "0" * 64)
    with pytest.raises(ValueError, match="E07000223 has confirmed other cells"):
        packed(assembly, replace(RELEASE, confirmations=(confirmation,)))
    right = replace(confirmation, cells_sha256=assembly.cells[0].sha256)
    files = packed(assembly, replace(RELEASE, confirmations=(right,)))
    assert rows(files, "confirmations.csv")[0] == {
        "authority": ADUR, "state": "confirmed", "role": "'=role", "confirmed_on": "2026-11-20",
        "cells_confirmed": "4", "cells_not_confirmed": "0", "cells_sha256": assembly.cells[0].sha256,
    }  # fmt: skip
    assert "Cells that the authority has confirmed: 4 of 8 (50.0 per cent)" in files["data/quality.txt"].decode()
    assert b"cr:confirmation/E07000223" in files["data/lineage.prov.json"]
    with pytest.raises(ValueError, match="E07000999 has no cells"):
        packed(assembly, replace(RELEASE, confirmations=(replace(right, authority="E07000999"),)))


def test_revisions_and_declared_figures_are_listed_and_counted(assembly: AssemblyFiles) -> None:
    release = replace(
        RELEASE,
        revisions=(Revision(ADUR, "HSC.dwellings", "", "100", "@new rows", "A B"),),
        declared=(DeclaredCell(ARUN, "HSC.dwellings", "nil", "-none", "A. Officer"),),
    )
    files = packed(assembly, release)
    assert rows(files, "revisions.csv")[0]["why"] == "'@new rows"
    assert rows(files, "declared.csv")[0]["why"] == "'-none"
    assert {row["measure"]: row["number"] for row in rows(files, "quality.csv")}["revisions"] == "1"
    assert wrong(files, KEY.public) == {}


def test_disputed_cells_go_out_with_both_values_and_explanations_with_the_release(assembly: AssemblyFiles) -> None:
    group = assembly.authorities[0]
    disputed = CellDispute(group.authority, group.rows[0].cell, group.rows[0].value, "7", "=Two are missing")
    answered = CheckExplanation(group.authority, "moved-against-last-year", "A new estate")
    files = packed(assembly, replace(RELEASE, disputes=(disputed,), explanations=(answered,)))
    [row] = rows(files, "disputes.csv")
    assert (row["cell"], row["value"], row["declared"]) == (group.rows[0].cell, group.rows[0].value, "7")
    assert row["why"] == "'=Two are missing"
    assert [row["why"] for row in rows(files, "explanations.csv")] == ["A new estate"]
    assert wrong(files, KEY.public) == {}
    assert "data/disputes.csv" not in packed(assembly, RELEASE)


def imputed(value: str, total: str) -> tuple[ImputedCell, ...]:
    return (
        ImputedCell("E07000224", "HSC.vacant_pct", value, "1.5", "as before"),
        ImputedCell(ENGLAND, "HSC.vacant_pct", "", total, "with 1 imputed"),
    )


def test_an_imputed_figure_never_stands_over_a_reported_one(assembly: AssemblyFiles) -> None:
    over = ImputedCell(ADUR, "HSC.dwellings", "", "1", "")
    with pytest.raises(ValueError, match=r"HSC.dwellings of E07000223 has a value"):
        packed(assembly, replace(RELEASE, imputed=(over,)))


def test_imputed_figures_have_a_column_of_their_own_and_totals_without_and_with(assembly: AssemblyFiles) -> None:
    blank = [replace_row(group) for group in assembly.cells]
    files = packed(replace(assembly, cells=tuple(blank)), replace(RELEASE, imputed=imputed("", "1.5")))
    assert [(row["authority"], row["value"], row["imputed"]) for row in rows(files, "imputed.csv")] == [
        (ARUN, "", "1.5"),
        (ENGLAND, "", "1.5"),
    ]
    marked = {(row["REF_AREA"], row["CELL"]): row["IMPUTED"] for row in rows(files, "cells.sdmx.csv")}
    assert (marked[ARUN, "HSC.vacant_pct"], marked[ADUR, "HSC.vacant_pct"]) == ("1.5", "")
    assert "stand in for missing ones" in files["data/README.txt"].decode()
    assert (
        "HSC.vacant_pct of E07000224 is “” in imputed.csv, and not in cells.csv"
        in wrong(files, KEY.public)["totals"].line
    )


def replace_row(group: object) -> object:
    """The cells of Arun without its share vacant."""
    kept = tuple(
        row._replace(value="", origin="no-data") if (row.authority, row.cell) == (ARUN, "HSC.vacant_pct") else row
        for row in group.rows  # type: ignore[attr-defined]
    )
    return replace(group, rows=kept)  # type: ignore[type-var]


def test_values_are_texts_where_a_cell_holds_a_day() -> None:
    table = b"return,authority,period,cell,value,origin\nr,E07000223,p,c,2026-01-31,computed\n"
    header = {"cells.csv": table.decode().splitlines()[0].split(",")}
    files = HeldFiles({"cells.csv": table})
    assert list(wrong_in_csvs(files, csv_metadata(header, has_days=True))) == []
    assert "is no decimal" in next(wrong_in_csvs(files, csv_metadata(header)))
