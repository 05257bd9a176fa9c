"""Issues as entries: one per finding, and one per code and column where nothing needs fixing."""

import json

import pyarrow as pa

from transforms.render.issue_entries import ISSUE_COLUMNS, entries, issue_objects

ROWS = [
    ("value-repaired", "info", 9, "Amount", "£1"),
    ("value-repaired", "info", 4, "Amount", "£2"),
    ("value-repaired", "info", 5, "Date", "45000"),
    ("date-ambiguous", "warning", None, "Date", None),
    ("code-unknown", "warning", 7, "Status", "maybe"),
    ("code-unknown", "warning", 3, "Status", "perhaps"),
    ("value-missing", "critical", 8, "Reference", None),
    ("file-encoding-guessed", "info", None, None, None),
]


def issues() -> pa.Table:
    rows = [
        dict.fromkeys(ISSUE_COLUMNS, "x")
        | {"code": code, "severity": severity, "line": line, "column": column, "value": value}
        for code, severity, line, column, value in ROWS
    ]
    types = {name: pa.int64() if name == "line" else pa.string() for name in ISSUE_COLUMNS}
    return pa.Table.from_pylist(rows, schema=pa.schema(types.items()))


def test_the_most_severe_comes_first_and_then_the_line() -> None:
    found = pa.concat_tables(entries(issues())).to_pylist()
    assert [(one["code"], one["line"]) for one in found[:4]] == [
        ("value-missing", 8),
        ("date-ambiguous", None),
        ("code-unknown", 3),
        ("code-unknown", 7),
    ]


def test_info_is_grouped_by_code_and_column() -> None:
    found = {(one["code"], one["column"]): one for one in map(json.loads, issue_objects(issues())) if "count" in one}
    assert {key: (one["count"], one["lines"]) for key, one in found.items()} == {
        ("value-repaired", "Amount"): (2, [4, 9]),
        ("value-repaired", "Date"): (1, [5]),
        ("file-encoding-guessed", None): (1, []),
    }


def test_a_group_keeps_its_fingerprint_when_its_lines_move() -> None:
    moved = issues().set_column(4, "line", pa.array([line and line + 1 for _, _, line, _, _ in ROWS], pa.int64()))

    def prints(table: pa.Table) -> list[str]:
        return sorted(json.loads(one)["fingerprint"] for one in issue_objects(table))

    assert prints(issues()) == prints(moved)


def test_no_issue_is_no_entry() -> None:
    assert list(entries(issues().slice(0, 0))) == []
