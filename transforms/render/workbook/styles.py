"""The few styles of the workbook, and how a figure shows where it comes from."""

from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from transforms.domain.origins import MARKERS, WITH_VALUE, Origin

FONT = "Arial"


@dataclass(frozen=True)
class ReturnStyles:
    """The cell formats of one workbook."""

    title: Format
    heading: Format
    text: Format
    total: Format
    marker: Format
    words: Format
    percent: Format
    count: Format
    label: Format
    numbers: dict[tuple[Origin, bool, bool], Format]  # origin, has decimals, is a total

    @classmethod
    def of(cls, book: Workbook) -> "ReturnStyles":
        """Return the styles, added to `book`."""
        base = {"font_name": FONT, "font_size": 11, "valign": "top"}
        numbers = {
            (origin, decimals, total): book.add_format(
                base
                | {"num_format": _number_format(origin, decimals=decimals), "bold": total, "top": int(total)}
                | {"align": "right"}
            )
            for origin in WITH_VALUE
            for decimals in (False, True)
            for total in (False, True)
        }
        return cls(
            title=book.add_format(base | {"bold": True, "font_size": 16}),
            heading=book.add_format(base | {"bold": True, "text_wrap": True, "bg_color": "#E8EDF2", "bottom": 1}),
            text=book.add_format(base | {"text_wrap": True}),
            total=book.add_format(base | {"bold": True, "top": 1}),
            words=book.add_format(base | {"align": "right", "text_wrap": True}),
            marker=book.add_format(base | {"align": "right", "font_color": "#505A5F"}),
            percent=book.add_format(base | {"num_format": "0.0", "align": "right"}),
            count=book.add_format(base | {"num_format": "#,##0", "align": "right"}),
            label=book.add_format(base | {"bold": True}),
            numbers=numbers,
        )


def _number_format(origin: str, *, decimals: bool) -> str:
    digits = "#,##0.00" if decimals else "#,##0"
    marker = MARKERS.get(Origin(origin))
    return f'{digits}" {marker}"' if marker else digits
