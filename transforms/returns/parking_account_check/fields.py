"""The fields of the two standards that the parking account check reads, of both editions of each."""

ACCOUNT, SPACES = "parking_account", "parking_spaces"

METERS, PARKING, PCN = "OnStreetIncomeMeters", "OnStreetIncomeParking", "OnStreetIncomePCN"
RESIDENTS, BUSINESSES, PERMITS = (
    "OnStreetIncomeResidentPermits",
    "OnStreetIncomeBusinessPermits",
    "OnStreetIncomePermit",
)
OTHER_THAN_PCN, BLUE_BADGE, OTHER = "OnStreetIncomeOtherNonPCN", "OnStreetIncomeBlueBadge", "OnStreetIncomeOther"
CHARGES = (METERS, RESIDENTS, BUSINESSES, OTHER_THAN_PCN, PARKING, PERMITS, BLUE_BADGE, OTHER)
INCOME = "OnStreetIncomeTotal"
STAFF = "ExpenditureInHouseStaff"
CONTRACTORS, EQUIPMENT, TRIBUNAL, OTHER_SPENDING = (
    f"Expenditure{purpose}" for purpose in ("Contractors", "Equipment", "Tribunal", "Other")
)
RUNNING = (CONTRACTORS, EQUIPMENT, TRIBUNAL, OTHER_SPENDING)
COSTS, CAPITAL = "OnStreetCostsTotal", "OnStreetCostsCapital"

OFF_CHARGES = ("OffStreetIncomeParking", "OffStreetIncomeOther")
OFF_PCN, OFF_INCOME, OFF_COSTS = "OffStreetIncomePCN", "OffStreetIncomeTotal", "OffStreetCostsTotal"

SURPLUS = ("SurplusDeficit", "OnStreetSurplusDeficit")
GUIDED_USES = tuple(
    f"SurplusSpent{use}"
    for use in (
        *("ParkingFacilities", "PublicTransport", "HighwayImprovements", "RoadMaintenance"),
        *("MayorsStrategy", "Environment"),
    )
)
PUBLISHED_USES = tuple(
    f"OnStreetSurplusDeficitSpend{use}"
    for use in (
        *("OffStreetParking", "ParkAndRide", "SupportedBus", "ConcessionaryFares", "CommunityTransport"),
        *("Shopmobility", "SchoolCrossing", "HighwayMaintenance", "TransportPlanning", "Other"),
    )
)
USES = (*GUIDED_USES, *PUBLISHED_USES)
SPENDING_SOURCES = (STAFF, *RUNNING, COSTS, CAPITAL)
AMOUNTS = (
    *(*CHARGES, PCN, INCOME, *SPENDING_SOURCES, *OFF_CHARGES, OFF_PCN, OFF_INCOME, OFF_COSTS),
    *(*SURPLUS, *USES),
)

PLACE_SPACES, MARKED, FREE, CHARGED = "ParkingSpaces", "MarkedSpaces", "FreeSpaces", "ChargedSpaces"
IS_FREE, IS_CHARGED = "FreeParking", "ChargeableParking"
