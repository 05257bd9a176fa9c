"""The cells of a return as cells.csv holds them, and the SHA-256 over each authority's rows as they stand there.

Grain:  one authority and cell.
Known:  no value of cells.csv needs quotation marks, so that a row is a line.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

HEADER = "return,authority,period,cell,value,origin"
CELLS = "cells.csv"


class CellRow(NamedTuple):
    """One row of cells.csv; `value` is as written, blank for none."""

    authority: str
    cell: str
    value: str
    origin: str


@dataclass(frozen=True)
class AuthorityCells:
    """The rows of one authority or total area, and the SHA-256 over them as they stand in the file."""

    authority: str
    rows: tuple[CellRow, ...]
    sha256: str

    @property
    def has_data(self) -> bool:
        """Whether anything is known of it."""
        return any(row.origin != "no-data" for row in self.rows)


def read_cells(content: bytes) -> tuple[AuthorityCells, ...]:
    """Return the rows of cells.csv by authority, in the order of the file.

    Raises:
        ValueError: in a sentence, where the file is no such table or an authority's rows are not together.

    """
    lines = list(io.StringIO(content.decode("utf-8"), newline="\n"))
    if not lines or lines[0].rstrip("\r\n") != HEADER:
        raise ValueError(f"cells.csv does not begin with the header {HEADER}")
    groups = tuple(_grouped(lines[1:]))
    names = [group.authority for group in groups]
    if len(set(names)) < len(names):
        raise ValueError("the rows of an authority do not stand together in cells.csv")
    for group in groups:
        if len({row.cell for row in group.rows}) < len(group.rows):
            raise ValueError(f"a cell of {group.authority} stands twice in cells.csv")
    return groups


def sha256_of_rows(content: bytes, authority: str) -> str:
    """Return the SHA-256 over the rows of an authority in cells.csv, which is what a council confirms.

    Source: docs/specifications/return-package.md, section 2.
    """
    return next((group.sha256 for group in read_cells(content) if group.authority == authority), "")


def _grouped(lines: Iterable[str]) -> Iterator[AuthorityCells]:
    for authority, group in groupby(lines, key=_authority):
        texts = list(group)
        digest = hashlib.sha256("".join(texts).encode()).hexdigest()
        yield AuthorityCells(authority, tuple(_row(text) for text in texts), digest)


def _authority(line: str) -> str:
    return line.split(",", 2)[1] if line.count(",") else ""


def _row(line: str) -> CellRow:
    parts = line.rstrip("\r\n").split(",")
    if len(parts) != HEADER.count(",") + 1 or '"' in line:
        raise ValueError(f"a row of cells.csv does not have six values: {line.strip()[:80]}")
    _, authority, _, cell, value, origin = parts
    return CellRow(authority, cell, value, origin)
