"""The words of contract notices: what its records say beside the fields of the standards."""

from transforms.domain.conditions import ColumnWords
from transforms.domain.return_words import ReturnWords

DAYS = ("StartDate", "EndDate")
CLASS = ("ContractType", *DAYS, "ContractValue", "FixedCost", "CPVCode")
SUPPLIER = ("CompaniesHouseRegistrationNumber", "CharityCommissionNumber")
SOURCES = {
    "value": ("ContractValue",),
    "class": CLASS,
    "is_sme": ("SMESupplier",),
    "is_vcse": ("VCSESupplier",),
    "is_reversed": DAYS,
    "has_foreign_identifier": ("OpenContractingID",),
    "supplier": (*SUPPLIER, "SupplierName", "BeneficiaryName"),
    "duty": CLASS,
    "state": ("OpenContractingID", "ContractDocumentURL", "PerformanceInformationURL", "LastExtensionDate"),
    "group": ("PaymentDate", "ContractRef", "TransactionNumber"),
    "size": ("TransactionNumber", "Amount", "IrrecoverableVATAmount"),
    "net": ("Amount", "IrrecoverableVATAmount"),
    "contract": ("ContractRef",),
}

WORDS = ReturnWords(
    columns=ColumnWords(
        nouns={
            "StartDate": "first day",
            "EndDate": "last day",
            "value": "contract value",
            "class": "class of the contract",
            "supplier": "supplier, by number or else by name",
            "duty": "duty",
            "state": "state of the duty",
            "group": "group of the payment",
            "size": "size of the payment",
            "net": "net amount",
            "contract": "reference of the contract",
        },
        sentences={
            "is_sme": "a supplier is a small or medium-sized enterprise",
            "is_vcse": "a supplier is a voluntary or community organisation or a social enterprise",
            "is_reversed": "its last day is before its first",
            "has_foreign_identifier": "it has an open contracting identifier that is not the platform’s",
            "is_largest_unmatched": "it is one of the 20 largest payments that name no contract in the register",
        },
    ),
)
