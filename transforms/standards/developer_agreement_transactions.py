"""Developer agreement transactions.

Every time that money or units of a contribution were secured, received, allocated, transferred or spent, one row each.
Source: https://www.gov.uk/guidance/publish-your-developer-contributions-data, open standard since 1 September 2019.
Unit:   pounds, or units of what the contribution's purpose counts.
Known:  the day of a transaction is its own start-date, not the agreement's. Early files call the reference
        `developer-agreement-transaction` and the status `contribution-funding-stage`. `returned` is no status of the
        standard, and is read: money that went back to the developer was neither spent nor transferred. Instalments of
        one day are often equal, so that equal rows all stay.
"""

from transforms.domain.history_rule import KeysStay, NeverEarlier
from transforms.domain.rules import InOrder, RefersTo
from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind, SharedKey
from transforms.shared_fields.developer_contributions import (
    AMOUNT,
    FUNDING_STATUS,
    SOURCE,
    UNITS,
    also,
    closing,
    link,
)
from transforms.shared_fields.planning_data import LICENCE_NOTE, MUST, reference

FIELDS = (
    also(
        reference("The authority's own reference of the transaction, unchanged for good"),
        *("developer-agreement-transaction", "developer agreement transactions(1)", "transaction reference"),
        *("transaction ref", "transaction id"),
    ),
    link(
        "developer-agreement-contribution",
        "Reference of the contribution that it belongs to",
        *("contribution reference", "contribution ref"),
    ),
    Field(
        "contribution-funding-status",
        FieldKind.CODE,
        MUST,
        "What happened to the contribution",
        aliases=("contribution-funding-stage", "funding status", "transaction status", "status"),
        codelist=FUNDING_STATUS,
        example="received",
    ),
    AMOUNT,
    UNITS,
    *closing("Day of the transaction", "transaction date"),
)

DEVELOPER_AGREEMENT_TRANSACTIONS = DatasetStandard(
    slug="developer_agreement_transactions",
    title="Developer agreement transactions",
    source=SOURCE,
    licence_note=LICENCE_NOTE,
    frequency="yearly",
    editions=(Edition("2019", FIELDS),),
    key=("reference",),
    shared_key=SharedKey(
        ("reference",),
        ("developer-agreement-contribution", "contribution-funding-status", "amount", "units", "start-date"),
        equal_rows_stay=True,
    ),
    latest_by="entry-date",
    organisation=("organisation",),
    keyed_by_organisation=True,
    rules=(
        RefersTo("developer-agreement-contribution", "developer_agreement_contributions", "reference"),
        InOrder("start-date", "end-date"),
    ),
    history=(KeysStay(), NeverEarlier("entry-date")),
    comes_in_parts=True,
)
