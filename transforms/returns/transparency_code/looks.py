"""Looks at the sources of one standard: on which day, and which snapshot was there.

A usable snapshot is a look on the day it was fetched; an unchanged answer is one at the snapshot before it, if that is
usable. Where both are of one day the snapshot wins.
Source: docs/specifications/transparency-code-statement.md, section 2
Grain:  one look an authority and day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.records import Bools, Days, Ints
from transforms.domain.sightings import Sightings

NEVER = np.datetime64("NaT", "D")
DAYS_APART = 1 << 32  # more than there are days, so that an authority and a day are one number


@dataclass(frozen=True)
class Looks:
    """Every look, in the order of authority and day; `snapshot` is the position of what was there among snapshots."""

    authorities: int
    authority: Ints
    day: Days
    snapshot: Ints

    def __len__(self) -> int:
        return len(self.day)

    def so_far(self, numbers: Ints) -> Ints:
        """Return the greatest of the numbers (0 or more) of an authority's looks up to each look."""
        stride = int(numbers.max(initial=0)) + 1
        return np.maximum.accumulate(numbers + self.authority * stride) - self.authority * stride

    def first_where(self, mask: Bools) -> Ints:
        """Return, per authority, the position of the first look that is wanted; -1 where there is none."""
        positions = np.full(self.authorities, len(self), dtype=np.int64)
        np.minimum.at(positions, self.authority[mask], np.flatnonzero(mask))
        return np.where(positions == len(self), -1, positions)

    def last_where(self, mask: Bools) -> Ints:
        """Return, per authority, the position of the last look that is wanted; -1 where there is none."""
        positions = np.full(self.authorities, -1, dtype=np.int64)
        np.maximum.at(positions, self.authority[mask], np.flatnonzero(mask))
        return positions

    def days_at(self, positions: Ints) -> Days:
        """Return the days of looks, blank for -1."""
        return np.append(self.day, NEVER)[positions]


def looks_at(
    sightings: Sightings, authorities: Sequence[str], unchanged: pa.Table | None, standard: str, as_known: date
) -> Looks:
    """Return every look at the sources of a standard on or before a day."""
    owners, fetched = sightings.owners(authorities), sightings.fetched()
    own = _keys(owners, fetched)
    answers = _answers(unchanged, authorities, standard, as_known)
    answered, seen = _keys(answers[0], answers[1]), _keys(answers[0], answers[2])
    positions = np.searchsorted(own, seen)
    sees_usable = np.append(own, -1)[positions] == seen
    counts = sees_usable & ~np.isin(answered, own)
    keys = np.concatenate([own, answered[counts]])
    snapshots = np.concatenate([np.arange(len(own)), positions[counts]])
    order = np.lexsort((snapshots, keys))
    order = order[np.append(keys[order][1:] != keys[order][:-1], True)[: len(order)]]  # of one day the later snapshot
    days = np.concatenate([fetched, answers[1][counts]])
    return Looks(
        len(authorities),
        np.concatenate([owners, answers[0][counts]])[order].astype(np.int64),
        days[order],
        snapshots[order].astype(np.int64),
    )


def _keys(authority: Ints, day: Days) -> Ints:
    return np.asarray(authority * DAYS_APART + day.astype("datetime64[D]").astype(np.int64))


def _answers(
    unchanged: pa.Table | None, authorities: Sequence[str], standard: str, as_known: date
) -> tuple[Ints, Days, Days]:
    """Return authority, day and day of the file seen of the unchanged answers of some authorities."""
    if unchanged is None:
        nothing = np.array([], dtype="datetime64[D]")
        return np.array([], dtype=np.int64), nothing, nothing
    is_asked = pc.and_(
        pc.and_(pc.equal(unchanged["standard"], standard), pc.less_equal(unchanged["day"], pa.scalar(as_known))),
        pc.is_in(unchanged["authority"], value_set=pa.array(authorities, pa.string())),
    )
    answers = unchanged.filter(is_asked)
    owners = np.searchsorted(np.array(authorities, dtype=str), answers["authority"].to_numpy().astype(str))
    day, seen = (answers[name].to_numpy().astype("datetime64[D]") for name in ("day", "seen"))
    return owners.astype(np.int64), day, seen
