"""Gathering: rows of cells beneath a header as a sheet of text columns, and what was left out of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Sheet
from transforms.reading.header import Header, fold, is_blank
from transforms.reading.rows import Batch, Row

Column = pa.Array | None  # None: a column without a name in which nothing has been seen yet


@dataclass
class Gatherer:
    """Takes in batches of rows and holds them as Arrow columns; blank rows and repeated headers are counted, not kept."""

    header: Header
    header_line: int
    blank_lines: list[int] = field(default_factory=list)
    repeated_lines: list[int] = field(default_factory=list)
    _columns: list[list[Column]] = field(default_factory=list)
    _lines: list[npt.NDArray[np.int64]] = field(default_factory=list)
    _widths: list[npt.NDArray[np.int64]] = field(default_factory=list)

    def take(self, batches: Iterable[Batch]) -> None:
        """Take in the batches beneath the header."""
        for batch in batches:
            rows, lines = self._without_ignored(batch)
            if rows:
                self._take_records(rows, lines)

    def sheet(self, *, is_workbook: bool = False) -> Sheet:
        """Return what was taken in; columns without a name and without data are dropped."""
        kept = [
            i for i, name in enumerate(self.header.cells) if name or any(part[i] is not None for part in self._columns)
        ]
        chunks = [[_or_blank(part[i], part) for part in self._columns] for i in kept]
        table = pa.table(
            {str(place): pa.chunked_array(parts, type=pa.string()) for place, parts in enumerate(chunks)}
            or {"0": pa.chunked_array([], type=pa.string())}
        )
        return Sheet(
            header=tuple(self.header.cells[i] for i in kept),
            header_line=self.header_line,
            cells=table,
            lines=np.concatenate(self._lines) if self._lines else np.array([], dtype=np.int64),
            widths=self._widths_over(kept),
            workbook=is_workbook,
        )

    def findings(self) -> Iterator[Finding]:
        """Yield what was left out."""
        for reason, lines in (("blank", self.blank_lines), ("repeated header", self.repeated_lines)):
            if lines:
                yield Finding("row-ignored", Severity.INFO, lines=lines, facts={"reason": reason})
        if not self._lines:
            facts = {"header_line": self.header_line}
            yield Finding("file-without-records", Severity.WARNING, facts=facts)

    def _without_ignored(self, batch: Batch) -> tuple[list[Row], npt.NDArray[np.int64]]:
        first = self.header.cells[0] if self.header.cells else ""
        suspects = [i for i, row in enumerate(batch.rows) if not row or row[0] == first or is_blank(row[0])]
        if not suspects:
            return batch.rows, batch.lines
        keep = np.ones(len(batch.rows), dtype=bool)
        for i in suspects:
            row = batch.rows[i]
            if all(map(is_blank, row)):
                self.blank_lines.append(int(batch.lines[i]))
            elif self._is_header(row):
                self.repeated_lines.append(int(batch.lines[i]))
            else:
                continue
            keep[i] = False
        return list(compress(batch.rows, keep)), batch.lines[keep]

    def _is_header(self, row: Row) -> bool:
        names = [fold(cell) for cell in self.header.cells]
        cells = [fold(cell) for cell in row]
        return (
            cells[: len(names)] == names[: len(cells)] and len(cells) * 2 > len(names) and not any(cells[len(names) :])
        )

    def _take_records(self, rows: list[Row], lines: npt.NDArray[np.int64]) -> None:
        width = len(self.header.cells)
        widths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        misshapen = np.flatnonzero(widths != width)
        for i in misshapen:
            row = rows[i]
            while len(row) > width and is_blank(row[-1]):
                row = row[:-1]
            widths[i] = len(row)
            rows[i] = [*row[:width], *[None] * (width - len(row))]  # type: ignore[list-item]
        columns = zip(*rows, strict=True) if width else iter(())
        self._columns.append(
            [
                pa.array(cells, type=pa.string()) if name or _has_data(cells) else None
                for name, cells in zip(self.header.cells, columns, strict=True)
            ]
        )
        self._lines.append(lines)
        self._widths.append(widths)

    def _widths_over(self, kept: Sequence[int]) -> npt.NDArray[np.int64]:
        """Return the widths with the dropped columns taken out."""
        if not self._widths:
            return np.array([], dtype=np.int64)
        width = len(self.header.cells)
        widths = np.concatenate(self._widths)
        is_kept = np.zeros(width, dtype=np.int64)
        is_kept[list(kept)] = 1
        before = np.concatenate([[0], np.cumsum(is_kept)])
        return np.asarray(before[np.minimum(widths, width)] + np.maximum(widths - width, 0), dtype=np.int64)


def _has_data(cells: Sequence[str | None]) -> bool:
    return any(cell and not is_blank(cell) for cell in cells)


def _or_blank(column: Column, part: Sequence[Column]) -> pa.Array:
    """Return a column, or blanks of the length of its neighbours where nothing was seen in it."""
    if column is not None:
        return column
    length = next(len(other) for other in part if other is not None)
    return pa.array([""] * length, type=pa.string())
