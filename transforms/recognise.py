"""Which standard a file's columns speak of: every standard's names held against the header."""

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.domain.sheet import Reading
from transforms.domain.standard import DatasetStandard
from transforms.reading import read
from transforms.standardise import recogniser
from transforms.standardise.match_columns import key
from transforms.standards import STANDARDS

FEWEST = 2  # columns; any table may have one called Name
LEAST_SHARE = 0.5  # of a file's columns, for a standard to be taken without being named
HEAD = 1_000_000  # bytes of a text file in which its header is looked for
NOT_TEXT = (b"PK", b"{", b"[", b"<", b"SQLite", b"\xd0\xcf", b"\x1f\x8b", b"%PDF")


@dataclass(frozen=True)
class Candidate:
    """A standard that a file may follow, and how many of the file's columns are its fields."""

    standard: str
    recognised: int
    columns: int  # that the file has

    @property
    def share(self) -> float:
        """The share of the file's columns that are fields of the standard, from 0 to 1."""
        return self.recognised / self.columns

    @property
    def fits(self) -> bool:
        """Whether the standard may be taken without being named."""
        return self.share >= LEAST_SHARE


def candidates(content: bytes, name: str) -> list[Candidate]:
    """Return the standards that the header of a file speaks of, the likeliest first; none for what is no table."""
    sheet = read_for_any(content, name).sheet
    return candidates_by_header(sheet.header) if sheet else []


def read_for_any(content: bytes, name: str) -> Reading:
    """Return the beginning of a file, its header found with the words of every standard."""
    counts = [recogniser(standard) for standard in STANDARDS]
    return read(_head(content), name, lambda cells: max(count(cells) for count in counts))


def candidates_by_header(header: Sequence[str]) -> list[Candidate]:
    """Return the standards that a header speaks of, the likeliest first."""
    named = [cell for cell in header if cell.strip()]
    counts = {standard.slug: recogniser(standard)(named) for standard in STANDARDS}
    candidates = [standard for standard in STANDARDS if counts[standard.slug] >= FEWEST]
    candidates.sort(key=lambda standard: (-counts[standard.slug], *_preference(standard, named)))
    return [Candidate(standard.slug, counts[standard.slug], len(named)) for standard in candidates]


def fits_another(header: Sequence[str], declared: DatasetStandard) -> bool:
    """Return whether the likeliest standard that a header speaks of is another one than `declared`."""
    likeliest = candidates_by_header(header)[:1]
    return any(candidate.fits and candidate.standard != declared.slug for candidate in likeliest)


def _preference(standard: DatasetStandard, named: Sequence[str]) -> tuple[int, int]:
    """Return what decides between standards that know as many columns: its own names, then the order declared."""
    own = {key(field.name) for field in standard.all_fields}
    return (-len(own.intersection(map(key, named))), STANDARDS.index(standard))


def _head(content: bytes) -> bytes:
    """Return the first whole lines of a long text file, any other file as it is."""
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if len(content) <= HEAD or start.startswith(NOT_TEXT) or b"\0" in content[:HEAD]:
        return content
    return content[: content.rfind(b"\n", 0, HEAD) + 1] or content
