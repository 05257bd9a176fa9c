"""History: every published row of every case, in the order in which later ones replace earlier ones.

Grain:  one row per published row of an authority requested; the rows of a case stand together, newest last.
Source: docs/specifications/alcohol-licensing.md, section 1
Known:  a row without a reference is a case of its own that no other snapshot can say anything of. The later of two
        snapshots is the one of the later day, and of one day the one that was fetched later.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.records import Bools, Days, Ints
from transforms.domain.row_owners import RowOwners, row_owners
from transforms.domain.sightings import Coded, Sightings
from transforms.returns.alcohol_licensing.kinds import CLUB, KINDS, LICENCES, PREMISES, kinds, statuses
from transforms.returns.alcohol_licensing.snapshots import Snapshots, snapshots_of

BLANK_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class LicenceHistory:
    """Rows in the order of case and newness; every column has an entry per row.

    `row` is the row in the table of sightings, `case` the number of the case, `snapshot` that of the snapshot.
    """

    sightings: Sightings
    owners: RowOwners
    snapshots: Snapshots
    references: Coded  # per row of the table, trimmed
    row: Ints
    case: Ints

    @cached_property
    def snapshot(self) -> Ints:
        """The snapshot."""
        return self.snapshots.of_row[self.row]

    @cached_property
    def owner(self) -> Ints:
        """The position of the authority."""
        return self.owners.of_row[self.row]

    @cached_property
    def has_reference(self) -> Bools:
        """The row has a reference, by which other snapshots know the case too."""
        return np.asarray(self.references.positions[self.row] >= 0)

    @cached_property
    def kind(self) -> Coded:
        """Premises, club or notice; blank where it is unknown."""
        return kinds(self.sightings).take(self.row)

    @cached_property
    def status(self) -> Coded:
        """The status; blank where it is unknown."""
        return statuses(self.sightings).take(self.row)

    def days(self, name: str) -> Days:
        """Return a field that holds a day."""
        return self.sightings.days(name)[self.row]

    @cached_property
    def case_date(self) -> Days:
        """The day of the case."""
        return self.days("CaseDate")

    @cached_property
    def published_start(self) -> Days:
        """The first day of the licence as published."""
        return self.days("LicenceStartDate")

    @cached_property
    def decision_date(self) -> Days:
        """The day of the decision."""
        return self.days("DecisionDate")

    @cached_property
    def start(self) -> Days:
        """The first day of the licence, else the day of the case."""
        return np.where(np.isnat(self.published_start), self.case_date, self.published_start)

    @cached_property
    def is_reversed(self) -> Bools:
        """The end lies before the start."""
        return np.asarray(self.days("LicenceEndDate") < self.start)

    @cached_property
    def end(self) -> Days:
        """The last day of the licence; one before the start is ignored."""
        return np.where(self.is_reversed, BLANK_DAY, self.days("LicenceEndDate"))

    @cached_property
    def says_licence(self) -> Bools:
        """The status says that there is, or was, a licence."""
        return self.status.among(LICENCES)

    @cached_property
    def is_licence(self) -> Bools:
        """The row says so of a licence whose start is known."""
        return self.says_licence & ~np.isnat(self.start)

    @cached_property
    def is_premises_or_club(self) -> Bools:
        """The row is of a premises licence or a club premises certificate."""
        return self.kind.among((PREMISES, CLUB))

    @cached_property
    def is_last_of_case(self) -> Bools:
        """The row is the newest of its case."""
        return last_of(self.case)

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return int(self.case[-1]) + 1 if len(self.case) else 0

    def is_in(self, snapshot: Ints) -> Bools:
        """Return which rows are in a snapshot, which is given per authority; -1 for none."""
        return np.asarray(self.snapshot == snapshot[self.owner])

    def newest_in(self, snapshot: Ints) -> Ints:
        """Return the newest row of each case in a snapshot, which is given per authority."""
        rows = np.flatnonzero(self.is_in(snapshot))
        return rows[last_of(self.case[rows])]

    def reference(self, rows: Ints) -> pa.Array:
        """Return the references of some rows."""
        words = pa.array([*self.references.words, None], pa.string())
        positions = self.references.positions[self.row[rows]]
        return words.take(pa.array(np.where(positions >= 0, positions, len(self.references.words))))


def last_of(groups: Ints) -> Bools:
    """Return which of some rows, whose groups stand together, are the last of their group."""
    return np.append(np.diff(groups) != 0, True)[: len(groups)].astype(bool)


def history(sightings: Sightings, authorities: tuple[str, ...]) -> LicenceHistory:
    """Return the rows of every case of some authorities."""
    owners = row_owners(sightings, authorities)
    snapshots = snapshots_of(sightings, owners, len(authorities))
    references = Coded.of(pc.utf8_trim_whitespace(sightings.table.column("CaseReference")))
    rows = np.flatnonzero(owners.of_row >= 0)
    kind = kinds(sightings).positions[rows]
    reference = references.positions[rows]
    case = (owners.of_row[rows] * (len(KINDS) + 1) + kind + 1) * (len(references.words) + 1) + reference + 1
    unknown = reference < 0
    case[unknown] = case.max(initial=0) + 1 + np.arange(int(unknown.sum()))
    order = np.lexsort((snapshots.of_row[rows], case))
    rows, case = rows[order], case[order]
    rows = rows[_newest_last(rows, case, snapshots.of_row[rows], sightings)]
    numbers = np.cumsum(np.append(0, np.diff(case) != 0))[: len(case)].astype(np.int64)
    return LicenceHistory(sightings, owners, snapshots, references, rows, numbers)


def _newest_last(rows: Ints, case: Ints, snapshot: Ints, sightings: Sightings) -> Ints:
    """Return the order of rows in which those of one case and snapshot come by extract date, case date and place."""
    same = (np.diff(case) == 0) & (np.diff(snapshot) == 0)
    order = np.arange(len(rows))
    again = np.flatnonzero(np.append(same, False)[: len(rows)] | np.append(False, same)[: len(rows)])
    extracted, dated = (sightings.days(name)[rows[again]].astype(np.int64) for name in ("ExtractDate", "CaseDate"))
    order[again] = again[np.lexsort((rows[again], dated, extracted, snapshot[again], case[again]))]
    return order
