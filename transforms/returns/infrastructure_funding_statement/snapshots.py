"""Snapshots: of each table, what was fetched, when last, and whether that was a header alone.

Source: docs/specifications/infrastructure-funding-statement.md, sections 1.2 and 2.
Known:  files of one day are one snapshot; it is a header alone where none of them has a row. Of transactions, rows
        without a reference are no header alone: they are a snapshot that holds nothing and speaks for nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa

from transforms.domain.records import Bools, Days, Ints
from transforms.domain.sightings import Sightings

NOWHERE = -1


@dataclass(frozen=True)
class TableSnapshots:
    """The snapshots of one table, seen from each authority."""

    sightings: Sightings
    authorities: Sequence[str]
    counts_rows_without_reference: bool = False

    @cached_property
    def newest(self) -> Ints:
        """Per authority: its latest snapshot, -1 where it has none."""
        newest = np.full(len(self.authorities), NOWHERE, dtype=np.int64)
        owners = self.sightings.owners(self.authorities)
        newest[owners] = np.arange(len(owners))  # in the order of days: the last one stays
        return newest

    @property
    def newest_with_records(self) -> Ints:
        """Per authority: its latest snapshot, -1 also where that has rows, but none with a reference."""
        return np.where(self._last_without_reference > self._last_usable, NOWHERE, self.newest)

    @property
    def has_usable(self) -> Bools:
        """Which authorities have a snapshot with usable rows, or a header alone."""
        return np.asarray(self.newest != NOWHERE)

    @property
    def has_any(self) -> Bools:
        """Which authorities have a snapshot that counts."""
        return ~np.isnat(self.last_fetched)

    @cached_property
    def last_fetched(self) -> Days:
        """Per authority: the day of its latest snapshot, blank where it has none."""
        return np.fmax(self._last_usable, self._last_without_reference)

    @cached_property
    def is_header_alone(self) -> Bools:
        """Of which authorities the latest snapshot has no row."""
        rows = np.bincount(self.sightings.snapshot, minlength=len(self.sightings.snapshots) + 1)
        has_rows = (rows[self.newest] > 0) | (self._last_without_reference == self.last_fetched)
        return np.asarray(self.has_any & ~has_rows)

    @cached_property
    def _last_usable(self) -> Days:
        days = np.append(self.sightings.fetched(), np.datetime64("NaT", "D")).astype("datetime64[D]")
        return np.asarray(days[self.newest])

    @cached_property
    def _last_without_reference(self) -> Days:
        """Per authority: the day of the latest file that has rows, none with a reference, where these count."""
        days = np.full(len(self.authorities), np.datetime64("NaT", "D"), dtype="datetime64[D]")
        if self.counts_rows_without_reference:
            latest = {file.authority_gss: file.fetched for file in self.sightings.without_usable_rows}
            for position, gss in enumerate(self.authorities):
                days[position] = latest.get(gss, np.datetime64("NaT", "D"))
        return days


def used_sightings(sightings: Sightings, *, latest_only: bool, counts_rows_without_reference: bool) -> Sightings:
    """Return the rows of the snapshots that count: of all, or of each authority's latest."""
    if not latest_only:
        return sightings
    files = (*sightings.files, *(sightings.without_usable_rows if counts_rows_without_reference else ()))
    latest: dict[str, date] = {}
    for file in files:
        latest[file.authority_gss] = max(file.fetched, latest.get(file.authority_gss, file.fetched))
    is_latest = np.array([latest[file.authority_gss] == file.fetched for file in sightings.files], dtype=bool)
    mask = is_latest[sightings.file] if len(sightings.file) else np.zeros(0, dtype=bool)
    positions = np.cumsum(is_latest) - 1
    return Sightings(
        tuple(file for file, used in zip(sightings.files, is_latest, strict=True) if used),
        positions[sightings.file[mask]] if len(sightings.file) else sightings.file,
        sightings.table.filter(pa.array(mask, pa.bool_())),
        sightings.last_fetched,
        without_usable_rows=tuple(
            file for file in sightings.without_usable_rows if latest.get(file.authority_gss) == file.fetched
        ),
    )
