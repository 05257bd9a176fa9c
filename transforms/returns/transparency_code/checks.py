"""Exceptions and checks of the statement.

Source: docs/specifications/transparency-code-statement.md, section 4
"""

from transforms.domain.reasons import Reason
from transforms.domain.return_checks import Check, Identity
from transforms.returns.transparency_code.cells import DUE, cell_name, in_states, total_name
from transforms.returns.transparency_code.states import IS_DUE, DueState

QUOTED_COLUMNS = ("due", "not_seen", "seen")
ADDRESS = "Publish it at an address that does not change, and tell us the address"
LISTED = {
    DueState.LATE: (
        "late",
        "It was published after the day on which it was due",
        "Publish it by the day on which it is due next time.",
    ),
    DueState.PART: (
        "part",
        "Only a part was published when we last looked after the day on which it was due",
        "Publish the months that are missing.",
    ),
    DueState.MISSING: (
        "missing",
        "It was not published when we last looked after the day on which it was due",
        f"{ADDRESS} if it has changed.",
    ),
    DueState.NOT_LOOKED: (
        "not-looked",
        "We have not seen the source since the day on which it was due, so we can’t tell",
        f"{ADDRESS}; if we know it, the source has not answered, or its file can’t be used.",
    ),
}
REASONS = (
    *(
        Reason(name, sentence, in_states(state), QUOTED_COLUMNS, table=DUE, fix=fix)
        for state, (name, sentence, fix) in LISTED.items()
    ),
    Reason(
        "no-data",
        "There is no usable file of any of the 12 datasets",
        fix="Publish the datasets, each at an address that does not change, and tell us the addresses.",
    ),
    Reason(
        "states-broken", "The datasets due are not each in one state", fix="The fault is in this service: report it."
    ),
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
