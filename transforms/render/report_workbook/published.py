"""The published table fit to be shown: its own columns and order, and no personal data.

Known:  what a finding masked is shown as the finding shows it, in every column of that name and every row on that line;
        rows that are no records, and so have no findings, are searched here.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.report import Report
from transforms.domain.sheet import Sheet
from transforms.standardise.personal_data import MASK, mask

Ints = npt.NDArray[np.int64]

MOST_COLUMNS = 16_000


@dataclass(frozen=True)
class Published:
    """The header, the name by which findings call each column, and the rows with their lines."""

    header: tuple[str, ...]
    names: tuple[str, ...]
    header_line: int
    lines: Ints
    cells: pa.Table

    @classmethod
    def of(cls, sheet: Sheet, report: Report) -> "Published":
        """Return what may be shown of `sheet`."""
        header = tuple(mask(name) for name in sheet.header[:MOST_COLUMNS])
        names = tuple(name if name.strip() else f"(column {at + 1}, no header)" for at, name in enumerate(header))
        lines = np.asarray(sheet.lines)
        no_record = np.flatnonzero(~np.isin(lines, report.table["source_line"].to_numpy()))
        masks = _masks(report.issues)
        cells = {
            str(position): _cell_texts(sheet.cells.column(position), lines, masks.get(name, {}), no_record)
            for position, name in enumerate(names)
        }
        return cls(header, names, sheet.header_line, lines, pa.table(cells))


def _masks(issues: pa.Table) -> dict[str, dict[int, str]]:
    """Return, per column, what to show on which lines for personal data."""
    personal_data = issues.filter(pc.equal(issues["code"], "personal-data-found")).select(["column", "line", "value"])
    masks: dict[str, dict[int, str]] = {}
    for issue in personal_data.to_pylist():
        of_column = masks.setdefault(issue["column"] or "", {})
        value = issue["value"] or MASK
        of_column[issue["line"]] = value if of_column.get(issue["line"], value) == value else MASK
    return masks


def _cell_texts(
    column: pa.ChunkedArray,
    lines: Ints,
    masks: dict[int, str],
    no_record: Ints,
) -> pa.ChunkedArray:
    """Return a column with personal data replaced."""
    texts = pc.fill_null(column, "")
    masked = np.flatnonzero(np.isin(lines, list(masks))) if masks else no_record[:0]
    if not len(masked) and not len(no_record):
        return texts
    published = texts.to_pylist()
    for row in no_record:
        published[row] = mask(published[row])
    for row in masked:
        published[row] = masks[int(lines[row])]
    return pa.chunked_array([pa.array(published, pa.string())])
