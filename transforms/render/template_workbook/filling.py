"""The sheets with the header of a file: empty to fill in, or filled with examples; and the lists behind drop-downs."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from transforms.domain.standard import Field, FieldKind
from transforms.render.template_workbook.explained import meaning
from transforms.render.template_workbook.styles import TemplateStyles

LISTS = "Lists"
LAST_ROW = 1_048_575
NARROWEST, WIDEST = 13, 34
NOTE_WIDTH, NOTE_LETTERS, NOTE_LINE = 320, 46, 20  # pixels, letters in a line, pixels of a line
IN_THE_CELL = 255  # letters of the longest list that a drop-down holds itself
DAYS = ("%d/%m/%Y", "%Y-%m-%d")


def add_lists(book: Workbook, styles: TemplateStyles, fields: Sequence[Field]) -> dict[str, str | list[str]]:
    """Return what the drop-down of each field with a list offers; long lists are added as a sheet, which is hidden."""
    lists = {field.codelist.slug: [code.code for code in field.codelist.codes] for field in fields if field.codelist}
    lists_written: dict[str, str | list[str]] = {}
    sheet: Worksheet | None = None
    for slug, codes in lists.items():
        if "," not in "".join(codes) and len(",".join(codes)) <= IN_THE_CELL:
            lists_written[slug] = codes
            continue
        if sheet is None:
            sheet = book.add_worksheet(LISTS)
            sheet.hide()
        column = sum(isinstance(codes, str) for codes in lists_written.values())
        sheet.write_string(0, column, slug, styles.heading)
        for row, code in enumerate(codes, start=1):
            sheet.write_string(row, column, code, styles.text)
        sheet.set_column(column, column, WIDEST)
        lists_written[slug] = f"={LISTS}!{xl_range_abs(1, column, len(codes), column)}"
    return lists_written


def add_to_fill(
    sheet: Worksheet, styles: TemplateStyles, fields: Sequence[Field],
    lists: Mapping[str, str | list[str]], records: Sequence[Mapping[str, str]],
) -> None:  # fmt: skip
    """Write the header with its notes, give the columns their formats and drop-downs, and write the records."""
    for column, field in enumerate(fields):
        cell_format = styles.cell(field)
        width = min(max(len(field.name) + 3, NARROWEST), WIDEST)
        sheet.set_column(column, column, width, cell_format)
        sheet.write_string(0, column, field.name, styles.heads[field.requirement])
        sheet.write_comment(0, column, *_note(field))
        if field.codelist and not field.separator:
            sheet.data_validation(1, column, LAST_ROW, column, _drop_down(field, lists[field.codelist.slug]))
        for row, record in enumerate(records, start=1):
            _write(sheet, (row, column), field, record.get(field.name, ""), cell_format)
    sheet.set_row(0, 34)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)


def _note(field: Field) -> tuple[str, dict[str, object]]:
    text = meaning(field)
    lines = sum(math.ceil(max(len(line), 1) / NOTE_LETTERS) for line in text.split("\n"))
    return text, {"author": "", "x_scale": NOTE_WIDTH / 128, "y_scale": max(lines + 1, 3) * NOTE_LINE / 74}


def _drop_down(field: Field, offered: str | list[str]) -> dict[str, object]:
    return {
        "validate": "list",
        "source": offered,
        "error_type": "warning",
        "error_title": "Not in the list",
        "error_message": f"{field.name[:60]} takes one of the words of its list. Other words may not be understood.",
    }


def _write(sheet: Worksheet, position: tuple[int, int], field: Field, text: str, cell_format: Format) -> None:
    """Write a value as a person would type it into a cell of that format: days as days, numbers as numbers."""
    row, column = position
    day = _day(text) if field.kind is FieldKind.DATE and not field.codelist else None
    number = _number(text) if field.kind in (FieldKind.INTEGER, FieldKind.DECIMAL) and not field.codelist else None
    if day:
        sheet.write_datetime(row, column, day, cell_format)
    elif number is not None:
        sheet.write_number(row, column, number, cell_format)
    else:
        sheet.write_string(row, column, text, cell_format)


def _day(text: str) -> datetime | None:
    for written in DAYS:
        try:
            return datetime.strptime(text, written)  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
