"""What is personal in a published file is in nothing that checking it shows or writes."""

import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from plugins.cli.main import app
from transforms.standardise.personal_data import MASK

PERSONAL = (
    *("jo.bloggs@example.com", "07700 900123", "AB 12 34 56 C", "12/05/1980", "12 High Street, Worthing BN11 1AA"),
    *("al.head@example.com", "al.beside@example.com", "al.title@example.com", "al.total@example.com"),
)
CASES = f"""Extract for {PERSONAL[7]},,,,,,,
ExtractDate,PublisherLabel,CaseReference,CaseURL,CaseText,LocationText,DecisionDate,Ask {PERSONAL[5]}
31/03/2025,Adur,A/1,https://a.gov.uk,Ring {PERSONAL[1]},Shoreham,1/3/2025,{PERSONAL[6]}
31/03/2025,Adur,A/2,https://a.gov.uk,For {PERSONAL[0]},Shoreham,{PERSONAL[0]},x
31/03/2025,Adur,{PERSONAL[0]},https://a.gov.uk,NI {PERSONAL[2]},Shoreham,,x
31/03/2025,Adur,A/4,https://a.gov.uk,"Mr J Bloggs, born {PERSONAL[3]}",Shoreham,,x
31/03/2025,Adur,A/5,see {PERSONAL[0]},"Mr J Bloggs of {PERSONAL[4]}",Shoreham,,x
,,,,Total,,,{PERSONAL[8]}
"""


@pytest.mark.parametrize("rendering", ["text", "json", "csv", "workbook"])
def test_nothing_personal_is_in_any_rendering(rendering: str, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(CASES, encoding="utf-8")
    output = tmp_path / ("report.xlsx" if rendering == "workbook" else "report")
    words = ("check", file, "--standard", "planning_applications", "--format", rendering, "--output", output)
    done = CliRunner().invoke(app, [*map(str, words), "--as-at", "2025-06-30"])
    assert done.exit_code == 1
    written = output.read_bytes()
    if rendering == "workbook":
        with zipfile.ZipFile(output) as book:
            written = b"".join(book.read(name) for name in book.namelist())
    output_text = written.decode() + done.output
    assert [personal for personal in PERSONAL if personal in output_text] == []
    assert MASK in output_text


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_nothing_personal_is_in_the_table(ending: str, tmp_path: Path) -> None:
    file, table = tmp_path / "cases.csv", tmp_path / f"table.{ending}"
    file.write_text(CASES, encoding="utf-8")
    words = ("check", file, "--standard", "planning_applications", "--table", table, "--as-at", "2025-06-30")
    assert CliRunner().invoke(app, [*map(str, words)]).exit_code == 1
    output_text = table.read_text() if ending == "csv" else str(pq.read_table(table).to_pylist())
    assert [personal for personal in PERSONAL if personal in output_text] == []
    assert MASK in output_text
