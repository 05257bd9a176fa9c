"""States: how a source stands, told apart as people tell it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from plugins.portal.pages import day_in_words
from plugins.storage.warehouse.source_status import SourceStatus


class State(StrEnum):
    """How a source stands, best first."""

    COLLECTED = "collected"
    UNCHANGED = "unchanged"
    LAST_VALID = "last-valid"
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
    State.LAST_VALID: "Last valid file in use",
    State.NOTHING: "Nothing usable",
    State.NEVER: "Never collected",
    State.UNREGISTERED: "No address",
}
REASONS = {
    "unreachable": "the address does not give the file",
    "too-large": "the file is too large to be read",
    "not-tabular": "what is published is not a table",
    "no-usable-record": "the file has no record that can be used",
    "shrunk": "the new file is much shorter and waits to be confirmed",
}
OUT_OF_ORDER = {"none": State.NOTHING, "last-valid": State.LAST_VALID}


@dataclass(frozen=True)
class SourceState:
    """One source's state on a day, and how it came to be."""

    state: State
    standing: SourceStatus | None = None
    tried_on: date | None = None  # when it was asked last, which may be after the last answer that was judged

    @property
    def title(self) -> str:
        """The state in two or three words, for a tag."""
        return "Unreachable" if self.state is State.NOTHING and self._is_away else self.state.title

    @property
    def is_failing(self) -> bool:
        """Whether its newest answer can't be used."""
        return self.state in (State.LAST_VALID, State.NOTHING)

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
        runs_on = words.startswith(("since ", "on ", "today"))
        return f"{self.title}{' ' if runs_on else ', '}{words}" if words else self.title

    def in_words(self, today: date, changed_on: date | None = None) -> str:
        """Return what there is to say after the title; blank where that says it all."""
        return "; ".join(words for words in (self._how(today, changed_on), self._asked_since()) if words)

    @property
    def _is_away(self) -> bool:
        return self.standing is not None and self.standing.reason == "unreachable"

    def _how(self, today: date, changed_on: date | None) -> str:
        one = self.standing
        if one is None:
            return ""
        if self.state is State.COLLECTED:
            return "today" if one.day == today else f"on {day_in_words(one.day)}"
        if self.state is State.UNCHANGED:
            return f"since {day_in_words(changed_on)}" if changed_on else ""
        return self.trouble.removeprefix(f"{self.title.lower()} ")

    @property
    def trouble(self) -> str:
        """Why its newest answer can't be used, since when, and what is used instead; blank where it can."""
        one = self.standing
        if one is None or not self.is_failing:
            return ""
        news = "nothing usable" if self.state is State.NOTHING else "nothing new usable"
        words = "unreachable" if self._is_away else news
        words += f" since {day_in_words(one.since)}" if one.since else ""
        words += f": {self.why}" if self.why and not self._is_away else ""
        if self.state is State.NOTHING:
            return f"{words}; no earlier file to use instead"
        return f"{words}; the file of {day_in_words(one.in_use_day)} is in use"

    def _asked_since(self) -> str:
        """Return that it was asked again, or never: what is shown is then older than the day on which it was tried."""
        if self.state is State.NEVER and self.tried_on is None:
            return "not tried yet"
        if self.tried_on is None or (self.standing is not None and self.tried_on <= self.standing.day):
            return ""
        return f"asked on {day_in_words(self.tried_on)}, and that answer is still to be checked"


def state_of(standing: SourceStatus | None, *, has_address: bool, tried_on: date | None = None) -> SourceState:
    """Return how a source stands: as last judged, or why it never was."""
    if standing is None:
        return SourceState(State.NEVER if has_address or tried_on else State.UNREGISTERED, None, tried_on)
    if standing.in_use_state in OUT_OF_ORDER:
        return SourceState(OUT_OF_ORDER[standing.in_use_state], standing, tried_on)
    return SourceState(State.UNCHANGED if standing.outcome == "unchanged" else State.COLLECTED, standing, tried_on)
