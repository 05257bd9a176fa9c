"""The days of a round: when it opens, chases, freezes, is released at the latest, and closes.

Source: docs/specifications/life-of-a-return.md, section 2.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from transforms.domain.period import Period
from transforms.domain.statutory_return import StatutoryReturn
from transforms.rounds.deadlines import due_day, working_days_after, working_days_before

DAY_NAMES = ("opens", "freezes", "releases_by", "closes")


@dataclass(frozen=True)
class RoundDays:
    """The days of one round."""

    opens: date
    chases: tuple[date, ...]
    freezes: date
    releases_by: date
    closes: date

    def as_texts(self) -> dict[str, Any]:
        """Return the days as an entry of the audit trail has them."""
        texts = {name: value.isoformat() for name, value in asdict(self).items() if isinstance(value, date)}
        return texts | {"chases": [day.isoformat() for day in self.chases]}

    def changed(self, texts: Mapping[str, Any]) -> "RoundDays":
        """Return the days with some of them changed; raise ValueError, in words, where they are in no order."""
        days: dict[str, Any] = {name: _day(name, texts[name]) for name in DAY_NAMES if name in texts}
        if "chases" in texts:
            days["chases"] = tuple(_day("chases", text) for text in texts["chases"])
        changed = replace(self, **days)
        if not changed.opens <= changed.freezes <= changed.releases_by <= changed.closes:
            raise ValueError("the days of a round are in this order: opens, freezes, releases_by, closes")
        return changed


def round_days(definition: StatutoryReturn, period: Period) -> RoundDays:
    """Return the days of the round of a return for a period, as its definition declares them."""
    rules = definition.round_rules
    freezes = due_day(definition.deadline, period.last)
    opens = min(working_days_after(period.last, 1), freezes)
    chases = (working_days_before(freezes, count) for count in rules.chase_working_days)
    releases_by = working_days_after(freezes, rules.release_working_days)
    return RoundDays(
        opens, tuple(day for day in chases if day >= opens), freezes, releases_by,
        max(_months_after(period.last, rules.closes_after_months), releases_by),
    )  # fmt: skip


def next_revision_day(definition: StatutoryReturn, days: RoundDays, day: date) -> date | None:
    """Return the next day, from `day` on, on which gathered revisions are released; None after the round closes."""
    if day > days.closes:
        return None
    months = definition.round_rules.revision_months
    scheduled = days.releases_by
    while scheduled < day or scheduled == days.releases_by:
        scheduled = _months_after(scheduled, months)
    return min(scheduled, days.closes)


def days_from_texts(texts: Mapping[str, Any]) -> RoundDays:
    """Return the days that an entry of the audit trail has."""
    chases = tuple(date.fromisoformat(text) for text in texts["chases"])
    days = {name: date.fromisoformat(texts[name]) for name in DAY_NAMES}
    return RoundDays(chases=chases, **days)


def _day(name: str, text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise ValueError(f"{name} is not a day; write it as 2026-01-31") from error


def _months_after(day: date, months: int) -> date:
    """Return the last day of the month that is so many months after that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def is_chased(chased_on: Sequence[date], chases: Sequence[date], day: date) -> bool:
    """Whether reminders go out on a day: one of the calendar's, or the day after a collector asked for it."""
    return day in chases or any((day - asked_on).days == 1 and asked_on not in chases for asked_on in chased_on)
