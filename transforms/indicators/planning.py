"""Indicators of planning: how fast, how many, and what was decided.

Source: docs/specifications/planning-matters.md; docs/specifications/planning-performance.md.
"""

from transforms.indicators.definition import CellsOverCells, CellsPerResidents, Direction, RateOfReturn, SectorIndicator

SUBJECT = "Planning"
FOUR_QUARTERS = (("PP.quarters", 4),)

INDICATORS = (
    SectorIndicator(
        slug="major-decisions-in-time",
        title="Major planning decisions in time",
        subject=SUBJECT,
        definition="Decisions on major developments within the statutory period or an agreed one, of all "
        "such decisions of four quarters.",
        return_slug="planning_performance",
        measure=CellsOverCells(("PP.major.in_time",), ("PP.major.decisions",), only_where=FOUR_QUARTERS),
        unit="per cent",
        not_for="It does not tell the quality of the decisions, nor how long those outside the period took.",
        direction=Direction.HIGHER,
        counts_cases=True,
    ),
    SectorIndicator(
        slug="non-major-decisions-in-time",
        title="Non-major planning decisions in time",
        subject=SUBJECT,
        definition="Decisions on minor and other developments within the statutory period or an agreed one, of all "
        "such decisions of four quarters.",
        return_slug="planning_performance",
        measure=CellsOverCells(("PP.non_major.in_time",), ("PP.non_major.decisions",), only_where=FOUR_QUARTERS),
        unit="per cent",
        not_for="It does not tell the quality of the decisions, nor how long those outside the period took.",
        direction=Direction.HIGHER,
        counts_cases=True,
    ),
    SectorIndicator(
        slug="county-matters-in-time",
        title="County matters decided in time",
        subject=SUBJECT,
        definition="Decisions on minerals and waste within the statutory period or an agreed one, of all "
        "such decisions of the quarter.",
        return_slug="county_matters",
        measure=RateOfReturn("county_matters_in_time_pct"),
        unit="per cent",
        not_for="Few are decided in a quarter: one decision may move it by many points.",
        direction=Direction.HIGHER,
        counts_cases=True,
    ),
    SectorIndicator(
        slug="applications-granted",
        title="Planning applications granted",
        subject=SUBJECT,
        definition="Applications granted, of those granted or refused in the quarter.",
        return_slug="planning_matters",
        measure=RateOfReturn("granted_pct"),
        unit="per cent",
        not_for="A council that advises before an application is made refuses fewer; it does not tell how willing a "
        "council is to build.",
        counts_cases=True,
    ),
    SectorIndicator(
        slug="decisions-delegated",
        title="Planning decisions by officers",
        subject=SUBJECT,
        definition="Decisions taken by officers, of all decisions of the quarter.",
        return_slug="planning_matters",
        measure=RateOfReturn("delegated_pct"),
        unit="per cent",
        not_for="Each council decides in its constitution what its committee sees; no share is the right one.",
        counts_cases=True,
    ),
    SectorIndicator(
        slug="decisions-with-extension",
        title="Planning decisions with an extension of time",
        subject=SUBJECT,
        definition="Decisions for which more time was agreed, of all decisions of the quarter.",
        return_slug="planning_matters",
        measure=CellsOverCells(("PS1.7",), ("PS1.4",)),
        unit="per cent",
        not_for="An agreement may serve the applicant; it does not tell who asked for it.",
        counts_cases=True,
    ),
    SectorIndicator(
        slug="applications-waiting",
        title="Planning applications waiting for each decided by officers",
        subject=SUBJECT,
        definition="Applications on hand at the end of the quarter, divided by the decisions of officers in the "
        "quarter.",
        return_slug="planning_matters",
        measure=CellsOverCells(("PS1.end",), ("PS1.4a",), per=1),
        unit="applications for each decision",
        not_for="Large schemes wait long and rightly; compare councils of one class only.",
        decimals=2,
    ),
    SectorIndicator(
        slug="applications-withdrawn",
        title="Planning applications withdrawn, called in or turned away",
        subject=SUBJECT,
        definition="Applications withdrawn, called in or turned away in the quarter, for each hundred received in it.",
        return_slug="planning_matters",
        measure=CellsOverCells(("PS1.3",), ("PS1.2",)),
        unit="for each hundred received",
        not_for="Those withdrawn need not be among those received in the same quarter.",
    ),
    SectorIndicator(
        slug="applications-received",
        title="Planning applications received",
        subject=SUBJECT,
        definition="Applications received in the quarter, for each 10,000 residents.",
        return_slug="planning_matters",
        measure=CellsPerResidents(("PS1.2",)),
        unit="for each 10,000 residents",
        not_for="It tells how much is asked of a council and not what it does.",
    ),
    SectorIndicator(
        slug="prior-approvals-refused",
        title="Prior approvals refused",
        subject=SUBJECT,
        definition="Prior approvals refused, of all prior approvals decided in the quarter.",
        return_slug="planning_matters",
        measure=CellsOverCells(("PS1.10.refused",), ("PS1.10.total",)),
        unit="per cent",
        not_for="What needs prior approval is set by national orders and differs from place to place.",
        counts_cases=True,
    ),
    SectorIndicator(
        slug="enforcement-notices",
        title="Planning enforcement notices",
        subject=SUBJECT,
        definition="Enforcement notices issued in the quarter, for each 10,000 residents.",
        return_slug="planning_matters",
        measure=CellsPerResidents(("PS1.9.enforcement_notices",)),
        unit="for each 10,000 residents",
        not_for="Many breaches are put right without a notice; few notices may mean good advice.",
        decimals=2,
    ),
)
