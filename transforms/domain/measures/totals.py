"""Totals: exact sums of numbers over records, as they are or with a floor under each record."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from transforms.domain.conditions import ColumnWords, Condition
from transforms.domain.measures.base import (
    RECORDS,
    Measure,
    MeasuredRecords,
    MeasuredTable,
    Selection,
    where_lines,
)

if TYPE_CHECKING:
    from transforms.domain.conditions.base import Bools
    from transforms.domain.measures.base import Ints, Values


@dataclass(frozen=True)
class Total(Measure):
    """The exact sum of `column` over the records that meet `where`, rounded half up to `decimals` at the end.

    A trace shows the `traced_columns` before it.
    """

    column: str
    where: Condition
    decimals: int = 0
    table: str = RECORDS
    traced_columns: tuple[str, ...] = ()

    @property
    def selections(self) -> tuple[Selection, ...]:
        """The records that are added up."""
        return (Selection(self.table, self.where, (*self.traced_columns, self.column)),)

    def value(self, records: MeasuredRecords, exact: Mapping[str, "Values"]) -> "Values":  # noqa: ARG002
        """Return the sums; 0 where no record counts."""
        import numpy as np

        table = records.tables[self.table]
        rows = np.flatnonzero(table.mask(self.where))
        totals: Values = table.amounts(self.column).sums(rows, table.authority, len(records.authorities))
        return totals

    def lead(self, words: ColumnWords) -> str:
        """Return what is added up."""
        noun = words.noun(self.column)
        digits = _digits(self.decimals)
        return f"The sum of the {noun}, {digits} at the end, over the records for which all of this is true"

    def formula(self) -> str:
        """Return what is added up."""
        return f"sum of {self.column}, {self.decimals} decimals, of records where\n  {where_lines(self.where)}"


@dataclass(frozen=True)
class FlooredTotal(Measure):
    """Per record max(0, the columns `plus` less the columns `minus`), summed over the records that meet `where`.

    Where several records of one group go together, the table has a record for the group. A trace shows the
    `traced_columns` beside these, and what each record adds.
    """

    plus_columns: tuple[str, ...]
    minus_columns: tuple[str, ...]
    where: Condition
    decimals: int = 0
    table: str = RECORDS
    traced_columns: tuple[str, ...] = ()

    @property
    def selections(self) -> tuple[Selection, ...]:
        """The records that are added up."""
        columns = tuple(dict.fromkeys((*self.traced_columns, *self.plus_columns, *self.minus_columns)))
        return (Selection(self.table, self.where, columns, self.counted),)

    def counted(self, table: MeasuredTable, rows: "Ints") -> Any:  # noqa: ANN401
        """Return what the records at `rows` add to the cell."""
        import pyarrow as pa
        import pyarrow.compute as pc

        def added(names: tuple[str, ...]) -> Any:  # noqa: ANN401
            columns = [table.column(name).take(pa.array(rows)).cast(_exact()) for name in names]
            return _added([pc.fill_null(column, zero) for column in columns])

        zero = pa.scalar(Decimal(0)).cast(_exact())
        left = added(self.plus_columns)
        if self.minus_columns:
            left = pc.subtract(left, added(self.minus_columns))
        zero = zero.cast(left.type)
        return pc.if_else(pc.less(left, zero), zero, left)

    def value(self, records: MeasuredRecords, exact: Mapping[str, "Values"]) -> "Values":  # noqa: ARG002
        """Return the sums; 0 where no record counts."""
        import numpy as np

        from transforms.domain.exact_amounts import floored_difference

        table = records.tables[self.table]
        rows = np.flatnonzero(table.mask(self.where))
        authority, authorities = table.authority[rows], len(records.authorities)
        plus, minus = ([table.amounts(name) for name in names] for names in (self.plus_columns, self.minus_columns))
        floored = floored_difference(plus, minus, rows)
        if floored is None:
            return sums(self.counted(table, rows), np.ones(len(rows), dtype=bool), authority, authorities)
        totals: Values = floored.sums(np.arange(len(rows)), authority, authorities)
        return totals

    def lead(self, words: ColumnWords) -> str:
        """Return what is added up."""
        plus = " and ".join(words.noun(name) for name in self.plus_columns)
        minus = " and ".join(words.noun(name) for name in self.minus_columns)
        return (
            f"For each group the {plus} less the {minus}, never below zero; the sum of these, "
            f"{_digits(self.decimals)} at the end, over the groups for which all of this is true"
        )

    def formula(self) -> str:
        """Return what is added up."""
        minus = "".join(f" − {name}" for name in self.minus_columns)
        return f"sum of max(0, {' + '.join(self.plus_columns)}{minus}) of groups where\n  {where_lines(self.where)}"


def sums(column: Any, mask: "Bools", authority: "Ints", authorities: int) -> "Values":  # noqa: ANN401
    """Return the exact sum of an Arrow column of numbers per authority, as decimals; blanks add nothing."""
    import numpy as np

    from transforms.domain.exact_amounts import ExactAmounts

    return ExactAmounts.of(column).sums(np.flatnonzero(mask), authority, authorities)


def _exact() -> Any:  # noqa: ANN401
    import pyarrow as pa

    return pa.decimal256(60, 18)


def _added(columns: list[Any]) -> Any:  # noqa: ANN401
    import pyarrow.compute as pc

    total = columns[0]
    for column in columns[1:]:
        total = pc.add(total, column).cast(_exact())
    return total


def _digits(decimals: int) -> str:
    return f"rounded to {decimals} decimals" if decimals else "rounded to a whole number"
