"""Guesses: which field of the standard a published column may be, whose name says none."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ColumnGuess:
    """The field that an unread column may be, and why: a clause that can follow “because”."""

    field: str
    reason: str
