"""When a source is asked next: daily while something may come, less often the longer it has not changed.

A new file is expected one rhythm after the last one came. From a week before that day until its grace is over, the
source is asked daily; outside, a seventh of the time that it has not changed lies between two requests, and never more
than a part of its rhythm. A source that fails is asked daily for a fortnight, then weekly. On the two days up to a
deadline of a return that reads the standard, every source is asked.

Source: the rhythms of `transforms/domain/history_rule.py`; the growing intervals after data.gouv.fr's crawler, whose
        are half a day to a month (https://github.com/datagouv/hydra).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from transforms.domain.history_rule import Rhythm

DAY = timedelta(days=1)
AHEAD = timedelta(days=7)  # councils publish before they have to
QUIET_SHARE = 7  # one request in a seventh of the time without a change
FORTNIGHT, WEEK = timedelta(days=14), timedelta(days=7)
DEADLINE_DAYS = 2


@dataclass(frozen=True)
class RequestHistory:
    """What came of asking an authority for a standard so far."""

    asked_on: date  # last
    changed_on: date | None  # the last day on which something new came
    failing_since: date | None = None  # None where the last answer could be used


def next_request_on(history: RequestHistory | None, rhythm: Rhythm | None, today: date) -> date:
    """Return the day on which a source is asked next, `today` at the earliest.

    Args:
        history: what came of it so far, None where it was never asked.
        rhythm: how often its standard asks for a new file, None where it names no rhythm.
        today: the day on which the question is put.

    """
    if history is None:
        return today
    if history.failing_since is not None:
        pause = DAY if history.asked_on - history.failing_since < FORTNIGHT else WEEK
        return max(today, history.asked_on + pause)
    if history.changed_on is None:
        return max(today, history.asked_on + DAY)
    following = history.asked_on + _quiet_pause(history.asked_on - history.changed_on, rhythm)
    if rhythm is not None:
        opens = history.changed_on + timedelta(days=rhythm.days) - AHEAD
        closes = history.changed_on + timedelta(days=rhythm.days + rhythm.grace)
        if history.asked_on < closes:
            following = min(following, max(opens, history.asked_on + DAY))
    return max(today, following)


def is_asked_on(history: RequestHistory | None, rhythm: Rhythm | None, day: date, deadlines: Iterable[date]) -> bool:
    """Return whether a source is asked on a day; on the days up to one of some deadlines every one is."""
    if any(timedelta(0) <= deadline - day < timedelta(days=DEADLINE_DAYS) for deadline in deadlines):
        return True
    return next_request_on(history, rhythm, day) <= day


def _quiet_pause(unchanged: timedelta, rhythm: Rhythm | None) -> timedelta:
    """Return the time between two requests of a source that has not changed for so long."""
    most = max(1, min(28, (rhythm.days if rhythm else 31) // 8))
    return timedelta(days=max(1, min(unchanged.days // QUIET_SHARE, most)))
