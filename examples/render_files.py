"""Render files: what one council has online for one standard on one day, as bytes."""

from dataclasses import dataclass
from datetime import date

from examples.england import England, published_on
from examples.faults import TIMES
from examples.published import publish
from examples.published.planning_applications import COLUMNS
from examples.spoil_rows import shrink, spoil_rows
from examples.tables import Table
from examples.write_files import HTML, PLAIN, WRITERS, write_page

MIDNIGHT = b" 00:00:00"  # replaced at every fetch where the extract date is volatile
_TIME_FAULTS = {time.slug for time in TIMES}


@dataclass(frozen=True)
class Edition:
    """What makes two days show the same file: its extract, and whether the fault that comes later has come."""

    gss: str
    standard: str
    published: date
    is_later: bool

    @property
    def name(self) -> str:
        """A name for the rendered file."""
        return f"{self.gss}-{self.standard}-{self.published}{'-later' if self.is_later else ''}"


def edition_of(england: England, gss: str, standard: str, day: date) -> Edition:
    """Return the edition that is online on `day`."""
    fault = england.fault(gss, standard)
    is_later = day > england.opened and fault.slug in _TIME_FAULTS
    return Edition(gss, standard, published_on(england, england.council(gss), standard, day), is_later)


def extension(england: England, gss: str, standard: str) -> str:
    """Return the ending of the address, which is the registered format."""
    return WRITERS.get(england.fault(gss, standard).slug, PLAIN)[1]


def content_type(england: England, edition: Edition) -> str:
    """Return the Content-Type that the council's server says."""
    slug = england.fault(edition.gss, edition.standard).slug
    return HTML if slug == "page-later" and edition.is_later else WRITERS.get(slug, PLAIN)[2]


def render_file(england: England, edition: Edition, rubbish_rows: int = 0) -> bytes:
    """Return the bytes of the edition."""
    slug = england.fault(edition.gss, edition.standard).slug
    if slug == "rubbish":
        return render_rubbish(rubbish_rows)
    if slug == "page-later" and edition.is_later:
        return write_page(Table([], []))
    table = publish(england, england.council(edition.gss), edition.standard, edition.published)
    if slug == "shrunken" and edition.is_later:
        table = shrink(table)
    if slug == "volatile":
        table = table.mapped(("ExtractDate",), lambda text, _: text + MIDNIGHT.decode())
    return WRITERS.get(slug, PLAIN)[0](spoil_rows(table, slug))


def render_rubbish(rows: int) -> bytes:
    """Return a planning file of `rows` records in which hardly a cell means anything."""
    values = {"ExtractDate": "yesterday", "CaseDate": "99/99/9999", "Status": "??", "GeoX": "east", "Decision": "maybe"}
    line = ",".join("{}" if column == "CaseReference" else values.get(column, "") for column in COLUMNS) + "\r\n"
    return (",".join(COLUMNS) + "\r\n" + "".join(line.format(f"X{number}") for number in range(rows))).encode()
