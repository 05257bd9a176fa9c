"""Row shape: rows among the records that are none: totals, notes, and how each column is written."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.issue import Finding, Severity
from transforms.domain.sheet import Sheet
from transforms.standardise.blanks import blank_mask

Bools = npt.NDArray[np.bool_]

_TOTAL = (
    r"(?i)^\s*(?:grand\s+|sub[\s-]?|overall\s+)?totals?"
    r"(?:\s*[:(=–-].*|\s+(?:of|for|number|no|area|hectares|sites|dwellings|homes|units|cases|applications)\b.*)?\s*$"
)
_TOTAL_ALONE = r"(?i)^\s*(?:grand\s+|sub[\s-]?|overall\s+)?totals?\s*:?\s*$"

# How the cells of a column are to be written, as templates say in a row beneath the names.
_FORMAT = re.compile(
    r"(?:d{1,2}|m{1,4}|y{2,4})(?:[-/. ](?:d{1,2}|m{1,4}|y{2,4})){1,2}|#?[#,]*0(?:\.0+)?|£0?(?:\.00)?|[£%]|gbp"
    r"|(?:free )?text|string|alphanumeric|char(?:acters?)?|varchar|numbers?|numeric|integer|whole number|decimal|float"
    r"|currency|pounds?|money|date(?:time)?|boolean|yes ?/ ?no|y ?/ ?n|true ?/ ?false|ur[li]|hectares?|ha|metres?|m2"
    r"|required|optional|mandatory|conditional|must|should|may|(?:text|varchar|char|string) ?\(\d+\)",
    re.IGNORECASE,
)
ROWS_OF_FORMATS = 5
ROWS_OF_SAMPLE, SEVERAL = 200, 3
MOST_SUMS = 100


def total_rows(sheet: Sheet, lacks_key: Bools) -> Bools:
    """Return which rows are totals: nothing in the key, and a cell that says total."""
    is_total = np.zeros(len(lacks_key), dtype=bool)
    rows = np.flatnonzero(lacks_key)
    if len(rows):
        for column in sheet.cells.take(pa.array(rows)).columns:
            matches = pc.fill_null(pc.match_substring_regex(column, _TOTAL), False)
            is_total[rows] |= matches.to_numpy()
    return is_total


def named_totals(names: Sequence[pa.Array], count: int) -> Bools:
    """Return which of `count` rows say total, and no more, in one of `names`, the texts by which records are known."""
    is_total = np.zeros(count, dtype=bool)
    for texts in names:
        is_total |= pc.fill_null(pc.match_substring_regex(texts, _TOTAL_ALONE), False).to_numpy(zero_copy_only=False)
    return is_total


def lone_cells(sheet: Sheet, suspects: Bools) -> Bools:
    """Return which of the `suspects` have something in one cell only."""
    is_total = np.zeros(len(suspects), dtype=bool)
    rows = np.flatnonzero(suspects)
    if len(rows):
        columns = sheet.cells.take(pa.array(rows)).columns
        is_total[rows] = sum(~_says_nothing(cells) for cells in columns) == 1
    return is_total


def format_rows(sheet: Sheet) -> Bools:
    """Return which rows, close beneath the header, say how each column is written: dd/mm/yyyy, £, text."""
    is_total = np.zeros(sheet.cells.num_rows, dtype=bool)
    for row in range(min(ROWS_OF_FORMATS, sheet.cells.num_rows)):
        cells = [(column[row].as_py() or "").strip() for column in sheet.cells.columns]
        filled = [cell for cell in cells if cell]
        is_total[row] = len(filled) > 1 and all(_FORMAT.fullmatch(cell) for cell in filled)
    return is_total


def sum_rows(amounts: pa.Array, suspects: Bools) -> Bools:
    """Return which of the `suspects` hold the sum of all the amounts above them."""
    is_total = np.zeros(len(suspects), dtype=bool)
    of_records = pc.if_else(pa.array(suspects), None, amounts)
    for row in np.flatnonzero(suspects & pc.is_valid(amounts).to_numpy(zero_copy_only=False))[:MOST_SUMS].tolist():
        is_total[row] = amounts[row].as_py() == pc.sum(of_records.slice(0, row)).as_py()
    return is_total


def fills_several(sheet: Sheet) -> bool:
    """Return whether most of the first rows fill several cells."""
    first = sheet.cells.slice(0, ROWS_OF_SAMPLE)
    filled = sum(~_says_nothing(cells) for cells in first.columns)
    return bool(np.median(filled) >= SEVERAL) if first.num_rows and first.num_columns else False


def _says_nothing(cells: pa.ChunkedArray) -> Bools:
    texts = pa.concat_arrays(pc.fill_null(pc.utf8_trim_whitespace(cells), "").chunks or [pa.array([], pa.string())])
    return np.asarray(blank_mask(texts).to_numpy(zero_copy_only=False), dtype=bool)


def find_no_records(sheet: Sheet, reasons: Mapping[str, Bools]) -> list[Finding]:
    """Return the findings about rows that are no records, by the reason why."""
    lines = {reason: np.asarray(sheet.lines)[mask] for reason, mask in reasons.items()}
    return [
        Finding("row-ignored", Severity.INFO, lines=positions, facts={"reason": reason})
        for reason, positions in lines.items()
        if len(positions)
    ]
