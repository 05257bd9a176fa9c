"""Workbooks: xlsx, xlsm, xls and ods, told by their content.

Known:  Brentwood's workbook holds an *Example Data* sheet of the same shape beside the data; Islington's sheet is
        16,384 columns wide; Lancashire's police spend is one sheet a month, all of one shape: read one after another.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from xml.parsers import expat

import numpy as np
import python_calamine as calamine

from transforms.domain.issue import Finding
from transforms.domain.sheet import Reading
from transforms.reading import archive, signature
from transforms.reading.build_sheet import Gatherer
from transforms.reading.delimited import displaced
from transforms.reading.header import Header, Recognise, find_header, fold, is_blank
from transforms.reading.limits import Limits
from transforms.reading.map_xml import Unsafe
from transforms.reading.refusal import AS_CSV, UNLOCKED, empty, not_tabular, refuse, too_large
from transforms.reading.rows import Row, RowBatch
from transforms.reading.sheet_choice import chosen_sheet, joined_sheets
from transforms.reading.worksheet_scan import Misnumbered, Scan
from transforms.reading.xlsx_parts import put_per_cent, put_valueless, scan_workbook

ASIDE = ("example", "guidance", "template", "sample", "schema", "validat", "instruction", "read me", "readme", "about")
LOCKED = "a workbook protected with a password"
ROWS_PER_BATCH = 2_048
HEAD_ROWS = 200


@dataclass(frozen=True)
class Worksheet:
    """One worksheet as text: rows of the used area, the sheet row of the first of them, and its header."""

    name: str
    rows: list[Row]
    first_row: int
    header: Header | None
    is_aside: bool  # hidden, or called an example or guidance

    @property
    def is_tabular(self) -> bool:
        """Whether there are several rows of several cells."""
        return self.header is not None and sum(sum(map(bool, row)) > 1 for row in self.rows[:HEAD_ROWS]) > 1

    @property
    def rank(self) -> tuple[bool, int, bool, int]:
        """The order in which worksheets are preferred."""
        recognised = self.header.recognised if self.header else 0
        return (not self.is_aside, recognised, self.header is not None, len(self.rows))


def is_zipped_workbook(content: bytes) -> bool:
    """Return whether bytes are an Office Open XML or OpenDocument workbook."""
    if not content.startswith(signature.ZIP):
        return False
    try:
        with archive.open_archive(content) as packed:
            names = set(packed.namelist())
            if any(name.startswith("xl/") for name in names):
                return True
            return "mimetype" in names and b"spreadsheet" in archive.read_member(packed, "mimetype", 200)
    except archive.Unpackable:
        return False


def read_workbook(content: bytes, recognise: Recognise, limits: Limits) -> Reading:
    """Return the table of the worksheet that the standard recognises, under that worksheet's name."""
    try:
        if content.startswith(signature.ZIP) and not archive.unpacks_within(content, limits.unpacked):
            return too_large("The workbook once unpacked", limits.unpacked)
        scans = scan_workbook(content, limits) if content.startswith(signature.ZIP) else {}
        if any(scan.area > limits.cells for scan in scans.values()):
            return refuse("file-too-large", what="The area of a worksheet", limit=f"{limits.cells:,} cells")
        book = calamine.load_workbook(io.BytesIO(content))
        worksheets = _worksheets(book, recognise, scans)
    except calamine.PasswordError:
        return not_tabular(LOCKED, UNLOCKED)
    except archive.Unpackable as error:
        return not_tabular(error.kind("workbook"), UNLOCKED if "password" in error.after else AS_CSV)
    except Misnumbered:
        return not_tabular("a workbook whose rows or cells have numbers that no worksheet has", AS_CSV)
    except (calamine.CalamineError, expat.ExpatError, Unsafe, zipfile.BadZipFile, struct.error, zlib.error):
        if content.startswith(signature.OLE) and signature.ENCRYPTED in content:
            return not_tabular(LOCKED, UNLOCKED)
        return not_tabular("a damaged workbook or another Office document", AS_CSV)
    filled = [worksheet for worksheet in worksheets if worksheet.rows]
    if not filled:
        return empty("a workbook whose sheets are all blank")
    best = max(filled, key=lambda worksheet: worksheet.rank)
    if best.header is None:
        return not_tabular("a worksheet without a header row", "Put the standard's column names in the first row.")
    return _read_alike([best, *(w for w in filled if w is not best and _is_alike(w, best))], filled, best.header)


