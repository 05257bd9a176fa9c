"""States: how a source stands, told apart as people tell it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from plugins.portal.pages import day_in_words
from plugins.warehouse.standing import Standing


class State(StrEnum):
    """How a source stands, best first."""

    COLLECTED = "collected"
    UNCHANGED = "unchanged"
    LAST_GOOD = "last-good"
    NOTHING = "nothing"
    NEVER = "never"
    UNREGISTERED = "unregistered"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The state in a legend."""
        return TITLES[self]


TITLES = {
    State.COLLECTED: "Collected",
    State.UNCHANGED: "Unchanged",
    State.LAST_GOOD: "Last good file in use",
    State.NOTHING: "Nothing usable",
    State.NEVER: "Never collected",
    State.UNREGISTERED: "Not registered",
}
REASONS = {
    "unreachable": "the address does not give the file",
    "too-large": "the file is too large to be read",
    "not-tabular": "what is published is not a table",
    "no-usable-record": "the file has no record that can be used",
    "shrunk": "the new file is much shorter and waits to be confirmed",
}


@dataclass(frozen=True)
class SourceState:
    """One source's state on a day, and how it came to be."""

    state: State
    standing: Standing | None = None

    @property
    def is_failing(self) -> bool:
        """Whether its newest answer can't be used."""
        return self.state in (State.LAST_GOOD, State.NOTHING)

    @property
    def why(self) -> str:
        """Why its newest answer can't be used; blank where it can."""
        reason = self.standing.reason if self.standing else None
        return REASONS.get(reason, reason) if reason else ""

    @property
    def since(self) -> date | None:
        """Since when its newest answer can't be used."""
        return self.standing.since if self.standing else None

    def in_full(self, today: date, changed_on: date | None = None) -> str:
        """Return the state in words that stand alone, without a full stop."""
        words = self.in_words(today, changed_on)
        between = " " if self.state in (State.COLLECTED, State.UNCHANGED) else ", "
        return f"{self.state.title}{between}{words}" if words else self.state.title

    def in_words(self, today: date, changed_on: date | None = None) -> str:
        """Return what there is to say after the state's title; blank where that says it all."""
        one = self.standing
        if one is None:
            return "" if self.state is State.NEVER else "we don’t know where it is published"
        if self.state is State.COLLECTED:
            return "today" if one.day == today else f"on {day_in_words(one.day)}"
        if self.state is State.UNCHANGED:
            return f"since {day_in_words(changed_on)}" if changed_on else ""
        is_away = one.reason == "unreachable"
        since = f" since {day_in_words(one.since)}" if one.since else ""
        since = f"{'unreachable' if is_away else 'nothing new usable'}{since}"
        why = f": {self.why}" if self.why and not is_away else ""
        if self.state is State.NOTHING:
            return f"{since}{why}; no file to use instead"
        return f"{since}{why}; the file of {day_in_words(one.in_use_day)} is in use"


def state_of(standing: Standing | None, *, has_address: bool) -> SourceState:
    """Return how a source stands: as last judged, or why it never was."""
    if standing is None:
        return SourceState(State.NEVER if has_address else State.UNREGISTERED)
    if standing.in_use_state == "none":
        return SourceState(State.NOTHING, standing)
    if standing.in_use_state == "last-good":
        return SourceState(State.LAST_GOOD, standing)
    return SourceState(State.UNCHANGED if standing.outcome == "unchanged" else State.COLLECTED, standing)
