"""Developer agreement contributions.

Every obligation or sum within a developer agreement, with the purpose that it is for, one row each.
Source: https://www.gov.uk/guidance/publish-your-developer-contributions-data, open standard since 1 September 2019.
Unit:   pounds, or units of what the purpose counts; a contribution has the one or the other.
Known:  early files call the reference `developer-agreement-contribution`, and many repeat it for every sum of one
        agreement: all of them count. Purposes that have ended (flood, open-space, transport) are read
        as what took their place; free words for a purpose are read where they can mean one only.
"""

from transforms.domain.codelist import Code, Codelist
from transforms.domain.history_rule import KeysStay, NeverEarlier
from transforms.domain.rules import InOrder, RefersTo
from transforms.domain.standard import DatasetStandard, Edition, Field, FieldKind, SharedKey
from transforms.shared_fields.developer_contributions import AMOUNT, SOURCE, UNITS, also, closing, link, spelt
from transforms.shared_fields.planning_data import LICENCE_NOTE, MUST, reference

PURPOSE = Codelist(
    "contribution_purpose",
    (
        spelt(
            "affordable-housing",
            "Affordable homes, or money for them",
            *("affordable housing - units on site", "affordable housing - financial contribution"),
            *("affordable housing contribution", "off -site- affordable- housing -contribution"),
            *("initial off -site- affordable- housing -contribution", "amended -affordable- housing- plan- locations"),
        ),
        Code("bonds", "Bonds and other securities"),
        spelt("cil-administration-costs", "Cost of administering the levy", "cil administration", "cil admin"),
        spelt(
            "community-facilities",
            "Halls, libraries and other places for the community",
            *("community-facilties", "community-facilites", "community facility", "libraries"),
        ),
        spelt(
            "community-infrastructure-levy",
            "Community infrastructure levy",
            *("cil", "strategic cil", "strategic-community-infrastructure-levy"),
            "strategic-communinty-infrastructure-levy",
        ),
        spelt("digital-infrastructure", "Broadband and the like", "digtial-infrastructure"),
        spelt(
            "economic-development",
            "Employment and training",
            *("economic development (local employment)", "economic developent (local employment)"),
        ),
        Code(
            "education",
            "School and nursery places",
            aliases=("education-primary", "education-secondary", "education - primary", "education - secondary"),
        ),
        spelt(
            "flood-and-water-management",
            "Drainage and protection from floods",
            *("flood", "flooding", "drainage", "flood and water"),
        ),
        spelt(
            "green-infrastructure",
            "Planting, habitats and public realm",
            *("green-infastructure", "green infrastructure - public realm"),
        ),
        Code("health", "Surgeries and hospitals", aliases=("healthcare",)),
        spelt("highways", "Roads and junctions", "highway", "highways contribution"),
        Code("land", "Land given instead of money"),
        spelt("mayoral-community-infrastructure-levy", "The mayor's levy", "mayoral cil", "mcil"),
        spelt(
            "monitoring-fees",
            "Cost of seeing that obligations are met",
            *("monitoring", "monitoring fee", "s106 monitoring", "s106 monitoring fee"),
        ),
        spelt("neighbourhood-community-infrastructure-levy", "The parish's share of the levy", "neighbourhood cil"),
        spelt(
            "open-space-and-leisure",
            "Parks, play and sport",
            *("open-space", "open space", "public open space", "recreation", "open spaces and leisure", "ossr"),
            *("open-space-and leisure", "open-space-and -leisure", "open-spaces-and-leisure", "open-space-and-lesiure"),
        ),
        Code(
            "other",
            "Anything else",
            aliases=("other-hra", "other-ecology", "other-allotments", "other-police", "other - ecological monitoring"),
        ),
        spelt(
            "transport-and-travel",
            "Buses, cycling, walking and travel plans",
            *("transport", "travel", "travel plan", "travel plan auditing contribution", "traffic signal contribution"),
            "parking spaces contribution",
            "to provide £50 of free travel to one user of each dwelling using the car club",
        ),
    ),
)

FIELDS = (
    also(
        reference("The authority's own reference of the contribution, unchanged for good"),
        *("developer-agreement-contribution", "contribution reference", "contribution ref", "contribution id"),
    ),
    link("developer-agreement", "Reference of the agreement that it belongs to", "agreement reference"),
    Field(
        "contribution-purpose",
        FieldKind.CODE,
        MUST,
        "What the contribution is for",
        aliases=("purpose", "contribution-purpose - category", "contribution type"),
        codelist=PURPOSE,
        example="affordable-housing",
    ),
    AMOUNT,
    UNITS,
    *closing("Day on which the contribution was agreed"),
)

DEVELOPER_AGREEMENT_CONTRIBUTIONS = DatasetStandard(
    slug="developer_agreement_contributions",
    title="Developer agreement contributions",
    source=SOURCE,
    licence_note=LICENCE_NOTE,
    frequency="yearly",
    editions=(Edition("2019", FIELDS),),
    key=("reference",),
    shared_key=SharedKey(
        ("reference",),
        ("developer-agreement", "contribution-purpose", "amount", "units", "start-date"),
        equal_rows_stay=True,
    ),
    latest_by="entry-date",
    organisation=("organisation",),
    keyed_by_organisation=True,
    rules=(
        RefersTo("developer-agreement", "developer_agreements", "reference"),
        InOrder("start-date", "end-date"),
    ),
    history=(KeysStay(), NeverEarlier("entry-date")),
    comes_in_parts=True,
)
