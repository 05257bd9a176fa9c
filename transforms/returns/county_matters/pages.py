"""CPS1 and CPS2: county matters received, gone, on hand and decided in the quarter, by kind, result and time taken.

Source: docs/specifications/planning-performance.md, section 2; docs/specifications/facts-planning.md, section 9.
Unit:   applications and decisions. `days` run from the valid date to the decision.
Known:  decisions with an agreed date are kept out of the time bands. Without a valid date, or with one after the
        decision, a decision is in a, b and c alone. Cases with an environmental statement, which have 16 weeks, can't
        be told apart. A line of the form that names a kind of mineral or waste is in no field.
"""

from transforms.domain.conditions import AFTER_LAST, FIRST, Between, Condition, Is, NotAfter
from transforms.domain.measures import Count, Difference, NotCollected, Share, SumOf
from transforms.domain.origins import NOT_DERIVABLE
from transforms.domain.statutory_return import Cell, Indicator, Line, Page
from transforms.returns.county_matters.classification import KINDS
from transforms.returns.planning_matters.needs import (
    DECISION,
    DECISION_DATE,
    DEVELOPMENT,
    STATUS,
    TARGET_DATE,
    VALID_DATE,
)
from transforms.returns.planning_matters.ps1 import COUNTED, LEFT, RECEIVED, STOCK_ORIGIN, on_hand
from transforms.returns.planning_matters.ps2 import AGREED, DECIDED, GRANTED, REFUSED, TIMED, origin_of

COLUMNS: dict[str, tuple[str, Condition | None]] = {
    "a": ("Total decisions", None),
    "b": ("Granted", GRANTED),
    "c": ("Refused", REFUSED),
    "d": ("13 weeks or less", TIMED & ~AGREED & Between("days", 0, 91)),
    "e": ("Over 13 to 16 weeks", TIMED & ~AGREED & Between("days", 92, 112)),
    "f": ("Over 16 to 26 weeks", TIMED & ~AGREED & Between("days", 113, 182)),
    "g": ("Over 26 weeks", TIMED & ~AGREED & Between("days", 183)),
    "j": ("With an agreement", AGREED),
    "k": ("With an agreement, in the agreed time", AGREED & NotAfter("decision_date", "target_date")),
}
ROW_LABELS = {
    "minerals": "Minerals, oil and gas",
    "waste": "Waste",
    "other": "The county’s own development and other",
    "total": "All county matters",
}
ROW_NUMBERS = {"minerals": "1 to 22", "waste": "30 to 43", "other": "50", "total": ""}
LINES_BY_KIND = {
    **dict.fromkeys(range(1, 10), "minerals"),
    **dict.fromkeys(range(10, 13), "oil and gas"),
    **dict.fromkeys(range(13, 23), "minerals"),
    **dict.fromkeys(range(30, 44), "waste"),
}
LEFT_NEEDS = (*VALID_DATE, *DEVELOPMENT, *STATUS)
STOCK_NEEDS = (*LEFT_NEEDS, *DECISION_DATE)
SUBTYPE, STATEMENTS = "the kind of mineral or waste is not published", "environmental statements are not published"


def cell_name(row: str, column: str) -> str:
    """Return the name of a cell of CPS2."""
    return f"CPS.{row}.{column}"


def decisions(row: str, column: str) -> Cell:
    """Return the cell that counts the decisions of `row` in `column`, or adds them up over the rows."""
    words, where = COLUMNS[column]
    name, label = cell_name(row, column), f"{ROW_LABELS[row]}: {words[0].lower()}{words[1:]}"
    if row == "total":
        return Cell(name, label, SumOf(tuple(cell_name(kind, column) for kind in KINDS)))
    timed = () if column in ("a", "b", "c") else VALID_DATE
    agreed = TARGET_DATE if column in ("j", "k") else ()
    in_row = DECIDED & Is("row", (row,))
    needs = (*DECISION, *DECISION_DATE, *DEVELOPMENT, *timed, *agreed)
    return Cell(name, label, Count(in_row if where is None else in_row & where), origin_of(column), needs)


def untimed(row: str) -> Cell:
    """Return the working that counts the decisions of `row` that are in none of the columns d to k."""
    name, label = cell_name(row, "untimed"), "Decisions in no time band"
    if row == "total":
        return Cell(name, label, SumOf(tuple(cell_name(kind, "untimed") for kind in KINDS)))
    needs = (*DECISION, *DECISION_DATE, *DEVELOPMENT, *VALID_DATE)
    return Cell(name, label, Count(DECIDED & Is("row", (row,)) & ~TIMED), needs=needs)


FLOWS = (
    Cell("CPS.received", "Received in the quarter", Count(COUNTED & RECEIVED), needs=(*VALID_DATE, *DEVELOPMENT)),
    Cell("CPS.withdrawn", "Withdrawn, called in or turned away", Count(COUNTED & LEFT), STOCK_ORIGIN, LEFT_NEEDS),
    Cell(
        "CPS.on_hand_start",
        "On hand at the start of the quarter",
        Count(COUNTED & on_hand(FIRST)),
        STOCK_ORIGIN,
        STOCK_NEEDS,
    ),
    Cell(
        "CPS.on_hand_end",
        "On hand at the end of the quarter",
        Difference(("CPS.on_hand_start", "CPS.received"), ("CPS.withdrawn", "CPS.total.a")),
    ),
)
BY_KIND = tuple(decisions(row, column) for row in ROW_LABELS for column in COLUMNS)
NOT_HELD = (
    Cell(
        "CPS.eia.decisions",
        "Decisions with an environmental statement",
        NotCollected(STATEMENTS, "whether each application came with an environmental statement"),
        NOT_DERIVABLE,
    ),
    *(
        Cell(
            f"CPS.{line}",
            f"Line {line}, {kind}",
            NotCollected(SUBTYPE, "the line of the form that each application belongs to"),
            NOT_DERIVABLE,
        )
        for line, kind in LINES_BY_KIND.items()
    ),
)
CELLS = (*FLOWS, *BY_KIND, *NOT_HELD)
WORKINGS = (
    Cell(
        "CPS.on_hand_after",
        "On hand on the day after the quarter, counted",
        Count(COUNTED & on_hand(AFTER_LAST)),
        needs=STOCK_NEEDS,
    ),
    *(untimed(row) for row in ROW_LABELS),
)
INDICATORS = (
    Indicator(
        "county_matters_in_time_pct",
        "County matters decided in time",
        Share(("CPS.total.d",), ("CPS.total.a",), where_on=("infer_agreements", "on", ("CPS.total.k",))),
        threshold_pct=60,
    ),
)
PAGES = (
    Page(
        "CPS1",
        "County matters received and on hand",
        (("", "Number"),),
        tuple(Line("", cell.label, (cell.name,), cell.name == "CPS.on_hand_end") for cell in FLOWS),
    ),
    Page(
        "CPS2",
        "Decisions by kind of county matter",
        tuple((column, words) for column, (words, _) in COLUMNS.items()),
        tuple(
            Line(ROW_NUMBERS[row], label, tuple(cell_name(row, column) for column in COLUMNS), row == "total")
            for row, label in ROW_LABELS.items()
        ),
    ),
    Page(
        "CPS2 lines",
        "Decisions that no published field tells apart",
        (("", "Decisions"),),
        tuple(
            Line(
                cell.name.removeprefix("CPS.") if cell.name != "CPS.eia.decisions" else "",
                cell.label.partition(", ")[2].capitalize() or cell.label,
                (cell.name,),
            )
            for cell in NOT_HELD
        ),
    ),
)
