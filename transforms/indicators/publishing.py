"""Indicators of publishing itself: on time, and seen.

Source: docs/specifications/transparency-code-statement.md.
"""

from transforms.indicators.definition import Direction, RateOfReturn, SectorIndicator

SUBJECT = "Publishing"

INDICATORS = (
    SectorIndicator(
        slug="published-on-time",
        title="Datasets published on time",
        subject=SUBJECT,
        definition="Datasets published by their day, of those of which it can be told.",
        return_slug="transparency_code",
        measure=RateOfReturn("on_time_pct"),
        unit="per cent",
        not_for="Where nobody looked in time nothing is counted as late.",
        direction=Direction.HIGHER,
    ),
    SectorIndicator(
        slug="datasets-seen",
        title="Datasets of the Transparency Code seen",
        subject=SUBJECT,
        definition="Datasets that were seen, of those due.",
        return_slug="transparency_code",
        measure=RateOfReturn("seen_pct"),
        unit="per cent",
        not_for="A dataset whose address is not in the register of sources is not seen, though it may be published.",
        direction=Direction.HIGHER,
    ),
    SectorIndicator(
        slug="timeliness-known",
        title="Datasets of which it is known whether they are on time",
        subject=SUBJECT,
        definition="Datasets known to be on time or not, of those due.",
        return_slug="transparency_code",
        measure=RateOfReturn("told_pct"),
        unit="per cent",
        not_for="It tells how well we looked, and not how well a council publishes.",
    ),
)
