"""The sheets of all authorities ordered by a rate, as the department publishes them."""

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.ranking import Ranking
from transforms.domain.statutory_return import Indicator
from transforms.render.workbook.figures import WorkbookFigures
from transforms.render.workbook.print_layout import TITLE_POINTS, lay_out_pages
from transforms.render.workbook.styles import ReturnStyles

HEADER_ROW = 3


def add_ranking(
    book: Workbook, styles: ReturnStyles, ranking: Ranking, assembled: AssembledReturn, figures: WorkbookFigures
) -> None:
    """Add a sheet with a row per authority: totals, then the highest rate first; those without one are not printed."""
    definition = assembled.definition
    indicator = next(rate for rate in definition.indicators if rate.name == ranking.indicator)
    rates = _rates(assembled, indicator)
    sheet = book.add_worksheet(ranking.name)
    sheet.write_string(0, 0, f"{ranking.title}, {assembled.definition.period_in_words(assembled.period)}", styles.title)
    labels = [definition.cell(cell).label for cell in ranking.cells]
    for column, words in enumerate(("Authority", "Name", *labels, f"{indicator.label}, per cent", "Note")):
        sheet.write_string(HEADER_ROW, column, words, styles.heading)
    ranked = sorted(figures.respondents, key=lambda gss: (rates[gss] is None, -(rates[gss] or 0), figures.name(gss)))
    last = 2 + len(ranking.cells)
    for row, authority in enumerate((*figures.areas, *ranked), start=HEADER_ROW + 1):
        is_total = authority in figures.areas
        text = styles.total if is_total else styles.text
        sheet.write_string(row, 0, authority, text)
        sheet.write_string(row, 1, figures.name(authority), text)
        for column, cell in enumerate(ranking.cells, start=2):
            figures.write(sheet, (row, column), authority, definition.cell(cell), styles, total=is_total)
        if (rate := rates[authority]) is not None:
            sheet.write_number(row, last, rate, styles.percent)
        sheet.write_string(row, last + 1, "" if is_total else _note(ranking, indicator, rate, figures, authority), text)
    rated = sum(rates[gss] is not None for gss in ranked)
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(figures.areas) + len(ranked), last + 1)
    sheet.print_area(0, 0, HEADER_ROW + len(figures.areas) + rated, last + 1)
    _lay_out(sheet, note=last + 1)


def _rates(assembled: AssembledReturn, indicator: Indicator) -> dict[str, float | None]:
    columns = (assembled.indicators[name].to_pylist() for name in ("authority", "indicator", "value"))
    return {
        authority: float(value) if value else None
        for authority, name, value in zip(*columns, strict=True)
        if name == indicator.name
    }


def _note(ranking: Ranking, indicator: Indicator, rate: float | None, figures: WorkbookFigures, authority: str) -> str:
    """Return what is to be said of an authority: that it is below the threshold, and that it is marked."""
    threshold, notes = indicator.threshold_pct, []
    if rate is not None and threshold is not None and rate < threshold:
        notes.append(f"Below {threshold} per cent")
    value, _ = figures.cells[authority][ranking.marked]
    if value is not None and float(value) < ranking.marked_below:
        notes.append(ranking.mark)
    return ". ".join(notes)


def _lay_out(sheet: Worksheet, note: int) -> None:
    sheet.set_column(0, 0, 13)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, note - 1, 16)
    sheet.set_column(note, note, 70)
    sheet.set_row(0, TITLE_POINTS)
    sheet.set_row(HEADER_ROW, 62)
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    lay_out_pages(sheet)
    sheet.repeat_rows(HEADER_ROW)
