"""Gathering: rows of cells beneath a header as a sheet of text columns, and what was left out of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Sheet
from transforms.reading.column import Column
from transforms.reading.header import Header, fold, is_blank
from transforms.reading.rows import Batch, Row


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

    def take(self, batches: Iterable[Batch]) -> None:
        """Take in the batches beneath the header."""
        for batch in batches:
            rows, lines = self._without_ignored(batch)
            if rows:
                self._take_records(rows, lines)

    def sheet(self, *, is_workbook: bool = False) -> Sheet:
        """Return what was taken in; columns without a name and without data are dropped."""
        kept = [i for i, column in enumerate(self._columns) if not column.is_ghost]
        return Sheet(
            header=tuple(self.header.cells[i] for i in kept),
            header_line=self.header_line,
            cells=pa.table({str(place): self._columns[i].cells() for place, i in enumerate(kept)}),
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

    def _take_records(self, rows: list[Row], lines: npt.NDArray[np.int64]) -> None:
        width = len(self.header.cells)
        widths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        misshapen = np.flatnonzero(widths != width)
        for i in misshapen:
            row = rows[i]
            while widths[i] > width and is_blank(row[widths[i] - 1]):
                widths[i] -= 1
            rows[i] = [*row[:width], *[None] * (width - len(row))]  # type: ignore[list-item]
        for column, cells in zip(self._columns, zip(*rows, strict=True), strict=True):
            column.add(cells)
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
