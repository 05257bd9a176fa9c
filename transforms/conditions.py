"""Conditions: what a cell may ask of a record, as values that the engine evaluates and a trace explains.

A condition is data. It names columns of the records, so that the same declaration gives the count, the records behind
it and the fields that were read. A blank never satisfies a comparison.
"""

from dataclasses import dataclass
from datetime import date
from typing import Union

FIRST = "first"  # the first day of the period
AFTER_LAST = "after_last"  # the day after the last day of the period
AFTER_YEAR_BEFORE = "after_year_before"  # the day after the last day of the same period a year before

Bound = str | date  # a day by its name, or a day


class Composable:
    """Something that can be joined with `&`, `|` and `~`."""

    def __and__(self, other: "Condition") -> "AllOf":
        return AllOf((*_parts(self, AllOf), *_parts(other, AllOf)))

    def __or__(self, other: "Condition") -> "AnyOf":
        return AnyOf((*_parts(self, AnyOf), *_parts(other, AnyOf)))

    def __invert__(self) -> "Not":
        return Not(self)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Is(Composable):
    """`column` holds one of `values`."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class IsTrue(Composable):
    """The yes-or-no `column` is yes."""

    column: str


@dataclass(frozen=True)
class Blank(Composable):
    """`column` holds nothing."""

    column: str


@dataclass(frozen=True)
class During(Composable):
    """The day in `column` is in the period, or in the same period `years_before`."""

    column: str
    years_before: int = 0


@dataclass(frozen=True)
class Before(Composable):
    """The day in `column` is before `day`."""

    column: str
    day: Bound


@dataclass(frozen=True)
class NotBefore(Composable):
    """The day in `column` is `day` or later."""

    column: str
    day: Bound


@dataclass(frozen=True)
class NotAfter(Composable):
    """The day in `column` is not after the day in `other`."""

    column: str
    other: str


@dataclass(frozen=True)
class Between(Composable):
    """The number in `column` is from `low` to `high`, both included."""

    column: str
    low: int
    high: int | None = None


@dataclass(frozen=True)
class Switched(Composable):
    """The switch is set to `value`: true of every record or of none."""

    switch: str
    value: str


@dataclass(frozen=True)
class AllOf(Composable):
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf(Composable):
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Not(Composable):
    """The part does not hold."""

    part: "Condition"


Condition = Union[  # noqa: UP007 (the alias names classes that are defined with forward references)
    Is, IsTrue, Blank, During, Before, NotBefore, NotAfter, Between, Switched, AllOf, AnyOf, Not
]


def columns_read(condition: Condition) -> tuple[str, ...]:
    """Return the columns that `condition` reads, each once, in the order of reading."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return tuple(dict.fromkeys(column for part in parts for column in columns_read(part)))
        case Not(part):
            return columns_read(part)
        case NotAfter(column, other):
            return (column, other)
        case Switched():
            return ()
        case _:
            return (condition.column,)


def _parts(condition: object, joined: type) -> tuple["Condition", ...]:
    """Return the parts of a condition of the kind `joined`, or the condition itself as the only one."""
    return condition.parts if isinstance(condition, joined) else (condition,)  # type: ignore[attr-defined,return-value]
