"""Developments: the kinds of planning application that councils decide, and how many of each England decides.

Source: MHCLG live tables on planning application statistics, year to September 2024 (decisions per PS2 row) and
        2024 Q3 (agreements, speed, grants); class rates are fitted to them. The kinds outside PS2 are in proportion;
        how many county matters there are, and how fast they are decided, is assumed.
Unit:   decisions a year in England.
Known:  the LGA standard has no concept for Q07 (major public service infrastructure); only a label can say it.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

MAJOR, MINOR, OTHER, UNCOUNTED, PRIOR, COUNTY = "major", "minor", "other", "uncounted", "prior", "county"


@dataclass(frozen=True)
class Development:
    """One kind of application: its code in each vocabulary, its yearly number in England and what is proposed."""

    code: str  # the Q code, blank where councils publish none
    concept: str  # end of the ClassificationURI
    label: str
    size: str
    decisions: int
    granted: float
    service: int  # end of the ServiceTypeURI
    suffix: str  # end of the council's own reference
    proposal: str

    @property
    def statutory_days(self) -> int:
        """Days that the law allows for the decision."""
        return 70 if self.code == "Q07" else 91 if self.size in (MAJOR, COUNTY) else 56


@dataclass(frozen=True)
class Pace:
    """How fast one class is decided: fitted to the published shares in time, with and without agreements."""

    agreed: float  # share decided under an agreement to take longer
    agreed_in_time: float
    statutory_in_time: float  # of the rest
    extension_days: float  # mean
    overrun_days: float  # mean


PACES = {
    MAJOR: Pace(0.76, 0.92, 0.83, 150, 120),
    MINOR: Pace(0.50, 0.92, 0.82, 75, 60),
    OTHER: Pace(0.337, 0.92, 0.905, 45, 45),
    UNCOUNTED: Pace(0.05, 0.9, 0.85, 30, 30),
    PRIOR: Pace(0.05, 0.9, 0.97, 20, 14),
    COUNTY: Pace(0.6, 0.9, 0.8, 150, 120),
}

SERVICES = {
    485: "Residential planning applications",
    487: "Full planning applications",
    508: "Tree preservation orders",
    512: "Conservation area planning",
    514: "Listed building consent",
    1082: "Advertisement control",
    1732: "Lawful development certificate proposed use",
    1733: "Prior notification of development",
    1734: "Discharge of planning conditions",
    1735: "Removal/variation of conditions",
    1736: "Conservation area tree works notification",
    1738: "EIA screening",
    1739: "Non-material amendments",
}

RECEIVED_PER_DECISION = 1.11  # the rest is withdrawn, called in, turned away or never valid
DELEGATED = 0.9616
SPLIT = 0.003
LEAVES_UNDECIDED = 0.07


def _load() -> tuple[Development, ...]:
    with (Path(__file__).parent / "developments.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(_typed(row) for row in csv.DictReader(lines))


def _typed(row: dict[str, str]) -> Development:
    decisions, service, granted = (float(row.pop(name)) for name in ("decisions", "service", "granted"))
    return Development(decisions=int(decisions), service=int(service), granted=granted, **row)


DEVELOPMENTS = _load()
