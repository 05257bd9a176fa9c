"""What was measured of authorities as tables, by which an assembly keeps it for the next one.

Grain:  `figures` one authority, `exceptions` one exception, `issues` one issue, each other table one record.
Known:  a whole number is kept as one, and an exact decimal with the digits that it has, so that what is read again is
        what was written.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from transforms.assemble.figures import Figures, Values
from transforms.assemble.measured import MeasuredAuthorities
from transforms.domain.record_file import RecordFile

FIGURES, EXCEPTIONS, ISSUES = "figures", "exceptions", "issues"
FILE = "file-"  # before the number and the name of a file that lists records
AUTHORITY, HAS_DATA, STANDARDS, KEY = "authority", "has_data", "standards", "key"
EXACT, ROUNDED, RANK = "exact ", "rounded ", "rank "  # before the name of a cell
TEXTS = pa.list_(pa.string())
WHOLE = "i"  # before a whole number among decimals


def tables_of(measured: MeasuredAuthorities, keys: Mapping[str, str]) -> Iterator[tuple[str, pa.Table]]:
    """Yield what was measured as tables by name, each authority with its key; the figures come last."""
    for number, file in enumerate(measured.record_files()):
        yield f"{FILE}{number}-{file.name}", file.rows.append_column(AUTHORITY + " of row", file.authority)
    yield EXCEPTIONS, measured.exceptions
    yield ISSUES, measured.issues
    yield FIGURES, _figures_table(measured, keys)


def keys_in(figures: pa.Table) -> dict[str, str]:
    """Return the key of each authority, out of the table of figures."""
    return dict(zip(figures.column(AUTHORITY).to_pylist(), figures.column(KEY).to_pylist(), strict=True))


def measured_from(tables: Mapping[str, pa.Table]) -> MeasuredAuthorities:
    """Return what `tables_of` wrote."""
    table = tables[FIGURES]
    columns = {name: table.column(name) for name in table.column_names}
    figures = Figures(tuple(columns[AUTHORITY].to_pylist()))
    for name, column in columns.items():
        kind, _, cell = name.partition(" ")
        if kind in {"exact", "rounded"}:
            getattr(figures, kind)[cell] = _values(column)
        elif kind == "rank":
            figures.origins[cell] = column.to_numpy().astype(np.int8)
    return MeasuredAuthorities(
        figures,
        columns[HAS_DATA].to_numpy().astype(bool),
        tables[EXCEPTIONS],
        tables[ISSUES],
        dict(zip(figures.authorities, columns[STANDARDS].to_pylist(), strict=True)),
        partial(_record_files, tables),
    )


def _record_files(tables: Mapping[str, pa.Table]) -> Iterator[RecordFile]:
    for name in sorted(name for name in tables if name.startswith(FILE)):
        *columns, owners = tables[name].column_names
        yield RecordFile(name.split("-", 2)[2], tables[name].select(columns), tables[name].column(owners))


def _figures_table(measured: MeasuredAuthorities, keys: Mapping[str, str]) -> pa.Table:
    figures = measured.figures
    columns: dict[str, pa.Array] = {
        AUTHORITY: pa.array(figures.authorities, pa.string()),
        KEY: pa.array([keys[gss] for gss in figures.authorities], pa.string()),
        HAS_DATA: pa.array(measured.has_data),
        STANDARDS: pa.array([sorted(measured.standards.get(gss, ())) for gss in figures.authorities], TEXTS),
    }
    for cell, ranks in figures.origins.items():
        columns[EXACT + cell] = _column(figures.exact[cell])
        columns[ROUNDED + cell] = _column(figures.rounded[cell])
        columns[RANK + cell] = pa.array(ranks)
    return pa.table(columns)


def _column(values: Values) -> pa.Array:
    """Return values as a column: whole numbers as they are, others as text."""
    if values.dtype.kind == "i":
        return pa.array(values.astype(np.int64))
    if values.dtype != object:
        raise TypeError(f"figures are whole numbers or exact decimals, not {values.dtype}")
    return pa.array([None if value is None else _text(value) for value in values], pa.string())


def _values(column: pa.ChunkedArray) -> Values:
    if not pa.types.is_string(column.type):
        return np.asarray(column.to_numpy())
    values = np.empty(len(column), dtype=object)
    values[:] = [None if text is None else _number(text) for text in column.to_pylist()]
    return values


def _text(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, int | np.integer):
        return f"{WHOLE}{int(value)}"
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"a figure is a whole number or an exact decimal, not {type(value).__name__}")


def _number(text: str) -> int | Decimal:
    return int(text.removeprefix(WHOLE)) if text.startswith(WHOLE) else Decimal(text)
