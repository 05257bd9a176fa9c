"""Contract notices: what the Procurement Act asks to be published of contracts and payments, and what has been.

Basis:  Procurement Act 2023, in force since 24 February 2025; section 70 since 1 April 2026.
Source: docs/specifications/contract-notices.md; contracts and spending as published in the LGA standards.
Period: calendar quarter.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from transforms.domain.authority import AuthorityGroup
from transforms.domain.period import Period, day_before, quarter_of
from transforms.domain.return_reads import ColumnsWithout, Reads
from transforms.domain.statutory_return import Deadline, StatutoryReturn, Switch
from transforms.returns.contract_notices import duty_cells, payment_cells, register_cells
from transforms.returns.contract_notices.checks import CHECKS, INDICATORS, REASONS
from transforms.returns.contract_notices.words import SOURCES, WORDS

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.domain.assembled_return import AssembledReturn
    from transforms.domain.records import Records
    from transforms.domain.return_request import ReturnInputs, ReturnRequest

CONTRACTS = {
    "ContractReference": "text",
    "OpenContractingID": "text",
    "ContractTitle": "text",
    "ContractType": "text",
    "Description": "text",
    "CPVCode": "text",
    "StartDate": "day",
    "EndDate": "day",
    "LastExtensionDate": "day",
    "ContractValue": "decimal",
    "FixedCost": "flag",
    "SupplierName": "text",
    "CompaniesHouseRegistrationNumber": "text",
    "CharityCommissionNumber": "text",
    "SMESupplier": "flag",
    "VCSESupplier": "flag",
    "ContractDocumentURL": "text",
    "PerformanceInformationURL": "text",
}
# All fields of the standard: payments without a number are the same only where every one of them is alike.
# Of numbers each is a different one, so that nothing is saved by holding each once.
SPENDING = {
    "OrganisationLabel": "words",
    "OrganisationURI": "words",
    "EffectiveDate": "day",
    "OrganisationalUnit": "words",
    "ServiceCategoryLabel": "words",
    "ServiceCategoryURI": "words",
    "BeneficiaryName": "words",
    "BeneficiaryOtherID": "words",
    "CompaniesHouseRegistrationNumber": "words",
    "CharityCommissionNumber": "words",
    "VCSEGrant": "flag",
    "PaymentDate": "day",
    "TransactionNumber": "text",
    "Amount": "decimal",
    "IrrecoverableVATAmount": "decimal",
    "Purpose": "words",
    "CategoryInternalName": "words",
    "CPVLabel": "words",
    "CPVCode": "words",
    "ProclassLabel": "words",
    "ProclassCode": "words",
    "CardTransaction": "words",
    "ContractRef": "words",
}
NUMBERED = (  # fields that a payment with a number needs
    *("BeneficiaryName", "CompaniesHouseRegistrationNumber", "CharityCommissionNumber", "VCSEGrant"),
    *("PaymentDate", "TransactionNumber", "Amount", "IrrecoverableVATAmount", "ContractRef"),
)
UNNUMBERED = ColumnsWithout("TransactionNumber", tuple(name for name in SPENDING if name not in NUMBERED))
ADDRESS = r"https?://[^\s/]+(/\S*)?/"
PREFIX = r"ocds-[a-z0-9]{6}-"


def last_ended_quarter(day: date) -> Period:
    """Return the last quarter that had ended before `day`."""
    return quarter_of(day_before(quarter_of(day).first))


def derive(inputs: "ReturnInputs", request: "ReturnRequest") -> "Records":
    """Return the contracts, duties and payments of every authority requested."""
    from transforms.returns.contract_notices.records import derive_records

    return derive_records(inputs, request)


def files(assembled: "AssembledReturn") -> Iterator[tuple[str, "Iterable[bytes] | pa.Table"]]:
    """Yield the table of duties and the release packages."""
    from transforms.returns.contract_notices.files import files_of

    return files_of(assembled)


RETURN = StatutoryReturn(
    slug="contract_notices",
    title="Contract notices: duties, notices and payments",
    code="CN",
    department="Cabinet Office, central digital platform",
    basis="Procurement Act 2023, sections 53, 70, 71, 80 and 87; Procurement Regulations 2024, SI 2024/692",
    version="1.0",
    edition="2026",
    period_kind="quarter",
    deadline=Deadline("29 days after the quarter ends", days_after_period=29),
    owed_by=AuthorityGroup.CONTRACTING,
    default_period=last_ended_quarter,
    reads=(
        Reads("contracts", CONTRACTS, uses_latest_snapshot_only=True, with_unusable_rows=True),
        Reads("spending_over_500", SPENDING, period_column="PaymentDate", columns_without=UNNUMBERED),
    ),
    switches=(
        Switch(
            "procurement_months",
            "6",
            "The most whole months from the start of a procurement to the first day of the contract",
        ),
        Switch(
            "release_address",
            "https://council-returns.example/contract_notices/",
            "Where release packages are published, before the authority’s code",
            pattern=ADDRESS,
            form="a web address that ends in a slash",
        ),
        Switch(
            "ocid_prefix",
            "ocds-b5fd17-",
            "The prefix that makes a council’s own reference an open contracting identifier",
            pattern=PREFIX,
            form="the prefix of a publisher, such as ocds-b5fd17-",
        ),
    ),
    cells=(*register_cells.CELLS, *duty_cells.CELLS, *payment_cells.CELLS),
    indicators=INDICATORS,
    reasons=REASONS,
    checks=CHECKS,
    pages=(register_cells.PAGE, duty_cells.PAGE, payment_cells.PAGE),
    derive=derive,
    sources=SOURCES,
    words=WORDS,
    files=files,
    guarded_columns={"duties.csv": ("contract", "evidence")},
    file_words={
        "duties.csv": "each duty of the quarter, with the day on which it is due and its state",
        "releases/": "release packages of the Open Contracting Data Standard, one for each authority",
    },
    note="Other notices (UK1, UK5, UK6, UK10, UK12 and UK17) can’t be derived from a register of contracts. Read the"
    " payments due to be published together with the share of payments that name a contract. Which services are light"
    " touch is taken from the older list of 2015, which has not been compared with Schedule 1 of 2024 line by line.",
)
