"""Measures: what every way of computing a cell can do.

A measure is data. The engine evaluates it for all authorities at once, traces the same declaration to the records
behind a cell, and writes it as words and as a formula.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from transforms.domain.conditions import ColumnWords, Condition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from transforms.domain.conditions.base import Bools

    Values = NDArray[Any]
    Ints = NDArray[np.int64]

RECORDS = "records"  # the table of a return that derives one


class MeasuredTable(Protocol):
    """One table of records: whose each is, its columns, and where conditions hold."""

    @property
    def authority(self) -> "Ints":
        """Per record: the position of its authority among those requested."""
        ...

    def column(self, name: str) -> Any:  # noqa: ANN401  # coded words, days, yes or no, numbers or exact decimals
        """Return the column called `name`."""
        ...

    def mask(self, condition: Condition) -> "Bools":
        """Return for which records `condition` holds."""
        ...


class MeasuredRecords(Protocol):
    """The records of a return: its tables by name, and what is known of each authority."""

    @property
    def authorities(self) -> tuple[str, ...]:
        """The codes of the authorities requested."""
        ...

    @property
    def tables(self) -> Mapping[str, Any]:
        """The tables of records, by name."""
        ...

    @property
    def facts(self) -> Mapping[str, "Bools"]:
        """By name, one yes or no per authority."""
        ...

    @property
    def switches(self) -> Mapping[str, str]:
        """Every switch with its value."""
        ...

    @property
    def figures(self) -> Mapping[str, "Values"]:
        """By name, one exact figure per authority that the derivation of the records works out itself."""
        ...


@dataclass(frozen=True)
class Selection:
    """The records that a measure reads: of which table, meeting which condition, and what is taken from them.

    `counted` gives what records at some positions add to the cell, where that is no column of theirs.
    """

    table: str
    where: Condition
    columns: tuple[str, ...] = ()
    counted: "Callable[[MeasuredTable, Ints], Any] | None" = None

    @property
    def columns_read(self) -> tuple[str, ...]:
        """Every column that is read, what is taken last."""
        return tuple(dict.fromkeys((*self.where.columns, *self.columns)))


class Measure(ABC):
    """How a cell is computed."""

    @property
    def plus(self) -> tuple[str, ...]:
        """The cells that are added up, by name."""
        return ()

    @property
    def minus(self) -> tuple[str, ...]:
        """The cells that are taken away, by name."""
        return ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The cells that it is made of, by name."""
        return self.plus + self.minus

    @property
    def selections(self) -> tuple[Selection, ...]:
        """The records that it reads itself; none where it is made of other cells."""
        return ()

    def for_switches(self, switches: Mapping[str, str]) -> "Measure":  # noqa: ARG002
        """Return the measure as switches are set: itself, unless one of them decides how it is computed."""
        return self

    @property
    def is_collected(self) -> bool:
        """Whether some published field holds it at all."""
        return True

    @abstractmethod
    def value(self, records: MeasuredRecords, exact: Mapping[str, "Values"]) -> "Values":
        """Return the exact value for each authority, None where there is none; `exact` holds those of its parts."""

    @property
    def written_decimals(self) -> int | None:
        """To how many decimals its values are rounded, half up, when they are written; None for as they are."""
        return getattr(self, "decimals", None)

    @abstractmethod
    def lead(self, words: ColumnWords) -> str:
        """Return the sentence, or its beginning that conditions end, in which the cell is explained."""

    @abstractmethod
    def formula(self) -> str:
        """Return the rule as lines of columns, comparisons and cells."""


def where_lines(where: Condition) -> str:
    """Return what must hold, every part on a line of its own."""
    return "\n  and ".join(part.formula() for part in where.parts)
