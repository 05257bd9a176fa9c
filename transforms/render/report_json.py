"""The report of a check as JSON: one object, its keys in the order of the specification, one issue to a line."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from transforms.domain.report import Report
from transforms.render.entries import issue_objects

PIECE = 5_000


def report_json(report: Report) -> Iterator[bytes]:
    """Yield the report in pieces, so that a million issues are never one string."""
    head = {
        "standard": report.standard,
        "edition": report.edition,
        "file": report.file,
        "sha256": report.sha256,
        "encoding": report.encoding,
        "header_line": report.header_line,
        "rows": report.rows,
        "rows_usable": report.rows_usable,
        "columns": dict(report.columns),
        "rules_version": report.rules_version,
        "outcomes": [asdict(outcome) for outcome in report.outcomes],
    }
    yield (json.dumps(head, ensure_ascii=False)[:-1] + ',\n "issues": [').encode()
    separator = "\n  "
    piece: list[str] = []
    for issue in issue_objects(report.issues):
        piece.append(separator + issue)
        separator = ",\n  "
        if len(piece) == PIECE:
            yield "".join(piece).encode()
            piece.clear()
    yield ("".join(piece) + "]}\n").encode()
