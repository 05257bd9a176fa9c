"""Procurement card transactions.

Every transaction on a government procurement card or corporate credit card, whatever its value, quarterly or monthly.
Source: Local Government Transparency Code 2015, paragraphs 30 and 31; LGA "Transparency guidance: spending and
        procurement" v1.3, https://schemas.opendata.esd.org.uk
Unit:   pounds, net of recoverable VAT; a refund is negative.
Grain:  a transaction: two may be alike in everything.
Known:  councils publish it in the columns of spending over £500 with the merchant's category and its code beside; the
        name of a merchant is cut to 25 characters by the card company.
"""

from transforms.domain.rules import OnOrBefore
from transforms.domain.standard import DatasetStandard, Edition, Requirement
from transforms.shared_fields.payments import (
    AMOUNT,
    BENEFICIARY_NAME,
    CARD_TRANSACTION,
    CATEGORY,
    IRRECOVERABLE_VAT,
    MERCHANT_CATEGORY_CODE,
    ORGANISATIONAL_UNIT,
    PAYMENT_DATE,
    PURPOSE,
    TRANSACTION_NUMBER,
)
from transforms.shared_fields.transparency_code import (
    EFFECTIVE_DATE,
    LICENCE_NOTE,
    ORGANISATION_LABEL,
    ORGANISATION_URI,
    SERVICE_CATEGORY_LABEL,
    SERVICE_CATEGORY_URI,
)

MUST, MAY = Requirement.MUST, Requirement.MAY

FIELDS = (
    ORGANISATION_LABEL,
    ORGANISATION_URI,
    EFFECTIVE_DATE,
    ORGANISATIONAL_UNIT,
    SERVICE_CATEGORY_LABEL.requires(MAY),
    SERVICE_CATEGORY_URI.requires(MAY),
    BENEFICIARY_NAME,
    PAYMENT_DATE,
    TRANSACTION_NUMBER,
    AMOUNT,
    IRRECOVERABLE_VAT,
    PURPOSE,
    CATEGORY.requires(MUST),
    MERCHANT_CATEGORY_CODE,
    CARD_TRANSACTION.requires(MAY),
)

PROCUREMENT_CARD = DatasetStandard(
    slug="procurement_card",
    title="Procurement card transactions",
    source="Local Government Transparency Code 2015, paragraphs 30 and 31; https://schemas.opendata.esd.org.uk",
    licence_note=LICENCE_NOTE,
    frequency="quarterly",
    editions=(Edition("2015", FIELDS),),
    key=(),
    organisation=("OrganisationURI", "OrganisationLabel"),
    keyed_by_organisation=True,
    rules=(OnOrBefore("PaymentDate", "EffectiveDate"),),
    volatile=("EffectiveDate",),
    comes_in_parts=True,
    month_of="PaymentDate",
)
