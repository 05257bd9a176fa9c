"""Planning matters: the quarterly district planning return, PS1 and PS2.

Basis:  Town and Country Planning (Development Management Procedure) (England) Order 2015; MHCLG Single Data List.
Source: docs/specifications/planning-matters.md; planning applications as published in the LGA standard.
Period: calendar quarter.
"""

from datetime import date
from typing import TYPE_CHECKING

from transforms.conditions import Blank, Condition, During, Is, IsTrue
from transforms.domain.period import Period, day_before, quarter_of
from transforms.domain.statutory_return import Deadline, Indicator, Reason, StatutoryReturn, Switch
from transforms.measures import share
from transforms.returns.planning_matters import ps1, ps2
from transforms.returns.planning_matters.classification import MAJOR, MINOR
from transforms.returns.planning_matters.ps2 import cell_name

if TYPE_CHECKING:
    from transforms.domain.records import Question, Records, Sightings

READS = {
    "ExtractDate": "day",
    "CaseReference": "text",
    "CaseDate": "day",
    "ServiceTypeURI": "text",
    "ClassificationURI": "text",
    "ClassificationLabel": "text",
    "DecisionTargetDate": "day",
    "Status": "text",
    "DecisionDate": "day",
    "Decision": "text",
    "DecisionType": "text",
    "DecisionNoticeDate": "day",
}
DECISION_FIELDS = ("Decision", "DecisionType", "DecisionNoticeDate", "DecisionDate")
CODE_FIELDS = ("ClassificationURI", "ClassificationLabel", "ServiceTypeURI")
SOURCES = {
    "row": CODE_FIELDS,
    "has_row": CODE_FIELDS,
    "valid_date": ("CaseDate",),
    "decision": DECISION_FIELDS,
    "decision_date": DECISION_FIELDS,
    "decision_type": ("DecisionType",),
    "prior_decision": (*CODE_FIELDS, "Decision"),
    "prior_decision_date": ("DecisionNoticeDate", "DecisionDate"),
    "left_date": ("Status", *DECISION_FIELDS),
    "target_date": ("DecisionTargetDate",),
    "days": ("CaseDate", "DecisionNoticeDate", "DecisionDate"),
    "is_timed": ("CaseDate", "DecisionNoticeDate", "DecisionDate"),
    "has_agreement": (*CODE_FIELDS, "CaseDate", "DecisionTargetDate"),
    "is_unclassified": CODE_FIELDS,
}

# The cells, or would-be cells, of a quarter depend on these cases and no others.
CONCERNED: Condition = (IsTrue("has_row") | IsTrue("is_unclassified")) & (
    ps1.ON_HAND_AT_THE_START | ps1.RECEIVED | ps1.LEFT | During("decision_date")
)


def listed(name: str, sentence: str, where: Condition, *shows: str) -> Reason:
    """Return a reason for listing a case on which the quarter depends."""
    return Reason(name, sentence, CONCERNED & where, shows)


REASONS = (
    listed("multi-class", "Several kinds of development are published", IsTrue("is_multi_class"), "codes", "row"),
    listed("unclassified", "No kind of development is published", IsTrue("is_unclassified"), "codes"),
    listed("split-decision", "Granted in part and refused in part", Is("decision", ("Split",)), "decision_date"),
    listed(
        "valid-date-missing",
        "Decided, without a valid date",
        Blank("valid_date") & ~Blank("decision_date"),
        "decision_date",
    ),
    listed(
        "decision-before-valid",
        "Decided before it was valid",
        ~Blank("days") & ~IsTrue("is_timed"),
        "valid_date",
        "decision_date",
    ),
    listed("decision-date-missing", "Decided, without any date", IsTrue("lacks_decision_date")),
    listed("prior-on-counted", "A prior approval, on an application", IsTrue("has_prior_on_counted"), "row"),
)

CHECKS = (
    "balance",
    "no-data",
    "identity-broken",
    "negative-cell",
    "no-householder-decisions",
    "moved-against-last-year",
    "unclassified-share",
)

NON_MAJOR = (*MINOR, "Q20", "Q21")


def cells_of(rows: tuple[str, ...], *columns: str) -> tuple[str, ...]:
    """Return the names of the cells of `rows` in `columns`."""
    return tuple(cell_name(row, column) for row in rows for column in columns)


INDICATORS = (
    Indicator(
        "majors_in_time_pct",
        "Major developments decided in time",
        share(
            (*cells_of(MAJOR[:-1], "d", "e"), *cells_of(("Q07",), "d", "e1")),
            cells_of(("MAJ",), "a"),
            where_on=("infer_agreements", "on", cells_of(MAJOR, "k")),
        ),
        threshold_pct=60,
    ),
    Indicator(
        "non_majors_in_time_pct",
        "Non-major developments decided in time",
        share(
            cells_of(NON_MAJOR, "d"),
            cells_of(NON_MAJOR, "a"),
            where_on=("infer_agreements", "on", cells_of(NON_MAJOR, "k")),
        ),
        threshold_pct=70,
    ),
    Indicator("granted_pct", "Decisions granted", share(cells_of(("TOT",), "b"), cells_of(("TOT",), "b", "c"))),
    Indicator("delegated_pct", "Decisions delegated to officers", share(("PS1.4a",), ("PS1.4",))),
)


def last_ended_quarter(day: date) -> Period:
    """Return the last quarter that had ended before `day`."""
    return quarter_of(day_before(quarter_of(day).first))


def derive(sightings: "Sightings", question: "Question") -> "Records":
    """Return the cases of every authority asked."""
    from transforms.returns.planning_matters.cases import derive_cases

    return derive_cases(sightings, question)


PLANNING_MATTERS = StatutoryReturn(
    slug="planning_matters",
    title="Planning matters: district planning return",
    code="PS1 and PS2",
    department="Ministry of Housing, Communities and Local Government",
    basis="Quarterly district planning return, through DELTA",
    version="1.0",
    period_kind="quarter",
    deadline=Deadline("six weeks after the end of the quarter", working_days_after_period=30),
    default_period=last_ended_quarter,
    reads={"planning_applications": READS},
    switches=(
        Switch("split_counts_as", "granted", "How a split decision is counted", ("granted", "refused")),
        Switch("infer_agreements", "on", "Whether a late target date is read as an agreement", ("on", "off")),
        Switch("agreement_tolerance_days", "7", "Days beyond the statutory date before an agreement is inferred"),
        Switch("unclassified_limit_pct", "2", "Share of unclassified decisions above which the return fails"),
    ),
    cells=(*ps1.CELLS, *ps2.CELLS),
    workings=(*ps1.WORKINGS, *ps2.WORKINGS),
    indicators=INDICATORS,
    reasons=REASONS,
    checks=CHECKS,
    pages=(ps1.PAGE, ps2.PAGE),
    derive=derive,
    sources=SOURCES,
    balance=("PS1.end", "PS1.on_hand_after"),
    note="Agreements are inferred from target dates, because no field of the standard holds them.",
)
