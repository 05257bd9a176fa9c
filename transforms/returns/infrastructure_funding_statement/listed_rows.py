"""Listed rows: published rows as exceptions, each with its reference and where it stands.

Grain:  one exception for each row and reason.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.exact_amounts import written
from transforms.domain.records import EXCEPTION_COLUMNS, Bools, Ints
from transforms.returns.infrastructure_funding_statement.published_rows import PublishedRows


def listed_rows(authorities: tuple[str, ...], standard: str, rows: PublishedRows, reason: str, mask: Bools) -> pa.Table:
    """Return the rows of a mask as exceptions; their detail names the table, the day, the line and the amount."""
    if not mask.any():
        return EXCEPTION_COLUMNS.empty_table()
    listed = rows.take(mask)
    days = pa.array(listed.fetched).cast(pa.string())
    lines = listed.sightings.table.column("source_line").take(pa.array(listed.row)).combine_chunks().cast(pa.string())
    parts = [f"standard={standard} fetched=", days, " line=", pc.fill_null(lines, "")]
    if "amount" in listed.sightings.table.column_names:
        parts += [" amount=", pa.array(_texts(listed.decimals("amount"), _plain), pa.string())]
    codes = pa.array(authorities, pa.string()).take(pa.array(listed.authority))
    return pa.table(
        [
            codes,
            pa.array([reason] * len(listed), pa.string()),
            pc.fill_null(listed.references, ""),
            pc.binary_join_element_wise(*parts, ""),
        ],
        schema=EXCEPTION_COLUMNS,
    )


def listed_groups(
    authorities: Sequence[str],
    authority: Ints,
    reason: str,
    references: Sequence[str | None],
    sums: Mapping[str, pa.Array],
) -> pa.Table:
    """Return groups as exceptions; their detail names some of their sums."""
    parts = [
        part
        for name, numbers in sums.items()
        for part in (f" {name}=", pa.array(_texts(numbers, written), pa.string()))
    ]
    return pa.table(
        [
            pa.array(authorities, pa.string()).take(pa.array(authority)),
            pa.array([reason] * len(authority), pa.string()),
            pc.fill_null(pa.array(references, pa.string()), ""),
            pc.utf8_ltrim_whitespace(pc.binary_join_element_wise(*parts, "")),
        ],
        schema=EXCEPTION_COLUMNS,
    )


def rows_of(entries: list[tuple[str, str, str, Mapping[str, object]]]) -> pa.Table:
    """Return exceptions, each its authority, reason, reference and what its detail says, as a table."""
    columns = [
        [authority for authority, *_ in entries],
        [reason for _, reason, *_ in entries],
        [reference for _, _, reference, _ in entries],
        [" ".join(f"{name}={value}" for name, value in detail.items()) for *_, detail in entries],
    ]
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=EXCEPTION_COLUMNS)


def _plain(number: Decimal) -> str:
    """Return a number without the zeros at its end."""
    whole, _, decimals = f"{number:f}".partition(".")
    return f"{whole}.{decimals.rstrip('0')}".rstrip(".")


def _texts(values: pa.Array, write: Callable[[Decimal], str]) -> list[str]:
    """Return numbers as text, each different one written once; nothing for a blank."""
    unique = values.dictionary_encode()
    words = ["" if value is None else write(value) for value in unique.dictionary.to_pylist()]
    return [words[position] if position >= 0 else "" for position in np.asarray(unique.indices.fill_null(-1)).tolist()]
