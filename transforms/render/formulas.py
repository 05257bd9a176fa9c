"""Formulas: the rule of a cell as one line of columns, comparisons and cells, read off its declaration.

Known:  the columns are those of the records that a return derives; their words are in `derived_columns`.
"""

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
)
from transforms.measures import Count, Difference, Measure, NotCollected, SumOf, Total

DAYS = {FIRST: "first", AFTER_LAST: "last + 1 day", AFTER_YEAR_BEFORE: "last + 1 day, a year before"}


def formula(measure: Measure) -> str:
    """Return the rule of a cell, every condition of a count on a line of its own."""
    match measure:
        case Count(where):
            return f"count of records where\n  {_lines(where)}"
        case Total(column, where, decimals):
            return f"sum of {column}, {decimals} decimals, of records where\n  {_lines(where)}"
        case SumOf(parts):
            return " + ".join(parts)
        case Difference(plus, minus):
            return " − ".join((" + ".join(plus), *minus))
        case NotCollected(reason):
            return f"blank: {reason}"
    raise TypeError(f"no formula is known for {measure}")


def _lines(where: Condition) -> str:
    parts = where.parts if isinstance(where, AllOf) else (where,)
    return "\n  and ".join(map(_clause, parts))


def _clause(condition: Condition) -> str:
    match condition:
        case AllOf(parts):
            return f"({' and '.join(map(_clause, parts))})"
        case AnyOf(parts):
            return f"({' or '.join(map(_clause, parts))})"
        case Not(part):
            return f"not {_clause(part)}"
        case IsTrue(column):
            return column
        case Blank(column):
            return f"{column} is blank"
        case Is(column, values):
            quoted = ", ".join(f"“{value}”" for value in values)
            return f"{column} = {quoted}" if len(values) == 1 else f"{column} is one of {quoted}"
        case Switched(switch, value):
            return f"{switch} = “{value}”"
        case _:
            return _comparison(condition)


def _comparison(condition: Condition) -> str:
    match condition:
        case During(column, years_before):
            return f"first ≤ {column} ≤ last" + (f", {years_before} year before" if years_before else "")
        case Before(column, day):
            return f"{column} < {_day(day)}"
        case NotBefore(column, day):
            return f"{column} ≥ {_day(day)}"
        case NotAfter(column, other):
            return f"{column} ≤ {other}"
        case Between(column, low, None):
            return f"{column} ≥ {low}"
        case Between(column, low, high):
            return f"{low} ≤ {column} ≤ {high}"
    raise TypeError(f"no formula is known for {condition}")


def _day(day: Bound) -> str:
    return DAYS.get(str(day), str(day))
