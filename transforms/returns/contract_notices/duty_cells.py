"""Cells and page of the duties: how many notices are owed, shown to be given, overdue, and undecided.

Source: docs/specifications/contract-notices.md, sections 2 and 4
Unit:   duties; one contract can have several.
"""

from transforms.domain.conditions import Condition, Is
from transforms.domain.measures import Count
from transforms.domain.statutory_return import Cell, Line, Page
from transforms.returns.contract_notices import needs
from transforms.returns.contract_notices.register_cells import UNDER_THE_ACT

TABLE = "duties"
UNDECIDED = Is("state", ("undecided",))
DUTIES = {
    "details": "Contract details notice (UK7)",
    "copy": "Copy of a contract of more than £5 million",
    "details_below": "Details of a contract below the threshold",
    "termination": "Contract termination notice (UK11)",
    "kpi": "Contract performance notice (UK9)",
}
STATES = {
    "due": "Certainly owed",
    "evidenced": "Shown to be met",
    "overdue": "Overdue",
    "undecided": "Undecided",
}


def where(duty: str, state: str) -> Condition:
    """Return the duties of a kind in a state; all that are owed for certain are due."""
    return Is("duty", (duty,)) & (~UNDECIDED if state == "due" else Is("state", (state,)))


def cell_name(duty: str, state: str) -> str:
    """Return the name of a cell."""
    return f"CN.duty.{duty}.{state}"


CELLS = tuple(
    Cell(
        cell_name(duty, state),
        f"{label}: {words.lower()}",
        Count(where(duty, state), TABLE),
        UNDER_THE_ACT,
        (*needs.DUTIES, *(needs.EVIDENCE.get(duty, ()) if state in ("evidenced", "overdue") else ())),
    )
    for duty, label in DUTIES.items()
    for state, words in STATES.items()
)
PAGE = Page(
    "Duties",
    "Duties under the Procurement Act 2023 that arose in the quarter",
    tuple(("", words) for words in STATES.values()),
    tuple(Line("", label, tuple(cell_name(duty, state) for state in STATES)) for duty, label in DUTIES.items()),
)
