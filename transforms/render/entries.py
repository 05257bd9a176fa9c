"""Entries: issues as a reader gets them, one per finding, and for repairs and remarks one per code and column.

Grain:  critical and warning: one finding; info: one code and column of one file, with `count` and `lines`.
"""

import hashlib
import json
from collections.abc import Iterator

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


def entries(issues: pa.Table) -> pa.Table:
    """Return issues most severe first, then by line, info grouped; `count` and `lines` are null where not grouped."""
    issues = issues.select(list(ISSUE_COLUMNS))
    single = issues.filter(pc.not_equal(issues["severity"], "info"))
    single = single.append_column("count", pa.nulls(len(single), pa.int64()))
    single = single.append_column("lines", pa.nulls(len(single), pa.list_(pa.int64())))
    info = _grouped(issues.filter(pc.equal(issues["severity"], "info")))
    return _in_order(pa.concat_tables([single, info.cast(single.schema)]))


def issue_objects(issues: pa.Table) -> Iterator[str]:
    """Yield each entry as one JSON object, in order."""
    for batch in entries(issues).to_batches(max_chunksize=CHUNK):
        for entry in batch.to_pylist():
            if entry["count"] is None:
                del entry["count"], entry["lines"]
            yield json.dumps(entry, ensure_ascii=False)


def _grouped(info: pa.Table) -> pa.Table:
    firsts = [(name, "first") for name in ISSUE_COLUMNS if name not in ("code", "column")]
    groups = info.group_by(["code", "column"], use_threads=False).aggregate(
        [*firsts, ("fingerprint", "count"), ("line", "list")]
    )
    named = {name: groups[f"{name}_first"] for name, _ in firsts} | {name: groups[name] for name in ("code", "column")}
    named["fingerprint"] = pa.array(
        [_fingerprint(*pair) for pair in zip(*(groups[name].to_pylist() for name in ("code", "column")), strict=True)],
        pa.string(),
    )
    table = pa.table({name: named[name] for name in ISSUE_COLUMNS})
    lines = [sorted(line for line in lines if line is not None) for lines in groups["line_list"].to_pylist()]
    return table.append_column("count", groups["fingerprint_count"]).append_column(
        "lines", pa.array(lines, pa.list_(pa.int64()))
    )


def _fingerprint(code: str, column: str | None) -> str:
    """Return what names a group in every publication of the file: its code and column, whatever the lines."""
    return hashlib.sha256(f"{code}\0{column or ''}".encode()).hexdigest()[:FINGERPRINT_LETTERS]


def _in_order(table: pa.Table) -> pa.Table:
    rank = pc.index_in(table["severity"], pa.array(SEVERITIES))
    keyed = pa.table({"rank": rank, "line": pc.fill_null(table["line"], 0), "at": pa.array(range(len(table)))})
    order = pc.sort_indices(keyed, sort_keys=[("rank", "ascending"), ("line", "ascending"), ("at", "ascending")])
    return table.take(order)
