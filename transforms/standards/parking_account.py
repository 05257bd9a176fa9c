"""Parking accounts.

What a council takes and spends on parking in a financial year and what it does with the surplus, one row a year.
Source: Local Government Transparency Code 2015, "Parking account"; Road Traffic Regulation Act 1984, section 55; LGA
        "Transparency guidance: land and social housing assets and parking" v1.4, whose words make the names of the
        edition of 2015: there is no schema. The edition published since 2014 is that of Trafford's accounts.
Unit:   pounds; a deficit is negative.
Known:  income from penalty charge notices often can't be split by street and car park: all of it stands under on-street
        then, and the off-street cell says NA. Every figure is rounded by itself, so a sum of five may be out by three
        pounds. A council without powers on the street publishes car parks only.
"""

from dataclasses import replace

from transforms.domain.rules import AddsUp
from transforms.domain.standard import DatasetStandard, Edition, Field
from transforms.shared_fields.annual_figures import PERIOD, PUBLISHED_FOR, spending
from transforms.shared_fields.transparency_code import LICENCE_NOTE, MAY, MUST, SHOULD, money

ON_STREET_PCN = spending("OnStreetIncomePCN", MAY, "Penalty charge notices, on the street or all of them")
ON_STREET_OTHER = spending("OnStreetIncomeOther", MAY, "Other income from parking on the street")
ON_STREET_TOTAL = replace(
    spending("OnStreetIncomeTotal", SHOULD, "All income from parking on the street"), fact="parking-income-on-street"
)
OFF_STREET_TOTAL = replace(
    spending("OffStreetIncomeTotal", SHOULD, "All income from car parks"), fact="parking-income-off-street"
)
OFF_STREET_PCN = spending("OffStreetIncomePCN", MAY, "Penalty charge notices in car parks")


def income(prefix: str, where: str, **kinds: str) -> tuple[Field, ...]:
    """Return the fields of the income in a place by what it comes from."""
    return tuple(spending(f"{prefix}Income{kind}", MAY, f"{words} {where}") for kind, words in kinds.items())


def costs(**kinds: str) -> tuple[Field, ...]:
    """Return the fields of the costs on the street by what for."""
    return tuple(spending(f"OnStreetCosts{kind}", MAY, f"{words}, on the street") for kind, words in kinds.items())


def spent(prefix: str, **purposes: str) -> tuple[Field, ...]:
    """Return the fields of what the surplus was spent on."""
    return tuple(spending(prefix + name, MAY, f"Surplus spent on {words}") for name, words in purposes.items())


ON_STREET_SPENT = spent(
    "OnStreetSurplusDeficitSpend",
    OffStreetParking="off-street parking",
    ParkAndRide="park and ride",
    SupportedBus="supported buses",
    ConcessionaryFares="concessionary fares and passes",
    CommunityTransport="community transport",
    Shopmobility="Shopmobility",
    SchoolCrossing="school crossing patrols",
    HighwayMaintenance="highway maintenance and traffic improvement",
    TransportPlanning="transport planning",
    Other="anything else",
)
ON_STREET_INCOME = (
    *income("OnStreet", "on the street", Parking="Charges for parking", Permit="Permits"),
    ON_STREET_PCN,
    *income("OnStreet", "on the street", BlueBadge="Blue Badge fees"),
    ON_STREET_OTHER,
)
ON_STREET_COSTS = costs(
    Enforcement="Enforcement",
    Admin="Administration, appeals and debt recovery",
    Schemes="New and reviewed schemes",
    Capital="Capital charges",
    Other="Other costs",
)
PUBLISHED = Edition(
    "published-2014",
    (
        *PUBLISHED_FOR,
        PERIOD.requires(MUST).essential(),
        *ON_STREET_INCOME,
        ON_STREET_TOTAL,
        *ON_STREET_COSTS,
        spending("OnStreetCostsTotal", SHOULD, "All costs of parking on the street"),
        money("OnStreetSurplusDeficit", SHOULD, "Income less costs on the street").telling("parking-surplus"),
        *ON_STREET_SPENT,
        *income("OffStreet", "in car parks", Parking="Charges for parking"),
        OFF_STREET_PCN,
        *income("OffStreet", "in car parks", Other="Other income"),
        OFF_STREET_TOTAL,
        spending("OffStreetCostsTotal", SHOULD, "All costs of car parks"),
        money("OffStreetSurplusDeficit", SHOULD, "Income less costs in car parks"),
    ),
    recognised_by="OffStreetIncomeTotal",
)


