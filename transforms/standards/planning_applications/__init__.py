"""Planning applications.

Every application that a planning authority has received, one row a case, renewed at each extract.
Source: 2014: LGA Local Open Data Incentive Scheme, https://schemas.opendata.esd.org.uk/planningapplications
        2026-draft: MHCLG, https://github.com/digital-land/planning-application-data-specification
Known:  the draft of 2026 is told by its column application-types. A case is spread over linked tables there.
"""

from transforms.domain.history_rule import NeverBlankAgain, NeverEarlier
from transforms.domain.rules import Agrees, Covers, InOrder, OnlyWhen, OnOrBefore, Together
from transforms.domain.standard import Coordinates, DatasetStandard
from transforms.shared_fields.lodis import LICENCE_NOTE
from transforms.standards.planning_applications.concepts import CLASSIFICATIONS, SERVICE_TYPES
from transforms.standards.planning_applications.edition_2014 import EDITION_2014
from transforms.standards.planning_applications.edition_2026_draft import EDITION_2026_DRAFT

APPEALED = ("Appeal", "Decided", "Withdrawn", "Called in", "Referred to SoS")

PLANNING_APPLICATIONS = DatasetStandard(
    slug="planning_applications",
    title="Planning applications",
    source="LGA Local Open Data Incentive Scheme, https://schemas.opendata.esd.org.uk/planningapplications; "
    "MHCLG draft of 2026, https://github.com/digital-land/planning-application-data-specification",
    licence_note=LICENCE_NOTE,
    frequency="monthly",
    editions=(EDITION_2026_DRAFT, EDITION_2014),
    key=("CaseReference",),
    latest_by="ExtractDate",
    organisation=("OrganisationURI", "OrganisationLabel"),
    coordinates=Coordinates("GeoX", "GeoY", "CoordinateReferenceSystem"),
    rules=(
        InOrder("PublicConsultationStartDate", "PublicConsultationEndDate"),
        InOrder("CaseDate", "DecisionDate"),
        InOrder("DecisionDate", "DecisionNoticeDate"),
        InOrder("DecisionDate", "AppealDecisionDate"),
        OnOrBefore("CaseDate", "ExtractDate"),
        OnOrBefore("DecisionDate", "ExtractDate"),
        OnOrBefore("DecisionNoticeDate", "ExtractDate"),
        OnOrBefore("AppealDecisionDate", "ExtractDate"),
        OnOrBefore("PublicConsultationStartDate", "ExtractDate"),
        Together("GeoX", "GeoY"),
        Agrees("ServiceTypeURI", "ServiceTypeLabel", SERVICE_TYPES),
        Agrees("ClassificationURI", "ClassificationLabel", CLASSIFICATIONS),
        # The guidance allows an appeal while it is going on only; a decided case keeps what became of it, and rightly.
        OnlyWhen("AppealDecision", "Status", APPEALED),
        OnlyWhen("AppealDecisionDate", "Status", APPEALED),
        # Without the kind of development, a decision can be put into no row of PS2.
        Covers("ClassificationURI", 90, ("ClassificationLabel",)),
    ),
    # Cases that vanish are found where the return is assembled, undecided ones only: `case-disappeared`.
    history=(
        NeverBlankAgain("DecisionDate"),
        NeverBlankAgain("Decision"),
        NeverEarlier("CaseDate"),
        NeverEarlier("ExtractDate"),
    ),
    volatile=("ExtractDate",),
)
