"""Exceptions: the records that someone should look at, and what is to be said of an authority as a whole."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.assemble.figures import HAS_DATA, Figures, blanks_by_field, members_of
from transforms.domain.reasons import Reason
from transforms.domain.records import Bools, Ints, Records, RecordTable, rows_table
from transforms.domain.sightings import Coded
from transforms.domain.statutory_return import StatutoryReturn


def exceptions(definition: StatutoryReturn, records: Records, figures: Figures) -> pa.Table:
    """Return, reason by reason, the records and authorities that it is true of; without those of total areas."""
    tables = [_listed(reason, records, figures) for reason in definition.reasons if reason.where is not None]
    if definition.balance is not None:
        tables.append(_balance(*definition.balance, records, figures))
    form = {cell.name: cell for cell in definition.cells}
    blanks = blanks_by_field(figures, form)
    missing = [(gss, "field-missing", "", f"field={name} cells={cells}") for gss, name, cells in blanks]
    differing = [(gss, "declared-differs", cell, detail) for gss, cell, detail in figures.contradicted]
    of_cells = rows_table([*missing, *differing])
    derived = _concerning(definition, records, figures)
    return pa.concat_tables([*tables, of_cells, _without_data(records), derived])


def _listed(reason: Reason, records: Records, figures: Figures) -> pa.Table:
    """Return the records that `reason` is true of, of authorities whose cells have values."""
    table = records.tables[reason.table]
    if reason.where is None:
        raise TypeError(f"{reason.name} declares no condition")
    is_asked = records.facts[HAS_DATA] & _concerned(reason, figures)
    rows = np.flatnonzero(table.mask(reason.where) & is_asked[table.authority])
    columns = [column_texts(table, name, rows) for name in reason.shows]
    details = [
        " ".join(f"{name}={text or ''}" for name, text in zip(reason.shows, texts, strict=True))
        for texts in (zip(*columns, strict=True) if columns else [()] * len(rows))
    ]
    authorities = np.array(records.authorities, dtype=object)[table.authority[rows]].tolist()
    references = table.reference.take(pa.array(rows)).to_pylist()
    return rows_table(zip(authorities, [reason.name] * len(rows), references, details, strict=True))


def _concerned(reason: Reason, figures: Figures) -> Bools:
    """Return the authorities of which one of the cells that a reason concerns has a value; all where it names none."""
    if not reason.cells:
        return np.ones(len(figures.authorities), dtype=bool)
    return np.asarray(np.logical_or.reduce([figures.has_value(cell) for cell in reason.cells]))


def _concerning(definition: StatutoryReturn, records: Records, figures: Figures) -> pa.Table:
    """Return what the derivation itself lists, of authorities of which the cells concerned have values."""
    listed = records.exceptions
    for reason in definition.reasons:
        if reason.cells and reason.where is None:
            without = [
                gss for gss, has in zip(records.authorities, _concerned(reason, figures), strict=True) if not has
            ]
            is_of = pc.equal(listed.column("reason"), reason.name)
            is_moot = pc.and_(is_of, pc.is_in(listed.column("authority"), value_set=pa.array(without, pa.string())))
            listed = listed.filter(pc.invert(is_moot))
    return listed


def column_texts(table: RecordTable, name: str, rows: Ints) -> list[str | None]:
    """Return a derived column at `rows` as text: days in ISO form, yes or no, numbers plain."""
    values = table.column(name)
    if isinstance(values, Coded):
        return values.take(rows).texts()
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return texts(values.take(pa.array(rows)))
    if values.dtype == bool:
        return ["yes" if value else "no" for value in values[rows]]
    if values.dtype.kind == "m":
        return [None if value is None else str(value.days) for value in values[rows].tolist()]
    return pc.cast(pa.array(values[rows]), pa.string()).to_pylist()  # type: ignore[no-any-return]


def texts(values: pa.Array | pa.ChunkedArray) -> list[str | None]:
    """Return an Arrow column as text; decimals without the zeros at their end."""
    written: list[str | None] = pc.cast(values, pa.string()).to_pylist()
    if not pa.types.is_decimal(values.type):
        return written
    return [None if text is None else f"{Decimal(text).normalize():f}" for text in written]


def _balance(derived: str, counted: str, records: Records, figures: Figures) -> pa.Table:
    """Return the derived and the counted stock of every authority that has both."""
    has_both = records.facts[HAS_DATA] & figures.has_value(derived) & figures.has_value(counted)
    return rows_table(
        (
            records.authorities[position],
            "balance",
            "",
            f"derived={figures.exact[derived][position]} counted={figures.exact[counted][position]}",
        )
        for position in np.flatnonzero(has_both)
    )


def exceptions_of_totals(definition: StatutoryReturn, figures: Figures) -> Iterator[tuple[str, str, str, str]]:
    """Yield, per area, that authorities with a value are left out of its totals, and of how many."""
    for area in definition.totals if definition.left_out_of_totals else ():
        everybody = np.array([gss.startswith(area.gss_prefixes) for gss in figures.authorities], dtype=bool)
        out = {
            cell.name: everybody & figures.has_value(cell.name) & ~members_of(cell, figures, area)
            for cell in definition.cells
            if cell.total_without
        }
        if any(authorities.any() for authorities in out.values()):
            authorities = int(np.logical_or.reduce(list(out.values())).sum())
            cells = sum(bool(authorities.any()) for authorities in out.values())
            yield area.gss, definition.left_out_of_totals, "", f"authorities={authorities} cells={cells}"


def _without_data(records: Records) -> pa.Table:
    """Return the authorities of which nothing usable is known, but those of which the derivation says of what."""
    without_data = records.exceptions.filter(pc.equal(records.exceptions.column("reason"), "no-data"))
    listed = set(without_data.column("authority").to_pylist())
    missing: Sequence[int] = np.flatnonzero(~records.facts[HAS_DATA]).tolist()
    words = "no usable snapshot that reaches the period"
    return rows_table(
        (gss, "no-data", "", words) for gss in map(records.authorities.__getitem__, missing) if gss not in listed
    )
