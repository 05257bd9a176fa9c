"""A period of a return for all England: its indicators, its exceptions by reason, and how much each authority fills."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from plugins.portal.views.assemblies import AssemblyView, authority_name
from plugins.portal.views.figures import AssemblyFigures, ExceptionRow, load_figures
from plugins.storage.warehouse.vintages import load_vintages, newest_of_each_period
from plugins.submissions.assembly_reader import AssemblyReader
from transforms.domain.origins import Origin
from transforms.domain.reasons import Reason
from transforms.domain.statutory_return import ENGLAND, Indicator, StatutoryReturn

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment

PERIODS_SHOWN = 12


@dataclass(frozen=True)
class IndicatorRate:
    """One indicator of an authority or of England."""

    indicator: Indicator
    value: float | None

    @property
    def in_words(self) -> str:
        """Whether it reaches the threshold, in words; blank where there is no threshold or no rate."""
        threshold = self.indicator.threshold_pct
        if threshold is None or self.value is None:
            return ""
        return "below the threshold" if self.value < threshold else "at or above the threshold"


@dataclass(frozen=True)
class AuthorityIndicators:
    """One authority's indicators, by name."""

    authority: str
    name: str
    values: Mapping[str, float | None]


@dataclass(frozen=True)
class FilledCells:
    """How many cells of each origin one authority has, and how many of its records are listed as exceptions."""

    authority: str
    name: str
    cells: Mapping[Origin, int]
    exceptions: int


@dataclass(frozen=True)
class ReasonCount:
    """How many exceptions one reason has."""

    reason: Reason
    count: int


def indicator_rates(assembly: AssemblyView, gss: str = ENGLAND) -> list[IndicatorRate]:
    """Return the indicators of an authority or of England."""
    values = assembly.figures.indicators.get(gss, {})
    return [IndicatorRate(indicator, values.get(indicator.name)) for indicator in assembly.definition.indicators]


def count_reasons(definition: StatutoryReturn, exceptions: Iterable[ExceptionRow]) -> list[ReasonCount]:
    """Return how many exceptions each reason has, in the order of the definition."""
    counts = Counter(row.reason for row in exceptions)
    order = definition.exception_order()
    names = sorted(counts, key=lambda name: order.get(name, len(order)))
    return [ReasonCount(definition.reason(name), counts[name]) for name in names]


def count_filled_cells(assembly: AssemblyView) -> Sequence[FilledCells]:
    """Return how much of the form every authority's data fills, by name."""
    return _filled_cells(assembly.figures, tuple(area.gss for area in assembly.definition.totals))


@lru_cache(maxsize=8)
def _filled_cells(figures: AssemblyFigures, areas: tuple[str, ...]) -> Sequence[FilledCells]:
    exceptions = Counter(exception.authority for exception in figures.exceptions if exception.reference)
    rows = [
        FilledCells(gss, authority_name(gss), Counter(figure.origin for figure in cells.values()), exceptions[gss])
        for gss, cells in figures.cells.items()
        if gss not in areas
    ]
    return sorted(rows, key=lambda row: row.name)


def list_authority_indicators(assembly: AssemblyView) -> list[AuthorityIndicators]:
    """Return every authority's indicators, by name of the authority."""
    rows = [
        AuthorityIndicators(gss, authority_name(gss), values)
        for gss, values in assembly.figures.indicators.items()
        if assembly.definition.total_area(gss) is None
    ]
    return sorted(rows, key=lambda row: row.name)


def count_below_threshold(assembly: AssemblyView) -> dict[str, int]:
    """Return how many authorities are below the threshold of every indicator that has one."""
    thresholds = {
        indicator.name: indicator.threshold_pct
        for indicator in assembly.definition.indicators
        if indicator.threshold_pct is not None
    }
    rates = [row.values for row in list_authority_indicators(assembly)]
    return {
        name: sum((rate := by_name.get(name)) is not None and rate < threshold for by_name in rates)
        for name, threshold in thresholds.items()
    }


def rates_by_period(
    deployment: "Deployment", reader: AssemblyReader, assembly: AssemblyView, gss: str
) -> dict[str, Mapping[str, float | None]]:
    """Return the indicators of an authority or of England in the last periods, the oldest first.

    Of every period it is the newest vintage known by the day of this one.
    """
    with deployment.transaction() as connection:
        every_vintage = reader.readable(load_vintages(connection, assembly.definition.slug))
    candidates = [
        vintage
        for vintage in every_vintage
        if vintage.as_known <= assembly.vintage.as_known and vintage.period <= assembly.period.name
    ]
    newest = newest_of_each_period(candidates)[:PERIODS_SHOWN]
    return {
        vintage.period: load_figures(deployment.archive, vintage).indicators.get(gss, {})
        for vintage in reversed(newest)
    }
