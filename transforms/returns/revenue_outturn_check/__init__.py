"""Revenue outturn check: published spending by service, a floor beneath what councils return as running expenses.

Basis:  none: a reconciliation, never a return. Payments under £500, salaries and internal charges are not in it.
Source: docs/specifications/reconciliations.md, section 2; spending over £500 as published.
Period: financial year.
"""

from typing import TYPE_CHECKING

from transforms.domain.authority import AuthorityGroup
from transforms.domain.conditions import ColumnWords
from transforms.domain.reasons import Reason
from transforms.domain.return_checks import ShareAtMost
from transforms.domain.return_reads import Reads, SeenAgain
from transforms.domain.return_words import ReturnWords
from transforms.domain.statutory_return import Deadline, StatutoryReturn
from transforms.return_parts.department_lines import files, working_name
from transforms.return_parts.ended_years import last_ended_year
from transforms.returns.revenue_outturn_check.pages import (
    CELLS,
    DEPARTMENT_LINES,
    PAGES,
    RUNNING,
    SPENDING,
    WORKINGS,
)

if TYPE_CHECKING:
    from transforms.domain.records import Records
    from transforms.domain.return_request import ReturnInputs, ReturnRequest

READS = {
    "PaymentDate": "day",
    "Amount": "decimal",
    "ServiceCategoryLabel": "words",
    "BeneficiaryName": "words",
    "TransactionNumber": "text",
}
FLOOR_PCT = 110  # of running expenses, above which a floor is none


def derive(inputs: "ReturnInputs", request: "ReturnRequest") -> "Records":
    """Return the payments of every authority requested."""
    from transforms.returns.revenue_outturn_check.records import derive_records

    return derive_records(inputs, request)


RETURN = StatutoryReturn(
    slug="revenue_outturn_check",
    title="Revenue outturn check",
    code="ROC",
    department="Ministry of Housing, Communities and Local Government",
    basis="None of its own; compared with running expenses and employees on RSX of the revenue outturn",
    version="1.0",
    edition="2026",
    period_kind="financial year",
    deadline=Deadline("10 October after the year, with the certified revenue outturn", month_day=(10, 10)),
    owed_by=AuthorityGroup.TRANSPARENCY_CODE,
    default_period=last_ended_year,
    reads=(Reads(SPENDING, READS, period_column="PaymentDate", seen_again=SeenAgain.WITHIN),),
    cells=CELLS,
    workings=WORKINGS,
    reasons=(
        Reason(
            "above-outturn",
            "Published spending is more than 10% above running expenses",
            fix="Check that payments name the right service. Capital spending and money passed on may explain it.",
        ),
        Reason("month-missing", "There is no payment in a month", fix="Publish spending for the month."),
    ),
    checks=tuple(
        ShareAtMost(
            "a_floor_beneath_running_expenses",
            "Published spending is at most 10% above the running expenses of the same service",
            "above-outturn",
            False,
            "",
            (line.cell,),
            (working_name(line),),
            FLOOR_PCT,
            reference=line.cell,
            shows=(("published", line.cell), ("department", working_name(line))),
        )
        for line in DEPARTMENT_LINES
        if line.name.endswith(RUNNING)
    ),
    pages=PAGES,
    derive=derive,
    authorities_are_independent=True,
    sources={"service": ("ServiceCategoryLabel",), "month": ("PaymentDate",), "Amount": ("Amount",)},
    words=ReturnWords(
        columns=ColumnWords(nouns={"Amount": "net amount", "service": "service", "month": "month of the payment"})
    ),
    department_lines=DEPARTMENT_LINES,
    files=files,
    department_source=(
        "Take running expenses and employees by service on RSX for each authority from the revenue outturn multi-year"
        " data set,"
        " https://www.gov.uk/government/statistics/local-authority-revenue-expenditure-and-financing-england-revenue-outturn-multi-year-data-set"
        " (a CSV with a row for each authority and year, in thousands of pounds; the metadata workbook on the same page"
        " says which column is which line). The newest year is on its own page of the series “Local authority revenue"
        " expenditure and financing England” first, as a workbook for each form."
    ),
    file_sheets={"beside.csv": "Department"},
    file_words={"beside.csv": "the department’s figures and the published ones, side by side"},
    kind="reconciliation",
    note="At least this much was spent: payments under £500, salaries and internal charges are not published.",
)
