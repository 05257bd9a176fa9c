"""How a sheet of the workbook is printed: on A4 on its side, as wide as the paper, with its name and page numbers."""

from xlsxwriter.worksheet import Worksheet

A4 = 9


def lay_out_pages(sheet: Worksheet, *, pages_across: int = 1, pages_down: int = 0) -> None:
    """Fit a sheet on as many pages; 0 is as many as it takes."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(pages_across, pages_down)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&RPage &P of &N")
