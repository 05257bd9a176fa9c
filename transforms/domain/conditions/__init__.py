"""Conditions: what a cell may ask of a record, one module for each sort of value.

A condition is data; what it needs (its columns, its evaluation, its words, its formula) stands in its class and nowhere
else. A new one is a class in one of these modules.
"""

from transforms.domain.conditions.base import AllOf, AnyOf, ColumnWords, Condition, Not, RecordColumns
from transforms.domain.conditions.days import (
    AFTER_LAST,
    AFTER_YEAR_BEFORE,
    FIRST,
    Before,
    During,
    NotAfter,
    NotBefore,
)
from transforms.domain.conditions.numbers import Between
from transforms.domain.conditions.texts import Blank, Is, IsTrue, Switched

__all__ = [
    "AFTER_LAST",
    "AFTER_YEAR_BEFORE",
    "FIRST",
    "AllOf",
    "AnyOf",
    "Before",
    "Between",
    "Blank",
    "ColumnWords",
    "Condition",
    "During",
    "Is",
    "IsTrue",
    "Not",
    "NotAfter",
    "NotBefore",
    "RecordColumns",
    "Switched",
]
