"""Indicators of money, pay and property: reconciliations of what is published, for each resident.

Source: docs/specifications/reconciliations.md.
"""

from transforms.indicators.definition import CellsOverCells, CellsPerResidents, SectorIndicator

SUBJECT = "Money and property"

INDICATORS = (
    SectorIndicator(
        slug="published-spending",
        title="Published spending",
        subject=SUBJECT,
        definition="Net amount of all published payments of the year, for each resident.",
        return_slug="revenue_outturn_check",
        measure=CellsPerResidents(("ROC.total.net",), per=1),
        unit="pounds for each resident",
        not_for="It is a reconciliation: added up from published payments, it is not the outturn that the council "
        "returns. Councils of different classes have different duties.",
        decimals=0,
    ),
    SectorIndicator(
        slug="subsidies",
        title="Grants above £100,000",
        subject=SUBJECT,
        definition="Amount of awards above £100,000 to organisations in the year, for each resident.",
        return_slug="subsidy_screen",
        measure=CellsPerResidents(("SUB.amount",), per=1),
        unit="pounds for each resident",
        not_for="Most grants are smaller and are not counted.",
        decimals=2,
    ),
    SectorIndicator(
        slug="pay-multiple",
        title="Pay multiple",
        subject=SUBJECT,
        definition="Highest salary divided by the median salary.",
        return_slug="pay_check",
        measure=CellsOverCells(("PAY.multiple.highest",), ("PAY.multiple.median",), per=1),
        unit="times the median",
        not_for="Councils that run services themselves employ more people in lower bands.",
    ),
    SectorIndicator(
        slug="parking-spaces",
        title="Parking spaces",
        subject=SUBJECT,
        definition="Spaces that the council controls, for each 1,000 residents.",
        return_slug="parking_account_check",
        measure=CellsPerResidents(("PKG.spaces.total",), per=1000),
        unit="spaces for each 1,000 residents",
        not_for="Private car parks are not in it.",
    ),
    SectorIndicator(
        slug="charged-parking-spaces",
        title="Parking spaces that are charged for",
        subject=SUBJECT,
        definition="Spaces that are charged for, of all that the council controls.",
        return_slug="parking_account_check",
        measure=CellsOverCells(("PKG.spaces.charged",), ("PKG.spaces.total",)),
        unit="per cent",
        not_for="It does not tell what is charged, nor when.",
    ),
    SectorIndicator(
        slug="council-homes",
        title="Council homes",
        subject=SUBJECT,
        definition="Homes of the council, for each 1,000 residents.",
        return_slug="housing_stock_check",
        measure=CellsPerResidents(("HSC.dwellings",), per=1000),
        unit="homes for each 1,000 residents",
        not_for="Many councils gave their homes to housing associations and own none.",
    ),
)
