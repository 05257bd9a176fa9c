"""Tracing: the records behind a cell, found by the very measure that gives its value."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.assemble.exceptions import column_texts, texts
from transforms.assemble.figures import Figures
from transforms.domain.measures import Selection
from transforms.domain.records import Bools, Ints, Records
from transforms.domain.statutory_return import Cell, StatutoryReturn, TotalArea

LOCATED = ("authority", "fetched", "sha256", "line", "reference")


def trace_table(definition: StatutoryReturn, cell: str, records: Records, figures: Figures, authority: str) -> pa.Table:
    """Return the records behind `cell` of `authority`, with the fields that its rule read.

    A difference is listed part by part, the part named in each row. A return that reads several standards names in each
    row the standard of the record.
    """
    measure = definition.cell(cell).measure
    parts = measure.parts if measure.minus else (cell,)
    tables = []
    for part in parts:
        concerned = _members(definition, figures, part, authority)
        for name, selections in _by_table(definition, definition.cell(part)).items():
            rows = _rows(records, name, selections, concerned)
            table = listed(definition, records, name, rows, _columns(selections))
            if len(parts) > 1:
                table = table.add_column(len(LOCATED), "part", pa.array([part] * len(rows), pa.string()))
            tables.append(table)
    if not tables:
        return pa.table({name: pa.array([], pa.string()) for name in LOCATED})
    return pa.concat_tables(tables, promote_options="default")


def references_behind(
    definition: StatutoryReturn, cell: str, records: Records, figures: Figures, authorities: Sequence[str]
) -> dict[str, set[str]]:
    """Return, per authority, the references of the records behind a cell; none where it has no value."""
    wanted = figures.has_value(cell) & np.isin(np.array(figures.authorities), list(authorities))
    found: dict[str, set[str]] = {}
    for name, selections in _by_table(definition, definition.cell(cell)).items():
        table = records.tables[name]
        rows = _rows(records, name, selections, wanted)
        references = table.reference.take(pa.array(rows)).to_pylist()
        for position, reference in zip(table.authority[rows].tolist(), references, strict=True):
            found.setdefault(figures.authorities[position], set()).add(reference or "")
    return found


def positions_of(records: Records, table: str, authority: str, reference: str) -> Ints:
    """Return the positions of an authority's records with a reference."""
    held = records.tables[table]
    own = np.array(records.authorities)[held.authority] == authority
    return np.flatnonzero(own & pc.fill_null(pc.equal(held.reference, reference), False).to_numpy(zero_copy_only=False))


def counting_cells(
    definition: StatutoryReturn, records: Records, figures: Figures, table: str, positions: Ints
) -> tuple[str, ...]:
    """Return the cells behind which records of a table stand: those whose trace lists them, in the form's order."""
    held = records.tables[table]
    return tuple(
        cell.name
        for cell in definition.cells
        if any(
            (held.mask(one.where)[positions] & figures.has_value(cell.name)[held.authority[positions]]).any()
            for one in _by_table(definition, cell).get(table, ())
        )
    )


def listed(definition: StatutoryReturn, records: Records, name: str, rows: Ints, columns: Sequence[str]) -> pa.Table:
    """Return where each record is published, the standard's fields, and the columns derived from them."""
    table = records.tables[name]
    located = table.row[rows]
    is_located = located >= 0
    files = [table.sightings.files[file] if file >= 0 else None for file in _files(table.sightings.file, located)]
    published = table.sightings.table.take(pa.array(np.where(is_located, located, 0), mask=~is_located))
    standards = {"standard": [one.standard if one else "" for one in files]} if len(definition.reads) > 1 else {}
    listing = {
        "authority": [records.authorities[position] for position in table.authority[rows]],
        "fetched": [one.fetched.isoformat() if one else "" for one in files],
        "sha256": [one.sha256 if one else "" for one in files],
        "line": ["" if line is None else str(line) for line in published.column("source_line").to_pylist()],
        "reference": table.reference.take(pa.array(rows)).to_pylist(),
        **standards,
    }
    held = set(published.column_names)
    fields = dict.fromkeys(field for column in columns for field in definition.sources.get(column, ()) if field in held)
    for field in fields:
        listing[field] = texts(published.column(field))
    listing |= {column: column_texts(table, column, rows) for column in columns if column not in listing}
    return pa.table({key: pa.array(values, pa.string()) for key, values in listing.items()})


def _files(file: Ints, rows: Ints) -> list[int]:
    return [int(file[row]) if row >= 0 else -1 for row in rows]


def _by_table(definition: StatutoryReturn, cell: Cell) -> dict[str, list[Selection]]:
    """Return what a cell, or all the cells that it adds up, select, by the table of records."""
    found: dict[str, list[Selection]] = {}
    for part in cell.measure.parts:
        for table, selections in _by_table(definition, definition.cell(part)).items():
            found.setdefault(table, []).extend(selections)
    for selection in cell.measure.selections:
        found.setdefault(selection.table, []).append(selection)
    return found


def _columns(selections: Sequence[Selection]) -> list[str]:
    """Return the derived columns that a rule reads, what is added up last."""
    read = [column for one in selections for column in one.where.columns]
    taken = [column for one in selections for column in one.columns]
    return list(dict.fromkeys((*read, *taken)))


def _members(definition: StatutoryReturn, figures: Figures, cell: str, authority: str) -> Bools:
    """Return which authorities a figure is of: the one, or those that a total adds up; none where it has no value."""
    own = figures.has_value(cell)
    area = next((one for one in definition.totals if one.gss == authority), None)
    if area is None:
        return np.asarray(own & (np.array(figures.authorities) == authority))
    return np.asarray(
        own & np.array([_is_member(definition.cell(cell), area, gss) for gss in figures.authorities], dtype=bool)
    )


def _is_member(cell: Cell, area: TotalArea, gss: str) -> bool:
    left_out = bool(cell.total_without) and gss.startswith(cell.total_without)
    return cell.has_total and gss.startswith(area.gss_prefixes) and not left_out


def _rows(records: Records, name: str, selections: Sequence[Selection], members: Bools) -> Ints:
    """Return the records of a table that meet any of the conditions, by authority and reference."""
    table = records.tables[name]
    met = np.zeros(len(table), dtype=bool)
    for selection in selections:
        met |= table.mask(selection.where)
    rows = np.flatnonzero(met & members[table.authority])
    keys = pa.table({"authority": table.authority[rows], "reference": table.reference.take(pa.array(rows))})
    return np.asarray(rows[pc.sort_indices(keys, [("authority", "ascending"), ("reference", "ascending")]).to_numpy()])
