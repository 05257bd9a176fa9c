"""The state of every due thing of every authority: on time, late, part, missing, not looked, not due, not applicable.

Source: docs/specifications/transparency-code-statement.md, sections 1 and 3
Known:  what was seen of something that an authority does not owe is seen all the same; its state says that it isn't
        owed. A declaration counts where it holds on the due day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from transforms.domain.authority import AuthorityGroup
from transforms.domain.looks import Declaration
from transforms.domain.period import Period
from transforms.domain.records import Bools, Days, Ints
from transforms.registers import authorities as register
from transforms.registers import who_owes
from transforms.returns.transparency_code.due import THINGS, DueThing, due_day, owes
from transforms.returns.transparency_code.evidence import Seen
from transforms.returns.transparency_code.states import DueState


@dataclass(frozen=True)
class DueStates:
    """How one due thing stands with every authority: one entry each.

    `first` is the position of the first look that has it, -1 for none; `seen_on` and `not_seen_on` are blank for none.
    """

    thing: DueThing
    due_on: date
    states: Ints
    first: Ints
    seen_on: Days
    not_seen_on: Days


def applicable(
    authorities: Sequence[str], period: Period, declarations: Sequence[Declaration]
) -> dict[DueThing, Bools]:
    """Return, per due thing, which authorities owe it."""
    owed = {}
    owing = {
        day: {body.gss for body in who_owes(AuthorityGroup.TRANSPARENCY_CODE, day)}
        for day in {due_day(thing, period) for thing in THINGS}
    }
    for thing in THINGS:
        due = due_day(thing, period)
        exempt = {
            declaration.authority_gss
            for declaration in declarations
            if declaration.standard == thing.of_set.standard and declaration.holds(due)
        }
        owed[thing] = np.array(
            [gss in owing[due] and gss not in exempt and owes(register()[gss], thing, period) for gss in authorities],
            dtype=bool,
        )
    return owed


def due_state(thing: DueThing, seen: Seen, is_owed: Bools, as_known: date) -> DueStates:
    """Return how a due thing stands with every authority."""
    looks, due = seen.looks, due_day(thing, seen.period)
    first = looks.first_where(seen.has(thing))
    is_before = np.arange(len(looks)) < np.where(first < 0, len(looks), first)[looks.authority]
    lack = looks.last_where(seen.lacks(thing) & is_before)
    seen_on, not_seen_on = looks.days_at(first), looks.days_at(lack)
    is_seen, lacked_since = first >= 0, not_seen_on > np.datetime64(due)
    state = np.select(
        [
            ~is_owed,
            is_seen & (seen_on <= np.datetime64(due)),
            is_seen & lacked_since,
            is_seen,
            np.full(looks.authorities, as_known <= due),
            lacked_since & seen.has_part(thing),
            lacked_since,
        ],
        [
            DueState.NOT_APPLICABLE,
            DueState.ON_TIME,
            DueState.LATE,
            DueState.PUBLISHED,
            DueState.NOT_DUE,
            DueState.PART,
            DueState.MISSING,
        ],
        DueState.NOT_LOOKED,
    ).astype(np.int64)
    says_lack = ~np.isin(state, (DueState.NOT_DUE, DueState.NOT_APPLICABLE))
    return DueStates(thing, due, state, first, seen_on, np.where(says_lack, not_seen_on, np.datetime64("NaT", "D")))
