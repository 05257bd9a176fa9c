"""`package` and `verify`: a signed package of any assembled return, checked with us and with tools of everybody's."""

import csv
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import prov.model
import pysdmx.io
import pytest
import python_calamine
from typer.testing import CliRunner

from plugins.cli.main import app
from tests.plugins.cli.conftest import Run
from tests.plugins.command_line_inputs import ADUR, ARUN, case, snapshot, write_cases
from tests.transforms.release_package.package_contents import SNAPSHOTS
from transforms.release_package.signature import new_private_key
from transforms.returns import RETURNS

PERIODS = {"quarter": "2025-Q1", "financial year": "2024-25", "reference date": "2025-03-31"}
PERIODS["assessment year"] = "2025-09-30"
OPENSSL = [
    "openssl",
    "pkeyutl",
    "-verify",
    "-pubin",
    "-rawin",
    "-in",
    "tagmanifest-sha256.txt",
    "-sigfile",
    "tagmanifest-sha256.txt.sig",
]
DAY = ("--day", "2026-11-29")


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An Ed25519 key as everybody makes one."""
    path = tmp_path_factory.mktemp("keys") / "KEY.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(path)], check=True)
    public = ["openssl", "pkey", "-in", str(path), "-pubout", "-out", str(path.with_name("PUBLIC.pem"))]
    subprocess.run(public, check=True)
    return path


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Planning matters as assembled of two councils, where a reference would run as a formula."""
    root = tmp_path_factory.mktemp("returned")
    undecided = {"Decision": "", "DecisionDate": "", "DecisionNoticeDate": "", "Status": "Registered"}
    formula = case(9, CaseReference="=cmd|'/c calc'!A1", CaseDate="2024-03-04", **undecided)
    write_cases(snapshot(root / "snapshots", ADUR, "2024-07-02"), [case(1), case(2), formula])
    (root / "snapshots" / ARUN).mkdir()
    words = ["assemble", "planning_matters", "--period", "2024-Q2", "--from", str(root / "snapshots")]
    assert CliRunner().invoke(app, [*words, "--out", str(root / "out")]).exit_code == 0
    return root / "out"


@pytest.fixture(scope="module")
def packed(returned: Path, key: Path) -> Path:
    """A package of it."""
    path = returned.with_name("first.zip")
    words = ["package", str(returned), "--key", str(key), "--out", str(path), *DAY]
    assert CliRunner().invoke(app, words).exit_code == 0
    return path


def unpacked(package: Path, folder: Path) -> Path:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return next(folder.iterdir())


def test_a_package_is_checked_without_us_by_tools_that_every_machine_has(
    packed: Path, tmp_path: Path, key: Path
) -> None:
    folder = unpacked(packed, tmp_path / "unpacked")
    for command in (
        ["sha256sum", "--check", "manifest-sha256.txt"],
        ["sha256sum", "--check", "tagmanifest-sha256.txt"],
        [*OPENSSL, "-inkey", str(key.with_name("PUBLIC.pem"))],
        [*OPENSSL, "-inkey", "signed-by.pem"],
        [sys.executable, "-m", "bagit", "--validate", "."],
    ):
        assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0, command


def test_a_package_has_the_layout_of_the_specification(packed: Path, tmp_path: Path) -> None:
    folder = unpacked(packed, tmp_path / "unpacked")
    assert folder.name == "planning_matters-2024-Q2-v0"
    assert {path.name for path in folder.iterdir() if path.is_file()} == {
        *("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"),
        *("tagmanifest-sha256.txt.sig", "signed-by.pem"),
    }
    assert {path.name for path in (folder / "data").iterdir()} == {
        *("README.txt", "cells.csv", "indicators.csv", "exceptions.csv", "issues.csv", "declared.csv"),
        *("confirmations.csv", "planning_matters-2024-Q2.xlsx", "planning_matters-2024-Q2.ods", "cells.sdmx.csv"),
        *("cells.sdmx.json", "cells.csv-metadata.json", "lineage.prov.json", "quality.csv", "quality.txt"),
        *("revisions.csv", "manifest.json"),
    }
    facts = dict(line.split(": ", 1) for line in (folder / "bag-info.txt").read_text().splitlines())
    manifest = json.loads((folder / "data" / "manifest.json").read_text())
    assert facts["External-Identifier"] == "planning_matters/2024-Q2/v0"
    assert (facts["Bagging-Date"], facts["Receipt"]) == ("2026-11-29", manifest["receipt"])
    assert not {"Audit-Entry", "Supersedes"} & facts.keys()


def test_nobody_has_confirmed_version_0_and_every_authority_has_the_hash_of_its_rows(
    packed: Path, tmp_path: Path
) -> None:
    data = unpacked(packed, tmp_path / "unpacked") / "data"
    lines = (data / "cells.csv").read_bytes().splitlines(keepends=True)
    rows = {row["authority"]: row for row in csv.DictReader((data / "confirmations.csv").open())}
    assert {gss: (row["state"], row["cells_confirmed"]) for gss, row in rows.items()} == {
        ADUR: ("unconfirmed", "0"),
        ARUN: ("no-data", "0"),
    }
    for gss, row in rows.items():
        own = b"".join(line for line in lines if line.split(b",")[1] == gss.encode())
        assert row["cells_sha256"] == hashlib.sha256(own).hexdigest()


