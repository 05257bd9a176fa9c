"""Records: what a return counts, derived for all authorities at once and held as columns.

Days are `datetime64[D]` with NaT for a blank; text columns are coded, because a return asks the same few words of a
million rows; money and areas are exact Arrow decimals.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from transforms.domain.conditions import Condition
from transforms.domain.exact_amounts import ExactAmounts
from transforms.domain.period import Period
from transforms.domain.sightings import Sightings

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Ranks = NDArray[np.int8]
Days = NDArray[np.datetime64]
Column = Any  # coded words, days, yes or no, whole numbers, or exact Arrow decimals

ISSUE_COLUMNS = pa.schema(
    [
        ("authority", pa.string()),
        ("fetched", pa.string()),
        ("sha256", pa.string()),
        ("line", pa.int64()),
        ("reference", pa.string()),
        ("code", pa.string()),
    ]
)
EXCEPTION_COLUMNS = pa.schema([(name, pa.string()) for name in ("authority", "reason", "reference", "detail")])


@dataclass(frozen=True)
class RecordTable:
    """One record per case, site, contract …, with the columns that conditions and measures name.

    `authority` is the position of each record's authority among those requested; `row` its row in the sightings of the
    standard that it was published in, which gives its source line, and -1 where it stands for no single row.
    """

    period: Period
    switches: Mapping[str, str]
    sightings: Sightings
    authority: Ints
    row: Ints
    reference: pa.Array
    columns: Mapping[str, Column]
    cache: dict[Condition, Bools] = field(default_factory=dict, compare=False)
    amounts_cache: dict[str, ExactAmounts] = field(default_factory=dict, compare=False)

    def __len__(self) -> int:
        return len(self.row)

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return self.columns[name]

    def amounts(self, name: str) -> ExactAmounts:
        """Return a column of decimals as whole numbers of its smallest unit, worked out once."""
        if name not in self.amounts_cache:
            self.amounts_cache[name] = ExactAmounts.of(self.columns[name])
        return self.amounts_cache[name]

    def mask(self, condition: Condition) -> Bools:
        """Return for which records `condition` holds, worked out once."""
        if condition not in self.cache:
            self.cache[condition] = np.asarray(condition.evaluate(self), dtype=bool)
        return self.cache[condition]


@dataclass(frozen=True)
class Records:
    """Everything that a return derives from what was published: its tables of records, and what is known of everybody.

    `facts` hold one yes or no per authority, `origins` one rank of an origin, `figures` one exact figure or None.
    `fields` has per standard, for each authority, the fields that the snapshots used for it have a column for.
    `exceptions` are those that the derivation itself lists; `compared` the authorities and cells whose declared figure
    it has compared with the data itself.
    """

    authorities: tuple[str, ...]
    switches: Mapping[str, str]
    tables: Mapping[str, RecordTable]
    facts: Mapping[str, Bools]
    fields: Mapping[str, Sequence[frozenset[str]]]
    origins: Mapping[str, Ranks] = field(default_factory=dict)
    figures: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    compared: Collection[tuple[str, str]] = ()
    issues: pa.Table = field(default_factory=ISSUE_COLUMNS.empty_table)
    exceptions: pa.Table = field(default_factory=EXCEPTION_COLUMNS.empty_table)


def rows_table(rows: Iterable[tuple[str, str, str, str]]) -> pa.Table:
    """Return exceptions, each its authority, reason, reference and detail, as a table."""
    columns = list(zip(*rows, strict=True)) or [()] * len(EXCEPTION_COLUMNS)
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=EXCEPTION_COLUMNS)


def reach(sightings: Sightings, authorities: Sequence[str], period: Period) -> dict[str, Bools]:
    """Return how each authority's snapshots lie to a period, as facts.

    `has_data`: one was fetched on or after its first day. `seen_to_the_end`: one was fetched after its last day.
    `seen_before_the_start`: one was fetched before its first day.
    """
    fetched, owners = sightings.fetched(), sightings.owners(authorities)
    first, last = np.datetime64(period.first), np.datetime64(period.last)

    def any_fetched(mask: Bools) -> Bools:
        return np.bincount(owners[mask], minlength=len(authorities)) > 0

    return {
        "has_data": any_fetched(fetched >= first),
        "seen_to_the_end": any_fetched(fetched > last),
        "seen_before_the_start": any_fetched(fetched < first),
    }


def fields_by_authority(sightings: Sightings, authorities: Sequence[str]) -> list[frozenset[str]]:
    """Return, per authority, the fields that any of its files has a column for."""
    fields: dict[str, frozenset[str]] = {}
    for file in sightings.files:
        fields[file.authority_gss] = fields.get(file.authority_gss, frozenset()) | file.fields
    return [fields.get(gss, frozenset()) for gss in authorities]


def is_true(values: pa.Array | pa.ChunkedArray) -> Bools:
    """Return where an Arrow column of yes and no is yes."""
    filled = pc.fill_null(values, False)
    return np.asarray(
        filled.to_numpy() if isinstance(filled, pa.ChunkedArray) else filled.to_numpy(zero_copy_only=False), dtype=bool
    )
