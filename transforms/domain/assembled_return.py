"""A return as it was assembled: its figures, and what they were made of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from transforms.domain.period import Period
from transforms.domain.record_file import RecordFile, no_files
from transforms.domain.statutory_return import StatutoryReturn


@dataclass(frozen=True)
class UsedSnapshot:
    """One file that a return was assembled from."""

    authority_gss: str
    standard: str
    fetched: date
    sha256: str

    @property
    def position(self) -> tuple[str, str, date, str]:
        """Where the file is listed among the others."""
        return self.authority_gss, self.standard, self.fetched, self.sha256


@dataclass(frozen=True)
class UsedAssembly:
    """One assembly of another return that a return was assembled from."""

    return_slug: str
    period: str
    edition: str
    as_known: date | None
    receipt: str


@dataclass(frozen=True)
class AssembledReturn:
    """A return for a period as known on a day: its cells, rates and exceptions, and what they were made of."""

    definition: StatutoryReturn
    period: Period
    as_known: date | None
    switches: Mapping[str, str]
    authorities: tuple[str, ...]
    owing: tuple[str, ...]  # those of them that owe the return
    cells: Any  # Arrow: return, authority, period, cell, value, origin
    indicators: Any  # Arrow: return, authority, period, indicator, value
    exceptions: Any  # Arrow: return, authority, period, reason, reference, detail
    issues: Any  # Arrow: authority, fetched, sha256, line, reference, code
    figures: Any  # Arrow: a row per authority, a column per cell and working, exact; for the checks
    with_data: tuple[str, ...]  # the authorities of which something usable is known
    standards_used: tuple[str, ...]  # those of which a file was read
    assemblies: tuple[UsedAssembly, ...] = ()  # those of other returns that it reads
    records: Any = None  # the Records that the cells were measured on, for the files that a return adds
    record_files: Callable[[], Iterator[RecordFile]] = no_files  # those that list records of each authority
    checks_failed: bool = False
    other_hashes: Mapping[str, str] = field(default_factory=dict)  # of what was read beside snapshots

    @property
    def responded(self) -> int:
        """How many of the authorities that owe it have data."""
        return len(set(self.with_data).intersection(self.owing))

    @property
    def response_rate_pct(self) -> float | None:
        """Authorities with data in a hundred that owe the return; None where nobody owes it."""
        return round(100 * self.responded / len(self.owing), 1) if self.owing else None
