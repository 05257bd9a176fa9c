"""Spoil rows: one function per fault of content, each from a table to the same table gone wrong."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from examples.tables import Row, Table

Spoiler = Callable[[Table], Table]
SERIAL_ZERO = date(1899, 12, 30)
MUST_DATES = ("CaseDate", "DecisionDate", "DecisionNoticeDate", "FirstAddedDate", "LastUpdatedDate")
OTHER_WORDS = {
    "CaseReference": "Case Ref.",
    "CaseDate": "CASE DATE",
    "DecisionNoticeDate": "Decision notice date",
    "ClassificationLabel": "classification label",
    "SiteReference": "SITE_REFERENCE",
    "SiteNameAddress": "Site Name & Address",
    "OrganisationLabel": "Organisation Label",
    "PlanningStatus": "planning-status",
    "NetDwellingsRangeFrom": "Net Dwellings Range From",
}


def spoil_rows(table: Table, slug: str) -> Table:
    """Return the table with the fault `slug`; unchanged if that is not a fault of content."""
    return SPOILERS[slug](table) if slug in SPOILERS else table


def title_lines(table: Table) -> Table:
    """Put a title, a date and a blank line above the header."""
    return replace(
        table,
        above=[
            ["Open data: published under the Open Government Licence"],
            ["Last reviewed", "see council website"],
            [],
        ],
    )


def renamed_columns(table: Table) -> Table:
    """Write headers with blanks, capitals and punctuation."""
    return replace(table, header=[OTHER_WORDS.get(column, column) for column in table.header])


def unknown_columns(table: Table) -> Table:
    """Add two columns of the council's own."""
    rows = [[*row, f"Area {number % 4 + 1}", "Y"] for number, row in enumerate(table.rows)]
    return replace(table, header=[*table.header, "Committee Area", "GIS Checked"], rows=rows)


def ghost_columns(table: Table) -> Table:
    """Add five empty columns without a header."""
    return replace(table, header=[*table.header, *[""] * 5], rows=[[*row, *[""] * 5] for row in table.rows])


def missing_column(table: Table) -> Table:
    """Leave a column out that the standard asks for."""
    column = table.position("CaseURL" if "CaseURL" in table.header else "Hectares")
    cut: Callable[[Row], Row] = lambda row: row[:column] + row[column + 1 :]  # noqa: E731
    return replace(table, header=cut(table.header), rows=[cut(row) for row in table.rows])


def no_references(table: Table) -> Table:
    """Blank the reference of every hundredth record, and of the first."""
    return table.mapped(("CaseReference", "SiteReference"), lambda text, number: text if number % 100 else "")


def broken_rows(table: Table) -> Table:
    """Split every fiftieth row at a comma that nobody quoted."""
    position = table.position("CaseText" if "CaseText" in table.header else "SiteNameAddress")
    rows = list(table.rows)
    for number in range(3, len(rows), 50):
        rows[number] = [*rows[number][:position], "Phase 1", " rear", *rows[number][position + 1 :]]
    return replace(table, rows=rows)


def total_rows(table: Table) -> Table:
    """Put a blank row and the header in the middle and a total at the end."""
    middle, width = len(table.rows) // 2, len(table.header)
    total = ["Total", str(len(table.rows)), *[""] * (width - 2)]
    return replace(
        table, rows=[*table.rows[:middle], [""] * width, table.header, *table.rows[middle:], [""] * width, total]
    )


def duplicates(table: Table) -> Table:
    """Publish every fortieth record twice, the second time with a changed text."""
    position = table.position("CaseText" if "CaseText" in table.header else "Notes")
    again = [[*row[:position], f"{row[position]} (amended)", *row[position + 1 :]] for row in table.rows[::40]]
    return replace(table, rows=[*table.rows, *again])


def mixed_dates(table: Table) -> Table:
    """Write dates in three orders, and every twentieth as one that does not exist."""
    return table.mapped(MUST_DATES, lambda text, number: _written(_day(text), number))


def _written(day: date, number: int) -> str:
    if number % 20 == 7:
        return "31/02/2026"
    return day.strftime(("%d/%m/%Y", "%Y-%m-%d", "%-d %b %Y", "%d/%m/%Y")[number % 4])


def serial_dates(table: Table) -> Table:
    """Write dates as the numbers of Excel's calendar."""
    return table.mapped(MUST_DATES, lambda text, _: str((_day(text) - SERIAL_ZERO).days))


def blank_words(table: Table) -> Table:
    """Write a word where a cell is blank."""
    blank_texts = ("N/A", "null", "-", "n/a")
    rows = [
        [text or blank_texts[(number + position) % 4] for position, text in enumerate(row)]
        for number, row in enumerate(table.rows)
    ]
    return replace(table, rows=rows)


def unknown_codes(table: Table) -> Table:
    """Write words that are in no list into every seventh coded cell."""
    columns = ("Status", "DecisionType", "PlanningStatus", "OwnershipStatus")
    return table.mapped(columns, lambda text, number: text if number % 7 else f"{text} (see file)")


def swapped_coordinates(table: Table) -> Table:
    """Exchange the two coordinates."""
    x, y = table.position("GeoX"), table.position("GeoY")
    rows = [list(row) for row in table.rows]
    for row in rows:
        row[x], row[y] = row[y], row[x]
    return replace(table, rows=rows)


def mislabelled_coordinates(table: Table) -> Table:
    """Label every point with the other reference system."""
    other = {"OSGB36": "WGS84", "WGS84": "OSGB36"}
    return table.mapped(("CoordinateReferenceSystem",), lambda text, _: other[text])


def no_records(table: Table) -> Table:
    """Keep the header only."""
    return replace(table, rows=[])


def shrink(table: Table) -> Table:
    """Keep every fifth record."""
    return replace(table, rows=table.rows[::5])


def _day(text: str) -> date:
    if "/" in text:
        day, month, year = text.split("/")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(text)


SPOILERS: Mapping[str, Spoiler] = {
    "title-lines": title_lines,
    "renamed-columns": renamed_columns,
    "unknown-columns": unknown_columns,
    "ghost-columns": ghost_columns,
    "missing-column": missing_column,
    "no-references": no_references,
    "broken-rows": broken_rows,
    "total-rows": total_rows,
    "duplicates": duplicates,
    "mixed-dates": mixed_dates,
    "serial-dates": serial_dates,
    "blank-words": blank_words,
    "unknown-codes": unknown_codes,
    "swapped-coordinates": swapped_coordinates,
    "mislabelled-coordinates": mislabelled_coordinates,
    "no-records": no_records,
}
