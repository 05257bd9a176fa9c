"""The levy: the cells of Schedule 2, paragraph 1.

Source: docs/specifications/infrastructure-funding-statement.md, section 3; CIL Regulations 2010, Schedule 2,
        paragraph 1.
Unit:   pounds and pence.
"""

from transforms.domain.measures import BySwitchMeasure
from transforms.returns.infrastructure_funding_statement.cell_parts import (
    AMOUNT_NEEDS,
    PURPOSE_NEEDS,
    agreed,
    allocated_unspent,
    by_purpose,
    cell,
    floored_total,
    moved,
    not_published,
    opening,
    or_opened,
)
from transforms.returns.infrastructure_funding_statement.vocabulary import (
    ADMINISTRATION,
    CIL,
    MAYORAL,
    PARISH,
    RECEIVED,
    SPENT,
    TRANSFERRED,
    purposes_without,
)

SPENT_ON = by_purpose("CIL.gi", purposes_without(ADMINISTRATION, PARISH, MAYORAL), "Levy spent")
ALLOCATED_FOR = by_purpose("CIL.h", purposes_without(MAYORAL), "Levy allocated and not spent")

BORROWING = ("repayments of borrowing are not published", "how much of their spending repaid borrowing")
PARISH_MONEY = (
    "receipts under regulations 59E and 59F are not published",
    "what they received and hold under these regulations",
)
NOTICES = ("notices under regulation 59E are not published", "the notices under regulation 59E with their amounts")


def expenditure(years_before: int = 0) -> BySwitchMeasure:
    """Return what was spent or passed on, in the year or so many years before; with the parishes' share by a switch."""
    without, whole = (
        moved(CIL, SPENT, TRANSFERRED, without=purposes, years_before=years_before) for purposes in ((PARISH,), ())
    )
    return BySwitchMeasure("parish_share_is_expenditure", (("no", without), ("yes", whole)))


CELLS = (
    *opening(CIL),
    cell("CIL.a", "Demand notices issued in the year", agreed(CIL, "amount"), "agreed", AMOUNT_NEEDS),
    cell("CIL.b", "Receipts of the year", moved(CIL, RECEIVED), "year"),
    cell(
        "CIL.c",
        "Receipts of earlier years, not allocated",
        or_opened(CIL, "c", floored_total(CIL, ("rec_before",), ("ret_to_end", "alloc_to_end"))),
        "history",
    ),
    cell(
        "CIL.d",
        "Receipts of earlier years, allocated in the year",
        or_opened(CIL, "d", floored_total(CIL, ("earlier_allocated",))),
        "history",
    ),
    cell("CIL.e", "Expenditure of the year", expenditure(), "year", PURPOSE_NEEDS),
    cell("CIL.f", "Allocated and not spent", allocated_unspent(CIL, name="f"), "allocated"),
    *(
        cell(name, label, moved(CIL, SPENT, purposes=(purpose,)), "assumed", PURPOSE_NEEDS)
        for purpose, (name, label) in SPENT_ON.items()
    ),
    not_published("CIL.gii", "Spent on repaying borrowing", *BORROWING),
    cell("CIL.giii", "Spent on administration", moved(CIL, SPENT, purposes=(ADMINISTRATION,)), "year", PURPOSE_NEEDS),
    *(
        cell(name, label, allocated_unspent(CIL, purpose), "allocated_split", PURPOSE_NEEDS)
        for purpose, (name, label) in ALLOCATED_FOR.items()
    ),
    cell(
        "CIL.i_parish",
        "Passed to parish councils",
        moved(CIL, TRANSFERRED, purposes=(PARISH,)),
        "assumed",
        PURPOSE_NEEDS,
    ),
    not_published(
        "CIL.i_other",
        "Passed to others",
        "whom money was passed to is not published",
        "whom each sum was passed to",
    ),
    not_published("CIL.j1", "Received under regulations 59E and 59F", *PARISH_MONEY),
    not_published("CIL.j2", "Spent or allocated of what was received under 59E and 59F", *PARISH_MONEY),
    not_published("CIL.k1", "Requested of parish councils under regulation 59E", *NOTICES),
    not_published("CIL.k2", "Not yet recovered from parish councils", *NOTICES),
    cell(
        "CIL.l1",
        "Receipts of the year, retained",
        or_opened(CIL, "l1", floored_total(CIL, ("rec_in_year",), ("out_of_year",))),
        "history",
    ),
    cell(
        "CIL.l2",
        "Receipts of earlier years, retained",
        or_opened(CIL, "l2", floored_total(CIL, ("rec_before",), ("out_to_end",))),
        "history",
    ),
    not_published("CIL.l3", "Received in the year under 59E and 59F, retained", *PARISH_MONEY),
    not_published("CIL.l4", "Received earlier under 59E and 59F, retained", *PARISH_MONEY),
)
