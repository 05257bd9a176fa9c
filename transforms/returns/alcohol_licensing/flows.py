"""What happened in the year: notices given, new licences, and licences that ended or disappeared.

Source: docs/specifications/alcohol-licensing.md, section 2
Unit:   notices, applications, licences.
Known:  a licence that began before the year is no new one, whatever was decided on it in the year. What is suspended is
        told by the state on the last day alone, so that it has a value without a file of before the year.
"""

from transforms.domain.conditions import FIRST, Before, Blank, Condition, During, Is, IsTrue
from transforms.domain.measures import Count, SumOf
from transforms.domain.origins import AsDerived
from transforms.domain.statutory_return import Cell
from transforms.returns.alcohol_licensing.needs import (
    APPLICATIONS,
    DAY_GIVEN,
    DECIDED,
    GONE,
    NOTICES,
    PENDING,
    STOCK,
    UNDECIDED,
)
from transforms.returns.alcohol_licensing.not_held import LATE_NOTICES

SEEN = "It is computed where there is a file of 31 March or of the month after it, and otherwise inferred."
REACH = (
    "It is inferred by comparing the file of 31 March with earlier ones. There is no figure without a file from within"
    " a month of"
)
NOTICES_SEEN = AsDerived("notices", f"{SEEN} A council that publishes no temporary event notices has no figure.")
APPLICATIONS_SEEN = AsDerived("applications", f"{SEEN} A council that publishes no premises licences has no figure.")
PENDING_SEEN = AsDerived(
    "undecided", "It is inferred from one file. There is no figure without a file from within a month of 31 March."
)
ENDED = AsDerived("ended", f"{REACH} the day before the year began, or where no licence that has ended is published.")
DISAPPEARED = AsDerived("gone", f"{REACH} the day before the year began.")
SUSPENDED = AsDerived(
    "suspended", "It is inferred: these are suspended on 31 March, and the form asks for those suspended in the year."
)

GRANTED: Condition = IsTrue("is_granted") & During("first_decision") & ~Before("first_start", FIRST)
REFUSED: Condition = ~IsTrue("is_granted") & Is("status", ("Refused",)) & During("decision_date")
OPEN: Condition = (
    ~IsTrue("is_licensed")
    & Is("status", ("New", "Current"))
    & (During("case_date") | (Blank("case_date") & IsTrue("is_seen_in_time")))
)
GIVEN_STATUSES = (
    *("Approved", "Current", "Deceased", "Expired", "New", "Renewal", "Revoked", "Subject to review", "Surrendered"),
    *("Suspended", "Issued"),
)
GIVEN_IN_YEAR: Condition = During("given_date") & Is("status", GIVEN_STATUSES)


def ended(name: str, label: str, status: str) -> Cell:
    """Return the cell that counts the licences that ended in the year in one way."""
    where = Is("status", (status,)) & IsTrue("ended_in_year")
    return Cell(f"ALN.ended.{name}", label, Count(where), ENDED, STOCK)


CELLS = (
    Cell("ALN.ten.given", "Temporary event notices given", Count(GIVEN_IN_YEAR, NOTICES), NOTICES_SEEN, DAY_GIVEN),
    LATE_NOTICES,
    Cell("ALN.new.granted", "New premises licences granted", Count(GRANTED, APPLICATIONS), APPLICATIONS_SEEN, DECIDED),
    Cell("ALN.new.refused", "New premises licences refused", Count(REFUSED, APPLICATIONS), APPLICATIONS_SEEN, DECIDED),
    Cell(
        "ALN.new.undecided",
        "New premises licences applied for, not decided",
        Count(OPEN, PENDING),
        PENDING_SEEN,
        UNDECIDED,
    ),
    Cell(
        "ALN.new.applied",
        "New premises licences applied for",
        SumOf(("ALN.new.granted", "ALN.new.refused", "ALN.new.undecided")),
    ),
    ended("surrendered", "Licences and certificates surrendered", "Surrendered"),
    ended("revoked", "Licences and certificates revoked", "Revoked"),
    ended("lapsed", "Licences and certificates lapsed", "Expired"),
    Cell(
        "ALN.ended.gone",
        "Licences and certificates no longer published",
        Count(IsTrue("is_gone"), GONE),
        DISAPPEARED,
        STOCK,
    ),
    Cell(
        "ALN.ended.suspended",
        "Licences and certificates suspended on the last day",
        Count(Is("status", ("Suspended",))),
        SUSPENDED,
        STOCK,
    ),
)
