"""Indicators of contracts: with whom, how large, and what is published of them.

Source: docs/specifications/contract-notices.md.
"""

from transforms.indicators.definition import CellsOverCells, CellsPerResidents, Direction, RateOfReturn, SectorIndicator

SUBJECT = "Contracts"

INDICATORS = (
    SectorIndicator(
        slug="contracts-with-small-firms",
        title="Contracts with small and medium-sized enterprises",
        subject=SUBJECT,
        definition="Current contracts whose supplier is said to be a small or medium-sized enterprise, of all current "
        "contracts.",
        return_slug="contract_notices",
        measure=RateOfReturn("sme_share_pct"),
        unit="per cent",
        not_for="Many registers leave the column blank: a low share may be a gap.",
    ),
    SectorIndicator(
        slug="contracts-with-voluntary-sector",
        title="Contracts with voluntary organisations and social enterprises",
        subject=SUBJECT,
        definition="Current contracts whose supplier is said to be a voluntary organisation or social enterprise, of "
        "all current contracts.",
        return_slug="contract_notices",
        measure=CellsOverCells(("CN.vcse.contracts",), ("CN.stock.contracts",)),
        unit="per cent",
        not_for="Many registers leave the column blank: a low share may be a gap.",
    ),
    SectorIndicator(
        slug="procurement-duties-met",
        title="Procurement notices shown to be published",
        subject=SUBJECT,
        definition="Notices shown to be published, of those certainly owed.",
        return_slug="contract_notices",
        measure=RateOfReturn("duties_evidenced_pct"),
        unit="per cent",
        not_for="A notice that a register does not mention may still have been published.",
        direction=Direction.HIGHER,
    ),
    SectorIndicator(
        slug="payments-that-name-a-contract",
        title="Payments that name a contract",
        subject=SUBJECT,
        definition="Payments of more than £30,000 that name a contract in the register, of all such payments that may "
        "count.",
        return_slug="contract_notices",
        measure=RateOfReturn("payments_matched_pct"),
        unit="per cent",
        not_for="No rule asks for the reference in spending data; it tells how well two files fit together.",
        direction=Direction.HIGHER,
    ),
    SectorIndicator(
        slug="contract-value",
        title="Value of current contracts",
        subject=SUBJECT,
        definition="Value of current contracts over their whole term, for each resident.",
        return_slug="contract_notices",
        measure=CellsPerResidents(("CN.stock.value",), per=1),
        unit="pounds for each resident",
        not_for="Terms differ from months to decades: it is not what is spent in a year.",
        decimals=0,
    ),
)
