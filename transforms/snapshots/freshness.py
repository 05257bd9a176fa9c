"""Freshness promises: whether a source gave a new file as often as its standard asks, on each of the last 90 days.

A file keeps the promise from the day on which it came into use until one rhythm and its grace later. After that a day
is late where we know that nothing new could be had on it: the source was asked on that day or later and still showed
the same file, or was asked on that day and gave none. All other days are unknown: nobody looked, so nobody broke a
promise. Nine of the 90 days may be late; what is left of them is the error budget.

Source: the rhythms of `transforms/domain/history_rule.py`; error budgets after
        https://sre.google/workbook/implementing-slos/
Unit:   days, of which each source has `WINDOW_DAYS`.
Known:  how old a file was when we first saw it is not known: the promise runs from the first day on which we saw it.
        A day can change from unknown to late, once a later answer shows the file that was there already.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from transforms.domain.history_rule import Rhythm

WINDOW_DAYS = 90
LATE_DAYS_ALLOWED = 9  # of each source in a window
DAY = timedelta(days=1)


class PromiseState(StrEnum):
    """What became of a promise in the window, best first."""

    MET = "kept"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class AnswerHistory:
    """What came of asking a source up to a day; all days ascend."""

    asked_from: date  # the first day on which it was asked
    new_on: tuple[date, ...] = ()  # another file than before came into use
    seen_on: tuple[date, ...] = ()  # it showed what it has, new or not
    failed_on: tuple[date, ...] = ()  # it was asked and gave no file
    good_on: date | None = None  # the last day on which its answer could be used


@dataclass(frozen=True)
class Freshness:
    """The last 90 days of one source."""

    days_kept: int
    days_late: int
    due_on: date | None  # the last day on which the next file keeps the promise; None where it was never asked
    late_since: date | None  # None where the file in use keeps the promise, or nobody has looked since it was due
    new_on: date | None  # the day on which the file in use came
    good_on: date | None  # the last day on which its answer could be used

    @property
    def days_unknown(self) -> int:
        """The days of which nobody knows whether something new could be had."""
        return WINDOW_DAYS - self.days_kept - self.days_late

    @property
    def state(self) -> PromiseState:
        """Broken once more days were late than may be; unknown while no day is known."""
        if not self.days_kept and not self.days_late:
            return PromiseState.UNKNOWN
        return PromiseState.BROKEN if self.days_late > LATE_DAYS_ALLOWED else PromiseState.MET

    @property
    def budget_left(self) -> int | None:
        """The days that may still be late, negative where more were late; None while no day is known."""
        return None if self.state is PromiseState.UNKNOWN else LATE_DAYS_ALLOWED - self.days_late


NEVER_ASKED = Freshness(0, 0, None, None, None, None)


@dataclass(frozen=True)
class StandardFreshness:
    """The promises of all sources of a standard together."""

    sources: int
    states: dict[PromiseState, int]
    days_late: int  # of all sources

    @property
    def known_sources(self) -> int:
        """The sources of which at least one day is known."""
        return self.sources - self.states[PromiseState.UNKNOWN]

    @property
    def late_allowed(self) -> int:
        """The days that may be late, of all known sources together."""
        return LATE_DAYS_ALLOWED * self.known_sources

    @property
    def budget_left(self) -> float | None:
        """The part of the error budget that is left: 1 if no day was late, below 0 if overspent, None if unknown."""
        return 1 - self.days_late / self.late_allowed if self.late_allowed else None


def freshness_of(history: AnswerHistory | None, rhythm: Rhythm, today: date) -> Freshness:
    """Return how a source kept its promise in the 90 days up to and with `today`.

    Args:
        history: what came of asking it, None where it was never asked.
        rhythm: how often its standard asks for a new file.
        today: the last day of the window.

    """
    if history is None:
        return NEVER_ASKED
    promised = timedelta(days=rhythm.days + rhythm.grace)
    begins = [history.asked_from, *(day for day in history.new_on if day > history.asked_from), today + DAY]
    days_kept = days_late = 0
    late_since = None
    for begin, end in pairwise(begins):
        due = begin + promised
        spans = _late_days(history, due, end)
        days_kept += _days_between(begin, min(due + DAY, end), today) if begin in history.new_on else 0
        days_late += sum(_days_between(first, last, today) for first, last in spans)
        late_since = due + DAY if spans else None
    return Freshness(
        days_kept, days_late, due, late_since, history.new_on[-1] if history.new_on else None, history.good_on
    )


def freshness_of_standard(sources: Iterable[Freshness]) -> StandardFreshness:
    """Return the promises of some sources together."""
    states = dict.fromkeys(PromiseState, 0)
    days_late = 0
    for source in sources:
        states[source.state] += 1
        days_late += source.days_late
    return StandardFreshness(sum(states.values()), states, days_late)


def _late_days(history: AnswerHistory, due: date, end: date) -> list[tuple[date, date]]:
    """Return the days after `due` and before `end` that are known to be late, as half-open spans of days."""
    known_until = _last_before(history.seen_on, end)
    seen = [(due + DAY, known_until + DAY)] if known_until and known_until > due else []
    after = max(due, known_until or due)
    failed = [(day, day + DAY) for day in history.failed_on if after < day < end]
    return [*seen, *failed]


def _last_before(days: Sequence[date], end: date) -> date | None:
    """Return the last of some ascending days that is before `end`."""
    index = bisect_left(days, end)
    return days[index - 1] if index else None


def _days_between(first: date, end: date, today: date) -> int:
    """Return how many days from `first` and before `end` are in the window up to and with `today`."""
    window = today - timedelta(days=WINDOW_DAYS - 1)
    return max(0, (min(end, today + DAY) - max(first, window)).days)
