"""The columns of one file as they are read, and which of its rows are records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Sheet
from transforms.domain.standard import DatasetStandard, Field, FieldKind
from transforms.standardise.check_row_shape import (
    fills_several,
    find_no_records,
    format_rows,
    lone_cells,
    named_totals,
    sum_rows,
    total_rows,
)
from transforms.standardise.parse_values import is_typed, parse_column
from transforms.standardise.parsed_column import ParsedColumn

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class FileColumns:
    """The columns of one file's records, by field; `rows` are the records' places in the sheet."""

    parsed: dict[str, ParsedColumn]
    headers: Mapping[str, str]
    lines: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)

    def lacking(self, names: Sequence[str]) -> Bools:
        """Return which records have nothing that can be read in one of the fields."""
        return np.asarray(lacking(self.parsed, names, len(self)).any(axis=0))

    def take(self, records: npt.NDArray[np.int64]) -> "FileColumns":
        """Return the columns of some of the records."""
        parsed = {name: _at_rows(column, records) for name, column in self.parsed.items()}
        return FileColumns(parsed, self.headers, self.lines[records], self.rows[records])

    def finding(self, code: str, severity: Severity, name: str, rows: npt.NDArray[np.int64]) -> Finding:
        """Return a finding about the field `name` of some records, with the texts as published."""
        values = self.parsed[name].published.take(pa.array(rows))
        return Finding(code, severity, field=name, column=self.headers[name], rows=rows, values=values)


def parse_sheet(
    sheet: Sheet, standard: DatasetStandard, fields: Sequence[Field], positions: Mapping[str, int], as_at: date
) -> tuple[FileColumns, list[Finding]]:
    """Return the columns of the records of `sheet`, and what in it was no record."""
    parsed = {
        field.name: parse_column(_text(sheet.cells.column(positions[field.name])), field, as_at) for field in fields
    }
    reasons = _no_records(sheet, standard, fields, parsed)
    is_record = ~np.logical_or.reduce(list(reasons.values()))
    records = np.flatnonzero(is_record)
    if not is_record.all():
        parsed = {name: _at_rows(column, records) for name, column in parsed.items()}
    headers = {field.name: sheet.header[positions[field.name]] for field in fields}
    lines = np.asarray(sheet.lines, dtype=np.int64)[records]
    return FileColumns(parsed, headers, lines, records), find_no_records(sheet, reasons)


def _no_records(
    sheet: Sheet, standard: DatasetStandard, fields: Sequence[Field], parsed: Mapping[str, ParsedColumn]
) -> dict[str, Bools]:
    """Return which rows are no records, by the reason why.

    Totals lack the whole key, or where records have none something essential, and say total; or say total where a
    record has its name; or hold only an amount, or the sum of those above. Notes fill one cell with text, not with
    a reference or a value that can be read, in a table whose records fill several.
    """
    count, essential = sheet.cells.num_rows, [field for field in fields if field.is_essential]
    keys = [*standard.key, *(field.name for field in essential)]
    known_by = {field.name for field in fields if field.kind is FieldKind.TEXT and field.name in keys}
    totals = named_totals([parsed[name].published for name in known_by], count)
    nameless = np.asarray(lacking(parsed, keys, count).all(axis=0))
    lacks = lacking(parsed, [field.name for field in essential], count)
    suspects = nameless if standard.key else np.asarray(lacks.any(axis=0))
    totals |= total_rows(sheet, suspects)
    amounts = [field for field in essential if field.kind is FieldKind.DECIMAL]
    if not standard.key:
        is_amount = np.array([field in amounts for field in essential], dtype=bool)
        totals |= lone_cells(sheet, suspects & ~lacks[is_amount].all(axis=0))
        for field in amounts:
            totals |= sum_rows(parsed[field.name].values, suspects)
    formats = format_rows(sheet) & ~totals
    notes = np.zeros(count, dtype=bool)
    if fills_several(sheet):
        values = [field.name for field in fields if is_typed(field) or field.is_identifier(keys)]
        notes = lone_cells(sheet, nameless & ~totals & ~formats & lacking(parsed, values, count).all(axis=0))
    return {"total": totals, "how each column is written": formats, "a note": notes}


def lacking(parsed: Mapping[str, ParsedColumn], names: Sequence[str], count: int) -> Bools:
    """Return, per field and record, whether there is nothing that can be read."""
    absent = np.ones(count, dtype=bool)
    nulls = [
        pc.is_null(parsed[name].values).to_numpy(zero_copy_only=False) if name in parsed else absent for name in names
    ]
    return np.asarray(nulls, dtype=bool).reshape(len(names), count)


def has_data(column: pa.ChunkedArray) -> bool:
    """Return whether a column holds anything; nearly always its first cells tell."""
    return any(
        pc.any(pc.not_equal(pc.utf8_trim_whitespace(part.drop_null()), "")).as_py()
        for part in (column.slice(0, 1000), column.slice(1000))
    )


def _at_rows(column: ParsedColumn, rows: npt.NDArray[np.int64]) -> ParsedColumn:
    positions = pa.array(rows)
    return ParsedColumn(
        column.values.take(positions),
        column.published.take(positions),
        column.states[rows],
        column.cells.take(positions),
        None if column.upper is None else column.upper.take(positions),
        column.undecided,
        column.half_swapped,
    )


def _text(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece, blank where a record has fewer cells."""
    whole = column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks or [pa.nulls(0, pa.string())])
    return pc.fill_null(whole, "") if whole.null_count else whole
