"""Statutory returns: what a department asks of every authority, declared cell by cell.

Definitions import nothing heavy, for DAG files read them; what derives the records is imported when it is first called.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from transforms.domain.authority import AuthorityGroup
from transforms.domain.disclosure_policy import DisclosurePolicy
from transforms.domain.measures import Measure, Share
from transforms.domain.origins import COMPUTED, OriginRule
from transforms.domain.period import Period
from transforms.domain.ranking import Ranking
from transforms.domain.reasons import ENGINE_REASONS, Reason
from transforms.domain.return_checks import Check
from transforms.domain.return_reads import DepartmentLine, FieldNeed, Reads, ReadsReturn
from transforms.domain.return_words import ReturnWords
from transforms.domain.round_rules import RoundRules
from transforms.domain.total_area import TotalArea

if TYPE_CHECKING:
    from transforms.domain.records import Records

ENGLAND = "E92000001"
KIND_IN_WORDS = {
    "return": "",
    "statement": "A statement of duties, not a return",
    "reconciliation": "A reconciliation of published data with a department's figures, not a return",
}


@dataclass(frozen=True)
class Switch:
    """A choice that the specification leaves open, with the default that it gives.

    With a `pattern`, a regular expression, it is a text of this form, which `form` says in words.
    """

    name: str
    default: str
    description: str
    choices: tuple[str, ...] = ()  # the values allowed; none, and no pattern, means a whole number of 0 or more
    pattern: str = ""
    form: str = ""

    def permitted(self, value: str) -> str:
        """Return `value` if the switch may have it; raise ValueError, in words, if not."""
        if self.pattern:
            if not re.fullmatch(self.pattern, value):
                raise ValueError(f"{self.name} is {self.form}, not “{value}”")
            return value
        if self.choices and value not in self.choices:
            raise ValueError(f"{self.name} is one of {', '.join(self.choices)}, not “{value}”")
        if not self.choices and not value.isdecimal():
            raise ValueError(f"{self.name} is a whole number of 0 or more, not “{value}”")
        return value


@dataclass(frozen=True)
class Cell:
    """One figure of the form, declared once: its value and the records behind it come from `measure`.

    `needs` are the published fields without which it has no value; a cell made of other cells has theirs. `fact` names
    what it tells, where other returns and standards ask for the same. A cell that `has_total` is added up over the
    authorities, but for those whose code begins with one of `total_without`. `from_declared` are the cells from whose
    declared figures it can be worked out. `standards` are those whose files it is made of, where that is not of all
    that the return reads. `codes` are the values of a cell that holds a code, each with its words; one that `is_day`
    holds a day, written YYYYMMDD.
    """

    name: str
    label: str
    measure: Measure
    origin: OriginRule = COMPUTED
    needs: tuple[FieldNeed, ...] = ()
    fact: str = ""
    has_total: bool = True
    total_without: tuple[str, ...] = ()
    from_declared: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    is_day: bool = False

    def telling(self, fact: str) -> "Cell":
        """Return this cell with the fact that it tells."""
        return replace(self, fact=fact)


@dataclass(frozen=True)
class Indicator:
    """A rate read off the cells; `threshold_pct` is the share below which an authority may be designated.

    Over an area it is made of the area's cells, or, where it is `of_complete`, of the authorities that have every part.
    """

    name: str
    label: str
    measure: Share
    threshold_pct: int | None = None
    of_complete: bool = False


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
    """When the department wants the return; a default that belongs in configuration.

    One of the three is given: so many working days or days after the period, or the next such month and day after it.
    Where not every year is asked for, it is `every_years`, of which a period that ends in `asked_year` is one.
    """

    words: str
    working_days_after_period: int | None = None
    days_after_period: int | None = None
    month_day: tuple[int, int] | None = None
    every_years: int = 1
    asked_year: int = 0


@dataclass(frozen=True)
class StatutoryReturn:
    """One edition of a return: what it reads, the records that it derives, every cell in the form's order.

    `first_period` is the name of the first period that the edition is for, blank for the oldest; `earlier` are the
    editions before it, newest first, each of which ends where the next begins.
    """

    slug: str
    title: str
    code: str
    department: str
    basis: str
    version: str
    edition: str
    period_kind: str  # "quarter", "financial year", "reference date" or "assessment year", of four quarters
    deadline: Deadline
    owed_by: AuthorityGroup
    default_period: Callable[[date], Period]  # the period that is due on a day
    reads: tuple[Reads, ...]
    cells: tuple[Cell, ...]
    pages: tuple[Page, ...]
    derive: "Callable[..., Records]"  # of the inputs and the request: the records of every authority requested
    sources: Mapping[str, tuple[str, ...]]  # derived column → the fields of the standard that it comes from
    words: ReturnWords = field(default_factory=ReturnWords)
    switches: tuple[Switch, ...] = ()
    workings: tuple[Cell, ...] = ()  # figures that only the checks need
    indicators: tuple[Indicator, ...] = ()
    reasons: tuple[Reason, ...] = ()  # why records and authorities are listed, in the order of the specification
    checks: tuple[Check, ...] = ()
    rankings: tuple[Ranking, ...] = ()  # tables of all authorities, which the workbook has as pages
    balance: tuple[str, str] | None = None  # the derived stock and the counted one
    totals: tuple[TotalArea, ...] = (TotalArea(ENGLAND, "England"),)
    left_out_of_totals: str = ""  # the exception of an area that says so, where cells have a `total_without`
    not_owed: str = ""  # the exception of a body that doesn't owe the return, where such a body gets no cells
    reads_returns: tuple[ReadsReturn, ...] = ()
    department_lines: tuple[DepartmentLine, ...] = ()  # a department's own figures that cells are set beside
    department_source: str = ""  # where a person finds these, in sentences
    files: Callable[..., Iterator[tuple[str, Any]]] | None = None  # of an AssembledReturn: its own, bytes or a table
    record_files: Callable[..., Iterator[Any]] | None = None  # of the Records: its own RecordFiles, each one's rows
    file_words: Mapping[str, str] = field(default_factory=dict)  # what its own files are, by name or by folder and “/”
    file_sheets: Mapping[str, str] = field(default_factory=dict)  # its own tables that the workbook has too, as sheets
    guarded_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of them: no spreadsheet may run it
    authorities_are_independent: bool = False  # each one's records are of its own files alone, whatever the day
    first_period: str = ""
    earlier: "tuple[StatutoryReturn, ...]" = ()
    disclosure: DisclosurePolicy | None = None  # none: the public sees figures as they are
    kind: str = "return"  # or "statement" or "reconciliation", which every page and file then says
    note: str = ""
    round_rules: RoundRules = field(default_factory=RoundRules)

    @property
    def kind_in_words(self) -> str:
        """What it is where it is no return, as its pages and files say; blank for a return."""
        return KIND_IN_WORDS[self.kind]

    @property
    def standards(self) -> tuple[str, ...]:
        """The slugs of the dataset standards that the return reads itself."""
        return tuple(reads.standard for reads in self.reads)

    @property
    def all_standards(self) -> tuple[str, ...]:
        """The slugs of the dataset standards that its figures come from, also through the returns that it reads."""
        through = [slug for read in self.reads_returns for slug in read.definition.all_standards]
        return tuple(dict.fromkeys((*self.standards, *through)))

    @property
    def standard(self) -> str:
        """The slug of the first dataset standard that its figures come from: the one that its records stand in."""
        return self.all_standards[0]

    @property
    def counts_looks(self) -> bool:
        """Whether it asks on which days sources were seen, and what authorities have declared not to apply."""
        return any(reads.counts_looks for reads in self.reads)

    def reads_of(self, standard: str) -> Reads:
        """Return what is read of a standard."""
        return next(reads for reads in self.reads if reads.standard == standard)

    @cached_property
    def _declared(self) -> Mapping[str, Cell]:
        return {cell.name: cell for cell in (*self.cells, *self.workings)}

    def cell(self, name: str) -> Cell:
        """Return the cell called `name`; raise LookupError, in words, if there is none."""
        if name not in self._declared:
            raise LookupError(f"unknown cell “{name}” of {self.slug}; the first is {self.cells[0].name}")
        return self._declared[name]

    def total_area(self, gss: str) -> TotalArea | None:
        """Return the area called `gss` over whose authorities the cells are added up, None for any other code."""
        return next((area for area in self.totals if area.gss == gss), None)

    def settings(self, requested: Mapping[str, str]) -> dict[str, str]:
        """Return every switch with its value; raise ValueError, in words, for one that is not declared."""
        declared = {switch.name: switch for switch in self.switches}
        for name in requested:
            if name not in declared:
                raise ValueError(f"{self.slug} has no switch “{name}”; its switches: {', '.join(declared) or 'none'}")
        return {
            name: switch.permitted(requested[name]) if name in requested else switch.default
            for name, switch in declared.items()
        }

    @property
    def editions(self) -> "tuple[StatutoryReturn, ...]":
        """Every edition, the newest first."""
        return (self, *self.earlier)

    def for_period(self, period: Period) -> "StatutoryReturn":
        """Return the edition of a period: the newest whose first period is not after it."""
        from transforms.domain.period import parse_period

        for edition in self.editions:
            if not edition.first_period or parse_period(edition.first_period).first <= period.first:
                return edition
        return self.editions[-1]

    def named_edition(self, name: str) -> "StatutoryReturn":
        """Return the edition called `name`; raise LookupError, in words, if there is none."""
        for edition in self.editions:
            if edition.edition == name:
                return edition
        names = ", ".join(edition.edition for edition in self.editions)
        raise LookupError(f"{self.slug} has no edition “{name}”; its editions: {names}")

    def made_under(self, edition: str, period: Period) -> "StatutoryReturn":
        """Return the edition that an assembly names; that of its period where it names none."""
        return self.named_edition(edition) if edition else self.for_period(period)

    @property
    def failing_reasons(self) -> frozenset[str]:
        """The reasons of checks that fail the return as a whole."""
        return frozenset(check.reason for check in self.checks if check.fails)

    def period_in_words(self, period: Period | str) -> str:
        """Return a period as people say it; of an assessment year, which is named by its last day, that it is one."""
        from transforms.domain.period import parse_period

        words = (parse_period(period) if isinstance(period, str) else period).in_words
        return f"year to {words}" if self.period_kind == "assessment year" else words

    def reason(self, name: str) -> Reason:
        """Return the reason called `name`; of an assembly older than the definition it may be one that is no more."""
        reasons = (*self.reasons, *ENGINE_REASONS)
        return next((reason for reason in reasons if reason.name == name), Reason(name, name, fix=""))

    def exception_order(self) -> dict[str, int]:
        """Return the position of every reason in the exceptions: as declared, then what the engine itself lists."""
        names = [*(reason.name for reason in self.reasons), *(check.reason for check in self.checks)]
        names += [reason.name for reason in ENGINE_REASONS]
        return {name: position for position, name in enumerate(dict.fromkeys(names))}
