"""The form view: lines 61 and 62 of RO2 in whole thousands of pounds, as a department's worksheet takes them.

Known:  parts are rounded first, half up, then sums made of the rounded parts, as RO's worksheet does; a sum whose parts
        are not all there is rounded itself.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from transforms.return_parts.department_lines import files as department_files
from transforms.return_parts.department_lines import text_table
from transforms.returns.parking_account_check.pages import COLUMNS, LABELS, PLACES

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.domain.assembled_return import AssembledReturn

HEADER = ("authority", "period", "line", "column", "label", "thousand_pounds")
Figures = dict[str, Decimal | None]


def files(assembled: "AssembledReturn") -> "Iterator[tuple[str, pa.Table]]":
    """Yield the form view, and what the department has where a file of it was given."""
    yield "form.csv", text_table(HEADER, list(_rows(assembled)))
    yield from department_files(assembled)


def _rows(assembled: "AssembledReturn") -> Iterator[tuple[str, ...]]:
    columns = (assembled.cells.column(name).to_pylist() for name in ("authority", "cell", "value"))
    cells: dict[str, Figures] = {}
    for authority, cell, value in zip(*columns, strict=True):
        cells.setdefault(authority, {})[cell] = None if value is None else Decimal(value)
    with_data = set(assembled.with_data)
    for authority in sorted(with_data & cells.keys()):
        for line in PLACES:
            thousands = in_thousands(cells[authority], line)
            for name, letter in COLUMNS.items():
                written = "" if thousands[name] is None else str(thousands[name])
                yield authority, assembled.period.name, line, letter, LABELS[name], written


def in_thousands(cells: Figures, line: str) -> dict[str, int | None]:
    """Return a line of the form in whole thousands of pounds, by column."""
    rounded = {name: _thousands(cells[f"PKG.{line}.{name}"]) for name in COLUMNS}
    rounded["spending"] = _sum(rounded["staff"], rounded["running"], rounded["spending"])
    rounded["income"] = _sum(rounded["fees"], rounded["other"], rounded["income"])
    spending, income = rounded["spending"], rounded["income"]
    rounded["net"] = None if spending is None or income is None else spending - income
    return rounded


def _thousands(value: Decimal | None) -> int | None:
    return None if value is None else int((value / 1000).quantize(Decimal(1), ROUND_HALF_UP))


def _sum(first: int | None, second: int | None, otherwise: int | None) -> int | None:
    return otherwise if first is None or second is None else first + second
