"""Gathering: rows of cells beneath a header as a sheet of text columns, and what was left out of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Sheet
from transforms.reading.fast_split import Block
from transforms.reading.header import AGAIN, Header, fold, is_blank
from transforms.reading.rows import Row, RowBatch
from transforms.reading.text_column import Column

FEW = 64  # one row to be inserted among as many is inserted by itself


@dataclass
class Gatherer:
    """Takes in batches of rows and holds them as Arrow columns; blank rows and repeated headers are only noted."""

    header: Header
    header_line: int
    blank_lines: list[int] = field(default_factory=list)
    repeated_lines: list[int] = field(default_factory=list)
    _columns: list[Column] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)
    _lines: list[npt.NDArray[np.int64]] = field(default_factory=list)
    _widths: list[npt.NDArray[np.int64]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._columns = [Column(name) for name in self.header.cells]
        self._names = [fold(name) for name in self.header.cells]

    def take(self, batches: Iterable[RowBatch | Block]) -> None:
        """Take in the batches beneath the header."""
        for batch in batches:
            if isinstance(batch, Block):
                self._take_block(batch)
                continue
            rows, lines = self._without_ignored(batch)
            if rows:
                self._take_records(rows, lines)

    def sheet(self, *, is_workbook: bool = False) -> Sheet:
        """Return what was taken in; columns without a name and without data are dropped."""
        columns = [i for i, column in enumerate(self._columns) if not column.is_ghost]
        return Sheet(
            header=tuple(self.header.cells[i] for i in columns),
            header_line=self.header_line,
            cells=pa.table({str(position): self._columns[i].cells() for position, i in enumerate(columns)}),
            lines=np.concatenate(self._lines) if self._lines else np.array([], dtype=np.int64),
            widths=self._widths_over(columns),
            workbook=is_workbook,
        )

    def findings(self) -> Iterator[Finding]:
        """Yield what was left out."""
        for reason, lines in (("blank", self.blank_lines), (AGAIN, self.repeated_lines)):
            if lines:
                yield Finding("row-ignored", Severity.INFO, lines=lines, facts={"reason": reason})
        if not self._lines:
            facts = {"header_line": self.header_line}
            yield Finding("file-without-records", Severity.WARNING, facts=facts)

    def _without_ignored(self, batch: RowBatch) -> tuple[list[Row], npt.NDArray[np.int64]]:
        first = self.header.cells[0].casefold() if self.header.cells else ""
        suspects = [
            i for i, row in enumerate(batch.rows) if not row or not row[0][:1].isalnum() or row[0].casefold() == first
        ]
        if not suspects:
            return batch.rows, batch.lines
        keep = np.ones(len(batch.rows), dtype=bool)
        for i in suspects:
            row = batch.rows[i]
            if is_blank("".join(row)):
                self.blank_lines.append(int(batch.lines[i]))
            elif self._is_header(row):
                self.repeated_lines.append(int(batch.lines[i]))
            else:
                continue
            keep[i] = False
        return list(compress(batch.rows, keep)), batch.lines[keep]

    def _is_header(self, row: Row) -> bool:
        shared = min(len(row), len(self._names))
        return (
            2 * shared > len(self._names)
            and all(fold(cell) == name for cell, name in zip(row, self._names, strict=False))
            and all(map(is_blank, row[shared:]))
        )

    def _take_block(self, block: Block) -> None:
        """Take in records of which nearly all are columns already."""
        columns, lines = block.columns, block.lines
        odd, odd_lines = block.odd, block.odd_lines
        suspects = self._suspects(columns[0]) if len(lines) else []
        if suspects:
            rows = [list(row) for row in zip(*(column.take(suspects).to_pylist() for column in columns), strict=True)]
            odd, odd_lines = [*odd, *rows], np.concatenate([odd_lines, lines[suspects]])
            remaining = np.delete(np.arange(len(lines)), suspects)
            columns, lines = [column.take(pa.array(remaining)) for column in columns], lines[remaining]
        order = np.argsort(odd_lines)
        rows, odd_lines = self._without_ignored(RowBatch([odd[position] for position in order], odd_lines[order]))
        widths = np.full(len(lines), len(self.header.cells), dtype=np.int64)
        if rows:
            more, more_widths = self._shaped(rows)
            before = np.searchsorted(lines, odd_lines)
            columns = [_inserted(column, before, cells) for column, cells in zip(columns, more, strict=True)]
            lines, widths = np.insert(lines, before, odd_lines), np.insert(widths, before, more_widths)
        for column, array in zip(self._columns, columns, strict=True):
            column.add_array(array)
        self._lines.append(lines)
        self._widths.append(widths)

    def _suspects(self, first: pa.Array) -> list[int]:
        """Return the places of records that may be blank or a repeated header, by their first cells."""
        is_plain = pc.match_substring_regex(first, "^[0-9A-Za-z]")
        name = self.header.cells[0].casefold() if self.header.cells else ""
        is_named = pc.equal(pc.utf8_lower(first), name.lower())
        return np.flatnonzero(pc.or_(pc.invert(is_plain), is_named).to_numpy(zero_copy_only=False)).tolist()

    def _take_records(self, rows: list[Row], lines: npt.NDArray[np.int64]) -> None:
        columns, widths = self._shaped(rows)
        for column, cells in zip(self._columns, columns, strict=True):
            column.add(cells)
        self._lines.append(lines)
        self._widths.append(widths)

    def _shaped(self, rows: list[Row]) -> tuple[Iterable[Sequence[str | None]], npt.NDArray[np.int64]]:
        """Return rows as columns of the header's width, None where a row is too short, and the cells of each row."""
        width = len(self.header.cells)
        widths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        misshapen = np.flatnonzero(widths != width)
        for i in misshapen:
            row = rows[i]
            while widths[i] > width and is_blank(row[widths[i] - 1]):
                widths[i] -= 1
            rows[i] = [*row[:width], *[None] * (width - len(row))]  # type: ignore[list-item]
        return zip(*rows, strict=True), widths

    def _widths_over(self, columns: Sequence[int]) -> npt.NDArray[np.int64]:
        """Return the widths with the dropped columns taken out."""
        if not self._widths:
            return np.array([], dtype=np.int64)
        width = len(self.header.cells)
        widths = np.concatenate(self._widths)
        is_kept = np.zeros(width, dtype=np.int64)
        is_kept[list(columns)] = 1
        before = np.concatenate([[0], np.cumsum(is_kept)])
        return np.asarray(before[np.minimum(widths, width)] + np.maximum(widths - width, 0), dtype=np.int64)


def _inserted(column: pa.Array, before: npt.NDArray[np.int64], cells: Sequence[str | None]) -> pa.Array:
    """Return a column with some more cells, each inserted before a place of it."""
    more = pa.array(cells, pa.string())
    if len(more) * FEW > len(column):
        order = np.insert(np.arange(len(column)), before, np.arange(len(more)) + len(column))
        return pa.concat_arrays([column, more]).take(pa.array(order))
    ends = [*before.tolist(), len(column)]
    pieces = [column[: ends[0]]]
    for position, start in enumerate(ends[:-1]):
        pieces += [more[position : position + 1], column[start : ends[position + 1]]]
    return pa.concat_arrays(pieces)
