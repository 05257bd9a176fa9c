"""The parts of an xlsx workbook beside its cells: where its worksheets are, and which styles show per cent.

A cell that shows 98.5% holds 0.985. One with an error, or with a formula whose result was not saved, is given as blank
by the reader of workbooks, where an officer sees a filled one.
Source: ECMA-376 part 1, 18.8.30 (number formats: 9 and 10 are per cent).
"""

import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from xml.parsers import expat

from transforms.reading.archive import Unpackable, open_archive, read_member
from transforms.reading.limits import Limits
from transforms.reading.map_xml import TooMuch, Unsafe, parse_safely
from transforms.reading.worksheet_scan import Scan, scan_worksheet
from transforms.reading.xml_element import Element

BUILT_IN = frozenset({"9", "10"})
WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
LARGEST = 20_000_000  # bytes of a list of styles; a real one is far below
HEAD = 4_096  # bytes in which a part says that it is a worksheet
IS_WORKSHEET = re.compile(rb"<(?:\w{1,20}:)?worksheet[\s>/]")

Places = Sequence[tuple[int, int]]  # rows and columns, from 0
Texts = Sequence[tuple[int, int, str]]  # row and column, from 0, and what an officer sees there


def scan_workbook(content: bytes, limits: Limits) -> dict[str, Scan]:
    """Return what is seen of every part that is a worksheet, by the worksheet's name, else by the part's.

    Raises what `scan_worksheet` raises.
    """
    with open_archive(content) as packed:
        names = set(packed.namelist())
        if WORKBOOK not in names:
            return {}
        styles = _percent_styles(_part(packed, STYLES))
        named = {path: name for name, path in _worksheet_paths(packed).items()}
        scans = {}
        for path in sorted(names):
            if IS_WORKSHEET.search(read_member(packed, path, HEAD)):
                scans[named.get(path, f"/{path}")] = scan_worksheet(read_member(packed, path, limits.unpacked), styles)
        return scans


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


def put_valueless(rows: list[list[str]], texts: Texts, first: tuple[int, int]) -> None:
    """Write errors and formulas into the cells that are blank for them; `first` is where the rows start."""
    for row, column, text in texts:
        at, across = row - first[0], column - first[1]
        if 0 <= at < len(rows) and 0 <= across < len(rows[at]) and not rows[at][across]:
            rows[at][across] = text


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


def _worksheet_paths(packed: zipfile.ZipFile) -> Mapping[str, str]:
    """Return where in an xlsx workbook each worksheet is, by its name."""
    targets = {
        child.attributes.get("Id", ""): _path(child.attributes.get("Target", ""))
        for child in _part(packed, RELATIONS).children
    }
    sheets = _part(packed, WORKBOOK).first("sheets").children
    return {
        worksheet.attributes.get("name", ""): targets[identifier]
        for worksheet in sheets
        if (identifier := worksheet.attributes.get("r:id", "")) in targets
    }


def _path(target: str) -> str:
    """Return the path of a part that the workbook names, from the root of the archive."""
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _part(packed: zipfile.ZipFile, name: str) -> Element:
    """Return a small part as an element; an empty one where it is none that can be read."""
    try:
        return parse_safely(read_member(packed, name, LARGEST))
    except (Unpackable, expat.ExpatError, Unsafe, TooMuch):
        return Element(name)
