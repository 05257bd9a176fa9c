"""Lines of PS1 that edition 2026 adds: permissions in principle and technical details consents.

Source: docs/specifications/planning-performance.md, section 3; docs/specifications/facts-planning.md, section 10.
Unit:   decisions.
Known:  the draft of 2026 alone says of which types an application is; one that is of both types is in both lines. What
        the other lines say of such a case stays as it is: without a development code it is unclassified.
"""

from transforms.domain.conditions import Condition, During, IsTrue
from transforms.domain.measures import Count
from transforms.domain.origins import ByFact, Origin
from transforms.domain.return_checks import Identity
from transforms.domain.statutory_return import Cell, Line
from transforms.returns.planning_matters.needs import DECISION, DECISION_DATE
from transforms.returns.planning_matters.ps2 import GRANTED, REFUSED

TYPES_FIELD = "application-types"
COLUMN_BY_TYPE = {"pip": "is_permission_in_principle", "technical-details-consent": "is_technical_details_consent"}
KINDS = {
    "pip": ("Permissions in principle", COLUMN_BY_TYPE["pip"]),
    "tdc": ("Technical details consents", COLUMN_BY_TYPE["technical-details-consent"]),
}
RESULTS: dict[str, Condition | None] = {"decided": None, "granted": GRANTED, "refused": REFUSED}
PUBLISHES_TYPES = "publishes_types"
ORIGIN = ByFact(PUBLISHES_TYPES, if_true=Origin.COMPUTED, if_false=Origin.NOT_DERIVABLE)


def cell_name(kind: str, result: str) -> str:
    """Return the name of a cell."""
    return f"PS1.{kind}.{result}"


def decisions(kind: str, result: str) -> Cell:
    """Return the cell that counts the decisions on one kind of application with a result."""
    noun, column = KINDS[kind]
    where, further = IsTrue(column) & During("decision_date"), RESULTS[result]
    return Cell(
        cell_name(kind, result),
        f"{noun} {result}",
        Count(where if further is None else where & further),
        ORIGIN,
        needs=(*DECISION, *DECISION_DATE),
    )


CELLS = tuple(decisions(kind, result) for kind in KINDS for result in RESULTS)
LINES = tuple(Line("", cell.label, (cell.name,)) for cell in CELLS)
CHECKS = tuple(
    Identity(
        "decisions_by_result",
        "Decisions are those granted and those refused",
        "identity-broken",
        True,
        f"PS1.{kind}",
        (cell_name(kind, "decided"),),
        (cell_name(kind, "granted"), cell_name(kind, "refused")),
    )
    for kind in KINDS
)
