"""Section 106 and section 278: the cells of Schedule 2, paragraphs 3 and 4.

Source: docs/specifications/infrastructure-funding-statement.md, section 3; CIL Regulations 2010, Schedule 2, paragraphs
        3 and 4.
Unit:   pounds and pence; homes, school places and whatever else is provided, whole.
"""

from transforms.returns.infrastructure_funding_statement.cell_parts import (
    AMOUNT_NEEDS,
    PURPOSE_NEEDS,
    UNIT_NEEDS,
    agreed,
    allocated_unspent,
    by_purpose,
    cell,
    floored_total,
    moved,
    not_published,
    opening,
    or_opened,
)
from transforms.returns.infrastructure_funding_statement.vocabulary import (
    HOMES,
    LEVY_PURPOSES,
    MAYORAL,
    MONITORING,
    PLACES,
    RECEIVED,
    S106,
    S278,
    SPENT,
    TRANSFERRED,
    purposes_without,
)

PROVIDED = by_purpose("S106.d3", purposes_without(HOMES, PLACES, *LEVY_PURPOSES), "Section 106, to be provided")
ALLOCATED_FOR = by_purpose("S106.g", purposes_without(MAYORAL), "Section 106 allocated and not spent")
SPENT_ON = by_purpose("S106.h1", purposes_without(MAYORAL, MONITORING), "Section 106 spent")

CELLS = (
    *opening(S106),
    cell("S106.a", "To be paid under obligations of the year", agreed(S106, "amount"), "agreed", AMOUNT_NEEDS),
    cell("S106.b", "Received in the year", moved(S106, RECEIVED), "year"),
    cell(
        "S106.c",
        "Received in earlier years, not allocated",
        or_opened(S106, "c", floored_total(S106, ("rec_before",), ("ret_to_end", "alloc_to_end"))),
        "history",
    ),
    cell(
        "S106.d1",
        "Affordable homes to be provided",
        agreed(S106, "units", HOMES),
        "agreed",
        UNIT_NEEDS,
    ).telling("affordable-homes"),
    cell("S106.d2", "School places to be provided", agreed(S106, "units", PLACES), "agreed_assumed", UNIT_NEEDS),
    *(
        cell(name, label, agreed(S106, "units", purpose), "agreed_assumed", UNIT_NEEDS)
        for purpose, (name, label) in PROVIDED.items()
    ),
    cell("S106.e", "Allocated and not spent", allocated_unspent(S106, name="e"), "allocated"),
    cell("S106.f", "Spent in the year, including what was passed on", moved(S106, SPENT, TRANSFERRED), "year"),
    *(
        cell(name, label, allocated_unspent(S106, purpose), "allocated_split", PURPOSE_NEEDS)
        for purpose, (name, label) in ALLOCATED_FOR.items()
    ),
    *(
        cell(name, label, moved(S106, SPENT, TRANSFERRED, purposes=(purpose,)), "assumed", PURPOSE_NEEDS)
        for purpose, (name, label) in SPENT_ON.items()
    ),
    not_published(
        "S106.h2",
        "Spent on repaying borrowing",
        "repayments of borrowing are not published",
        "how much of their spending repaid borrowing",
    ),
    cell(
        "S106.h3",
        "Spent on monitoring",
        moved(S106, SPENT, TRANSFERRED, purposes=(MONITORING,)),
        "year",
        PURPOSE_NEEDS,
    ),
    cell(
        "S106.i",
        "Retained when the year ended",
        or_opened(S106, "i", floored_total(S106, ("rec_to_end",), ("out_to_end",))),
        "history",
    ),
    not_published(
        "S106.i_commuted",
        "of which for longer-term maintenance",
        "which money is for maintenance is not published",
        "which sums are for longer-term maintenance",
    ),
)
HIGHWAYS = (
    cell("S278.a", "To be paid under highways agreements of the year", agreed(S278, "amount"), "agreed", AMOUNT_NEEDS),
)
