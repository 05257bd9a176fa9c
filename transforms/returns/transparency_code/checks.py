"""Exceptions and checks of the statement.

Source: docs/specifications/transparency-code-statement.md, section 4
"""

from transforms.domain.return_checks import Check, Identity
from transforms.domain.statutory_return import Reason
from transforms.returns.transparency_code.cells import DUE, cell_name, in_states, total_name
from transforms.returns.transparency_code.states import IS_DUE, DueState

QUOTED_COLUMNS = ("due", "not_seen", "seen")
SENTENCES = {
    DueState.LATE: ("late", "Published after the day on which it was due"),
    DueState.PART: ("part", "Only a part was there when somebody last looked after the day on which it was due"),
    DueState.MISSING: ("missing", "Not there when somebody last looked after the day on which it was due"),
    DueState.NOT_LOOKED: ("not-looked", "Nobody has looked since the day on which it was due"),
}
REASONS = (
    *(
        Reason(name, sentence, in_states(state), QUOTED_COLUMNS, table=DUE)
        for state, (name, sentence) in SENTENCES.items()
    ),
    Reason("no-data", "No usable file of any of the twelve sets is known"),
    Reason("states-broken", "The due things are not all in one state"),
)
CHECKS: tuple[Check, ...] = (
    Identity(
        "states_add_up",
        "The states add up to what is due",
        "states-broken",
        True,
        "",
        (cell_name("due"),),
        tuple(total_name(state) for state in IS_DUE),
    ),
)
