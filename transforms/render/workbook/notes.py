"""The first sheet: what this return is, how complete it is, and what the markers mean."""

from collections import Counter

from xlsxwriter import Workbook

from transforms.domain.assembled_return import AssembledReturn
from transforms.render.workbook.figures import WorkbookFigures
from transforms.render.workbook.styles import ReturnStyles

ORIGINS = (
    ("computed", "no marker", "counted or summed from records that the authority published"),
    ("inferred", "[e]", "follows from what was published only with an assumption; the notes say which"),
    ("declared", "[d]", "said by the authority itself, because no published field holds it"),
    ("not-derivable", "[z]", "no field of the dataset standard holds it; left blank, never zero"),
    ("no-data", "[x]", "the authority published nothing that could be used; left blank, never zero"),
)


def add_notes(book: Workbook, styles: ReturnStyles, assembled: AssembledReturn, figures: WorkbookFigures) -> None:
    """Add the notes: the return, its coverage, its markers and its switches."""
    definition = assembled.definition
    sheet = book.add_worksheet("Notes")
    sheet.write_string(0, 0, f"{definition.title}: {assembled.period}", styles.title)
    tally = Counter(origin for authority in figures.respondents for _, origin in figures.cells[authority].values())
    rows = [
        *((("Kind", definition.kind_in_words),) if definition.kind_in_words else ()),
        ("Department", definition.department),
        ("Basis", definition.basis),
        ("Definition", f"{definition.slug}, version {definition.version}"),
        ("As known", assembled.as_known.isoformat() if assembled.as_known else "every snapshot given"),
        ("Authorities", f"{assembled.responded:,} with data of {len(assembled.owing):,} that owe it"),
        ("", ""),
        *((f"{origin} {marker}", f"{tally[origin]:,} cells: {words}") for origin, marker, words in ORIGINS),
        ("", ""),
        *((f"Switch {name}", value) for name, value in sorted(assembled.switches.items())),
        ("Assembled from", "the records that councils publish; manifest.json names every file by its SHA-256"),
    ]
    if definition.note:
        rows.append(("Note", definition.note))
    for row, (name, words) in enumerate(rows, start=2):
        sheet.write_string(row, 0, name, styles.label)
        sheet.write_string(row, 1, words, styles.text)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
