"""Damaged texts: what a spreadsheet makes of references and of formulas that fail: #REF!, 1.00E+11, 01-Mar.

Known:  fields of numbers, days and codes, and those with a form of their own, say of such a text themselves that they
        can't read it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from transforms.domain.issue import Finding, Severity
from transforms.domain.standard import DatasetStandard, Field
from transforms.standardise.file_columns import FileColumns
from transforms.standardise.parse_values import is_typed
from transforms.standardise.parsed_column import ParsedColumn, ParseState

_SCIENTIFIC = r"(?i)^\s*\d(?:\.\d+)?e\+\d{1,2}\s*$"
_MONTH = (
    r"(?i)^\s*(?:\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2})\s*$"
)
ERROR = "a value, not an error of a spreadsheet or a formula without its result"
WHOLE = "a reference in full: format the column as text, or a spreadsheet makes numbers and days of it"


def find_damaged(columns: FileColumns, standard: DatasetStandard, fields: Sequence[Field]) -> Iterator[Finding]:
    """Yield the findings about texts that a spreadsheet has damaged; an error in the place of a key is critical."""
    keys = {*standard.key, *(standard.shared_key.fields if standard.shared_key else ())}
    for field in fields:
        if is_typed(field):
            continue
        column = columns.parsed[field.name]
        severity = Severity.CRITICAL if field.is_essential or field.name in keys else Severity.WARNING
        if len(rows := column.rows(ParseState.UNREADABLE)):
            yield _malformed(columns, field, severity, rows, ERROR)
        if field.is_identifier(keys) and not field.pattern and len(rows := _damaged(column)):
            yield _malformed(columns, field, Severity.WARNING, rows, WHOLE)


def _malformed(columns: FileColumns, field: Field, severity: Severity, rows: np.ndarray, expected: str) -> Finding:
    finding = columns.finding("value-malformed", severity, field.name, rows)
    return replace(finding, facts={"expected": expected})


def _damaged(column: ParsedColumn) -> np.ndarray:
    """Return the rows of references that a spreadsheet took for a number or a day, where most others are neither."""
    scientific = pc.fill_null(pc.match_substring_regex(column.values, _SCIENTIFIC), False)
    months = pc.fill_null(pc.match_substring_regex(column.values, _MONTH), False)
    months = months.to_numpy(zero_copy_only=False)
    if 2 * months.sum() > len(months) - column.values.null_count:
        months = np.zeros(len(months), dtype=bool)
    return np.flatnonzero(scientific.to_numpy(zero_copy_only=False) | months)
