"""The few styles of the workbook of a check: a tint and a dark shade for each severity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from transforms.render.report_words.verdict import Tone
from transforms.render.workbook.styles import FONT

LINE_HEIGHT, HIGHEST_ROW = 15, 400
TINTS = {"critical": "#F4CCC6", "warning": "#FFE9A8", "info": "#D6E6F5"}
SHADES = {"critical": "#8C1C0D", "warning": "#7A5B00", "info": "#1D4F7C"}
TONES = {Tone.GOOD: "#00592F", Tone.DOUBTFUL: SHADES["warning"], Tone.BAD: SHADES["critical"]}


def for_print(worksheet: Worksheet) -> None:
    """Lay a worksheet out on A4 across, all its columns on one page."""
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)


def set_height(worksheet: Worksheet, row: int, texts: Mapping[int, str], widths: Sequence[int]) -> None:
    """Make a row as high as its wrapped texts need; not every spreadsheet does so by itself."""
    lines = [
        sum(-(-max(len(part), 1) // widths[position]) for part in text.split("\n")) for position, text in texts.items()
    ]
    worksheet.set_row(row, min(max(lines, default=1) * LINE_HEIGHT, HIGHEST_ROW))


@dataclass(frozen=True)
class ReportStyles:
    """The cell formats of one workbook."""

    title: Format
    heading: Format
    text: Format
    plain: Format  # published text: not wrapped, so that rows keep one line
    number: Format
    line: Format
    link: Format
    quiet: Format
    verdicts: Mapping[Tone, Format]
    marked: Mapping[str, Format]  # a published cell, by severity
    severity: Mapping[str, Format]  # the word for it

    @classmethod
    def of(cls, book: Workbook) -> "ReportStyles":
        """Return the styles, added to `book`."""
        base = {"font_name": FONT, "font_size": 11, "valign": "top"}
        plain = base | {"num_format": "@"}
        return cls(
            title=book.add_format(base | {"bold": True, "font_size": 16}),
            heading=book.add_format(base | {"bold": True, "text_wrap": True, "bg_color": "#E8EDF2", "bottom": 1}),
            text=book.add_format(base | {"text_wrap": True}),
            plain=book.add_format(plain),
            number=book.add_format(base | {"num_format": "#,##0", "align": "center"}),
            line=book.add_format(base | {"num_format": "0", "align": "center", "font_color": "#505A5F"}),
            link=book.add_format(base | {"font_color": "#1D70B8", "underline": 1}),
            quiet=book.add_format(base | {"font_color": "#505A5F", "text_wrap": True}),
            verdicts={
                tone: book.add_format(base | {"bold": True, "font_size": 14, "font_color": shade})
                for tone, shade in TONES.items()
            },
            marked={
                severity: book.add_format(plain | {"bg_color": tint, "font_color": SHADES[severity], "border": 1})
                for severity, tint in TINTS.items()
            },
            severity={
                severity: book.add_format(
                    base | {"bold": True, "text_wrap": True, "bg_color": tint, "font_color": SHADES[severity]}
                )
                for severity, tint in TINTS.items()
            },
        )
