"""Worksheets of an xlsx workbook seen before they are laid out in memory: how far their cells reach, and which of them
show per cent, an error, or a formula whose result was not saved.

One pass of an XML parser, since an expression over the whole can be made to run for ever, or to see less than a reader.
A single blank put by mistake into the last cell of a sheet spans seventeen thousand million cells.
Source: ECMA-376 part 1, 18.3.1.4 (`c`: `r`, `s`, and `t`, where “e” is an error), 18.3.1.40 (`f`), 18.3.1.73 (`row`).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import product
from string import ascii_uppercase
from xml.parsers import expat

from transforms.reading.map_xml import Unsafe, parse_whole

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
ROW_NUMBER = re.compile(r"[0-9]{1,7}")
LONGEST_FORMULA, LONGEST_ERROR = 4_000, 40  # characters


class Misnumbered(Exception):
    """Raised when a row or a cell has a number that no worksheet has, from scanning it."""


@dataclass
class Scan:
    """What was seen of one worksheet: places are rows and columns from 0."""

    last_row: int = 0  # from 1, of the cells that hold something
    last_column: int = 0
    per_cent: list[tuple[int, int]] = field(default_factory=list)
    valueless: list[tuple[int, int, str]] = field(default_factory=list)  # and what an officer sees there

    @property
    def area(self) -> int:
        """Rows times columns of the area that its cells span."""
        return self.last_row * self.last_column


def scan_worksheet(xml: bytes, percent_styles: Collection[str]) -> Scan:
    """Return what is seen of a worksheet.

    Args:
        xml: the worksheet's part of the workbook.
        percent_styles: the numbers of the cell styles that show per cent.

    Raises:
        Misnumbered: a row or a cell has a number that no worksheet has.
        Unsafe: it declares entities.
        expat.ExpatError: it breaks the rules of XML.

    """
    parser = expat.ParserCreate()
    scanner = _Scanner(parser, percent_styles)
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartElementHandler = scanner.start
    parser.EntityDeclHandler = _refuse
    parse_whole(parser, xml)
    scanner.end_cell()
    return scanner.scan


class _Scanner:
    """Takes in the events of a parser; texts only of formulas and errors, which are few."""

    def __init__(self, parser: expat.XMLParserType, percent_styles: Collection[str]) -> None:
        self.scan = Scan()
        self._parser, self._percent_styles = parser, percent_styles
        self._row = self._column = 0
        self._is_filled = self._is_error = False
        self._texts: list[str] = []
        self._formula: str | None = None
        self._value = ""
        self._is_percent = self._has_text = False
        self._row_text = ""

    def start(self, tag: str, attributes: list[str]) -> None:
        """Take in the start of an element."""
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if name == "c":
            if self._has_text:
                self.end_cell()
            self._is_filled = self._is_error = self._is_percent = False
            self._start_cell(attributes)
        elif name in ("v", "is"):
            if not self._is_filled:
                self._fill()
            if self._is_error or self._formula is not None:
                self._listen("v")
        elif name == "f":
            self._formula = ""
            self._listen("f")
        elif name == "row":
            if self._has_text:
                self.end_cell()
            self._start_row(attributes)

    def end_cell(self) -> None:
        """Take in that a cell is over."""
        if self._is_error and 0 < len(self._value) <= LONGEST_ERROR:
            self.scan.valueless.append((self._row - 1, self._column - 1, self._value))
        elif self._formula and not self._value and len(self._formula) <= LONGEST_FORMULA and not self._is_error:
            self.scan.valueless.append((self._row - 1, self._column - 1, "=" + self._formula))
        self._formula, self._value, self._has_text = None, "", False

    def _start_row(self, attributes: list[str]) -> None:
        self._row, self._column, self._row_text = self._row + 1, 0, ""
        for index in range(0, len(attributes), 2):
            if attributes[index] == "r":
                number = attributes[index + 1]
                if not ROW_NUMBER.fullmatch(number) or not 0 < int(number) <= LAST_ROW:
                    raise Misnumbered
                self._row, self._row_text = int(number), number

    def _start_cell(self, attributes: list[str]) -> None:
        self._column += 1
        for index in range(0, len(attributes), 2):
            name, value = attributes[index], attributes[index + 1]
            if name == "r":
                letters = value.removesuffix(self._row_text)
                if column := COLUMNS.get(letters):  # nearly always: a cell of the row that is open
                    self._column = column
                else:
                    self._row, self._column = _numbers(value)
                    self._row_text = str(self._row)
            elif name == "s":
                self._is_percent = value in self._percent_styles
            elif name == "t":
                self._is_error = value == "e"

    def _fill(self) -> None:
        """Take in that the cell holds something."""
        self._is_filled = True
        if self._row > self.scan.last_row:
            self.scan.last_row = self._row
        if self._column > self.scan.last_column:
            self.scan.last_column = self._column
        if self._is_percent:
            self.scan.per_cent.append((self._row - 1, self._column - 1))

    def _listen(self, name: str) -> None:
        """Keep the text of the element that starts."""
        self._texts, self._has_text = [], True

        def end(_: str) -> None:
            self._parser.CharacterDataHandler = self._parser.EndElementHandler = None
            text = "".join(self._texts)
            if name == "f":
                self._formula = text
            else:
                self._value = text

        self._parser.CharacterDataHandler = self._texts.append
        self._parser.EndElementHandler = end


def column_number(letters: str) -> int:
    """Return the number of a column, from 1, from its letters."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


COLUMNS = {letters: column_number(letters) for letters in map("".join, product(ascii_uppercase, repeat=2))} | {
    letter: column_number(letter) for letter in ascii_uppercase
}


def _numbers(reference: str) -> tuple[int, int]:
    """Return the row and the column of a cell, from 1."""
    match = REFERENCE.fullmatch(reference)
    if match is None:
        raise Misnumbered
    row, column = int(match[2]), column_number(match[1])
    if not 0 < row <= LAST_ROW or column > LAST_COLUMN:
        raise Misnumbered
    return row, column


def _refuse(*_: object) -> None:
    raise Unsafe
