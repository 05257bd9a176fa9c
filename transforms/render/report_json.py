"""The report of a check as JSON: one object, its keys in the order of the specification, one issue to a line.

Known:  `fix_first` and `guesses` stand after what the specification lists: what to fix, in the order in which it
        matters, and which fields the unread columns may be.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from transforms.domain.issue import Severity
from transforms.domain.report import Report
from transforms.priorities import DependentCells, FixPriority
from transforms.render.issue_entries import issue_objects
from transforms.render.report_words.affected_cells import in_words
from transforms.render.report_words.reasons_to_fix import NO_RETURN, why

PIECE = 5_000


def report_json(report: Report, fix_priorities: Sequence[FixPriority], *, is_read: bool) -> Iterator[bytes]:
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
    yield from _listed(issue_objects(report.issues))
    yield b'],\n "fix_first": ['
    to_fix = [priority for priority in fix_priorities if priority.severity is not Severity.INFO]
    yield from _listed(json.dumps(_fix(priority, is_read=is_read), ensure_ascii=False) for priority in to_fix)
    guesses = {name: asdict(guess) for name, guess in report.guesses.items()}
    yield f'],\n "guesses": {json.dumps(guesses, ensure_ascii=False)}}}\n'.encode()


def _listed(objects: Iterator[str]) -> Iterator[bytes]:
    """Yield objects one to a line, many at a time."""
    separator = "\n  "
    piece: list[str] = []
    for text in objects:
        piece.append(separator + text)
        separator = ",\n  "
        if len(piece) == PIECE:
            yield "".join(piece).encode()
            piece.clear()
    yield "".join(piece).encode()


def _fix(priority: FixPriority, *, is_read: bool) -> dict[str, object]:
    """Return one kind of finding: how many findings and records, which cells and how much money depend on it."""
    return {
        "code": priority.code,
        "severity": str(priority.severity),
        "column": priority.column,
        "findings": priority.count,
        "records": priority.records,
        "returns": [_return(dependent_cells) for dependent_cells in priority.dependent_cells],
        "amount": None if priority.amount is None else f"{priority.amount:.2f}",
        "why": why(priority, is_read=is_read) or NO_RETURN,
    }


def _return(dependent_cells: DependentCells) -> dict[str, object]:
    return {
        "return": dependent_cells.definition.slug,
        "cells": len(dependent_cells.cells),
        "where": in_words(dependent_cells),
    }
