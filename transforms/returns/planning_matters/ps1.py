"""PS1: applications on hand, received, gone and decided in the quarter, and prior approvals.

Source: MHCLG district planning return PS1; docs/specifications/planning-matters.md, section 4
Unit:   applications, decisions and notices.
Known:  enforcement, Regulation 3 and 4, environmental statements and planning performance agreements are in no field of
        the standard. The stock at the end is no longer collected; it is derived and compared with a count.
"""

from transforms.domain.conditions import (
    AFTER_LAST,
    AFTER_YEAR_BEFORE,
    FIRST,
    Before,
    Blank,
    Condition,
    During,
    Is,
    IsTrue,
    NotAfter,
    NotBefore,
)
from transforms.domain.measures import Count, Difference, NotCollected, SumOf
from transforms.domain.origins import NOT_DERIVABLE, ByFact, Origin
from transforms.domain.statutory_return import Cell, Line, Page
from transforms.returns.planning_matters.needs import (
    CLASSIFICATION,
    DECIDER,
    DECISION,
    DECISION_DATE,
    STATUS,
    VALID_DATE,
)
from transforms.returns.planning_matters.ps2 import DECIDED

COUNTED = IsTrue("has_row")
LEFT_NEEDS = (*VALID_DATE, *CLASSIFICATION, *STATUS)
STOCK_NEEDS = (*LEFT_NEEDS, *DECISION_DATE)
STOCK_ORIGIN = ByFact("seen_before_the_start", if_true=Origin.COMPUTED, if_false=Origin.INFERRED)


def on_hand(day: str) -> Condition:
    """Return the condition of a case received before `day` and neither decided nor gone before it."""
    undecided = Blank("decision_date") | NotBefore("decision_date", day)
    not_gone = Blank("left_date") | NotBefore("left_date", day)
    return Before("valid_date", day) & undecided & not_gone


ON_HAND_AT_THE_START = on_hand(FIRST)
RECEIVED = During("valid_date")
LEFT: Condition = During("left_date") & NotAfter("valid_date", "left_date")

ENFORCEMENT = {
    "enforcement_notices": "Enforcement notices issued",
    "stop_notices": "Stop notices served",
    "temporary_stop_notices": "Temporary stop notices served",
    "contravention_notices": "Planning contravention notices served",
    "breach_notices": "Breach of condition notices served",
    "injunctions_granted": "Injunctions granted",
    "injunctions_refused": "Injunctions refused",
}
PRIOR_RESULTS = {
    "not_required": ("Prior approval not required", ("Prior not required",)),
    "granted": ("Prior approval granted", ("Prior granted",)),
    "refused": ("Prior approval refused", ("Prior refused", "Prior refused permission required")),
}
PRIOR_CLASSES = {
    "PA1": "larger householder extensions",
    "PA2": "offices and businesses to homes",
    "PA7": "launderettes, betting offices, takeaways and amusements to homes",
    "PA8": "agricultural buildings to homes",
    "PA15": "new homes upwards on detached commercial or mixed buildings",
    "PA16": "new homes upwards on detached houses",
    "PA17": "new homes upwards on detached blocks of flats",
    "PA18": "householder extensions upwards",
    "PA19": "demolition and rebuilding as homes",
    "PA20": "new homes upwards on terraced commercial or mixed buildings",
    "PA99": "all others",
}

STATEMENTS, AGREEMENTS = "environmental statements are not published", "performance agreements are not published"
REGULATIONS, ENFORCED = "the regulation is not published", "enforcement is in no standard"
CLASSES = "the class of permitted development is not published"
MISSING_DATA = {
    STATEMENTS: "whether each application came with an environmental statement",
    AGREEMENTS: "whether each application had a planning performance agreement",
    REGULATIONS: "under which regulation each decision on their own development was taken",
    ENFORCED: "their enforcement notices and injunctions, each with its kind and date",
    CLASSES: "the class of permitted development of each prior approval",
}


def not_held(name: str, label: str, reason: str) -> Cell:
    """Return a cell that no field of the standard holds."""
    return Cell(f"PS1.{name}", label, NotCollected(reason, MISSING_DATA[reason]), NOT_DERIVABLE)


def prior_approvals(result: str) -> Cell:
    """Return the cell that counts the prior approvals decided with `result`."""
    label, decisions = PRIOR_RESULTS[result]
    where = During("prior_decision_date") & Is("prior_decision", decisions)
    return Cell(f"PS1.10.{result}", label, Count(where), needs=(*DECISION, *DECISION_DATE, *CLASSIFICATION))


CELLS = (
    Cell(
        "PS1.1", "On hand at the start of the quarter", Count(COUNTED & ON_HAND_AT_THE_START), STOCK_ORIGIN, STOCK_NEEDS
    ),
    Cell("PS1.2", "Received in the quarter", Count(COUNTED & RECEIVED), needs=(*VALID_DATE, *CLASSIFICATION)),
    Cell("PS1.3", "Withdrawn, called in or turned away", Count(COUNTED & LEFT), STOCK_ORIGIN, LEFT_NEEDS),
    Cell("PS1.4", "Decisions", SumOf(("PS2.TOT.a",)), fact="planning-decisions"),
    Cell(
        "PS1.4a",
        "of which delegated to officers",
        Count(DECIDED & Is("decision_type", ("Delegated",))),
        needs=(*DECISION, *DECISION_DATE, *CLASSIFICATION, *DECIDER),
    ),
    Cell("PS1.4b", "of which granted", SumOf(("PS2.TOT.b",)), fact="planning-decisions-granted"),
    Cell("PS1.end", "On hand at the end of the quarter", Difference(("PS1.1", "PS1.2"), ("PS1.3", "PS1.4"))),
    not_held("5", "Decisions with an environmental statement", STATEMENTS),
    not_held("6", "Decisions with a planning performance agreement", AGREEMENTS),
    Cell("PS1.7", "Decisions with an extension of time", SumOf(("PS2.TOT.j",))),
    *(not_held(f"8.reg{number}", f"Decisions under Regulation {number}", REGULATIONS) for number in (3, 4)),
    *(not_held(f"9.{name}", label, ENFORCED) for name, label in ENFORCEMENT.items()),
    *(prior_approvals(result) for result in PRIOR_RESULTS),
    Cell("PS1.10.total", "Prior approvals decided", SumOf(tuple(f"PS1.10.{result}" for result in PRIOR_RESULTS))),
    *(not_held(f"10.{code}", f"Prior approvals, {code}: {words}", CLASSES) for code, words in PRIOR_CLASSES.items()),
)
WORKINGS = (
    Cell(
        "PS1.on_hand_after",
        "On hand on the day after the quarter, counted",
        Count(COUNTED & on_hand(AFTER_LAST)),
        needs=STOCK_NEEDS,
    ),
    Cell(
        "PS2.unclassified",
        "Decisions that belong to no row",
        Count(IsTrue("is_unclassified") & During("decision_date")),
    ),
    Cell(
        "PS2.reach",
        "Decisions up to the end of the same quarter a year before",
        Count(COUNTED & Before("decision_date", AFTER_YEAR_BEFORE)),
    ),
)


def line_number(cell: str) -> str:
    """Return the line of the form that a cell stands on; what is derived here stands on none."""
    number = cell.removeprefix("PS1.").partition(".")[0]
    return "" if number == "end" else number


PAGE = Page(
    "PS1",
    "Applications received and decided",
    (("", "Number"),),
    tuple(Line(line_number(cell.name), cell.label, (cell.name,), cell.name == "PS1.end") for cell in CELLS),
)
