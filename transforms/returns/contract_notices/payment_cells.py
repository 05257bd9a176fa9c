"""Cells and page of the payments of more than £30,000: which are due to be published, and of which nobody can tell.

Source: docs/specifications/contract-notices.md, sections 3 and 4
Unit:   payments, suppliers, contracts, and pounds with pence, net of VAT that can be recovered.
"""

from transforms.domain.conditions import Condition, Is
from transforms.domain.measures import Count, CountOfValues, Total
from transforms.domain.origins import AsDerived, OriginRule
from transforms.domain.statutory_return import Cell, Line, Page
from transforms.returns.contract_notices import needs
from transforms.returns.contract_notices.register_cells import PENCE

TABLE = "payments"
MONTHS = "There is no figure unless there is usable spending in each of the three months."
BY_CONTRACT = AsDerived(
    "payments",
    f"It is inferred from the contract that a payment names, as the register has it. {MONTHS} There is none before"
    " 1 April 2026.",
)
UNMATCHED = AsDerived(
    "unmatched", f"It is computed where there is a register. {MONTHS} There is none before 1 April 2026."
)
COUNTED = AsDerived("all_payments", f"It is computed. {MONTHS}")
GROUPS = {
    "due": "Due to be published",
    "undecided": "Undecided from what is published",
    "unmatched": "No contract named, or none in the register",
    "below_threshold": "Under contracts that are not public contracts",
    "before_regime": "Under contracts begun before 1 April 2026",
}
EVERY: Condition = Is("size", ("large", "in the band"))


def in_group(name: str) -> Condition:
    """Return the payments of a group."""
    return Is("group", (name,))


def group_cells(name: str) -> tuple[Cell, ...]:
    """Return the two cells of a group of payments."""
    origin: OriginRule = UNMATCHED if name == "unmatched" else BY_CONTRACT
    label, where = GROUPS[name], in_group(name)
    return (
        Cell(f"CN.pay.{name}.payments", f"{label}: payments", Count(where, TABLE), origin, needs.PAYMENTS),
        Cell(f"CN.pay.{name}.net", f"{label}: net amount", Total("net", where, PENCE, TABLE), origin, needs.PAYMENTS),
    )


CELLS = (
    *(cell for name in GROUPS for cell in group_cells(name)),
    Cell(
        "CN.pay.due.suppliers",
        "Due to be published: suppliers",
        CountOfValues("supplier", in_group("due"), TABLE),
        BY_CONTRACT,
        needs.PAID_SUPPLIERS,
        has_total=False,
    ),
    Cell(
        "CN.pay.due.contracts",
        "Due to be published: contracts",
        CountOfValues("contract", in_group("due"), TABLE),
        BY_CONTRACT,
        needs.PAYMENTS,
        has_total=False,
    ),
    Cell(
        "CN.pay.all.payments",
        "All payments of more than £30,000 that may count: payments",
        Count(EVERY, TABLE),
        COUNTED,
        needs.PAID,
    ),
    Cell(
        "CN.pay.all.net",
        "All payments of more than £30,000 that may count: net amount",
        Total("net", EVERY, PENCE, TABLE),
        COUNTED,
        needs.PAID,
    ),
)
PAGE = Page(
    "Payments",
    "Payments of more than £30,000 in the quarter (section 70)",
    (("", "Payments"), ("", "Net, £"), ("", "Suppliers"), ("", "Contracts")),
    (
        *(
            Line(
                "",
                label,
                (
                    f"CN.pay.{name}.payments",
                    f"CN.pay.{name}.net",
                    *(f"CN.pay.due.{unit}" if name == "due" else None for unit in ("suppliers", "contracts")),
                ),
            )
            for name, label in GROUPS.items()
        ),
        Line(
            "",
            "All payments of more than £30,000 that may count",
            ("CN.pay.all.payments", "CN.pay.all.net", None, None),
            is_total=True,
        ),
    ),
)
