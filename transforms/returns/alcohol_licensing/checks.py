"""Exceptions and checks of the licensing return.

Source: docs/specifications/alcohol-licensing.md, section 3
"""

from transforms.domain.conditions import Blank, IsTrue
from transforms.domain.reasons import FIELD_MISSING, IDENTITY_BROKEN, PUBLISH, Reason
from transforms.domain.return_checks import Check, FigureAtMost, Identity, ShareAtMost, Steady
from transforms.returns.alcohol_licensing.needs import CASES, GONE
from transforms.returns.alcohol_licensing.pages import CELLS
from transforms.returns.alcohol_licensing.stock import BOTH_KINDS, IN_FORCE, PARTS
from transforms.returns.alcohol_licensing.workings import COMPARED

UNKNOWN_LIMIT_PCT = 2
MOVED_PCT, MOVED = 25, 20
ELSEWHERE = "not-a-licensing-authority"

STOCK_CELLS = ("ALN.prem.total", "ALN.club.total")
PART_CELLS = tuple(f"ALN.{code}.{part}" for code in ("prem", "club") for part in PARTS)
READ_CELLS = tuple(cell.name for cell in CELLS if cell.needs)

REASONS = (
    Reason(
        "alcohol-unstated",
        "Nothing says whether alcohol is sold",
        IN_FORCE & IsTrue("is_unstated"),
        cells=PART_CELLS,
        fix="Fill in AlcoholSupply, and in OnPremisesAlcoholSale and OffPremisesAlcoholSale how alcohol is sold.",
    ),
    Reason(
        "end-before-start",
        "It ends before it starts",
        IsTrue("is_reversed"),
        ("start", "published_end"),
        cells=STOCK_CELLS,
        fix="Correct LicenceStartDate or LicenceEndDate.",
    ),
    Reason(
        "licence-disappeared",
        "It was in force and is no longer published",
        IsTrue("is_gone"),
        ("end",),
        table=GONE,
        cells=("ALN.ended.gone",),
        fix="Keep licences in the file after they have ended, with their status and LicenceEndDate.",
    ),
    Reason(
        "status-unknown",
        "The status is not in the standard’s list",
        Blank("status"),
        table=CASES,
        cells=READ_CELLS,
        fix="Use a status from the standard’s list in StatusURI or StatusLabel.",
    ),
    Reason(
        "kind-unknown",
        "The kind of licence is not in the standard’s list",
        Blank("kind"),
        table=CASES,
        cells=READ_CELLS,
        fix="Use a kind of licence from the standard’s list in ServiceTypeURI or ServiceTypeLabel.",
    ),
    Reason(
        "start-missing",
        "There is neither a start date nor a case date",
        BOTH_KINDS & IsTrue("says_licence") & Blank("start"),
        ("status",),
        table=CASES,
        cells=(*STOCK_CELLS, "ALN.ended.suspended"),
        fix="Publish LicenceStartDate, or at least CaseDate.",
    ),
    Reason(
        "same-premises",
        "Several premises licences in force have the same property number (UPRN)",
        cells=("ALN.prem.total",),
        fix="Check whether a licence that was replaced is still published as if it were in force.",
    ),
    Reason(
        "hours-unreadable",
        "Opening hours can’t be read",
        cells=("ALN.prem.no_alcohol",),
        fix="Write OpeningHours as days and times, such as “Mo-Sa 10:00-23:00; Su 12:00-22:30” or “24/7”.",
    ),
    Reason(
        "kind-not-published",
        "Nothing of this kind is published",
        fix="Publish the licences or notices of this kind, or declare the figures.",
    ),
    Reason("no-data", "There is no usable file for the year", fix=PUBLISH),
    Reason(ELSEWHERE, "It is not a licensing authority", fix="Nothing: this body does not owe the return."),
    FIELD_MISSING,
    IDENTITY_BROKEN,
    Reason(
        "split-unknown-share",
        "For more than 2 in 100 licences it is not known how alcohol is sold",
        fix="Fill in AlcoholSupply, OnPremisesAlcoholSale and OffPremisesAlcoholSale for every licence in force.",
    ),
    Reason(
        "current-means-in-force",
        "More premises and clubs are New or Current and have begun than are in force",
        fix="Use the status Issued for licences in force: New and Current are for applications without a decision.",
    ),
    Reason(
        "moved-against-last-year",
        "The figure has changed by more than a quarter, and by more than 20, in two years",
        fix="Check the figure. If it is right, note the reason for the change.",
    ),
)


def adds_up(code: str, part: str) -> Check:
    """Return that what is in force of a kind is the sum of its five parts."""
    return Identity(
        "by_alcohol",
        "What is in force is the sum of its parts by how alcohol is sold",
        "identity-broken",
        True,
        part,
        (f"ALN.{code}.total",),
        tuple(f"ALN.{code}.{name}" for name in PARTS),
    )


CHECKS: tuple[Check, ...] = (
    adds_up("prem", "premises"),
    adds_up("club", "clubs"),
    ShareAtMost(
        "alcohol_known",
        "How alcohol is sold is known for at least 98 in 100 premises and clubs in force",
        "split-unknown-share",
        True,
        "",
        ("ALN.all.alcohol_unknown",),
        ("ALN.all.total",),
        UNKNOWN_LIMIT_PCT,
    ),
    FigureAtMost(
        "statuses_as_meant",
        "There are no more premises and clubs that are New or Current and have begun than are in force",
        "current-means-in-force",
        True,
        "",
        "ALN.all.open_with_start",
        "ALN.all.total",
    ),
    *(
        Steady(
            "steady",
            "The figure has not changed by more than a quarter, and by more than 20, in two years",
            "moved-against-last-year",
            False,
            cell.name,
            cell.name,
            before,
            MOVED_PCT,
            MOVED,
            shows=((f"cell={cell.name} now", cell.name), ("before", before)),
        )
        for before, cell in COMPARED.items()
    ),
)
