"""Measures: the closed vocabulary in which a return says how each of its cells is computed.

A measure is data. The engine evaluates it for all authorities at once, and traces the same declaration to records.
"""

from dataclasses import dataclass

from transforms.conditions import Condition


@dataclass(frozen=True)
class Count:
    """The number of records that meet `where`."""

    where: Condition


@dataclass(frozen=True)
class Total:
    """The exact sum of `column` over the records that meet `where`, rounded half up to `decimals` at the end."""

    column: str
    where: Condition
    decimals: int = 0


@dataclass(frozen=True)
class SumOf:
    """The sum of other cells; its records are the union of theirs."""

    parts: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """Some cells less others; its records are listed part by part."""

    plus: tuple[str, ...]
    minus: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The cells that the difference is made of, by name."""
        return self.plus + self.minus


@dataclass(frozen=True)
class NotCollected:
    """Nothing: no field of a standard holds it, for the reason given, until councils publish what is `wanted`."""

    reason: str
    wanted: str = ""


@dataclass(frozen=True)
class Share:
    """Cells over cells, in per cent with one decimal, half up; `complement` is what is missing to the whole.

    `where_on` are further parts of the numerator, there only while a switch has a value: (switch, value, parts).
    """

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    complement: bool = False
    where_on: tuple[str, str, tuple[str, ...]] | None = None


Measure = Count | Total | SumOf | Difference | NotCollected


def count(where: Condition) -> Count:
    """Return the number of records that meet `where`."""
    return Count(where)


def total(column: str, where: Condition, decimals: int = 0) -> Total:
    """Return the sum of `column` over the records that meet `where`."""
    return Total(column, where, decimals)


def sum_of(*parts: str) -> SumOf:
    """Return the sum of the cells named `parts`."""
    return SumOf(parts)


def difference(plus: tuple[str, ...], minus: tuple[str, ...]) -> Difference:
    """Return the cells `plus` less the cells `minus`."""
    return Difference(plus, minus)


def share(
    numerator: tuple[str, ...],
    denominator: tuple[str, ...],
    *,
    complement: bool = False,
    where_on: tuple[str, str, tuple[str, ...]] | None = None,
) -> Share:
    """Return the share of `numerator` in `denominator`."""
    return Share(numerator, denominator, complement, where_on)


def not_collected(reason: str, wanted: str = "") -> NotCollected:
    """Return the measure of a cell that no standard field holds, until councils publish what is `wanted`."""
    return NotCollected(reason, wanted)
