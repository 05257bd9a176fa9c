"""Planning matters: the quarterly district planning return, PS1 and PS2.

Basis:  Town and Country Planning (Development Management Procedure) (England) Order 2015; MHCLG Single Data List.
Source: docs/specifications/planning-matters.md; planning applications as published in the LGA standard.
Period: calendar quarter.
Known:  edition 2026 asks for permissions in principle too (docs/specifications/planning-performance.md, section 3).
"""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from transforms.domain.authority import AuthorityGroup
from transforms.domain.period import Period, day_before, quarter_of
from transforms.domain.return_reads import Reads, SeenAgain
from transforms.domain.round_rules import RoundRules
from transforms.domain.statutory_return import Deadline, StatutoryReturn, Switch
from transforms.returns.planning_matters import permission_in_principle, ps1, ps2
from transforms.returns.planning_matters.checks import CHECKS, REASONS
from transforms.returns.planning_matters.indicators import INDICATORS
from transforms.returns.planning_matters.words import SOURCES, WORDS

if TYPE_CHECKING:
    from transforms.domain.records import Records
    from transforms.domain.return_request import ReturnInputs, ReturnRequest

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
CASE_SWITCHES = (
    Switch("split_counts_as", "granted", "How a split decision is counted", ("granted", "refused")),
    Switch("infer_agreements", "on", "Whether a late target date is read as an agreement", ("on", "off")),
    Switch("agreement_tolerance_days", "7", "Days beyond the statutory date before an agreement is inferred"),
)


def last_ended_quarter(day: date) -> Period:
    """Return the last quarter that had ended before `day`."""
    return quarter_of(day_before(quarter_of(day).first))


def derive(inputs: "ReturnInputs", request: "ReturnRequest") -> "Records":
    """Return the cases of every authority requested."""
    from transforms.returns.planning_matters.cases import derive_cases

    return derive_cases(inputs, request)


EDITION_2019 = StatutoryReturn(
    slug="planning_matters",
    title="Planning matters: district planning return",
    code="PS1 and PS2",
    department="Ministry of Housing, Communities and Local Government",
    basis="Quarterly district planning return, through DELTA",
    version="1.1",
    edition="2019",
    period_kind="quarter",
    deadline=Deadline("six weeks after the end of the quarter", working_days_after_period=30),
    owed_by=AuthorityGroup.PLANNING,
    default_period=last_ended_quarter,
    round_rules=RoundRules("head-of-planning", imputed_cells=("PS1.2", "PS1.4", "PS1.4a", "PS1.4b")),
    reads=(Reads("planning_applications", READS, seen_again=SeenAgain.WITHIN),),
    switches=(
        *CASE_SWITCHES,
        Switch("unclassified_limit_pct", "2", "Share of unclassified decisions above which the return fails"),
    ),
    cells=(*ps1.CELLS, *ps2.CELLS),
    workings=(*ps1.WORKINGS, *ps2.WORKINGS),
    indicators=INDICATORS,
    reasons=REASONS,
    checks=CHECKS,
    pages=(ps1.PAGE, ps2.PAGE),
    derive=derive,
    authorities_are_independent=True,
    sources=SOURCES,
    words=WORDS,
    balance=("PS1.end", "PS1.on_hand_after"),
    note="Agreements are inferred from target dates, because no field of the standard holds them.",
)
RETURN = replace(
    EDITION_2019,
    version="2.0",
    edition="2026",
    first_period="2026-Q1",
    earlier=(EDITION_2019,),
    reads=(
        Reads(
            "planning_applications", READS | {permission_in_principle.TYPES_FIELD: "text"}, seen_again=SeenAgain.WITHIN
        ),
    ),
    cells=(*ps1.CELLS, *permission_in_principle.CELLS, *ps2.CELLS),
    pages=(replace(ps1.PAGE, lines=(*ps1.PAGE.lines, *permission_in_principle.LINES)), ps2.PAGE),
    checks=(*CHECKS, *permission_in_principle.CHECKS),
)
