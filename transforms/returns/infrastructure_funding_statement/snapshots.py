"""Snapshots: of each table, what was fetched, when last, and whether that was a header alone.

Source: docs/specifications/infrastructure-funding-statement.md, sections 1.2 and 2.
Known:  files of one day are one snapshot; it is a header alone where none of them has a usable row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
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

    @cached_property
    def newest(self) -> Ints:
        """Per authority: its latest snapshot, -1 where it has none."""
        newest = np.full(len(self.authorities), NOWHERE, dtype=np.int64)
        owners = self.sightings.owners(self.authorities)
        newest[owners] = np.arange(len(owners))  # in the order of days: the last one stays
        return newest

    @property
    def has_any(self) -> Bools:
        """Which authorities have a usable snapshot."""
        return np.asarray(self.newest != NOWHERE)

    @cached_property
    def last_fetched(self) -> Days:
        """Per authority: the day of its latest snapshot, blank where it has none."""
        days = np.append(self.sightings.fetched(), np.datetime64("NaT", "D")).astype("datetime64[D]")
        return days[self.newest]

    @cached_property
    def is_header_alone(self) -> Bools:
        """Of which authorities the latest snapshot has no row."""
        rows = np.bincount(self.sightings.snapshot, minlength=len(self.sightings.snapshots) + 1)
        return np.asarray(self.has_any & (rows[self.newest] == 0))


def used_sightings(sightings: Sightings, *, latest_only: bool) -> Sightings:
    """Return the rows of the snapshots that count: of all, or of each authority's latest."""
    if not latest_only:
        return sightings
    latest = {snapshot.authority_gss: snapshot.fetched for snapshot in sightings.snapshots}
    is_latest = np.array([latest[file.authority_gss] == file.fetched for file in sightings.files], dtype=bool)
    wanted = is_latest[sightings.file] if len(sightings.file) else np.zeros(0, dtype=bool)
    places = np.cumsum(is_latest) - 1
    return Sightings(
        tuple(file for file, used in zip(sightings.files, is_latest, strict=True) if used),
        places[sightings.file[wanted]] if len(sightings.file) else sightings.file,
        sightings.table.filter(pa.array(wanted, pa.bool_())),
        sightings.last_fetched,
    )
