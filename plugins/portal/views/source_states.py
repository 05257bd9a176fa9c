"""The state of a source, in words that people can tell apart."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from plugins.portal.pages import day_in_words
from plugins.storage.warehouse.source_status import SourceStatus


class SourceState(StrEnum):
    """The states of a source, best first."""

    COLLECTED = "collected"
    UNCHANGED = "unchanged"
    LAST_VALID = "last-valid"
    NOTHING_USABLE = "nothing-usable"
    NEVER_COLLECTED = "never-collected"
    NO_ADDRESS = "no-address"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The state in a legend."""
        return TITLES[self]


TITLES = {
    SourceState.COLLECTED: "Collected",
    SourceState.UNCHANGED: "Unchanged",
    SourceState.LAST_VALID: "Last valid file in use",
    SourceState.NOTHING_USABLE: "No usable file",
    SourceState.NEVER_COLLECTED: "Never collected",
    SourceState.NO_ADDRESS: "No address",
}
REASONS = {
    "unreachable": "the address does not give us the file",
    "too-large": "the file is too large to be read",
    "disallowed": "the web server's robots.txt does not let programs fetch the file",
    "nothing-listed": "the page or catalogue lists no file that we look for",
    "not-tabular": "what is published is not a table",
    "no-usable-record": "the file has no usable record",
    "shrunk": "the new file is much shorter and is waiting to be confirmed",
    "not-checked": "we have not been able to check the new file yet",
}
FAILING_STATES = {"none": SourceState.NOTHING_USABLE, "last-valid": SourceState.LAST_VALID}


@dataclass(frozen=True)
class SourceStateView:
    """One source's state on a day, and how it came about."""

    state: SourceState
    status: SourceStatus | None = None  # as last judged, None where it never was
    tried_on: date | None = None  # the last request, which may be later than the last response that was judged

    @property
    def title(self) -> str:
        """The state in two or three words, for a tag."""
        return "Unreachable" if self.state is SourceState.NOTHING_USABLE and self._is_unreachable else self.state.title

    @property
    def is_failing(self) -> bool:
        """Whether the newest response can't be used."""
        return self.state in FAILING_STATES.values()

    @property
    def reason(self) -> str:
        """Why the newest response can't be used; blank where it can."""
        code = self.status.reason if self.status else None
        return REASONS.get(code, code) if code else ""

    @property
    def since(self) -> date | None:
        """The day since when the newest response can't be used."""
        return self.status.since if self.status else None

    @property
    def problem(self) -> str:
        """Why the newest response can't be used, since when, and what is used instead; blank where it can."""
        status = self.status
        if status is None or not self.is_failing:
            return ""
        words = "unreachable" if self._is_unreachable else "no usable file"
        if self.state is SourceState.LAST_VALID and not self._is_unreachable:
            words = "no usable new file"
        words += f" since {day_in_words(status.since)}" if status.since else ""
        words += f": {self.reason}" if self.reason and not self._is_unreachable else ""
        if self.state is SourceState.NOTHING_USABLE:
            return f"{words}; there is no earlier file to use instead"
        return f"{words}; the file of {day_in_words(status.in_use_day)} is in use"

    def in_full(self, today: date, changed_on: date | None = None) -> str:
        """Return the state as a sentence of its own, without a full stop."""
        words = self.in_words(today, changed_on)
        runs_on = words.startswith(("since ", "on ", "today"))
        return f"{self.title}{' ' if runs_on else ', '}{words}" if words else self.title

    def in_words(self, today: date, changed_on: date | None = None) -> str:
        """Return what follows the title; blank where the title is enough."""
        return "; ".join(words for words in (self._details(today, changed_on), self._tried_since()) if words)

    @property
    def _is_unreachable(self) -> bool:
        return self.status is not None and self.status.reason == "unreachable"

    def _details(self, today: date, changed_on: date | None) -> str:
        status = self.status
        if status is None:
            return ""
        if self.state is SourceState.COLLECTED:
            return "today" if status.day == today else f"on {day_in_words(status.day)}"
        if self.state is SourceState.UNCHANGED:
            return f"since {day_in_words(changed_on)}" if changed_on else ""
        return self.problem.removeprefix(f"{self.title.lower()} ")

    def _tried_since(self) -> str:
        """Return that there was a later request whose response is not judged yet, or that there was none at all."""
        if self.state is SourceState.NEVER_COLLECTED and self.tried_on is None:
            return "not tried yet"
        if self.tried_on is None or (self.status is not None and self.tried_on <= self.status.day):
            return ""
        return f"tried on {day_in_words(self.tried_on)}; what we received is still to be checked"


def state_of(status: SourceStatus | None, *, has_address: bool, tried_on: date | None = None) -> SourceStateView:
    """Return the state of a source: as last judged, or why it never was."""
    if status is None:
        never = SourceState.NEVER_COLLECTED if has_address or tried_on else SourceState.NO_ADDRESS
        return SourceStateView(never, None, tried_on)
    if status.in_use_state in FAILING_STATES:
        return SourceStateView(FAILING_STATES[status.in_use_state], status, tried_on)
    is_unchanged = status.outcome == "unchanged"
    return SourceStateView(SourceState.UNCHANGED if is_unchanged else SourceState.COLLECTED, status, tried_on)
