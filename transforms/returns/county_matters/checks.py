"""Exceptions and checks of the county matters return.

Source: docs/specifications/planning-performance.md, section 2; docs/specifications/planning-matters.md, section 5.
Known:  the page names no exceptions; those of planning_matters that can hold of a county matter are listed.
"""

from transforms.domain.conditions import FIRST, Condition, During
from transforms.domain.reasons import BALANCE, FIELD_MISSING, IDENTITY_BROKEN, PUBLISH, Reason
from transforms.domain.return_checks import Check, FigureAtLeast, FigureAtMost, Identity
from transforms.returns.county_matters.pages import ROW_LABELS, cell_name
from transforms.returns.planning_matters.checks import case_reasons
from transforms.returns.planning_matters.ps1 import COUNTED, LEFT, RECEIVED, on_hand

# The cells of a quarter depend on these cases and no others.
CONCERNED: Condition = COUNTED & (on_hand(FIRST) | RECEIVED | LEFT | During("decision_date"))
REASONS = (
    *case_reasons(CONCERNED),
    BALANCE,
    Reason("no-data", "There is no usable file for the period", fix=PUBLISH),
    FIELD_MISSING,
    IDENTITY_BROKEN,
    Reason(
        "negative-cell",
        "The figure is below zero",
        fix="Look for cases without a date of receipt, and for cases that are counted as closed twice.",
    ),
)


def checks_of_row(row: str) -> tuple[Check, ...]:
    """Return what must hold of one row of CPS2."""
    a, b, c, j, k = (cell_name(row, column) for column in "abcjk")
    bands = tuple(cell_name(row, column) for column in ("d", "e", "f", "g", "untimed"))
    broken = ("identity-broken", True, f"CPS.{row}")
    return (
        Identity(
            "decisions_by_result", "Decisions are those granted and those refused", *broken, whole=(a,), addends=(b, c)
        ),
        Identity(
            "decisions_by_time",
            "Decisions are those in a time band, with an agreement or untimed",
            *broken,
            whole=(a,),
            addends=bands,
            optional=(j,),
        ),
        FigureAtMost("agreed_in_time", "Decisions in the agreed time are among those with an agreement", *broken, k, j),
        FigureAtMost("agreed", "Decisions with an agreement are among all decisions", *broken, j, a),
    )


CHECKS: tuple[Check, ...] = (
    *(check for row in ROW_LABELS for check in checks_of_row(row)),
    FigureAtLeast(
        "stock",
        "The stock at the end of the quarter is not negative",
        "negative-cell",
        False,
        "",
        "CPS.on_hand_end",
        0,
    ),
)
