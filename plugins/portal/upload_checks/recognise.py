"""Which standard a file's columns speak of: every standard's recogniser asked about the header."""

from dataclasses import dataclass

from transforms.reading import read
from transforms.standardise import recogniser
from transforms.standards import STANDARDS

FEWEST = 2  # columns; any table may have one called Name
HEAD = 1_000_000  # bytes of a text file in which its header is looked for
NOT_TEXT = (b"PK", b"{", b"[", b"<", b"SQLite", b"\xd0\xcf", b"\x1f\x8b", b"%PDF")


@dataclass(frozen=True)
class Candidate:
    """A standard that a file may follow, and how many of the file's columns are its fields."""

    standard: str
    recognised: int
    columns: int  # that the file has


def candidates(content: bytes, name: str) -> list[Candidate]:
    """Return the standards that the header of a file speaks of, the likeliest first."""
    recognisers = {standard.slug: recogniser(standard) for standard in STANDARDS}
    reading = read(_head(content), name, lambda cells: max(count(cells) for count in recognisers.values()))
    if reading.sheet is None:
        return []
    header = [cell for cell in reading.sheet.header if cell.strip()]
    counts = {slug: count(header) for slug, count in recognisers.items()}
    known = [standard for standard in STANDARDS if counts[standard.slug] >= FEWEST]
    fields = {standard.slug: len(standard.editions[0].fields) for standard in known}
    known.sort(
        key=lambda standard: (-counts[standard.slug], -counts[standard.slug] / fields[standard.slug], standard.slug)
    )
    return [Candidate(standard.slug, counts[standard.slug], len(header)) for standard in known]


def _head(content: bytes) -> bytes:
    """Return the first whole lines of a long text file, any other file as it is."""
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if len(content) <= HEAD or start.startswith(NOT_TEXT) or b"\0" in content[:HEAD]:
        return content
    return content[: content.rfind(b"\n", 0, HEAD) + 1] or content
