"""The published fields that the cells of the licensing return need, and the names of its tables.

Source: docs/specifications/alcohol-licensing.md, section 2
"""

from transforms.domain.return_reads import FieldNeed, needs_of

STANDARD = "premises_licences"
CASES, APPLICATIONS, NOTICES, PENDING, GONE = "cases", "applications", "notices", "pending", "gone"


def needed(*fields: str | tuple[str, ...]) -> tuple[FieldNeed, ...]:
    """Return the need of some fields of a file of licences, of a tuple any one."""
    return needs_of(STANDARD, *fields)


CASE = needed(("ServiceTypeURI", "ServiceTypeLabel"), ("StatusURI", "StatusLabel"), "CaseReference")
STOCK = (*CASE, *needed("LicenceStartDate", "LicenceEndDate"))
ALCOHOL = (*STOCK, *needed("AlcoholSupply", "OnPremisesAlcoholSale", "OffPremisesAlcoholSale"))
LATE_NIGHT = (*STOCK, *needed("LateNightRefreshment"))
HOURS = (*ALCOHOL, *needed("OpeningHours"))
DAY_GIVEN = (*CASE, *needed(("CaseDate", "LicenceStartDate")))
DECIDED = (*CASE, *needed("DecisionDate"))
UNDECIDED = (*CASE, *needed("CaseDate"))
