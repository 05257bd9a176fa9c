"""Tables of the licensing return: columns for each sort of record, taken from the history.

Source: docs/specifications/alcohol-licensing.md
Known:  a flag that can't be read is blank. Names, addresses and numbers of people are not read at all.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow.compute as pc

from transforms.domain.records import Column, Ints, RecordTable, is_true
from transforms.domain.return_request import ReturnRequest
from transforms.domain.sightings import Coded
from transforms.returns.alcohol_licensing.applications import Applications
from transforms.returns.alcohol_licensing.kinds import PREMISES
from transforms.returns.alcohol_licensing.licences import Licences, alcohol
from transforms.returns.alcohol_licensing.opening_hours import is_always_open

HOURS = ("always", "not always", "unreadable")


class Tables:
    """The tables of a year; each record is a row of the history."""

    def __init__(self, licences: Licences, applications: Applications, request: ReturnRequest) -> None:
        self.history, self.licences, self.applications = applications.history, licences, applications
        self.request = request

    def of_licences(self) -> RecordTable:
        """Return the licences that have a state on the last day of the year."""
        rows, licences = self.licences.at_last, self.licences
        supply, on, off = (
            self._yes_or_no(name, rows) for name in ("AlcoholSupply", "OnPremisesAlcoholSale", "OffPremisesAlcoholSale")
        )
        sold = alcohol(supply, on, off)
        columns: dict[str, Column] = {
            "kind": self.history.kind.take(rows),
            "status": self.history.status.take(rows),
            "start": self.history.start[rows],
            "end": self.history.end[rows],
            "is_in_force": licences.is_in_force,
            "ended_in_year": licences.ended_in_year,
            "is_reversed": self.history.is_reversed[rows],
            "published_end": self.history.days("LicenceEndDate")[rows],
            "alcohol": sold,
            "is_unstated": (supply < 0) & sold.among(("unknown",)),
            "has_late_night": self._yes_or_no("LateNightRefreshment", rows) == 1,
            "hours": self._hours(rows),
            "UPRN": self.history.sightings.coded("UPRN").take(self.history.row[rows]),
        }
        return self._table(rows, columns)

    def of_cases(self) -> RecordTable:
        """Return the cases in the snapshot of the last day, each by its newest row there."""
        history = self.history
        rows = history.newest_in(self.licences.snapshot)
        columns: dict[str, Column] = {
            "kind": history.kind.take(rows),
            "status": history.status.take(rows),
            "published_start": history.published_start[rows],
            "says_licence": history.says_licence[rows],
            "start": history.start[rows],
        }
        return self._table(rows, columns)

    def of_applications(self) -> RecordTable:
        """Return the premises cases of all snapshots, each by its newest row."""
        rows, applications = self.applications.of_premises, self.applications
        case = self.history.case[rows]
        columns: dict[str, Column] = {
            "status": self.history.status.take(rows),
            "decision_date": self.history.decision_date[rows],
            "is_granted": applications.is_granted[case],
            "first_decision": applications.first_decision[case],
            "first_start": applications.first_start[case],
        }
        return self._table(rows, columns)

    def of_pending(self) -> RecordTable:
        """Return the premises cases of the snapshot that shows what is undecided, each by its newest row there."""
        history, last = self.history, np.datetime64(self.request.period.last)
        snapshot = self.applications.pending_snapshot(self.request.period)
        rows = history.newest_in(snapshot)
        rows = rows[history.kind.take(rows).among((PREMISES,))]
        columns: dict[str, Column] = {
            "status": history.status.take(rows),
            "case_date": history.case_date[rows],
            "is_licensed": self.applications.is_licensed(snapshot)[history.case[rows]],
            "is_seen_in_time": history.snapshots.day[history.snapshot[rows]] <= last,
        }
        return self._table(rows, columns)

    def of_notices(self) -> RecordTable:
        """Return the notices of all snapshots, each by its newest row."""
        rows, history = self.applications.of_notices, self.history
        case_date, start = history.case_date[rows], history.published_start[rows]
        columns: dict[str, Column] = {
            "status": history.status.take(rows),
            "given_date": np.where(np.isnat(case_date), start, case_date),
        }
        return self._table(rows, columns)

    def of_gone(self) -> RecordTable:
        """Return the licences that were in force and disappeared, each by its newest licence row."""
        rows = self.licences.missing_licences
        columns: dict[str, Column] = {"is_gone": np.ones(len(rows), dtype=bool), "end": self.history.end[rows]}
        return self._table(rows, columns)

    def _yes_or_no(self, name: str, rows: Ints) -> Ints:
        """Return a flag as 1 for yes, 0 for no and -1 for a blank."""
        flags = self.history.sightings.table.column(name).take(self.history.row[rows])
        return np.where(is_true(flags), 1, np.where(is_true(pc.is_valid(flags)), 0, -1))

    def _hours(self, rows: Ints) -> Coded:
        """Return what the opening hours say; blank where nothing is published."""
        published = self.history.sightings.coded("OpeningHours").take(self.history.row[rows])
        read = np.full(len(published.words) + 1, -1, dtype=np.int64)
        for position in np.unique(published.positions[published.positions >= 0]).tolist():
            text = published.words[position]
            is_open = is_always_open(text)
            read[position] = 2 if is_open is None else int(not is_open)
            if not text.strip():
                read[position] = -1
        return Coded(read[published.positions], HOURS)

    def _table(self, rows: Ints, columns: Mapping[str, Column]) -> RecordTable:
        return RecordTable(
            period=self.request.period,
            switches=self.request.settings,
            sightings=self.history.sightings,
            authority=self.history.owner[rows],
            row=self.history.row[rows],
            reference=self.history.reference(rows),
            columns=columns,
        )
