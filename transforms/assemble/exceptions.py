"""Exceptions: the records that someone should look at, and what is to be said of an authority as a whole."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.assemble.conditions_mask import mask
from transforms.assemble.figures import HAS_DATA, Figures
from transforms.domain.records import Coded, Ints, Records
from transforms.domain.statutory_return import Reason, StatutoryReturn


def exceptions(definition: StatutoryReturn, records: Records, figures: Figures) -> list[pa.Table]:
    """Return, reason by reason, the records and authorities that it is true of."""
    found = [_listed(reason, records) for reason in definition.reasons]
    if definition.balance is not None:
        found.append(_balance(*definition.balance, records, figures))
    return [*found, _without_data(records)]


def _listed(reason: Reason, records: Records) -> pa.Table:
    """Return the records that `reason` is true of, of authorities whose cells have values."""
    rows = np.flatnonzero(mask(records, reason.where) & records.facts[HAS_DATA][records.authority])
    shown = [column_texts(records, name, rows) for name in reason.shows]
    details = [
        " ".join(f"{name}={text or ''}" for name, text in zip(reason.shows, texts, strict=True))
        for texts in (zip(*shown, strict=True) if shown else [()] * len(rows))
    ]
    authorities = np.array(records.question.authorities, dtype=object)[records.authority[rows]]
    return _table(list(authorities), reason.name, records.reference.take(pa.array(rows)).to_pylist(), details)


def column_texts(records: Records, name: str, rows: Ints) -> list[str | None]:
    """Return a derived column at `rows` as text: days in ISO form, yes or no, numbers plain."""
    values = records.column(name)
    if isinstance(values, Coded):
        return values.take(rows).texts()
    if isinstance(values, pa.Array):
        return texts(values.take(pa.array(rows)))
    if values.dtype == bool:
        return ["yes" if one else "no" for one in values[rows]]
    if values.dtype.kind == "m":
        return [None if one is None else str(one.days) for one in values[rows].tolist()]
    return pc.cast(pa.array(values[rows]), pa.string()).to_pylist()  # type: ignore[no-any-return]


def texts(values: pa.Array | pa.ChunkedArray) -> list[str | None]:
    """Return an Arrow column as text; decimals without the zeros at their end."""
    written: list[str | None] = pc.cast(values, pa.string()).to_pylist()
    if not pa.types.is_decimal(values.type):
        return written
    return [None if one is None else f"{Decimal(one).normalize():f}" for one in written]


def _balance(derived: str, counted: str, records: Records, figures: Figures) -> pa.Table:
    """Return the derived and the counted stock of every authority with data."""
    places = np.flatnonzero(records.facts[HAS_DATA])
    authorities = [records.question.authorities[place] for place in places]
    details = [f"derived={figures.exact[derived][place]} counted={figures.exact[counted][place]}" for place in places]
    return _table(authorities, "balance", [""] * len(places), details)


def _without_data(records: Records) -> pa.Table:
    """Return the authorities of which nothing usable is known."""
    authorities = [records.question.authorities[place] for place in np.flatnonzero(~records.facts[HAS_DATA])]
    words = "no usable snapshot that reaches the period"
    return _table(authorities, "no-data", [""] * len(authorities), [words] * len(authorities))


def _table(authorities: list[str], reason: str, references: list[str], details: list[str]) -> pa.Table:
    columns = [authorities, [reason] * len(authorities), references, details]
    return pa.table(
        [pa.array(column, pa.string()) for column in columns], ["authority", "reason", "reference", "detail"]
    )
