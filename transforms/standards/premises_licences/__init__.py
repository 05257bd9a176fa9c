"""Premises licences.

Every premises licence, club premises certificate and temporary event notice of a licensing authority, one row a case.
Source: LGA Local Open Data Incentive Scheme, schema and guidance "Premises licences",
        https://schemas.opendata.esd.org.uk/premiseslicences; Licensing Act 2003.
Unit:   none.
Known:  the names of the statuses mislead: Current (2) is an application under consideration, New (5) one not yet looked
        at; a licence in force is Issued (13). A licence keeps its reference while its date moves on, so that a
        reference repeats as history; reference and date are both blank while a case is open, and such rows are replaced
        at each extract. Holders, supervisors and officers are people: those fields are theirs and go into no figure.
"""

from transforms.domain.rules import Agrees, InOrder, ListedUnless, OnOrBefore, PublishedWhen, Together
from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind, Requirement, SharedKey
from transforms.shared_fields.lodis import (
    EXTRACT_DATE,
    LICENCE_NOTE,
    LICENSING_URL,
    MAY,
    ORGANISATION_LABEL,
    ORGANISATION_URI,
    UPRN,
    code,
    day,
    flag,
    text,
)
from transforms.standards.premises_licences.code_lists import APPLICANT, ENTERTAINMENT, SERVICE, STARTED, STATUS

MUST, SHOULD = Requirement.MUST, Requirement.SHOULD


def personal(name: str, description: str, *aliases: str, many: bool = False, kind: FieldKind = FieldKind.TEXT) -> Field:
    """Return an optional field that is about a person, or about several joined by a pipe."""
    separator = "|" if many else None
    return Field(name, kind, MAY, description, aliases=aliases, separator=separator, is_personal=True)


