"""County matters: the quarterly return CPS1 and CPS2 of minerals, waste and the county's own development.

Basis:  Town and Country Planning (Development Management Procedure) (England) Order 2015; MHCLG Single Data List.
Source: docs/specifications/planning-performance.md, section 2; planning applications as published in the LGA standard.
Period: calendar quarter.
Known:  which cases there are, when they were decided and when they left is as in planning_matters, whose switches it
        shares. A case without any code is no county matter, since no type of service says minerals or waste.
"""

from typing import TYPE_CHECKING

from transforms.domain.authority import AuthorityGroup
from transforms.domain.return_reads import Reads, SeenAgain
from transforms.domain.round_rules import RoundRules
from transforms.domain.statutory_return import Deadline, StatutoryReturn
from transforms.returns.county_matters.checks import CHECKS, REASONS
from transforms.returns.county_matters.pages import CELLS, INDICATORS, PAGES, WORKINGS
from transforms.returns.county_matters.words import SOURCES
from transforms.returns.planning_matters import CASE_SWITCHES, READS, last_ended_quarter
from transforms.returns.planning_matters.words import WORDS

if TYPE_CHECKING:
    from transforms.domain.records import Records
    from transforms.domain.return_request import ReturnInputs, ReturnRequest


def derive(inputs: "ReturnInputs", request: "ReturnRequest") -> "Records":
    """Return the cases of every authority requested, those that are county matters in their rows."""
    from transforms.returns.county_matters.classification import CPS_ROWS
    from transforms.returns.planning_matters.cases import derive_cases

    return derive_cases(inputs, request, CPS_ROWS)


RETURN = StatutoryReturn(
    slug="county_matters",
    title="County matters: minerals and waste planning return",
    code="CPS1 and CPS2",
    department="Ministry of Housing, Communities and Local Government",
    basis="Quarterly county matters planning return, through DELTA",
    version="1.0",
    edition="2019",
    period_kind="quarter",
    deadline=Deadline("six weeks after the end of the quarter", working_days_after_period=30),
    owed_by=AuthorityGroup.MINERALS_AND_WASTE,
    round_rules=RoundRules(certifying_role="head-of-planning"),
    default_period=last_ended_quarter,
    reads=(Reads("planning_applications", READS, seen_again=SeenAgain.WITHIN),),
    switches=CASE_SWITCHES,
    cells=CELLS,
    workings=WORKINGS,
    indicators=INDICATORS,
    reasons=REASONS,
    checks=CHECKS,
    pages=PAGES,
    derive=derive,
    authorities_are_independent=True,
    sources=SOURCES,
    words=WORDS,
    balance=("CPS.on_hand_end", "CPS.on_hand_after"),
    note="Agreements are inferred from target dates, because no field of the standard holds them. We could not find the"
    " form itself, so its lines are known only by their numbers.",
)
