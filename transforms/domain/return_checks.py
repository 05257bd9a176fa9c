"""Checks on a return, declared as data: identities, bounds, steadiness, and shares that may not be passed.

Each is a sentence that is true of a good return. It compares two sides per authority, worked out exactly from the cells
and workings; a side that is None, because a cell has no value, is not tested. Great Expectations runs them
(`expectations.returns`).
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Literal

Sides = tuple[list[Any], list[Any]]
Figures = Mapping[str, Sequence[Any]]  # cell or working → exact value per authority, None where there is none


@dataclass(frozen=True)
class Check(ABC):
    """One thing that must hold of the figures of an authority.

    `name` is shared by the checks that say the same of different parts of the form; `part` names the part, blank for
    the whole. `reason` is the exception that is listed where it fails; `fails` whether the return then fails too.
    Checks of one reason are one exception of an authority, but for those that name a `reference`, the cell that it is
    about. Where it `shows` figures, each under a word, the exception quotes them instead of the sentence, and is one of
    its own.
    """

    name: str
    sentence: str
    reason: str
    fails: bool
    part: str

    reference: str = field(default="", kw_only=True)
    shows: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)

    comparison: ClassVar[Literal["equal", "at most"]] = "at most"

    @abstractmethod
    def sides(self, figures: Figures, switches: Mapping[str, str], authorities: Sequence[str]) -> Sides:
        """Return what must be equal to, or at most, what: per authority, None where it is not tested."""


@dataclass(frozen=True)
class Identity(Check):
    """Some figures add up to the same as others; one of the `optional` ones counts for zero where it has no value."""

    whole: tuple[str, ...]
    addends: tuple[str, ...]
    optional: tuple[str, ...] = ()

    comparison: ClassVar[Literal["equal", "at most"]] = "equal"

    def sides(self, figures: Figures, switches: Mapping[str, str], authorities: Sequence[str]) -> Sides:  # noqa: ARG002
        """Return the whole and what its parts add up to."""
        sums = added(figures, self.addends)
        for cell in self.optional:
            sums = [
                None if total is None else total + (value or 0)
                for total, value in zip(sums, figures[cell], strict=True)
            ]
        return added(figures, self.whole), sums


@dataclass(frozen=True)
class FigureAtMost(Check):
    """One figure is not more than another."""

    lower: str
    upper: str

    def sides(self, figures: Figures, switches: Mapping[str, str], authorities: Sequence[str]) -> Sides:  # noqa: ARG002
        """Return the two figures."""
        return list(figures[self.lower]), list(figures[self.upper])


@dataclass(frozen=True)
class FigureAtLeast(Check):
    """A figure is not less than a number; tested of the authorities whose code begins with one of `of_gss`."""

    cell: str
    least: int
    of_gss: tuple[str, ...] = ("",)

    def sides(self, figures: Figures, switches: Mapping[str, str], authorities: Sequence[str]) -> Sides:  # noqa: ARG002
        """Return the number and the figure."""
        tested = [
            value if gss.startswith(self.of_gss) else None
            for gss, value in zip(authorities, figures[self.cell], strict=True)
        ]
        return [self.least] * len(authorities), tested


@dataclass(frozen=True)
class Steady(Check):
    """A figure has not moved, against an earlier one, by more than a share of that and by more than a number.

    Where `reach` names a figure, it is tested only of authorities of which that is above zero: the records reach back
    so far.
    """

    now: str
    before: str
    share_pct: int
    least: int | Decimal
    reach: str = ""

    def sides(self, figures: Figures, switches: Mapping[str, str], authorities: Sequence[str]) -> Sides:  # noqa: ARG002
        """Return by how much it has moved, and by how much it may have."""
        now, before = figures[self.now], figures[self.before]
        reached = [not self.reach or (value or 0) > 0 for value in (figures[self.reach] if self.reach else now)]
        moved = [
            abs(a - b) if reaches and a is not None and b is not None else None
            for a, b, reaches in zip(now, before, reached, strict=True)
        ]
        allowed = [
            None if b is None else max(Decimal(self.least), Decimal(abs(b)) * self.share_pct / 100) for b in before
        ]
        return moved, allowed


@dataclass(frozen=True)
class ShareAtMost(Check):
    """Some figures are at most so many per cent of others; the limit is a number, or the switch that holds it."""

    share: tuple[str, ...]
    base: tuple[str, ...]
    limit_pct: int | str

    def sides(self, figures: Figures, switches: Mapping[str, str], authorities: Sequence[str]) -> Sides:  # noqa: ARG002
        """Return a hundred times the share, and the limit times the base."""
        limit = int(switches[self.limit_pct]) if isinstance(self.limit_pct, str) else self.limit_pct
        shares = [None if value is None else 100 * value for value in added(figures, self.share)]
        return shares, [None if value is None else limit * value for value in added(figures, self.base)]


def quoted_figures(check: Check, figures: Figures, position: int) -> str:
    """Return the figures that a check quotes of an authority, as “published=12.00 computed=11.50”."""
    return " ".join(f"{word}={_plain(figures[name][position])}" for word, name in check.shows)


def _plain(value: Any) -> str:  # noqa: ANN401
    """Return a figure without the zeros at its end, but with two digits where it has any; blank for none."""
    if value is None:
        return ""
    number = Decimal(value)
    if number == number.to_integral_value():
        return f"{number:.0f}"
    digits = f"{number.normalize():f}"
    return digits if len(digits.partition(".")[2]) > 1 else f"{digits}0"


def added(figures: Figures, cells: Sequence[str]) -> list[Any]:
    """Return the sum of some figures per authority, None where one of them has no value."""
    return [None if None in values else sum(values) for values in zip(*(figures[cell] for cell in cells), strict=True)]
