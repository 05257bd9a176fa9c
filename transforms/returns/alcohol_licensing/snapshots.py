"""Snapshots of licences: as what day's each counts, and which is the snapshot of a day.

Source: docs/specifications/alcohol-licensing.md, section 1.1
Known:  the day is that of the whole snapshot, also where it holds other authorities' rows. An authority that publishes
        nothing usable itself has a snapshot for each day on which somebody else's file with rows of it was fetched.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from transforms.domain.records import Bools, Days, Ints
from transforms.domain.row_owners import RowOwners
from transforms.domain.sightings import Sightings

NEAR_DAYS = 31
NEAR = np.timedelta64(NEAR_DAYS, "D")


@dataclass(frozen=True)
class Snapshots:
    """The snapshots of every authority, in the order of authority, day and fetch.

    `of_row` says for each row of the table which of them it is in, -1 for the rows of nobody who is requested.
    """

    authorities: int
    owner: Ints
    day: Days
    of_row: Ints

    @property
    def is_last_of_day(self) -> Bools:
        """Per snapshot: no later one of the same authority has the same day."""
        same = (np.diff(self.owner) == 0) & (np.diff(self.day) == np.timedelta64(0, "D"))
        return ~np.append(same, False)[: len(self.day)]

    def nearest(self, day: date) -> Ints:
        """Return, per authority, the snapshot of a day, of two equally near the later; -1 without any."""
        distance = np.abs(self.day - np.datetime64(day))
        order = np.lexsort((-np.arange(len(self.day)), distance, self.owner))
        return self._first(order)

    def last_between(self, first: np.datetime64, last: np.datetime64) -> Ints:
        """Return, per authority, the last snapshot with a day in a span, both ends included; -1 for none."""
        within = np.flatnonzero((self.day >= first) & (self.day <= last))
        return self._first(within[::-1])

    def first_between(self, first: np.datetime64, last: np.datetime64) -> Ints:
        """Return, per authority, the first snapshot with a day in a span, both ends included; -1 for none."""
        return self._first(np.flatnonzero((self.day >= first) & (self.day <= last)))

    def any_of(self, mask: Bools) -> Bools:
        """Return which authorities have a snapshot of a mask."""
        return np.bincount(self.owner[mask], minlength=self.authorities) > 0

    def is_near(self, snapshot: Ints, day: date) -> Bools:
        """Return, per authority, whether its snapshot is near a day; no where there is none."""
        has = snapshot >= 0
        near = np.zeros(len(snapshot), dtype=bool)
        near[has] = np.abs(self.day[snapshot[has]] - np.datetime64(day)) <= NEAR
        return near

    def _first(self, order: Ints) -> Ints:
        """Return, per authority, the first of its snapshots in an order; -1 for none."""
        first = np.full(self.authorities, -1, dtype=np.int64)
        owners, positions = np.unique(self.owner[order], return_index=True)
        first[owners] = order[positions]
        return first


def snapshots_of(sightings: Sightings, owners: RowOwners, authorities: int) -> Snapshots:
    """Return the snapshots of every authority: its own, or those of others that hold rows of it."""
    fetches = len(sightings.snapshots)
    has_owner = owners.of_row >= 0
    pairs = owners.of_row[has_owner] * fetches + sightings.snapshot[has_owner]
    is_held = np.zeros(authorities * fetches, dtype=bool)
    is_held[pairs] = True
    published = owners.of_file >= 0
    is_held[owners.of_file[published] * fetches + sightings.snapshot_of_file[published]] = True
    used_rows = np.flatnonzero(is_held)
    owner, fetched, day = (
        used_rows // fetches,
        sightings.fetched()[used_rows % fetches],
        _days(sightings)[used_rows % fetches],
    )
    _, several = np.unique(np.column_stack([owner, fetched.astype(np.int64)]), axis=0, return_inverse=True)
    several = several.reshape(-1)
    count = int(several.max(initial=-1)) + 1
    own, latest, when = (np.zeros(count, dtype=np.int64) for _ in range(3))
    latest[:] = np.iinfo(np.int64).min
    own[several], when[several] = owner, fetched.astype(np.int64)
    np.maximum.at(latest, several, day.astype(np.int64))
    order = np.lexsort((when, latest, own))
    position = np.empty(count, dtype=np.int64)
    position[order] = np.arange(count)
    number = np.full(authorities * fetches, -1, dtype=np.int64)
    number[used_rows] = position[several]
    of_row = np.full(len(owners.of_row), -1, dtype=np.int64)
    of_row[has_owner] = number[pairs]
    return Snapshots(authorities, own[order], latest[order].astype("datetime64[D]"), of_row)


def _days(sightings: Sightings) -> Days:
    """Return, per day of fetching of a publisher, the latest extract date that is not after it, else that day."""
    fetched, extracted = sightings.fetched(), sightings.days("ExtractDate")
    is_extracted = extracted <= fetched[sightings.snapshot]
    latest = np.full(len(fetched), np.iinfo(np.int64).min, dtype=np.int64)
    np.maximum.at(latest, sightings.snapshot[is_extracted], extracted[is_extracted].astype(np.int64))
    is_said = latest > np.iinfo(np.int64).min
    return np.where(is_said, np.where(is_said, latest, 0).astype("datetime64[D]"), fetched)
