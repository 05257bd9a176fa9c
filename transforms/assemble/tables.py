"""Tables: the cells, indicators and exceptions of a return as rows of text, in the order in which they are written."""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from transforms.assemble.figures import EXACT, Figures, england
from transforms.domain.period import Period
from transforms.domain.records import Question, Records
from transforms.domain.statutory_return import ENGLAND, WEAKEST_FIRST, StatutoryReturn
from transforms.measures import Share

Texts = Sequence[str | None]


def cells_table(definition: StatutoryReturn, question: Question, figures: Figures) -> pa.Table:
    """Return every cell of every authority and of England, by authority and then in the form's order."""
    values: list[Texts] = []
    origins: list[Texts] = []
    for cell in definition.cells:
        total, origin = england(figures, cell.name)
        shown = zip(figures.rounded[cell.name], figures.has_value(cell.name), strict=True)
        values.append([*(str(value) if has else None for value, has in shown), None if total is None else str(total)])
        origins.append([*(WEAKEST_FIRST[rank].value for rank in figures.origins[cell.name]), origin.value])
    names = [cell.name for cell in definition.cells]
    return _by_authority(definition, question, {"cell": names}, {"value": values, "origin": origins})


def indicators_table(definition: StatutoryReturn, question: Question, figures: Figures) -> pa.Table:
    """Return every indicator of every authority and of England, by authority and then as declared."""
    values: list[Texts] = []
    for indicator in definition.indicators:
        rates = [rate(indicator.measure, question, _value_of(figures, place)) for place in range(_asked(question))]
        rates.append(rate(indicator.measure, question, lambda cell: england(figures, cell)[0]))
        values.append([None if one is None else str(one) for one in rates])
    names = [indicator.name for indicator in definition.indicators]
    return _by_authority(definition, question, {"indicator": names}, {"value": values})


def rate(share: Share, question: Question, value_of: Callable[[str], Any]) -> Decimal | None:
    """Return a share in per cent, half up to one decimal; None where a part is unknown or the denominator is zero."""
    numerator = share.numerator
    if share.where_on is not None:
        switch, value, further = share.where_on
        numerator += further if question.switches[switch] == value else ()
    above, below = ([value_of(cell) for cell in cells] for cells in (numerator, share.denominator))
    if None in above or None in below or not sum(below):
        return None
    part, whole = Decimal(str(sum(above))), Decimal(str(sum(below)))
    part = whole - part if share.complement else part
    return (100 * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def figures_table(definition: StatutoryReturn, question: Question, figures: Figures) -> pa.Table:
    """Return the exact figures, one row per authority, blank where a cell has no value."""
    columns: dict[str, pa.Array] = {"authority": pa.array(question.authorities, pa.string())}
    for cell in (*definition.cells, *definition.workings):
        values, unknown = figures.exact[cell.name], ~figures.has_value(cell.name)
        kind = EXACT if values.dtype == object else pa.int64()
        columns[cell.name] = pa.array(values, type=kind, mask=unknown)
    return pa.table(columns)


def exceptions_table(definition: StatutoryReturn, records: Records, exceptions: Sequence[pa.Table]) -> pa.Table:
    """Return the exceptions as they are written."""
    return in_order(definition, named(definition, records.question.period, pa.concat_tables(exceptions)))


def in_order(definition: StatutoryReturn, exceptions: pa.Table) -> pa.Table:
    """Return exceptions by authority, then reason as the specification orders them, then reference."""
    order = [*(reason.name for reason in definition.reasons), *definition.checks]
    rank = {reason: place for place, reason in enumerate(order)}
    ranks = [rank[reason] for reason in exceptions.column("reason").to_pylist()]
    ranked = exceptions.append_column("rank", pa.array(ranks, pa.int64()))
    by = [(name, "ascending") for name in ("authority", "rank", "reference", "detail")]
    return ranked.sort_by(by).drop_columns(["rank"])


def named(definition: StatutoryReturn, period: Period, table: pa.Table) -> pa.Table:
    """Return `table`, whose first column is the authority, with the return and the period beside it."""
    columns = {
        "return": pa.array([definition.slug] * len(table), pa.string()),
        "authority": table.column("authority"),
        "period": pa.array([period.name] * len(table), pa.string()),
    }
    return pa.table(columns | {name: table.column(name) for name in table.column_names if name != "authority"})


def _by_authority(
    definition: StatutoryReturn,
    question: Question,
    names: Mapping[str, Sequence[str]],
    texts: Mapping[str, list[Texts]],
) -> pa.Table:
    """Return one row per authority and name, England sorted among the authorities by its code."""
    bodies = [*question.authorities, ENGLAND]
    order = np.argsort(np.array(bodies, dtype=str), kind="stable")
    ((kind, declared),) = names.items()
    columns = {
        "authority": pa.array(np.repeat(np.array(bodies, dtype=object)[order], len(declared)), pa.string()),
        kind: pa.array(list(declared) * len(bodies), pa.string()),
    }
    for name, rows in texts.items():
        grid = np.array(rows, dtype=object).reshape(len(declared), len(bodies))[:, order]
        columns[name] = pa.array(grid.T.ravel(), pa.string())
    return named(definition, question.period, pa.table(columns))


def _value_of(figures: Figures, place: int) -> Callable[[str], Any]:
    return lambda cell: figures.rounded[cell][place] if figures.has_value(cell)[place] else None


def _asked(question: Question) -> int:
    return len(question.authorities)