def line(name: str, description: str, title: str, *aliases: str) -> Field:
    """Return a line of the guidance's account."""
    return spending(name, MUST, description, *aliases, title=title)


EXPENDITURE = (
    line("ExpenditureContractors", "Contractors", "Expenditure: contractors", "Contractors"),
    line("ExpenditureInHouseStaff", "The council's own staff", "Expenditure: in-house staff", "In-house staff"),
    line(
        "ExpenditureEquipment",
        "Equipment maintained or renewed",
        "Expenditure: equipment maintenance or renewal",
        *("Equipment maintenance/renewal", "Equipment maintenance"),
    ),
    line(
        "ExpenditureTribunal",
        "London Councils or the Traffic Penalty Tribunal",
        "Expenditure: London Councils or Traffic Penalty Tribunal",
        *("London Councils or Traffic Penalty Tribunal", "Traffic Penalty Tribunal", "London Councils"),
    ),
    line("ExpenditureOther", "Other expenditure", "Expenditure: other", "Other expenditure"),
)
SURPLUS_SPENT = spent(
    "SurplusSpent",
    ParkingFacilities="additional parking facilities",
    PublicTransport="public transport schemes",
    HighwayImprovements="highway improvements",
    RoadMaintenance="road maintenance",
    MayorsStrategy="schemes of the Mayor of London's transport strategy",
    Environment="environmental improvements",
)
GUIDANCE_INCOME = (
    line(
        "OnStreetIncomeMeters",
        "Pay and display and meters on the street",
        "On-street income: pay and display and meters",
        *("On-street pay and display/meters", "Pay and display/meters", "Pay and display"),
    ),
    line(
        "OnStreetIncomeResidentPermits",
        "Residents' and visitors' permits",
        "On-street income: residents' and visitors' permits",
        *("Residents' and visitors' permits", "Residents and visitors permits"),
    ),
    line(
        "OnStreetIncomeBusinessPermits",
        "Business permits",
        "On-street income: business permits",
        "Business permits",
    ),
    line(
        "OnStreetIncomeOtherNonPCN",
        "Other income but penalty charge notices",
        "On-street income: other non-PCN income",
        "Other non-PCN income",
    ),
)
GUIDANCE = Edition(
    "2015",
    (
        *PUBLISHED_FOR,
        PERIOD,
        *GUIDANCE_INCOME,
        ON_STREET_PCN.requires(MUST),
        ON_STREET_OTHER,
        ON_STREET_TOTAL.requires(MUST),
        OFF_STREET_PCN.requires(MUST),
        *EXPENDITURE,
        money(
            "SurplusDeficit", MUST, "Income less expenditure", "Surplus", "Surplus/deficit", title="Surplus or deficit"
        ).telling("parking-surplus"),
        *SURPLUS_SPENT,
    ),
)


def names(*fields: Field) -> tuple[str, ...]:
    """Return the names of `fields`."""
    return tuple(field.name for field in fields)


PARKING_ACCOUNT = DatasetStandard(
    slug="parking_account",
    title="Parking accounts",
    source="Local Government Transparency Code 2015, Parking account; LGA transparency guidance v1.4",
    licence_note=LICENCE_NOTE,
    frequency="yearly",
    editions=(PUBLISHED, GUIDANCE),
    key=("Period",),
    organisation=("OrganisationURI", "OrganisationLabel"),
    keyed_by_organisation=True,
    rules=(
        AddsUp("OnStreetIncomeTotal", names(*ON_STREET_INCOME), tolerance=3),
        AddsUp("OnStreetCostsTotal", names(*ON_STREET_COSTS), tolerance=3),
        AddsUp("OnStreetSurplusDeficit", ("OnStreetIncomeTotal",), less=("OnStreetCostsTotal",)),
        AddsUp("OnStreetSurplusDeficit", names(*ON_STREET_SPENT), at_most=True),
        AddsUp("OffStreetIncomeTotal", ("OffStreetIncomeParking", "OffStreetIncomePCN", "OffStreetIncomeOther")),
        AddsUp("OffStreetSurplusDeficit", ("OffStreetIncomeTotal",), less=("OffStreetCostsTotal",)),
        AddsUp("OnStreetIncomeTotal", names(*GUIDANCE_INCOME, ON_STREET_PCN, ON_STREET_OTHER), tolerance=3),
        AddsUp("SurplusDeficit", ("OnStreetIncomeTotal", "OffStreetIncomePCN"), less=names(*EXPENDITURE)),
        AddsUp("SurplusDeficit", names(*SURPLUS_SPENT), at_most=True),
    ),
)
