"""Priorities: what fixing a finding would change in the returns, and so what to fix first.

Grain:  one severity, code and column of one report.
Known:  a record that is left out is missing from every cell; a value that is only flagged, from the cells that its
        column feeds. Findings about a column or the file concern all its records; one in a column that no field is
        read from concerns none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from transforms.domain.issue import Severity
from transforms.domain.report import Report
from transforms.domain.standard import Edition, FieldKind
from transforms.domain.statutory_return import StatutoryReturn
from transforms.priorities.affected_records import AffectedRecords, grouped
from transforms.priorities.cell_dependencies import CellDependencies, DependentCells

__all__ = ["DependentCells", "FixPriority", "fix_priorities", "table_columns"]

SEVERITIES = tuple(Severity)


@dataclass(frozen=True)
class FixPriority:
    """One kind of finding in one column: how often, and what fixing it would change."""

    severity: Severity
    code: str
    column: str | None
    count: int  # findings
    located: int  # of which stand on a line
    records: int  # records concerned
    dependent_cells: tuple[DependentCells, ...]
    amount: Decimal | None  # what the records concerned add up to, in pounds; None where no money is published
    weight: tuple[float, ...]  # the heavier, the sooner to be fixed
    is_unread: bool = False  # in a column that no field is read from

    @property
    def is_about_all(self) -> bool:
        """Whether it is a finding about a column or the file rather than about single records."""
        return self.located == 0


def fix_priorities(report: Report, edition: Edition, returns: Sequence[StatutoryReturn]) -> tuple[FixPriority, ...]:
    """Return what was found, grouped, in the order in which to fix it: most severe first, then by what it changes.

    Args:
        report: what checking one file found.
        edition: the edition of the standard that the file is of.
        returns: the returns that read the standard.

    """
    if not len(report.issues):
        return ()
    groups, group_of_issue = grouped(report.issues)
    is_critical = np.array([severity == Severity.CRITICAL for severity, *_ in groups])
    affected = AffectedRecords.of(report, _amount_field(edition), group_of_issue, is_critical)
    feeds = [CellDependencies.of(definition, report.standard) for definition in returns]
    fields = report.fields_by_header
    priorities = []
    for position, (severity, code, column, count, located) in enumerate(groups):
        is_unread = column is not None and column not in fields
        dependent_cells = () if is_unread else _fed(feeds, fields, Severity(severity), column)
        records, amount, gross = affected.by_group(position) if located or is_unread else affected.all_records
        changes = records * sum(cells.reach for cells in dependent_cells)
        weight = (-SEVERITIES.index(Severity(severity)), float(report.header_line is None), changes, gross, records)
        priorities.append(
            FixPriority(
                Severity(severity), code, column, count, located, records, dependent_cells, amount, weight, is_unread
            )
        )
    return tuple(
        sorted(
            priorities,
            key=lambda priority: (*(-part for part in priority.weight), priority.code, priority.column or ""),
        )
    )


def table_columns(edition: Edition) -> list[str]:
    """Return the columns of a report's table that priorities are worked out from."""
    amount = _amount_field(edition)
    return ["source_line", "is_usable", *([amount] if amount else [])]


def _amount_field(edition: Edition) -> str | None:
    """Return the essential field that holds an amount of money, None for a standard that is not about money."""
    return next((field.name for field in edition.essential if field.kind is FieldKind.DECIMAL), None)


def _fed(
    feeds: Sequence[CellDependencies], fields: Mapping[str, str], severity: Severity, column: str | None
) -> tuple[DependentCells, ...]:
    """Return the cells that a finding keeps wrong, return by return."""
    if severity is Severity.CRITICAL or column is None:
        dependent = [of_return.all_cells for of_return in feeds]
    else:
        dependent = [of_return.by_field(fields[column]) for of_return in feeds if column in fields]
    return tuple(cells for cells in dependent if cells.cells)
