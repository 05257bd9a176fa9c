"""Developer agreements.

Every legal document that secures contributions from a development, and every demand notice for the levy, one row each.
Source: https://www.gov.uk/guidance/publish-your-developer-contributions-data, open standard since 1 September 2019.
Unit:   none; the money is in the contributions.
Known:  early files call the reference `developer-agreement`. A county that publishes for its districts adds a leading
        column of site names. Unilateral undertakings are obligations under section 106, too. `deed-of-variation` is no
        type of the standard, and is read: only what a deed adds is new, and which agreement it varies can't be told.
"""

from transforms.domain.history_rule import KeysStay, NeverEarlier
from transforms.domain.rules import InOrder
from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind, SharedKey
from transforms.shared_fields.developer_contributions import AGREEMENT_TYPE, SOURCE, also, closing
from transforms.shared_fields.planning_data import DOCUMENT_URL, LICENCE_NOTE, MAY, MUST, reference, text

FIELDS = (
    also(
        reference("The authority's own reference of the agreement, unchanged for good"),
        *("developer-agreement", "developer-agreeement", "agreement reference", "agreement ref"),
        *("developer agreement reference", "legal agreement reference"),
    ),
    text("name", MAY, "Name of the agreement or of the development", "site name", "development name"),
    Field(
        "developer-agreement-type",
        FieldKind.CODE,
        MUST,
        "Kind of agreement",
        aliases=("agreement type", "developer-agreement-classification", "type of agreement"),
        codelist=AGREEMENT_TYPE,
        example="section-106",
    ),
    text(
        "planning-application",
        MAY,
        "Reference of the planning application that the agreement belongs to",
        *("planning application(s)", "planning application reference", "planning reference", "application reference"),
    ),
    also(DOCUMENT_URL, "ext document-url", "document link", "agreement url"),
    *closing("Day of the agreement or demand notice", "date of agreement", "agreement date", "date signed"),
)

DEVELOPER_AGREEMENTS = DatasetStandard(
    slug="developer_agreements",
    title="Developer agreements",
    source=SOURCE,
    licence_note=LICENCE_NOTE,
    frequency="yearly",
    editions=(Edition("2019", FIELDS),),
    key=("reference",),
    shared_key=SharedKey(("reference",), ("developer-agreement-type", "planning-application", "start-date")),
    latest_by="entry-date",
    organisation=("organisation",),
    keyed_by_organisation=True,
    rules=(InOrder("start-date", "end-date"),),
    history=(KeysStay(), NeverEarlier("entry-date")),
    comes_in_parts=True,
)
