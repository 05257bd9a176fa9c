"""Valueless cells: an xlsx workbook's cells that hold an error, or a formula whose result was not saved.

Source: ECMA-376 part 1, 18.3.1.4 (`t`, the type of a cell: “e” is an error), 18.3.1.40 (`f`, a formula).
Known:  the reader of workbooks gives nothing for both, as for a blank cell; an officer sees a filled one.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from xml.parsers import expat
from xml.sax.saxutils import unescape

from transforms.reading.map_xml import TooMuch, Unsafe
from transforms.reading.percentages import column_number, worksheet_paths

_ADDRESS = rb'<(?:\w+:)?c [^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*>'
_VALUE, _FORMULA_TEXT = rb"<(?:\w+:)?v>([^<]{1,40})<", rb"<(?:\w+:)?f\b[^>]*>([^<]{0,4000})</(?:\w+:)?f>"
_NO_VALUE = rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
_ERROR = re.compile(
    rb'(?=<(?:\w+:)?c [^>]*\bt="e")' + _ADDRESS + rb"\s*(?:<(?:\w+:)?f\b.{0,4000}?)?" + _VALUE, re.DOTALL
)
_FORMULA = re.compile(_ADDRESS + rb"\s*" + _FORMULA_TEXT + _NO_VALUE)

Texts = Sequence[tuple[int, int, str]]  # row and column, from 0, and what an officer sees there


def valueless_cells(content: bytes) -> dict[str, Texts]:
    """Return the errors and the formulas without a result, by worksheet; none for what is no xlsx workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return {name: _cells(packed.read(path)) for name, path in worksheet_paths(packed).items()}
    except (KeyError, IndexError, RuntimeError, zipfile.BadZipFile, expat.ExpatError, Unsafe, TooMuch):
        return {}


def put_valueless(rows: list[list[str]], texts: Texts, first: tuple[int, int]) -> None:
    """Write errors and formulas into the cells that are blank for them; `first` is where the rows start."""
    for row, column, text in texts:
        at, across = row - first[0], column - first[1]
        if 0 <= at < len(rows) and 0 <= across < len(rows[at]) and not rows[at][across]:
            rows[at][across] = text


def _cells(xml: bytes) -> Texts:
    errors = _ERROR.finditer(xml) if b't="e"' in xml else ()
    formulas = _FORMULA.finditer(xml) if b"<f" in xml or b":f" in xml else ()
    matches = [(match, match[3].decode("utf-8", "replace")) for match in errors]
    matches += [(match, "=" + unescape(match[3].decode("utf-8", "replace"))) for match in formulas]
    return [(int(match[2]) - 1, column_number(match[1]), text) for match, text in matches]
