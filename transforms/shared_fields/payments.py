"""Payments under the Transparency Code: fields that spending over £500 and procurement card transactions share.

Source: Local Government Transparency Code 2015, paragraphs 28 to 31; LGA "Transparency guidance: spending and
        procurement" and schema "Spend", https://schemas.opendata.esd.org.uk
Unit:   pounds, net of recoverable VAT; a credit note is negative.
"""

from datetime import date

from transforms.domain.codelist import Code, Codelist
from transforms.domain.standard import Field, FieldKind
from transforms.shared_fields.transparency_code import MAY, MUST, SHOULD, day, money, text

CARD = Codelist(
    "card_transaction",
    (
        Code("GPC", "Government procurement card", aliases=("Government Procurement Card", "Procurement card")),
        Code("CCC", "Corporate credit card", aliases=("Corporate Credit Card",)),
        Code("None", "Not paid by card", aliases=("No", "N", "Not a card")),
    ),
)

ORGANISATIONAL_UNIT = text(
    "OrganisationalUnit",
    MUST,
    "The part of the authority that spent the money",
    *("Directorate", "Directorate name", "Directorate description", "Directorate / service", "Service / directorate"),
    *("Department", "Department name", "Department description", "Department area", "Dept", "Portfolio"),
    *("Strategic group", "Strgrpcc(T)", "Nstrg(T)", "Business area", "Service group", "Service unit"),
    *(
        "Service label",
        "Service cost centre",
        "Division",
        "Division name",
        "Business unit",
        "Business unit description",
    ),
    *("Unit", "Service area", "Service area name", "Service area description", "Service division", "Expense area"),
    *("Service", "Service name", "Service description", "Cost centre name", "Cost centre description", "Cost centre"),
    *("Section", "Committee", "Department family"),
    title="Directorate / service where expenditure incurred",
)
BENEFICIARY_NAME = text(
    "BeneficiaryName",
    MUST,
    "Who was paid; withheld where it would give away personal data",
    *("Supplier name", "Supplier", "Supplier (beneficiary)", "Beneficiary", "Benificiary name", "Name of supplier"),
    *("Supplier full name", "Supplier / beneficiary", "Supplier / beneficiary name", "Supplier / payee"),
    *("Supplier text", "Supplier final", "Supplier ID(T)", "Vendor name", "Vendor", "Payee name", "Payee"),
    *("Creditor name", "Creditor", "Merchant name", "Merchant", "Recipient", "Paid to", "Company name", "Name"),
    title="Supplier (beneficiary) name",
)
PAYMENT_DATE = day(
    "PaymentDate",
    MUST,
    "Day on which the payment was entered in the ledger",
    *("Date paid", "Date of payment", "Paid date", "Pay date", "Payment dt", "Payment made date", "Date payment made"),
    *("Invoice payment date", "Invoice paid date", "Date invoice paid", "Payment run date", "Payment clearing date"),
    *("Cleared date", "Clearing date", "BACS date", "Cheque date", "Date of transaction", "Transaction date"),
    *("Trans date", "Date of purchase", "Purchase date", "Posting date", "Posted date", "Date posted", "Ledger date"),
    *("GL date", "General ledger date", "Accounting date", "Updated"),
    title="Date",
    is_past=True,
    earliest=date(2010, 1, 1),  # payments have been published since then
).essential()
AMOUNT = (
    money(
        "Amount",
        MUST,
        "What was paid, net of VAT that can be recovered; a credit note is negative",
        *(
            "Net",
            "Net value",
            "Net total",
            "Net spend",
            "Net cost",
            "Net expenditure",
            "Net payment",
            "Net invoice amount",
        ),
        *(
            "Net amount paid",
            "Net amount excluding VAT",
            "Net amount (ex VAT)",
            "Net amount GBP",
            "Net amount of payment",
        ),
        *(
            "Amount net",
            "Amount net of VAT",
            "Amount (excluding VAT)",
            "Amount ex VAT",
            "Amount excl VAT",
            "Amount exc VAT",
        ),
        *("Value excluding VAT", "Value ex VAT", "Amount GBP", "Amount in GBP", "Amount in sterling", "Amount paid"),
        *("Payment amount", "Amount of payment", "Transaction amount", "Line amount", "Line value", "Paid amount"),
        *("Invoice line amount", "Invoice amount", "Invoice value", "Invoiced value", "Spend amount", "Sum of amount"),
        *("Spend", "Expenditure", "Expenditure amount", "Total amount", "Total paid", "Value"),
        title="Net Amount",
    )
    .telling("payments")
    .essential()
)
IRRECOVERABLE_VAT = money(
    "IrrecoverableVATAmount",
    SHOULD,
    "VAT that the authority can't recover",
    *("Irrecoverable VAT amount", "Irrecoverable VAT value", "Non-recoverable VAT", "VAT that cannot be recovered"),
    title="Irrecoverable VAT",
)
PURPOSE = text(
    "Purpose",
    MUST,
    "What the money was for, in a few words",
    *("Purpose of spend (summary)", "Purpose of spend (narrative)", "Purpose of spend summary", "Summary of purpose"),
    *("Purpose of expenditure", "Summary of the purpose of the expenditure", "Spend purpose", "Purpose summary"),
    *("Narrative", "Description of spend", "Description of expenditure", "Transaction description", "Line description"),
    *("Item description", "Description", "Details", "Spend level 2", "Cipfsubs(T)", "Detailed expenditure type"),
    *("Detailed expenses type", "Detailed expense type", "Expenditure category", "Expense description"),
    *("Expenditure description", "Expense type", "Expenditure type", "Expenditure code"),
    title="Purpose of spend",
)
CATEGORY = text(
    "CategoryInternalName",
    MAY,
    "The authority's own category of what was bought",
    *("Procurement classification", "Procurement category", "Council category", "Category internal name"),
    *("Expenditure CIPFA sub group", "CIPFA type", "Merchant category", "Category"),
    *("Merchant category description", "Account detail", "Account description", "G/L description"),
    *("G/L descripition", "GL description", "Nominal description", "Subjective description", "Subjective"),
    *("Spend level 1", "Cipfsubj(T)", "Spend category", "Supplier classification", "Supplier category"),
    "Expenditure category",  # where another column says more of the purpose
    title="Procurement classification: council category",
)
MERCHANT_CATEGORY_CODE = text(
    "MerchantCategoryCode",
    MAY,
    "The card company's code of what the merchant sells",
    *("Merchant category code (MCC)", "MCC", "MCC code"),
    title="Merchant category code",
)
CARD_TRANSACTION = Field(
    "CardTransaction",
    FieldKind.CODE,
    SHOULD,
    "The kind of card that paid, where card transactions share the file",
    title="Card transaction",
    aliases=("P-card tran", "P-card transaction", "Card type", "Purchase card", "Payment card"),
    codelist=CARD,
    example="GPC",
)
TRANSACTION_NUMBER = text(
    "TransactionNumber",
    MAY,
    "The authority's own number of the payment; never an invoice or order number, which invite fraud",
    *("Transaction no.", "Transaction ID", "Transaction ref", "Transaction reference", "Trans no", "Trans number"),
    *("TransNo", "Document number", "Document no", "SAP document number", "HBC ref no", "Internal reference"),
    *("Internal ref", "Payment reference", "Payment ref", "Payment number", "Payment no", "Voucher number"),
    *("Our reference", "Our ref", "Ref no", "Reference number", "Reference"),
    title="Transaction number",
)
CONTRACT_REF = text(
    "ContractRef",
    MAY,
    "Reference of the contract under which the money was paid",
    *("Contract number", "Contract no", "Contract ID", "Contract"),
    title="Contract reference",
)
