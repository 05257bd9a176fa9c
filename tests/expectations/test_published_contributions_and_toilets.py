"""Developer contributions and public toilets as published: each file is read fully, or refused in words."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from expectations.check import PublishedFile, check_files
from transforms import registers
from transforms.domain.report import Report
from transforms.standards import standard

FOLDER = Path(__file__).parents[3] / "shared" / "data"
AGREEMENTS, CONTRIBUTIONS, TRANSACTIONS, TOILETS = (
    "developer_agreements",
    "developer_agreement_contributions",
    "developer_agreement_transactions",
    "public_toilets",
)
REFUSED = {"merton_community.kml"}  # a map file, where it is not read as a table
# Lists of the councils' own, with one of the six columns that the standard says a list must have.
OF_THEIR_OWN = {"islington_raw.xlsx", "lambeth_raw.xls", "sutton_raw.xlsx"}
PUBLISHERS = {"barking_raw.csv": "E09000002"}  # a name that two words of the file's do not make
RECORDS = {
    "Public_toilets.csv": 47,
    "adur-public-toilets-valid.csv": 13,
    "adur-public-toilets.csv": 15,
    "barking_raw.csv": 10,
    "barnet_raw.csv": 26,
    "camden_data.json": 47,
    "hillingdon_export_public_conveniences.csv": 48,
    "islington_raw.xlsx": 54,
    "lambeth_raw.xls": 17,
    "sutton_raw.xlsx": 23,
    "westminster_data.json": 34,
    "westminster_data_with_fees.json": 34,
}
LINKED = {
    AGREEMENTS: {"reference", "developer-agreement-type", "organisation"},
    CONTRIBUTIONS: {"reference", "developer-agreement", "contribution-purpose", "amount", "units"},
    TRANSACTIONS: {"reference", "developer-agreement-contribution", "contribution-funding-status", "amount", "units"},
}

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def reports() -> Mapping[str, Report]:
    folders = ("developer_contributions", "public_toilets")
    paths = [path for folder in folders for path in sorted((FOLDER / folder / "as-published").glob("*"))]
    if not paths:
        pytest.skip("no published developer contributions and toilets beside the checkout")
    found = {}
    for slug in (*LINKED, TOILETS):
        chosen = [path for path in paths if table_of(path) == slug]
        files = [PublishedFile(p.name, p.read_bytes(), publisher(p.name), date(2026, 6, 30)) for p in chosen]
        found |= {report.file: report for report in check_files(files, standard(slug))}
    return found


def table_of(path: Path) -> str:
    """Return the standard of a file; the first columns of a developer contribution tell its table."""
    if path.parent.parent.name == "public_toilets":
        return TOILETS
    content = path.read_bytes()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [name for name in packed.namelist() if name.endswith(("sharedStrings.xml", ".csv"))]
            content = packed.read(parts[0])
    start = content[:800].decode("latin-1").lower().replace(" ", "-")
    if "agreement-transaction" in start:
        return TRANSACTIONS
    return CONTRIBUTIONS if "agreement-contribution" in start else AGREEMENTS


def publisher(name: str) -> str | None:
    try:
        return registers.authority(name.partition("__")[0]).gss
    except LookupError:
        return PUBLISHERS.get(name) or registers.organisation(re.split(r"[-_]", name)[0])


def of(reports: Mapping[str, Report], *slugs: str) -> Iterator[tuple[str, Report]]:
    return ((name, report) for name, report in reports.items() if report.standard in slugs)


def record_lines(name: str) -> list[int]:
    """Return the lines on which rows beneath the header start that hold more than a note, read without our reader."""
    content = (FOLDER / "developer_contributions" / "as-published" / name).read_bytes()
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig" if is_utf8(content) else "cp1252"), newline=""))
    rows, line = [], 1
    for row in reader:
        rows.append((line, [cell.strip() for cell in row]))
        line = reader.line_num + 1
    header = next(line for line, row in rows if "entry-date" in row)
    return [line for line, row in rows if line > header and sum(map(bool, row)) > 1]  # Norfolk ends with two notes


def is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def codes(report: Report, severity: str) -> set[str]:
    return {row["code"] for row in report.issues.to_pylist() if row["severity"] == severity}


def test_every_row_of_every_text_file_is_a_record_and_stands_on_its_line(reports: Mapping[str, Report]) -> None:
    read = {
        name: report.table["source_line"].to_pylist()
        for name, report in of(reports, *LINKED)
        if name.endswith(".csv") and report.rows
    }
    assert len(read) > 60
    assert read == {name: record_lines(name) for name in read}


def test_every_list_of_toilets_is_read_fully(reports: Mapping[str, Report]) -> None:
    read = {name: report.rows for name, report in of(reports, TOILETS) if name not in REFUSED}
    assert read == {name: count for name, count in RECORDS.items() if name in read}
    assert all("LocationText" in report.columns for name, report in of(reports, TOILETS) if name not in REFUSED)


def test_every_linked_table_has_its_columns_and_few_that_are_not_the_standards(reports: Mapping[str, Report]) -> None:
    for name, report in of(reports, *LINKED):
        assert LINKED[report.standard] <= set(report.columns), name
        strange = [row["column"] for row in report.issues.to_pylist() if row["code"] == "column-unrecognised"]
        assert len(strange) <= 1, (name, strange)


def test_nothing_but_a_repeated_or_missing_key_or_a_shifted_row_leaves_a_record_out(
    reports: Mapping[str, Report],
) -> None:
    for name, report in reports.items():
        found = codes(report, "critical")
        assert ("standard-mismatch" in found) == (name in OF_THEIR_OWN), name
        known = {"row-duplicated", "row-misaligned", "value-missing", "file-not-tabular", "standard-mismatch"}
        assert found <= known, (name, found)
        print(f"{name:70} {report.rows:5} records, {report.rows_usable:5} usable")
        if name not in OF_THEIR_OWN | REFUSED:
            assert report.rows_usable >= 0.9 * report.rows, name


def test_what_was_published_can_mostly_be_read(reports: Mapping[str, Report]) -> None:
    fields = {
        AGREEMENTS: ("developer-agreement-type", 0.97),
        CONTRIBUTIONS: ("contribution-purpose", 0.99),
        TRANSACTIONS: ("contribution-funding-status", 0.95),
    }
    for slug, (field, least) in fields.items():
        columns = [report.table[field] for _, report in of(reports, slug) if field in report.columns]
        blank, count = sum(column.null_count for column in columns), sum(len(column) for column in columns)
        assert blank <= (1 - least) * count, (slug, blank, count)


def test_days_are_in_years_that_an_agreement_can_have(reports: Mapping[str, Report]) -> None:
    days = [day for _, report in of(reports, *LINKED) for day in report.table["start-date"].to_pylist() if day]
    strange = {day for day in days if not date(1980, 1, 1) <= day <= date(2022, 12, 31)}
    assert strange == {date(1900, 1, 1), date(2028, 5, 22), date(2917, 10, 24)}  # all as published


def test_every_point_of_a_toilet_is_in_britain(reports: Mapping[str, Report]) -> None:
    for name, report in of(reports, TOILETS):
        if "GeoX" in report.columns:
            points = zip(report.table["GeoX"].to_pylist(), report.table["GeoY"].to_pylist(), strict=True)
            assert all(x is not None and -1 < x < 1 and 50 < y < 52 for x, y in points), name
