"""Quick splitting: many whole records at once by Arrow, where every line is a record that two readers read alike.

Known:  a line goes the careful way if a quotation mark stands inside a text, or if it has more or fewer cells than the
        header. Where a record reaches over several lines, all the lines at hand go the careful way.
"""

import csv
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

FEWEST_LINES = 64  # below this, starting Arrow costs more than it saves
BYTE_ORDER_MARK = "\ufeff"

Row = list[str]


@dataclass(frozen=True)
class Block:
    """Records of full width as columns, and those of another shape as rows; the lines on which each starts."""

    columns: list[pa.Array]
    lines: npt.NDArray[np.int64]
    odd: list[Row]
    odd_lines: npt.NDArray[np.int64]


def split_quickly(chunk: list[str], first_line: int, delimiter: str, width: int) -> Block | None:
    """Return the records of some lines, None where they have to be split with care."""
    if len(chunk) < FEWEST_LINES or width < 2 or chunk[0].startswith(BYTE_ORDER_MARK):
        return None
    lines = pa.array(chunk, pa.string())
    irregular = pc.match_substring_regex(lines, rf'[^{delimiter}"]"[^{delimiter}\r\n"]').to_numpy(zero_copy_only=False)
    plain = np.flatnonzero(~irregular)
    odd = np.flatnonzero(irregular).tolist()
    if len(plain):
        text = lines.filter(pa.array(~irregular)) if odd else lines
        parsed = _columns(text, delimiter, width)
        if parsed is None:
            return None
        columns, misshapen = parsed
        odd = sorted([*odd, *plain[misshapen].tolist()])
        plain = np.delete(plain, misshapen)
    else:
        columns = [pa.array([], pa.string())] * width
    rows = list(csv.reader([chunk[position] for position in odd], delimiter=delimiter))
    if len(rows) != len(odd) or (rows and rows[-1] and rows[-1][-1].endswith(("\r", "\n"))):
        return None
    return Block(columns, plain + first_line, rows, np.array(odd, dtype=np.int64) + first_line)


def _columns(lines: pa.Array, delimiter: str, width: int) -> tuple[list[pa.Array], list[int]] | None:
    """Return the columns of the lines of `width` cells, and the places of the others; None where a record is longer."""
    misshapen: list[int] = []

    def put_aside(row: arrow_csv.InvalidRow) -> str:
        misshapen.append(row.number - 1)
        return "skip"

    names = [str(position) for position in range(width)]
    text = lines.buffers()[2].slice(0, pc.sum(pc.binary_length(lines)).as_py())
    read = arrow_csv.read_csv(
        text,
        arrow_csv.ReadOptions(use_threads=False, column_names=names, block_size=len(text) + 1),
        arrow_csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False, invalid_row_handler=put_aside),
        arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), check_utf8=False),
    )
    if len(read) + len(misshapen) != len(lines):
        return None
    return [column.combine_chunks() for column in read.columns], misshapen
