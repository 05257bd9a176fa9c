"""Percentages: the cells of an xlsx workbook that show a share as per cent; the cell holds 0.985 and shows 98.5%.

Source: ECMA-376 part 1, 18.8.30 (number formats: 9 and 10 are per cent), 18.3.1.4 (`s`, the style of a cell).
"""

import io
import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from xml.parsers import expat

from transforms.reading.map_xml import TooMuch, Unsafe, parse_safely
from transforms.reading.xml_element import Element

BUILT_IN = frozenset({"9", "10"})
WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
LARGEST = 20_000_000  # bytes of a list of styles; a real one is far below

Places = Sequence[tuple[int, int]]  # rows and columns, from 0


def percentages(content: bytes) -> dict[str, Places]:
    """Return the cells that show per cent, by worksheet; none for what is no xlsx workbook or has no such style."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            styles = _percent_styles(_part(packed, STYLES))
            if not styles:
                return {}
            return {name: _cells(packed.read(path), styles) for name, path in worksheet_paths(packed).items()}
    except (KeyError, IndexError, RuntimeError, zipfile.BadZipFile, expat.ExpatError, Unsafe, TooMuch):
        return {}


def put_per_cent(rows: list[list[str]], places: Places, first: tuple[int, int]) -> None:
    """Write the numbers at `places` as they are shown; `first` is where the rows start in the worksheet."""
    for row, column in places:
        at, across = row - first[0], column - first[1]
        if 0 <= at < len(rows) and 0 <= across < len(rows[at]) and rows[at][across]:
            try:
                percentage = (Decimal(rows[at][across]) * 100).normalize()
            except InvalidOperation:
                continue
            rows[at][across] = f"{percentage:f}%"


def _percent_styles(sheet: Element) -> list[str]:
    """Return the numbers of the cell styles that show per cent."""
    formats = {
        child.attributes.get("numFmtId", "")
        for child in sheet.first("numFmts").children
        if "%" in child.attributes.get("formatCode", "")
    }
    percentages = formats | BUILT_IN
    return [
        str(i)
        for i, style in enumerate(sheet.first("cellXfs").children)
        if style.attributes.get("numFmtId") in percentages
    ]


def worksheet_paths(packed: zipfile.ZipFile) -> dict[str, str]:
    """Return where in an xlsx workbook each worksheet is, by its name."""
    targets = {
        child.attributes.get("Id", ""): child.attributes.get("Target", "").removeprefix("/xl/")
        for child in _part(packed, RELATIONS).children
    }
    sheets = _part(packed, WORKBOOK).first("sheets").children
    return {
        worksheet.attributes.get("name", ""): f"xl/{targets[identifier]}"
        for worksheet in sheets
        if (identifier := worksheet.attributes.get("r:id", "")) in targets
    }


def _part(packed: zipfile.ZipFile, name: str) -> Element:
    if packed.getinfo(name).file_size > LARGEST:
        return Element(name)
    return parse_safely(packed.read(name))


def _cells(xml: bytes, styles: Sequence[str]) -> Places:
    if not any(f's="{style}"'.encode() in xml for style in styles):
        return []
    styled = "|".join(styles).encode()
    cell = re.compile(rb"<(?:\w+:)?c (?=[^>]*\bs=\"(?:" + styled + rb")\")[^>]*\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*[^/]>")
    return [(int(match[2]) - 1, column_number(match[1])) for match in cell.finditer(xml)]


def column_number(letters: bytes) -> int:
    """Return the number of a column, from 0, from its letters."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number - 1
