"""Indicators of licensing: how many premises, of what sort, and what was decided.

Source: docs/specifications/alcohol-licensing.md.
"""

from transforms.indicators.definition import CellsPerResidents, RateOfReturn, SectorIndicator

SUBJECT = "Licensing"

INDICATORS = (
    SectorIndicator(
        slug="premises-licences",
        title="Premises licences",
        subject=SUBJECT,
        definition="Premises licences in force on the last day of the year, for each 10,000 residents.",
        return_slug="alcohol_licensing",
        measure=CellsPerResidents(("ALN.prem.total",)),
        unit="licences for each 10,000 residents",
        not_for="Places with many visitors have many licences for few residents.",
    ),
    SectorIndicator(
        slug="late-night-licences",
        title="Premises licences with late night refreshment",
        subject=SUBJECT,
        definition="Premises licences with late night refreshment, of all in force.",
        return_slug="alcohol_licensing",
        measure=RateOfReturn("late_night_share_pct"),
        unit="per cent",
        not_for="A licence does not tell whether a place is open at night.",
    ),
    SectorIndicator(
        slug="on-and-off-sales",
        title="Premises licences for on and off sales",
        subject=SUBJECT,
        definition="Premises licences for on and off sales, of all in force.",
        return_slug="alcohol_licensing",
        measure=RateOfReturn("on_and_off_share_pct"),
        unit="per cent",
        not_for="Many registers do not tell how alcohol is sold.",
    ),
    SectorIndicator(
        slug="licences-granted",
        title="New premises licences granted",
        subject=SUBJECT,
        definition="New premises licences granted, of those granted or refused in the year.",
        return_slug="alcohol_licensing",
        measure=RateOfReturn("granted_share_pct"),
        unit="per cent",
        not_for="An application to which nobody objects must be granted.",
        counts_cases=True,
    ),
    SectorIndicator(
        slug="temporary-events",
        title="Temporary event notices",
        subject=SUBJECT,
        definition="Temporary event notices given in the year, for each 10,000 residents.",
        return_slug="alcohol_licensing",
        measure=CellsPerResidents(("ALN.ten.given",)),
        unit="notices for each 10,000 residents",
        not_for="A notice may be given and the event not held.",
    ),
)
