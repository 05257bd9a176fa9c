"""Whether conditions hold: every condition evaluated for all records at once, and only once per assembly."""

from datetime import date, timedelta
from functools import reduce

import numpy as np

from transforms.conditions import (
    AFTER_LAST,
    AFTER_YEAR_BEFORE,
    FIRST,
    AllOf,
    AnyOf,
    Before,
    Between,
    Blank,
    Condition,
    During,
    Is,
    IsTrue,
    Not,
    NotAfter,
    NotBefore,
    Switched,
)
from transforms.domain.period import Period
from transforms.domain.records import Bools, Coded, Records


def mask(records: Records, condition: Condition) -> Bools:
    """Return for which records `condition` holds."""
    if condition not in records.cache:
        records.cache[condition] = _evaluate(records, condition)
    found: Bools = records.cache[condition]
    return found


def _evaluate(records: Records, condition: Condition) -> Bools:
    match condition:
        case AllOf(parts):
            return reduce(np.logical_and, [mask(records, part) for part in parts])
        case AnyOf(parts):
            return reduce(np.logical_or, [mask(records, part) for part in parts])
        case Not(part):
            return np.logical_not(mask(records, part))
        case Switched(switch, value):
            return np.full(len(records), records.question.switches[switch] == value)
        case Is(column, values):
            return np.asarray(records.column(column).among(values))
        case IsTrue(column):
            return np.asarray(records.column(column))
        case Blank(column):
            return _blank(records, column)
        case _:
            return _compare(records, condition)


def _compare(records: Records, condition: Condition) -> Bools:
    period = records.question.period
    match condition:
        case During(column, years_before):
            span = period.year_before() if years_before else period
            days = records.column(column)
            return np.asarray((days >= np.datetime64(span.first)) & (days <= np.datetime64(span.last)))
        case Before(column, day):
            return np.asarray(records.column(column) < np.datetime64(_day(day, period)))
        case NotBefore(column, day):
            return np.asarray(records.column(column) >= np.datetime64(_day(day, period)))
        case NotAfter(column, other):
            return np.asarray(records.column(column) <= records.column(other))
        case Between(column, low, high):
            numbers = records.column(column)
            within = numbers >= np.timedelta64(low, "D")
            return np.asarray(within if high is None else within & (numbers <= np.timedelta64(high, "D")))
        case _:
            raise TypeError(f"no way is known to evaluate {condition}")


def _blank(records: Records, column: str) -> Bools:
    values = records.column(column)
    if isinstance(values, Coded):
        return np.asarray(values.positions < 0)
    if isinstance(values, np.ndarray):
        return np.asarray(np.isnat(values))
    return np.asarray(values.is_null().to_numpy(zero_copy_only=False))


def _day(day: str | date, period: Period) -> date:
    """Return the day that a bound names."""
    if isinstance(day, date):
        return day
    return {
        FIRST: period.first,
        AFTER_LAST: period.last + timedelta(days=1),
        AFTER_YEAR_BEFORE: period.year_before().last + timedelta(days=1),
    }[day]
