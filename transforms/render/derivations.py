"""Derivations: how a cell comes by its value, in words, read off its declaration and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from transforms.conditions import (
    AFTER_LAST,
    AFTER_YEAR_BEFORE,
    FIRST,
    AllOf,
    AnyOf,
    Before,
    Between,
    Blank,
    Bound,
    Condition,
    During,
    Is,
    IsTrue,
    Not,
    NotAfter,
    NotBefore,
    Switched,
    columns_read,
)
from transforms.domain.period import Period, day_in_words
from transforms.domain.statutory_return import ByFact, BySwitch, Cell, StatutoryReturn
from transforms.measures import Count, Difference, NotCollected, SumOf, Total
from transforms.render.derived_columns import heading, in_words, is_true


@dataclass(frozen=True)
class Derivation:
    """How one cell comes by its value."""

    lead: str  # a sentence, or the beginning of one that `conditions` end
    conditions: tuple[str, ...] = ()  # all of them hold of every record that counts
    plus: tuple[str, ...] = ()  # the cells that are added up
    minus: tuple[str, ...] = ()  # the cells that are taken away
    fields: Mapping[str, tuple[str, ...]] | None = None  # what the conditions read → the standard's fields behind it
    origin: str = ""  # what is assumed, as a sentence


def derivation(definition: StatutoryReturn, cell: Cell, period: Period | None = None) -> Derivation:
    """Return how `cell` is derived, days named where the period is known."""
    said = _origin(definition, cell)
    match cell.measure:
        case Count(where):
            lead = "The number of records of which all of this is true"
            return Derivation(lead, _parts(where, period), fields=_fields(definition, where), origin=said)
        case Total(column, where, decimals):
            digits = f"rounded to {decimals} decimals" if decimals else "rounded to a whole number"
            lead = (
                f"The sum of the {in_words(column)}, {digits} at the end, over the records of which all of this is true"
            )
            fields = _fields(definition, where, column)
            return Derivation(lead, _parts(where, period), fields=fields, origin=said)
        case SumOf(parts):
            lead = "The same as another cell" if len(parts) == 1 else "The sum of other cells"
            return Derivation(lead, plus=parts, origin=said)
        case Difference(plus, minus):
            return Derivation("Some cells less others", plus=plus, minus=minus, origin=said)
        case NotCollected(reason, _):
            return Derivation(f"Not derivable: {reason}. The cell is blank, never zero.", origin=said)
    raise TypeError(f"no words are known for {cell.measure}")


def condition_in_words(condition: Condition, period: Period | None = None) -> str:
    """Return a condition as a clause: “the decision date is in the period”."""
    match condition:
        case AllOf(parts):
            return " and ".join(condition_in_words(part, period) for part in parts)
        case AnyOf(parts):
            return "either " + ", or ".join(condition_in_words(part, period) for part in parts)
        case Not(part):
            return _not(part, period)
        case Is(column, values):
            return f"the {in_words(column)} is {_one_of(values)}"
        case IsTrue(column):
            return is_true(column)
        case Blank(column):
            return f"there is no {in_words(column)}"
        case Switched(switch, value):
            return f"the choice “{switch.replace('_', ' ')}” is “{value}”"
        case _:
            return _comparison(condition, period)


def _comparison(condition: Condition, period: Period | None) -> str:
    match condition:
        case During(column, years_before):
            return f"the {in_words(column)} is {_span(period, years_before)}"
        case Before(column, day):
            return f"the {in_words(column)} is before {_day(day, period)}"
        case NotBefore(column, day):
            return f"the {in_words(column)} is {_day(day, period)} or later"
        case NotAfter(column, other):
            return f"the {in_words(column)} is not after the {in_words(other)}"
        case Between(column, low, None):
            return f"the {in_words(column)} are {low} or more"
        case Between(column, low, high):
            return f"the {in_words(column)} are from {low} to {high}"
    raise TypeError(f"no words are known for {condition}")


def _parts(where: Condition, period: Period | None) -> tuple[str, ...]:
    parts = where.parts if isinstance(where, AllOf) else (where,)
    return tuple(condition_in_words(part, period) for part in parts)


def _not(part: Condition, period: Period | None) -> str:
    match part:
        case Blank(column):
            return f"there is a {in_words(column)}"
        case Is(column, values):
            return f"the {in_words(column)} is not {_one_of(values)}"
        case _:
            return f"it is not so that {condition_in_words(part, period)}"


def _one_of(values: tuple[str, ...]) -> str:
    quoted = [f"“{value}”" for value in values]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _span(period: Period | None, years_before: int) -> str:
    if period is None:
        return "in the same period a year before" if years_before else "in the period"
    span = period.year_before() if years_before else period
    return f"from {day_in_words(span.first)} to {day_in_words(span.last)}"


def _day(day: Bound, period: Period | None) -> str:
    if isinstance(day, date):
        return day_in_words(day)
    if period is None:
        words = {
            FIRST: "the first day of the period",
            AFTER_LAST: "the day after the period",
            AFTER_YEAR_BEFORE: "the day after the same period a year before",
        }
        return words[day]
    days = {
        FIRST: period.first,
        AFTER_LAST: period.last + timedelta(days=1),
        AFTER_YEAR_BEFORE: period.year_before().last + timedelta(days=1),
    }
    return day_in_words(days[day])


def _fields(definition: StatutoryReturn, where: Condition, *more: str) -> dict[str, tuple[str, ...]]:
    columns = dict.fromkeys((*columns_read(where), *more))
    return {heading(column): definition.sources.get(column, (column,)) for column in columns}


def _origin(definition: StatutoryReturn, cell: Cell) -> str:
    match cell.origin:
        case ByFact(fact, yes, no):
            return f"It is {_plain(yes)} where {FACTS.get(fact, fact.replace('_', ' '))}, and otherwise {_plain(no)}."
        case BySwitch(switch, origins):
            choice = next(one.description for one in definition.switches if one.name == switch)
            ways = ", and ".join(f"{_plain(origin)} where the choice is “{value}”" for value, origin in origins)
            return f"{choice} is a choice: it is {ways}."
        case _:
            return ""


def _plain(origin: str) -> str:
    return origin.replace("-", " ")


FACTS = {
    "seen_before_the_start": "a file from before the period is known",
    "is_only_2017": "the register is of the 2017 edition",
    "is_only_2026": "the register is of the 2026 edition",
}
