"""The first sheet: what this return is, how complete it is, and what the markers mean."""

from collections import Counter
from collections.abc import Iterator

from xlsxwriter import Workbook

from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.origins import MARKERS, Origin
from transforms.domain.period import day_in_words
from transforms.render.workbook.figures import WorkbookFigures
from transforms.render.workbook.print_layout import TITLE_POINTS, lay_out_pages, row_height
from transforms.render.workbook.styles import ReturnStyles

WORDS_WIDTH = 100
IMPUTED = "the sheet Imputed has figures that stand in for missing ones, beside the blank values; no other has them"
MEANINGS = {
    Origin.COMPUTED: "counted or summed from records that the authority published",
    Origin.INFERRED: "follows from what was published only with an assumption; the sheet Cells says which",
    Origin.DECLARED: "said by the authority itself, because no published field holds it",
    Origin.NOT_DERIVABLE: "what is published does not give it; left blank, never zero",
    Origin.NO_DATA: "the authority published nothing that could be used; left blank, never zero",
}


def add_notes(
    book: Workbook, styles: ReturnStyles, assembled: AssembledReturn, figures: WorkbookFigures, *,
    has_imputed: bool = False,
) -> None:  # fmt: skip
    """Add the notes: the return, its coverage, its markers and its switches."""
    definition = assembled.definition
    sheet = book.add_worksheet("Notes")
    sheet.write_string(
        0, 0, f"{definition.title}: {assembled.definition.period_in_words(assembled.period)}", styles.title
    )
    rows = [*_about(assembled), ("", ""), *_origins(figures), ("", ""), *_made_from(assembled)]
    if has_imputed:
        rows.insert(-1, ("Imputed figures", IMPUTED))
    for row, (name, words) in enumerate(rows, start=2):
        sheet.write_string(row, 0, name, styles.label)
        sheet.write_string(row, 1, words, styles.text)
        sheet.set_row(row, row_height((words, WORDS_WIDTH)))
    sheet.set_row(0, TITLE_POINTS)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, WORDS_WIDTH)
    lay_out_pages(sheet)


def _about(assembled: AssembledReturn) -> Iterator[tuple[str, str]]:
    """Yield what the return is, for whom, and of how many authorities something is known."""
    definition = assembled.definition
    if definition.kind_in_words:
        yield "Kind", f"{definition.kind_in_words}."
    yield "Department", definition.department
    yield "Basis", definition.basis
    yield "Period", f"{assembled.definition.period_in_words(assembled.period)} ({assembled.period})"
    yield "Due", definition.deadline.words
    as_known = assembled.as_known
    yield "As known on", day_in_words(as_known) if as_known else "every file given"
    owing, answered = len(assembled.owing), assembled.responded
    yield "Authorities", f"{answered:,} with usable data, of {owing:,} that owe it"
    totals = " and ".join(area.name for area in definition.totals)
    yield "Totals", f"{totals}: the sum of the authorities that have a value, only as well known as the least known"
    if definition.note:
        yield "Note", definition.note


def _origins(figures: WorkbookFigures) -> Iterator[tuple[str, str]]:
    """Yield what each marker means, and how many cells of the authorities have it."""
    tally = Counter(origin for authority in figures.respondents for _, origin in figures.cells[authority].values())
    for origin in reversed(Origin):
        yield f"{origin.value} {MARKERS.get(origin, 'no marker')}", f"{tally[origin]:,} cells: {MEANINGS[origin]}"


def _made_from(assembled: AssembledReturn) -> Iterator[tuple[str, str]]:
    """Yield what was read, and which of the choices was made that the form leaves open."""
    definition = assembled.definition
    for switch in definition.switches:
        yield f"Choice {switch.name}", f"{switch.description}: {assembled.switches.get(switch.name, switch.default)}"
    yield "Made from", ", ".join(assembled.standards_used or sorted(definition.all_standards))
    yield "Files", "manifest.json names every file that was read, by its SHA-256"
    yield "Definition", f"{definition.slug}, version {definition.version}"
