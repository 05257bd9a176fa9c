"""Knowledge: how each figure of an authority is come by, and what is to be said of it as a whole.

Source: docs/specifications/alcohol-licensing.md, section 1.6, section 2 and section 3
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np
import pyarrow as pa

from transforms.domain.origins import RANK, Origin
from transforms.domain.records import Bools, Ints, Ranks, RecordTable, rows_table
from transforms.domain.return_request import ReturnRequest
from transforms.returns.alcohol_licensing.applications import Applications
from transforms.returns.alcohol_licensing.kinds import CLUB, KINDS, NOTICE, PREMISES
from transforms.returns.alcohol_licensing.licences import Licences

NO_DATA, NOT_DERIVABLE = RANK[Origin.NO_DATA], RANK[Origin.NOT_DERIVABLE]
INFERRED, COMPUTED = RANK[Origin.INFERRED], RANK[Origin.COMPUTED]


class Knowledge:
    """What is known of each authority; every array has an entry per authority."""

    def __init__(self, licences: Licences, applications: Applications, request: ReturnRequest) -> None:
        self.history, self.licences, self.applications = applications.history, licences, applications
        self.request, self.authorities = request, request.authorities

    @cached_property
    def has_data(self) -> Bools:
        """A snapshot's day is the first of the year or later."""
        snapshots = self.history.snapshots
        return snapshots.any_of(snapshots.day >= np.datetime64(self.request.period.first))

    @cached_property
    def publishes(self) -> Mapping[str, Bools]:
        """By kind: some snapshot has a row of it."""
        return {kind: self.counts(self.history.owner[self.history.kind.among((kind,))]) > 0 for kind in KINDS}

    def facts(self) -> dict[str, Bools]:
        """Return what the engine asks of every return; here the origins say how much was seen."""
        return {"has_data": self.has_data, "seen_to_the_end": np.ones(len(self.authorities), dtype=bool)}

    def fields(self) -> list[frozenset[str]]:
        """Return the fields for which the files used have a column: its own, or others' with rows of it."""
        owners, files = self.history.owners, self.history.sightings.files
        is_used = np.zeros((len(self.authorities), len(files)), dtype=bool)
        published = np.flatnonzero(owners.of_file >= 0)
        is_used[owners.of_file[published], published] = True
        is_used[self.history.owner, self.history.sightings.file[self.history.row]] = True
        return [frozenset().union(*(files[file].fields for file in np.flatnonzero(used))) for used in is_used]

    def origins(self, hours_known: Bools) -> dict[str, Ranks]:
        """Return how each sort of cell is come by; `hours_known` says where opening hours can be read often enough."""
        stock, flow = self.licences.is_near, self.applications.seen_to_the_end(self.request.period)
        never = np.zeros(len(self.authorities), dtype=bool)
        goes_back = self.licences.reaches_back
        pending = self.applications.pending_snapshot(self.request.period) >= 0
        premises, club, notice = (self.publishes[kind] for kind in (PREMISES, CLUB, NOTICE))
        return {
            "premises_stock": self._ranks(premises, stock),
            "club_stock": self._ranks(club, stock),
            "hours": self._ranks(premises & hours_known, never),
            "notices": self._ranks(notice, flow),
            "applications": self._ranks(premises, flow),
            "undecided": self._ranks(premises & pending, never),
            "ended": self._ranks(goes_back & self.licences.keeps_ended, never),
            "gone": self._ranks(goes_back, never),
            "suspended": self._ranks(~never, never),
        }

    def exceptions(self, licences: RecordTable) -> pa.Table:
        """Return what is to be said of an authority as a whole, and of premises that share a number."""
        return rows_table(
            (self.authorities[position], reason, reference, detail)
            for position, reason, reference, detail in self._listed(licences)
            if self.has_data[position]
        )

    def _listed(self, licences: RecordTable) -> Iterator[tuple[int, str, str, str]]:
        for kind in KINDS:
            for position in np.flatnonzero(~self.publishes[kind]).tolist():
                yield position, "kind-not-published", "", f"kind={kind}"
        unreadable = self.counts(
            licences.authority[sells_by_hours(licences) & licences.column("hours").among(("unreadable",))]
        )
        for position in np.flatnonzero(unreadable).tolist():
            yield position, "hours-unreadable", "", f"number={unreadable[position]}"
        yield from _sharing(licences)

    def hours_known(self, licences: RecordTable) -> Bools:
        """Return where at most half of the hours of premises that sell alcohol are blank or unreadable."""
        premises, hours = sells_by_hours(licences), licences.column("hours")
        is_unknown = (hours.positions < 0) | hours.among(("unreadable",))
        unknown = self.counts(licences.authority[premises & is_unknown])
        return np.asarray(2 * unknown <= self.counts(licences.authority[premises]))

    def counts(self, authority: Ints) -> Ints:
        """Return how often each authority is among some."""
        return np.bincount(authority, minlength=len(self.authorities))

    def _ranks(self, is_derivable: Bools, is_computed: Bools) -> Ranks:
        ranks = np.where(is_derivable, np.where(is_computed, COMPUTED, INFERRED), NOT_DERIVABLE)
        return np.where(self.has_data, ranks, NO_DATA).astype(np.int8)


def sells_by_hours(licences: RecordTable) -> Bools:
    """Return the premises in force that may sell alcohol, of which the hours of opening are asked."""
    is_premises = licences.column("kind").among((PREMISES,)) & licences.column("is_in_force")
    return np.asarray(is_premises & ~licences.column("alcohol").among(("none",)))


def _sharing(licences: RecordTable) -> Iterator[tuple[int, str, str, str]]:
    """Yield the property numbers that several premises in force have, once each."""
    numbers = licences.column("UPRN")
    rows = np.flatnonzero(
        licences.column("kind").among((PREMISES,)) & licences.column("is_in_force") & (numbers.positions >= 0)
    )
    pairs = np.column_stack([licences.authority[rows], numbers.positions[rows]])
    shared, counts = np.unique(pairs, axis=0, return_counts=True)
    for (authority, number), count in zip(shared[counts > 1].tolist(), counts[counts > 1].tolist(), strict=True):
        yield authority, "same-premises", numbers.words[number], f"premises={count}"
