"""Spending over £500.

Every payment above £500, monthly or quarterly: invoices, grants, credit notes and transactions with public bodies.
Source: Local Government Transparency Code 2015, paragraphs 28 and 29; LGA "Transparency guidance: spending and
        procurement" v1.3 and schema "Spend", https://schemas.opendata.esd.org.uk
Unit:   pounds, net of recoverable VAT; a credit note is negative.
Grain:  a line of a payment: one transaction number may stand on many rows, and two rows may be alike in everything.
Known:  names of suppliers and purposes read REDACTED PERSONAL DATA or REDACTED COMMERCIAL CONFIDENTIALITY where the law
        asks for it. A transaction number must not be an invoice's or an order's, which invite fraud. Salaries,
        pensions, payments to HMRC and compensation to individuals are left out on purpose. Councils that publish from
        £250, or everything, are within the Code.
"""

from transforms.domain.rules import Covers, OnOrBefore
from transforms.domain.standard import DatasetStandard, Edition
from transforms.shared_fields.payments import (
    AMOUNT,
    BENEFICIARY_NAME,
    CARD_TRANSACTION,
    CATEGORY,
    CONTRACT_REF,
    IRRECOVERABLE_VAT,
    ORGANISATIONAL_UNIT,
    PAYMENT_DATE,
    PURPOSE,
    TRANSACTION_NUMBER,
)
from transforms.shared_fields.transparency_code import (
    CHARITY,
    COMPANY,
    CPV_CODE,
    CPV_LABEL,
    EFFECTIVE_DATE,
    LICENCE_NOTE,
    MAY,
    ORGANISATION_LABEL,
    ORGANISATION_URI,
    PROCLASS_CODE,
    PROCLASS_LABEL,
    SERVICE_CATEGORY_LABEL,
    SERVICE_CATEGORY_URI,
    SHOULD,
    flag,
    text,
)

FIELDS = (
    ORGANISATION_LABEL,
    ORGANISATION_URI,
    EFFECTIVE_DATE,
    ORGANISATIONAL_UNIT,
    SERVICE_CATEGORY_LABEL,
    SERVICE_CATEGORY_URI,
    BENEFICIARY_NAME,
    text(
        "BeneficiaryOtherID",
        MAY,
        "The authority's own number of the supplier",
        *("Supplier ID", "Supplier number", "Supplier no", "Supplier code", "Supplier reference", "Supplier ref"),
        *("Vendor number", "Vendor ID", "Vendor code", "Creditor number", "Creditor ID"),
        title="Local supplier internal reference",
    ),
    COMPANY,
    CHARITY.requires(SHOULD),
    flag(
        "VCSEGrant",
        SHOULD,
        "Whether it is a grant to the voluntary sector, where the authority publishes no list of grants",
        *("VCS grant", "Voluntary sector grant", "Is VCSE grant", "Grant to VCSE"),
        title="VCSE grant",
    ).telling("voluntary-sector-grants"),
    PAYMENT_DATE,
    TRANSACTION_NUMBER,
    AMOUNT,
    IRRECOVERABLE_VAT,
    PURPOSE,
    CATEGORY,
    CPV_LABEL,
    CPV_CODE,
    PROCLASS_LABEL,
    PROCLASS_CODE,
    CARD_TRANSACTION,
    CONTRACT_REF,
)

SPENDING_OVER_500 = DatasetStandard(
    slug="spending_over_500",
    title="Spending over £500",
    source="Local Government Transparency Code 2015, paragraphs 28 and 29; LGA schema Spend, https://schemas.opendata.esd.org.uk",
    licence_note=LICENCE_NOTE,
    frequency="quarterly",
    editions=(Edition("2015", FIELDS),),
    key=(),
    organisation=("OrganisationURI", "OrganisationLabel"),
    keyed_by_organisation=True,
    rules=(
        OnOrBefore("PaymentDate", "EffectiveDate"),
        Covers("CategoryInternalName", 100, others=("CPVLabel", "CPVCode", "ProclassLabel", "ProclassCode")),
    ),
    volatile=("EffectiveDate",),
    comes_in_parts=True,
    month_of="PaymentDate",
)