def test_other_programs_read_the_figures_the_forms_and_the_lineage(packed: Path, tmp_path: Path) -> None:
    data = unpacked(packed, tmp_path / "unpacked") / "data"
    structure = pysdmx.io.read_sdmx(data / "cells.sdmx.json").get_data_structure_definitions()[0]
    cells = list(csv.DictReader((data / "cells.csv").open()))
    observations = list(csv.DictReader((data / "cells.sdmx.csv").open()))
    assert {row["STRUCTURE_ID"] for row in observations} == {structure.short_urn.removeprefix("DataStructure=")}
    assert {*observations[0]} - {"STRUCTURE", "STRUCTURE_ID", "ACTION"} == {part.id for part in structure.components}
    for part in structure.components:
        if part.enumeration is not None:
            assert {row[part.id] for row in observations} <= {code.id for code in part.enumeration}
    assert [(row["REF_AREA"], row["CELL"], row["OBS_VALUE"]) for row in observations] == [
        (row["authority"], row["cell"], row["value"]) for row in cells
    ]
    document = prov.model.ProvDocument.deserialize(data / "lineage.prov.json")
    assert len(list(document.get_records(prov.model.ProvDerivation))) > len({row["authority"] for row in cells})
    for form in ("xlsx", "ods"):
        book = python_calamine.load_workbook(data / f"planning_matters-2024-Q2.{form}")
        row = next(row for row in book.get_sheet_by_name("PS2 all").to_python() if row[0] == ADUR)
        assert 2.0 in row
        arun = next(row for row in book.get_sheet_by_name("PS2 all").to_python() if row[0] == ARUN)
        assert set(arun[2:]) == {"[x]"}


def test_the_spreadsheet_says_what_the_workbook_says(packed: Path, tmp_path: Path) -> None:
    data = unpacked(packed, tmp_path / "unpacked") / "data"
    workbook, spreadsheet = (
        python_calamine.load_workbook(data / f"planning_matters-2024-Q2.{form}") for form in ("xlsx", "ods")
    )
    assert workbook.sheet_names == spreadsheet.sheet_names
    for name in workbook.sheet_names:
        sheets = [book.get_sheet_by_name(name).to_python() for book in (workbook, spreadsheet)]
        assert sheets[0] == sheets[1], name


def test_text_of_a_council_can_not_run_as_a_formula_in_any_file(packed: Path, tmp_path: Path) -> None:
    data = unpacked(packed, tmp_path / "unpacked") / "data"
    for path in data.glob("*.csv"):
        with path.open(newline="") as file:
            assert not [value for row in csv.reader(file) for value in row if value.startswith(("=", "@", "+c"))]
    book = openpyxl.load_workbook(data / "planning_matters-2024-Q2.xlsx")
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    with zipfile.ZipFile(data / "planning_matters-2024-Q2.ods") as archive:
        assert b"table:formula" not in archive.read("content.xml")
        assert archive.infolist()[0].filename == "mimetype"


def test_the_same_folder_key_and_day_give_the_same_bytes(
    run: Run, returned: Path, packed: Path, tmp_path: Path, key: Path
) -> None:
    run("package", returned, "--key", key, "--out", tmp_path / "second.zip", *DAY)
    assert (tmp_path / "second.zip").read_bytes() == packed.read_bytes()
    assert str(returned.parent).encode() not in packed.read_bytes()
    assert b"PRIVATE KEY" not in packed.read_bytes()


@pytest.mark.parametrize("definition", RETURNS, ids=lambda definition: definition.slug)
def test_every_return_has_a_package_that_verifies(run: Run, tmp_path: Path, key: Path, definition: object) -> None:
    period = PERIODS[definition.period_kind]  # type: ignore[attr-defined]
    shutil.copytree(SNAPSHOTS, tmp_path / "snapshots")
    for gss in ("E06000014", "E10000014"):
        (tmp_path / "snapshots" / gss).mkdir()
    page = next((tmp_path / "snapshots" / ADUR).rglob("*.csv"))
    shutil.copy(page, page.with_name("2024-06-02.csv"))  # for a year that holds a day of looking, and a state
    words = ("assemble", definition.slug, "--period", period, "--from", tmp_path / "snapshots")  # type: ignore[attr-defined]
    assert run(*words, "--out", tmp_path / "out")[0] in (0, 1)
    assert run("package", tmp_path / "out", "--key", key, "--out", tmp_path / "p.zip")[0] == 0
    status, out, _ = run("verify", tmp_path / "p.zip", "--key", key.with_name("PUBLIC.pem"))
    assert (status, "WRONG" in out) == (0, False), out


