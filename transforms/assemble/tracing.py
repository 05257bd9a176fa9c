"""Tracing: the records behind a cell, found by the very measure that gives its value."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.assemble.exceptions import column_texts, texts
from transforms.assemble.figures import Figures, members_of
from transforms.domain.measures import Selection, SumOverPeriods
from transforms.domain.origins import RANK, Origin
from transforms.domain.records import Bools, Ints, Records
from transforms.domain.return_request import ReturnRequest
from transforms.domain.statutory_return import Cell, StatutoryReturn

LOCATED = ("authority", "fetched", "sha256", "line", "reference")
DECLARED = (*LOCATED, "value", "why", "by")


def trace_table(request: ReturnRequest, cell: str, records: Records, figures: Figures, authority: str) -> pa.Table:
    """Return the records behind `cell` of `authority`, with the fields that its rule read.

    A difference is listed part by part, the part named in each row. A return that reads several standards names in each
    row the standard of the record. Behind a declared figure stand its lines in the file of declared figures.
    """
    definition = request.definition
    measure = definition.cell(cell).measure
    parts = measure.parts if measure.minus else (cell,)
    tables = []
    for part in parts:
        members = _members(definition, figures, part, authority)
        of_part = [_declared_lines(request, figures, part, members)]
        for name, selections in _by_table(definition, definition.cell(part), records.switches).items():
            rows = _rows(records, figures, name, selections, members)
            table = listed(definition, records, name, rows, _columns([selection for _, selection in selections]))
            of_part.append(_with_counted(table, records, name, rows, [selection for _, selection in selections]))
        if len(parts) > 1:
            of_part = [
                part_table.add_column(len(LOCATED), "part", pa.array([part] * len(part_table), pa.string()))
                for part_table in of_part
            ]
        tables += of_part
    filled = [table for table in tables if len(table)]
    return pa.concat_tables(filled or tables[-1:], promote_options="default")


def references_behind(
    definition: StatutoryReturn, cell: str, records: Records, figures: Figures, authorities: Sequence[str]
) -> dict[str, set[str]]:
    """Return, per authority, the references of the records behind a cell; none where it has no value."""
    mask = figures.has_value(cell) & np.isin(np.array(figures.authorities), list(authorities))
    behind: dict[str, set[str]] = {}
    for name, selections in _by_table(definition, definition.cell(cell), records.switches).items():
        table = records.tables[name]
        rows = _rows(records, figures, name, selections, mask)
        references = table.reference.take(pa.array(rows)).to_pylist()
        for position, reference in zip(table.authority[rows].tolist(), references, strict=True):
            behind.setdefault(figures.authorities[position], set()).add(reference or "")
    return behind


def cells_over_periods(definition: StatutoryReturn, cell: Cell, read: ReturnRequest) -> tuple[str, ...]:
    """Return the cells of an assembly of another return that a cell adds up, itself or through its parts."""
    measures = [part.measure for part in _measured_cells(definition, cell)]
    sums = [
        measure for measure in measures if isinstance(measure, SumOverPeriods) and measure.slug == read.definition.slug
    ]
    return tuple(dict.fromkeys(name for measure in sums for name in measure.cells_with(read.settings)))


def positions_of(records: Records, table: str, authority: str, reference: str) -> Ints:
    """Return the positions of an authority's records with a reference."""
    table_records = records.tables[table]
    own = np.array(records.authorities)[table_records.authority] == authority
    return np.flatnonzero(
        own & pc.fill_null(pc.equal(table_records.reference, reference), False).to_numpy(zero_copy_only=False)
    )


def counting_cells(
    definition: StatutoryReturn, records: Records, figures: Figures, table: str, positions: Ints
) -> tuple[str, ...]:
    """Return the cells behind which records of a table stand: those whose trace lists them, in the form's order."""
    table_records = records.tables[table]
    owners = table_records.authority[positions]
    return tuple(
        cell.name
        for cell in definition.cells
        if any(
            (
                table_records.mask(selection.where)[positions]
                & (figures.has_value(cell.name) & _is_measured(figures, part))[owners]
            ).any()
            for part, selection in _by_table(definition, cell, records.switches).get(table, ())
        )
    )


def listed(definition: StatutoryReturn, records: Records, name: str, rows: Ints, columns: Sequence[str]) -> pa.Table:
    """Return where each record is published, the standard's fields, and the columns derived from them."""
    table = records.tables[name]
    located = table.row[rows]
    is_located = located >= 0
    files = [table.sightings.files[file] if file >= 0 else None for file in _files(table.sightings.file, located)]
    published = table.sightings.table.take(pa.array(np.where(is_located, located, 0), mask=~is_located))
    standards = {"standard": [file.standard if file else "" for file in files]} if len(definition.reads) > 1 else {}
    listing = {
        "authority": [records.authorities[position] for position in table.authority[rows]],
        "fetched": [file.fetched.isoformat() if file else "" for file in files],
        "sha256": [file.sha256 if file else "" for file in files],
        "line": ["" if line is None else str(line) for line in published.column("source_line").to_pylist()],
        "reference": table.reference.take(pa.array(rows)).to_pylist(),
        **standards,
    }
    column_names = set(published.column_names)
    fields = dict.fromkeys(
        field for column in columns for field in definition.sources.get(column, ()) if field in column_names
    )
    for field in fields if is_located.any() or not len(rows) else ():
        listing[field] = texts(published.column(field))
    listing |= {column: column_texts(table, column, rows) for column in columns if column not in listing}
    return pa.table({key: pa.array(values, pa.string()) for key, values in listing.items()})


