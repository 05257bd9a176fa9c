"""Assemble: from standardised snapshots, as known on a day, to a return; and from a cell back to its records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import pyarrow as pa

from transforms.assemble.bodies import expect_cells, with_cells, without_cells
from transforms.assemble.exceptions import exceptions, exceptions_of_totals
from transforms.assemble.figures import HAS_DATA, Figures, evaluate, total
from transforms.assemble.measured import MeasuredAuthorities
from transforms.assemble.tables import cells_table, figures_table, in_order, indicators_table, named, text
from transforms.assemble.tracing import LOCATED as LOCATED_COLUMNS
from transforms.assemble.tracing import cells_over_periods, counting_cells, listed, positions_of, trace_table
from transforms.domain.assembled_return import AssembledReturn, UsedAssembly
from transforms.domain.looks import Declaration
from transforms.domain.measures import SumOf
from transforms.domain.origins import WEAKEST_FIRST, Origin
from transforms.domain.record_file import no_files
from transforms.domain.records import Records, rows_table
from transforms.domain.return_reads import Reads
from transforms.domain.return_request import ReadAssembly, ReturnInputs, ReturnRequest
from transforms.domain.sightings import Sightings, sightings_of
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import Cell

COLUMN_KINDS = {
    "text": pa.string(),
    "words": pa.dictionary(pa.int32(), pa.string()),
    "day": pa.date32(),
    "decimal": pa.decimal128(38, 18),
    "flag": pa.bool_(),
}
LOCATED = {"source_line": pa.int64(), "is_usable": pa.bool_()}

Snapshots = Mapping[str, Sequence[SnapshotTable]]  # standard → its files


def inputs_of(
    request: ReturnRequest,
    snapshots: Snapshots,
    assemblies: Mapping[tuple[str, str], ReadAssembly] | None = None,
    unchanged: pa.Table | None = None,
    declarations: Sequence[Declaration] = (),
    other_hashes: Mapping[str, str] | None = None,
) -> ReturnInputs:
    """Return what a return is derived from, out of the snapshots of every standard that it reads.

    Args:
        request: the return; files fetched after its as-known day, or of others than requested, are left out.
        snapshots: the files of each standard, in any order.
        assemblies: of the returns that it reads, by slug and period.
        unchanged: the answers that brought no new file, where the definition counts looks.
        declarations: what authorities say does not apply to them, where the definition counts looks.
        other_hashes: the SHA-256 of what was read beside snapshots, by its name in the manifest.

    """
    sightings = {
        reads.standard: _sightings(request, reads, snapshots.get(reads.standard, ()), request.as_known)
        for reads in request.definition.reads
    }
    return ReturnInputs(sightings, assemblies or {}, unchanged, declarations, other_hashes or {})


def assemble(request: ReturnRequest, inputs: ReturnInputs) -> AssembledReturn:
    """Return the return requested, for each of its authorities and the total areas.

    The checks on the return are not made here but in `expectations.returns`.
    """
    return assemble_measured(request, measure_authorities(request, inputs), inputs)


def measure_authorities(request: ReturnRequest, inputs: ReturnInputs) -> MeasuredAuthorities:
    """Return what an assembly takes from the files of the authorities requested."""
    definition = request.definition
    records, figures = measured(with_cells(request), inputs)
    return MeasuredAuthorities(
        figures,
        records.facts[HAS_DATA],
        exceptions(definition, records, figures),
        records.issues,
        _standards(inputs),
        no_files if definition.record_files is None else partial(definition.record_files, records),
        records,
    )


def _standards(inputs: ReturnInputs) -> dict[str, set[str]]:
    """Return of each publisher the standards of which a file is used."""
    standards: dict[str, set[str]] = {}
    for sightings in inputs.sightings.values():
        for file in sightings.files:
            standards.setdefault(file.authority_gss, set()).add(file.standard)
    return standards


def assemble_measured(
    request: ReturnRequest, measured_authorities: MeasuredAuthorities, inputs: ReturnInputs
) -> AssembledReturn:
    """Return the return requested, out of what was measured of its authorities.

    Args:
        request: the return, with every authority that has been measured.
        measured_authorities: what was measured, now or before.
        inputs: what else was read, such as other returns.

    """
    definition, requested = request.definition, request
    request, figures = with_cells(requested), measured_authorities.figures
    of_all = [*exceptions_of_totals(definition, figures), *without_cells(requested)]
    listing = pa.concat_tables([measured_authorities.exceptions, rows_table(of_all)])
    return AssembledReturn(
        definition=definition,
        period=request.period,
        as_known=request.as_known,
        switches=request.settings,
        authorities=requested.authorities,
        owing=request.owing or request.authorities,
        cells=cells_table(request, figures),
        indicators=indicators_table(request, figures),
        exceptions=in_order(definition, named(definition.slug, request.period.name, listing)),
        issues=measured_authorities.issues,
        figures=figures_table(definition, figures),
        with_data=tuple(
            gss for gss, has in zip(figures.authorities, measured_authorities.has_data, strict=True) if has
        ),
        standards_used=tuple(sorted({slug for slugs in measured_authorities.standards.values() for slug in slugs})),
        assemblies=tuple(_used(assembly) for assembly in inputs.assemblies.values()),
        records=measured_authorities.records,
        record_files=measured_authorities.record_files,
        other_hashes={**inputs.other_hashes, **_department_values(request)},
    )


def _department_values(request: ReturnRequest) -> dict[str, str]:
    """Return the hash of the department's file that the return is set beside, if there is one."""
    return {"beside": request.department.sha256} if request.department.sha256 else {}


