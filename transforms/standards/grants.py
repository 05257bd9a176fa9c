"""Grants, in the 360Giving Data Standard.

Every grant to voluntary, community and social enterprise organisations, once a year; the Transparency Code asks for it.
Source: 360Giving Data Standard 1.4, https://standard.threesixtygiving.org; Local Government Transparency Code 2015,
        paragraphs 42 and 43, which LGA guidance lets a council meet by it
Unit:   the currency of each grant, nearly always GBP.
Grain:  a grant.
Known:  fields have the path of the JSON package, list positions counted from 0; CSV and workbooks have titles such as
        `Recipient Org:Name`. A grant is to an organisation or to an individual, never to both: a file without a column
        for individuals owes an organisation in every row. Of an individual no name and no number of the person's own
        is published; "Individual Recipient" is what the standard suggests.
"""

from transforms.domain.rules import Covers, InOrder
from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind, Requirement, SharedKey
from transforms.shared_fields.giving import (
    COUNTRY_CODE,
    CURRENCY,
    GRANT_PURPOSE,
    GRANT_REASON,
    LOCATION_SCOPE,
    REGRANT_TYPE,
    code,
    day,
    money,
    organisation,
    text,
)

MUST, MAY = Requirement.MUST, Requirement.MAY

# Headings of councils that list their grants as the Transparency Code words it, and not in the standard.
RECIPIENT = {
    "name": ("Recipient", "Grant recipient", "Beneficiary", "Beneficiary name", "Name of organisation", "Organisation"),
    "charityNumber": ("Charity number", "Registered charity number", "Registration number"),
    "companyNumber": ("Company number", "Registered company number"),
}
CORE = (
    text(
        "id",
        MUST,
        "Identifier of the grant, unique in the world",
        "Identifier",
        "Grant identifier",
        "Grant reference",
        "Grant ID",
        "Reference",
    ).essential(),
    text("title", MUST, "Title of the grant", "Title", "Grant title", "Grant name", "Project title", "Project"),
    text(
        "description", MUST, "What the grant is for", "Description", "Purpose of grant", "Summary of purpose", "Purpose"
    ),
    code("currency", MUST, CURRENCY, "Currency of the amounts, in three letters", "Currency"),
    money("amountAppliedFor", MAY, "What was asked for", "Amount Applied For"),
    money(
        "amountAwarded",
        MUST,
        "What was awarded",
        "Amount Awarded",
        *("Amount granted", "Grant amount", "Amount of grant", "Value of grant", "Amount"),
    ).telling("voluntary-sector-grants"),
    money("amountDisbursed", MAY, "What has been paid", "Amount Disbursed"),
    day(
        "awardDate",
        MUST,
        "Day on which the award was decided",
        "Award Date",
        *("Date awarded", "Date of award", "Date grant awarded", "Grant date", "Date"),
        is_past=True,
    ),
    Field("url", FieldKind.URL, MAY, "More about the grant", title="URL"),
    day("plannedDates/0/startDate", MAY, "First day planned", "Planned Dates:Start Date", partial="first"),
    day("plannedDates/0/endDate", MAY, "Last day planned", "Planned Dates:End Date", partial="last"),
    Field(
        "plannedDates/0/duration",
        FieldKind.DECIMAL,
        MAY,
        "Months planned",
        title="Planned Dates:Duration (months)",
        minimum=0,
        example="12",
    ),
    day("actualDates/0/startDate", MAY, "First day", "Actual Dates:Start Date", partial="first"),
    day("actualDates/0/endDate", MAY, "Last day", "Actual Dates:End Date", partial="last"),
    Field(
        "actualDates/0/duration",
        FieldKind.DECIMAL,
        MAY,
        "Months",
        title="Actual Dates:Duration (months)",
        minimum=0,
        example="12",
    ),
)
ABOUT_THE_GRANT = (
    text("beneficiaryLocation/0/name", MAY, "Place that benefits", "Beneficiary Location:Name"),
    code("beneficiaryLocation/0/countryCode", MAY, COUNTRY_CODE, "Its country", "Beneficiary Location:Country Code"),
    Field(
        "beneficiaryLocation/0/latitude",
        FieldKind.DECIMAL,
        MAY,
        "Its latitude",
        title="Beneficiary Location:Latitude",
        minimum=-90,
        maximum=90,
        example="53.4457",
    ),
    Field(
        "beneficiaryLocation/0/longitude",
        FieldKind.DECIMAL,
        MAY,
        "Its longitude",
        title="Beneficiary Location:Longitude",
        minimum=-180,
        maximum=180,
        example="-2.3086",
    ),
    text("beneficiaryLocation/0/geoCode", MAY, "Its code in a gazetteer", "Beneficiary Location:Geographic Code"),
    text(
        "beneficiaryLocation/0/geoCodeType",
        MAY,
        "Kind of area that the code is of",
        "Beneficiary Location:Geographic Code Type",
    ),
    *organisation("fundingOrganization/0", "Funding Org", "the funder", MUST),
    text("fundingOrganization/0/department", MAY, "The funder's department", "Funding Org:Department", "Department"),
    text("grantProgramme/0/code", MAY, "Identifier of the programme", "Grant Programme:Code"),
    text(
        "grantProgramme/0/title",
        MAY,
        "Title of the programme",
        "Grant Programme:Title",
        "Grant programme",
        "Programme",
        "Fund",
    ),
    text("grantProgramme/0/description", MAY, "What the programme is for", "Grant Programme:Description"),
    Field("grantProgramme/0/url", FieldKind.URL, MAY, "More about the programme", title="Grant Programme:URL"),
    Field(
        "fromOpenCall",
        FieldKind.BOOLEAN,
        MAY,
        "Whether anyone could apply",
        title="From an open call?",
        example="Yes",
    ),
    text("classifications/0/title", MAY, "Classification of the grant", "Classifications:Title"),
    text("fundingType/0/title", MAY, "Kind of funding", "Funding Type:Title"),
    code("regrantType", MAY, REGRANT_TYPE, "How the money is to be granted on", "For Regrant Type"),
    code("locationScope", MAY, LOCATION_SCOPE, "How wide an area the grant is for", "Location Scope"),
    text("relatedActivity", MAY, "Identifiers of related grants", "Related Activity", "relatedActivity/0"),
    day(
        "dateModified", MAY, "Day on which the record was last changed", "Last modified", "Date modified", is_past=True
    ),
    Field("dataSource", FieldKind.URL, MAY, "Where the data come from", title="Data Source"),
)
INDIVIDUALS = (
    text("recipientIndividual/id", MAY, "Number of an individual recipient", "Recipient Ind:Identifier"),
    text("recipientIndividual/name", MAY, "Individual Recipient, never a name", "Recipient Ind:Name"),
    code(
        "toIndividualsDetails/primaryGrantReason",
        MAY,
        GRANT_REASON,
        "Why an individual needs the grant",
        "To Individuals Details:Primary Grant Reason",
    ),
    code(
        "toIndividualsDetails/secondaryGrantReason",
        MAY,
        GRANT_REASON,
        "Another reason",
        "To Individuals Details:Secondary Grant Reason",
    ),
    Field(
        "toIndividualsDetails/grantPurpose",
        FieldKind.TEXT,
        MAY,
        "What an individual spends the grant on; several are joined by a semicolon",
        title="To Individuals Details:Grant Purpose",
        pattern=rf"^{GRANT_PURPOSE}(?:\s*[;|]\s*{GRANT_PURPOSE})*$",
        example="GTIP070;GTIP080",
    ),
)