def _read_alike(worksheets: Sequence[Worksheet], all_of_them: Sequence[Worksheet], header: Header) -> Reading:
    """Return the rows of worksheets of one shape (a month each) as one table, in the workbook's order."""
    ordered = [
        worksheet for worksheet in all_of_them if any(worksheet is worksheet_chosen for worksheet_chosen in worksheets)
    ]
    width = max(len(worksheet.header.cells) for worksheet in ordered if worksheet.header)
    header = Header((*header.cells, *[""] * (width - len(header.cells))), header.index, header.depth, header.recognised)
    first = ordered[0]
    assert first.header is not None  # worksheets alike have the header that they share
    gatherer = Gatherer(header, first.first_row + first.header.index)
    findings: list[Finding] = []
    for worksheet in ordered:
        own = worksheet.header
        assert own is not None
        numbers = list(range(worksheet.first_row, worksheet.first_row + len(worksheet.rows)))
        findings += displaced(worksheet.rows[: own.index], numbers, own)
        start = own.index + own.depth
        for at in range(start, len(worksheet.rows), ROWS_PER_BATCH):
            rows = [_padded(row, width) for row in worksheet.rows[at : at + ROWS_PER_BATCH]]
            lines = np.arange(worksheet.first_row + at, worksheet.first_row + at + len(rows), dtype=np.int64)
            gatherer.take([RowBatch(rows, lines)])
    name = ", ".join(worksheet.name for worksheet in ordered)
    finding = _choice(ordered, all_of_them)
    return Reading(gatherer.sheet(is_workbook=True), None, (*finding, *findings, *gatherer.findings()), table_name=name)


def _choice(read: Sequence[Worksheet], filled: Sequence[Worksheet]) -> list[Finding]:
    """Return the finding that says which worksheets were read, if others hold tables too."""
    names = [worksheet.name for worksheet in read]
    others = [worksheet.name for worksheet in filled if worksheet not in read and worksheet.is_tabular]
    reason = ", since it has the standard's column names" if read[0].header and read[0].header.recognised else ""
    return [*chosen_sheet("worksheet", names, others, reason), *joined_sheets("worksheet", names)]


def _padded(row: Row, width: int) -> Row:
    return row if len(row) >= width else [*row, *[""] * (width - len(row))]


def _is_alike(worksheet: Worksheet, best: Worksheet) -> bool:
    """Return whether a worksheet continues another: data of the same columns in the same places."""
    if worksheet.header is None or best.header is None or worksheet.is_aside != best.is_aside or best.is_aside:
        return False
    return _names(worksheet.header) == _names(best.header)


def _names(header: Header) -> list[str]:
    names = [fold(cell) for cell in header.cells]
    while names and not names[-1]:
        names.pop()
    return names


def _worksheets(book: calamine.CalamineWorkbook, recognise: Recognise, scans: Mapping[str, Scan]) -> list[Worksheet]:
    return [
        _worksheet(book, metadata, recognise, scans.get(metadata.name, Scan()))
        for metadata in book.sheets_metadata
        if metadata.typ == calamine.SheetTypeEnum.WorkSheet
    ]


def _worksheet(
    book: calamine.CalamineWorkbook,
    metadata: calamine.SheetMetadata,
    recognise: Recognise,
    scan: Scan,
) -> Worksheet:
    sheet = book.get_sheet_by_name(metadata.name)
    start = sheet.start or (0, 0)
    rows = [[as_text(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
    put_per_cent(rows, scan.per_cent, start)
    put_valueless(rows, scan.valueless, start)
    rows = _without_blank_end(rows)
    is_aside = metadata.visible != calamine.SheetVisibleEnum.Visible or any(
        word in metadata.name.casefold() for word in ASIDE
    )
    return Worksheet(metadata.name, rows, start[0] + 1, find_header(rows[:HEAD_ROWS], recognise), is_aside)


def _without_blank_end(rows: list[Row]) -> list[Row]:
    end = len(rows)
    while end and is_blank("".join(rows[end - 1])):
        end -= 1
    return rows[:end]


def as_text(value: Any) -> str:  # noqa: ANN401 (whatever a cell holds)
    """Return a cell as plain text: numbers as the workbook shows them in full, dates as ISO."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta | int) else ""


def _number_text(value: float) -> str:
    """Return a number in the fifteen digits that a workbook holds exactly, without an exponent."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return format(Decimal(format(value, ".15g")), "f")
