"""Planning applications, draft of 2026: applications, decision notices and the timeline of each, linked.

Source: MHCLG, planning application data specification, working draft (v0.2.4, 2026-08-05),
        https://github.com/digital-land/planning-application-data-specification
Known:  the valid date is the day of the event `valid-from`; received-date is another. The decision is free text. There
        is no field for the development category (a council may add `ps-code`) nor for the date to which more time was
        agreed. An officer's name is not in the national public view, so that column is none of the fields.
"""

from dataclasses import replace

from transforms.domain.codelist import Code, Codelist
from transforms.domain.linked_table import ChildTable, DerivedColumn, ForeignKey
from transforms.domain.standard import Edition, Field, FieldKind, Requirement
from transforms.shared_fields.planning_data import DOCUMENT_URL, NOTES, day, text
from transforms.standards.planning_applications.application_types import LABELS, PS2_CODES, SERVICES
from transforms.standards.planning_applications.edition_2014 import EDITION_2014

MUST, SHOULD, MAY = Requirement.MUST, Requirement.SHOULD, Requirement.MAY

NOTICE, TIMELINE, SITE = "decision-notice", "planning-permission-timeline", "site"
EVENTS = ("valid-from", "invalid-from", "call-in-direction-issued", "time-extension-agreed")
MADE_LABEL, MADE_SERVICE, MADE_CODE = (f"application-types ({words})" for words in ("words", "service", "PS2 code"))
MADE_DATE, MADE_STATUS = "decision-date or withdrawn-date", "status (timeline)"

DECISION = Codelist(
    "planning_decision_text",
    (
        Code("Approve", "Granted", aliases=("grant*", "approve*", "permit*", "consent*")),
        Code("Refuse", "Refused", aliases=("refus*", "reject*")),
        Code(
            "Split",
            "Granted in part, refused in part",
            aliases=("split*", "part*", "grant in part*", "granted in part*", "approved in part*", "refused in part*"),
        ),
        Code("Withdrawn", "Withdrawn before a decision", aliases=("withdr*",)),
        Code("Prior not required", "Prior approval not required", aliases=("prior approval not required*",)),
        Code(
            "Prior granted",
            "Prior approval granted",
            aliases=("prior approval grant*", "prior approval given*", "prior approval approve*"),
        ),
        Code("Prior refused", "Prior approval refused", aliases=("prior approval refus*",)),
    ),
)
DECISION_MAKER = Codelist(
    "planning_decision_maker",
    (
        Code("Delegated", "Decided by an officer", aliases=("planning-officer", "planning officer")),
        Code("Committee", "Decided by the committee"),
        Code(
            "Secretary of State",
            "Decided by the Secretary of State or the Planning Inspectorate",
            aliases=("secretary-of-state", "pins"),
        ),
        Code("Mayor", "Decided by the Mayor"),
    ),
)
SCALE = Codelist("planning_development_scale", (Code("major"), Code("minor")))


def like(name: str, *headers: str, requirement: Requirement = MAY, codelist: Codelist | None = None) -> Field:
    """Return the field of 2014 called `name` as the draft publishes it, under other headers and with its own list."""
    field = EDITION_2014.field(name)
    return replace(
        field,
        title=headers[0],
        aliases=(*headers[1:], *field.aliases),
        requirement=requirement,
        codelist=codelist or field.codelist,
    )


FIELDS = (
    like("CaseReference", "reference", requirement=MUST),
    text("name", MAY, "Short name of the application"),
    like("CaseText", "description", requirement=MUST),
    text("application-types", MUST, "Codes of the kinds of application, joined by a pipe"),
    like("ServiceTypeLabel", MADE_LABEL),
    like("ServiceTypeURI", MADE_SERVICE),
    text("ps-code", MAY, "Development codes of PS2, where the council adds them"),
    like("ClassificationLabel", MADE_CODE),
    text("site", MAY, "Reference of the site"),
    like("LocationText", f"{SITE}.address-text"),
    day("received-date", MUST, "Day on which the application was received, which is not the valid date", is_past=True),
    like("CaseDate", f"{TIMELINE}.valid-from", requirement=SHOULD),
    like("OrganisationLabel", "planning-authority", requirement=MUST),
    Field("development-scale", FieldKind.CODE, MAY, "Major or minor, as the authority decided", codelist=SCALE),
    Field("planning-performance-agreement", FieldKind.BOOLEAN, MAY, "Whether one was made; blank where unknown"),
    replace(
        day("time-extension-agreed", MAY, "Day on which more time was agreed", is_past=True),
        title=f"{TIMELINE}.time-extension-agreed",
    ),
    like("Status", MADE_STATUS),
    day("withdrawn-date", MAY, "Day on which the application was withdrawn", is_past=True),
    like("DecisionNoticeDate", f"{NOTICE}.decision-date", requirement=SHOULD),
    like("DecisionDate", MADE_DATE),
    like("Decision", f"{NOTICE}.decision", requirement=SHOULD, codelist=DECISION),
    like("DecisionType", f"{NOTICE}.decision-maker", requirement=SHOULD, codelist=DECISION_MAKER),
    text("linked-applications", MAY, "References of applications that belong together"),
    like("CaseURL", "documentation-url"),
    DOCUMENT_URL,
    NOTES,
)
LINKAGE = ForeignKey(
    main="planning-application",
    key="reference",
    tables=(
        ChildTable(
            NOTICE,
            "planning-application",
            "reference",
            ("decision", "decision-date", "decision-maker"),
            latest_by="decision-date",
        ),
        ChildTable(
            TIMELINE,
            "planning-application",
            "reference",
            EVENTS,
            latest_by="event-date",
            event="permission-process-event",
        ),
        ChildTable(SITE, "reference", "site", ("address-text",)),
    ),
    derived=(
        DerivedColumn(MADE_LABEL, "application-types", LABELS),
        DerivedColumn(MADE_SERVICE, "application-types", SERVICES, is_single=True),
        DerivedColumn(MADE_CODE, "ps-code"),
        DerivedColumn(MADE_CODE, "application-types", PS2_CODES),
        DerivedColumn(f"{NOTICE}.decision", "withdrawn-date", word="Withdrawn", unless=f"{NOTICE}.decision-date"),
        DerivedColumn(MADE_DATE, f"{NOTICE}.decision-date"),
        DerivedColumn(MADE_DATE, "withdrawn-date"),
        DerivedColumn(MADE_STATUS, f"{TIMELINE}.call-in-direction-issued", word="Called in"),
        DerivedColumn(MADE_STATUS, f"{TIMELINE}.invalid-from", word="Invalid", unless=f"{TIMELINE}.valid-from"),
    ),
    not_read=(
        *("planning-application-document", "planning-application-data", "planning-condition", "decision-condition"),
        *("section-106", "planning-application-type"),
    ),
)
EDITION_2026_DRAFT = Edition("2026-draft", FIELDS, recognised_by="application-types", linkage=LINKAGE)
