"""Statutory returns: what a department asks of every authority, declared cell by cell.

Definitions import nothing heavy, so that a DAG file reads them in milliseconds; the function that derives the records
is imported when it is first called.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from transforms.conditions import Condition
from transforms.domain.period import Period
from transforms.measures import Measure, Share

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.domain.records import Question, Records, Sightings

ENGLAND = "E92000001"


class Origin(StrEnum):
    """How we come by a cell, weakest first. Only the last two have a value."""

    NO_DATA = "no-data"  # no usable snapshot
    NOT_DERIVABLE = "not-derivable"  # no standard field holds it
    INFERRED = "inferred"
    COMPUTED = "computed"


WEAKEST_FIRST = tuple(Origin)


@dataclass(frozen=True)
class ByFact:
    """The origin hangs on what is known of the authority: a fact that the records carry."""

    fact: str
    if_true: Origin
    if_false: Origin


@dataclass(frozen=True)
class BySwitch:
    """The origin hangs on how a switch is set."""

    switch: str
    origins: tuple[tuple[str, Origin], ...]


OriginRule = Origin | ByFact | BySwitch


@dataclass(frozen=True)
class Switch:
    """A choice that the specification leaves open, with the default that it gives."""

    name: str
    default: str
    description: str
    choices: tuple[str, ...] = ()  # the values allowed; none means a whole number of 0 or more


@dataclass(frozen=True)
class Cell:
    """One figure of the form, declared once: its value and the records behind it come from `measure`."""

    name: str
    label: str
    measure: Measure
    origin: OriginRule = Origin.COMPUTED


@dataclass(frozen=True)
class Indicator:
    """A rate read off the cells; `threshold_pct` is the share below which an authority may be designated."""

    name: str
    label: str
    measure: Share
    threshold_pct: int | None = None


@dataclass(frozen=True)
class Reason:
    """Why a record is listed among the exceptions; `shows` are the columns that its detail quotes."""

    name: str
    sentence: str
    where: Condition
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One row of a page of the form: its number, its words, and its cells from left to right (None: no such cell).

    Known:  several rows can share a number; one that the form does not number has none.
    """

    number: str
    label: str
    cells: tuple[str | None, ...]
    is_total: bool = False


@dataclass(frozen=True)
class Page:
    """One page of the form, for people."""

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]  # letter, blank where the form has none, and words of each column
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Deadline:
    """When the department wants the return: one of three ways of counting. A default that belongs in configuration."""

    words: str
    working_days_after_period: int | None = None
    days_after_period: int | None = None
    month_day: tuple[int, int] | None = None  # month and day of the first such date after the period


@dataclass(frozen=True)
class StatutoryReturn:
    """A return: what it reads, the records that it derives, and every cell in the form's order."""

    slug: str
    title: str
    code: str
    department: str
    basis: str
    version: str
    period_kind: str  # "quarter", "financial year" or "reference date"
    deadline: Deadline
    default_period: Callable[[date], Period]  # the period that is due on a day
    reads: Mapping[str, Mapping[str, str]]  # standard → columns of its standardised table → text, day or decimal
    switches: tuple[Switch, ...]
    cells: tuple[Cell, ...]
    workings: tuple[Cell, ...]  # figures that only the checks need
    indicators: tuple[Indicator, ...]
    reasons: tuple[Reason, ...]  # why records are listed, in the order of the specification
    checks: tuple[str, ...]  # reasons without a record, in the order of the specification
    pages: tuple[Page, ...]
    derive: "Callable[[Sightings, Question], Records]"
    sources: Mapping[str, tuple[str, ...]]  # derived column → the fields of the standard that it comes from
    balance: tuple[str, str] | None = None  # the derived stock and the counted one
    uses_latest_snapshot_only: bool = False  # only the last snapshot counts, not the history
    multi_authority_files: bool = False  # a file may hold several authorities' records
    note: str = ""

    @property
    def standard(self) -> str:
        """The slug of the dataset standard that the return reads."""
        return next(iter(self.reads))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a standardised table that the return needs, the located ones included."""
        return (*self.reads[self.standard], "source_line", "is_usable")

    def cell(self, name: str) -> Cell:
        """Return the cell called `name`; raise LookupError, in words, if there is none."""
        for cell in (*self.cells, *self.workings):
            if cell.name == name:
                return cell
        raise LookupError(f"“{name}” is no cell of {self.slug}; the first is {self.cells[0].name}")

    def settings(self, chosen: Mapping[str, str]) -> dict[str, str]:
        """Return every switch with its value; raise ValueError, in words, for one that is not declared."""
        settings = {switch.name: switch.default for switch in self.switches}
        for name, value in chosen.items():
            if name not in settings:
                names = ", ".join(settings) or "none"
                raise ValueError(f"{self.slug} has no switch “{name}”; its switches: {names}")
            settings[name] = _permitted(next(switch for switch in self.switches if switch.name == name), value)
        return settings


@dataclass(frozen=True)
class AssembledReturn:
    """A return for a period as known on a day: its cells, rates and exceptions, and what they were made of."""

    definition: StatutoryReturn
    period: Period
    as_known: date | None
    switches: Mapping[str, str]
    cells: "pa.Table"  # return, authority, period, cell, value, origin
    indicators: "pa.Table"  # return, authority, period, indicator, value
    exceptions: "pa.Table"  # return, authority, period, reason, reference, detail
    issues: "pa.Table"  # authority, fetched, sha256, line, reference, code
    figures: "pa.Table"  # a row per authority, a column per cell and working, exact; for the checks
    used: tuple[tuple[str, date, str], ...]  # authority, fetch date and SHA-256 of every snapshot used
    asked: int
    responded: int
    checks_failed: bool = False

    @property
    def response_rate_pct(self) -> float | None:
        """Authorities with data in a hundred asked."""
        return round(100 * self.responded / self.asked, 1) if self.asked else None

    def amended(self, *, exceptions: "pa.Table", checks_failed: bool) -> "AssembledReturn":
        """Return this return with the checks' exceptions and verdict."""
        return replace(self, exceptions=exceptions, checks_failed=checks_failed)


def _permitted(switch: Switch, value: str) -> str:
    """Return `value` if the switch may have it; raise ValueError, in words, if not."""
    if switch.choices and value not in switch.choices:
        raise ValueError(f"{switch.name} is one of {', '.join(switch.choices)}, not “{value}”")
    if not switch.choices and not value.isdecimal():
        raise ValueError(f"{switch.name} is a whole number of 0 or more, not “{value}”")
    return value
