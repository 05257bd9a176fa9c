"""Shares: the rates that are read off the cells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


@dataclass(frozen=True)
class Share:
    """Cells over cells, in per cent with one decimal, half up; `complement` is what is missing to the whole.

    `where_on` are further parts of the numerator, there only while a switch has a value: (switch, value, parts). While
    one of `only_with` is 0 or has no value there is no rate.
    """

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    complement: bool = False
    where_on: tuple[str, str, tuple[str, ...]] | None = None
    only_with: tuple[str, ...] = ()

    def cells(self, switches: Mapping[str, str]) -> tuple[str, ...]:
        """Return every cell that the rate is made of, as the switches are set."""
        return (*self.numerator_on(switches), *self.denominator)

    def numerator_on(self, switches: Mapping[str, str]) -> tuple[str, ...]:
        """Return the cells that are divided, as the switches are set."""
        if self.where_on is None:
            return self.numerator
        switch, value, further = self.where_on
        return self.numerator + (further if switches[switch] == value else ())

    def rate(self, switches: Mapping[str, str], value_of: Callable[[str], Any]) -> Decimal | None:
        """Return the rate in per cent; None where a part has no value or the denominator is zero."""
        if not all(value_of(cell) for cell in self.only_with):
            return None
        return self._rate(self.numerator_on(switches), value_of)

    def rate_of(self, value_of: Callable[[str], Any]) -> Decimal | None:
        """Return the rate of a return without switches, whatever it is given only with."""
        return self._rate(self.numerator, value_of)

    def _rate(self, numerator: tuple[str, ...], value_of: Callable[[str], Any]) -> Decimal | None:
        above, below = ([value_of(cell) for cell in cells] for cells in (numerator, self.denominator))
        if None in above or None in below or not sum(below):
            return None
        part, whole = Decimal(str(sum(above))), Decimal(str(sum(below)))
        part = whole - part if self.complement else part
        return (100 * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
