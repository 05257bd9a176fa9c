"""What a return reads: dataset standards with their columns, other returns, a department's lines, what a cell needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from transforms.domain.period import Period


class SeenAgain(StrEnum):
    """What it tells a return that a source showed the same bytes again on a later day."""

    WITHIN = "within"  # only on which side of the period's first and last day that was
    YEARLY = "yearly"  # that, and in which financial year, by which rows without a year have theirs
    LATER = "later"  # that of the last day, and which of the days that the file names were past by then
    NEARER = "nearer"  # that too, and how near to the period's first and last day it was


@dataclass(frozen=True)
class ColumnsWithout:
    """Columns that only rows without anything in another column need, such as payments without a number."""

    column: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Reads:
    """What a return reads of one dataset standard.

    `columns` are those of its standardised table, each “text”, “day”, “decimal” or “flag”, or “words”: text of which
    each different one is held once, for millions of rows.
    """

    standard: str
    columns: Mapping[str, str]
    uses_latest_snapshot_only: bool = False  # not the history
    multi_authority_files: bool = False  # a file may hold several authorities' records
    empty_is_usable: bool = False  # a header with nothing beneath it says that there is nothing
    period_column: str = ""  # a day: rows of other days than the period's are left out while they are read
    columns_without: ColumnsWithout | None = None  # left out, and so blank, where each row of the period has the other
    with_unusable_rows: bool = False  # the derivation lists rows that it can't use
    seen_again: SeenAgain = SeenAgain.LATER  # which days of an unbroken run of the same bytes are needed
    counts_looks: bool = False  # on which days a source was seen counts: every snapshot is read, quarantined ones too

    @property
    def columns_loaded(self) -> tuple[str, ...]:
        """The columns of a standardised table that are needed, the located ones included."""
        return (*self.columns, "source_line", "is_usable")

    @property
    def columns_coded(self) -> tuple[str, ...]:
        """The columns of which each different text is held once."""
        return tuple(name for name, kind in self.columns.items() if kind == "words")

    def span(self, period: Period) -> tuple[str, date, date] | None:
        """Return the day that decides which rows a period needs, and the days of these; None where it needs all."""
        return (self.period_column, period.first, period.last) if self.period_column else None


@dataclass(frozen=True)
class ReadsReturn:
    """What a return reads of another one: its assemblies for some periods.

    `periods` are those that a period of the reader is made of, `readers` the periods of the reader that one of the
    other return is a part of.
    """

    definition: Any  # StatutoryReturn, which names this class
    periods: Callable[[Period], tuple[Period, ...]]
    readers: Callable[[Period], tuple[Period, ...]]


@dataclass(frozen=True)
class DepartmentLine:
    """A line of a department's own figures that a reconciliation sets beside one of its cells.

    `unit` is what it counts: “pounds”, “homes” or “posts”.
    """

    name: str
    label: str
    cell: str
    unit: str = "pounds"


@dataclass(frozen=True)
class FieldNeed:
    """A field that the rule of a cell needs, or any one of several alternatives."""

    standard: str
    fields: tuple[str, ...]

    @property
    def name(self) -> str:
        """The field, or the alternatives."""
        return "|".join(self.fields)


def needs_of(standard: str, *fields: str | tuple[str, ...]) -> tuple[FieldNeed, ...]:
    """Return that some fields of a standard are needed; of a tuple any one."""
    return tuple(FieldNeed(standard, (field,) if isinstance(field, str) else field) for field in fields)
