"""Frames: the columns that rules read, from the standardised files that have them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.standard import AtMost, Kind
from transforms.standardise import Standardised

if TYPE_CHECKING:
    import pandas as pd

Bools = npt.NDArray[np.bool_]


def frame(files: Sequence[Standardised], names: Sequence[str]) -> "pd.DataFrame":
    """Return the columns called `names` of all files, one beneath the other, indexed by row number."""
    import pandas as pd

    columns = {name: pa.concat_arrays([column(file, name) for file in files]) for name in names}
    text = pd.StringDtype("pyarrow", na_value=np.nan)
    frame: pd.DataFrame = pa.table(columns).to_pandas(types_mapper={pa.string(): text}.get)
    return frame


def column(file: Standardised, name: str) -> pa.Array:
    """Return one column to test: a field's values, or what the part of the name after the point says of them."""
    field, _, aspect = name.partition(".")
    match aspect:
        case "published":
            return _where(_is_valid(file.published[field]))
        case "unreadable":
            return _where(file.unreadable[field])
        case "misplaced":
            return _where(file.misplaced)
        case "given":
            return pc.cast(pc.is_valid(file.published[field]), pa.int8())
        case "beginning" | "end":
            return _range(file, field)[aspect]
        case _:
            return pa.array(file.superseded) if name == "superseded" else _values(file, field)


def has_values(file: Standardised, names: Sequence[str]) -> Bools:
    """Return which records have something in each of the columns."""
    present = np.ones(file.table.num_rows, dtype=bool)
    for name in names:
        present &= _is_valid(column(file, name))
    return present


def _values(file: Standardised, name: str) -> pa.Array:
    """Return the values of a field as Great Expectations compares them quickly: numbers as floats, days as numbers."""
    values = file.table[name].combine_chunks()
    values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    kind = file.edition.field(name).kind
    if kind is Kind.CODE:
        return pc.coalesce(values, file.published[name])
    if kind is Kind.DATE:
        return pc.cast(pc.cast(values, pa.int32()), pa.float64())
    return pc.cast(values, pa.float64()) if kind in (Kind.DECIMAL, Kind.RANGE, Kind.INTEGER) else values


def _range(file: Standardised, upper: str) -> dict[str, pa.Array]:
    """Return where the range that ends in the field `upper` begins and ends."""
    declared = next(rule for rule in file.standard.rules if isinstance(rule, AtMost) and rule.upper == upper)
    starts = [name for name in (declared.lower, declared.lower_else) if name]
    table = file.table
    beginning = pc.coalesce(*(_floats(table[name]) for name in starts))
    ends = [f"{upper}__upper", upper, *(f"{name}__upper" for name in starts)]
    end = pc.coalesce(*(_floats(table[name]) for name in ends if name in table.column_names))
    return {"beginning": beginning, "end": end}


def _floats(values: pa.ChunkedArray) -> pa.Array:
    whole = pc.cast(values, pa.float64()).combine_chunks()
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole


def _where(mask: Bools) -> pa.Array:
    """Return a number where `mask` is true and nothing elsewhere: Great Expectations hashes texts, and slowly."""
    return pa.array(np.ones(len(mask)), mask=~mask)


def _is_valid(values: pa.Array) -> Bools:
    valid = pc.is_valid(values).to_numpy(zero_copy_only=False)
    if pa.types.is_floating(values.type):
        valid = valid & ~np.isnan(pc.fill_null(values, 0).to_numpy(zero_copy_only=False))
    return np.asarray(valid)
