"""Entries: issues as a reader gets them, one per finding, and for repairs and remarks one per code and column.

Grain:  critical and warning: one finding; info: one code and column of one file, with `count` and `lines`.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

ISSUE_COLUMNS = (
    "code", "severity", "responsibility", "dimension", "line", "column", "value", "message", "fix", "fingerprint",
)  # fmt: skip
ENTRY_COLUMNS = (*ISSUE_COLUMNS, "count", "lines")
WRITTEN_BY_COUNCILS = ("column", "value", "message", "fix")
SEVERITIES = ("critical", "warning", "info")
CHUNK = 20_000
FINGERPRINT_LETTERS = 16


def entries(issues: pa.Table, carried: Sequence[str] = ()) -> Iterator[pa.Table]:
    """Yield issues in pieces, most severe first, then by line; info grouped, else `count` and `lines` are null.

    `carried` are further columns of `issues` to keep.
    """
    issues = issues.select([*ISSUE_COLUMNS, *carried]).unify_dictionaries().combine_chunks()
    severity, line = _ranks(issues["severity"]), pc.fill_null(issues["line"], 0).to_numpy()
    is_info = severity == SEVERITIES.index("info")
    groups = _groups(issues, np.flatnonzero(is_info))
    at = np.concatenate([np.flatnonzero(~is_info), groups["at"].to_numpy()])
    order = np.lexsort((at, line[at], severity[at]))
    at, group = at[order], order - (len(at) - len(groups))  # a group's number is below zero where there is none
    for start in range(0, len(at), CHUNK):
        piece = slice(start, start + CHUNK)
        yield _entries_at(issues, at[piece], groups.take(pa.array(group[piece], mask=group[piece] < 0)))


def _entries_at(issues: pa.Table, at: npt.NDArray[np.int64], groups: pa.Table) -> pa.Table:
    """Return the entries that the rows `at` show, each with what its group has of its own, if it has one."""
    rows = issues.take(pa.array(at))
    own = pc.coalesce(groups["fingerprint"], rows["fingerprint"])
    rows = rows.set_column(ISSUE_COLUMNS.index("fingerprint"), "fingerprint", own)
    return rows.append_column("count", groups["count"]).append_column("lines", groups["lines"])


def _ranks(severity: pa.ChunkedArray) -> npt.NDArray[np.int32]:
    """Return how severe each issue is, 0 the most, of a column that may be dictionary-encoded."""
    encoded = severity.combine_chunks().dictionary_encode()
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    ranks = pc.index_in(encoded.dictionary, pa.array(SEVERITIES)).to_numpy(zero_copy_only=False)
    return np.asarray(ranks[encoded.indices.to_numpy()])


def issue_objects(issues: pa.Table) -> Iterator[str]:
    """Yield each entry as one JSON object, in order."""
    for piece in entries(issues):
        for entry in piece.to_pylist():
            if entry["count"] is None:
                del entry["count"], entry["lines"]
            yield json.dumps(entry, ensure_ascii=False)


def _groups(issues: pa.Table, info: npt.NDArray[np.int64]) -> pa.Table:
    """Return, per code and column of some rows, the first of them, its count, lines and fingerprint."""
    lines = pc.fill_null(issues["line"], 0).take(pa.array(info))
    at = pa.table({"line": lines, "at": info}).sort_by([("line", "ascending"), ("at", "ascending")])["at"]
    named = pa.table({name: issues[name].take(at) for name in ("code", "column", "line")} | {"at": at})
    groups = named.group_by(["code", "column"], use_threads=False).aggregate(
        [("at", "first"), ("at", "count"), ("line", "list")]
    )
    pairs = zip(groups["code"].to_pylist(), groups["column"].to_pylist(), strict=True)
    lines = [[line for line in lines if line is not None] for lines in groups["line_list"].to_pylist()]
    return pa.table(
        {
            "at": groups["at_first"],
            "count": groups["at_count"],
            "lines": pa.array(lines, pa.list_(pa.int64())),
            "fingerprint": pa.array([_fingerprint(*pair) for pair in pairs], pa.string()),
        }
    )


def _fingerprint(code: str, column: str | None) -> str:
    """Return what names a group in every publication of the file: its code and column, whatever the lines."""
    return hashlib.sha256(f"{code}\0{column or ''}".encode()).hexdigest()[:FINGERPRINT_LETTERS]
