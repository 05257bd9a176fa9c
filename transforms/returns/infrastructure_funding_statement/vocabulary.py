"""The words that the statement tells records apart by: regimes, purposes, types of agreement and statuses.

Source: docs/specifications/infrastructure-funding-statement.md, sections 1.3 to 1.6 and 3.
Known:  a deed of variation is an obligation under section 106; what it varies can't be told.
"""

from transforms.standards.developer_agreement_contributions import PURPOSE

AGREEMENTS = "developer_agreements"
CONTRIBUTIONS = "developer_agreement_contributions"
TRANSACTIONS = "developer_agreement_transactions"
CLEANED_FILES = {
    AGREEMENTS: "developer-agreement.csv",
    CONTRIBUTIONS: "developer-agreement-contribution.csv",
    TRANSACTIONS: "developer-agreement-transaction.csv",
}

CIL, S106, S278 = "CIL", "S106", "S278"
REGIMES = (CIL, S106, S278)
STATEMENT_REGIMES = (CIL, S106)  # those of which transactions are told

SECTION_106, DEED, DEMAND_NOTICE, SECTION_278 = (
    "section-106",
    "deed-of-variation",
    "community-infrastructure-levy",
    "section-278",
)
TYPES = {SECTION_106: S106, DEED: S106, DEMAND_NOTICE: CIL, SECTION_278: S278}

LEVY, ADMINISTRATION, PARISH, MAYORAL = (
    "community-infrastructure-levy",
    "cil-administration-costs",
    "neighbourhood-community-infrastructure-levy",
    "mayoral-community-infrastructure-levy",
)
LEVY_PURPOSES = (LEVY, ADMINISTRATION, PARISH, MAYORAL)
HOMES, PLACES, MONITORING, UNSTATED = "affordable-housing", "education", "monitoring-fees", "unstated"
LABELS = {code.code: code.label for code in PURPOSE.codes} | {UNSTATED: "Purpose not stated"}
PURPOSES = tuple(LABELS)

SECURED, RECEIVED, ALLOCATED, TRANSFERRED, SPENT, RETURNED = (
    *("secured", "received", "allocated", "transferred", "spent", "returned"),
)
STATUSES = (SECURED, RECEIVED, ALLOCATED, TRANSFERRED, SPENT, RETURNED)

SUMS = ("rec", "alloc", "spent", "trans", "ret", "out")  # the six sums of a group


def opening_cells(regime: str) -> tuple[str, str]:
    """Return the names of the two cells of what was held when the year began: not allocated, and allocated."""
    return f"{regime}.open.unallocated", f"{regime}.open.allocated"


def purposes_without(*purposes: str) -> tuple[str, ...]:
    """Return the purposes in the list's own order, without some."""
    return tuple(purpose for purpose in PURPOSES if purpose not in purposes)
