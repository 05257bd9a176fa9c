"""The fields that nobody published and that leave figures of the year blank, as the quarters list them."""

from collections.abc import Iterator, Mapping, Sequence

import pyarrow.compute as pc

from transforms.domain.origins import RANK, Origin
from transforms.domain.period_sums import PeriodSum
from transforms.domain.return_request import ReadAssembly, ReturnRequest
from transforms.domain.statutory_return import Cell, StatutoryReturn
from transforms.returns.planning_performance.pages import FIGURES, LABELS, at_risk, cell_name, sum_of

MISSING = "field-missing"


def fields_missing(
    assemblies: Sequence[ReadAssembly | None], authorities: Sequence[str], sums: Mapping[str, PeriodSum]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield an exception for each authority and field, with how many cells the field leaves blank."""
    positions = {gss: position for position, gss in enumerate(authorities)}
    fields: dict[tuple[str, str], set[str]] = {}
    for assembly in filter(None, assemblies):
        needs = _needs(assembly.request)
        listed = assembly.exceptions.filter(pc.equal(assembly.exceptions["reason"], MISSING))
        for gss, detail in zip(listed["authority"].to_pylist(), listed["detail"].to_pylist(), strict=True):
            field = detail.removeprefix("field=").partition(" ")[0]
            blank = {cell for cell, named in needs.items() if field in named and gss in positions}
            fields.setdefault((gss, field), set()).update(
                cell for cell in blank if sums[cell].ranks[positions[gss]] == RANK[Origin.NOT_DERIVABLE]
            )
    for (gss, field), blank in sorted(fields.items()):
        at_risk_too = [kind for kind in LABELS if blank.intersection(at_risk(kind).measure.parts)]
        if blank:
            yield gss, MISSING, "", f"field={field} cells={len(blank) + len(at_risk_too)}"


def _needs(request: ReturnRequest) -> dict[str, set[str]]:
    """Return, for each sum, the names of the fields that the cells which it adds up need."""
    definition, switches = request.definition, request.settings
    return {
        cell_name(kind, figure): {
            need
            for part in sum_of(kind, figure).cells_with(switches)
            for need in _needs_of(definition, definition.cell(part))
        }
        for kind in LABELS
        for figure in FIGURES
    }


def _needs_of(definition: StatutoryReturn, cell: Cell) -> Iterator[str]:
    yield from (need.name for need in cell.needs)
    for part in cell.measure.parts:
        yield from _needs_of(definition, definition.cell(part))
