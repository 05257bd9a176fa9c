"""Assemble: from standardised snapshots, as known on a day, to a return; and from a cell back to its records."""

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from transforms.assemble.exceptions import exceptions
from transforms.assemble.figures import HAS_DATA, evaluate
from transforms.assemble.tables import cells_table, exceptions_table, figures_table, indicators_table
from transforms.assemble.tracing import counting_cells, listed, places_of, trace_table
from transforms.domain.period import Period
from transforms.domain.records import Question, Records, sightings_of
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import AssembledReturn, StatutoryReturn

COLUMN_KINDS = {"text": pa.string(), "day": pa.date32(), "decimal": pa.decimal128(38, 18)}
LOCATED = {"source_line": pa.int64(), "is_usable": pa.bool_()}


def assemble(
    definition: StatutoryReturn,
    snapshots: Sequence[SnapshotTable],
    authorities: Sequence[str],
    period: Period,
    as_known: date | None = None,
    switches: Mapping[str, str] | None = None,
) -> AssembledReturn:
    """Return `definition` for `period`, for every one of `authorities` and for England, as known on `as_known`.

    The checks on the return are not made here but in `expectations.return_rules`.
    """
    records = _records(definition, snapshots, authorities, period, as_known, switches)
    figures = evaluate(definition, records)
    question = records.question
    return AssembledReturn(
        definition=definition,
        period=period,
        as_known=as_known,
        switches=question.switches,
        cells=cells_table(definition, question, figures),
        indicators=indicators_table(definition, question, figures),
        exceptions=exceptions_table(definition, records, exceptions(definition, records, figures)),
        issues=records.issues,
        figures=figures_table(definition, question, figures),
        used=tuple((one.authority_gss, one.fetched, one.sha256) for one in records.sightings.snapshots),
        asked=len(question.authorities),
        responded=int(records.facts[HAS_DATA].sum()),
    )


def trace(
    definition: StatutoryReturn,
    cell: str,
    snapshots: Sequence[SnapshotTable],
    authorities: Sequence[str],
    authority: str,
    period: Period,
    as_known: date | None = None,
    switches: Mapping[str, str] | None = None,
) -> pa.Table:
    """Return the records behind one cell of one authority; raise LookupError, in words, for an undeclared cell."""
    definition.cell(cell)
    records = _records(definition, snapshots, authorities, period, as_known, switches)
    return trace_table(definition, cell, records, evaluate(definition, records), authority)


def look_up(
    definition: StatutoryReturn,
    reference: str,
    snapshots: Sequence[SnapshotTable],
    authorities: Sequence[str],
    authority: str,
    period: Period,
    as_known: date | None = None,
    switches: Mapping[str, str] | None = None,
) -> tuple[tuple[str, ...], pa.Table]:
    """Return the cells that count an authority's record with a reference, in the form's order, and where it stands."""
    records = _records(definition, snapshots, authorities, period, as_known, switches)
    found = places_of(records, authority, reference)
    cells = counting_cells(definition, records, evaluate(definition, records), found)
    return cells, listed(definition, records, found, ())


def _records(
    definition: StatutoryReturn,
    snapshots: Sequence[SnapshotTable],
    authorities: Sequence[str],
    period: Period,
    as_known: date | None,
    switches: Mapping[str, str] | None,
) -> Records:
    """Return the records that the return counts, derived once for all authorities."""
    question = Question(period, tuple(sorted(set(authorities))), definition.settings(switches or {}))
    asked = set(question.authorities)
    known = [
        one
        for one in snapshots
        if (as_known is None or one.fetched <= as_known)
        and (definition.multi_authority_files or one.authority_gss in asked)
    ]
    known.sort(key=lambda one: (one.authority_gss, one.fetched))
    kinds = {name: COLUMN_KINDS[kind] for name, kind in definition.reads[definition.standard].items()}
    return definition.derive(sightings_of(known, kinds | LOCATED), question)
