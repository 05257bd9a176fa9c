"""Frames: the columns that rules read, from the standardised files that have them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from expectations.derived import derived
from transforms.domain.standard import Kind
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
        case "":
            return _values(file, field)
        case "published":
            return _where(given(file, field))
        case "unreadable":
            return _where(file.unreadable[field])
        case "misplaced":
            return _where(file.misplaced)
        case "superseded":
            return _where(file.superseded)
        case "repeated":
            return _where(file.repeated)
        case "given":
            return pa.array(given(file, field).astype(np.int8))
        case _:
            return _derived(file, name)


def given(file: Standardised, field: str) -> Bools:
    """Return which records have something in a field, be it the word that its value is withheld."""
    published = _is_valid(file.published[field])
    withheld = file.withheld.get(field)
    return published if withheld is None else published | withheld


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
    if file.edition.field(name).is_coded:
        return pc.coalesce(values, file.published[name])
    if kind is Kind.DATE:
        return pc.cast(pc.cast(values, pa.int32()), pa.float64())
    return pc.cast(values, pa.float64()) if kind in (Kind.DECIMAL, Kind.RANGE, Kind.INTEGER) else values


def _derived(file: Standardised, name: str) -> pa.Array:
    column = derived(file, name)
    if column is None:
        raise LookupError(f"no rule of {file.standard.slug} declares the column {name}")
    return column


def _where(mask: Bools) -> pa.Array:
    """Return a number where `mask` is true and nothing elsewhere: Great Expectations hashes texts, and slowly."""
    return pa.array(np.ones(len(mask)), mask=~mask)


def _is_valid(values: pa.Array) -> Bools:
    valid = pc.is_valid(values).to_numpy(zero_copy_only=False)
    if pa.types.is_floating(values.type):
        valid = valid & ~np.isnan(pc.fill_null(values, 0).to_numpy(zero_copy_only=False))
    return np.asarray(valid)
