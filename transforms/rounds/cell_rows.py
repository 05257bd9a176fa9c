"""An authority's rows of cells.csv: their hash, and what they become where a council declares what can't be derived.

Source: docs/specifications/return-package.md, section 2, "cells_sha256".
"""

import csv
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from transforms.domain.declared_figures import NIL, NUMBER
from transforms.domain.origins import Origin
from transforms.domain.statutory_return import StatutoryReturn

NOT_DERIVED = (Origin.NOT_DERIVABLE, Origin.NO_DATA)
DIGITS_AT_MOST = 15


@dataclass(frozen=True, slots=True)  # there are many
class CellFigure:
    """A cell's value as it is written, blank where there is none, and its origin."""

    value: str
    origin: str


@dataclass(frozen=True)
class AuthorityRows:
    """The rows of one authority, as they stand in cells.csv, in its order."""

    lines: tuple[bytes, ...]

    @cached_property
    def cells(self) -> Mapping[str, CellFigure]:
        """The figures by cell."""
        rows = csv.reader(io.StringIO(b"".join(self.lines).decode()))
        return {row[3]: CellFigure(row[4], row[5]) for row in rows}

    @cached_property
    def sha256(self) -> str:
        """The hash that a confirmation binds to."""
        return hashlib.sha256(b"".join(self.lines)).hexdigest()

    @property
    def has_data(self) -> bool:
        """Whether anything at all is known."""
        return any(figure.origin != Origin.NO_DATA for figure in self.cells.values())

    def with_declared(self, declared: Mapping[str, str]) -> "AuthorityRows":
        """Return the rows with declared values, by cell, where nothing was derived; derived values stay."""
        filled = {name: value for name, value in declared.items() if self._is_open(name)}
        if not filled:
            return self
        return AuthorityRows(tuple(_filled(line, filled) for line in self.lines))

    def with_accepted(self, accepted: Mapping[str, str]) -> "AuthorityRows":
        """Return the rows with values, by cell, that people accepted in place of what stands there."""
        return AuthorityRows(tuple(_filled(line, accepted) for line in self.lines)) if accepted else self

    def _is_open(self, name: str) -> bool:
        return name in self.cells and self.cells[name].origin in NOT_DERIVED


def split_rows(content: bytes) -> dict[str, AuthorityRows]:
    """Return the rows of every authority and total area of a cells.csv, by code."""
    lines: dict[str, list[bytes]] = {}
    for line in content.splitlines(keepends=True)[1:]:
        lines.setdefault(line.split(b",", 2)[1].strip(b'"').decode(), []).append(line)
    return {gss: AuthorityRows(tuple(rows)) for gss, rows in lines.items()}


def written_declaration(definition: StatutoryReturn, cell: str, value: str) -> str:
    """Return a declared value as cells.csv writes it; raise ValueError, in words, for what is no number and no nil."""
    from transforms.assemble.figures import written, written_decimals_of

    declared_cell = definition.cell(cell)
    text = "0" if value.strip().casefold() == NIL else value.strip()
    if not NUMBER.fullmatch(text) or len(re.sub(r"\D", "", text)) > DIGITS_AT_MOST:
        raise ValueError(f"“{value}” is not a number; write a number, or nil for “there is none”")
    return str(written(Decimal(text), written_decimals_of(definition, declared_cell)))


def _filled(line: bytes, declared: Mapping[str, str]) -> bytes:
    [row] = csv.reader([line.decode()])
    if row[3] not in declared:
        return line
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([*row[:4], declared[row[3]], Origin.DECLARED.value])
    return text.getvalue().encode()
