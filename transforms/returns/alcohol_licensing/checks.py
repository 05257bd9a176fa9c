"""Exceptions and checks of the licensing return.

Source: docs/specifications/alcohol-licensing.md, section 3
"""

from transforms.domain.conditions import Blank, IsTrue
from transforms.domain.return_checks import Check, FigureAtMost, Identity, ShareAtMost, Steady
from transforms.domain.statutory_return import Reason
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
    ),
    Reason(
        "end-before-start",
        "It ends before it starts",
        IsTrue("is_reversed"),
        ("start", "published_end"),
        cells=STOCK_CELLS,
    ),
    Reason(
        "licence-disappeared",
        "It was in force and is no longer published",
        IsTrue("is_gone"),
        ("end",),
        table=GONE,
        cells=("ALN.ended.gone",),
    ),
    Reason("status-unknown", "The status is in no list", Blank("status"), table=CASES, cells=READ_CELLS),
    Reason("kind-unknown", "The kind of licence is in no list", Blank("kind"), table=CASES, cells=READ_CELLS),
    Reason(
        "start-missing",
        "Neither a start nor a date",
        BOTH_KINDS & IsTrue("says_licence") & Blank("start"),
        ("status",),
        table=CASES,
        cells=(*STOCK_CELLS, "ALN.ended.suspended"),
    ),
    Reason("same-premises", "Premises licences in force share a property number", cells=("ALN.prem.total",)),
    Reason("hours-unreadable", "Opening hours that can't be read", cells=("ALN.prem.no_alcohol",)),
    Reason("kind-not-published", "No row is of this kind"),
    Reason("no-data", "No usable file for the year"),
    Reason(ELSEWHERE, "Not a licensing authority"),
    Reason("field-missing", "A field that cells need is not published"),
    Reason("identity-broken", "Figures that should add up do not"),
    Reason("split-unknown-share", "Of too many licences nobody knows how alcohol is sold"),
    Reason("current-means-in-force", "More licences are under consideration and begun than in force"),
    Reason("moved-against-last-year", "A figure changed by more than a quarter against two years before"),
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
        "How alcohol is sold is known of at least 98 in a hundred premises and clubs in force",
        "split-unknown-share",
        True,
        "",
        ("ALN.all.alcohol_unknown",),
        ("ALN.all.total",),
        UNKNOWN_LIMIT_PCT,
    ),
    FigureAtMost(
        "statuses_as_meant",
        "Premises and clubs that are New or Current with a start are not more than those in force",
        "current-means-in-force",
        True,
        "",
        "ALN.all.open_with_start",
        "ALN.all.total",
    ),
    *(
        Steady(
            "steady",
            "The figure has not moved by more than a quarter and more than twenty against two years before",
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
