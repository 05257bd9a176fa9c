"""Why figures of a new version differ from those of the version before, and the records that caused each.

Source: docs/specifications/life-of-a-return.md, section 4; docs/specifications/return-package.md, section 1.
Known:  the records behind a cell are found by the measure that gives its value, in what was known for either version; a
        record caused a revision if it counts in one of the two only, or if what the cell's rule reads of it differs.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from transforms.assemble import measured
from transforms.assemble.figures import Figures
from transforms.assemble.tracing import references_behind, trace_table
from transforms.domain.origins import Origin
from transforms.domain.records import Records
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.release_package.release import Revision
from transforms.render.report_words.counts import counted
from transforms.rounds.cell_rows import AuthorityRows
from transforms.rounds.revisions import RevisedFigure

LoadInputs = Callable[[ReturnRequest], ReturnInputs]
LISTED_AT_MOST = 200  # records of one cell; how many there are is said in words
TRACED_AT_MOST = 500  # cells whose records are the same ones, and are compared value by value
LOCATED = frozenset({"authority", "fetched", "sha256", "line", "reference", "part", "standard"})


@dataclass(frozen=True)
class VersionRows:
    """A version of a return: the request that it answers, and the rows of its cells.csv by authority."""

    request: ReturnRequest
    rows: Mapping[str, AuthorityRows]

    def origin(self, figure: RevisedFigure) -> str:
        """Return the origin of a figure; no data where the version has no such cell."""
        rows = self.rows.get(figure.gss)
        own = rows.cells.get(figure.cell) if rows else None
        return own.origin if own else Origin.NO_DATA


def revisions_with_causes(
    before: VersionRows, after: VersionRows, revised: Sequence[RevisedFigure], load_inputs: LoadInputs
) -> tuple[Revision, ...]:
    """Return every revised figure with why it differs, and the references of the records that caused it.

    Args:
        before: the version before.
        after: the version that is released.
        revised: what differs.
        load_inputs: loads what a request is derived from, of its authorities alone.

    """
    definition = after.request.definition
    of_authorities = [figure for figure in revised if definition.total_area(figure.gss) is None]
    causes = _causes(before.request, after.request, of_authorities, load_inputs)
    revisions = []
    for figure in revised:
        records: tuple[str, ...] = ()
        if definition.total_area(figure.gss) is not None:
            moved = [own.gss for own in of_authorities if own.cell == figure.cell]
            why = f"The sum of its authorities, of which these moved: {' '.join(moved[:LISTED_AT_MOST])}"
        else:
            records = causes.get((figure.gss, figure.cell), ())
            why = _why(figure, before, after, records)
        listed = " ".join(records[:LISTED_AT_MOST])
        revisions.append(Revision(figure.gss, figure.cell, figure.old, figure.new, why, listed))
    return tuple(revisions)


def _why(figure: RevisedFigure, before: VersionRows, after: VersionRows, records: Sequence[str]) -> str:
    old, new = before.origin(figure), after.origin(figure)
    if new == Origin.DECLARED:
        return "The authority declared it" if old != Origin.DECLARED else "The authority declared another value"
    if new == Origin.NO_DATA:
        return "There is no usable file any more"
    if records:
        return f"{counted(len(records), 'record')} came, went or changed"
    if old in (Origin.NO_DATA, Origin.DECLARED):
        return "It was derived from published data for the first time"
    return "The same records, by other rules or another definition"


def _causes(
    before: ReturnRequest, after: ReturnRequest, revised: Sequence[RevisedFigure], load_inputs: LoadInputs
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the references of the records that differ behind every revised figure, by authority and cell."""
    cells = {cell.name for cell in after.definition.cells}
    figures = [figure for figure in revised if figure.cell in cells]
    authorities = tuple(dict.fromkeys(figure.gss for figure in figures))
    if not authorities:
        return {}
    old, new = (_Measured.of(request, authorities, load_inputs) for request in (before, after))
    names = tuple(dict.fromkeys(figure.cell for figure in figures))
    earlier, later = old.references(names), new.references(names)
    causes, traced = {}, 0
    for figure in figures:
        key = (figure.gss, figure.cell)
        differing = earlier.get(key, set()) ^ later.get(key, set())
        if not differing and traced < TRACED_AT_MOST:
            traced += 1
            differing = {reference for reference, *_ in old.values(key) ^ new.values(key)}
        causes[key] = tuple(sorted(filter(None, differing)))
    return causes


@dataclass(frozen=True)
class _Measured:
    """What was known for one version of some authorities, and what was measured on it."""

    request: ReturnRequest
    records: Records
    figures: Figures

    @classmethod
    def of(cls, request: ReturnRequest, authorities: Collection[str], load_inputs: LoadInputs) -> "_Measured":
        own = replace(request, authorities=tuple(gss for gss in request.authorities if gss in authorities))
        return cls(own, *measured(own, load_inputs(own)))

    def references(self, cells: Sequence[str]) -> dict[tuple[str, str], set[str]]:
        """Return the references of the records behind cells, by authority and cell."""
        form = {cell.name for cell in self.request.definition.cells}
        behind = {
            name: references_behind(
                self.request.definition, name, self.records, self.figures, self.request.authorities
            )
            for name in cells
            if name in form
        }  # fmt: skip
        return {(gss, name): references for name, by_gss in behind.items() for gss, references in by_gss.items()}

    def values(self, key: tuple[str, str]) -> set[tuple[str, ...]]:
        """Return every record behind a cell of an authority: its reference, and what the cell's rule reads of it."""
        gss, name = key
        if gss not in self.request.authorities or name not in {cell.name for cell in self.request.definition.cells}:
            return set()
        table: pa.Table = trace_table(self.request, name, self.records, self.figures, gss)
        fields = [column for column in table.column_names if column not in LOCATED]
        rows = table.select(["reference", *fields]).to_pylist()
        return {(str(row["reference"] or ""), *(f"{column}={row[column]}" for column in fields)) for row in rows}
