"""Groups: the issues of one report by code and column, with their sentences and first places.

Known:  one code in one column may have several sentences, one for each rule that it broke; all are given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from transforms.findings.issue_table import plain
from transforms.priorities import FixPriority

LineAndValue = tuple[int, str | None]  # line and value as published


@dataclass(frozen=True)
class Group:
    """One code found in one column: what fixing it changes, what is wrong and what to write, and the first places."""

    priority: FixPriority
    sentences: tuple[tuple[str, str], ...]  # message and fix
    places: tuple[LineAndValue, ...]  # none for a finding about the file or a column


def groups(issues: pa.Table, fix_priorities: Sequence[FixPriority], places_shown: int | None) -> Iterator[Group]:
    """Yield the groups of `fix_priorities` in their order, each with its first `shown` places, or with all."""
    by_severity = {
        severity: _of_severity(issues, severity) for severity in {str(priority.severity) for priority in fix_priorities}
    }
    for priority in fix_priorities:
        yield _group(by_severity[str(priority.severity)], priority, places_shown)


def _of_severity(issues: pa.Table, severity: str) -> pa.Table:
    rows = issues.select(["severity", "code", "column", "line", "value", "message", "fix"])
    return plain(rows.filter(pc.equal(rows["severity"], severity)))


def _group(rows: pa.Table, priority: FixPriority, places_shown: int | None) -> Group:
    same_column = pc.is_null(rows["column"]) if priority.column is None else pc.equal(rows["column"], priority.column)
    of_group = rows.filter(pc.and_(pc.equal(rows["code"], priority.code), pc.fill_null(same_column, False)))
    messages = of_group.group_by(["message", "fix"], use_threads=False).aggregate([])
    sentences = zip(messages["message"].to_pylist(), messages["fix"].to_pylist(), strict=True)
    return Group(
        priority,
        tuple((message or "", fix or "") for message, fix in sentences),
        _places(of_group, places_shown) if priority.located else (),
    )


def _places(of_group: pa.Table, places_shown: int | None) -> tuple[LineAndValue, ...]:
    """Return the first places by line."""
    places = (
        of_group.filter(pc.is_valid(of_group["line"])).select(["line", "value"]).sort_by("line").slice(0, places_shown)
    )
    return tuple(zip(places["line"].to_pylist(), places["value"].to_pylist(), strict=True))
