"""Values of single records: the one value, the least, the greatest, the latest day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from transforms.domain.conditions import ColumnWords, Condition
from transforms.domain.measures.base import RECORDS, Measure, MeasuredRecords, Selection, where_lines

if TYPE_CHECKING:
    from transforms.domain.measures.base import Values


@dataclass(frozen=True)
class _Extreme(Measure):
    """One of the values of `column` among the records that meet `where`; none where no record has one.

    A day is written as the number YYYYMMDD. A trace shows the `traced_columns` beside it.
    """

    column: str
    where: Condition
    decimals: int = 0
    table: str = RECORDS
    traced_columns: tuple[str, ...] = ()

    choose: ClassVar[Callable[[list[Any]], Any]]
    noun: ClassVar[str]

    @property
    def selections(self) -> tuple[Selection, ...]:
        """The records among which the value is chosen."""
        return (Selection(self.table, self.where, (*self.traced_columns, self.column)),)

    def value(self, records: MeasuredRecords, exact: Mapping[str, "Values"]) -> "Values":  # noqa: ARG002
        """Return the values chosen, None where there is none."""
        import numpy as np

        table = records.tables[self.table]
        rows = np.flatnonzero(table.mask(self.where))
        values: dict[int, list[Any]] = {}
        for position, value in zip(
            table.authority[rows].tolist(), _numbers(table.column(self.column), rows), strict=True
        ):
            if value is not None:
                values.setdefault(position, []).append(value)
        extremes = [
            type(self).choose(values[position]) if position in values else None
            for position in range(len(records.authorities))
        ]
        return np.array(extremes, dtype=object)

    def lead(self, words: ColumnWords) -> str:
        """Return what is chosen."""
        return f"The {self.noun} {words.noun(self.column)} among the records for which all of this is true"

    def formula(self) -> str:
        """Return what is chosen."""
        return f"{self.noun} {self.column} of records where\n  {where_lines(self.where)}"


class ValueOf(_Extreme):
    """The value of `column` in the one record that meets `where`."""

    choose: ClassVar[Callable[[list[Any]], Any]] = staticmethod(lambda values: _single(values))
    noun: ClassVar[str] = "only"

    def lead(self, words: ColumnWords) -> str:
        """Return what is read."""
        return f"The {words.noun(self.column)} of the record for which all of this is true"

    def formula(self) -> str:
        """Return what is read."""
        return f"{self.column} of the record where\n  {where_lines(self.where)}"


class Minimum(_Extreme):
    """The least value of `column` among the records that meet `where`, for days the earliest."""

    choose: ClassVar[Callable[[list[Any]], Any]] = min
    noun: ClassVar[str] = "least"


class Maximum(_Extreme):
    """The greatest value of `column` among the records that meet `where`, for days the latest."""

    choose: ClassVar[Callable[[list[Any]], Any]] = max
    noun: ClassVar[str] = "greatest"


def _single(values: list[Any]) -> Any:  # noqa: ANN401
    """Return the only value; more than one is a fault of the declaration."""
    if len(values) > 1:
        raise ValueError(f"one record was expected, and there are {len(values)}")
    return values[0]


def _numbers(column: Any, rows: Any) -> list[Any]:  # noqa: ANN401
    """Return a column at `rows` as numbers, days as YYYYMMDD, None for a blank."""
    import numpy as np
    import pyarrow as pa

    values = column[rows].tolist() if isinstance(column, np.ndarray) else column.take(pa.array(rows)).to_pylist()
    return [int(f"{value:%Y%m%d}") if isinstance(value, date) else value for value in values]
