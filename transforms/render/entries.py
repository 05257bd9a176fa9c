"""Entries: issues as a reader gets them, one per finding, and for repairs and remarks one per code and column.

Grain:  critical and warning: one finding; info: one code and column of one file, with `count` and `lines`.
"""

import hashlib
import json
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

ISSUE_COLUMNS = (
    "code", "severity", "responsibility", "dimension", "line", "column", "value", "message", "fix", "fingerprint",
)  # fmt: skip
ENTRY_COLUMNS = (*ISSUE_COLUMNS, "count", "lines")
WRITTEN_BY_COUNCILS = ("column", "value", "message", "fix")
GROUPED = ["count", "lines", "fingerprint"]
SEVERITIES = ("critical", "warning", "info")
CHUNK = 20_000
FINGERPRINT_LETTERS = 16


def entries(issues: pa.Table) -> pa.Table:
    """Return issues most severe first, then by line, info grouped; `count` and `lines` are null where not grouped."""
    severity, line = issues["severity"], pc.fill_null(issues["line"], 0)
    by_line = pa.table({"line": line, "at": pa.array(np.arange(len(issues)))})
    is_info = pc.equal(severity, "info").to_numpy()
    info = _groups(issues, by_line.filter(pa.array(is_info)))
    places = np.concatenate([np.flatnonzero(~is_info), info["at"].to_numpy()])
    single = pa.table({name: pa.nulls(int((~is_info).sum()), info.schema.field(name).type) for name in GROUPED})
    counted = pa.concat_tables([single, info.select(GROUPED)])
    rank = pc.index_in(severity, pa.array(SEVERITIES)).take(pa.array(places))
    keyed = pa.table({"rank": rank, "line": line.take(pa.array(places)), "at": pa.array(places)})
    order = pc.sort_indices(keyed, sort_keys=[(name, "ascending") for name in keyed.column_names])
    found = issues.select(list(ISSUE_COLUMNS)).take(pa.array(places).take(order))
    for name in ("count", "lines"):
        found = found.append_column(name, counted[name].take(order))
    own = pc.coalesce(counted["fingerprint"].take(order), found["fingerprint"])
    return found.set_column(ISSUE_COLUMNS.index("fingerprint"), "fingerprint", own)


def issue_objects(issues: pa.Table) -> Iterator[str]:
    """Yield each entry as one JSON object, in order."""
    for batch in entries(issues).to_batches(max_chunksize=CHUNK):
        for entry in batch.to_pylist():
            if entry["count"] is None:
                del entry["count"], entry["lines"]
            yield json.dumps(entry, ensure_ascii=False)


def _groups(issues: pa.Table, info: pa.Table) -> pa.Table:
    """Return, per code and column of some rows, the first of them, its count, lines and fingerprint."""
    info = info.sort_by([("line", "ascending"), ("at", "ascending")])
    named = pa.table({name: issues[name].take(info["at"]) for name in ("code", "column", "line")} | {"at": info["at"]})
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
