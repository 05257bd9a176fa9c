"""Transparency Code statement: what was seen of what the Code asks a council to publish, and when somebody looked.

Basis:  Local Government Transparency Code 2015; Local Government (Transparency Requirements) (England) Regulations
        2015, SI 2015/480.
Source: docs/specifications/transparency-code-statement.md; the twelve standards of the Code as published.
Period: a financial year, 1 April to 31 March.
Known:  it never says more than was seen: a day on which nobody looked proves nothing.
        Read so where the page leaves a choice: looks are at an authority's own source, not at its predecessors'; a body
        of which nothing usable is known has no data, also one that owes nothing; what was seen of something that is not
        applicable keeps its day; the records of a quarter are taken from all snapshots known, also later than the first
        look that has it; several files of a day have the stars of the weakest; an unchanged answer saw the file of an
        earlier day; a declaration holds on its last day.
"""

from datetime import date
from typing import TYPE_CHECKING

from transforms.domain.authority import AuthorityGroup
from transforms.domain.period import Period, financial_year
from transforms.domain.return_reads import Reads
from transforms.domain.statutory_return import Deadline, StatutoryReturn
from transforms.returns.transparency_code.cells import CELLS, INDICATORS, PAGES, WORKINGS
from transforms.returns.transparency_code.checks import CHECKS, REASONS
from transforms.returns.transparency_code.due import SETS, DueSet, Evidence
from transforms.returns.transparency_code.words import SOURCES, WORDS

if TYPE_CHECKING:
    from transforms.domain.records import Records
    from transforms.domain.return_request import ReturnInputs, ReturnRequest

WITH_PERIOD = ("parking_account", "pay_multiples")


def last_financial_year(day: date) -> Period:
    """Return the last financial year that ended before `day`."""
    return financial_year(day.year - 1 if (day.month, day.day) >= (4, 1) else day.year - 2)


def reads_of_set(of_set: DueSet) -> Reads:
    """Return what is read of a set: the fields that say of which day or year a record is."""
    columns = {of_set.day_field: "day"} if of_set.day_field else {}
    if of_set.standard in WITH_PERIOD:
        columns["Period"] = "text"
    period_column = of_set.day_field if of_set.evidence is Evidence.PAYMENTS else ""
    return Reads(of_set.standard, columns, period_column=period_column, counts_looks=True)


def derive(inputs: "ReturnInputs", request: "ReturnRequest") -> "Records":
    """Return the state of every due thing for every authority requested."""
    from transforms.returns.transparency_code.records import derive_statement

    return derive_statement(inputs, request)


RETURN = StatutoryReturn(
    slug="transparency_code",
    title="Transparency Code statement",
    code="LGT",
    department="Ministry of Housing, Communities and Local Government",
    basis="Local Government Transparency Code 2015, SI 2015/480",
    version="1.0",
    edition="2015",
    period_kind="financial year",
    deadline=Deadline("31 May after the year", month_day=(5, 31)),
    owed_by=AuthorityGroup.TRANSPARENCY_CODE,
    default_period=last_financial_year,
    reads=tuple(reads_of_set(of_set) for of_set in SETS),
    cells=CELLS,
    workings=WORKINGS,
    indicators=INDICATORS,
    reasons=REASONS,
    checks=CHECKS,
    pages=PAGES,
    derive=derive,
    sources=SOURCES,
    words=WORDS,
    kind="statement",
    note=(
        "It says what we saw of each dataset, and when; no department asks for it. We can only tell that something was"
        " late if we looked after the day on which it was due and it was missing. Read the share that was published on"
        " time with the share of which that is known. Stars: 3 for a text or OpenDocument file, 2 for another workbook."
        " In files, states are numbers (1 on time, 2 late, 3 published on a day not known, 4 part, 5 missing, 6 not"
        " checked, 7 not due yet, 8 not applicable), and days are written YYYYMMDD."
    ),
)