def fields(recipient: Requirement) -> tuple[Field, ...]:
    """Return the fields of a grant, an organisation that receives it at the requirement `recipient`."""
    return (
        *CORE,
        *organisation("recipientOrganization/0", "Recipient Org", "the recipient", recipient, RECIPIENT),
        *INDIVIDUALS,
        *ABOUT_THE_GRANT,
    )


ORGANISATIONS_ONLY = Edition("1.4", fields(MUST))
WITH_INDIVIDUALS = Edition("1.4-individuals", fields(MAY), recognised_by="recipientIndividual/id")

GRANTS = DatasetStandard(
    slug="grants",
    title="Grants",
    source="360Giving Data Standard 1.4, https://standard.threesixtygiving.org",
    licence_note="Open Government Licence v3.0 unless the publisher says otherwise",
    frequency="yearly",
    editions=(WITH_INDIVIDUALS, ORGANISATIONS_ONLY),
    key=("id",),
    shared_key=SharedKey(
        ("id",),
        (
            *("amountAwarded", "awardDate", "recipientOrganization/0/id", "recipientOrganization/0/name"),
            "recipientIndividual/id",
        ),
        folded=("recipientOrganization/0/name",),
    ),
    latest_by="dateModified",
    rules=(
        InOrder("plannedDates/0/startDate", "plannedDates/0/endDate"),
        InOrder("actualDates/0/startDate", "actualDates/0/endDate"),
        Covers("recipientOrganization/0/id", 100, others=("recipientIndividual/id",)),
        Covers("recipientOrganization/0/name", 100, others=("recipientIndividual/name",)),
    ),
    volatile=("dateModified",),
)
