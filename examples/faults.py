"""Faults: everything that real publishers do to a file and to the address it lives at, one entry each.

Every fault has been seen: in the fetch logs of the national brownfield collection (2018 to 2023) or in published files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32


@dataclass(frozen=True)
class Fault:
    """One way to go wrong; `finding` is the issue code that tells the council so, blank where none does.

    `standards` are those whose files can go wrong so; none stands for all of them.
    """

    slug: str
    sentence: str
    finding: str = ""
    standards: tuple[str, ...] = ()

    def befalls(self, standard: str) -> bool:
        """Return whether a file of this standard can go wrong so."""
        return not self.standards or standard in self.standards


CLEAN = Fault("clean", "A clean file that answers at once.")
PLANNING_ONLY = ("planning_applications",)
BROWNFIELD_ONLY = ("brownfield_land",)
MAIN = (*PLANNING_ONLY, *BROWNFIELD_ONLY)

# How the address answers.
ANSWERS = (
    Fault("gone", "404, with a friendly page.", "source-unreachable"),
    Fault("forbidden", "403: the firewall takes us for a robot, which we are.", "source-unreachable"),
    Fault("broken", "500 every time.", "source-unreachable"),
    Fault("unavailable-once", "503 at the first request of a day, the file at the second."),
    Fault("busy", "429 with Retry-After: 1 at the first request of a day, the file at the second."),
    Fault("slow", "The file dribbles in over three seconds."),
    Fault("cut-short", "Promises more bytes than it sends.", "source-unreachable"),
    Fault("redirect", "One permanent redirect to where the file moved."),
    Fault("redirect-chain", "Four redirects, one of them relative."),
    Fault("redirect-loop", "Two addresses that redirect to each other.", "source-unreachable"),
    Fault("redirect-astray", "A redirect to a link-local address.", "source-unreachable"),
    Fault("wrong-type", "A CSV served as text/html."),
    Fault("untyped", "A CSV served as application/octet-stream."),
    Fault("page", "An HTML page with status 200 where the file was.", "file-not-tabular"),
    Fault("pdf", "A PDF under a name that ends in .csv.", "file-not-tabular"),
    Fault("empty", "Status 200 and not one byte.", "file-empty"),
    Fault("silent", "Accepts the connection and never answers.", "source-unreachable"),
)
# How the file is written.
FORMATS = (
    Fault("workbook", "An Excel workbook with a notes sheet before the data."),
    Fault("open-document", "An OpenDocument spreadsheet."),
    Fault("zipped", "The CSV inside a ZIP, beside a read-me."),
    Fault("json", "JSON records."),
    Fault("geojson", "GeoJSON points.", "", MAIN),
    Fault("tab-separated", "Tabs between the cells."),
    Fault("semicolons", "Semicolons between the cells."),
    Fault("pound-cp1252", "Windows-1252 with a £.", "file-encoding-guessed"),
    Fault("utf-16", "UTF-16 with a byte order mark.", "file-encoding-guessed"),
    Fault("byte-order-mark", "UTF-8 with a byte order mark."),
    Fault("bare-cr", "Lines end in a bare carriage return."),
)
# What is in the rows.
ROWS = (
    Fault("title-lines", "A title, a date and a blank line above the header.", "header-displaced"),
    Fault("renamed-columns", "Headers with blanks, capitals and other words.", "", MAIN),
    Fault("unknown-columns", "Columns of the council's own.", "column-unrecognised"),
    Fault("ghost-columns", "Empty columns to the right, without a header."),
    Fault("missing-column", "A column that the standard asks for is not there.", "column-missing", MAIN),
    Fault("no-references", "Every hundredth record has no reference.", "value-missing", MAIN),
    Fault("broken-rows", "Unquoted commas shift the cells of some rows.", "row-misaligned", MAIN),
    Fault("total-rows", "Blank rows, a repeated header and a total.", "row-ignored"),
    Fault("duplicates", "Some records twice, the second changed.", "row-duplicated", MAIN),
    Fault("mixed-dates", "Dates in three orders, and some that do not exist.", "date-unparseable", MAIN),
    Fault("serial-dates", "Dates as Excel serial numbers.", "value-repaired", MAIN),
    Fault("blank-words", "N/A, null and - where a cell is blank."),
    Fault("unknown-codes", "Words that are in no list.", "code-unknown", MAIN),
    Fault("swapped-coordinates", "Latitude and longitude in each other's column.", "value-repaired", BROWNFIELD_ONLY),
    Fault("mislabelled-coordinates", "Eastings and northings labelled WGS84.", "value-repaired", BROWNFIELD_ONLY),
    Fault("no-records", "A header and nothing beneath.", "file-without-records"),
)
# What happens from one day to the next.
TIMES = (
    Fault("gone-later", "Answers on the first day, 404 after it.", "source-unreachable"),
    Fault("shrunken", "A fifth of the records from the second day on.", "source-shrunk"),
    Fault("stale", "Nothing new for more than a year.", "source-unchanged"),
    Fault("volatile", "Extract dates that change with every fetch.", "", PLANNING_ONLY),
    Fault("page-later", "The file on the first day, a page with status 200 after it.", "file-not-tabular"),
    Fault("fixed-later", "500 on the first day, the file after it."),
)
RUBBISH = Fault("rubbish", "A file of rows without meaning, as many as asked for.", "value-missing", PLANNING_ONLY)

FAULTS = (*ANSWERS, *FORMATS, *ROWS, *TIMES)


def fault(slug: str) -> Fault:
    """Return the fault called `slug`; raise LookupError if there is none."""
    for candidate in (CLEAN, *FAULTS, RUBBISH):
        if candidate.slug == slug:
            return candidate
    raise LookupError(f"there is no fault called “{slug}”; examples/README.md lists them")


def assign_faults(sources: Sequence[tuple[str, str]], seed: int, share: float) -> Mapping[tuple[str, str], Fault]:
    """Return the fault of `share` of the sources, every fault in turn so that few sources still meet many of them."""
    shuffled = sorted(sources, key=lambda source: crc32(f"{seed} fault {source}".encode()))
    waiting = list(_in_turn())
    assigned: dict[tuple[str, str], Fault] = {}
    for source in shuffled[: round(share * len(shuffled))]:
        if not any(candidate.befalls(source[1]) for candidate in waiting):
            waiting += _in_turn()
        example_fault = next(candidate for candidate in waiting if candidate.befalls(source[1]))
        waiting.remove(example_fault)
        assigned[source] = example_fault
    return assigned


def _in_turn() -> list[Fault]:
    """Return the faults, one of each group after the other."""
    groups = [list(group) for group in (ANSWERS, FORMATS, ROWS, TIMES)]
    longest = max(len(group) for group in groups)
    return [group[turn] for turn in range(longest) for group in groups if turn < len(group)]