@dataclass(frozen=True)
class TracedCell:
    """One cell of one authority: its value as written, its origin, why it has none, and the records behind it."""

    value: str | None
    origin: Origin
    fields_missing: tuple[str, ...]  # the fields that nobody published and it needs
    records: pa.Table


def trace(request: ReturnRequest, inputs: ReturnInputs, cell: str, authority: str) -> TracedCell:
    """Return one cell of one authority, or of a total area, and the records behind it.

    Raises:
        LookupError: in words, for a cell that the return does not have, or an authority that has no cells.

    """
    definition = request.definition
    definition.cell(cell)
    expect_cells(definition, authority)
    request = with_cells(request)
    records, figures = measured(request, inputs)
    table = trace_table(request, cell, records, figures, authority)
    if inputs.assemblies:
        table = _trace_over_periods(request, inputs, cell, authority, table)
    area = definition.total_area(authority)
    if area is not None:
        value, origin = total(definition, figures, area, cell)
        return TracedCell(text(value), origin, (), table)
    position = figures.authorities.index(authority)
    missing = tuple(need.name for need, cells in figures.blanked.items() if cell in cells and cells[cell][position])
    origin = WEAKEST_FIRST[figures.origins[cell][position]]
    return TracedCell(text(figures.value_of(position)(cell)), origin, missing, table)


def _trace_over_periods(
    request: ReturnRequest, inputs: ReturnInputs, cell: str, authority: str, own: pa.Table
) -> pa.Table:
    """Return the records behind the cells of other returns that a cell adds up, each with its period."""
    definition = request.definition
    tables = []
    for (_, period), assembly in inputs.assemblies.items():
        read = assembly.request
        cells = cells_over_periods(definition, definition.cell(cell), read)
        if not cells:
            continue
        whole = Cell("traced", "", SumOf(cells))
        request_with_sum = replace(
            read, definition=replace(read.definition, workings=(*read.definition.workings, whole))
        )
        records, figures = measured(request_with_sum, assembly.load_inputs())
        table = trace_table(request_with_sum, whole.name, records, figures, authority)
        tables.append(table.add_column(len(LOCATED_COLUMNS), "period", pa.array([period] * len(table), pa.string())))
    filled = [table for table in (own, *tables) if len(table)]
    return pa.concat_tables(filled or [*tables[-1:], own][:1], promote_options="default")


def look_up(
    request: ReturnRequest, inputs: ReturnInputs, authority: str, reference: str
) -> tuple[tuple[str, ...], pa.Table]:
    """Return the cells that count an authority's record with a reference, in the form's order, and where it stands."""
    records, figures = measured(with_cells(request), inputs)
    counting: dict[str, None] = {}
    tables = []
    for name in records.tables:
        positions = positions_of(records, name, authority, reference)
        counting |= dict.fromkeys(counting_cells(request.definition, records, figures, name, positions))
        tables.append(listed(request.definition, records, name, positions, ()))
    in_form = tuple(cell.name for cell in request.definition.cells if cell.name in counting)
    return in_form, pa.concat_tables(tables, promote_options="default") if tables else pa.table({})


def measured(request: ReturnRequest, inputs: ReturnInputs) -> tuple[Records, Figures]:
    """Return the records of every authority requested, and every cell measured on them.

    A return whose authorities are independent isn't told the day as known, so that none of its figures can depend on
    it: they are the same on a later day if the files are.
    """
    of_any_day = replace(request, as_known=None) if request.definition.authorities_are_independent else request
    records = request.definition.derive(inputs, of_any_day)
    return records, evaluate(request.definition, records, request.declared)


def _used(assembly: ReadAssembly) -> UsedAssembly:
    """Return an assembly that a return reads as its manifest names it."""
    read = assembly.request
    return UsedAssembly(
        read.definition.slug, read.period.name, read.definition.edition, read.as_known, assembly.receipt
    )


def _sightings(
    request: ReturnRequest, reads: Reads, snapshots: Sequence[SnapshotTable], as_known: date | None
) -> Sightings:
    """Return the usable records of one standard that were known on a day."""
    requested = set(with_cells(request).authorities)
    tables = [
        file
        for file in snapshots
        if (as_known is None or file.fetched <= as_known)
        and (reads.multi_authority_files or file.authority_gss in requested)
    ]
    tables.sort(key=lambda file: (file.authority_gss, file.fetched))
    kinds = {name: COLUMN_KINDS[kind] for name, kind in reads.columns.items()}
    return sightings_of(
        tables,
        kinds | LOCATED,
        keep_empty=reads.empty_is_usable,
        span=reads.span(request.period),
        with_unusable_rows=reads.with_unusable_rows,
    )