FIELDS = (
    EXTRACT_DATE,
    ORGANISATION_URI,
    ORGANISATION_LABEL,
    text(
        "CaseReference",
        MAY,
        "Number of the licence, or of the case before there is one; blank with its date while the case is open",
        *("Licence number", "Licence no", "Licence reference", "Licence ref", "Case ref", "Case number", "Reference"),
        *("Reference number", "Ref no", "Premises licence number", "Application number", "Application reference"),
    ),
    day(
        "CaseDate",
        MAY,
        "Day of issue, or of the case before there is a licence",
        "Issue date",
        "Date issued",
        is_past=True,
    ),
    code("ServiceTypeURI", SERVICE, "Kind of licence, as an id.esd.org.uk service", "Service type URL"),
    text("ServiceTypeLabel", MUST, "Kind of licence, in words", "Service type", "Licence type", "Type of licence"),
    text("PremisesName", MAY, "Name of the premises", "Trading name", "Premises", "Trading as", "Business name"),
    text(
        "LocationText",
        MUST,
        "Address of the premises",
        *("Location", "Address", "Premises address", "Site address", "Full address", "Address of premises"),
    ).essential(),
    Field(
        "Postcode",
        FieldKind.POSTCODE,
        SHOULD,
        "Postcode of the premises; blank only where they have none",
        aliases=("Premises postcode",),
        example="BN43 6EL",
    ),
    Field(
        "EntertainmentTypeURI",
        FieldKind.URI,
        MAY,
        "Kinds of entertainment allowed",
        pattern=r"^https?://id\.esd\.org\.uk/entertainment/[1-8]$",
        separator="|",
        example=ENTERTAINMENT.codes[4].code,
    ),
    text(
        "EntertainmentTypeLabel",
        MAY,
        "Kinds of entertainment, joined by a pipe",
        "Entertainment",
        "Licensable activities",
        "Activities",
    ),
    flag("LateNightRefreshment", MUST, "Hot food and drink may be sold between 23:00 and 05:00"),
    flag("AlcoholSupply", MUST, "Alcohol may be sold or supplied", "Supply of alcohol", "Sale of alcohol", "Alcohol"),
    text("OpeningHours", MAY, "When the premises are open, best as OpenStreetMap writes it", "Opening times", "Hours"),
    code("StatusURI", STATUS, "Where the case stands, as an id.esd.org.uk status", "Status URL"),
    text(
        "StatusLabel",
        MUST,
        "Where the case stands, in words",
        *("Status", "Licence status", "Case status", "Premises licence status"),
    ),
    day(
        "LicenceStartDate",
        SHOULD,
        "First day of the licence; not for cases that are refused, withdrawn or undecided",
        *("Start date", "Effective date", "Valid from", "Date from"),
    ),
    day("LicenceEndDate", MAY, "Last day, where there is one", "End date", "Expiry date", "Valid to", "Date to"),
    flag("OnPremisesAlcoholSale", MAY, "Alcohol may be drunk on the premises", "On sales", "On premises"),
    flag("OffPremisesAlcoholSale", MAY, "Alcohol may be taken away", "Off sales", "Off premises"),
    personal(
        "LicenceHolder",
        "Who holds the licence",
        *("Licence holder name", "Premises licence holder", "Premises licence holder name", "Licensee", "Holder"),
        many=True,
    ),
    personal("LicenceHolderAddress", "Addresses of the holders", "Premises licence holder address", many=True),
    personal("LicenceHolderPostcode", "Postcodes of the holders", many=True, kind=FieldKind.POSTCODE),
    code("ApplicantTypeURI", APPLICANT, "What the applicant is, as an id.esd.org.uk kind"),
    text("ApplicantTypeLabel", MAY, "What the applicant is, in words", "Applicant type"),
    personal(
        "DesignatedPremisesSupervisor",
        "Who answers for the sale of alcohol",
        *("DPS", "DPS name", "Supervisor", "Designated premises supervisor name"),
    ),
    personal("SupervisorLicenceNo", "Number of the supervisor's personal licence", "DPS licence number"),
    personal("SupervisorAddress", "The supervisor's address", "Designated premises supervisor address", "DPS address"),
    personal("SupervisorPostcode", "The supervisor's postcode", kind=FieldKind.POSTCODE),
    Field("Conditions", FieldKind.TEXT, MAY, "Conditions of the licence, joined by a pipe", separator="|"),
    day(
        "DecisionDate", MAY, "Day on which it was granted or refused", "Date of decision", "Date granted", is_past=True
    ),
    personal("DecidedBy", "Officer or committee that decided"),
    Field("LicenceURL", FieldKind.URL, MAY, "Public page of the licence", aliases=("Licence link", "URL", "Link")),
    UPRN,
    LICENSING_URL,
)

PREMISES_LICENCES = DatasetStandard(
    slug="premises_licences",
    title="Premises licences",
    source="LGA Local Open Data Incentive Scheme, https://schemas.opendata.esd.org.uk/premiseslicences",
    licence_note=LICENCE_NOTE,
    frequency="monthly",
    editions=(Edition("2014", FIELDS),),
    key=("CaseReference", "CaseDate"),
    shared_key=SharedKey(
        ("CaseReference", "CaseDate"), ("ServiceTypeURI", "ServiceTypeLabel"), folded=("ServiceTypeLabel",)
    ),
    latest_by="ExtractDate",
    organisation=("OrganisationURI", "OrganisationLabel"),
    keyed_by_organisation=True,
    rules=(
        Together("CaseReference", "CaseDate"),
        PublishedWhen("LicenceStartDate", "StatusLabel", STARTED),
        InOrder("LicenceStartDate", "LicenceEndDate"),
        OnOrBefore("CaseDate", "ExtractDate"),
        OnOrBefore("DecisionDate", "ExtractDate"),
        Agrees("ServiceTypeURI", "ServiceTypeLabel", SERVICE),
        Agrees("StatusURI", "StatusLabel", STATUS),
        ListedUnless("ServiceTypeLabel", "ServiceTypeURI", SERVICE),
        ListedUnless("StatusLabel", "StatusURI", STATUS),
        Agrees("ApplicantTypeURI", "ApplicantTypeLabel", APPLICANT),
        Agrees("EntertainmentTypeURI", "EntertainmentTypeLabel", ENTERTAINMENT),
    ),
    volatile=("ExtractDate",),
    version="1.1",
)
