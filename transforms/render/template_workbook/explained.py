"""The sheet that explains the fields, and the same of one field in the note on its header."""

from collections.abc import Sequence

from xlsxwriter import Workbook

from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind, Requirement
from transforms.render.report_words.counts import counted
from transforms.render.report_workbook.styles import set_height
from transforms.render.template_workbook.styles import TemplateStyles

SHEET = "About the fields"
REQUIREMENTS = {
    Requirement.MUST: "must be filled in",
    Requirement.SHOULD: "should be filled in where it applies",
    Requirement.MAY: "may be filled in",
}
WRITTEN = {
    FieldKind.TEXT: "as text",
    FieldKind.DATE: "as a date",
    FieldKind.INTEGER: "as a whole number",
    FieldKind.DECIMAL: "as a number, with decimals if there are any",
    FieldKind.RANGE: "as a number, or two as 10-20",
    FieldKind.BOOLEAN: "as yes or no",
    FieldKind.CODE: "as a word of the list",
    FieldKind.URL: "as the address of a page, with https:// in front",
    FieldKind.URI: "as an address that stands for the thing",
    FieldKind.UPRN: "as a property’s UPRN, up to twelve digits",
    FieldKind.POSTCODE: "as a full postcode",
    FieldKind.EMAIL: "as an email address",
}
COLUMNS = (("Field", 34), ("Requirement", 22), ("Meaning", 60), ("Written", 28), ("List or example", 50))
HOW_TO = (
    "Fill in the first sheet, a row for each record, and leave its first row as it is.",
    "A dark header must be filled in, a lighter one should be, and a pale one may be.",
    "The other sheets are for you: they are not read as data, so you can publish the workbook with them.",
)
WORDS_SHOWN = 40
TITLE_HEIGHT = 26


def add_explained(
    book: Workbook, styles: TemplateStyles, standard: DatasetStandard, edition: Edition, fields: Sequence[Field]
) -> None:
    """Add the sheet: what the standard is, how to fill the template in, and every field with its list."""
    sheet = book.add_worksheet(SHEET)
    sheet.write_string(0, 0, f"{standard.title}, {edition.name} edition", styles.title)
    sheet.set_row(0, TITLE_HEIGHT)
    about = ("Source", standard.source), ("Published", standard.frequency), ("Licence", standard.licence_note)
    row = 1
    for name, words in (*about, *(("", text) for text in HOW_TO)):
        sheet.write_string(row, 0, name, styles.name)
        sheet.merge_range(row, 1, row, len(COLUMNS) - 1, words, styles.text)
        set_height(sheet, row, {1: words}, (0, sum(width for _, width in COLUMNS[1:])))
        row += 1
    row += 1
    for column, (name, width) in enumerate(COLUMNS):
        sheet.write_string(row, column, name, styles.heading)
        sheet.set_column(column, column, width)
    for position, field in enumerate(fields, start=row + 1):
        texts = dict(enumerate(_explained(field)))
        for column, text in texts.items():
            sheet.write_string(position, column, text, styles.name if column == 0 else styles.text)
        set_height(sheet, position, texts, [width for _, width in COLUMNS])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def meaning(field: Field) -> str:
    """Return what a field is, whether it is asked for and how it is written, as a note of a few lines."""
    lines = [_sentence(field.description), _sentence(f"It {required(field)}"), _sentence(f"Write it {written(field)}")]
    if field.codelist:
        lines.append(f"One of {counted(len(field.codelist.codes), 'word')}: choose from the list.")
    elif field.example:
        lines.append(f"Example: {field.example}")
    return "\n".join(lines)


def required(field: Field) -> str:
    """Return in words whether a field is asked for."""
    return REQUIREMENTS[field.requirement] + (": a record can’t be counted without it" if field.is_essential else "")


def written(field: Field) -> str:
    """Return in words how a field is written."""
    words = WRITTEN[FieldKind.CODE if field.codelist else field.kind]
    return words + (f"; several are parted by {field.separator}" if field.separator else "")


def _explained(field: Field) -> tuple[str, ...]:
    return field.name, required(field), _sentence(field.description), written(field), _listed(field)


def _listed(field: Field) -> str:
    if not field.codelist:
        return field.example
    words = [f"{code.code} ({code.label})" if code.label else code.code for code in field.codelist.codes]
    more = f"\nand {len(words) - WORDS_SHOWN} more, in the drop-down" if len(words) > WORDS_SHOWN else ""
    return "\n".join(words[:WORDS_SHOWN]) + more


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
