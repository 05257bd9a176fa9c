"""Tables: the cells, indicators and exceptions of a return as rows of text, in the order in which they are written."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from transforms.assemble.figures import Figures, total
from transforms.domain.origins import WEAKEST_FIRST
from transforms.domain.return_request import ReturnRequest
from transforms.domain.statutory_return import Indicator, StatutoryReturn
from transforms.domain.total_area import TotalArea

EXACT = pa.decimal256(76, 18)
Texts = Sequence[str | None]


def cells_table(request: ReturnRequest, figures: Figures) -> pa.Table:
    """Return every cell of every authority and total area, by authority and then in the form's order."""
    definition, areas = request.definition, total_areas(request)
    values: list[Texts] = []
    origins: list[Texts] = []
    for cell in definition.cells:
        totals = [total(definition, figures, area, cell.name) for area in areas]
        values_with_mask = zip(figures.rounded[cell.name], figures.has_value(cell.name), strict=True)
        values.append(
            [*(str(value) if has else None for value, has in values_with_mask), *(text(value) for value, _ in totals)]
        )
        ranks = [WEAKEST_FIRST[rank].value for rank in figures.origins[cell.name]]
        origins.append([*ranks, *(origin.value for _, origin in totals)])
    names = [cell.name for cell in definition.cells]
    return _by_authority(request, {"cell": names}, {"value": values, "origin": origins})


def indicators_table(request: ReturnRequest, figures: Figures) -> pa.Table:
    """Return every indicator of every authority and total area, by authority and then as declared."""
    definition, switches = request.definition, request.settings
    values: list[Texts] = []
    for indicator in definition.indicators:
        rates = [
            indicator.measure.rate(switches, figures.value_of(position)) for position in range(len(figures.authorities))
        ]
        for area in total_areas(request):
            rates.append(indicator.measure.rate(switches, _parts_over(area, indicator, request, figures)))  # noqa: PERF401
        values.append([text(rate) for rate in rates])
    names = [indicator.name for indicator in definition.indicators]
    return _by_authority(request, {"indicator": names}, {"value": values})


def figures_table(definition: StatutoryReturn, figures: Figures) -> pa.Table:
    """Return the exact figures, one row per authority, blank where a cell has no value."""
    columns: dict[str, pa.Array] = {"authority": pa.array(figures.authorities, pa.string())}
    for cell in (*definition.cells, *definition.workings):
        values, unknown = figures.exact[cell.name], ~figures.has_value(cell.name)
        kind = EXACT if values.dtype == object else pa.int64()
        columns[cell.name] = pa.array(values, type=kind, mask=unknown)
    return pa.table(columns)


def total_areas(request: ReturnRequest) -> list[TotalArea]:
    """Return the areas to add up over: England where nobody is requested, else those with an authority among them."""
    areas = request.definition.totals
    if len(areas) == 1:
        return list(areas)
    return [area for area in areas if any(gss.startswith(area.gss_prefixes) for gss in request.authorities)]


def in_order(definition: StatutoryReturn, exceptions: pa.Table) -> pa.Table:
    """Return exceptions by authority, then reason as the specification orders them, then reference."""
    order = definition.exception_order()
    ranks = [order[reason] for reason in exceptions.column("reason").to_pylist()]
    ranked = exceptions.append_column("rank", pa.array(ranks, pa.int64()))
    by = [(name, "ascending") for name in ("authority", "rank", "reference", "detail")]
    return ranked.sort_by(by).drop_columns(["rank"])


def named(slug: str, period: str, table: pa.Table) -> pa.Table:
    """Return `table`, whose first column is the authority, with the return and the period beside it."""
    columns = {
        "return": pa.array([slug] * len(table), pa.string()),
        "authority": table.column("authority"),
        "period": pa.array([period] * len(table), pa.string()),
    }
    return pa.table(columns | {name: table.column(name) for name in table.column_names if name != "authority"})


def text(value: Any) -> str | None:  # noqa: ANN401
    """Return a figure as it is written, None for none."""
    return None if value is None else str(value)


def _by_authority(
    request: ReturnRequest, names: Mapping[str, Sequence[str]], texts: Mapping[str, list[Texts]]
) -> pa.Table:
    """Return one row per authority and name, total areas sorted among the authorities by their codes."""
    bodies = [*request.authorities, *(area.gss for area in total_areas(request))]
    order = np.argsort(np.array(bodies, dtype=str), kind="stable")
    ((kind, declared),) = names.items()
    columns = {
        "authority": pa.array(np.repeat(np.array(bodies, dtype=object)[order], len(declared)), pa.string()),
        kind: pa.array(list(declared) * len(bodies), pa.string()),
    }
    for name, rows in texts.items():
        grid = np.array(rows, dtype=object).reshape(len(declared), len(bodies))[:, order]
        columns[name] = pa.array(grid.T.ravel(), pa.string())
    return named(request.definition.slug, request.period.name, pa.table(columns))


def _parts_over(
    area: TotalArea, indicator: Indicator, request: ReturnRequest, figures: Figures
) -> Callable[[str], Any]:
    """Return how to look up the parts of an indicator over an area."""
    among = None
    if indicator.of_complete:
        parts = indicator.measure.cells(request.settings)
        among = np.logical_and.reduce([figures.has_value(cell) for cell in parts])
    return lambda cell: total(request.definition, figures, area, cell, among)[0]
