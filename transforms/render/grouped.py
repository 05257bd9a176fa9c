"""Groups: the issues of one report by code and column, the widest first, for readers who mend by column."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True)
class Group:
    """One code found in one column: how often, what it means, and the first places."""

    code: str
    column: str | None
    count: int
    message: str
    fix: str
    places: tuple[tuple[int, str | None], ...]  # line and value as published; none for a finding about the file


def groups(issues: pa.Table, severity: str, shown: int) -> list[Group]:
    """Return the groups of one severity: findings about the file or a column first, then the most frequent."""
    found = issues.filter(pc.equal(issues["severity"], severity))
    named = found.select(["code", "column", "line"]).append_column("at", pa.array(range(len(found)), pa.int64()))
    counts = named.group_by(["code", "column"], use_threads=False).aggregate(
        [("at", "count"), ("line", "count"), ("at", "first")]
    )
    words = found.select(["message", "fix"]).take(counts["at_first"]).to_pylist()
    rows = [row | said for row, said in zip(counts.to_pylist(), words, strict=True)]
    rows.sort(key=lambda row: (row["line_count"] > 0, -row["at_count"]))
    return [
        Group(
            code=row["code"],
            column=row["column"],
            count=row["at_count"],
            message=row["message"] or "",
            fix=row["fix"] or "",
            places=_places(found, row["code"], row["column"], shown) if shown else (),
        )
        for row in rows
    ]


def _places(found: pa.Table, code: str, column: str | None, shown: int) -> tuple[tuple[int, str | None], ...]:
    same_column = pc.is_null(found["column"]) if column is None else pc.equal(found["column"], column)
    of_group = pc.and_(pc.equal(found["code"], code), pc.fill_null(same_column, False))
    places = found.filter(pc.and_(of_group, pc.is_valid(found["line"]))).sort_by("line").slice(0, shown)
    return tuple(zip(places["line"].to_pylist(), places["value"].to_pylist(), strict=True))
