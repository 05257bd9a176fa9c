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
    recognisers = {one.slug: recogniser(one) for one in STANDARDS}
    reading = read(_head(content), name, lambda cells: max(count(cells) for count in recognisers.values()))
    if reading.sheet is None:
        return []
    header = [cell for cell in reading.sheet.header if cell.strip()]
    counts = {slug: count(header) for slug, count in recognisers.items()}
    known = [one for one in STANDARDS if counts[one.slug] >= FEWEST]
    fields = {one.slug: len(one.editions[0].fields) for one in known}
    known.sort(key=lambda one: (-counts[one.slug], -counts[one.slug] / fields[one.slug], one.slug))
    return [Candidate(one.slug, counts[one.slug], len(header)) for one in known]


def _head(content: bytes) -> bytes:
    """Return the first whole lines of a long text file, any other file as it is."""
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if len(content) <= HEAD or start.startswith(NOT_TEXT) or b"\0" in content[:HEAD]:
        return content
    return content[: content.rfind(b"\n", 0, HEAD) + 1] or content
