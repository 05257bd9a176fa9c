"""`--beside FILE`: a department's figures beside published ones, from the command line."""

import csv
import hashlib
import json
from pathlib import Path

import pytest

from tests.plugins.cli.conftest import Run

ADUR = "E07000223"
ACCOUNT = """OrganisationURI,Period,OnStreetIncomeParking,OnStreetIncomePermit,OnStreetIncomePCN,\
OnStreetIncomeBlueBadge,OnStreetIncomeOther,OnStreetIncomeTotal,OnStreetCostsCapital,OnStreetCostsTotal,OnStreetSurplusDeficit,\
OffStreetIncomeTotal,OffStreetCostsTotal
http://opendatacommunities.org/id/district-council/adur,2023/24,60000,20000,30000,0,1000,111000,0,50000,61000,9000,8000
"""
HEADER = "authority,period,line,value,unit\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "in" / ADUR / "parking_account"
    home.mkdir(parents=True)
    (home / "2024-06-30.csv").write_text(ACCOUNT, encoding="utf-8")
    return tmp_path / "in"


def test_differences_are_listed_and_the_file_is_in_the_manifest(run: Run, folder: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "ro2.csv", tmp_path / "out"
    file.write_text(f"{HEADER}{ADUR},2023-24,PKG.61.income,100,£000\n", encoding="utf-8")
    words = ("assemble", "parking_account_check", "--period", "2023-24", "--from", folder, "--out", out)
    status, summary, _ = run(*words, "--beside", file)
    assert status == 0
    assert "A reconciliation of published data with a department's figures, not a return." in summary
    listed = [row for row in csv.DictReader((out / "exceptions.csv").open()) if row["reason"] == "beside-differs"]
    assert [(row["reference"], row["detail"]) for row in listed] == [
        ("PKG.61.income", "published=111000 department=100000")
    ]
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["beside"] == {"sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
    assert manifest["kind"] == "reconciliation"
    assert {output["file"] for output in manifest["outputs"]} >= {"beside.csv", "form.csv"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (f"{HEADER}{ADUR},2023-24,PKG.61.staff,many,pounds\n", "line 2: “many” is not a number."),
        (f"{HEADER}{ADUR},2022-23,PKG.61.staff,1,pounds\n", "no line is of 2023-24; the file is of 2022-23."),
        ("authority,period\n", "line 1: the header lacks line, value, unit;"),
        (None, "can't be read: No such file or directory."),
    ],
)
def test_a_file_that_can_not_be_read_writes_nothing(
    run: Run, folder: Path, tmp_path: Path, content: str | None, sentence: str
) -> None:
    file, out = tmp_path / "ro2.csv", tmp_path / "out"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    words = ("assemble", "parking_account_check", "--period", "2023-24", "--from", folder, "--out", out)
    status, _, refusal = run(*words, "--beside", file)
    assert status == 2
    assert sentence in refusal
    assert len(refusal.strip().splitlines()) == 1
    assert not out.exists()


def test_a_return_that_is_set_beside_nothing_refuses_a_file(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "ro2.csv"
    file.write_text(HEADER, encoding="utf-8")
    words = ("assemble", "brownfield_register", "--period", "2023-12-31", "--from", folder, "--out", tmp_path / "out")
    status, _, refusal = run(*words, "--beside", file)
    assert (status, refusal.strip()) == (
        2,
        "council-returns: brownfield_register is not compared with a department's file.",
    )


def test_a_trace_says_that_it_is_a_reconciliation(run: Run, folder: Path) -> None:
    words = ("trace", "parking_account_check", "PKG.61.fees", "--authority", ADUR, "--period", "2023-24")
    status, text, _ = run(*words, "--from", folder)
    assert status == 0
    assert "A reconciliation of published data with a department's figures, not a return." in text
    assert "81000.00 (inferred)" in text
