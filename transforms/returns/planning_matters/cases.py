"""Cases: one record per authority and case reference, as known on a day.

Grain:  one record per case; a case that is counted nowhere is not among them.
Known:  many systems blank the target date on decision, so the last one published is kept.
Source: docs/specifications/planning-matters.md, sections 1 and 2
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from transforms.domain.measures import RECORDS
from transforms.domain.records import (
    ISSUE_COLUMNS,
    Bools,
    Days,
    Ints,
    Records,
    RecordTable,
    fields_by_authority,
    reach,
)
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.domain.sightings import Coded, Sightings
from transforms.returns.planning_matters.classification import (
    PS2_ROWS,
    Classification,
    FormRows,
    application_types,
)
from transforms.returns.planning_matters.departures import BLANK_DAY, DECIDED, Departures, called_in, departures
from transforms.returns.planning_matters.history import CaseHistory, history
from transforms.returns.planning_matters.permission_in_principle import COLUMN_BY_TYPE, PUBLISHES_TYPES, TYPES_FIELD

STANDARD = "planning_applications"
PRIOR_DECISIONS = ("Prior not required", "Prior granted", "Prior refused", "Prior refused permission required")

COLUMNS: tuple[str, ...] = (
    *("row", "codes", "valid_date", "decision", "decision_date", "decision_type", "target_date", "days", "left_date"),
    *("prior_decision", "prior_decision_date", "has_row", "is_timed", "has_agreement", "is_multi_class"),
    *("is_unclassified", "lacks_decision_date", "has_prior_on_counted"),
)


def derive_cases(inputs: ReturnInputs, request: ReturnRequest, rows: FormRows = PS2_ROWS) -> Records:
    """Return the cases of every authority requested, out of all its snapshots, sorted into the rows of a form."""
    sightings = inputs.sightings[STANDARD]
    cases = Cases(sightings, request, rows)
    types = COLUMN_BY_TYPE.values() if TYPES_FIELD in sightings.table.column_names else ()
    counted = np.flatnonzero(~cases.departures.counted_nowhere)
    row = cases.history.latest[counted]
    table = RecordTable(
        period=request.period,
        switches=request.settings,
        sightings=sightings,
        authority=cases.history.authority[counted],
        row=row,
        reference=sightings.table.column("CaseReference").take(pa.array(row)).combine_chunks(),
        columns={name: _take(getattr(cases, name), counted) for name in (*COLUMNS, *types)},
    )
    fields = fields_by_authority(sightings, request.authorities)
    publishes_types = np.array([TYPES_FIELD in published for published in fields], dtype=bool)
    return Records(
        authorities=request.authorities,
        switches=request.settings,
        tables={RECORDS: table},
        facts=reach(sightings, request.authorities, request.period) | {PUBLISHES_TYPES: publishes_types},
        fields={STANDARD: fields},
        issues=cases.disappeared(),
    )


class Cases:
    """The columns of the table of cases, each derived once; a case's facts are those of its latest sighting."""

    def __init__(self, sightings: Sightings, request: ReturnRequest, rows: FormRows) -> None:
        self.sightings, self.authorities, self.switches = sightings, request.authorities, request.settings
        self.rows = rows
        self.history: CaseHistory = history(sightings, request.authorities)

    @cached_property
    def valid_date(self) -> Days:
        """The day on which the valid application was received."""
        return self._latest_day("CaseDate")

    @cached_property
    def target_date(self) -> Days:
        """The last target date published that is not blank."""
        return self.history.last_day(self.sightings.days("DecisionTargetDate"))

    @cached_property
    def published_decision(self) -> Coded:
        """The decision as published, whoever took it."""
        return self.sightings.coded("Decision").take(self.history.latest)

    @cached_property
    def own_date(self) -> Days:
        """The date of the notice, else of the decision."""
        notice = self._latest_day("DecisionNoticeDate")
        return np.where(np.isnat(notice), self._latest_day("DecisionDate"), notice)

    @cached_property
    def is_decided(self) -> Bools:
        """The authority has approved, refused or split the application, on a known day."""
        ours = self.published_decision.among(DECIDED) & ~called_in(self.sightings)[self.history.latest]
        return ours & ~np.isnat(self.own_date)

    @cached_property
    def is_prior_decided(self) -> Bools:
        """Prior approval was decided, on a known day, on a case that the form does not count."""
        return self.published_decision.among(PRIOR_DECISIONS) & ~self.has_row & ~np.isnat(self.own_date)

    @cached_property
    def decision(self) -> Coded:
        """Approve, Refuse or Split."""
        return self.published_decision.where(self.is_decided)

    @cached_property
    def decision_date(self) -> Days:
        """The day of the decision; only where there is one."""
        return np.where(self.is_decided, self.own_date, BLANK_DAY)

    @cached_property
    def decision_type(self) -> Coded:
        """Who decided."""
        return self.sightings.coded("DecisionType").take(self.history.latest)

    @cached_property
    def prior_decision(self) -> Coded:
        """What was decided on a prior approval."""
        return self.published_decision.where(self.is_prior_decided & self._flag(lambda kind: kind.is_prior_approval))

    @cached_property
    def prior_decision_date(self) -> Days:
        """The day on which prior approval was decided."""
        return np.where(self.prior_decision.positions >= 0, self.own_date, BLANK_DAY)

    @cached_property
    def days(self) -> "np.typing.NDArray[np.timedelta64]":
        """Days from the valid date to the decision."""
        return self.decision_date - self.valid_date

    @cached_property
    def is_timed(self) -> Bools:
        """The time that the decision took is known and not negative."""
        return np.asarray(self.days >= np.timedelta64(0, "D"))

    @cached_property
    def has_agreement(self) -> Bools:
        """The target date lies so far beyond the statutory one that more time must have been agreed."""
        if self.switches["infer_agreements"] != "on":
            return np.zeros(len(self.valid_date), dtype=bool)
        tolerance = np.timedelta64(int(self.switches["agreement_tolerance_days"]), "D")
        statutory = self._of_kind(
            [self.rows.statutory_days.get(kind.row or "", 0) for kind in self.kinds], "timedelta64[D]"
        )
        return np.asarray(self.is_timed & (self.target_date >= self.valid_date + statutory + tolerance))

    @cached_property
    def departures(self) -> Departures:
        """When undecided cases left, and which cases are counted nowhere."""
        return departures(self.sightings, self.history, self.own_date, ~self.is_decided & ~self.is_prior_decided)

    @cached_property
    def left_date(self) -> Days:
        """The day on which an undecided case left."""
        return self.departures.day

    @cached_property
    def lacks_decision_date(self) -> Bools:
        """A decision was published without any date."""
        return self.published_decision.among(DECIDED) & np.isnat(self.own_date)

    @cached_property
    def has_prior_on_counted(self) -> Bools:
        """A decision on a prior approval was published for a case that the form counts."""
        return self.published_decision.among(PRIOR_DECISIONS) & self.has_row

    @cached_property
    def row(self) -> Coded:
        """The row of the form."""
        names = self.rows.names
        rows = self._of_kind([names.index(kind.row) if kind.row else -1 for kind in self.kinds], "int64")
        return Coded(rows, names)

    @cached_property
    def codes(self) -> Coded:
        """The development codes found."""
        return Coded(self.kind, tuple("|".join(kind.codes) for kind in self.kinds))

    @cached_property
    def has_row(self) -> Bools:
        """The case is counted."""
        return self._flag(lambda kind: kind.row is not None)

    @cached_property
    def is_multi_class(self) -> Bools:
        """Several codes could be the case's row."""
        return self._flag(lambda kind: kind.is_multi_class)

    @cached_property
    def is_unclassified(self) -> Bools:
        """Nothing published says which row the case belongs to."""
        return self._flag(lambda kind: kind.is_unclassified)

    @cached_property
    def is_permission_in_principle(self) -> Bools:
        """It is an application for permission in principle."""
        return self._is_of_type("pip")

    @cached_property
    def is_technical_details_consent(self) -> Bools:
        """It is an application for technical details consent."""
        return self._is_of_type("technical-details-consent")

    @cached_property
    def kinds(self) -> tuple[Classification, ...]:
        """Every distinct classification met."""
        return self._classified[0]

    @cached_property
    def kind(self) -> Ints:
        """Which of `kinds` the case is of."""
        return self._classified[1]

    @cached_property
    def _classified(self) -> tuple[tuple[Classification, ...], Ints]:
        fields = [self.sightings.coded(name) for name in ("ClassificationURI", "ClassificationLabel", "ServiceTypeURI")]
        combinations = np.zeros(len(self.history.latest), dtype=np.int64)
        for coded in fields:
            combinations = combinations * (len(coded.words) + 1) + coded.positions[self.history.latest] + 1
            _, firsts, combinations = np.unique(combinations, return_index=True, return_inverse=True)
        cells = [
            coded.take(self.history.latest[firsts] if len(combinations) else combinations).texts() for coded in fields
        ]
        return tuple(self.rows.classify(*texts) for texts in zip(*cells, strict=True)), combinations

    def disappeared(self) -> pa.Table:
        """Return the issues `case-disappeared`: neither decided nor gone, and not in the latest snapshot."""
        owners = self.sightings.owners(self.authorities)
        is_last = np.append(owners[1:] != owners[:-1], True)[: len(owners)]
        seen_last = is_last[self.history.snapshot[self.history.ends]]
        has_outcome = (
            self.is_decided | self.is_prior_decided | ~np.isnat(self.left_date) | self.departures.counted_nowhere
        )
        rows = self.history.latest[~seen_last & ~has_outcome]
        files = [self.sightings.files[file] for file in self.sightings.file[rows]]
        lines = self.sightings.table.select(["CaseReference", "source_line"]).take(pa.array(rows))
        columns = [
            [file.authority_gss for file in files],
            [file.fetched.isoformat() for file in files],
            [file.sha256 for file in files],
            lines.column("source_line"),
            lines.column("CaseReference"),
            ["case-disappeared"] * len(rows),
        ]
        return pa.table(columns, schema=ISSUE_COLUMNS)

    def _latest_day(self, name: str) -> Days:
        return self.sightings.days(name)[self.history.latest]

    def _is_of_type(self, code: str) -> Bools:
        published = self.sightings.coded(TYPES_FIELD).take(self.history.latest)
        return published.among([text for text in published.words if code in application_types(text)])

    def _of_kind(self, values: list[int], kind: str) -> Any:  # noqa: ANN401  # numbers or numbers of days
        return np.array(values, dtype=kind)[self.kind]

    def _flag(self, of: Callable[[Classification], bool]) -> Bools:
        return np.array([of(kind) for kind in self.kinds], dtype=bool)[self.kind]


def _take(column: "Coded | np.typing.NDArray[np.generic]", rows: Ints) -> "Coded | np.typing.NDArray[np.generic]":
    return column.take(rows) if isinstance(column, Coded) else column[rows]
