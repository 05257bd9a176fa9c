"""Planning performance: the figures by which planning authorities are designated, tables P151 and P153.

Basis:  Town and Country Planning Act 1990, sections 62A and 62B.
Source: docs/specifications/planning-performance.md, section 1; docs/specifications/facts-planning.md, section 8.
Period: an assessment year, named by the end of its last quarter: 2025-09-30 is October 2024 to September 2025.
Known:  the department assesses years from October to September; a year may be asked for to the end of any quarter. Each
        quarter is as in planning_matters with its switches as they are by default.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from transforms.domain.authority import AuthorityGroup
from transforms.domain.period import Period, quarter_of, reference_date
from transforms.domain.return_reads import ReadsReturn
from transforms.domain.round_rules import RoundRules
from transforms.domain.statutory_return import Deadline, StatutoryReturn
from transforms.returns.planning_matters import RETURN as PLANNING_MATTERS
from transforms.returns.planning_performance.pages import CELLS, INDICATORS, PAGES, RANKINGS, WORKINGS
from transforms.returns.planning_performance.words import REASONS, WORDS

if TYPE_CHECKING:
    from transforms.domain.records import Records
    from transforms.domain.return_request import ReturnInputs, ReturnRequest

QUARTERS = 4
LAST_MONTH = 9  # of the year that the department assesses


def quarters_of(year: Period) -> tuple[Period, ...]:
    """Return the four quarters of an assessment year, the first one first."""
    quarters = [quarter_of(year.last)]
    while len(quarters) < QUARTERS:
        quarters.insert(0, quarter_of(quarters[0].first - timedelta(days=1)))
    return tuple(quarters)


def assessment_years(quarter: Period) -> tuple[Period, ...]:
    """Return the year from October to September that a quarter is a part of."""
    year = quarter.last.year + (quarter.last.month > LAST_MONTH)
    return (reference_date(date(year, LAST_MONTH, 30)),)


def last_ended_year(day: date) -> Period:
    """Return the last year from October to September that ended before a day."""
    has_ended = (day.month, day.day) > (LAST_MONTH, 30)
    return reference_date(date(day.year if has_ended else day.year - 1, LAST_MONTH, 30))


def derive(inputs: "ReturnInputs", request: "ReturnRequest") -> "Records":
    """Return the figures of every authority requested, added up over the four quarters."""
    from transforms.returns.planning_performance.quarters import derive_year

    return derive_year(inputs, request, [quarter.name for quarter in quarters_of(request.period)])


RETURN = StatutoryReturn(
    slug="planning_performance",
    title="Planning performance: speed of decisions by which authorities are designated",
    code="P151 and P153",
    department="Ministry of Housing, Communities and Local Government",
    basis="Town and Country Planning Act 1990, sections 62A and 62B",
    version="1.0",
    edition="2025",
    period_kind="assessment year",
    deadline=Deadline(
        "one working day after the district planning return of its last quarter", working_days_after_period=31
    ),
    owed_by=AuthorityGroup.PLANNING,
    round_rules=RoundRules(certifying_role="head-of-planning"),
    default_period=last_ended_year,
    reads=(),
    reads_returns=(ReadsReturn(PLANNING_MATTERS, quarters_of, assessment_years),),
    cells=CELLS,
    workings=WORKINGS,
    indicators=INDICATORS,
    reasons=REASONS,
    rankings=RANKINGS,
    pages=PAGES,
    derive=derive,
    sources={},
    words=WORDS,
    note="Each figure is the sum of four quarters of the district planning return. With fewer than four quarters the"
    " sums are inferred and there is no rate.",
)
