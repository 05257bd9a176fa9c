"""The published fields that the cells about contracts, duties and payments need.

Source: docs/specifications/contract-notices.md, section 4, “Fields needed”
Known:  the page names no field for the suppliers of payments that are due; without a number and without a name nobody
        can tell them apart, so one of these is needed.
"""

from transforms.domain.return_reads import FieldNeed, needs_of

CONTRACTS, SPENDING = "contracts", "spending_over_500"
SUPPLIER_NUMBERS = ("CompaniesHouseRegistrationNumber", "CharityCommissionNumber")


def needed(*fields: str | tuple[str, ...]) -> tuple[FieldNeed, ...]:
    """Return the need of some fields of the register, of a tuple any one."""
    return needs_of(CONTRACTS, *fields)


REFERENCE = needed("ContractReference")
START, END, VALUE = needed("StartDate"), needed("EndDate"), needed("ContractValue")
CURRENT = (*REFERENCE, *START, *END)
SUPPLIER = needed((*SUPPLIER_NUMBERS, "SupplierName"))
SME, VCSE = needed("SMESupplier"), needed("VCSESupplier")
CLASSES = DUTIES = (*CURRENT, *VALUE)
EVIDENCE = {
    "details": needed("OpenContractingID"),
    "copy": needed("ContractDocumentURL"),
    "details_below": needed("OpenContractingID"),
    "kpi": needed("PerformanceInformationURL"),
}
PAID = needs_of(SPENDING, "PaymentDate", "Amount")  # without which no row can be used
PAYMENTS = needs_of(SPENDING, "ContractRef")
PAID_SUPPLIERS = (*PAYMENTS, *needs_of(SPENDING, (*SUPPLIER_NUMBERS, "BeneficiaryName")))
