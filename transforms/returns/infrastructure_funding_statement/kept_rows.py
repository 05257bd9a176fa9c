"""Kept rows: which of the rows that snapshots hold count today, and which a later file has taken back.

Source: docs/specifications/infrastructure-funding-statement.md, section 1.2.
Known:  a record that any earlier snapshot had, and the latest that speaks for its year has not, was withdrawn or
        changed; that is said of it once, however often the earlier file held it.
        Rows that were replaced stand in their snapshot: their dates are dates that it holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from transforms.domain.records import Bools, Days, Ints
from transforms.returns.infrastructure_funding_statement.published_rows import PublishedRows, trimmed
from transforms.returns.infrastructure_funding_statement.snapshots import NOWHERE, TableSnapshots

EARLIEST = "1990-01-01"
FIRST_YEAR = 1989  # the financial year of the earliest date


def kept_of_latest(rows: PublishedRows, belongs: Ints) -> PublishedRows:
    """Return, of rows that belong together by their number, those of the latest snapshot that has any."""
    latest = np.full(belongs.max(initial=-1) + 1, NOWHERE, dtype=np.int64)
    np.maximum.at(latest, belongs, rows.snapshot)
    return rows.take(rows.snapshot == latest[belongs])


def financial_years(days: Days) -> Ints:
    """Return the financial year of each day, by the calendar year in which it begins; of a blank any number."""
    months = days.astype("datetime64[M]").astype(np.int64)
    return np.asarray((months - 3) // 12 + 1970)


def speaking_snapshots(rows: PublishedRows, authorities: Sequence[str]) -> Ints:
    """Return, per authority and year from `FIRST_YEAR` on, the latest snapshot that speaks for it, else -1."""
    owners = rows.sightings.owners(authorities)
    dated = np.flatnonzero(rows.is_plausible(EARLIEST))
    years = financial_years(rows.start[dated]) - FIRST_YEAR
    latest = np.zeros((len(owners), years.max(initial=0) + 1), dtype=np.int64)
    np.add.at(latest, (rows.snapshot[dated], years), 1)
    speaking = np.full((len(authorities), latest.shape[1]), NOWHERE, dtype=np.int64)
    for snapshots in np.split(np.arange(len(owners)), np.flatnonzero(np.diff(owners)) + 1):
        if len(snapshots):
            mine = latest[snapshots]
            most_before = np.maximum.accumulate(np.vstack([np.zeros_like(mine[:1]), mine[:-1]]))
            speaks = (mine > 0) & (2 * mine >= most_before)
            speaking[owners[snapshots[0]]] = np.where(speaks, snapshots[:, None], NOWHERE).max(axis=0)
    return speaking


@dataclass(frozen=True)
class KeptTransactions:
    """Which transactions count, and which a later file withdrew or changed."""

    rows: PublishedRows
    authorities: Sequence[str]

    @cached_property
    def speaking(self) -> Ints:
        """Per authority and financial year: the latest snapshot that speaks for it."""
        return speaking_snapshots(self.rows, self.authorities)

    @cached_property
    def counted(self) -> PublishedRows:
        """The rows that count, those that were replaced among them."""
        rows, newest = self.rows, self._newest
        speaks = self._speaking_snapshot != NOWHERE
        of_speaking_snapshot = speaks & (rows.snapshot == self._speaking_snapshot)
        of_no_year = self._is_dated & ~speaks & (rows.snapshot == self._last)
        undated = ~self._is_dated & (rows.snapshot == newest[rows.authority])
        only_later = self._is_missing & (self._first > self._speaking_snapshot) & (rows.snapshot == self._last)
        only_later[only_later] = ~self._has_reference(np.flatnonzero(only_later))
        return rows.take(of_speaking_snapshot | of_no_year | undated | only_later)

    @property
    def _newest(self) -> Ints:
        return TableSnapshots(
            self.rows.sightings, self.authorities, counts_rows_without_reference=True
        ).newest_with_records

    @cached_property
    def _missing_rows(self) -> Ints:
        """The last row, before the snapshot that speaks, of each record that it has no more."""
        rows = self.rows
        missing_rows = np.flatnonzero(
            self._is_missing & (self._first < self._speaking_snapshot) & (rows.snapshot < self._speaking_snapshot)
        )
        order = missing_rows[
            np.lexsort((rows.row[missing_rows], rows.snapshot[missing_rows], rows.content[missing_rows]))
        ]
        return np.asarray(order[np.append(np.diff(rows.content[order]) != 0, True)[: len(order)]])

    def missing_records(self, *, is_changed: bool) -> PublishedRows:
        """Return the records that were withdrawn, or that were changed: another has their reference still."""
        return self.rows.take(self._missing_rows[self._has_reference(self._missing_rows) == is_changed])

    @cached_property
    def _is_dated(self) -> Bools:
        return ~np.isnat(self.rows.start)

    @cached_property
    def _speaking_snapshot(self) -> Ints:
        """Per row: the latest snapshot that speaks for its year."""
        years = financial_years(self.rows.start) - FIRST_YEAR
        is_known = self._is_dated & (years >= 0) & (years < self.speaking.shape[1])
        return np.where(is_known, self.speaking[self.rows.authority, np.where(is_known, years, 0)], NOWHERE)

    @cached_property
    def _is_missing(self) -> Bools:
        """Per row: a snapshot speaks for its year and does not hold its record."""
        content = self.rows.content
        is_held = np.zeros(content.max(initial=-1) + 1, dtype=bool)
        is_held[content[self.rows.snapshot == self._speaking_snapshot]] = True
        return np.asarray((self._speaking_snapshot != NOWHERE) & ~is_held[content])

    @cached_property
    def _first(self) -> Ints:
        """Per row: the first snapshot that holds its record."""
        content = self.rows.content
        first = np.full(content.max(initial=-1) + 1, np.iinfo(np.int64).max)
        np.minimum.at(first, content, self.rows.snapshot)
        return first[content]

    @cached_property
    def _last(self) -> Ints:
        """Per row: the last snapshot that holds its record."""
        content = self.rows.content
        last = np.full(content.max(initial=-1) + 1, NOWHERE)
        np.maximum.at(last, content, self.rows.snapshot)
        return last[content]

    def _has_reference(self, positions: Ints) -> Bools:
        """Return of which rows the reference stands in the snapshot that speaks for their year."""
        if not len(positions):
            return np.zeros(0, dtype=bool)
        reference = trimmed(self.rows.sightings, "reference").positions[self.rows.row]
        width = reference.max() + 2
        reference_keys = self.rows.snapshot * width + reference
        return np.isin(self._speaking_snapshot[positions] * width + reference[positions], reference_keys)
