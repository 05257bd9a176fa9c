"""Departures: the day on which an undecided case left the authority's hands, and the cases that are counted nowhere.

Source: docs/specifications/planning-matters.md, section 1.6
"""

from dataclasses import dataclass

import numpy as np

from transforms.domain.records import Bools, Days, Ints
from transforms.domain.sightings import Sightings
from transforms.returns.planning_matters.history import CaseHistory

DECIDED = ("Approve", "Refuse", "Split")
STATUSES_OF_LEAVING = ("Withdrawn", "Called in", "Referred to SoS", "Appeal")
TURNED_AWAY = ("Invalid", "Not ours")
BLANK_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Departures:
    """Per case: the day it left, blank where it has not, and whether it is counted nowhere."""

    day: Days
    counted_nowhere: Bools


@dataclass(frozen=True)
class _States:
    """What each table row shows its case as: the three kinds of departure."""

    withdrawn_by_decision: Bools
    has_left: Bools
    turned_away: Bools


def called_in(sightings: Sightings) -> Bools:
    """Return which table rows hold a decision of the Secretary of State's, which is read as the status Called in."""
    decided = sightings.coded("Decision").among(DECIDED)
    return decided & sightings.coded("DecisionType").among(("Secretary of State",))


def departures(sightings: Sightings, seen: CaseHistory, own_date: Days, undecided: Bools) -> Departures:
    """Return when the `undecided` cases left; `own_date` is the date published for a decision or withdrawal."""
    states = _states(sightings)
    by_decision = undecided & states.withdrawn_by_decision[seen.latest]
    has_left = undecided & ~by_decision & states.has_left[seen.latest]
    turned_away = undecided & ~by_decision & ~has_left & states.turned_away[seen.latest]
    run = _run(seen, states, by_decision, has_left)
    is_never_ours = states.turned_away[seen.latest] & (seen.run_start(states.turned_away) == seen.starts)
    followed = sightings.fetched()[seen.snapshot[run]]
    dated = by_decision & ~np.isnat(own_date)
    left = np.where(by_decision | has_left | (turned_away & ~is_never_ours), followed, BLANK_DAY)
    was_gone_at_first = (by_decision | has_left) & ~dated & _is_first(sightings)[seen.snapshot[run]]
    return Departures(np.where(dated, own_date, left), was_gone_at_first | (undecided & is_never_ours))


def _states(sightings: Sightings) -> _States:
    status, by_state = sightings.coded("Status"), called_in(sightings)
    return _States(
        withdrawn_by_decision=sightings.coded("Decision").among(("Withdrawn",)),
        has_left=by_state | status.among(STATUSES_OF_LEAVING),
        turned_away=~by_state & status.among(TURNED_AWAY),
    )


def _run(seen: CaseHistory, states: _States, by_decision: Bools, has_left: Bools) -> Ints:
    """Return, per case, the first sighting of its last unbroken run of one kind of departure."""
    return np.select(
        [by_decision, has_left],
        [seen.run_start(states.withdrawn_by_decision), seen.run_start(states.has_left)],
        np.minimum(seen.run_start(states.turned_away), seen.ends),
    )


def _is_first(sightings: Sightings) -> Bools:
    """Return which snapshots are their authority's first."""
    owners = np.array([snapshot.authority_gss for snapshot in sightings.snapshots], dtype=object)
    return np.append(True, owners[1:] != owners[:-1])[: len(owners)]
