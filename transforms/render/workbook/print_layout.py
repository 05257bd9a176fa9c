"""How a sheet of the workbook is laid out: rows as high as their words need, and printed on A4 as wide as the paper.

Known:  not every program makes a row higher for words that wrap, so the heights are estimated here.
"""

from math import ceil

from xlsxwriter.worksheet import Worksheet

A4 = 9
LINE_POINTS = 15
TITLE_POINTS = 24
MOST_POINTS = 400  # a row higher than this can't be read
WORD_SLACK = 1.2  # words that don't fit begin a new line, so that a line is not full


def lay_out_pages(sheet: Worksheet, *, pages_across: int = 1, pages_down: int = 0) -> None:
    """Fit a sheet on as many pages; 0 is as many as it takes."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(pages_across, pages_down)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)


def name_pages(sheet: Worksheet, title: str, kind: str) -> None:
    """Print above every page what it is of and at the foot the sheet's name, the kind of return and the number."""
    sheet.set_header(f"&L{_literal(title)}")
    sheet.set_footer(f"&L&A&C{_literal(kind)}&RPage &P of &N" if kind else "&L&A&RPage &P of &N")


def _literal(words: str) -> str:
    """Return words for a header, where an ampersand begins an instruction."""
    return words.replace("&", "&&")


def row_height(*texts: tuple[str, float]) -> int:
    """Return the height in points of a row of texts, each with the width of its column."""
    return min(MOST_POINTS, LINE_POINTS * max(_lines(text, width) for text, width in texts))


def _lines(text: str, width: float) -> int:
    return 1 if len(text) < width else ceil(len(text) * WORD_SLACK / width)
