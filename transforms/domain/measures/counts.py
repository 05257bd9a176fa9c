"""Counts: how many records there are, and how many different values they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.domain.conditions import ColumnWords, Condition
from transforms.domain.measures.base import RECORDS, Measure, MeasuredRecords, Selection, where_lines

if TYPE_CHECKING:
    from transforms.domain.measures.base import Values


@dataclass(frozen=True)
class Count(Measure):
    """The number of records that meet `where`."""

    where: Condition
    table: str = RECORDS

    @property
    def selections(self) -> tuple[Selection, ...]:
        """The records that are counted."""
        return (Selection(self.table, self.where),)

    def value(self, records: MeasuredRecords, exact: Mapping[str, "Values"]) -> "Values":  # noqa: ARG002
        """Return the numbers."""
        import numpy as np

        table = records.tables[self.table]
        return np.bincount(table.authority[table.mask(self.where)], minlength=len(records.authorities))

    def lead(self, words: ColumnWords) -> str:  # noqa: ARG002
        """Return what is counted."""
        return "The number of records for which all of this is true"

    def formula(self) -> str:
        """Return what is counted."""
        return f"count of records where\n  {where_lines(self.where)}"


@dataclass(frozen=True)
class CountOfValues(Measure):
    """The number of different values of the text `column` among the records that meet `where`; blanks are none."""

    column: str
    where: Condition
    table: str = RECORDS

    @property
    def selections(self) -> tuple[Selection, ...]:
        """The records whose values are counted."""
        return (Selection(self.table, self.where, (self.column,)),)

    def value(self, records: MeasuredRecords, exact: Mapping[str, "Values"]) -> "Values":  # noqa: ARG002
        """Return the numbers."""
        import numpy as np

        table = records.tables[self.table]
        mask = table.mask(self.where)
        values, authority = table.column(self.column).positions[mask], table.authority[mask]
        different = int(values.max(initial=-1)) + 1
        pairs = np.unique((authority * different + values)[values >= 0])
        return np.bincount(pairs // max(different, 1), minlength=len(records.authorities))

    def lead(self, words: ColumnWords) -> str:
        """Return what is counted."""
        noun = words.noun(self.column)
        return f"The number of different values of the {noun} among the records for which all of this is true"

    def formula(self) -> str:
        """Return what is counted."""
        return f"number of different {self.column} of records where\n  {where_lines(self.where)}"
