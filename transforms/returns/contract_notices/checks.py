"""Exceptions, checks and rates of contract notices.

Source: docs/specifications/contract-notices.md, section 4
"""

from transforms.domain.conditions import Blank, Condition, Is, IsTrue
from transforms.domain.measures import Share
from transforms.domain.reasons import FIELD_MISSING, IDENTITY_BROKEN, PUBLISH, Reason
from transforms.domain.return_checks import Check, Identity
from transforms.domain.statutory_return import Indicator
from transforms.returns.contract_notices.duty_cells import DUTIES, cell_name
from transforms.returns.contract_notices.payment_cells import GROUPS, in_group
from transforms.returns.contract_notices.payment_cells import TABLE as PAYMENTS
from transforms.returns.contract_notices.register_cells import CLASSES, CONTRACTS, CURRENT, ENDED, NEW

CONCERNED: Condition = CURRENT | NEW | ENDED


def of_contracts(name: str, sentence: str, where: Condition, shows: tuple[str, ...], *cells: str, fix: str) -> Reason:
    """Return a reason for listing a contract that is current, or began or ended in the quarter."""
    return Reason(name, sentence, CONCERNED & where, shows, CONTRACTS, cells, fix=fix)


def of_payments(name: str, sentence: str, where: Condition, cell: str, *, fix: str) -> Reason:
    """Return a reason for listing payments that a cell counts."""
    return Reason(name, sentence, where, ("PaymentDate", "contract", "net"), PAYMENTS, (cell,), fix=fix)


REASONS = (
    Reason(
        "no-reference",
        "A row of the register has no reference, so it can’t be counted",
        cells=("CN.stock.contracts", "CN.new.contracts", "CN.ended.contracts"),
        fix="Give every contract a reference of its own in ContractReference.",
    ),
    of_contracts(
        "value-missing",
        "There is no value",
        Blank("value"),
        (),
        "CN.stock.value",
        "CN.new.value",
        fix="Publish ContractValue.",
    ),
    of_contracts(
        "dates-reversed",
        "The last day is before the first",
        IsTrue("is_reversed"),
        ("StartDate", "EndDate"),
        "CN.stock.contracts",
        fix="Correct StartDate or EndDate.",
    ),
    of_contracts(
        "class-undecided",
        "What is published doesn’t say whether it is a public contract",
        Is("class", ("undecided",)),
        ("StartDate", "value"),
        "CN.class.undecided.contracts",
        fix="Publish ContractType, ContractValue, StartDate, EndDate and CPVCode of the contract.",
    ),
    of_contracts(
        "ocid-foreign",
        "Its open contracting identifier isn’t one of the central digital platform",
        IsTrue("has_foreign_identifier"),
        (),
        "CN.duty.details.evidenced",
        fix="Publish the identifier that the central digital platform gave, which begins with ocds-h6vhtk.",
    ),
    Reason(
        "supplier-unidentified",
        "Some contracts have a supplier with neither a company nor a charity number",
        cells=("CN.stock.suppliers",),
        fix="Publish CompaniesHouseRegistrationNumber or CharityCommissionNumber of every supplier that has one.",
    ),
    of_payments(
        "payment-undecided",
        "What is published doesn’t say whether the payment is due to be published",
        in_group("undecided"),
        "CN.pay.undecided.payments",
        fix="Publish what the register lacks of the contract that the payment names.",
    ),
    of_payments(
        "unmatched-payment",
        "It is one of the 20 largest payments that name no contract in the register",
        IsTrue("is_largest_unmatched"),
        "CN.pay.unmatched.payments",
        fix="Publish in ContractRef the reference of the contract as it is in the register.",
    ),
    Reason("month-missing", "There is no usable record of spending in a month", fix="Publish spending for the month."),
    Reason("no-data", "There is no usable file of a dataset", fix=PUBLISH),
    FIELD_MISSING,
    IDENTITY_BROKEN,
)


def adds_up(name: str, sentence: str, part: str, whole: str, parts: tuple[str, ...]) -> Check:
    """Return that some cells add up to another."""
    return Identity(name, sentence, "identity-broken", True, part, (whole,), parts)


CHECKS = (
    adds_up(
        "contracts_by_class",
        "The classes add up to the current contracts",
        "contracts",
        "CN.stock.contracts",
        tuple(f"CN.class.{name}.contracts" for name in CLASSES),
    ),
    *(
        adds_up(
            "payments_by_group",
            "The groups of payments add up to all of them",
            unit,
            f"CN.pay.all.{unit}",
            tuple(f"CN.pay.{name}.{unit}" for name in GROUPS),
        )
        for unit in ("payments", "net")
    ),
)
INDICATORS = (
    Indicator(
        "payments_matched_pct",
        "Payments that name a contract in the register",
        Share(("CN.pay.unmatched.payments",), ("CN.pay.all.payments",), complement=True),
    ),
    Indicator(
        "duties_evidenced_pct",
        "Duties shown to be met, of those certainly owed",
        Share(
            tuple(cell_name(duty, "evidenced") for duty in DUTIES),
            tuple(cell_name(duty, "due") for duty in DUTIES),
        ),
    ),
    Indicator(
        "sme_share_pct",
        "Current contracts with small or medium-sized enterprises",
        Share(("CN.sme.contracts",), ("CN.stock.contracts",)),
    ),
)
