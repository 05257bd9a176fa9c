"""The cells, rates and pages of planning performance.

Source: docs/specifications/planning-performance.md, section 1.
Unit:   decisions; quarters; authorities at risk.
Known:  the rate that is held to a threshold is the one that is written, with one decimal. An authority at risk is one
        with four quarters; England's figure is how many there are. England's number of quarters is that of all
        authorities. A rate over England needs some authority's figures in each of the four quarters.
"""

from transforms.domain.measures import BelowThreshold, Derived, NotCollected, Share, SumOverPeriods
from transforms.domain.origins import NOT_DERIVABLE, AsDerived
from transforms.domain.ranking import Ranking
from transforms.domain.statutory_return import Cell, Indicator, Line, Page
from transforms.returns.planning_matters.indicators import INDICATORS as RATES
from transforms.returns.planning_matters.indicators import NON_MAJOR, cells_of

SLUG = "planning_matters"
QUARTERS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4")  # whether all that a rate needs is known of each
QUARTERS_KNOWN, FOUR_QUARTERS = "quarters_known", "has_four_quarters"
MAJOR_RATE, NON_MAJOR_RATE = (rate for rate in RATES if rate.threshold_pct is not None)
LABELS = {"major": "Major developments", "non_major": "Non-major developments"}
FIGURES = {
    "decisions": "decisions",
    "in_time": "decided in time",
    "with_agreement": "decided with an agreement",
}
SUM_SENTENCE = "It is only as well known as the least known of its four quarters, and inferred where one has no figure."
COUNTED = AsDerived("counted", "It is counted from the returns of the four quarters.")
APPEALS = "appeals are in no standard"


def cell_name(kind: str, figure: str) -> str:
    """Return the name of a cell."""
    return f"PP.{kind}.{figure}"


def sum_of(kind: str, figure: str) -> SumOverPeriods:
    """Return how a figure is added up from the cells of the district planning return."""
    rate, rows = (MAJOR_RATE, ("MAJ",)) if kind == "major" else (NON_MAJOR_RATE, NON_MAJOR)
    share, name = rate.measure, cell_name(kind, figure)
    if figure == "in_time":
        return SumOverPeriods(name, SLUG, share.numerator, share.where_on)
    return SumOverPeriods(name, SLUG, share.denominator if figure == "decisions" else cells_of(rows, "j"))


def rate_of(kind: str) -> Share:
    """Return the share of decisions in time, which needs four quarters."""
    return Share((cell_name(kind, "in_time"),), (cell_name(kind, "decisions"),), only_with=QUARTERS)


def year_sum(kind: str, figure: str) -> Cell:
    """Return the cell that adds a figure up over the four quarters."""
    name = cell_name(kind, figure)
    label = f"{LABELS[kind]}: {FIGURES[figure]}"
    fact = "planning-decisions-major" if (kind, figure) == ("major", "decisions") else ""
    return Cell(name, label, sum_of(kind, figure), AsDerived(name, SUM_SENTENCE), fact=fact)


def at_risk(kind: str) -> Cell:
    """Return the cell that is 1 where the rate of four quarters is below its threshold."""
    threshold = THRESHOLDS[kind]
    measure = BelowThreshold(rate_of(kind), threshold, FOUR_QUARTERS)
    return Cell(cell_name(kind, "at_risk"), f"{LABELS[kind]}: at risk, in time below {threshold} %", measure)


def overturned(kind: str) -> Cell:
    """Return the cell of decisions that an appeal has overturned, which nobody publishes."""
    measure = NotCollected(APPEALS, "whether an appeal has overturned the decision on each application")
    return Cell(cell_name(kind, "overturned"), f"{LABELS[kind]}: overturned at appeal", measure, NOT_DERIVABLE)


THRESHOLDS = {"major": MAJOR_RATE.threshold_pct or 0, "non_major": NON_MAJOR_RATE.threshold_pct or 0}
CELLS = (
    *(year_sum(kind, figure) for kind in LABELS for figure in FIGURES),
    Cell(
        "PP.quarters",
        "Quarters with figures, four for each authority",
        Derived(QUARTERS_KNOWN, "The number of quarters of the year in which decisions are counted"),
        COUNTED,
    ),
    *(at_risk(kind) for kind in LABELS),
    *(overturned(kind) for kind in LABELS),
)
WORKINGS = tuple(
    Cell(name, f"Whether the rates are known of quarter {number}", Derived(name, "1 or 0"), COUNTED)
    for number, name in enumerate(QUARTERS, start=1)
)
INDICATORS = (
    Indicator("major_in_time_pct", "Major developments decided in time", rate_of("major"), THRESHOLDS["major"]),
    Indicator(
        "non_major_in_time_pct", "Non-major developments decided in time", rate_of("non_major"), THRESHOLDS["non_major"]
    ),
)
PAGES = (
    Page(
        "Performance",
        "Speed of decisions over four quarters",
        (("", "Major"), ("", "Non-major")),
        (
            *(
                Line("", label[0].upper() + label[1:], (cell_name("major", figure), cell_name("non_major", figure)))
                for figure, label in (
                    *FIGURES.items(),
                    ("at_risk", "at risk: in time below the threshold"),
                    ("overturned", "overturned at appeal"),
                )
            ),
            Line("", "Quarters with figures, four for each authority", ("PP.quarters", None)),
        ),
    ),
)
FEW_DECISIONS = 10
RANKINGS = tuple(
    Ranking(
        table,
        f"{LABELS[kind]}: authorities by the share decided in time",
        f"{kind}_in_time_pct",
        (cell_name(kind, "decisions"), cell_name(kind, "in_time")),
        marked="PP.major.decisions",
        marked_below=FEW_DECISIONS,
        mark=f"Fewer than {FEW_DECISIONS} major decisions: not assessed by the department",
    )
    for table, kind in (("P151", "major"), ("P153", "non_major"))
)
