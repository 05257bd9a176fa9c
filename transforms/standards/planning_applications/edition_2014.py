"""Planning applications, edition of 2014: one table, a row for each case.

Source: LGA Local Open Data Incentive Scheme, schema and guidance "Planning applications",
        https://schemas.opendata.esd.org.uk/planningapplications
Known:  the JSON schema and the guidance list different words for Status and DecisionType; both are accepted and read as
        the guidance's. GroundArea is in square metres, but published samples mix in hectares.
"""

from transforms.domain.codelist import Code, Codelist
from transforms.domain.standard import Edition, Field, FieldKind, Requirement
from transforms.shared_fields.lodis import REFERENCE_SYSTEM, code, coordinate, day, text, uri

MUST, MAY = Requirement.MUST, Requirement.MAY

STATUS = Codelist(
    "planning_application_status",
    (
        Code("Live", "Being decided", aliases=("Pending",)),
        Code("Withdrawn", "Withdrawn by the applicant"),
        Code("Decided", "Decided"),
        Code("Appeal", "Appeal against non-determination in progress", aliases=("Appealed",)),
        Code("Called in", "Called in by the Secretary of State"),
        Code("Referred to SoS", "Referred to the Secretary of State"),
        Code("Invalid", "Something is needed before it can be decided"),
        Code("Not ours", "Another authority's case"),
        Code("Registered", "Received, not yet validated"),
    ),
)
DECISION = Codelist(
    "planning_decision",
    (
        Code("Approve", "Granted"),
        Code("Refuse", "Refused"),
        Code("Split", "Granted in part, refused in part"),
        Code("Withdrawn", "Withdrawn before a decision"),
        Code("Prior not required", "Prior approval not required"),
        Code("Prior granted", "Prior approval granted"),
        Code("Prior refused", "Prior approval refused"),
        Code("Prior refused permission required", "Prior approval refused, planning permission required"),
    ),
)
DECISION_TYPE = Codelist(
    "planning_decision_type",
    (
        Code("Delegated", "Decided by an officer", aliases=("Delegated powers", "Case officer")),
        Code("Committee", "Decided by the committee", aliases=("Planning committee",)),
        Code("Development order", "Permitted by a development order"),
        Code("Secretary of State", "Decided by the Secretary of State"),
    ),
)
APPEAL_DECISION = Codelist(
    "planning_appeal_decision",
    (Code("Dismissed"), Code("Enforcement notice modified"), Code("Upheld"), Code("Withdrawn")),
)


def responses(name: str, description: str) -> Field:
    """Return an optional number of public comments."""
    return Field(name, FieldKind.INTEGER, MAY, description, minimum=0, example="4")


FIELDS = (
    day("ExtractDate", MUST, "Day on which the row was taken from the source system", "Date extracted", is_past=True),
    uri("PublisherURI", "The publishing authority, as an opendatacommunities URI"),
    text("PublisherLabel", MUST, "Name of the publishing authority", "Publisher", "Publisher name"),
    uri("OrganisationURI", "The planning authority, as an opendatacommunities URI"),
    text("OrganisationLabel", MAY, "Name of the planning authority; blank where it is the publisher", "Organisation"),
    text(
        "CaseReference",
        MUST,
        "Reference given to the application when it was submitted",
        "Case ref",
        "Case number",
        "Application reference",
        "Application ref",
        "Application number",
        "Planning reference",
        "Reference",
    ).essential(),
    Field("CaseURL", FieldKind.URL, MUST, "Public page of the case", aliases=("Case link", "Application URL")),
    day("CaseDate", MAY, "Day on which the valid application was received", "Valid date", "Date valid", is_past=True),
    uri("ServiceTypeURI", "Kind of application, as an id.esd.org.uk service URI"),
    text("ServiceTypeLabel", MUST, "Kind of application", "Service type", "Application type"),
    uri("ClassificationURI", "Development types, as opendatacommunities PS2 code URIs", many=True),
    text("ClassificationLabel", MAY, "Development types, joined by a pipe", "Classification", "Development type"),
    text("CaseText", MUST, "What is proposed", "Proposal", "Description"),
    text("LocationText", MUST, "Where it is proposed", "Location", "Address", "Site address"),
    day("DecisionTargetDate", MAY, "Day by which a decision is due", "Target date"),
    code("Status", STATUS, "Where the case stands", "Case status", "Application status"),
    code("CoordinateReferenceSystem", REFERENCE_SYSTEM, "Reference system of GeoX and GeoY; WGS84 where blank", "CRS"),
    coordinate("GeoX", "Longitude, or easting", "Longitude", "Easting", "Eastings"),
    coordinate("GeoY", "Latitude, or northing", "Latitude", "Northing", "Northings"),
    Field("GeoPointLicensingURL", FieldKind.URL, MAY, "Licence of the coordinates"),
    day("DecisionDate", MAY, "Day on which the authority decided", "Date of decision", is_past=True),
    code("Decision", DECISION, "What the authority decided"),
    code("DecisionType", DECISION_TYPE, "Who decided"),
    day("DecisionNoticeDate", MAY, "Day of the decision notice", "Decision issued date", is_past=True),
    text("AppealRef", MAY, "The Planning Inspectorate's reference", "Appeal reference"),
    day("AppealDecisionDate", MAY, "Day on which the appeal was decided", is_past=True),
    code("AppealDecision", APPEAL_DECISION, "What was decided on appeal"),
    uri("GeoAreaURI", "Areas that the site lies in", many=True),
    text("GeoAreaLabel", MAY, "Names of the areas, joined by a pipe"),
    Field(
        "GroundArea",
        FieldKind.DECIMAL,
        MAY,
        "Area of the site in square metres",
        minimum=0,
        units=("m2", "m²", "sqm", "sq m", "square metres", "square meters"),
        example="410",
    ),
    Field("UPRN", FieldKind.UPRN, MAY, "Unique property reference number", example="100061891234"),
    Field("Agent", FieldKind.TEXT, MAY, "Who acts for the applicant", aliases=("Agent name",), is_personal=True),
    day("PublicConsultationStartDate", MAY, "First day of the public consultation", "Consultation start date"),
    day("PublicConsultationEndDate", MAY, "Last day of the public consultation", "Consultation end date"),
    responses("ResponsesFor", "Comments in support"),
    responses("ResponsesAgainst", "Objections"),
)

EDITION_2014 = Edition("2014", FIELDS)
