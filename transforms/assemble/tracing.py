"""Tracing: the records behind a cell, found by the very measure that gives its value."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.assemble.conditions_mask import mask
from transforms.assemble.exceptions import column_texts, texts
from transforms.assemble.figures import Figures
from transforms.conditions import Condition, columns_read
from transforms.domain.records import Bools, Ints, Records
from transforms.domain.statutory_return import ENGLAND, StatutoryReturn
from transforms.measures import Count, Difference, Measure, SumOf, Total


def trace_table(definition: StatutoryReturn, cell: str, records: Records, figures: Figures, authority: str) -> pa.Table:
    """Return the records behind `cell` of `authority`, with the fields that its rule read.

    A difference is listed part by part, the part named in each row.
    """
    measure = definition.cell(cell).measure
    parts = measure.parts if isinstance(measure, Difference) else (cell,)
    conditions = {part: _conditions(definition, definition.cell(part).measure) for part in parts}
    shown = _columns([one for part in parts for one in conditions[part]], definition, parts)
    tables = []
    for part in parts:
        rows = _rows(records, conditions[part], _concerned(records, figures, part, authority))
        table = listed(definition, records, rows, shown)
        tables.append(
            table.add_column(5, "part", pa.array([part] * len(rows), pa.string())) if len(parts) > 1 else table
        )
    return pa.concat_tables(tables)


def places_of(records: Records, authority: str, reference: str) -> Ints:
    """Return the places of an authority's records with a reference: one, or none."""
    own = np.array(records.question.authorities)[records.authority] == authority
    return np.flatnonzero(own & pc.equal(records.reference, reference).to_numpy(zero_copy_only=False))


def counting_cells(definition: StatutoryReturn, records: Records, figures: Figures, places: Ints) -> tuple[str, ...]:
    """Return the cells behind which records stand: those whose trace lists them, in the form's order."""
    return tuple(
        cell.name
        for cell in definition.cells
        if any(
            (mask(records, where)[places] & figures.has_value(cell.name)[records.authority[places]]).any()
            for where in _conditions(definition, cell.measure)
        )
    )


def _conditions(definition: StatutoryReturn, measure: Measure) -> list[Condition]:
    """Return the conditions of a cell, or of all the cells that it adds up."""
    match measure:
        case Count(where) | Total(_, where, _):
            return [where]
        case SumOf(parts) | Difference(parts, _):
            return [one for part in parts for one in _conditions(definition, definition.cell(part).measure)]
        case _:
            return []


def _columns(conditions: Sequence[Condition], definition: StatutoryReturn, parts: Sequence[str]) -> list[str]:
    """Return the derived columns that the rule reads, what is added up among them."""
    read = [column for condition in conditions for column in columns_read(condition)]
    added = [measure.column for part in parts if isinstance(measure := definition.cell(part).measure, Total)]
    return list(dict.fromkeys((*read, *added)))


def _concerned(records: Records, figures: Figures, cell: str, authority: str) -> Bools:
    """Return which records are of `authority` (of any, for England), none where the cell has no value."""
    own = figures.has_value(cell)
    if authority != ENGLAND:
        own = own & (np.array(records.question.authorities) == authority)
    return np.asarray(own[records.authority])


def _rows(records: Records, conditions: Sequence[Condition], concerned: Bools) -> Ints:
    """Return the records that meet any of `conditions`, by authority and reference."""
    met = np.zeros(len(records), dtype=bool)
    for condition in conditions:
        met |= mask(records, condition)
    rows = np.flatnonzero(met & concerned)
    keys = pa.table({"authority": records.authority[rows], "reference": records.reference.take(pa.array(rows))})
    return np.asarray(rows[pc.sort_indices(keys, [("authority", "ascending"), ("reference", "ascending")]).to_numpy()])


def listed(definition: StatutoryReturn, records: Records, rows: Ints, shown: Sequence[str]) -> pa.Table:
    """Return where each record is published, the standard's fields, and the columns derived from them."""
    lines = records.row[rows]
    snapshots = [records.sightings.snapshots[place] for place in records.sightings.snapshot[lines]]
    published = records.sightings.table.take(pa.array(lines))
    columns = {
        "authority": [records.question.authorities[place] for place in records.authority[rows]],
        "fetched": [one.fetched.isoformat() for one in snapshots],
        "sha256": [one.sha256 for one in snapshots],
        "line": [str(line) for line in published.column("source_line").to_pylist()],
        "reference": records.reference.take(pa.array(rows)).to_pylist(),
    }
    for name in dict.fromkeys(field for column in shown for field in definition.sources.get(column, ())):
        columns[name] = texts(published.column(name))
    columns |= {name: column_texts(records, name, rows) for name in shown if name not in columns}
    return pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()})
