"""PS2: decisions of the quarter by kind of development, result and time taken.

Source: MHCLG district planning return PS2; docs/specifications/planning-matters.md, section 3
Unit:   decisions. `days` run from the valid date to the decision.
Known:  decisions with an agreed date are kept out of the time bands. Without a valid date, or with one after the
        decision, a decision is in a, b and c alone.
"""

from transforms.domain.conditions import Between, Condition, During, Is, IsTrue, NotAfter, Switched
from transforms.domain.measures import Count, SumOf
from transforms.domain.origins import COMPUTED, BySwitch, Origin, OriginRule
from transforms.domain.return_reads import FieldNeed
from transforms.domain.statutory_return import Cell, Line, Page
from transforms.returns.planning_matters.classification import MAJOR, MINOR, OTHER
from transforms.returns.planning_matters.needs import (
    CLASSIFICATION,
    DECISION,
    DECISION_DATE,
    TARGET_DATE,
    VALID_DATE,
)

DECIDED: Condition = IsTrue("has_row") & During("decision_date")
SPLIT = Is("decision", ("Split",))
GRANTED: Condition = Is("decision", ("Approve",)) | (SPLIT & Switched("split_counts_as", "granted"))
REFUSED: Condition = Is("decision", ("Refuse",)) | (SPLIT & Switched("split_counts_as", "refused"))
AGREED = IsTrue("has_agreement")
TIMED = IsTrue("is_timed")

COLUMNS: dict[str, tuple[str, Condition | None]] = {
    "a": ("Total decisions", None),
    "b": ("Granted", GRANTED),
    "c": ("Refused", REFUSED),
    "d": ("8 weeks or less", TIMED & ~AGREED & Between("days", 0, 56)),
    "e": ("Over 8 to 13 weeks", TIMED & ~AGREED & Between("days", 57, 91)),
    "e1": ("Over 8 to 10 weeks", TIMED & ~AGREED & Between("days", 57, 70)),
    "e2": ("Over 10 to 13 weeks", TIMED & ~AGREED & Between("days", 71, 91)),
    "f": ("Over 13 to 16 weeks", TIMED & ~AGREED & Between("days", 92, 112)),
    "g": ("Over 16 to 26 weeks", TIMED & ~AGREED & Between("days", 113, 182)),
    "h": ("Over 26 to 52 weeks", TIMED & ~AGREED & Between("days", 183, 364)),
    "i": ("Over 52 weeks", TIMED & ~AGREED & Between("days", 365)),
    "j": ("With an agreement", AGREED),
    "k": ("With an agreement, in the agreed time", AGREED & NotAfter("decision_date", "target_date")),
}
PUBLIC_SERVICE_ONLY = ("e1", "e2")
ALL_COLUMNS = tuple(column for column in COLUMNS if column not in PUBLIC_SERVICE_ONLY)

ROW_LABELS = {
    "Q01": "Dwellings",
    "Q02": "Offices, R&D, light industry",
    "Q03": "General industry, storage, warehousing",
    "Q04": "Retail and services",
    "Q05": "Traveller caravan pitches",
    "Q06": "All other major developments",
    "Q07": "Major public service infrastructure",
    "MAJ": "Major developments",
    "Q13": "Dwellings",
    "Q14": "Offices, R&D, light industry",
    "Q15": "General industry, storage, warehousing",
    "Q16": "Retail and services",
    "Q17": "Traveller caravan pitches",
    "Q18": "All other minor developments",
    "MIN": "Minor developments",
    "Q20": "Change of use",
    "Q21": "Householder developments",
    "Q22": "Advertisements",
    "Q23": "Listed building consents to alter or extend",
    "Q24": "Listed building consents to demolish",
    "Q25": "Relevant demolition in a conservation area",
    "OTH": "Other developments",
    "TOT": "All developments",
}
SUMS = {"MAJ": MAJOR, "MIN": MINOR, "OTH": OTHER, "TOT": ("MAJ", "MIN", "OTH")}


def cell_name(row: str, column: str) -> str:
    """Return the name of a cell of PS2."""
    return f"PS2.{row}.{column}"


def columns_of(row: str) -> tuple[str, ...]:
    """Return the columns of `row` in the form's order."""
    return tuple(COLUMNS) if row == "Q07" else ALL_COLUMNS


def origin_of(column: str) -> OriginRule:
    """Return how the cells of `column` are come by."""
    if column in ("a", "b", "c"):
        return COMPUTED
    off = Origin.NOT_DERIVABLE if column in ("j", "k") else Origin.COMPUTED
    return BySwitch("infer_agreements", (("on", Origin.INFERRED), ("off", off)))


def needs_of_column(column: str) -> tuple[FieldNeed, ...]:
    """Return the published fields that the cells of `column` need."""
    timed = () if column in ("a", "b", "c") else VALID_DATE
    agreed = TARGET_DATE if column in ("j", "k") else ()
    return (*DECISION, *DECISION_DATE, *CLASSIFICATION, *timed, *agreed)


def decisions(row: str, column: str) -> Cell:
    """Return the cell that counts the decisions of `row` that belong in `column`."""
    words, where = COLUMNS[column]
    in_row = DECIDED & Is("row", (row,))
    measure = Count(in_row if where is None else in_row & where)
    label = f"{ROW_LABELS[row]}: {words[0].lower()}{words[1:]}"
    return Cell(cell_name(row, column), label, measure, origin_of(column), needs_of_column(column))


FACTS = {
    ("TOT", "a"): "planning-decisions",
    ("TOT", "b"): "planning-decisions-granted",
    ("MAJ", "a"): "planning-decisions-major",
}


def subtotal(row: str, column: str) -> Cell:
    """Return the cell that adds up `column` over the rows of a class."""
    words, _ = COLUMNS[column]
    parts = SumOf(tuple(cell_name(part, column) for part in SUMS[row]))
    label = f"{ROW_LABELS[row]}: {words[0].lower()}{words[1:]}"
    return Cell(cell_name(row, column), label, parts, fact=FACTS.get((row, column), ""))


CELLS = tuple(
    subtotal(row, column) if row in SUMS else decisions(row, column) for row in ROW_LABELS for column in columns_of(row)
)


def untimed(row: str) -> Cell:
    """Return the working that counts the decisions of `row` that are in none of the columns d to k."""
    name = cell_name(row, "untimed")
    if row in SUMS:
        return Cell(name, "Decisions in no time band", SumOf(tuple(cell_name(part, "untimed") for part in SUMS[row])))
    where = DECIDED & Is("row", (row,)) & ~TIMED
    return Cell(name, "Decisions in no time band", Count(where), needs=needs_of_column("d"))


def year_before(row: str) -> Cell:
    """Return the working that counts the decisions of `row` in the same quarter a year before."""
    name = cell_name(row, "year_before")
    if row in SUMS:
        return Cell(name, "Decisions a year before", SumOf(tuple(cell_name(part, "year_before") for part in SUMS[row])))
    where = IsTrue("has_row") & During("decision_date", years_before=1) & Is("row", (row,))
    return Cell(name, "Decisions a year before", Count(where), needs=needs_of_column("a"))


WORKINGS = tuple(working(row) for working in (untimed, year_before) for row in ROW_LABELS)

PAGE = Page(
    "PS2",
    "Decisions by kind of development",
    tuple((column, words) for column, (words, _) in COLUMNS.items()),
    tuple(
        Line(
            "" if row in SUMS else row,
            label,
            tuple(cell_name(row, column) if column in columns_of(row) else None for column in COLUMNS),
            is_total=row in SUMS,
        )
        for row, label in ROW_LABELS.items()
    ),
)
