"""Exceptions and checks of the planning return.

Source: docs/specifications/planning-matters.md, section 5.
"""

from transforms.domain.conditions import Blank, Condition, During, Is, IsTrue
from transforms.domain.reasons import BALANCE, FIELD_MISSING, IDENTITY_BROKEN, PUBLISH, Reason
from transforms.domain.return_checks import Check, FigureAtLeast, FigureAtMost, Identity, ShareAtMost, Steady
from transforms.returns.planning_matters import ps1
from transforms.returns.planning_matters.ps2 import ROW_LABELS, cell_name, columns_of

PRINCIPAL_COUNCILS = ("E06", "E07", "E08", "E09", "E10", "W06", "S12", "N09")

# The cells, or would-be cells, of a quarter depend on these cases and no others.
CONCERNED: Condition = (IsTrue("has_row") | IsTrue("is_unclassified")) & (
    ps1.ON_HAND_AT_THE_START | ps1.RECEIVED | ps1.LEFT | During("decision_date")
)


def case_reasons(concerned: Condition) -> tuple[Reason, ...]:
    """Return the reasons for listing a case among those on which a quarter depends, whatever the form."""
    return (
        Reason(
            "multi-class",
            "Several kinds of development are published",
            concerned & IsTrue("is_multi_class"),
            ("codes", "row"),
            fix="Publish one kind of development for each application.",
        ),
        Reason(
            "split-decision",
            "It was granted in part and refused in part",
            concerned & Is("decision", ("Split",)),
            ("decision_date",),
            fix="Publish a decision for each part. Until then it is counted once, as the return’s notes say.",
        ),
        Reason(
            "valid-date-missing",
            "It was decided, and has no valid date",
            concerned & Blank("valid_date") & ~Blank("decision_date"),
            ("decision_date",),
            fix="Publish CaseDate, the day on which the application was valid.",
        ),
        Reason(
            "decision-before-valid",
            "It was decided before it was valid",
            concerned & ~Blank("days") & ~IsTrue("is_timed"),
            ("valid_date", "decision_date"),
            fix="Correct CaseDate, DecisionDate or DecisionNoticeDate.",
        ),
        Reason(
            "decision-date-missing",
            "It was decided, and has no date of the decision",
            concerned & IsTrue("lacks_decision_date"),
            fix="Publish DecisionNoticeDate or DecisionDate.",
        ),
        Reason(
            "prior-on-counted",
            "A prior approval is published for an application",
            concerned & IsTrue("has_prior_on_counted"),
            ("row",),
            fix="Correct Decision, or the kind of development.",
        ),
    )


MULTI_CLASS, *OTHER_REASONS = case_reasons(CONCERNED)
REASONS = (
    MULTI_CLASS,
    Reason(
        "unclassified",
        "No kind of development is published",
        CONCERNED & IsTrue("is_unclassified"),
        ("codes",),
        fix="Publish ClassificationURI or ClassificationLabel, from the standard’s list.",
    ),
    *OTHER_REASONS,
    BALANCE,
    Reason("no-data", "There is no usable file for the period", fix=PUBLISH),
    FIELD_MISSING,
    IDENTITY_BROKEN,
    Reason(
        "negative-cell",
        "The figure is below zero",
        fix="Look for cases without a date of receipt, and for cases that are counted as closed twice.",
    ),
    Reason(
        "no-householder-decisions",
        "No householder application was decided",
        fix="Check that householder applications are in the file, under their kind of development.",
    ),
    Reason(
        "moved-against-last-year",
        "Decisions have changed by more than half, and by more than 10, in a year",
        fix="Check the figure. If it is right, note the reason for the change.",
    ),
    Reason(
        "unclassified-share",
        "Too many decisions have no kind of development",
        fix="Publish the kind of development of each of the decisions listed.",
    ),
)


def checks_of_row(row: str) -> tuple[Check, ...]:
    """Return what must hold of one row of PS2."""

    def cell(column: str) -> str:
        return cell_name(row, column)

    part = f"PS2.{row}"
    bands = tuple(cell(column) for column in ("d", "e", "f", "g", "h", "i", "untimed"))
    broken = ("identity-broken", True, part)
    checks: list[Check] = [
        Identity(
            "decisions_by_result", "Decisions are those granted and those refused", *broken, (cell("a"),),
            (cell("b"), cell("c")),
        ),
        Identity(
            "decisions_by_time", "Decisions are those in a time band, with an agreement or untimed", *broken,
            (cell("a"),), bands, (cell("j"),),
        ),
        FigureAtMost(
            "agreed_in_time", "Decisions in the agreed time are among those with an agreement", *broken, cell("k"),
            cell("j"),
        ),
        FigureAtMost("agreed", "Decisions with an agreement are among all decisions", *broken, cell("j"), cell("a")),
        Steady(
            "steady",
            "Decisions have not changed by more than half, and by more than 10, in a year",
            "moved-against-last-year", False, part, cell("a"), cell("year_before"), 50, 10, "PS2.reach",
        ),
    ]  # fmt: skip
    if "e1" in columns_of(row):
        sentence = "Decisions in 8 to 13 weeks are those in 8 to 10 and in 10 to 13"
        checks.append(Identity("public_service_weeks", sentence, *broken, (cell("e"),), (cell("e1"), cell("e2"))))
    return tuple(checks)


CHECKS: tuple[Check, ...] = (
    *(check for row in ROW_LABELS for check in checks_of_row(row)),
    FigureAtMost(
        "delegated", "Delegated decisions are among all decisions", "identity-broken", True, "", "PS1.4a", "PS1.4"
    ),
    FigureAtLeast(
        "stock", "The stock at the end of the quarter is not negative", "negative-cell", False, "", "PS1.end", 0
    ),
    FigureAtLeast(
        "householders",
        "A principal council decides householder applications in every quarter",
        "no-householder-decisions",
        False,
        "",
        "PS2.Q21.a",
        1,
        PRINCIPAL_COUNCILS,
    ),
    ShareAtMost(
        "classified",
        "Decisions without a kind of development are within the permitted share",
        "unclassified-share",
        True,
        "",
        ("PS2.unclassified",),
        ("PS2.TOT.a", "PS2.unclassified"),
        "unclassified_limit_pct",
    ),
)
