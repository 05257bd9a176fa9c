"""Indicators of developers' contributions: what came in, what was spent, what is held.

Source: docs/specifications/infrastructure-funding-statement.md.
"""

from transforms.indicators.definition import CellsOverCells, CellsPerResidents, RateOfReturn, SectorIndicator

SUBJECT = "Developers' contributions"

INDICATORS = (
    SectorIndicator(
        slug="section-106-received",
        title="Section 106 money received",
        subject=SUBJECT,
        definition="Money received under planning obligations in the year, for each resident.",
        return_slug="infrastructure_funding_statement",
        measure=CellsPerResidents(("S106.b",), per=1),
        unit="pounds for each resident",
        not_for="Receipts follow when large sites are built, and vary from year to year.",
        decimals=2,
    ),
    SectorIndicator(
        slug="section-106-spent",
        title="Section 106 money spent",
        subject=SUBJECT,
        definition="Money spent in the year, of what was spent in it or is retained at its end.",
        return_slug="infrastructure_funding_statement",
        measure=RateOfReturn("s106_spent_share_pct"),
        unit="per cent",
        not_for="Money is often bound to a school or a road that cannot be built yet.",
    ),
    SectorIndicator(
        slug="section-106-held",
        title="Section 106 money held for each affordable home agreed",
        subject=SUBJECT,
        definition="Money retained at the end of the year, divided by the affordable homes agreed in it.",
        return_slug="infrastructure_funding_statement",
        measure=CellsOverCells(("S106.i",), ("S106.d1",), per=1),
        unit="pounds for each home",
        not_for="Money held is of many years, homes agreed of one.",
        decimals=0,
    ),
    SectorIndicator(
        slug="affordable-homes-agreed",
        title="Affordable homes agreed",
        subject=SUBJECT,
        definition="Affordable homes to be provided under obligations of the year, for each 10,000 residents.",
        return_slug="infrastructure_funding_statement",
        measure=CellsPerResidents(("S106.d1",)),
        unit="homes for each 10,000 residents",
        not_for="An obligation is agreed years before a home is built, and may be changed.",
    ),
    SectorIndicator(
        slug="levy-received",
        title="Infrastructure levy received",
        subject=SUBJECT,
        definition="Community infrastructure levy received in the year, for each resident.",
        return_slug="infrastructure_funding_statement",
        measure=CellsPerResidents(("CIL.b",), per=1),
        unit="pounds for each resident",
        not_for="Charging it is a choice: a council without a levy has no figure and has missed nothing.",
        decimals=2,
    ),
    SectorIndicator(
        slug="levy-administration",
        title="Infrastructure levy spent on administration",
        subject=SUBJECT,
        definition="Levy spent on its administration, of the levy received in the year.",
        return_slug="infrastructure_funding_statement",
        measure=RateOfReturn("cil_administration_pct"),
        unit="per cent",
        not_for="Up to 5 per cent may be spent on it, averaged over the first three years.",
    ),
    SectorIndicator(
        slug="levy-retained",
        title="Infrastructure levy retained",
        subject=SUBJECT,
        definition="Levy retained at the end of the year, for each resident.",
        return_slug="infrastructure_funding_statement",
        measure=CellsPerResidents(("CIL.l1", "CIL.l2"), per=1),
        unit="pounds for each resident",
        not_for="Money is often saved up for one large project.",
        decimals=2,
    ),
)
