"""The few styles of a template: a header shade for each requirement, and how each kind of cell is shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from transforms.domain.standard import Field, FieldKind, Requirement
from transforms.render.workbook.styles import FONT

HEADS = {
    Requirement.MUST: {"bg_color": "#1D4F7C", "font_color": "#FFFFFF"},
    Requirement.SHOULD: {"bg_color": "#BBD4EA"},
    Requirement.MAY: {"bg_color": "#EEF1F4"},
}
AS_SHOWN = {FieldKind.DATE: "dd/mm/yyyy", FieldKind.INTEGER: "0", FieldKind.DECIMAL: "0.00######"}
ALIGNED = {AS_SHOWN[FieldKind.DATE]: {"align": "left"}}
AS_TYPED = "@"  # so that references, bands and codes are not taken for dates or numbers


@dataclass(frozen=True)
class TemplateStyles:
    """The cell formats of one workbook."""

    title: Format
    heading: Format
    text: Format
    name: Format
    heads: Mapping[Requirement, Format]
    cells: Mapping[str, Format]  # by number format

    @classmethod
    def of(cls, book: Workbook) -> "TemplateStyles":
        """Return the styles, added to `book`."""
        base = {"font_name": FONT, "font_size": 11, "valign": "top"}
        head = base | {"bold": True, "text_wrap": True, "border": 1, "border_color": "#8A94A0", "num_format": "@"}
        return cls(
            title=book.add_format(base | {"bold": True, "font_size": 16}),
            heading=book.add_format(base | {"bold": True, "text_wrap": True, "bg_color": "#E8EDF2", "bottom": 1}),
            text=book.add_format(base | {"text_wrap": True}),
            name=book.add_format(base | {"bold": True, "text_wrap": True}),
            heads={requirement: book.add_format(head | shade) for requirement, shade in HEADS.items()},
            cells={
                number_format: book.add_format(base | {"num_format": number_format} | ALIGNED.get(number_format, {}))
                for number_format in sorted({*AS_SHOWN.values(), AS_TYPED})
            },
        )

    def cell(self, field: Field) -> Format:
        """Return how a column of the field is shown."""
        return self.cells[AS_TYPED if field.codelist or field.separator else AS_SHOWN.get(field.kind, AS_TYPED)]