def test_a_package_verifies_as_a_zip_and_as_a_folder(run: Run, packed: Path, tmp_path: Path, key: Path) -> None:
    folder = unpacked(packed, tmp_path / "unpacked")
    for package in (packed, folder):
        status, out, _ = run("verify", package, "--key", key)
        assert (status, len(out.splitlines())) == (0, 7), out


def test_a_tampered_folder_is_told_in_a_sentence_and_status_1(run: Run, packed: Path, tmp_path: Path) -> None:
    folder = unpacked(packed, tmp_path / "unpacked")
    (folder / "data" / "cells.csv").write_text("changed")
    status, out, _ = run("verify", folder)
    assert (status, "data/cells.csv was changed" in out) == (1, True)
    (folder / "data" / "cells.csv").unlink()
    (folder / "data" / "cells.csv").symlink_to("/etc/hostname")
    status, out, _ = run("verify", folder)
    assert (status, "“data/cells.csv” is a link" in out) == (1, True)


def test_a_truncated_zip_has_status_1(run: Run, packed: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.zip").write_bytes(packed.read_bytes()[:20_000])
    status, out, _ = run("verify", tmp_path / "cut.zip")
    assert (status, out.count("\n"), "truncated" in out) == (1, 1, True)


@pytest.mark.parametrize("what", ["absent.zip", "empty", "text.zip"])
def test_what_can_not_be_read_has_status_2(run: Run, tmp_path: Path, what: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.zip").write_text("no zip")
    status, out, err = run("verify", tmp_path / what)
    assert (status, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("option", ["--key", "--keys"])
@pytest.mark.parametrize("content", ["", "{}", '{"keys": [{}]}', "no key"])
def test_a_file_without_a_key_has_status_2(run: Run, tmp_path: Path, packed: Path, option: str, content: str) -> None:
    (tmp_path / "key").write_text(content)
    status, _, err = run("verify", packed, option, tmp_path / "key")
    assert (status, "names no key" in err) == (2, True)


def test_the_figures_that_were_declared_go_with_the_package(run: Run, tmp_path: Path, key: Path) -> None:
    declared = tmp_path / "declared.csv"
    declared.write_text(
        "authority,period,cell,value,why,by\nE07000224,2025-03-31,HSC.euv_sh,5,+it was sold,A. Officer\n"
    )
    shutil.copytree(SNAPSHOTS, tmp_path / "from")
    page = next((tmp_path / "from" / "E07000224").rglob("*.csv"))
    page.write_text(page.read_text().replace("EUVSHTotal", "Other"))
    words = ("assemble", "housing_stock_check", "--period", "2025-03-31", "--declared", declared)
    run(*words, "--from", tmp_path / "from", "--out", tmp_path / "out")
    made = ("package", tmp_path / "out", "--key", key, "--out", tmp_path / "p.zip")
    for more, why in (((), ""), (("--declared", declared), "'+it was sold")):
        assert run(*made, *more)[0] == 0
        with zipfile.ZipFile(tmp_path / "p.zip") as archive:
            name = next(name for name in archive.namelist() if name.endswith("declared.csv"))
            rows = list(csv.DictReader(archive.read(name).decode().splitlines()))
        assert [(row["cell"], Decimal(row["value"]), row["why"]) for row in rows] == [("HSC.euv_sh", 5, why)]
    declared.write_text(declared.read_text() + "\n")
    assert "is not the file of declared figures" in run(*made, "--declared", declared)[2]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda out: (out / "manifest.json").unlink(), "no manifest.json"),
        (lambda out: (out / "manifest.json").write_text("[]"), "not the manifest of an assembly"),
        (lambda out: (out / "cells.csv").write_text("x"), "cells.csv is not the file that manifest.json lists"),
        (lambda out: (out / "issues.csv").unlink(), "lists issues.csv, which is missing"),
        (
            lambda out: (out / "manifest.json").write_text((out / "manifest.json").read_text().replace("2026", "2027")),
            "the receipt in manifest.json",
        ),
    ],
)
def test_a_folder_that_is_not_as_it_was_assembled_is_refused(
    run: Run, tmp_path: Path, key: Path, spoil: object, words: str
) -> None:
    out = tmp_path / "out"
    run("assemble", "housing_stock_check", "--period", "2025-03-31", "--from", SNAPSHOTS, "--out", out)
    spoil(out)  # type: ignore[operator]
    status, _, err = run("package", out, "--key", key, "--out", tmp_path / "p.zip")
    assert (status, words in err, err.count("\n")) == (2, True, 1), err
    assert not (tmp_path / "p.zip").exists()


def test_a_key_of_another_kind_is_refused_and_never_shown(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(new_private_key().pem().replace(b"MC4", b"MC5"))
    status, out, err = run("package", tmp_path, "--key", path, "--out", tmp_path / "p.zip")
    assert (status, "can't be signed with" in err) == (2, True)
    assert path.read_text().splitlines()[1] not in out + err
