"""Values of an indicator: one for each authority, and one for each nation over the authorities that have a figure.

Unit:   as the indicator says; quotients are exact until they are rounded, half up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from transforms.domain.origins import RANK, Origin
from transforms.domain.period import Period
from transforms.domain.statutory_return import StatutoryReturn
from transforms.indicators.chance import Interval, chance_interval
from transforms.indicators.definition import Parts, SectorIndicator
from transforms.registers.populations import Population, population


class AssembledFigure(Protocol):
    """One cell as assembled."""

    @property
    def value(self) -> str | None:
        """The figure as text, None where there is none to show."""
        ...

    @property
    def origin(self) -> Origin:
        """How it was come by."""
        ...


@dataclass(frozen=True)
class IndicatorValue:
    """The value of one authority, with what it was divided by what; all None where a part is missing."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    origin: Origin  # of the weakest cell it rests on
    population: Population | None = None
    interval: Interval | None = None


@dataclass(frozen=True)
class AreaValue:
    """The value over several authorities: their numerators over their denominators, of those that have both."""

    value: Decimal | None
    authorities: int
    requested: int


@dataclass(frozen=True)
class IndicatorTable:
    """The values of an indicator in one period by authority."""

    indicator: SectorIndicator
    period: Period
    per: int
    values: Mapping[str, IndicatorValue]

    def over(self, authorities: Iterable[str]) -> AreaValue:
        """Return the value over those of `authorities` that have one."""
        requested = [self.values[gss] for gss in authorities if gss in self.values]
        complete = [value for value in requested if value.value is not None]
        above = sum((value.numerator for value in complete if value.numerator is not None), Decimal())
        below = sum((value.denominator for value in complete if value.denominator is not None), Decimal())
        total = rounded(self.per * above / below, self.indicator.decimals) if below else None
        return AreaValue(total, len(complete), len(requested))


def indicator_table(
    indicator: SectorIndicator,
    definition: StatutoryReturn,
    switches: Mapping[str, str],
    period: Period,
    cells: Mapping[str, Mapping[str, AssembledFigure]],
) -> IndicatorTable:
    """Return the value of every authority.

    Args:
        indicator: what is measured.
        definition: the edition of the return that the cells were assembled under.
        switches: every switch of that assembly with its value.
        period: the period of the cells; residents are those of its last day's year.
        cells: the cells by authority and name, without those of total areas.

    """
    parts = indicator.measure.parts(definition, definition.settings(switches))
    values = {gss: _value(indicator, parts, gss, period, by_name) for gss, by_name in cells.items()}
    return IndicatorTable(indicator, period, parts.per, values)


def _value(
    indicator: SectorIndicator, parts: Parts, gss: str, period: Period, cells: Mapping[str, AssembledFigure]
) -> IndicatorValue:
    figures = [cells.get(name) for name in parts.cells]
    origin = min((figure.origin if figure else Origin.NO_DATA for figure in figures), key=RANK.__getitem__)
    above, below = _sum(parts.numerator, cells), _sum(parts.denominator, cells)
    residents = None if parts.denominator else population(gss, period.last.year)
    if not parts.denominator:
        below = Decimal(residents.people) if residents else None
    if above is None or not below or any(_number(cells.get(name)) != number for name, number in parts.only_where):
        return IndicatorValue(None, None, None, origin, residents)
    above = below - above if parts.is_rest else above
    is_share = indicator.counts_cases and 0 <= above <= below  # what councils publish may contradict itself
    interval = chance_interval(above, below, parts.per) if is_share else None
    return IndicatorValue(
        rounded(parts.per * above / below, indicator.decimals), above, below, origin, residents, interval
    )


def _sum(names: tuple[str, ...], cells: Mapping[str, AssembledFigure]) -> Decimal | None:
    numbers = [_number(cells.get(name)) for name in names]
    return None if None in numbers else sum((number for number in numbers if number is not None), Decimal())


def _number(figure: AssembledFigure | None) -> Decimal | None:
    return Decimal(figure.value) if figure is not None and figure.value is not None else None


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return a value with so many decimals, half up."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
