"""Dialects: rows that are written in another way than the column names: quoted whole, or with another delimiter.

Known:  a CSV opened as one column of text and saved once more has every row in quotation marks, those inside doubled;
        a header put on by hand has commas above rows with semicolons.
"""

import csv
from collections.abc import Iterator, Sequence

from transforms.domain.issue import Finding, Severity

DELIMITERS = ",\t;|"
MOST = 0.8  # of the rows looked at
FEWEST_CELLS = 3


def is_quoted_whole(lines: Sequence[str]) -> bool:
    """Return whether most lines are one quoted cell that holds a row."""
    filled = [line for line in lines[1:] if line.strip()] or list(lines)
    return bool(filled) and sum(_row_inside(line) is not None for line in filled) >= MOST * len(filled)


def unquoted(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines, each without the quotation marks around the whole of it."""
    for line in lines:
        inside = _row_inside(line)
        yield line if inside is None else f"{inside}\n"


def delimiter_of_rows(lines: Sequence[str], delimiter: str, width: int) -> str:
    """Return the delimiter that gives most lines beneath a header its width: the header's own unless it hardly does."""

    def fitting(candidate: str) -> int:
        return sum(len(row) == width for row in csv.reader(lines, delimiter=candidate))

    filled = sum(bool(line.strip()) for line in lines)
    if width < FEWEST_CELLS or not filled or fitting(delimiter) > (1 - MOST) * filled:
        return delimiter
    best = max(DELIMITERS, key=fitting)
    return best if fitting(best) >= MOST * filled else delimiter


def mixed_dialect(mixture: str) -> Finding:
    """Return the finding that rows are written in another way than the column names."""
    return Finding("rows-in-other-form", Severity.INFO, facts={"how": mixture})


def _row_inside(line: str) -> str | None:
    """Return the row that a line holds in one quoted cell, None where it holds several cells or no row."""
    text = line.strip("\r\n \ufeff")
    if not (len(text) > 2 and text.startswith('"') and text.endswith('"')):
        return None
    try:
        [[cell]] = csv.reader([text], strict=True, delimiter="\x00")
    except (csv.Error, ValueError):
        return None
    return cell if any(cell.count(mark) >= FEWEST_CELLS - 1 for mark in DELIMITERS) else None
