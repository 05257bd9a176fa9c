"""Indicators of brownfield land: how much there is, and how far it has come.

Source: docs/specifications/brownfield-register.md.
"""

from transforms.indicators.definition import CellsOverCells, CellsPerResidents, Direction, RateOfReturn, SectorIndicator

SUBJECT = "Brownfield land"

INDICATORS = (
    SectorIndicator(
        slug="brownfield-homes",
        title="Homes on brownfield land",
        subject=SUBJECT,
        definition="Homes for which current sites of the register have room, at most, for each 1,000 residents.",
        return_slug="brownfield_register",
        measure=CellsPerResidents(("BLR.all.dwellings_to",), per=1000),
        unit="homes for each 1,000 residents",
        not_for="A register lists what a council has judged suitable; a place with little brownfield land has a "
        "short one.",
    ),
    SectorIndicator(
        slug="brownfield-hectares",
        title="Brownfield land",
        subject=SUBJECT,
        definition="Hectares of current sites of the register, for each 10,000 residents.",
        return_slug="brownfield_register",
        measure=CellsPerResidents(("BLR.all.hectares",)),
        unit="hectares for each 10,000 residents",
        not_for="A register lists what a council has judged suitable; a place with little brownfield land has a "
        "short one.",
        decimals=2,
    ),
    SectorIndicator(
        slug="brownfield-density",
        title="Homes for each hectare of brownfield land",
        subject=SUBJECT,
        definition="Homes for which current sites have room, at most, divided by their hectares.",
        return_slug="brownfield_register",
        measure=CellsOverCells(("BLR.all.dwellings_to",), ("BLR.all.hectares",), per=1),
        unit="homes for each hectare",
        not_for="Towns build more densely than the country does.",
    ),
    SectorIndicator(
        slug="brownfield-permissioned",
        title="Brownfield sites with permission",
        subject=SUBJECT,
        definition="Sites with permission, of all current sites of the register.",
        return_slug="brownfield_register",
        measure=RateOfReturn("permissioned_share_pct"),
        unit="per cent",
        not_for="Sites leave the register once they are built: a council that builds fast may have few with "
        "permission.",
    ),
    SectorIndicator(
        slug="brownfield-deliverable",
        title="Brownfield homes deliverable within five years",
        subject=SUBJECT,
        definition="Homes on deliverable sites, of all homes for which current sites have room.",
        return_slug="brownfield_register",
        measure=RateOfReturn("deliverable_dwellings_share_pct"),
        unit="per cent",
        not_for="It is what the council judged, and not what will be built.",
    ),
    SectorIndicator(
        slug="brownfield-reviewed",
        title="Brownfield sites reviewed within a year",
        subject=SUBJECT,
        definition="Sites updated within the last year, of all current sites of the register.",
        return_slug="brownfield_register",
        measure=RateOfReturn("reviewed_within_year_pct"),
        unit="per cent",
        not_for="It tells that a record was touched, and not that it is right.",
        direction=Direction.HIGHER,
    ),
    SectorIndicator(
        slug="brownfield-public",
        title="Publicly owned brownfield sites",
        subject=SUBJECT,
        definition="Sites owned by a public authority, of all current sites of the register.",
        return_slug="brownfield_register",
        measure=CellsOverCells(("BLR.owned_public.sites",), ("BLR.all.sites",)),
        unit="per cent",
        not_for="Owners are published as the council knows them; where many are unknown, the share is too low.",
    ),
)
