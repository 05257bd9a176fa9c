"""Indicators by which authorities are compared: all that there are, one with its authorities, one council's profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from plugins.portal.views.assemblies import AssemblyView, authority_name, load_assembly, newest_vintages
from plugins.portal.views.authority_return import peers_in_words
from plugins.portal.views.figures import AssemblyFigures
from plugins.submissions.assembly_reader import AssemblyReader
from transforms.domain.period import Period, parse_period
from transforms.domain.statutory_return import StatutoryReturn
from transforms.indicators import INDICATORS, SectorIndicator
from transforms.indicators.distribution import Distribution, distribution
from transforms.indicators.neighbours import nearest_neighbours
from transforms.indicators.values import AreaValue, IndicatorTable, IndicatorValue, indicator_table
from transforms.registers import authorities
from transforms.returns import statutory_return

if TYPE_CHECKING:
    from plugins.storage.deployment import Deployment

ENGLAND = "England"
FILE_COLUMNS = (
    "indicator", "period", "as_known", "authority", "name", "value", "origin", "numerator", "denominator",
    "population_year", "chance_lower", "chance_upper", "against_england",
)  # fmt: skip


@dataclass(frozen=True)
class ComparedAuthority:
    """One authority in a comparison, with its value and how that lies to the others."""

    gss: str
    name: str
    value: IndicatorValue
    quarter: str  # of the authorities with a value, “lowest” to “highest”; blank where that says nothing
    against_nation: str  # how it lies to the value of its nation, where it is a share of cases; blank otherwise


@dataclass(frozen=True)
class IndicatorView:
    """An indicator in one period: every authority, those compared, and how values are spread among them."""

    indicator: SectorIndicator
    definition: StatutoryReturn
    period: Period
    as_known: date
    periods: Sequence[str]  # every one that was assembled, the newest first
    table: IndicatorTable
    nation: AreaValue
    codes: Sequence[str]  # of the authorities compared
    spread: Distribution | None

    @cached_property
    def compared(self) -> Sequence[ComparedAuthority]:
        """Every authority compared, by name."""
        return sorted((self.authority(gss) for gss in self.codes), key=lambda row: row.name)

    def authority(self, gss: str) -> ComparedAuthority:
        """Return one authority that owes the return."""
        value, spread = self.table.values[gss], self.spread
        quarter = spread.quarter(value.value) if spread and value.value is not None else ""
        return ComparedAuthority(gss, authority_name(gss), value, quarter, _against(value, self.nation.value))

    @property
    def with_value(self) -> Sequence[ComparedAuthority]:
        """Those compared that have a value, the lowest first."""
        rows = [row for row in self.compared if row.value.value is not None]
        return sorted(rows, key=lambda row: (row.value.value, row.name))

    @property
    def period_in_words(self) -> str:
        """The period as people say it."""
        return self.definition.period_in_words(self.period)


@dataclass(frozen=True)
class ProfileRow:
    """One indicator in a council's profile: its own value, its nation's, and the middle one of its neighbours."""

    view: IndicatorView
    own: ComparedAuthority
    neighbours: Distribution | None


def list_by_subject() -> Mapping[str, Sequence[SectorIndicator]]:
    """Return every indicator by its subject, in the order in which they are declared."""
    return {subject: list(group) for subject, group in groupby(INDICATORS, key=lambda indicator: indicator.subject)}


def load_indicator(
    deployment: "Deployment",
    reader: AssemblyReader,
    indicator: SectorIndicator,
    period: str = "",
    group: Sequence[str] | None = None,
) -> IndicatorView | None:
    """Return an indicator in a period, by default the newest that a reader sees; None where there is none.

    With a `group` of GSS codes those are compared, otherwise every authority that owes the return.
    """
    assembled = _load_assembled(deployment, reader, indicator.return_slug, period)
    return None if assembled is None else _view(indicator, *assembled, group)


def load_profile(
    deployment: "Deployment", reader: AssemblyReader, gss: str, day: date
) -> Mapping[str, Sequence[ProfileRow]]:
    """Return the newest value of every indicator of an authority that owes its return, by subject."""
    near = [neighbour.gss for neighbour in nearest_neighbours(gss, day)]
    slugs = {indicator.return_slug for indicator in INDICATORS}
    assembled = {slug: _load_assembled(deployment, reader, slug) for slug in slugs}
    rows = []
    for indicator in INDICATORS:
        of_return = assembled[indicator.return_slug]
        if of_return is None or gss not in _table(indicator, of_return[0].figures).values:
            continue
        view = _view(indicator, *of_return, None)
        spread = distribution(view.table.values[code].value for code in near if code in view.table.values)
        rows.append(ProfileRow(view, view.authority(gss), spread))
    return {subject: list(group) for subject, group in groupby(rows, key=lambda row: row.view.indicator.subject)}


def group_of(gss: str, name: str, day: date) -> tuple[str, Sequence[str]] | None:
    """Return the group called `name` that an authority is compared in, in words and as GSS codes; None for no such."""
    subject = authorities()[gss]
    if name == "neighbours":
        near = [neighbour.gss for neighbour in nearest_neighbours(gss, day)]
        return "its nearest neighbours", [gss, *near]
    if name == "class":
        alike = [
            body.gss
            for body in authorities().values()
            if (body.authority_class, body.region, body.nation)
            == (subject.authority_class, subject.region, subject.nation)
        ]
        return peers_in_words(gss), alike
    return None


def indicator_csv(view: IndicatorView) -> bytes:
    """Return every authority compared as CSV, with what was divided by what; blank where there is no figure."""
    import pyarrow as pa

    from transforms.render.csv_text import csv_bytes

    rows = [_file_row(view, row) for row in view.compared]
    columns = zip(*rows, strict=True) if rows else ((),) * len(FILE_COLUMNS)
    texts = [pa.array(["" if value is None else str(value) for value in column], pa.string()) for column in columns]
    return csv_bytes(pa.table(dict(zip(FILE_COLUMNS, texts, strict=True))))


def _file_row(view: IndicatorView, row: ComparedAuthority) -> tuple[object, ...]:
    value, interval, population = row.value, row.value.interval, row.value.population
    return (
        view.indicator.slug, view.period.name, view.as_known, row.gss, row.name, value.value, value.origin.value,
        value.numerator, value.denominator, population.year if population else None,
        interval.lower if interval else None, interval.upper if interval else None, row.against_nation,
    )  # fmt: skip


def _load_assembled(
    deployment: "Deployment", reader: AssemblyReader, slug: str, period: str = ""
) -> tuple[AssemblyView, Sequence[str]] | None:
    """Return a return in a period, by default the newest, and every period of it; None where a reader sees none."""
    definition = statutory_return(slug)
    periods = [vintage.period for vintage in newest_vintages(deployment, reader, definition)]
    if not periods or (period and period not in periods):
        return None
    assembly = load_assembly(deployment, reader, definition, period or periods[0])
    return None if assembly is None else (assembly, periods)


def _view(
    indicator: SectorIndicator, assembly: AssemblyView, periods: Sequence[str], group: Sequence[str] | None
) -> IndicatorView:
    table = _table(indicator, assembly.figures)
    nation = table.over(gss for gss, body in authorities().items() if body.nation == ENGLAND)
    codes = [gss for gss in table.values if group is None or gss in group]
    spread = distribution(table.values[gss].value for gss in codes)
    as_known = assembly.vintage.as_known
    return IndicatorView(
        indicator, assembly.definition, assembly.period, as_known, periods, table, nation, codes, spread
    )


@lru_cache(maxsize=256)
def _table(indicator: SectorIndicator, figures: AssemblyFigures) -> IndicatorTable:
    period = parse_period(figures.manifest["period"])
    definition = statutory_return(indicator.return_slug).made_under(figures.manifest["edition"], period)
    cells = {gss: by_name for gss, by_name in figures.cells.items() if definition.total_area(gss) is None}
    return indicator_table(indicator, definition, figures.manifest["switches"], period, cells)


def _against(value: IndicatorValue, national: Decimal | None) -> str:
    """Return how a share of cases lies to that of the nation, in words; blank where it is no such share."""
    if value.interval is None or national is None:
        return ""
    return value.interval.against(national) or "no different beyond chance"
