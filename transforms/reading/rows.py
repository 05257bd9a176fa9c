"""Rows: physical lines of delimited text as cells, each with the line on which it starts.

A quotation mark that is opened and never closed would swallow the records after it; such a line is read on its own, its
mark as text, and reported. A line break inside a well-quoted cell belongs to the cell.
"""

import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import numpy.typing as npt

from transforms.reading.fast_split import Block, Row, split_quickly

__all__ = ["Block", "Row", "RowBatch", "Splitter"]

csv.field_size_limit(sys.maxsize)  # a boundary written in a cell is longer than the 128 KiB that csv allows by default

LINES_PER_BATCH = 2_048  # a batch that fits the processor's cache is read in half the time
UNCLOSED = "a quotation mark was not closed or not doubled"
QUOTED_WHOLE = "the row stood in quotation marks as a whole"
LONGEST_RECORD = 1_000  # physical lines; a quoted cell beyond this is a mark that was never closed


@dataclass(frozen=True)
class RowBatch:
    """Some records in order: their cells and the physical lines on which they start."""

    rows: list[Row]
    lines: npt.NDArray[np.int64]


@dataclass
class Splitter:
    """Splits physical lines into records; remembers the lines whose quotation marks it had to repair."""

    delimiter: str
    width: int | None = None  # cells of the header, once known
    repaired: dict[int, tuple[int, str, str]] = field(default_factory=dict)  # by line: the cell's place, text and fault

    def batches(self, lines: Iterator[str], first_line: int = 1) -> Iterator[RowBatch | Block]:
        """Yield the records of all lines; `first_line` is the number of the first of them."""
        waiting: list[str] = []
        while True:
            fresh = list(islice(lines, LINES_PER_BATCH))
            is_last = len(fresh) < LINES_PER_BATCH
            chunk = waiting + fresh
            if not chunk:
                return
            if is_last and not chunk[-1].endswith(("\r", "\n")):
                chunk[-1] += "\n"
            block = split_quickly(chunk, first_line, self.delimiter, self.width) if self.width else None
            if block:
                self._mend_odd(block, chunk, first_line)
                yield block
                used = len(chunk)
            else:
                batch, used = self._split(chunk, first_line, is_last)
                if batch.rows:
                    yield batch
            first_line += used
            waiting = chunk[used:]
            if is_last:
                return

    def _split(self, chunk: list[str], first_line: int, is_last: bool) -> tuple[RowBatch, int]:
        """Return the records of a chunk, and how many of its lines they use up."""
        rows = list(csv.reader(chunk, delimiter=self.delimiter))
        if len(rows) == len(chunk) and not _may_be_open(rows[-1]):
            self._mend_misshapen(rows, chunk, first_line)
            return RowBatch(rows, np.arange(first_line, first_line + len(rows), dtype=np.int64)), len(chunk)
        rows, starts, used = self._split_strictly(chunk)
        if used < len(chunk):
            more, offsets, used_more = self._split_with_care(chunk[used:], first_line + used, is_last)
            rows += more
            starts += [used + offset for offset in offsets]
            used += used_more
        return RowBatch(rows, np.array(starts, dtype=np.int64) + first_line), used

    def _split_strictly(self, chunk: list[str]) -> tuple[list[Row], list[int], int]:
        """Return the records up to the first doubtful one, their offsets in the chunk, and how many lines they use."""
        rows: list[Row] = []
        ends = [0]
        reader = csv.reader(chunk, delimiter=self.delimiter, strict=True)
        try:
            for row in reader:
                span = reader.line_num - ends[-1]
                if len(row) != self.width and (span > 1 or '"' in chunk[ends[-1]]):
                    break
                rows.append(row)
                ends.append(reader.line_num)
        except csv.Error:
            pass  # what follows is looked at with care
        return rows, ends[:-1], ends[-1]

    def _split_with_care(self, chunk: list[str], first_line: int, is_last: bool) -> tuple[list[Row], list[int], int]:
        """Return records whose marks may be wrong, their offsets in the chunk, and how many lines they use."""
        rows: list[Row] = []
        starts: list[int] = []
        position = 0
        while position < len(chunk):
            base, before = position, 0
            reader = csv.reader(chunk[base:], delimiter=self.delimiter)
            for cells in reader:
                span, before, start = reader.line_num - before, reader.line_num, base + before
                if _may_be_open(cells) and start + span == len(chunk) and not is_last and span <= LONGEST_RECORD:
                    return rows, starts, start  # the next lines will tell
                row, used = self._judge(cells, chunk[start : start + span], first_line + start)
                rows.append(row)
                starts.append(start)
                position = start + used
                if used < span:
                    break
        return rows, starts, position

    def _judge(self, row: Row, lines: list[str], number: int) -> tuple[Row, int]:
        """Return the cells of a record, repaired where its marks are wrong, and how many lines are really its own."""
        if len(lines) == 1 and not _may_be_open(row):
            is_misshapen = self.width is not None and len(row) != self.width and '"' in lines[0]
            return (self._mend_shape(row, lines[0], number) if is_misshapen else row), 1
        if self._is_sound(row, lines):
            return row, len(lines)
        cells = self._tolerant_cells(lines[0])
        self._note(number, cells)
        return cells, 1

    def _is_sound(self, row: Row, lines: list[str]) -> bool:
        """Return whether a record over several lines is one: quoted properly, and not several records of full width."""
        if len(lines) > LONGEST_RECORD:
            return False
        try:
            if len(list(csv.reader(lines, delimiter=self.delimiter, strict=True))) != 1:
                return False
        except csv.Error:
            return False
        if self.width is None or len(row) == self.width or self.width == 1:
            return True
        return all(len(next(csv.reader([line], delimiter=self.delimiter))) != self.width for line in lines[1:])

    def _mend_odd(self, block: Block, chunk: list[str], first_line: int) -> None:
        """Fix the records of a block whose quotation marks are why they are misshapen."""
        for position, (row, line) in enumerate(zip(block.odd, block.odd_lines.tolist(), strict=True)):
            if len(row) != self.width and '"' in chunk[line - first_line]:
                block.odd[position] = self._mend_shape(row, chunk[line - first_line], line)

    def _mend_misshapen(self, rows: list[Row], chunk: list[str], first_line: int) -> None:
        if self.width is None:
            return
        for i, row in enumerate(rows):
            if len(row) != self.width and '"' in chunk[i]:
                rows[i] = self._mend_shape(row, chunk[i], first_line + i)

    def _mend_shape(self, row: Row, line: str, number: int) -> Row:
        """Return the row split anew if its quotation marks were why it has too few or too many cells."""
        if len(row) == 1 < (self.width or 1) and len(inside := self._row_inside(row[0])) == self.width:
            self.repaired[number] = 0, row[0], QUOTED_WHOLE
            return inside
        tolerant = self._tolerant_cells(line)
        if len(tolerant) != self.width:
            return row
        self._note(number, tolerant)
        return tolerant

    def _row_inside(self, cell: str) -> Row:
        """Return the cells of the row that one cell holds, none where it holds no row."""
        try:
            return next(csv.reader([cell], delimiter=self.delimiter, strict=True), [])
        except csv.Error:
            return []

    def _note(self, number: int, cells: Row) -> None:
        position = next((i for i, cell in enumerate(cells) if '"' in cell), 0)
        self.repaired[number] = position, cells[position], UNCLOSED

    def _tolerant_cells(self, line: str) -> Row:
        """Return the cells of one line, where a mark closes a cell only before a delimiter or the end of the line."""
        text = line.rstrip("\r\n")
        mark = re.escape(self.delimiter)
        pattern = re.compile(rf'"((?:[^"]|"(?!{mark}|$))*)"(?={mark}|$)|([^{mark}]*)')
        cells: Row = []
        position = 0
        while True:
            match = pattern.match(text, position)
            assert match is not None  # the second alternative matches anything
            cells.append(match[1].replace('""', '"') if match[1] is not None else match[2])
            position = match.end() + 1
            if match.end() >= len(text):
                return cells


def _may_be_open(row: Row) -> bool:
    """Return whether a record may have ended inside a quoted cell: only there is its last character a line end."""
    return bool(row) and row[-1].endswith(("\r", "\n"))
