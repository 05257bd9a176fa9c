"""The cells of the revenue outturn check: published spending by service, and how whole the year is.

Source: docs/specifications/reconciliations.md, section 2.
Unit:   pounds net of recoverable VAT; months; per cent with one decimal, half up.
"""

from transforms.domain.conditions import Blank, Is
from transforms.domain.measures import RECORDS, CountOfValues, Derived, Selection, Total
from transforms.domain.origins import AsDerived
from transforms.domain.return_reads import DepartmentLine, needs_of
from transforms.domain.statutory_return import Cell, Line, Page
from transforms.return_parts.department_lines import workings_of
from transforms.returns.revenue_outturn_check.services import SERVICES, UNMAPPED

SPENDING = "spending_over_500"
PAID = needs_of(SPENDING, "PaymentDate", "Amount")
LABELLED = (*PAID, *needs_of(SPENDING, "ServiceCategoryLabel"))
SPENT = AsDerived("spent", "It is computed, and inferred until a file has been fetched after the last day of the year.")
COVERED = AsDerived(
    "covered", "It is computed, and inferred until a file has been fetched after the last day of the year."
)
EVERY_PAYMENT = ~Blank("Amount")
LABELS = {code.code: code.label for code in SERVICES.codes} | {UNMAPPED: "Services that are not recognised"}
COMPARED_SERVICES = tuple(code.code for code in SERVICES.codes if code.code != "housing_revenue_account")


def cell_of(service: str) -> str:
    """Return the name of the cell of a service."""
    return f"ROC.{service}.net"


TOTAL = Cell(cell_of("total"), "All published spending", Total("Amount", EVERY_PAYMENT, 2), SPENT, PAID, "payments")
BY_SERVICE = tuple(
    Cell(cell_of(name), label, Total("Amount", EVERY_PAYMENT & Is("service", (name,)), 2), SPENT, LABELLED)
    for name, label in LABELS.items()
)
COVERAGE = (
    Cell("ROC.months", "Months with a payment", CountOfValues("month", EVERY_PAYMENT), COVERED, PAID, has_total=False),
    Cell(
        "ROC.largest_month_share_pct",
        "Spending in the largest month, per cent of the year’s",
        Derived(
            "largest_month_share_pct",
            "The spending of the month with the most, as a share of the year’s",
            1,
            Selection(RECORDS, EVERY_PAYMENT, ("month", "Amount")),
        ),
        SPENT,
        PAID,
        has_total=False,
    ),
)
CELLS = (TOTAL, *BY_SERVICE, *COVERAGE)
RUNNING, EMPLOYEES = "running_expenses", "employees"
DEPARTMENT_LINES = tuple(
    DepartmentLine(f"ROC.{service}.{name}", f"{LABELS[service]}: {words} on RSX", cell_of(service))
    for service in COMPARED_SERVICES
    for name, words in ((RUNNING, "running expenses"), (EMPLOYEES, "employees"))
)
WORKINGS = workings_of(DEPARTMENT_LINES)
PAGES = (
    Page(
        "Spending",
        "Published spending by service: at least this much was spent",
        (("", "Pounds"),),
        (
            *(Line("", cell.label, (cell.name,)) for cell in BY_SERVICE),
            Line("", TOTAL.label, (TOTAL.name,), is_total=True),
        ),
    ),
    Page(
        "Coverage",
        "How much of the year is published",
        (("", "Financial year"),),
        tuple(Line("", cell.label, (cell.name,)) for cell in COVERAGE),
    ),
)
