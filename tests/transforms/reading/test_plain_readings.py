"""What we read of real files is what a plain reading of them gives: the same rows, lines and cells."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from tests.transforms.reading.small_standard import published, recognise, rows_of
from transforms.domain.sheet import Sheet
from transforms.reading import read

LEFT_OUT = ("corrections-others-needed/", "reference/")
# No plain reading: other encodings, other delimiters, marks that are never closed, ZIP bytes and worse.
ODD_CSV = 25

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not published().is_dir(), reason="the published files are not beside the checkout"),
]


def files(*endings: str) -> list[Path]:
    found = sorted(path for path in published().rglob("*") if path.suffix.lower() in endings)
    return [path for path in found if not path.relative_to(published()).as_posix().startswith(LEFT_OUT)]


def sheet_of(path: Path) -> Sheet | None:
    return read(path.read_bytes(), path.name, recognise).sheet


def plain_csv(path: Path, sheet: Sheet) -> dict[int, list[str]] | None:
    """Return the filled rows beneath the header by line, without blank cells at their ends."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding).replace("Â£", "£")  # encoded twice, in a file of Trafford's
            break
        except UnicodeDecodeError:
            continue
    else:
        return None
    rows, before = {}, 0
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            rows[before + 1], before = trimmed(row), reader.line_num
    except csv.Error:
        return None
    header = rows.pop(sheet.header_line, None)
    if header is None or len(header) < 2:
        return None
    return {line: row for line, row in rows.items() if line > sheet.header_line and row and row != header}


def trimmed(cells: list[str]) -> list[str]:
    kept = [cell if cell.strip("\ufeff\xa0 \t\r\n") else "" for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def named(row: list[str], header: list[str]) -> list[str]:
    return trimmed([cell for cell, name in zip(row, header, strict=False) if name.strip()])


def ours(sheet: Sheet) -> dict[int, list[str]]:
    rows = [[cell or "" for cell in row] for row in rows_of(sheet)]
    return {int(line): named(row, list(sheet.header)) for line, row in zip(sheet.lines, rows, strict=True)}


def test_csv_files_have_the_rows_lines_and_cells_of_a_plain_reading() -> None:
    compared, odd = 0, []
    for path in files(".csv"):
        sheet = sheet_of(path)
        if sheet is None:
            continue
        plain = plain_csv(path, sheet)
        if plain is None:
            odd.append(path.name)
            continue
        header = list(sheet.header)
        expected = {line: named(row[: len(header)], header) for line, row in plain.items()}
        read_as = ours(sheet)
        ghost = any(not name.strip() for name in header) or any(len(row) > len(header) for row in plain.values())
        if ghost:
            assert read_as.keys() == plain.keys(), path.name
        else:
            assert read_as == expected, path.name
        compared += 1
    assert compared > 200
    assert len(odd) <= ODD_CSV, odd


def test_workbooks_have_as_many_rows_as_a_plain_reading() -> None:
    compared = 0
    for path in files(".xlsx", ".xlsm"):
        reading = read(path.read_bytes(), path.name, recognise)
        if reading.sheet is None or reading.table_name is None:
            continue
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        name = next(iter(book.sheetnames)) if len(book.sheetnames) == 1 else reading.table_name
        if name not in book.sheetnames:  # several worksheets read as one
            continue
        filled = [
            number
            for number, row in enumerate(book[name].iter_rows(values_only=True, max_col=50), start=1)
            if any(str(cell).strip() for cell in row if cell is not None)
        ]
        assert list(reading.sheet.lines) == [line for line in filled if line > reading.sheet.header_line], path.name
        compared += 1
    assert compared >= 10
