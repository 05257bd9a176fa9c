"""Extents: how large an area a worksheet's cells span, told before anything is laid out in memory.

A single blank put by mistake into the last cell of a sheet spans seventeen thousand million cells.
"""

import io
import re
import zipfile

COLUMN_BOUNDS = ((rb'r="[A-Z]{3}\d', 16_384), (rb'r="[A-Z]{2}\d', 702))
LAST_ROWS = 1 << 16
ROW = re.compile(rb'row [^>]*?\br="(\d+)"')
FILLED_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*[^/]>')


def widest_extent(content: bytes, enough: int) -> int:
    """Return rows times columns of the largest worksheet of an xlsx workbook; only a bound where that is `enough`."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = [name for name in packed.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return max((_extent(packed.read(name), enough) for name in names), default=0)


def _extent(xml: bytes, enough: int) -> int:
    rows = ROW.findall(xml[-LAST_ROWS:])
    columns = next((bound for pattern, bound in COLUMN_BOUNDS if re.search(pattern, xml)), 26)
    if rows and int(rows[-1]) * columns <= enough:
        return int(rows[-1]) * columns
    last_row = last_column = 0
    for cell in FILLED_CELL.finditer(xml):
        last_row = max(last_row, int(cell[2]))
        last_column = max(last_column, _column_number(cell[1]))
    return last_row * last_column


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number
