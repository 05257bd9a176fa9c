"""Declared figures: what a council says of cells that no published field holds.

Source: docs/specifications/infrastructure-funding-statement.md, section 5.
Grain:  one authority and cell of one return and period.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from transforms.domain.csv_lines import read_lines

COLUMNS = ("authority", "period", "cell", "value", "why", "by")
REPLACES = "replaces"  # a column that a file may have besides: the figure in whose place the value was accepted
DECLARED = "declared.csv"  # how the file is called beside the files of a release
NIL = "nil"
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class DeclaredFigure:
    """One declared figure; `line` is its line in the file, 0 where it comes from elsewhere.

    Where people accepted it in place of a figure, `replaces` is that figure; it stands only as long as that is derived.
    """

    value: Decimal
    why: str
    by: str
    line: int = 0
    replaces: Decimal | None = None


@dataclass(frozen=True)
class DeclaredFigures:
    """Every declared figure, by authority and cell, and the hash of the file that holds them."""

    figures: Mapping[tuple[str, str], DeclaredFigure] = field(default_factory=dict)
    sha256: str = ""
    content: bytes = b""

    def of(self, authority: str, cell: str) -> DeclaredFigure | None:
        """Return what an authority has declared of a cell, None if nothing."""
        return self.figures.get((authority, cell))


def read_declared(content: bytes, cells: Collection[str], authorities: Collection[str], period: str) -> DeclaredFigures:
    """Return the figures of a CSV `authority,period,cell,value,why,by`, and perhaps `replaces`.

    Raises:
        ValueError: in one sentence with the number of the line, for a file that is no such table, an unknown cell,
            authority or period, a second line for a cell, or a value that is no number and not “nil”.

    """
    import hashlib

    figures: dict[tuple[str, str], DeclaredFigure] = {}
    for line, values in read_lines(content, COLUMNS, "the file of declared figures"):
        _expect(values, line, cells, authorities, period)
        key = values["authority"], values["cell"]
        if key in figures:
            raise ValueError(
                f"line {line}: a second figure for {key[1]} of {key[0]}; the first is on line {figures[key].line}"
            )
        replaces = _number(values[REPLACES], line) if values.get(REPLACES) else None
        figures[key] = DeclaredFigure(_number(values["value"], line), values["why"], values["by"], line, replaces)
    return DeclaredFigures(figures, hashlib.sha256(content).hexdigest(), content)


def _expect(
    values: Mapping[str, str], line: int, cells: Collection[str], authorities: Collection[str], period: str
) -> None:
    if values["authority"] not in authorities:
        raise ValueError(f"line {line}: unknown authority “{values['authority']}”")
    if values["period"] != period:
        raise ValueError(f"line {line}: the period is “{values['period']}”, and the return is for {period}")
    if values["cell"] not in cells:
        raise ValueError(f"line {line}: unknown cell “{values['cell']}”")


def _number(text: str, line: int) -> Decimal:
    if text.casefold() == NIL:
        return Decimal(0)
    if not NUMBER.fullmatch(text):
        raise ValueError(f"line {line}: “{text}” is not a number; write a number, or nil for “there is none”")
    return Decimal(text)