def _files(file: Ints, rows: Ints) -> list[int]:
    return [int(file[row]) if row >= 0 else -1 for row in rows]


def _by_table(
    definition: StatutoryReturn, cell: Cell, switches: Mapping[str, str]
) -> dict[str, list[tuple[str, Selection]]]:
    """Return what a cell, or each cell that it adds up, selects as switches are set, by the table of records."""
    by_table: dict[str, list[tuple[str, Selection]]] = {}
    for part in _measured_cells(definition, cell):
        for selection in part.measure.for_switches(switches).selections:
            by_table.setdefault(selection.table, []).append((part.name, selection))
    return by_table


def _measured_cells(definition: StatutoryReturn, cell: Cell) -> list[Cell]:
    """Return the cell, or the cells that it is made of in the end."""
    if not cell.measure.parts:
        return [cell]
    return [measured for part in cell.measure.parts for measured in _measured_cells(definition, definition.cell(part))]


def _is_measured(figures: Figures, cell: str) -> Bools:
    """Return of which authorities a cell has a value that comes from records."""
    return np.asarray(figures.origins[cell] > RANK[Origin.DECLARED])


def _declared_lines(request: ReturnRequest, figures: Figures, cell: str, members: Bools) -> pa.Table:
    """Return the lines of declared figures that `cell` of some authorities is made of."""
    declared, rows = request.declared, []
    for part in _measured_cells(request.definition, request.definition.cell(cell)):
        is_declared = members & (figures.origins[part.name] == RANK[Origin.DECLARED])
        for gss in (figures.authorities[position] for position in np.flatnonzero(is_declared)):
            for name in _declared_cells(request, figures, part, gss):
                if figure := declared.of(gss, name):
                    words = (str(figure.value), figure.why, figure.by)
                    rows.append((gss, "", declared.sha256, str(figure.line), name, *words))
    columns = list(zip(*rows, strict=True)) or [()] * len(DECLARED)
    table = pa.table([pa.array(column, pa.string()) for column in columns], names=list(DECLARED))
    return table if rows else table.select(LOCATED)


def _declared_cells(request: ReturnRequest, figures: Figures, part: Cell, gss: str) -> Sequence[str]:
    """Return of which cells the declared figures stand behind `part`: its own, or those that it was worked out from."""
    own = request.declared.of(gss, part.name)
    if own is not None and own.value == figures.exact[part.name][figures.authorities.index(gss)]:
        return (part.name,)
    openings = [name for name in part.from_declared if request.declared.of(gss, name)]
    return openings if len(openings) == len(part.from_declared) > 0 else (part.name,)


def _with_counted(
    table: pa.Table, records: Records, name: str, rows: Ints, selections: Sequence[Selection]
) -> pa.Table:
    """Return traced records with what each adds to the cell, where a measure works that out."""
    measures = {selection.counted for selection in selections if selection.counted is not None}
    if len(measures) != 1 or len(selections) > 1:
        return table
    return table.append_column("counted", pa.array(texts(measures.pop()(records.tables[name], rows)), pa.string()))


def _columns(selections: Sequence[Selection]) -> list[str]:
    """Return the derived columns that a rule reads, what is added up last."""
    read = [column for selection in selections for column in selection.where.columns]
    amounts = [column for selection in selections for column in selection.columns]
    return list(dict.fromkeys((*read, *amounts)))


def _members(definition: StatutoryReturn, figures: Figures, cell: str, authority: str) -> Bools:
    """Return which authorities a figure is of: the one, or those that a total adds up; none where it has no value."""
    own = figures.has_value(cell)
    area = definition.total_area(authority)
    if area is None:
        return np.asarray(own & (np.array(figures.authorities) == authority))
    return np.asarray(own & members_of(definition.cell(cell), figures, area))


def _rows(
    records: Records, figures: Figures, name: str, selections: Sequence[tuple[str, Selection]], members: Bools
) -> Ints:
    """Return the records of a table that any of the measures counts, by authority and reference."""
    table = records.tables[name]
    met = np.zeros(len(table), dtype=bool)
    for cell, selection in selections:
        met |= table.mask(selection.where) & (members & _is_measured(figures, cell))[table.authority]
    rows = np.flatnonzero(met)
    keys = pa.table({"authority": table.authority[rows], "reference": table.reference.take(pa.array(rows))})
    return np.asarray(rows[pc.sort_indices(keys, [("authority", "ascending"), ("reference", "ascending")]).to_numpy()])
