"""The states of rounds, parts and releases, and the acts that lead from one to another, as data.

Source: docs/specifications/life-of-a-return.md, sections 2 to 4.
"""

from dataclasses import dataclass
from enum import StrEnum


class RoundState(StrEnum):
    """Where a round is."""

    PLANNED = "planned"
    OPEN = "open"
    FROZEN = "frozen"
    RELEASED = "released"
    CLOSED = "closed"


class PartState(StrEnum):
    """Where an authority's part is."""

    NO_DATA = "no-data"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    LAPSED = "lapsed"  # confirmed, and cells have changed since
    DISPUTED = "disputed"


class CellState(StrEnum):
    """Where a cell of a part is."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    LAPSED = "lapsed"
    DISPUTED = "disputed"


class ReleaseState(StrEnum):
    """Where a release is."""

    PROPOSED = "proposed"
    REFUSED = "refused"
    RELEASED = "released"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class NotPermitted(ValueError):
    """Raised when an act does not lead from the state that something is in, in words."""


@dataclass(frozen=True)
class Transition:
    """One act that leads from a state to another; a blank `before` is where there is nothing yet."""

    before: str
    act: str
    after: str


@dataclass(frozen=True)
class Machine:
    """The transitions of one sort of thing."""

    name: str
    transitions: tuple[Transition, ...]

    def after(self, state: str, act: str) -> str:
        """Return the state that an act leads to; raise NotPermitted where it leads nowhere."""
        for transition in self.transitions:
            if (transition.before, transition.act) == (state, act):
                return transition.after
        raise NotPermitted(f"the {self.name} is {state or 'not there yet'}: {_ACT_WORDS.get(act, act)} is not possible")

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order in which it is first reached."""
        return tuple(dict.fromkeys(transition.after for transition in self.transitions))


_ACT_WORDS = {
    "open-round": "opening it",
    "freeze-round": "freezing it",
    "close-round": "closing it",
    "propose-release": "proposing a release",
    "agree-release": "agreeing to a release",
    "refuse-release": "refusing a release",
    "withdraw-release": "withdrawing a release",
    "build-release": "building its package",
    "acknowledge-release": "acknowledging it",
    "confirm-cells": "confirming",
    "dispute-cells": "disputing",
    "declare-cell": "declaring a cell",
    "explain-check": "explaining a check",
    "propose-declared": "proposing to accept a declared value",
    "accept-declared": "accepting a declared value",
    "agree-declared": "agreeing to a declared value",
}

P, O, F, R, C = RoundState  # noqa: E741 - as the page writes them, one after the other
ROUND = Machine(
    "round",
    (
        Transition("", "plan-round", P),
        Transition(P, "change-round", P),
        Transition(P, "open-round", O),
        Transition(O, "propose-cells", O),
        Transition(O, "change-round", O),
        Transition(O, "chase-round", O),
        Transition(O, "freeze-round", F),
        Transition(F, "change-round", F),
        Transition(F, "agree-release", R),
        Transition(R, "propose-cells", R),
        Transition(R, "change-round", R),
        Transition(R, "agree-release", R),
        Transition(R, "close-round", C),
    ),
)

SETTLES = ("withdraw-dispute", "accept-declared", "propose-cells")  # what ends a dispute
# What an authority does is possible while the round is open, and of revisions until it closes.
N, W, K, L, D = PartState
PART = Machine(
    "part",
    (
        Transition("", "propose-cells", N),
        Transition("", "propose-cells", W),
        *(Transition(N, act, W) for act in ("propose-cells", "declare-cell")),
        *(Transition(before, "confirm-cells", K) for before in (W, K, L)),
        *(Transition(before, "dispute-cells", D) for before in (W, K, L, D)),
        Transition(D, "confirm-cells", D),  # all but what is disputed
        *(Transition(K, act, L) for act in ("propose-cells", "declare-cell")),
        *(Transition(D, act, after) for act in SETTLES for after in (W, K, L)),
        Transition(L, "propose-cells", K),  # as they were confirmed
        *(Transition(before, "propose-cells", N) for before in (W, K, L, D)),
        *(Transition(N, act, after) for act in ("propose-cells", "declare-cell") for after in (K, L, D)),
    ),
)
NEEDS_DATA = ("confirm-cells", "dispute-cells")
# What is said of a part alone: it leaves its round and the releases as they are.
PART_ACTS = (
    "declare-cell", "explain-check", "confirm-cells", "dispute-cells", "withdraw-dispute", "propose-declared",
    "accept-declared", "agree-declared",
)  # fmt: skip

A, X, B, S, Z = ReleaseState
RELEASE = Machine(
    "release",
    (
        Transition("", "propose-release", A),
        Transition(A, "agree-release", B),
        Transition(A, "refuse-release", X),
        Transition(X, "propose-release", A),
        Transition(B, "build-release", B),
        Transition(B, "deliver-release", B),
        Transition(B, "acknowledge-release", B),
        Transition(B, "agree-release of the next version", S),
        Transition(B, "withdraw-release", Z),
        Transition(S, "acknowledge-release", S),
        Transition(S, "withdraw-release", Z),
        # What was under way when the next version came, or it was withdrawn, is finished: it stays readable.
        *(Transition(over, act, over) for over in (S, Z) for act in ("build-release", "deliver-release")),
    ),
)
MACHINES = (ROUND, PART, RELEASE)
