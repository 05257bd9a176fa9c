"""Cells and page of the register: contracts current, begun and ended, and the classes of those that are current.

Source: docs/specifications/contract-notices.md, sections 1 and 4
Unit:   contracts, suppliers, and pounds with pence, net of VAT as published.
"""

from transforms.domain.conditions import AFTER_LAST, Before, Blank, Condition, During, Is, IsTrue, NotBefore
from transforms.domain.measures import Count, CountOfValues, Total
from transforms.domain.origins import AsDerived
from transforms.domain.statutory_return import Cell, Line, Page
from transforms.returns.contract_notices import needs

CONTRACTS, SUPPLIERS = "contracts", "suppliers"  # tables of records
PENCE = 2
BEGAN = Blank("StartDate") | Before("StartDate", AFTER_LAST)
CURRENT: Condition = BEGAN & (Blank("EndDate") | NotBefore("EndDate", AFTER_LAST))
NEW, ENDED = During("StartDate"), During("EndDate")
FROM_REGISTER = AsDerived(
    "register",
    "It is computed where the register was fetched after the quarter, and otherwise inferred: contracts may be added"
    " later.",
)
UNDER_THE_ACT = AsDerived(
    "regime",
    "It is inferred: neither the day on which the procurement began nor the value with VAT is published. There is"
    " none before 24 February 2025.",
)
CLASSES = {
    "above": "Public contracts: at or above the threshold",
    "below": "Below the threshold",
    "undecided": "Undecided from what is published",
    "before_regime": "Begun before 24 February 2025",
    "not_public": "Grants and dynamic purchasing systems",
}

STOCK = (
    Cell("CN.stock.contracts", "Current contracts", Count(CURRENT, CONTRACTS), FROM_REGISTER, needs.CURRENT),
    Cell(
        "CN.stock.value",
        "Current contracts: value",
        Total("value", CURRENT, PENCE, CONTRACTS),
        FROM_REGISTER,
        (*needs.CURRENT, *needs.VALUE),
        fact="contract-value",
    ),
    Cell(
        "CN.stock.suppliers",
        "Current contracts: suppliers",
        CountOfValues("supplier", CURRENT, SUPPLIERS),
        FROM_REGISTER,
        (*needs.CURRENT, *needs.SUPPLIER),
        has_total=False,
    ),
)
MOVEMENTS = (
    Cell(
        "CN.new.contracts",
        "Begun in the quarter",
        Count(NEW, CONTRACTS),
        FROM_REGISTER,
        (*needs.REFERENCE, *needs.START),
    ),
    Cell(
        "CN.new.value",
        "Begun in the quarter: value",
        Total("value", NEW, PENCE, CONTRACTS),
        FROM_REGISTER,
        (*needs.REFERENCE, *needs.START, *needs.VALUE),
    ),
    Cell(
        "CN.ended.contracts",
        "Ended in the quarter",
        Count(ENDED, CONTRACTS),
        FROM_REGISTER,
        (*needs.REFERENCE, *needs.END),
    ),
)
KINDS_OF_SUPPLIER = (
    Cell(
        "CN.sme.contracts",
        "Current contracts with small or medium-sized enterprises",
        Count(CURRENT & IsTrue("is_sme"), CONTRACTS),
        FROM_REGISTER,
        (*needs.CURRENT, *needs.SME),
    ),
    Cell(
        "CN.vcse.contracts",
        "Current contracts with voluntary organisations or social enterprises",
        Count(CURRENT & IsTrue("is_vcse"), CONTRACTS),
        FROM_REGISTER,
        (*needs.CURRENT, *needs.VCSE),
    ),
)
BY_CLASS = tuple(
    Cell(
        f"CN.class.{name}.contracts",
        f"Current contracts. {label}",
        Count(CURRENT & Is("class", (name,)), CONTRACTS),
        UNDER_THE_ACT,
        needs.CLASSES,
    )
    for name, label in CLASSES.items()
)
CELLS = (*STOCK, *MOVEMENTS, *KINDS_OF_SUPPLIER, *BY_CLASS)

PAGE = Page(
    "Register",
    "Contracts on the last day of the quarter, and those that began or ended in it",
    (("", "Contracts"), ("", "Value, £"), ("", "Suppliers")),
    (
        Line("", "Current contracts", ("CN.stock.contracts", "CN.stock.value", "CN.stock.suppliers"), is_total=True),
        *(Line("", label, (f"CN.class.{name}.contracts", None, None)) for name, label in CLASSES.items()),
        Line("", "With small or medium-sized enterprises", ("CN.sme.contracts", None, None)),
        Line("", "With voluntary organisations or social enterprises", ("CN.vcse.contracts", None, None)),
        Line("", "Begun in the quarter", ("CN.new.contracts", "CN.new.value", None)),
        Line("", "Ended in the quarter", ("CN.ended.contracts", None, None)),
    ),
)
